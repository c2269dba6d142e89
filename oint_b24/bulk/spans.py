"""The id space, cut into pieces of about as many rows as one request may bring.

Ids are rarely dense: how many rows there are to a number is estimated and corrected as rows come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oint_b24.bulk.wishes import Shard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.bulk.tempo import Tempo

# Ids of a stripe of `--shard`. Stripes do not depend on which ids there are at the moment: the
# shards of one list agree on them although each looks at another time.
STRIPE = 2500
_SMALLEST = 8  # pages: a request for less costs more than it brings
_ROOM = 1.1  # times the pages expected, where ids have gaps
_DENSE = 0.999
_WEIGHT = 0.5
_FILLED = 0.7  # of a page that stands alone: one that is too full costs another request


@dataclass(frozen=True, slots=True)
class Span:
    """The ids above `above`, up to `up_to`; `density` where that of this place is known."""

    above: int
    up_to: int
    density: float = 0.0


class Density:
    """Rows to an id: a running estimate, shared by threads (a float is replaced in one step)."""

    def __init__(self, rows: int, ids: int) -> None:
        self.value = _ratio(rows, ids)

    def note(self, rows: int, ids: int) -> None:
        """Correct the estimate by a span that was read to its end; a gap corrects it at once."""
        if ids > 0:
            weight = _WEIGHT if rows else 1.0
            self.value += weight * (_ratio(rows, ids) - self.value)

    def pages(self, span: Span, page: int) -> int:
        """Return how many pages of `page` rows a span should take."""
        density = span.density or self.value
        rows = (span.up_to - span.above) * density
        return max(1, math.ceil(rows * _room(density) / page))

    def ids(self, pages: int, page: int) -> int:
        """Return how many ids should fill `pages`."""
        return ids_of(pages, page, self.value)


def ids_of(pages: int, page: int, density: float) -> int:
    """Return how many ids of a density should fill `pages`."""
    return max(1, int(pages * page / _room(density) / density))


def by_page(
    piece: tuple[Span, ...], density: Density, page: int, most: int
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Cut spans into up to `most` of a page each; return them and what is behind them."""
    near: list[Span] = []
    left = list(piece)
    while left and len(near) < most:
        span = left.pop(0)
        value = span.density or density.value
        filled = page if value >= _DENSE else max(1, int(page * _FILLED))
        end = min(span.up_to, span.above + max(1, int(filled / value)))
        near.append(Span(span.above, end, span.density))
        if end < span.up_to:
            left.insert(0, Span(end, span.up_to, span.density))
    return tuple(near), tuple(left)


def _room(density: float) -> float:
    return 1.0 if density >= _DENSE else _ROOM


def _ratio(rows: int, ids: int) -> float:
    return min(1.0, max(rows, 1) / max(ids, 1))


@dataclass(slots=True)
class Territory:
    """The ids to be read, and the part of them that belongs to a shard.

    `above` is the id up to which pieces have been given out.
    """

    above: int
    up_to: int
    shard: Shard = field(default_factory=Shard)
    _slots: int = 0  # requests among which the rest is shared out

    @property
    def is_taken(self) -> bool:
        """Say whether all pieces have been given out."""
        return self.above >= self.up_to

    def pieces(
        self, density: Density, page: int, tempo: Tempo, enough: int | None = None
    ) -> Iterator[tuple[Span, ...]]:
        """Yield pieces of work in rising order, stopping after `enough` pages of `page` rows.

        The tempo says how many pages a request may hold and how many requests run at once: the
        last round is shared out evenly among them.
        """
        begun = 0
        while not self.is_taken and (enough is None or begun < enough):
            rest = density.pages(Span(self.above, self.up_to), page) / self.shard.count
            if enough is not None:
                rest = min(rest, enough - begun)
            size = self._even(rest, tempo.pages(), tempo.width)
            piece = self._piece(self.above, density, page, size)
            begun += size
            self.above = piece[-1].up_to if piece else self.up_to
            if piece:
                yield piece

    def _even(self, rest: float, most: int, width: int) -> int:
        """Return the pages of the next request, so that all threads end at about the same time."""
        if self._slots < 1 or rest / self._slots > most:
            rounds = max(1, math.ceil(rest / most / width))
            self._slots = rounds * width
        size = max(math.ceil(rest / self._slots), min(_SMALLEST, most))
        self._slots -= 1
        return min(most, size)

    def _piece(self, above: int, density: Density, page: int, size: int) -> tuple[Span, ...]:
        if self.shard.count == 1:
            up_to = min(self.up_to, above + density.ids(size, page))
            return (Span(above, up_to),)
        spans: list[Span] = []
        left = size
        for span in self._stripes(above):
            left -= density.pages(span, page)
            if spans and left < 0:
                break
            spans.append(span)
        return tuple(spans)

    def _stripes(self, above: int) -> Iterator[Span]:
        """Yield the stripes of the shard above an id."""
        count, index = self.shard.count, self.shard.index
        number = above // STRIPE
        number += (index - number) % count
        while number * STRIPE < self.up_to:
            span = Span(max(above, number * STRIPE), min(self.up_to, (number + 1) * STRIPE))
            if span.up_to > span.above:
                yield span
            number += count
