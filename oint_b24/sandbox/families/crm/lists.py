"""The list methods of leads, deals, contacts and companies (crm-deal-list.md and its kin)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import userfields, values as crm_values
from oint_b24.sandbox.families.crm.fields import MULTI
from oint_b24.sandbox.families.crm.records import Entity, admit, array, shown
from oint_b24.sandbox.families.portal.dates import moment_text
from oint_b24.sandbox.listing import PAGE, conditions, ordering
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_LIKE = ("like", "not like", "prefix", "suffix")


def list_rows(entity: Entity, call: Call) -> Page:
    """Return a page of 50; `start` -1 leaves out the count (performance/huge-data.md)."""
    admit(call)
    custom = userfields.known(call.store, entity.user_field_owner)
    known = types_of(entity, custom)
    where = where_of(call.store, entity.kind, array(call, "filter"), known)
    order = order_of(call, known)
    start = whole(call.get("start", call.get("START")), 0) or 0
    rows = call.store.select(entity.kind, where, order, PAGE, max(start, 0))
    wanted = {str(name).upper() for name in call.list("select") or call.list("SELECT")}
    multi = [name for name in MULTI if name in wanted]
    told = [
        _picked(shown(call.store, entity, custom, number, document, multi), wanted)
        for number, document in rows
    ]
    if start < 0:
        return Page(told)
    total = call.store.count(entity.kind, where)
    after = start + PAGE
    return Page(told, total=total, next=after if after < total else None)


def types_of(entity: Entity, custom: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return the type of every field of an entity, custom ones included."""
    known = {name: field.type for name, field in entity.fields.items()}
    return known | {name: definition["USER_TYPE_ID"] for name, definition in custom.items()}


def _picked(row: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
    """Return the selected fields: `*` is all but custom and many-valued ones, no select is all."""
    if not wanted:
        return row
    names = wanted | {"ID"}
    plain, custom = "*" in names, "UF_*" in names
    return {
        name: value
        for name, value in row.items()
        if name in names or (custom if name.startswith("UF_") else plain and name not in MULTI)
    }


def order_of(call: Call, known: Iterable[str]) -> list[tuple[str, bool]]:
    """Return the order the call asks for, as far as it names `known` fields."""
    pairs = [(name.upper(), down) for name, down in ordering(array(call, "order"))]
    return [(name, down) for name, down in pairs if name in known]


def where_of(store: Store, kind: str, given: dict[str, Any], known: dict[str, str]) -> list[Where]:
    """Turn a filter into conditions on kept values. `known` gives the type of each field."""
    found = []
    for condition in conditions(given, known):
        field_type = known[condition.name]
        if condition.name in MULTI:
            found.append(_by_contact(store, kind, condition))
        elif condition.op in _LIKE:
            found.append(_pattern(condition))
        else:
            found.append(Where(condition.name, condition.op, _value(field_type, condition.value)))
    return found


def _value(field_type: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_value(field_type, inner) for inner in value]
    if field_type == "double" and value not in (None, ""):
        return crm_values.kept("double", value)
    if field_type in ("date", "datetime") and value not in (None, ""):
        return moment_text(str(value))
    return value


def _pattern(condition: Where) -> Where:
    """Read `=%` and `%=`, whose values carry their own `%` at either end."""
    value = str(condition.value)
    core = value.strip("%")
    if condition.op not in ("prefix", "suffix"):
        return Where(condition.name, condition.op, core)
    if value.startswith("%"):
        return Where(condition.name, "like" if value.endswith("%") else "suffix", core)
    return Where(condition.name, "prefix" if value.endswith("%") else "=", core)


def _by_contact(store: Store, kind: str, condition: Where) -> Where:
    """Filter by a phone or the like: exact matches only, any of several."""
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    numbers = sorted(set(_owners(store, kind, condition.name, values)))
    if condition.op in ("!=", "not in"):
        return Where("ID", "not in", numbers) if numbers else Where("ID", ">", 0)
    return Where("ID", "in", numbers)


def _owners(store: Store, kind: str, name: str, values: Iterable[Any]) -> list[int]:
    return [
        number
        for value in values
        for number, document in store.select(kind, [Where(name, "like", str(value))])
        if any(row["VALUE"] == str(value) for row in document[name])
    ]
