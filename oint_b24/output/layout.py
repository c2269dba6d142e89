"""Columns and their widths: what a terminal has room for, and text aligned without a library."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from oint_b24.output.encode import cell
from oint_b24.output.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oint_b24.output.rows import Grid

GAP = 2
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_WIDEST = 60  # cells; a column grows further only where no other needs the room
_READABLE = 12  # cells of a long text that still tell what it is
_SHARES = 6  # a wide screen shows long texts at length rather than every column
_LEAST = 4


class Need(NamedTuple):
    """The cells that a column would fill, and those of its heading."""

    content: int
    heading: int

    @property
    def natural(self) -> int:
        """Return the width at which nothing is cut."""
        return max(self.content, self.heading, 1)


def fit(needs: Sequence[Need], room: int, wanted: bool = False) -> list[tuple[int, int]]:
    """Choose columns for `room` cells: pairs of place and width, in the order given.

    Columns that were asked for (`wanted`) are squeezed to keep as many as possible; otherwise
    a heading stays readable, and what does not fit is left out.
    """
    chosen: list[tuple[int, int]] = []
    left = room + GAP
    for place, need in enumerate(needs):
        least = min(_least(need, room, wanted), room)
        if least + GAP <= left:
            chosen.append((place, least))
            left -= least + GAP
    widths = _grown([w for _, w in chosen], [needs[p].natural for p, _ in chosen], left)
    return [(place, width) for (place, _), width in zip(chosen, widths, strict=True)]


def width(text: str) -> int:
    """Return how many cells `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def aligned(grid: Grid, ascii_only: bool = False) -> str:
    """Return a heading and rows in columns of equal width; nothing is cut, one row is one line."""
    if not grid.columns:
        return ""
    lines = [[one_line(c) for c in grid.columns]]
    lines += [[one_line(cell(value, ascii_only)) for value in row] for row in grid.cells]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    return "".join(_line(line, widths) + "\n" for line in lines)


def _line(line: list[str], widths: list[int]) -> str:
    padded = (c + " " * (w - width(c) + GAP) for c, w in zip(line, widths, strict=True))
    return "".join(padded).rstrip(" ")


def _cells(char: str) -> int:
    if unicodedata.category(char) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _least(need: Need, room: int, wanted: bool) -> int:
    if wanted:
        return min(need.natural, _LEAST)
    readable = max(_READABLE, room // _SHARES)
    return max(min(need.heading, 2 * _READABLE), min(need.content, readable), 1)


def _grown(widths: list[int], natural: list[int], left: int) -> list[int]:
    """Share what is `left` cell by cell: first up to _WIDEST, then to whoever still wants it."""
    for limit in (_WIDEST, max(natural, default=0)):
        goal = [min(n, limit) for n in natural]
        while left > 0 and (hungry := [i for i, w in enumerate(widths) if w < goal[i]]):
            for i in hungry[:left]:
                widths[i] += 1
            left -= len(hungry[:left])
    return widths
