"""Read YFM tables (`#| || cell | cell || |#`), with tables and code inside their cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.catalogue.markdown import tabs

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE_BLOCK = r"""
    ^[ \t]*(?P<mark>```|~~~)[`~]*(?:(?!```)[^\n])*$ # a fence that does not close on its line
    (?:(?!\n[ \t]*(?P=mark))[\s\S])*                # all to the closing one, or to the end
    (?:\n[ \t]*(?P=mark)`*)?
"""
_TOP = re.compile(rf"(?P<block>{_CODE_BLOCK}) | (?P<open>\#\|)", re.VERBOSE | re.MULTILINE)
_TOKEN = re.compile(
    rf"""
    (?P<block>{_CODE_BLOCK})
    | (?P<escaped>\\[\s\S])
    | (?P<code>(?P<run>`+)(?:[^\n]*?(?<!`)(?P=run)(?!`))?)
    | (?P<open>\#\|)
    | (?P<close>\|\#)
    | (?P<edge>\|\|)
    | (?P<bar>\|)
    """,
    re.VERBOSE | re.MULTILINE,
)

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows (header included), where it stands, and the tab that holds it."""

    rows: Rows
    start: int
    end: int
    tab: str | None = None


def tables(text: str) -> list[Table]:
    """Return the outermost tables of `text`, each with the label of its tab."""
    labels = tabs(text)
    found: list[Table] = []
    for start, end, rows in _tables(text):
        around = [tab.label for tab in labels if tab.start < start < tab.end]
        found.append(Table(rows, start, end, around[-1] if around else None))
    return found


def without_tables(text: str) -> str:
    """Return `text` with its outermost tables cut out."""
    for start, end, _ in reversed(list(_tables(text))):
        text = text[:start] + text[end:]
    return text


def _tables(text: str) -> Iterator[tuple[int, int, Rows]]:
    at = 0
    while token := _TOP.search(text, at):
        at = token.end()
        if token.lastgroup == "open":
            at, rows = _read(text, at)
            yield token.start(), at, rows


def _read(text: str, start: int) -> tuple[int, Rows]:
    """Read one table from behind its `#|`; an unclosed one ends with the text."""
    table = _Open()
    last = start
    for token in _TOKEN.finditer(text, start):
        table.add(text[last : token.start()])
        last = token.end()
        table.take(token.lastgroup or "", token[0])
        if not table.depth:
            return last, table.rows
    table.add(text[last:])
    table.end_row()
    return len(text), table.rows


class _Open:
    """A table while it is read: bars count only in the outermost of nested tables."""

    def __init__(self) -> None:
        self.rows: Rows = []
        self.depth = 1
        self._row: list[str] | None = None
        self._cell = ""

    def add(self, text: str) -> None:
        if self._row is not None or self.depth > 1:
            self._cell += text

    def take(self, kind: str, text: str) -> None:
        if kind == "open":
            self.depth += 1
        elif kind == "close":
            self.depth -= 1
        if not self.depth:
            if self._row or self._cell.strip():
                self.end_row()
        elif self.depth == 1 and kind == "edge":
            self._edge()
        elif self.depth == 1 and kind == "bar":
            self._end_cell()
        else:
            self.add(text)

    def _edge(self) -> None:
        if self._row is None:
            self._row, self._cell = [], ""
        else:
            self.end_row()

    def end_row(self) -> None:
        if self._row is not None:
            self._end_cell()
            self.rows.append(self._row)
            self._row = None

    def _end_cell(self) -> None:
        if self._row is not None:
            self._row.append(self._cell.strip())
            self._cell = ""
