"""Rows into files that are no text: an SQLite database, a Parquet file (with the extra)."""

from __future__ import annotations

import errno
import json
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem
from oint_b24.output.rows import columns_of, grid

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

Rows = list[Any]
_TABLE = "rows"
_LARGEST = 2**63


class _Columns:
    """Columns: those wanted, else those of the first rows."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.unknown: set[str] = set()
        self.absent = set(columns)
        self._wanted = bool(columns)

    def learn(self, rows: Rows) -> None:
        """Take the columns of the first rows where none are wanted."""
        self.columns = self.columns or tuple(columns_of(rows))

    def _cells(self, rows: Rows) -> list[list[object]]:
        if not self._wanted:
            self.unknown.update(name for name in columns_of(rows) if name not in self.columns)
        made = grid(rows, self.columns)
        if rows and self.absent:
            self.absent.intersection_update(made.unknown)
        return made.cells


class SqliteWriter(_Columns):
    """Writes the table `rows`: numbers and texts as they are, nested values as JSON."""

    can_resume = True

    def __init__(self, columns: tuple[str, ...] = ()) -> None:
        super().__init__(columns)
        self._base: sqlite3.Connection | None = None
        self._count = 0

    def open(self, path: Path | None, mark: int = 0) -> None:
        """Start a database, or go on after the row `mark`. Raises UsageProblem for stdout."""
        import sqlite3

        if path is None:
            raise UsageProblem("bulk.needs_file", format="sqlite")
        if not mark:
            path.unlink(missing_ok=True)
        self._count = mark
        self._base = sqlite3.connect(path, isolation_level=None)
        if mark:
            self._base.execute(f"DELETE FROM {_TABLE} WHERE rowid > ?", (mark,))  # noqa: S608 - our own name
        self._base.execute("BEGIN")

    def pack(self, rows: Rows) -> list[list[object]]:
        """Return rows as the values of their columns."""
        return [[_kept(value) for value in cells] for cells in self._cells(rows)]

    def put(self, load: list[list[object]]) -> None:
        """Insert packed rows."""
        if self._base is None:
            return
        if not self._count:
            self._create(self._base)
        marks = ", ".join("?" for _ in self.columns)
        with _disk():
            self._base.executemany(f"INSERT INTO {_TABLE} VALUES ({marks})", load)  # noqa: S608
        self._count += len(load)

    def _create(self, base: sqlite3.Connection) -> None:
        quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in self.columns)
        with _disk():
            base.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE} ({quoted})")

    def mark(self) -> int:
        """Commit what was put and return how many rows there are."""
        if self._base is not None:
            with _disk():
                self._base.execute("COMMIT")
                self._base.execute("BEGIN")
        return self._count

    def close(self, *, is_whole: bool) -> None:
        """Commit where the rows are all there, and close."""
        if self._base is None:
            return
        if is_whole and not self._count and self.columns:
            self._create(self._base)
        base, self._base = self._base, None
        with closing(base), _disk():
            if base.in_transaction:  # a full disk has ended it already
                base.execute("COMMIT" if is_whole else "ROLLBACK")


@contextmanager
def _disk() -> Iterator[None]:
    """Raise OSError, as other writers do, where SQLite says that the disk takes no more."""
    import sqlite3

    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error)) from error


def _kept(value: object) -> object:
    """Return a value as SQLite keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if -_LARGEST <= value < _LARGEST else str(value)
    return value if value is None or isinstance(value, (float, str)) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class ParquetWriter(_Columns):
    """Writes a Parquet file whose columns are texts, as the portal sent them; null stays null.

    Its end holds what is needed to read it, so that a cut one cannot go on.
    """

    can_resume = False

    def __init__(self, columns: tuple[str, ...] = ()) -> None:
        super().__init__(columns)
        self._arrow = _arrow()
        self._path: Path | None = None
        self._writer: Any = None

    def open(self, path: Path | None, mark: int = 0) -> None:
        """Note where to write. Raises UsageProblem for stdout."""
        del mark
        if path is None:
            raise UsageProblem("bulk.needs_file", format="parquet")
        self._path = path

    def pack(self, rows: Rows) -> list[list[str | None]]:
        """Return the columns of rows."""
        cells = [[_text(value) for value in row] for row in self._cells(rows)]
        return [list(column) for column in zip(*cells, strict=True)]

    def put(self, load: list[list[str | None]]) -> None:
        """Write packed rows as a row group."""
        self._started().write_table(self._table(load))

    def _table(self, load: list[list[str | None]]) -> Any:
        arrow = self._arrow
        arrays = [arrow.array(column, arrow.string()) for column in load]
        return arrow.Table.from_arrays(arrays, names=list(self.columns))

    def _started(self) -> Any:
        if self._writer is None:
            from importlib import import_module

            parquet = import_module("pyarrow.parquet")
            schema = self._arrow.schema([(name, self._arrow.string()) for name in self.columns])
            self._writer = parquet.ParquetWriter(str(self._path), schema)
        return self._writer

    def mark(self) -> int:
        """Return 0: there is no going on."""
        return 0

    def close(self, *, is_whole: bool) -> None:
        """Write the end of the file."""
        if is_whole:
            self._started()
        if self._writer is not None:
            self._writer.close()


def _arrow() -> Any:
    """Return the library. Raises UsageProblem where it is not installed."""
    from importlib import import_module

    try:
        return import_module("pyarrow")
    except ImportError:
        raise UsageProblem("bulk.no_parquet") from None


def _text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else _json(value)
