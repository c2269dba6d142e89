"""Lists of the catalogue: filter with prefixes, order, select, pages of 50."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.catalog.refusals import arrays
from oint_b24.sandbox.listing import PAGE, picked, split_prefix
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.catalog.entity import Entity
    from oint_b24.sandbox.families.catalog.fields import Field

    Show = Callable[[int, dict[str, Any]], dict[str, Any]]

_NOT_PATTERN = ("!=%", "!%=")


def page(call: Call, entity: Entity, extra: Iterable[Where] = ()) -> Page:
    """Answer the list method of an entity, rows under its plural name."""

    def show(number: int, data: dict[str, Any]) -> dict[str, Any]:
        told = entity.show(call, number, data)
        return {name: told[name] for name in sorted(told)}

    rows = select(call, entity.kind, entity.fields, show, extra)
    return Page({entity.many: rows.result}, rows.total, rows.next)


def select(
    call: Call, kind: str, fields: dict[str, Field], show: Show, extra: Iterable[Where] = ()
) -> Page:
    """Return a page of documents of `kind`; `start` -1 does without the count."""
    arrays(call, "select", "filter", "order")
    where = [*conditions(call, kind, fields), *extra]
    start = whole(call.get("start"), 0) or 0
    rows = call.store.select(kind, where, _order(call, fields), PAGE, max(start, 0))
    wanted = call.list("select")
    shown = [picked(show(number, data), wanted, always=()) for number, data in rows]
    if start < 0:
        return Page(shown)
    total = call.store.count(kind, where)
    after = start + PAGE
    return Page(shown, total=total, next=after if after < total else None)


def conditions(call: Call, kind: str, fields: dict[str, Field]) -> list[Where]:
    """Turn `filter` into conditions; names that are no fields are passed over."""
    spelled = {name.lower(): name for name in fields}
    found = []
    for key, value in call.object("filter").items():
        name, op = split_prefix(key)
        if name.lower() not in spelled:
            continue
        field = fields[spelled[name.lower()]]
        if key.startswith(_NOT_PATTERN) and "%" in str(value):
            found.append(_without(call, kind, field.name, str(value)))
        else:
            found.append(_condition(field, op, value))
    return found


def _condition(field: Field, op: str, value: Any) -> Where:
    if field.type == "productproperties":
        return Where(
            field.name, "not like" if op.startswith(("!", "not")) else "like", _held(value)
        )
    sought = field.sought(value)
    if isinstance(sought, list) and op in ("=", "!="):
        op = "in" if op == "=" else "not in"
    return Where(column(field), op, sought)


def _held(value: Any) -> str:
    """Return how one of several values of a property looks in the kept list."""
    one = value[0] if isinstance(value, list) and value else value
    return f'"value":"{one}"'


def _without(call: Call, kind: str, name: str, pattern: str) -> Where:
    """Return the condition «does not match the pattern», whose `%` stand for anything."""
    matching = call.store.select(kind, [Where(name, "prefix", pattern)])
    return Where("id", "not in", [number for number, _ in matching])


def column(field: Field) -> str:
    """Return where a field is kept: values of properties are objects."""
    return f"{field.name}.value" if field.type == "productproperty" else field.name


def _order(call: Call, fields: dict[str, Field]) -> list[tuple[str, bool]]:
    spelled = {name.lower(): name for name in fields}
    pairs = [
        (column(fields[spelled[name.lower()]]), str(way).lower().startswith("desc"))
        for name, way in call.object("order").items()
        if name.lower() in spelled
    ]
    return pairs if any(name == "id" for name, _ in pairs) else [*pairs, ("id", False)]
