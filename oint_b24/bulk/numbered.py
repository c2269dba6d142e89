"""Pages counted from the start: `start`, `page`, `limit` and `offset`, in their many spellings.

Pages are independent of each other, so many go into one batch and several batches run at once.
What rows come or go meanwhile shifts the later pages: doubles are left out, losses are told.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.block import Block, Pack
from oint_b24.bulk.numbers import End, has_more, page_params, page_size
from oint_b24.bulk.ordered import Again, Done, Ordered
from oint_b24.bulk.plan import BATCH
from oint_b24.bulk.seen import Seen
from oint_b24.errors import PartialProblem, PortalProblem, UnreachableProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.bulk.answers import Page, Row
    from oint_b24.bulk.channel import Channel
    from oint_b24.bulk.question import Question
    from oint_b24.bulk.wishes import Wishes

    Range = tuple[int, int]  # numbers of pages, from and before
    Pages = list[Page]
    Part = Done[tuple[int, Pages]] | Again[Range]

_GROWTH = 5  # where nobody tells how many pages there are, each request asks for more


class Numbered:
    """One list, read by page numbers."""

    def __init__(self, channel: Channel, question: Question, wishes: Wishes, pack: Pack) -> None:
        self._channel, self._question, self._pack = channel, question, pack
        self._limit, self._tally = wishes.limit, channel.tally
        self._from = int((wishes.after or {}).get("page", 0))
        self._size = int((wishes.after or {}).get("size") or page_size(question.plan, wishes.limit))
        self._mending = threading.Lock()
        self._seen = Seen(question.plan.method, question.plan.answered)

    def blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks.

        Raises PartialProblem where the method repeats a page or rows are missing, and the problems
        of the client.
        """
        plan = self._question.plan
        first = self._channel.call(self._params(self._from))
        end = End(first, self._from, self._size, plan)
        self._size, self._tally.total = end.step, end.total
        yield from self._given(self._from, [first])
        if plan.style == "single" and has_more(first.result):
            raise PartialProblem("bulk.no_more", method=plan.method, rows=len(first.rows))
        if end.is_over(self._from, first):
            self._prove(end)
            return
        for ranges in self._waves(end):
            for number, pages in self._fetched(ranges):
                taken, is_over = self._until_over(end, number, pages)
                yield from self._given(number, taken)
                if is_over:
                    self._prove(end)
                    return

    def _fetched(self, ranges: Iterator[Range]) -> Iterator[tuple[int, Pages]]:
        return Ordered(self._work, ranges, threads=self._channel.tempo.threads).results()

    def _until_over(self, end: End, number: int, pages: Pages) -> tuple[Pages, bool]:
        """Return the pages up to the last one, and whether it is among them."""
        for at, page in enumerate(pages):
            # Some methods give their last page again when asked for the one after it.
            if end.total is not None and number + at > end.last and self._seen.knows(page.rows):
                return pages[:at], True
            if end.is_over(number + at, page):
                return pages[: at + 1], True
        return pages, False

    def _given(self, number: int, pages: Pages) -> Iterator[Block]:
        rows: list[Row] = []
        for page in pages:
            rows += self._seen.fresh(page.rows, self._tally.rows + len(rows))
        if rows:
            yield Block(
                len(rows), [self._pack(rows)], {"page": number + len(pages), "size": self._size}
            )

    def _waves(self, end: End) -> Iterator[Iterator[Range]]:
        """Yield ranges of pages: up to the last one that was told of, then ever more at a time."""
        number, wave = self._from + 1, 1
        while True:
            size = min(max(end.last - number + 1, 0), self._wanted(number))
            if size == 0:
                size, wave = wave, min(wave * _GROWTH, BATCH * self._channel.tempo.width)
                size = min(size, self._wanted(number))
            yield self._ranges(number, number + size)
            number += size

    def _ranges(self, number: int, before: int) -> Iterator[Range]:
        while number < before:
            most = self._channel.pages() if self._can_batch() else 1
            end = min(number + most, before)
            yield number, end
            number = end

    def _wanted(self, number: int) -> int:
        """Return how many pages are still wanted from `number` on, where that is known."""
        if self._limit is None:
            return BATCH * BATCH
        return max(1, -(-self._limit // self._size) - (number - self._from))

    def _work(
        self, pages: Range, near: Callable[[], None]
    ) -> list[Done[tuple[int, Pages]] | Again[Range]]:
        first, end = pages
        if end - first == 1 or not self._can_batch():
            done = Done((first, [self._channel.call(self._params(first))]))
            return [done, Again((first + 1, end))] if end - first > 1 else [done]
        try:
            answers = self._channel.batch([self._params(n) for n in range(first, end)], near)
        except (UnreachableProblem, PortalProblem) as problem:
            if problem.key not in ("network.timeout", "network.cut"):
                raise
            self._channel.tempo.stumbled()
            middle = (first + end) // 2
            return [Again((first, middle)), Again((middle, end))]
        whole = [page or self._mended(first + at) for at, page in enumerate(answers)]
        return [Done((first, whole))]

    def _mended(self, number: int) -> Page:
        """Fetch a page that did not come in its batch by a call of its own."""
        self._tally.mending()
        with self._mending:
            return self._channel.call(self._params(number))

    def _params(self, number: int) -> dict[str, Any]:
        return self._question.body(page_params(self._question.plan, number, self._size))

    def _can_batch(self) -> bool:
        return self._channel.batches and self._question.fits_batch

    def _prove(self, end: End) -> None:
        """Compare what came with what the portal counted at the start.

        Raises PartialProblem for fewer rows, be it that they were deleted meanwhile: then later
        pages moved up, and rows that are still there were skipped.
        """
        self._tally.proof = "closed"
        if end.total is None or self._limit is not None:
            return
        rows = self._seen.rows + self._from * self._size
        self._tally.proof = "counted" if rows == end.total else "changed"
        if rows < end.total:
            raise PartialProblem(
                "bulk.missing_rows", missing=end.total - rows, rows=rows,
                method=self._question.plan.method,
            )  # fmt: skip
