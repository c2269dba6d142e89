"""Whether a list is complete: the portal's own count against the rows that came.

Counting may take a large portal long (performance/huge-data.md), so it runs beside the list.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.answers import numbers
from oint_b24.bulk.plan import BATCH
from oint_b24.bulk.spans import Span
from oint_b24.errors import PartialProblem, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oint_b24.bulk.channel import Channel
    from oint_b24.bulk.question import Question
    from oint_b24.bulk.tally import Proof

_PATIENCE = 75  # seconds after the last row: a portal ends a request after 60 (limits.md)
_GAPS = 200  # ranges of ids in one condition
Reached = list[tuple[int, int]]  # pairs of an id and the rows up to it


class Count:
    """The portal's count of the rows of a range of ids."""

    def __init__(self, channel: Channel, question: Question, above: int, up_to: int) -> None:
        self._channel, self._question = channel, question
        self._span = Span(above, up_to)
        self._total: int | None = None
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Start counting beside the list."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def ended(self) -> int | None:
        """Return the count begun before; None where it was not begun or the method gives none."""
        left = _PATIENCE
        while self._thread is not None and self._thread.is_alive() and left > 0:
            self._thread.join(1.0)
            left -= 1
        return self._total

    def again(self) -> int | None:
        """Count once more, now."""
        self._run()
        return self._total

    def _run(self) -> None:
        try:
            page = self._channel.call(self.params(self._span), is_page=False)
        except Problem:
            self._total = None  # a proof less; the rows themselves are not in danger
            return
        # A method that does not count answers 0 or the size of the page.
        is_counted = page.total is not None and page.total >= len(page.rows)
        self._total = page.total if is_counted else None
        if self._total is not None:
            self._channel.tally.total = self._total

    def params(self, span: Span) -> dict[str, Any]:
        """Return the parameters of a page that is counted, with as little in it as may be."""
        plan = self._question.plan
        page: dict[str, Any] = {plan.start: 0}
        if plan.select:
            page[plan.select] = [plan.id]
        return self._question.range(span.above, span.up_to, page)

    def parts(self, spans: list[Span]) -> list[int | None]:
        """Count several ranges in one request."""
        pages = self._channel.batch([self.params(span) for span in spans])
        return [page.total if page else None for page in pages]


def prove(count: Count, reached: Reached, above: int, top: int) -> Proof:
    """Return how completeness was proved.

    Raises PartialProblem with the ranges where rows are missing.
    """
    rows = reached[-1][1] if reached else 0
    total = count.ended()
    if total is None:
        return "closed"
    if rows == total:
        return "counted"
    now = count.again()
    # Rows that came or went meanwhile explain a difference; rows beyond both counts are no loss:
    # some methods count one page only.
    if now is None or rows >= min(total, now):
        return "changed"
    missing = min(total, now) - rows
    ranges = _located(count, reached, Span(above, top))
    raise PartialProblem(
        "bulk.missing", missing=missing, rows=rows, ranges=ranges or f"{above + 1}–{top}"
    )


def seen_empty(channel: Channel, question: Question, gaps: Sequence[Span]) -> Proof:
    """Return how completeness was proved where the portal counts nothing.

    A short page said that the rest of its range is empty; here the portal is asked for rows in all
    these `gaps`. Raises PartialProblem with the ranges where there are some.
    """
    rows = channel.tally.rows
    for at in range(0, len(gaps), _GAPS):
        conditions = [
            [question.plan.id, "between", [gap.above + 1, gap.up_to]]
            for gap in gaps[at : at + _GAPS]
        ]
        group = {"logic": "or", "conditions": conditions}
        try:
            page = channel.call(
                question.body(question.edge(), [*question.filter, group]), is_page=False
            )
        except Problem:
            return "closed"
        found = numbers(page.rows, question.plan.id) or []
        if page.rows:
            told = ", ".join(map(str, found[:5])) + (" …" if len(found) > 5 else "")
            raise PartialProblem("bulk.missing", missing=len(page.rows), rows=rows, ranges=told)
    return "checked"


def _located(count: Count, reached: Reached, whole: Span) -> str:
    """Return the ranges of ids whose count differs from the rows that came of them."""
    spans, rows = [], []
    above, before = whole.above, 0
    step = -(-len(reached) // BATCH)
    for last, so_far in [*reached[step - 1 : -1 : step], (whole.up_to, reached[-1][1])]:
        spans.append(Span(above, last))
        rows.append(so_far - before)
        above, before = last, so_far
    try:
        counts = count.parts(spans[:BATCH])
    except Problem:
        return ""
    found = [
        f"{span.above + 1}–{span.up_to}"
        for span, got, there in zip(spans, rows, counts, strict=False)
        if there is not None and there > got
    ]
    return ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
