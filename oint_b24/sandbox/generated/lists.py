"""Which rows a generated list has and which of them are on the asked page.

There are `ROWS` rows in every list that is documented to have pages, with ids from 1 on. Filters
by id choose among them (so that walking by `>ID` comes to its end); by another field, equality
is taken over into the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.facts import fold
from oint_b24.sandbox.generated.filters import passes
from oint_b24.sandbox.listing import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.facts import Fact

ROWS = 120
SHORT = 3  # rows of lists without pages


@dataclass(frozen=True, slots=True)
class Window:
    """Numbers of the rows on a page, how many there are in all, and where the next page is."""

    numbers: list[int]
    total: int
    next: int | None = None
    counts: bool = True  # start=-1 asks not to count


def window(fact: Fact, params: dict[str, Any], rank: Callable[[str, int], Any]) -> Window:
    """Return the asked page. `rank` tells the value of a field of a row, to sort by."""
    given = settings(params)
    numbers = [
        n
        for n in range(1, (ROWS if fact.pagination else SHORT) + 1)
        if passes(given.get("filter"), n)
    ]
    numbers = _sorted(numbers, given, rank)
    total = len(numbers)
    if fact.pagination.startswith("start"):
        return _by_start(numbers, given)
    first, size = _slice(fact, given)
    if "last_id" in fact.pagination:
        last = whole(given.get("lastid")) or ROWS + 1
        numbers = sorted((n for n in numbers if n < last), reverse=True)
    if fact.pagination == "cursor":
        numbers = _after_cursor(numbers, given)
    if "afterCursor" in fact.pagination:
        after = whole(_folded(given.get("aftercursor")).get("id"))
        numbers = numbers[numbers.index(after) + 1 :] if after in numbers else numbers
    page = numbers[first : first + size] if fact.pagination else numbers
    return Window(page, total, page[-1] if page and page[-1] != numbers[-1] else None)


def settings(params: dict[str, Any]) -> dict[str, Any]:
    """Return the list's parameters by folded name, those of `params` or `pagination` too."""
    found = _folded(params)
    for name in ("params", "pagination", "navparams", "nav"):
        inner = found.get(name)
        if isinstance(inner, list):
            inner = next((i for i in inner if isinstance(i, dict)), None)
        for key, value in _folded(inner).items():
            found.setdefault(key, value)
    return found


def _by_start(numbers: list[int], given: dict[str, Any]) -> Window:
    start = whole(given.get("start"), 0) or 0
    first = max(start, 0)
    after = first + PAGE
    page = numbers[first:after]
    if start < 0:
        return Window(page, 0, None, counts=False)
    return Window(page, len(numbers), after if after < len(numbers) else None)


def _slice(fact: Fact, given: dict[str, Any]) -> tuple[int, int]:
    """Return the offset and size of the page by the other ways of paging."""
    size = whole(given.get("limit")) or whole(given.get("npagesize")) or PAGE
    if fact.pagination == "cursor":
        size = whole(_folded(given.get("cursor")).get("limit")) or size
    size = min(max(size, 1), _largest(fact))
    page = whole(given.get("page")) or whole(given.get("inumpage"))
    return (page - 1) * size if page else whole(given.get("offset"), 0) or 0, size


def _largest(fact: Fact) -> int:
    """Return how many rows a page may have at most."""
    known = (fact.params, *fact.nested.values())
    told = (param.max for params in known for param in params if fold(param.name) == "limit")
    return next((largest for largest in told if largest), ROWS)


def _after_cursor(numbers: list[int], given: dict[str, Any]) -> list[int]:
    """Return the rows after the cursor of `*.tail` (event-log/main-eventlog-tail.md)."""
    cursor = _folded(given.get("cursor"))
    value = whole(cursor.get("value"))
    if str(cursor.get("order", "ASC")).upper() == "DESC":
        return [n for n in reversed(numbers) if value is None or n < value]
    return [n for n in numbers if value is None or n > value]


def _sorted(
    numbers: list[int], given: dict[str, Any], rank: Callable[[str, int], Any]
) -> list[int]:
    wanted = next((given[n] for n in ("order", "sort", "elementorder") if n in given), None)
    for name, way in reversed(list(wanted.items()) if isinstance(wanted, dict) else []):
        down = str(way).upper().startswith("DESC")
        numbers = sorted(numbers, key=lambda n, name=name: rank(name, n), reverse=down)  # type: ignore[misc]
    return numbers


def _folded(value: Any) -> dict[str, Any]:
    return {fold(str(k)): v for k, v in value.items()} if isinstance(value, dict) else {}
