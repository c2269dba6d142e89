"""Rows written as they come: NDJSON, CSV, TSV and JSON, to a file or to stdout.

A writer packs rows into bytes wherever they were fetched, and puts the bytes in order where they
are read; it never holds more than what it is given.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from oint_b24.output.encode import tab_separated
from oint_b24.output.rows import Grid, columns_of, grid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Rows = list[Any]

# One row is one line for every reader: some split at these, too, and JSON lets us escape them.
_BREAKS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
TEXT_FORMATS = ("ndjson", "csv", "tsv", "json")


class TextWriter:
    """Writes one of the text formats. `stdout` takes text where there is no file.

    Columns are those wanted, else those of the first rows; `unknown` collects the names of later
    fields that have no column, `absent` keeps the wanted columns that no row has had.
    """

    can_resume = True

    def __init__(
        self,
        form: str,
        columns: tuple[str, ...] = (),
        *,
        ascii_only: bool = False,
        stdout: Callable[[str], None] | None = None,
    ) -> None:
        self.columns = columns
        self.unknown: set[str] = set()
        self.absent = set(columns)
        self._form, self._ascii, self._stdout = form, ascii_only, stdout
        self._wanted = bool(columns)
        self._encode = json.JSONEncoder(ensure_ascii=ascii_only, separators=(",", ":")).encode
        self._file: BinaryIO | None = None
        self._is_first = True

    def open(self, path: Path | None, mark: int = 0) -> None:
        """Start or go on; what stands behind `mark` is cut off. Raises OSError."""
        self._is_first = mark == 0
        if path is not None:
            self._file = path.open("r+b" if mark else "wb")
            if mark:  # a pipe or a device has no place to go to
                self._file.seek(mark)
                self._file.truncate()

    def learn(self, rows: Rows) -> None:
        """Take the columns of the first rows where none are wanted."""
        if not self.columns and self._form in ("csv", "tsv"):
            self.columns = tuple(columns_of(rows))

    def pack(self, rows: Rows) -> bytes:
        """Return the lines of rows, each ended; a JSON array is put together by `put`."""
        if self._form in ("csv", "tsv"):
            return self._table(rows)
        items = self._cut(rows) if self._wanted else rows
        encode = self._encode
        if self._form == "json":
            return ",\n ".join(map(encode, items)).encode("utf-8", "surrogatepass")
        lines = "\n".join(map(encode, items)) + "\n"
        if not self._ascii:
            for char, escape in _BREAKS.items():
                if char in lines:
                    lines = lines.replace(char, escape)
        return lines.encode("utf-8", "surrogatepass")

    def _cut(self, rows: Rows) -> Rows:
        """Return rows with the wanted columns only."""
        made = self._grid(rows)
        return [dict(zip(self.columns, cells, strict=True)) for cells in made.cells]

    def _grid(self, rows: Rows) -> Grid:
        made = grid(rows, self.columns)
        if rows and self.absent:
            self.absent.intersection_update(made.unknown)
        return made

    def _table(self, rows: Rows) -> bytes:
        made = self._grid(rows)
        if not self._wanted:
            self.unknown.update(name for name in columns_of(rows) if name not in self.columns)
        return self._lines(made).encode("utf-8", "surrogatepass")

    def _lines(self, made: Grid, *, head: bool = False) -> str:
        if self._form == "tsv":
            text = tab_separated(Grid(made.columns, made.cells), self._ascii)
            return text if head else text.partition("\n")[2]
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        if head:
            writer.writerow(made.columns)
        writer.writerows([self._cell(value) for value in row] for row in made.cells)
        return buffer.getvalue()

    def _cell(self, value: object) -> str:
        if value is None:
            return ""
        return value if isinstance(value, str) else self._encode(value)

    def put(self, load: bytes) -> None:
        """Write packed rows, before the first of them what stands at the start."""
        if self._is_first:
            self._write(self._start())
        elif self._form == "json":
            self._write(b",\n ")
        self._write(load)
        self._is_first = False

    def _start(self) -> bytes:
        if self._form == "json":
            return b"[\n "
        if self._form in ("csv", "tsv") and self.columns:
            return self._lines(Grid(self.columns, []), head=True).encode()
        return b""

    def mark(self) -> int:
        """Return the size of the file so far, all of it on the disk."""
        if self._file is None:
            return 0
        self._file.flush()
        return self._file.tell()

    def close(self, *, is_whole: bool) -> None:
        """End the file; a whole JSON array gets its bracket, an empty table its head."""
        if is_whole:
            if self._is_first:
                self._write(b"[" if self._form == "json" else self._start())
            if self._form == "json":
                self._write(b"]\n" if self._is_first else b"\n]\n")
        if self._file is not None:
            self._file.close()

    def _write(self, content: bytes) -> None:
        if self._file is not None:
            self._file.write(content)
        elif self._stdout is not None:
            self._stdout(content.decode("utf-8", "surrogatepass"))
