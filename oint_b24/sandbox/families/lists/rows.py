"""Rows that are computed before they are filtered: conditions, order, pages of fifty.

Values are kept ones (numbers, ISO moments); a list is a field with many values, of which one has
to fit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.portal.dates import moment_text
from oint_b24.sandbox.listing import PAGE, split_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from oint_b24.sandbox.call import Call

    Row = dict[str, Any]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
_RANGES = (("!><", "not between"), ("><", "between"), ("?", "like"))
_NOT = {"!=": "=", "not in": "in", "not like": "like", "not between": "between"}


def select(rows: Iterable[Row], given: dict[str, Any], known: Collection[str]) -> list[Row]:
    """Return the rows that meet a filter; names outside `known` are ignored, as portals do."""
    tests = [(*_split(key), value) for key, value in given.items()]
    wanted = [test for test in tests if test[0] in known]
    return [row for row in rows if all(_meets(row.get(n), op, value) for n, op, value in wanted)]


def _split(key: str) -> tuple[str, str]:
    for prefix, op in _RANGES:
        if key.startswith(prefix):
            return key[len(prefix) :].upper(), op
    name, op = split_prefix(key)
    return name.upper(), "mask" if op == "=" and not key.startswith("=") else op


def _meets(held: Any, op: str, wanted: Any) -> bool:
    if op in _NOT:
        return not _meets(held, _NOT[op], wanted)
    many = held if isinstance(held, list) and held else [None if held == [] else held]
    return any(_fits(value, op, wanted) for value in many)


def _fits(held: Any, op: str, wanted: Any) -> bool:
    if op == "between":
        low, high = (*wanted, None, None)[:2] if isinstance(wanted, list) else (wanted, wanted)
        return _ranks(held, ">=", low) and _ranks(held, "<=", high)
    if isinstance(wanted, list):
        return any(_fits(held, "=" if op == "in" else op, one) for one in wanted)
    if op in (">", ">=", "<", "<="):
        return _ranks(held, op, wanted)
    if wanted in (None, "", False):
        return held in (None, "")
    return _matches(held, op, wanted)


def _matches(held: Any, op: str, wanted: Any) -> bool:
    left, right = _text(held), _text(wanted, held)
    if op == "like":
        return right.strip("%") in left
    if op in ("prefix", "suffix", "mask") and "%" in right:
        pattern = ".*".join(re.escape(part) for part in right.split("%"))
        return re.fullmatch(pattern, left, re.DOTALL) is not None
    if op in ("prefix", "suffix"):
        return left.startswith(right) if op == "prefix" else left.endswith(right)
    numbers = _number(held), _number(wanted)
    return left == right or (numbers[0] is not None and numbers[0] == numbers[1])


def _ranks(held: Any, op: str, wanted: Any) -> bool:
    if held in (None, ""):
        return False
    numbers = _number(held), _number(wanted)
    if numbers[0] is not None and numbers[1] is not None:
        less, more = numbers[0] < numbers[1], numbers[0] > numbers[1]
    else:
        left, right = _text(held), _text(wanted, held)
        less, more = left < right, left > right
    return {">": more, ">=": not less, "<": less, "<=": not more}[op]


def _text(value: Any, beside: Any = None) -> str:
    """Return a value for comparing; a date beside a kept moment is read as the portal does."""
    if isinstance(value, bool):
        return "y" if value else "n"
    text = "" if value is None else str(value)
    if isinstance(beside, str) and _MOMENT.match(beside):
        text = moment_text(text)
    return text.casefold()


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def sort(rows: list[Row], order: Any, known: Collection[str], default: Row) -> list[Row]:
    """Return the rows in `order`, or in `default` where none is given; ids break ties."""
    given = order if isinstance(order, dict) and order else default
    found = sorted(rows, key=_key("ID"))
    for name, way in reversed(list(given.items())):
        if name.upper() in known:
            found.sort(key=_key(name.upper()), reverse=str(way).upper().startswith("DESC"))
    return found


def _key(name: str) -> Callable[[Row], tuple[int, float, str]]:
    return lambda row: _rank(row.get(name))


def _rank(value: Any) -> tuple[int, float, str]:
    if isinstance(value, list):
        value = value[0] if value else None
    if value in (None, ""):
        return 0, 0.0, ""
    number = _number(value)
    return (1, number, "") if number is not None else (2, 0.0, str(value).casefold())


def page(call: Call, rows: list[Row], show: Callable[[Row], Any]) -> Page:
    """Answer one page of rows, with `total` and `next`; `start` -1 counts nothing."""
    start = whole(call.get("start"), 0) or 0
    first = max(start, 0)
    shown = [show(row) for row in rows[first : first + PAGE]]
    if start < 0:
        return Page(shown)
    after = first + PAGE
    return Page(shown, total=len(rows), next=after if after < len(rows) else None)
