"""`order` and `pagination` of REST 3.0, and the pages of lists (rest-v3.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.v3 import filter as v3_filter
from oint_b24.sandbox.v3.errors import unknown_property, unreadable

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Where
    from oint_b24.sandbox.v3.dto import Dto
    from oint_b24.sandbox.v3.filter import Group, Test

    Documents = list[tuple[int, dict[str, Any]]]

PAGE, LARGEST = 50, 1000  # tasks-task-list-rest-v3.md


@dataclass(frozen=True, slots=True)
class Limits:
    """Which rows of a list a caller may see at all: by the store, and by tests."""

    where: list[Where] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)


def page(call: Call, kind: str, dto: Dto, group: Group, limits: Limits | None = None) -> Documents:
    """Return the asked page of the documents of `kind` that the filter lets through.

    Raises Refusal INVALIDORDER, INVALIDPAGINATION or UNKNOWNDTOPROPERTY.
    """
    order = ordering(dto, call.get("order"))
    limit, offset = portion(call.get("pagination"))
    return select(call, kind, group, limits or Limits(), order, (limit, offset))


def select(
    call: Call,
    kind: str,
    group: Group,
    limits: Limits,
    order: list[tuple[str, bool]],
    portion: tuple[int, int],
) -> Documents:
    """Return documents in order; `portion` is how many and after how many."""
    limit, offset = portion
    where, tests = v3_filter.split(group)
    where, tests = [*where, *limits.where], [*tests, *limits.tests]
    if not tests:
        return call.store.select(kind, where, order, limit, offset)
    rows = call.store.select(kind, where, order)
    return [row for row in rows if all(test(*row) for test in tests)][offset : offset + limit]


def ordering(dto: Dto, given: Any) -> list[tuple[str, bool]]:
    """Read `{"field": "ASC"}` as pairs of a column and «descending»; ids break ties."""
    if given is None or given == []:
        given = {}
    if not isinstance(given, dict):
        raise unreadable("ORDER", given)
    pairs = []
    for name, way in given.items():
        known = dto.fields.get(name)
        if known is None:
            raise unknown_property(name, dto.name)
        if "sort" not in known.flags or not isinstance(way, str) or way.upper() not in _WAYS:
            raise unreadable("ORDER", {name: way})
        pairs.append((known.column, way.upper() == "DESC"))
    return pairs if any(column == "ID" for column, _ in pairs) else [*pairs, ("ID", False)]


_WAYS = ("ASC", "DESC")


def portion(given: Any, largest: int = LARGEST) -> tuple[int, int]:
    """Read `{"page", "limit", "offset"}` as how many rows and after how many.

    A page counts for more than an offset. Raises Refusal INVALIDPAGINATION.
    """
    if given is None or given == []:
        given = {}
    if not isinstance(given, dict):
        raise unreadable("PAGINATION", given)
    limit = _number(given, "limit", PAGE, 1)
    offset = _number(given, "offset", 0, 0)
    limit = min(limit, largest)
    if given.get("page") is not None:
        offset = (_number(given, "page", 1, 1) - 1) * limit
    return limit, offset


def _number(given: dict[str, Any], name: str, default: int, least: int) -> int:
    value = given.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not str(value).isdecimal() or int(value) < least:
        raise unreadable("PAGINATION", {name: value})
    return int(value)
