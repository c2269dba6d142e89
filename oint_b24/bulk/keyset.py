"""Pages that follow ids: parallel id ranges, up to 50 linked pages in a request, in id order.

The way the platform recommends for large lists (performance/huge-data.md): `>ID`, rising order,
`start` -1. The rows there are when the list begins are given, each once; later ones have higher
ids and are left for next time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.bulk.block import Block, Pack
from oint_b24.bulk.chain import Shape
from oint_b24.bulk.opening import Opening
from oint_b24.bulk.ordered import Ordered
from oint_b24.bulk.piece import Fetcher
from oint_b24.bulk.plan import BATCH
from oint_b24.bulk.proof import Count, prove, seen_empty
from oint_b24.bulk.spans import Density, Span, Territory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.bulk.answers import Row
    from oint_b24.bulk.channel import Channel
    from oint_b24.bulk.question import Question
    from oint_b24.bulk.wishes import Wishes


class Keyset:
    """One list, read by ids."""

    def __init__(self, channel: Channel, question: Question, wishes: Wishes, pack: Pack) -> None:
        self._channel, self._question, self._wishes = channel, question, wishes
        self._tempo, self._tally = channel.tempo, channel.tally
        self._pack = pack
        self._shape = Shape(0, (), question.plan.id)
        self._density = Density(1, 1)
        self._reached: list[tuple[int, int]] = []
        self._gaps: list[Span] = []
        self._is_counted = question.plan.version == 2  # version 3 counts nothing (rest-v3.md)

    def blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks, in id order.

        Raises NoKeyset before the first block where the pages do not follow ids, PartialProblem
        where rows are missing, and the problems of the client.
        """
        above = self._question.above
        opening = Opening(self._channel, self._question, self._wishes.limit)
        first, top = opening.pages()
        if first is None:
            self._tally.proof = "closed"
            return
        rows, last, self._shape = first
        self._density = opening.density
        is_whole = self._wishes.shard.count == 1
        count = Count(self._channel, self._question, above, top)
        if self._is_counted and is_whole and last < top and self._wishes.limit is None:
            count.begin()
        begun = above
        if is_whole:
            yield self._block(rows, last)
            begun = last
        yield from self._rest(begun, top)
        if not self._is_counted:
            self._tally.proof = seen_empty(self._channel, self._question, self._gaps)
        else:
            self._tally.proof = prove(count, self._reached, above, top) if is_whole else "closed"

    def _rest(self, above: int, top: int) -> Iterator[Block]:
        """Yield the rows above an id; where fewer are wanted, ask for no more than these take."""
        territory = Territory(above, top, self._wishes.shard)
        tempo = self._tempo
        fetch = Fetcher(self._channel, self._question, self._shape, self._density, self._pack)
        self._gaps = fetch.gaps
        while not territory.is_taken:
            pieces = territory.pieces(self._density, self._shape.size, tempo, self._enough())
            work = Ordered(fetch, pieces, threads=tempo.threads)
            for block in work.results():
                self._remember(block)
                yield block

    def _enough(self) -> int | None:
        """Return how many pages are still wanted, None for all there are."""
        limit = self._wishes.limit
        return None if limit is None else max(1, -(-(limit - self._tally.rows) // self._shape.size))

    def _block(self, rows: list[Row], last: int) -> Block:
        block = Block(len(rows), [self._pack(rows)], {"id": last})
        self._remember(block)
        return block

    def _remember(self, block: Block) -> None:
        """Keep how many rows came up to which id, in ever longer steps: to name a missing range."""
        before = self._reached[-1][1] if self._reached else 0
        self._reached.append((block.place["id"], before + block.count))
        if len(self._reached) > 2 * BATCH:
            self._reached = self._reached[::-2][::-1]
