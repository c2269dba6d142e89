"""The family of departments: the company's structure (`department.*`) and its seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.people import departments_messenger
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.listing import PAGE, conditions
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

# The module that serves im.department.*; importing the family brings it along.
PARTS = (departments_messenger,)

_FIELDS = {
    "ID": "ID",
    "NAME": "Название подразделения",
    "SORT": "Сортировка",
    "PARENT": "Родительское подразделение",
    "UF_HEAD": "Руководитель",
}
_DEFAULT_SORT = 500
_ONE_ROOT = "There can only be one top-level department in the company structure"


@seed("people.departments")
def fill(store: Store) -> None:
    """Set up the company with two departments."""
    for number, name, parent, head in (
        (1, "Компания", None, 1),
        (2, "Продажи", 1, 10),
        (3, "Разработка", 1, 11),
    ):
        row = {"NAME": name, "SORT": _DEFAULT_SORT, "PARENT": parent, "UF_HEAD": head}
        store.add("department", row, id=number)


@method("department.fields", scope="department")
def fields(_call: Call) -> dict[str, str]:
    """Return field names with captions (departments/department-fields.md)."""
    return dict(_FIELDS)


@method("department.get", scope="department")
def get(call: Call) -> Page:
    """List departments; conditions are parameters of their own (department-get.md)."""
    where = conditions({k: v for k, v in call.params.items() if k in _FIELDS}, _FIELDS)
    sort = (call.text("sort") or "ID").upper()
    down = call.text("order").upper() == "DESC"
    order = [(sort if sort in _FIELDS else "ID", down), ("ID", False)]
    start = max(whole(call.get("START", call.get("start")), 0) or 0, 0)
    rows = call.store.select("department", where, order, PAGE, start)
    total, after = call.store.count("department", where), start + PAGE
    return Page([_row(*r) for r in rows], total=total, next=after if after < total else None)


def _row(number: int, department: dict[str, Any]) -> dict[str, Any]:
    """Return a department as answered: ids are texts, the empty is left out."""
    row = {"ID": str(number), "NAME": department["NAME"], "SORT": department["SORT"]}
    for name in ("PARENT", "UF_HEAD"):
        if department.get(name):
            row[name] = str(department[name])
    return row


@method("department.add", scope="department")
def add(call: Call) -> int:
    """Add a department under another one (department-add.md)."""
    _require_rights(call)
    if not call.text("NAME").strip():
        call.refuse("ERROR_CORE", "Department name not provided.<br>")
    department = {
        "NAME": call.text("NAME"),
        "SORT": call.integer("SORT", _DEFAULT_SORT),
        "PARENT": _parent(call, None),
        "UF_HEAD": call.integer("UF_HEAD"),
    }
    return call.store.add("department", department)


@method("department.update", scope="department")
def update(call: Call) -> bool:
    """Change a department (department-update.md)."""
    number, department = _found(call)
    if call.text("NAME").strip():
        department["NAME"] = call.text("NAME")
    if "PARENT" in call.params:
        department["PARENT"] = _parent(call, number)
    for name in ("SORT", "UF_HEAD"):
        if name in call.params:
            department[name] = call.integer(name, 0)
    call.store.put("department", number, department)
    return True


@method("department.delete", scope="department")
def delete(call: Call) -> bool:
    """Remove a department; what it held moves up to its parent (department-delete.md)."""
    number, department = _found(call)
    parent = department["PARENT"]
    if parent is None:
        call.refuse("ERROR_CORE", "Access denied")
    call.store.delete("department", number)
    for child, data in call.store.all("department", PARENT=number):
        call.store.put("department", child, {**data, "PARENT": parent})
    for user, data in call.store.all("user"):
        if number in data["UF_DEPARTMENT"]:
            moved = [parent if n == number else n for n in data["UF_DEPARTMENT"]]
            data["UF_DEPARTMENT"] = list(dict.fromkeys(moved))
            call.store.put("user", user, data)
    return True


def _require_rights(call: Call) -> None:
    if not is_admin(call.store, call.user):
        call.refuse("ERROR_CORE", "Access denied")


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    _require_rights(call)
    number = call.integer("ID")
    department = call.store.get("department", number)
    if number is None or department is None:
        call.refuse("ERROR_CORE", "Department not found")
    return number, department


def _parent(call: Call, child: int | None) -> int | None:
    """Return the parent asked for: it exists and is no descendant of `child`."""
    parent = call.integer("PARENT")
    at = call.store.get("department", parent)
    if child is not None and not parent and _is_root(call, child):
        return None
    if parent is None or at is None or parent == child:
        call.refuse("ERROR_CORE", _ONE_ROOT)
    while at is not None and at["PARENT"] is not None:
        if at["PARENT"] == child:
            call.refuse("ERROR_CORE", _ONE_ROOT)
        at = call.store.get("department", at["PARENT"])
    return parent


def _is_root(call: Call, number: int) -> bool:
    department = call.store.get("department", number)
    return department is not None and department["PARENT"] is None
