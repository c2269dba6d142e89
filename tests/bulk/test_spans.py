from __future__ import annotations

from hypothesis import given, strategies as st

from oint_b24.bulk.spans import STRIPE, Density, Span, Territory
from oint_b24.bulk.wishes import Shard


class Pace:
    """What pieces ask of a tempo."""

    def __init__(self, pages: int = 50, width: int = 4) -> None:
        self._pages, self.width = pages, width

    def pages(self) -> int:
        return self._pages


def ids_of(territory: Territory, density: Density, pace: Pace) -> list[int]:
    found: list[int] = []
    for piece in territory.pieces(density, 50, pace):
        for span in piece:
            found += range(span.above + 1, span.up_to + 1)
    return found


@given(
    above=st.integers(0, 9000), size=st.integers(0, 30_000), rows=st.integers(1, 100),
    pages=st.integers(1, 50), width=st.integers(1, 16),
)  # fmt: skip
def test_pieces_cover_every_id_once_in_order(
    above: int, size: int, rows: int, pages: int, width: int
) -> None:
    territory = Territory(above, above + size)

    found = ids_of(territory, Density(rows, 100), Pace(pages, width))

    assert found == list(range(above + 1, above + size + 1))


@given(
    above=st.integers(0, 9000), size=st.integers(0, 30_000), count=st.integers(1, 7),
    rows=st.integers(1, 100),
)  # fmt: skip
def test_shards_cover_every_id_once_together(above: int, size: int, count: int, rows: int) -> None:
    found: list[int] = []
    for index in range(count):
        territory = Territory(above, above + size, Shard(index, count))
        own = ids_of(territory, Density(rows, 100), Pace())
        assert own == sorted(own)
        found += own

    assert sorted(found) == list(range(above + 1, above + size + 1))


def test_shards_do_not_move_when_rows_are_added() -> None:
    before = ids_of(Territory(0, 30_000, Shard(1, 3)), Density(1, 1), Pace())
    after = ids_of(Territory(0, 31_000, Shard(1, 3)), Density(1, 1), Pace())

    assert after[: len(before)] == before


def test_dense_ids_are_asked_for_without_waste() -> None:
    (piece,) = Territory(100, 100 + STRIPE).pieces(Density(1, 1), 50, Pace(width=1))

    assert piece == (Span(100, 100 + STRIPE),)
    assert Density(1, 1).pages(piece[0], 50) == 50


def test_the_last_round_is_shared_out_evenly() -> None:
    pieces = list(Territory(0, 50_000).pieces(Density(1, 1), 50, Pace(width=16)))

    assert len(pieces) == 32


def test_sparse_stripes_of_a_shard_share_a_request() -> None:
    pieces = list(Territory(0, 100 * STRIPE, Shard(0, 2)).pieces(Density(1, 1000), 50, Pace()))

    assert len(pieces) < 10
    assert sum(len(piece) for piece in pieces) == 50
