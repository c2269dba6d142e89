"""The catalogue as the CRM's older methods tell it: names in capitals, numbers as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import Page, Refusal, whole
from oint_b24.sandbox.families.people.directory import get_user, is_admin, is_intranet
from oint_b24.sandbox.listing import PAGE, ordering, picked, split_prefix
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oint_b24.sandbox.call import Call

NO_ID = "The parameter id is invalid or not defined."


def admit(call: Call, *, staff: bool = False) -> None:
    """Let in who may: administrators, with `staff` every employee."""
    person = get_user(call.store, call.user)
    if not (is_intranet(person) if staff else is_admin(call.store, call.user)):
        refuse("Access denied.")


def refuse(text: str) -> NoReturn:
    """Refuse without a code, as the CRM does."""
    raise Refusal("", text)


def told(refusal: Refusal) -> Refusal:
    """Return a refusal of the catalogue as the CRM passes it on."""
    return Refusal("", refusal.description)


def identifier(call: Call) -> int:
    """Return the parameter `id` in either spelling."""
    number = whole(call.get("id", call.get("ID")))
    if number is None or number <= 0:
        refuse(NO_ID)
    return number


def fields(call: Call) -> dict[str, Any]:
    """Return the parameter `fields`."""
    given = call.get("fields", call.get("FIELDS"))
    if not isinstance(given, (dict, list)):
        refuse("The parameter 'fields' must be array.")
    return given if isinstance(given, dict) else {}


def text(value: Any) -> Any:
    """Return a plain value as text; what is not there and what is not plain stay."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def page(
    call: Call,
    kind: str,
    names: dict[str, str],
    show: Callable[[int, dict[str, Any]], dict[str, Any]],
    *,
    extra: Iterable[Where] = (),
    select: list[Any] | None = None,
) -> Page:
    """Answer a list; `names` leads from the names told to the names kept."""
    where = [*conditions(_given(call, "filter"), names), *extra]
    start = whole(call.get("start"), 0) or 0
    order = [
        (names[name.upper()], down)
        for name, down in ordering(_given(call, "order"))
        if name.upper() in names
    ]
    rows = call.store.select(kind, where, order, PAGE, max(start, 0))
    wanted = call.list("select") if select is None else select
    shown = [picked(show(number, data), wanted) for number, data in rows]
    if start < 0:
        return Page(shown)
    total = call.store.count(kind, where)
    after = start + PAGE
    return Page(shown, total=total, next=after if after < total else None)


def conditions(given: dict[str, Any], names: dict[str, str]) -> list[Where]:
    """Turn a filter into conditions on the names kept; other names are passed over."""
    found = []
    for key, value in given.items():
        name, op = split_prefix(key)
        if name.upper() in names:
            several = isinstance(value, list) and op in ("=", "!=")
            found.append(Where(names[name.upper()], _several(op) if several else op, value))
    return found


def _several(op: str) -> str:
    return "in" if op == "=" else "not in"


def _given(call: Call, name: str) -> dict[str, Any]:
    return call.object(name) or call.object(name.upper())
