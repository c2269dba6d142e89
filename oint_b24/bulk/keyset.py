"""Pages that follow ids: parallel id ranges, up to 50 linked pages in a request, in id order.

The way the platform recommends for large lists (performance/huge-data.md): `>ID`, rising order,
`start` -1. The rows there are when the list begins are given, each once; later ones have higher
ids and are left for next time.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from oint_b24.bulk import chain
from oint_b24.bulk.answers import id_key, numbers
from oint_b24.bulk.block import Block, NoKeyset, Pack
from oint_b24.bulk.channel import fits_batch
from oint_b24.bulk.ordered import Again, Done, Ordered
from oint_b24.bulk.proof import Count, prove
from oint_b24.bulk.spans import Density, Span, Territory
from oint_b24.bulk.tempo import BATCH
from oint_b24.errors import PartialProblem, PortalProblem, Problem, UnreachableProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.bulk.answers import Page, Row
    from oint_b24.bulk.chain import Shape, Walk
    from oint_b24.bulk.channel import Channel
    from oint_b24.bulk.question import Question
    from oint_b24.bulk.wishes import Wishes

    Piece = tuple[Span, ...]
    Part = Done[Block] | Again[Piece]

_AHEAD = 3  # results that may wait for the writer, beside those being worked on


class Keyset:
    """One list, read by ids."""

    def __init__(self, channel: Channel, question: Question, wishes: Wishes, pack: Pack) -> None:
        self._channel, self._question, self._wishes = channel, question, wishes
        self._tempo, self._tally = channel.tempo, channel.tally
        self._pack = pack
        self._mending = threading.Lock()
        self._shape = chain.Shape(0, (), question.plan.id)
        self._density = Density(1, 1)
        self._reached: list[tuple[int, int]] = []

    def blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks, in id order.

        Raises NoKeyset before the first block where the pages do not follow ids, PartialProblem
        where rows are missing, and the problems of the client.
        """
        above = self._question.above
        opening = _Opening(self._channel, self._question)
        first, top = opening.pages()
        if first is None:
            self._tally.proof = "closed"
            return
        rows, last, self._shape = first
        self._density = opening.density
        is_whole = self._wishes.shard.count == 1
        count = Count(self._channel, self._question, above, top)
        if is_whole and last < top and self._wishes.limit is None:
            count.begin()
        if is_whole:
            yield self._block(rows, last)
        if last < top:
            yield from self._rest(last if is_whole else above, top)
        elif not is_whole:
            yield from self._rest(above, top)
        if is_whole:
            self._tally.proof = prove(count, self._reached, above, top)
        else:
            self._tally.proof = "closed"

    def _rest(self, above: int, top: int) -> Iterator[Block]:
        """Yield the rows above an id; where fewer are wanted, ask for no more than these take."""
        territory = Territory(above, top, self._wishes.shard)
        tempo = self._tempo
        while not territory.is_taken:
            pieces = territory.pieces(self._density, self._shape.size, tempo, self._enough())
            work = Ordered(
                self._work, pieces, most=tempo.most, width=lambda: tempo.width,
                ahead=tempo.most + _AHEAD,
            )  # fmt: skip
            for block in work.results():
                self._remember(block)
                yield block

    def _enough(self) -> int | None:
        """Return how many pages are still wanted, None for all there are."""
        limit = self._wishes.limit
        return None if limit is None else max(1, -(-(limit - self._tally.rows) // self._shape.size))

    def _block(self, rows: list[Row], last: int) -> Block:
        block = Block(len(rows), self._pack(rows), {"id": last})
        self._remember(block)
        return block

    def _remember(self, block: Block) -> None:
        """Keep how many rows came up to which id, in ever longer steps: to name a missing range."""
        before = self._reached[-1][1] if self._reached else 0
        self._reached.append((block.place["id"], before + block.count))
        if len(self._reached) > 2 * BATCH:
            self._reached = self._reached[::-2][::-1]

    def _work(self, piece: Piece) -> list[Part]:
        """Fetch a piece; give its rows, and what is left of it."""
        if not self._can_batch():
            return self._one_page(piece)
        counts = self._counts(piece)
        piece, later = piece[: len(counts)], piece[len(counts) :]
        made: list[dict[str, Any]] = []
        for span, count in zip(piece, counts, strict=True):
            made += chain.commands(self._question, self._shape, span, count, len(made))
        try:
            pages = self._channel.batch(made)
        except (UnreachableProblem, PortalProblem) as problem:
            if len(made) == 1 or not _is_too_much(problem):
                raise
            self._tempo.stumbled()
            return [Again(piece + later)]
        parts = self._parts(piece, counts, pages)
        return [*parts, Again(later)] if later else parts

    def _counts(self, piece: Piece) -> list[int]:
        """Return how many pages to ask for in each span, as many spans as a request may hold."""
        left = self._tempo.pages()
        counts: list[int] = []
        for span in piece:
            wanted = min(self._density.pages(span, self._shape.size), left)
            if wanted <= 0:
                break
            counts.append(wanted)
            left -= wanted
        return counts

    def _parts(
        self, piece: Piece, counts: Sequence[int], pages: Sequence[Page | None]
    ) -> list[Part]:
        parts: list[Part] = []
        rows: list[Row] = []
        last = piece[0].above
        at, has_mended = 0, False
        for span, count in zip(piece, counts, strict=True):
            walk = self._walk(span, pages[at : at + count])
            at += count
            if walk.is_lost and not has_mended:
                walk, has_mended = self._mended(span, walk), True
            rows += walk.rows
            last = max(last, walk.last)
            if walk.is_over:
                self._density.note(len(walk.rows), span.up_to - span.above)
                continue
            parts += [*self._packed(rows, last), Again((Span(walk.last, span.up_to),))]
            rows = []
        return [*parts, *self._packed(rows, last)]

    def _packed(self, rows: list[Row], last: int) -> list[Part]:
        return [Done(Block(len(rows), self._pack(rows), {"id": last}))] if rows else []

    def _walk(self, span: Span, pages: Sequence[Page | None]) -> Walk:
        return chain.walk(span, pages, self._shape, self._question.plan.method)

    def _mended(self, span: Span, before: Walk) -> Walk:
        """Fetch the page that was lost by a call of its own, which waits as long as limits ask.

        One thread at a time: when it gets through, the others do.
        """
        self._tally.mending()
        with self._mending:
            page = self._channel.call(self._params(Span(before.last, span.up_to)))
        walk = self._walk(Span(before.last, span.up_to), [page])
        return chain.Walk(before.rows + walk.rows, walk.last, walk.is_over, is_lost=False)

    def _one_page(self, piece: Piece) -> list[Part]:
        """Fetch one page by a call: the method, or its filter, does not go into a batch."""
        span, *later = piece
        walk = self._walk(span, [self._channel.call(self._params(span))])
        rest: list[Span] = [] if walk.is_over else [Span(walk.last, span.up_to)]
        left = (*rest, *later)
        parts = self._packed(walk.rows, walk.last)
        return [*parts, Again(left)] if left else parts

    def _params(self, span: Span) -> dict[str, Any]:
        return chain.commands(self._question, self._shape, span, 1, 0)[0]

    def _can_batch(self) -> bool:
        return self._channel.batches and fits_batch(self._question.filter or {"-": 1})


def _is_too_much(problem: Problem) -> bool:
    """Say whether a smaller request may get through where this one did not."""
    return problem.key in ("network.timeout", "network.cut") or problem.params.get("status") in (
        500, 502, 504,
    )  # fmt: skip


class _Opening:
    """The first request: both ends of the list, and whether its pages follow ids at all."""

    def __init__(self, channel: Channel, question: Question) -> None:
        self._channel, self._question = channel, question
        self.density = Density(1, 1)

    def pages(self) -> tuple[tuple[list[Row], int, Shape] | None, int]:
        """Return the first rows with their last id and shape, and the highest id there is.

        The rows are None in an empty list. Raises NoKeyset.
        """
        lowest, second, highest = self._asked()
        if not lowest.rows:
            return None, 0
        key = id_key(lowest.rows, self._question.plan.answered)
        low = numbers(lowest.rows, key)
        high = numbers(highest.rows, key)
        if key is None or low is None or not high:
            raise NoKeyset
        question = self._question
        if not chain.is_rising(low, question.above, question.up_to) or high[0] < low[-1]:
            raise NoKeyset
        if len(high) > 1 and not chain.is_rising(high[::-1], question.above, question.up_to):
            raise NoKeyset
        shape = chain.Shape(len(low), lowest.at, key)
        rows, last = lowest.rows, low[-1]
        if last < high[0]:
            second = second or self._single(
                question.range(last, question.up_to, self._paged("ASC"))
            )
            more = numbers(second.rows, key)
            if not more or not chain.is_rising(more, last, question.up_to):
                raise NoKeyset
            rows, last = rows + second.rows, more[-1]
        self._estimate(low, high)
        return (rows, last, shape), high[0]

    def _estimate(self, low: list[int], high: list[int]) -> None:
        """Guess the density from both ends."""
        ids = low[-1] - low[0] + high[0] - high[-1] + 2
        self.density = Density(len(low) + len(high), ids)

    def _asked(self) -> tuple[Page, Page | None, Page]:
        """Return the first page, the second where its link could be guessed, and the last one."""
        question, plan = self._question, self._question.plan
        above, up_to = question.above, question.up_to
        first = question.range(above, up_to, self._paged("ASC"))
        last = question.range(above, up_to, self._paged("DESC"))
        if not self._channel.batches or not fits_batch(question.filter or {"-": 1}):
            return self._single(first), None, self._single(last)
        guess = chain.Shape(BATCH, tuple((plan.list_path or "result").split(".")[1:]),
                            plan.answered or plan.id)  # fmt: skip
        linked = question.range(0, up_to, self._paged("ASC"))
        bounds = linked[plan.filter or "filter"]
        linked[plan.filter or "filter"] = {**bounds, f">{plan.id}": chain.reference("p0", guess)}
        lowest, second, highest = self._channel.batch([first, linked, last])
        lowest = lowest or self._single(first)
        highest = highest or self._single(last)
        is_linked = (
            second is not None
            and lowest.at == guess.at
            and len(lowest.rows) == guess.size
            and id_key(lowest.rows, plan.answered) == guess.key
        )
        return lowest, second if is_linked else None, highest

    def _paged(self, way: str) -> dict[str, Any]:
        plan = self._question.plan
        return {plan.order or "order": {plan.id: way}, plan.start: -1}

    def _single(self, params: dict[str, Any]) -> Page:
        """Fetch one page by a call; a refusal of such a filter or order means no keyset."""
        try:
            return self._channel.call(params)
        except PortalProblem as problem:
            if type(problem) is PortalProblem:
                raise NoKeyset from problem
            raise
        except PartialProblem:
            raise NoKeyset from None
