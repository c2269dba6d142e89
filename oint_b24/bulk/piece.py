"""A piece of the id space, fetched: its rows, and what is left of it to be done."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from oint_b24.bulk import chain
from oint_b24.bulk.block import Block, Pack
from oint_b24.bulk.chain import Walk
from oint_b24.bulk.ordered import Again, Done
from oint_b24.bulk.spans import Span, by_page
from oint_b24.errors import PortalProblem, UnreachableProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from oint_b24.bulk.chain import Shape
    from oint_b24.bulk.channel import Channel
    from oint_b24.bulk.question import Question
    from oint_b24.bulk.spans import Density
    from oint_b24.errors import Problem

    Piece = tuple[Span, ...]
    Part = Done[Block] | Again[Piece]


class Fetcher:
    """Fetches pieces of one list, in several threads."""

    def __init__(
        self, channel: Channel, question: Question, shape: Shape, density: Density, pack: Pack
    ) -> None:
        self._channel, self._question = channel, question
        self._shape, self._density, self._pack = shape, density, pack
        self._mending = threading.Lock()
        self.gaps: list[Span] = []  # ends of spans that a short page said to be empty

    def __call__(self, piece: Piece, near: Callable[[], None]) -> list[Part]:
        """Fetch a piece; return its rows and, where there is more of it, the rest.

        `near` returns when the rows are soon wanted; until then the answer stays unread.

        Raises PartialProblem for a method that ignores its filter, and the problems of the client.
        """
        if not (self._channel.batches and self._question.fits_batch):
            return self._one_page(piece)
        if self._question.plan.version == 3:
            piece, later = by_page(piece, self._density, self._shape.size, self._channel.pages())
            counts = [1] * len(piece)
        else:
            counts = self._counts(piece)
            piece, later = piece[: len(counts)], piece[len(counts) :]
        try:
            walks = self._walked(piece, counts, near)
        except (UnreachableProblem, PortalProblem) as problem:
            if sum(counts) == 1 or not _is_too_much(problem):
                raise
            self._channel.tempo.stumbled()
            return [Again(piece + later)]
        self._mend(walks)
        parts = self._parts(walks)
        return [*parts, Again(later)] if later else parts

    def _counts(self, piece: Piece) -> list[int]:
        """Return how many pages to ask for in each span, as many spans as a request may hold."""
        left = self._channel.tempo.pages()
        counts: list[int] = []
        for span in piece:
            wanted = min(self._density.pages(span, self._shape.size), left)
            if wanted <= 0:
                break
            counts.append(wanted)
            left -= wanted
        return counts

    def _walked(self, piece: Piece, counts: Sequence[int], near: Callable[[], None]) -> list[Walk]:
        asked: list[dict[str, Any]] = []
        turns: list[Walk] = []  # which span each page belongs to
        walks = [self._walk(span) for span in piece]
        for walk, count in zip(walks, counts, strict=True):
            asked += chain.commands(self._question, self._shape, walk.span, count, len(asked))
            turns += [walk] * count
        self._channel.each(asked, lambda at, page: turns[at].take(page), near)
        return walks

    def _mend(self, walks: Sequence[Walk]) -> None:
        """Fetch a page that was lost by a call of its own, which waits as long as limits ask.

        One thread at a time: when it gets through, the others do.
        """
        lost = next((walk for walk in walks if walk.is_lost), None)
        if lost is None:
            return
        self._channel.tally.mending()
        with self._mending:
            page = self._channel.call(self._params(Span(lost.last, lost.span.up_to)))
        lost.is_lost = False
        lost.take(page)

    def _parts(self, walks: Sequence[Walk]) -> list[Part]:
        """Return the rows in order; in between, what is left of spans that are not at their end."""
        parts: list[Part] = []
        count, loads = 0, list[Any]()
        for walk in walks:
            count, loads = count + walk.count, loads + walk.loads
            if walk.is_over:
                self._note(walk)
                self._density.note(walk.count, walk.span.up_to - walk.span.above)
            if count and (not walk.is_over or walk is walks[-1]):
                parts.append(Done(Block(count, loads, {"id": walk.last})))
                count, loads = 0, []
            if not walk.is_over:
                parts += [Again((span,)) for span in self._rest(walk)]
        return parts

    def _rest(self, walk: Walk) -> list[Span]:
        return walk.rest(self._channel.pages(), self._channel.tempo.width)

    def _one_page(self, piece: Piece) -> list[Part]:
        """Fetch one page by a call: the method, or its filter, does not go into a batch."""
        walk = self._walk(piece[0])
        walk.take(self._channel.call(self._params(walk.span)))
        if walk.is_over:
            self._note(walk)
        rest = () if walk.is_over else (Span(walk.last, walk.span.up_to),)
        left = (*rest, *piece[1:])
        done: list[Part] = [Done(Block(walk.count, walk.loads, {"id": walk.last}))]
        return [*(done if walk.count else []), *([Again(left)] if left else [])]

    def _note(self, walk: Walk) -> None:
        if walk.last < walk.span.up_to:
            self.gaps.append(Span(walk.last, walk.span.up_to))

    def _walk(self, span: Span) -> Walk:
        return Walk(span, self._shape, self._question.plan.method, self._pack)

    def _params(self, span: Span) -> dict[str, Any]:
        return chain.commands(self._question, self._shape, span, 1, 0)[0]


def _is_too_much(problem: Problem) -> bool:
    """Say whether a smaller request may get through where this one did not."""
    is_lost = problem.key in ("network.timeout", "network.cut")
    return is_lost or problem.params.get("status") in (500, 502, 504)
