"""Linked pages of ids: each takes the rows after the last one of the page before.

The link is a reference of the batch, `$result[p0][49][ID]` (batch.md). After a short page it leads
nowhere, and the portal reads the literal text as some id: what follows a short page is ignored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.answers import Page, Row, numbers
from oint_b24.errors import PartialProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oint_b24.bulk.question import Question
    from oint_b24.bulk.spans import Span


@dataclass(frozen=True, slots=True)
class Shape:
    """What the first page showed: rows of a page, where they stand, what their id is called."""

    size: int
    at: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of a span: its rows, the last id, whether it is at its end, or a page is lost."""

    rows: list[Row]
    last: int
    is_over: bool
    is_lost: bool


def commands(
    question: Question, shape: Shape, span: Span, count: int, first: int
) -> list[dict[str, Any]]:
    """Return the parameters of `count` linked pages of a span; `first` numbers their command."""
    plan = question.plan
    page = {plan.order or "order": {plan.id: "ASC"}, plan.start: -1}
    made = []
    after: Any = span.above
    for number in range(first, first + count):
        made.append(question.range(after, span.up_to, page))
        after = reference(f"p{number}", shape)
    return made


def reference(command: str, shape: Shape) -> str:
    """Return the reference to the id of the last row of a full page."""
    path = [command, *shape.at, str(shape.size - 1), shape.key]
    return "$result" + "".join(f"[{part}]" for part in path)


def walk(span: Span, pages: Sequence[Page | None], shape: Shape, method: str) -> Walk:
    """Collect the rows of linked pages up to the first that is short or lost.

    Raises PartialProblem where a page holds ids outside its range: the method ignores the filter
    or the order, and what it gives is not what was asked for.
    """
    rows: list[Row] = []
    last = span.above
    for page in pages:
        if page is None:
            return Walk(rows, last, is_over=False, is_lost=True)
        found = numbers(page.rows, shape.key)
        if found is None or not is_rising(found, last, span.up_to):
            raise PartialProblem("bulk.ignored", method=method, after=last)
        rows += page.rows
        last = found[-1] if found else last
        if len(found) < shape.size or last >= span.up_to:
            return Walk(rows, last, is_over=True, is_lost=False)
    return Walk(rows, last, is_over=False, is_lost=False)


def is_rising(found: Sequence[int], above: int, up_to: int | None) -> bool:
    """Say whether ids rise from above `above` and stay up to `up_to`."""
    last = above
    for number in found:
        if number <= last:
            return False
        last = number
    return up_to is None or last <= up_to or not found
