"""`filter` of REST 3.0: conditions, groups of them, and how rows are judged (rest-v3.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.store import Where
from oint_b24.sandbox.v3.errors import (
    REQUEST,
    invalid,
    mistyped,
    not_marked,
    refusal,
    unknown_property,
    unreadable,
)
from oint_b24.sandbox.v3.values import stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.sandbox.v3.dto import Dto

    Document = dict[str, Any]
    Test = Callable[[int, Document], bool]

OPERATORS = ("=", "!=", ">", ">=", "<", "<=", "in", "between")
_LISTS = ("in", "between")


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared with a value as the store keeps it."""

    name: str
    column: str
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of them; all must hold, or with `is_or` any of them."""

    parts: tuple[Condition | Group, ...] = ()
    is_or: bool = False

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition, those of inner groups too."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.conditions()
            else:
                yield part


def parse(dto: Dto, given: Any) -> Group:
    """Read a filter.

    Raises Refusal: INVALIDFILTER for what is no filter, UNKNOWNFILTEROPERATOR,
    UNKNOWNDTOPROPERTY, and a validation refusal for a field that cannot be filtered by or a value
    of the wrong type.
    """
    if given is None or given == {}:
        return Group()
    if isinstance(given, dict):
        return _group(dto, given)
    if not isinstance(given, list):
        raise unreadable("FILTER", given)
    return Group(tuple(_part(dto, part) for part in given))


def _part(dto: Dto, given: Any) -> Condition | Group:
    if isinstance(given, dict):
        return _group(dto, given)
    if not isinstance(given, list) or len(given) not in (2, 3) or not isinstance(given[0], str):
        raise unreadable("FILTER", given)
    if len(given) == 2:
        name, value = given
        return _condition(dto, name, "in" if isinstance(value, list) else "=", value)
    return _condition(dto, *given)


def _group(dto: Dto, given: Document) -> Group:
    logic, parts = given.get("logic", "and"), given.get("conditions")
    if not isinstance(parts, list) or str(logic).lower() not in ("and", "or"):
        raise unreadable("FILTER", given)
    return Group(tuple(_part(dto, part) for part in parts), is_or=str(logic).lower() == "or")


def _condition(dto: Dto, name: str, op: Any, value: Any) -> Condition:
    if op not in OPERATORS:
        raise refusal("UNKNOWNFILTEROPERATOR", f"Unknown filter operator `{op}`")
    known = dto.fields.get(name.partition(".")[0])
    if known is None or ("." in name and not known.related):
        raise unknown_property(name, dto.name)
    if "filter" not in known.flags:
        raise invalid(REQUEST, not_marked(name, dto.name, "Filterable"))
    if op in _LISTS and (not isinstance(value, list) or (op == "between" and len(value) != 2)):
        raise unreadable("FILTER", [name, op, value])
    try:
        kept = [stored(known, one) for one in value] if op in _LISTS else stored(known, value)
    except ValueError as problem:
        raise invalid(REQUEST, mistyped(name, str(problem))) from None
    return Condition(name, known.column, op, kept)


def split(group: Group) -> tuple[list[Where], list[Test]]:
    """Return what the store can judge by itself, and tests for the rest."""
    wheres: list[Where] = []
    tests: list[Test] = []
    for part in group.parts:
        if isinstance(part, Condition) and not group.is_or:
            wheres += _wheres(part)
        elif not group.is_or and isinstance(part, Group):
            tests.append(_test(part))
    if group.is_or:
        tests.append(_test(group))
    return wheres, tests


def _wheres(one: Condition) -> list[Where]:
    if one.op == "between":
        low, high = one.value
        return [Where(one.column, ">=", low), Where(one.column, "<=", high)]
    return [Where(one.column, one.op, one.value)]


def _test(part: Condition | Group) -> Test:
    if isinstance(part, Group):
        inner = [_test(one) for one in part.parts]
        wanted = any if part.is_or else all
        return lambda number, data: wanted(test(number, data) for test in inner)
    return lambda number, data: _holds(part, _kept(part, number, data))


def _kept(one: Condition, number: int, data: Document) -> Any:
    return number if one.column == "ID" else data.get(one.column)


def _holds(one: Condition, value: Any) -> bool:
    if one.op == "in":
        return value in one.value
    if one.op in ("=", "!="):
        return (value == one.value) is (one.op == "=")
    if value is None:
        return False
    if one.op == "between":
        low, high = one.value
        return bool(low <= value <= high)
    if one.op.startswith(">"):
        return bool(value > one.value or (one.op == ">=" and value == one.value))
    return bool(value < one.value or (one.op == "<=" and value == one.value))
