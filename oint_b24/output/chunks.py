"""Rows for people as they come: a table of some hundred rows, then the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.output.encode import values
from oint_b24.output.render import write

if TYPE_CHECKING:
    from pathlib import Path

    from oint_b24.output.format import Format
    from oint_b24.world import World

_ROWS = 200


class ChunkWriter:
    """Writes rows to stdout as tables, or as bare values."""

    can_resume = False

    def __init__(self, fmt: Format, world: World) -> None:
        self.columns = fmt.columns
        self.unknown: set[str] = set()
        self.absent: set[str] = set()  # told below each table
        self._format, self._world = fmt, world
        self._rows: list[Any] = []
        self._has_shown = False

    def open(self, path: Path | None, mark: int = 0) -> None:
        """Do nothing: stdout is open."""

    def learn(self, rows: list[Any]) -> None:
        """Do nothing: each table has the columns of its rows."""

    def pack(self, rows: list[Any]) -> list[Any]:
        """Return rows as they are: they are drawn where they are read."""
        return rows

    def put(self, load: list[Any]) -> None:
        """Draw as many whole tables as there are rows for."""
        self._rows += load
        while len(self._rows) >= _ROWS:
            self._draw(self._rows[:_ROWS])
            self._rows = self._rows[_ROWS:]

    def _draw(self, rows: list[Any]) -> None:
        is_first, self._has_shown = not self._has_shown, True
        if self._format.output == "value":
            self._world.write(values(rows, self._format.ascii))
        elif self._format.output != "none":
            # What columns did not fit is told once, below the first table.
            quiet = self._format.quiet or not is_first
            write({"result": rows}, self._format._replace(quiet=quiet), self._world)

    def mark(self) -> int:
        """Return 0: there is no going on."""
        return 0

    def close(self, *, is_whole: bool) -> None:
        """Draw the rows that are left."""
        if self._rows or (is_whole and not self._has_shown):
            self._draw(self._rows)
