"""`im.department.*`: departments and their people as the messenger knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.offsets import offset_page
from oint_b24.sandbox.families.people.directory import active_users, get_user, is_intranet
from oint_b24.sandbox.families.people.messenger import id_list
from oint_b24.sandbox.families.people.view import messenger_view
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.store import Store


@method("im.department.get", scope="im")
def get(call: Call) -> list[dict[str, Any]]:
    """Return departments by id (chats/departments/im-department-get.md)."""
    _require_intranet(call)
    numbers = id_list(call.get("ID"))
    if not numbers:
        call.refuse("INVALID_FORMAT", "A wrong format for the ID field is passed")
    found = (department_view(call, number) for number in dict.fromkeys(numbers))
    return [row for row in found if row is not None]


@method("im.department.employees.get", scope="im")
def employees(call: Call) -> Any:
    """Return who works in departments, by department (im-department-employees-get.md)."""
    known = _departments(call)
    return {str(n): _people(call, employees_of(call.store, [n])) for n in known} or []


@method("im.department.managers.get", scope="im")
def managers(call: Call) -> Any:
    """Return who heads departments, by department (im-department-managers-get.md)."""
    known = _departments(call)
    return {str(n): _people(call, _heads(call.store, [n])) for n in known} or []


@method("im.department.colleagues.list", scope="im")
def colleagues(call: Call) -> Page:
    """Return colleagues; for a head, subordinates and all heads above (…-colleagues-list.md)."""
    _require_intranet(call)
    store = call.store
    own = (get_user(store, call.user) or {}).get("UF_DEPARTMENT") or []
    headed = [n for n, _ in store.all("department", UF_HEAD=call.user)]
    above = [up for n in [*own, *headed] for up in ancestors(store, n)]
    below = [n for n, _ in store.all("department") if set(ancestors(store, n)) & set(headed)]
    found = {*employees_of(store, [*own, *headed, *below]), *_heads(store, [*own, *above])}
    return offset_page(call, sorted(found - {call.user}), lambda rows: _people(call, rows))


def _require_intranet(call: Call) -> None:
    if not is_intranet(get_user(call.store, call.user)):
        call.refuse("ACCESS_ERROR", "Only intranet users have access to this method.", 403)


def _departments(call: Call) -> list[int]:
    """Read ID and keep the departments there are."""
    _require_intranet(call)
    numbers = id_list(call.get("ID"))
    if not numbers:
        call.refuse("ID_EMPTY", "Department ID can't be empty")
    return [n for n in dict.fromkeys(numbers) if call.store.get("department", n)]


def _people(call: Call, numbers: Iterable[int]) -> list[Any]:
    """Return ids, or whole users where USER_DATA asks for them."""
    if not call.flag("USER_DATA"):
        return list(numbers)
    found = ((n, get_user(call.store, n)) for n in numbers)
    return [messenger_view(n, user) for n, user in found if user]


def employees_of(store: Store, departments: Iterable[int]) -> list[int]:
    """Return the active people of departments, subdepartments not included."""
    wanted = set(departments)
    return [n for n, u in active_users(store) if wanted & set(u.get("UF_DEPARTMENT") or [])]


def _heads(store: Store, departments: Iterable[int]) -> list[int]:
    found = (store.get("department", n) for n in departments)
    heads = [d["UF_HEAD"] for d in found if d and d.get("UF_HEAD")]
    return [head for head in dict.fromkeys(heads) if get_user(store, head)]


def ancestors(store: Store, number: int) -> list[int]:
    """Return the departments above one, the nearest first."""
    found: list[int] = []
    department = store.get("department", number)
    while department and department["PARENT"] and department["PARENT"] not in found:
        found.append(department["PARENT"])
        department = store.get("department", found[-1])
    return found


def full_department_name(store: Store, number: int) -> str:
    """Return the name with the names of all departments above: `Sales / Company`."""
    chain = [number, *ancestors(store, number)]
    return " / ".join(d["NAME"] for n in chain if (d := store.get("department", n)))


def department_view(call: Call, number: int) -> dict[str, Any] | None:
    """Return a department as im.* methods answer, with its head where USER_DATA asks."""
    department = call.store.get("department", number)
    if department is None:
        return None
    head = department.get("UF_HEAD") or 0
    row = {
        "id": number,
        "name": department["NAME"],
        "full_name": full_department_name(call.store, number),
        "manager_user_id": head,
    }
    if call.flag("USER_DATA"):
        user = get_user(call.store, head)
        row["manager_user_data"] = messenger_view(head, user) if user else None
    return row
