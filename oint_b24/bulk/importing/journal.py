"""The journal of an import: what became of each row, on the disk before and after it is sent.

A row is written down as `sent` before it goes out, so whatever ends the program (kill -9, power)
leaves no row behind that may have been executed and looks as if it had not.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

# sent: under way. done, refused by the portal or here, unknown: the answer was lost. A row that
# has no entry was never sent.
State = Literal["sent", "done", "refused", "unknown"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY, line INTEGER NOT NULL, state TEXT NOT NULL,
    id TEXT, error TEXT, kept TEXT, sent_at REAL, key TEXT, keyed_at REAL
);
CREATE INDEX IF NOT EXISTS by_state ON entry (state) WHERE state <> 'done';
CREATE INDEX IF NOT EXISTS by_id ON entry (id) WHERE id IS NOT NULL;
"""
_LATER = (("key", "TEXT"), ("keyed_at", "REAL"))  # columns that older journals lack
_SIDES = ("", "-wal", "-shm")  # SQLite keeps files beside its own


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a row. `id` is the record's, `values` those of a refused row."""

    number: int
    line: int
    state: State
    id: str | None = None
    error: dict[str, Any] | None = None
    values: dict[str, Any] | None = None


class Journal:
    """The entries of one import. `path` None keeps them in memory.

    `marks` tell the import from others by name. One process at a time may have a journal open.
    Raises UsageProblem where another import, another process or no journal is found at `path`;
    `restarts` sets another import's journal aside.
    """

    def __init__(
        self, path: Path | None, marks: Mapping[str, str], *, restarts: bool = False
    ) -> None:
        self.path = path
        self._db = self._opened()
        differs = self._claimed(marks)
        if differs is None:
            return
        self.close()
        if not restarts:
            raise UsageProblem(
                f"import.other_{differs}", remedy="import.other.remedy", path=str(path)
            )
        self._set_aside()
        self._db = self._opened()
        self._claimed(marks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others have the journal."""
        self._db.close()

    def _opened(self) -> sqlite3.Connection:
        import sqlite3

        try:
            db = sqlite3.connect(self.path or ":memory:", isolation_level=None, timeout=0.2)
        except sqlite3.OperationalError as error:
            told = {"path": str(self.path), "reason": str(error)}
            raise UsageProblem("import.no_journal", **told) from None
        try:
            # Held until closed or killed: two processes would send rows twice.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("BEGIN IMMEDIATE")
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            known = {name for _, name, *_ in db.execute("PRAGMA table_info(entry)")}
            for name, kind in _LATER:
                if name not in known:
                    db.execute(f"ALTER TABLE entry ADD COLUMN {name} {kind}")
            db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            db.close()
            is_busy = "locked" in str(error)
            key = "import.busy" if is_busy else "import.no_journal"
            raise UsageProblem(key, path=str(self.path), reason=str(error)) from None
        return db

    def _claimed(self, marks: Mapping[str, str]) -> str | None:
        """Make a new journal that of the import; return what differs where it is another's."""
        kept = dict(self._db.execute("SELECT name, value FROM meta").fetchall())
        if not kept:
            self._db.executemany("INSERT INTO meta VALUES (?, ?)", list(marks.items()))
        return next((name for name in marks if kept.get(name, marks[name]) != marks[name]), None)

    def _set_aside(self) -> None:
        if self.path is not None:
            for side in _SIDES:
                part = self.path.with_name(self.path.name + side)
                if part.exists():
                    part.replace(part.with_name(f"{self.path.name}.old{side}"))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Write all of the block or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def recover(self) -> None:
        """Turn rows that were under way when the program ended into unknown ones."""
        self._db.execute("UPDATE entry SET state = 'unknown' WHERE state = 'sent'")

    def sending(self, rows: Iterable[tuple[int, int]], at: float, key: str | None = None) -> None:
        """Note that rows (number, line) go out now, under an idempotency `key` if they have one."""
        with self._whole():
            self._db.executemany(
                "INSERT OR REPLACE INTO entry (number, line, state, sent_at, key, keyed_at)"
                " VALUES (?, ?, 'sent', ?, ?, ?)",
                [(number, line, at, key, at) for number, line in rows],
            )

    def repeating(self, key: str, at: float) -> None:
        """Note that the rows of a key go out once more."""
        with self._whole():
            self._db.execute(
                "UPDATE entry SET state = 'sent', sent_at = ? WHERE key = ? AND state = 'unknown'",
                (at, key),
            )

    def keyed(self, since: float) -> dict[str, list[int]]:
        """Return the rows of unknown outcome by their keys, of those first sent after `since`."""
        found: dict[str, list[int]] = {}
        for key, number in self._db.execute(
            "SELECT key, number FROM entry WHERE state = 'unknown' AND key IS NOT NULL"
            " AND keyed_at > ? ORDER BY number",
            (since,),
        ):
            found.setdefault(key, []).append(number)
        return found

    def without_key(self, key: str) -> None:
        """Forget a key that is of no use any more."""
        self._db.execute("UPDATE entry SET key = NULL WHERE key = ?", (key,))

    def settle(self, entries: Iterable[Entry]) -> None:
        """Note what became of rows."""
        with self._whole():
            self._db.executemany(
                "INSERT INTO entry (number, line, state, id, error, kept) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (number) DO UPDATE SET state = excluded.state, id = excluded.id,"
                " error = excluded.error, kept = excluded.kept",
                [(e.number, e.line, e.state, e.id, _packed(e.error), _packed(e.values))
                 for e in entries],
            )  # fmt: skip

    def release(self, numbers: Iterable[int]) -> None:
        """Forget rows that were not executed: they are to be sent."""
        with self._whole():
            self._db.executemany("DELETE FROM entry WHERE number = ?", [(n,) for n in numbers])

    def known(self, first: int, last: int) -> set[int]:
        """Return the rows from `first` to `last` that have an entry."""
        found = self._db.execute(
            "SELECT number FROM entry WHERE number BETWEEN ? AND ?", (first, last)
        )
        return {number for (number,) in found}

    def counts(self) -> dict[State, int]:
        """Return how many rows are in each state."""
        found = self._db.execute("SELECT state, count(*) FROM entry GROUP BY state")
        return dict(found.fetchall())

    def unknown(self) -> list[int]:
        """Return the numbers of the rows whose outcome is unknown."""
        found = self._db.execute("SELECT number FROM entry WHERE state = 'unknown' ORDER BY number")
        return [number for (number,) in found]

    def last_sent(self) -> float:
        """Return when the last of the unknown rows went out."""
        (found,) = self._db.execute(
            "SELECT max(sent_at) FROM entry WHERE state = 'unknown'"
        ).fetchone()
        return float(found or 0.0)

    def taken(self, ids: Sequence[str]) -> set[str]:
        """Return those of `ids` that rows are known to have."""
        found = self._db.execute(
            "SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
        return {number for (number,) in found}

    def entries(self, *states: State) -> Iterator[Entry]:
        """Yield the entries in any of `states`, in the order of their rows."""
        found = self._db.execute(
            "SELECT number, line, state, id, error, kept FROM entry"
            " WHERE state IN (SELECT value FROM json_each(?)) ORDER BY number",
            (json.dumps(states),),
        )
        for number, line, state, record, error, kept in found:
            yield Entry(number, line, state, record, _unpacked(error), _unpacked(kept))


def _packed(value: dict[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _unpacked(text: str | None) -> dict[str, Any] | None:
    return None if text is None else dict(json.loads(text))
