"""Pages counted from the start: `start`, `page`, `limit` and `offset`, in their many spellings.

Pages are independent of each other, so many go into one batch and several batches run at once.
What rows come or go meanwhile shifts the later pages: doubles are left out, losses are told.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.answers import Page, Row, id_key
from oint_b24.bulk.block import Block, Pack
from oint_b24.bulk.channel import fits_batch
from oint_b24.bulk.ordered import Again, Done, Ordered
from oint_b24.bulk.plan import PAGE
from oint_b24.bulk.tempo import BATCH
from oint_b24.errors import PartialProblem, PortalProblem, UnreachableProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.bulk.channel import Channel
    from oint_b24.bulk.plan import Plan
    from oint_b24.bulk.question import Question
    from oint_b24.bulk.wishes import Wishes

    Range = tuple[int, int]  # numbers of pages, from and before
    Pages = list[Page]

_GROWTH = 5  # where nobody tells how many pages there are, each request asks for more


def page_params(plan: Plan, number: int, size: int) -> dict[str, Any]:
    """Return the parameters that ask for one page, counted from 0.

    Raises KeyError for a paging that has no numbers.
    """
    offset = number * size
    limit = _name(plan, "limit"), _name(plan, "offset")
    made: dict[str, dict[str, Any]] = {
        "limit+offset": {limit[0]: size, limit[1]: offset},
        "page": {"page": number + 1},
        "nav": {"PARAMS": {"NAV_PARAMS": {"nPageSize": size, "iNumPage": number + 1}}},
        "nav_params": {"NAV_PARAMS": {"nPageSize": size, "iNumPage": number + 1}},
        "params.limit+offset": {"params": {"limit": size, "offset": offset}},
        "PARAMS.limit+offset": {"PARAMS": {"limit": size, "offset": offset}},
        "pagination{page,limit,offset}": {"pagination": {"limit": size, "offset": offset}},
    }
    return made.get(plan.paging) or ({plan.start: offset} if offset else {})


def _name(plan: Plan, name: str) -> str:
    return next((known for known in plan.names if known.casefold() == name), name)


def _size(plan: Plan, limit: int | None) -> int:
    """Return how many rows a page should have; where that can be said, no more than wanted."""
    if plan.paging.startswith("start") or plan.paging in ("", "page"):
        return PAGE
    return min(plan.most, limit or plan.most)


class Numbered:
    """One list, read by page numbers."""

    def __init__(self, channel: Channel, question: Question, wishes: Wishes, pack: Pack) -> None:
        self._channel, self._question, self._pack = channel, question, pack
        self._limit, self._tally = wishes.limit, channel.tally
        self._from = int((wishes.after or {}).get("page", 0))
        self._size = _size(question.plan, wishes.limit)
        self._mending = threading.Lock()
        self._seen = _Seen(question.plan.method, question.plan.answered)

    def blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks.

        Raises PartialProblem where the method repeats a page or rows are missing, and the problems
        of the client.
        """
        first = self._channel.call(self._params(self._from))
        end = _End(first, self._from, self._size, self._question.plan)
        self._tally.total = end.total
        yield from self._given(self._from, [first], end.last)
        if end.is_over(self._from, first):
            self._prove(end)
            return
        if end.step:
            self._size = end.step
        for ranges in self._waves(end):
            work = Ordered(
                self._work, ranges, most=self._channel.tempo.most,
                width=lambda: self._channel.tempo.width, ahead=self._channel.tempo.most + 2,
            )  # fmt: skip
            for number, pages in work.results():
                taken = end.until_over(number, pages)
                yield from self._given(number, taken.pages, end.last)
                if taken.is_over:
                    self._prove(end)
                    return

    def _given(self, number: int, pages: Pages, last: int) -> Iterator[Block]:
        rows: list[Row] = []
        for at, page in enumerate(pages, number):
            fresh = self._seen.fresh(page.rows, self._tally.rows + len(rows), may_repeat=at > last)
            rows += fresh
        if rows:
            yield Block(len(rows), self._pack(rows), {"page": number + len(pages)})

    def _waves(self, end: _End) -> Iterator[Iterator[Range]]:
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
            most = self._channel.tempo.pages() if self._can_batch() else 1
            end = min(number + most, before)
            yield number, end
            number = end

    def _wanted(self, number: int) -> int:
        """Return how many pages are still wanted from `number` on, where that is known."""
        if self._limit is None:
            return BATCH * BATCH
        return max(1, -(-self._limit // self._size) - (number - self._from))

    def _work(self, pages: Range) -> list[Done[tuple[int, Pages]] | Again[Range]]:
        first, end = pages
        if end - first == 1 or not self._can_batch():
            done = Done((first, [self._channel.call(self._params(first))]))
            return [done, Again((first + 1, end))] if end - first > 1 else [done]
        try:
            answers = self._channel.batch([self._params(number) for number in range(first, end)])
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
        question = self._question
        given = {**question.params, "-": question.filter or "-"}
        return self._channel.batches and fits_batch(given)

    def _prove(self, end: _End) -> None:
        """Compare what came with what the portal counted, before and now.

        Raises PartialProblem.
        """
        self._tally.proof = "closed"
        if end.total is None or self._limit is not None:
            return
        rows = self._seen.rows + self._from * self._size
        self._tally.proof = "counted" if rows == end.total else "changed"
        if rows >= end.total:
            return
        now = self._channel.call(self._params(0)).total
        if now is not None and rows < min(end.total, now):
            raise PartialProblem(
                "bulk.missing_rows", missing=min(end.total, now) - rows, rows=rows,
                method=self._question.plan.method,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Taken:
    pages: Pages
    is_over: bool


class _End:
    """Where a list ends: what was told of it, and what its pages show."""

    def __init__(self, first: Page, number: int, size: int, plan: Plan) -> None:
        self.total = first.total
        self._tells_next = first.next is not None
        self._is_single = plan.style == "single"
        self.step = self._step(first, number, size, plan)
        self._full = min(len(first.rows), self.step) or 1
        pages = -(-(first.total or 0) // self.step)
        self.last = max(pages - 1, number)

    @staticmethod
    def _step(first: Page, number: int, size: int, plan: Plan) -> int:
        """Return how far the next page is: what was asked is not always what was given."""
        if first.next is not None and number == 0 and plan.paging in ("start", "", "start_implied"):
            return max(first.next, 1)
        if plan.paging == "limit+offset" or "offset" in plan.paging:
            # A portal may cap the limit silently; but then a page is as short as its cap.
            return len(first.rows) if first.next is not None and first.rows else size
        return PAGE if plan.paging.startswith("start") or plan.paging == "page" else size

    def is_over(self, number: int, page: Page) -> bool:
        """Say whether no page follows this one."""
        if page.next is not None:
            return False
        if self._tells_next or self._is_single:
            return True
        if number < self.last:
            return False
        return len(page.rows) < self.step or self._is_all(page)

    def _is_all(self, page: Page) -> bool:
        """Say whether a method without pages gave everything at once."""
        return self.total is not None and len(page.rows) == self.total > self.step

    def until_over(self, number: int, pages: Pages) -> _Taken:
        """Return the pages up to the last one, and whether it is among them."""
        for at, page in enumerate(pages):
            if self.is_over(number + at, page):
                return _Taken(pages[: at + 1], is_over=True)
        return _Taken(pages, is_over=False)


class _Seen:
    """What has been given out: enough of it to notice doubles and repetitions.

    Rows shift by few places while a list is read, so a double is looked for in the page before; a
    method that ignores its page number gives a whole page again.
    """

    def __init__(self, method: str, guess: str | None) -> None:
        self.rows = 0
        self._method, self._guess = method, guess
        self._before: set[str] = set()
        self._pages: set[bytes] = set()

    def fresh(self, rows: list[Row], so_far: int, *, may_repeat: bool) -> list[Row]:
        """Return the rows not seen before.

        Raises PartialProblem for a page that was there already, unless it `may_repeat`: some
        methods give the last page again when asked for the one after it.
        """
        key = id_key(rows, self._guess)
        marks = [_mark(row, key) for row in rows]
        mark = blake2b("\n".join(marks).encode(), digest_size=8).digest()
        if rows and mark in self._pages:
            if may_repeat:
                return []
            raise PartialProblem("bulk.repeated", method=self._method, after=so_far)
        self._pages.add(mark)
        fresh = [row for row, one in zip(rows, marks, strict=True) if one not in self._before]
        self._before = set(marks)
        self.rows += len(fresh)
        return fresh


def _mark(row: Row, key: str | None) -> str:
    if key is not None and isinstance(row, dict) and row.get(key) is not None:
        return str(row[key])
    return json.dumps(row, sort_keys=True, default=str)
