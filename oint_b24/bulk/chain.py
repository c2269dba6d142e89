"""Linked pages of ids: each takes the rows after the last one of the page before.

The link is a reference of the batch, `$result[p0][49][ID]` (batch.md). After a short page it leads
nowhere, and the portal reads the literal text as some id: what follows a short page is ignored.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.answers import numbers
from oint_b24.bulk.spans import Span, ids_of
from oint_b24.errors import PartialProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oint_b24.bulk.answers import Page
    from oint_b24.bulk.block import Pack
    from oint_b24.bulk.question import Question


@dataclass(frozen=True, slots=True)
class Shape:
    """What the first page showed: rows of a page, where they stand, what their id is called."""

    size: int
    at: tuple[str, ...]
    key: str


class Walk:
    """A span being read page by page, its rows packed at once.

    `last` is the last id so far. `is_over` says that the span is at its end, `is_lost` that a page
    did not come: what follows either is not looked at.
    """

    def __init__(self, span: Span, shape: Shape, method: str, pack: Pack) -> None:
        self.span = span
        self.loads: list[Any] = []
        self.count = 0
        self.last = span.above
        self.density = 0.0  # of the last page
        self.is_over = False
        self.is_lost = False
        self._shape, self._method, self._pack = shape, method, pack

    def take(self, page: Page | None) -> None:
        """Add the next page.

        Raises PartialProblem where it holds ids outside its range: the method ignores the filter
        or the order, and what it gives is not what was asked for.
        """
        if self.is_over or self.is_lost:
            return
        if page is None:
            self.is_lost = True
            return
        found = numbers(page.rows, self._shape.key)
        if found is None or not is_rising(found, self.last, self.span.up_to):
            raise PartialProblem("bulk.ignored", method=self._method, after=self.last)
        if found:
            self.loads.append(self._pack(page.rows))
            self.count += len(found)
            self.density = len(found) / (found[-1] - self.last)
            self.last = found[-1]
        self.is_over = len(found) < self._shape.size or self.last >= self.span.up_to

    def rest(self, pages: int, most: int) -> list[Span]:
        """Return what is left of the span.

        Where the ids are denser than thought, that is a piece of twice the pages that were there,
        or, once these would fill a request, up to `most` pieces of `pages`, so that others can
        take part; and all that is behind them.
        """
        if not self.density:
            return [Span(self.last, self.span.up_to)]
        seen = 2 * -(-self.count // self._shape.size)
        step = ids_of(min(pages, seen), self._shape.size, self.density)
        ends = range(self.last + step, self.span.up_to, step)[: most if seen >= pages else 1]
        borders = [self.last, *ends, self.span.up_to]
        near = [Span(a, b, self.density) for a, b in pairwise(borders)]
        return [*near[:-1], Span(near[-1].above, near[-1].up_to)] if ends else near


def commands(
    question: Question, shape: Shape, span: Span, count: int, first: int
) -> list[dict[str, Any]]:
    """Return the parameters of `count` linked pages of a span; `first` numbers their command."""
    page = question.edge()
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


def is_rising(found: Sequence[int], above: int, up_to: int | None) -> bool:
    """Say whether ids rise from above `above` and stay up to `up_to`."""
    last = above
    for number in found:
        if number <= last:
            return False
        last = number
    return up_to is None or last <= up_to or not found
