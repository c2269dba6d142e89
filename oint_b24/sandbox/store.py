"""The portal's state in SQLite: JSON documents by kind and id, plus files on disk.

A kind is what a portal would give a table of its own (`deal`, `chat`, `message`). Documents
are kept as the family wrote them; filters and orders run in SQL so that lists of 50,000 rows
stay quick. One request is one transaction: a refusal leaves nothing behind.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entity (
    kind TEXT NOT NULL, id INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sequence (kind TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_COMPARE = {"=": "=", "!=": "<>", ">": ">", ">=": ">=", "<": "<", "<=": "<="}


@dataclass(frozen=True, slots=True)
class Where:
    """One condition. `op`: = != > >= < <=, in, not in, like, not like, prefix, suffix.

    `like` looks for the text anywhere; the value of prefix and suffix may hold `%` of its own.
    """

    name: str
    op: str
    value: Any


class Store:
    """Documents of one portal. `path` None keeps them in memory (files then need `files`)."""

    def __init__(self, path: Path | None, files: Path) -> None:
        self.files = files
        self._lock = threading.RLock()
        self._depth = 0
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None, timeout=30
        )
        # SQLite's own LIKE folds ASCII letters only.
        self._db.create_function(
            "casefold", 1, lambda v: str(v).casefold() if v is not None else "", deterministic=True
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Release the database."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of the block or nothing; threads and processes take turns. May be nested."""
        with self._lock:
            point = f"level{self._depth}"
            self._db.execute(f"SAVEPOINT {point}" if self._depth else "BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._db.execute(f"ROLLBACK TO {point}" if self._depth > 1 else "ROLLBACK")
                if self._depth > 1:
                    self._db.execute(f"RELEASE {point}")
                raise
            else:
                self._db.execute(f"RELEASE {point}" if self._depth > 1 else "COMMIT")
            finally:
                self._depth -= 1

    def clear(self) -> None:
        """Forget every document."""
        with self.transaction():
            for name in ("entity", "sequence", "meta"):
                self._db.execute(f"DELETE FROM {name}")  # noqa: S608 - three names of our own

    def next_id(self, kind: str) -> int:
        """Return the next number of the sequence `kind`."""
        row = self._db.execute(
            "INSERT INTO sequence VALUES (?, 1) ON CONFLICT(kind)"
            " DO UPDATE SET last = last + 1 RETURNING last",
            (kind,),
        ).fetchone()
        return int(row[0])

    def reserve(self, kind: str, last: int) -> None:
        """Make the sequence `kind` go on after `last` (seeds have fixed ids)."""
        self._db.execute(
            "INSERT INTO sequence VALUES (?, ?) ON CONFLICT(kind)"
            " DO UPDATE SET last = max(last, excluded.last)",
            (kind, last),
        )

    def add(self, kind: str, data: dict[str, Any], id: int | None = None) -> int:  # noqa: A002
        """Keep a new document and return its id: the next one, or the given one."""
        number = self.next_id(kind) if id is None else id
        if id is not None:
            self.reserve(kind, id)
        self._db.execute("INSERT INTO entity VALUES (?, ?, ?)", (kind, number, _dump(data)))
        return number

    def get(self, kind: str, id: int | None) -> dict[str, Any] | None:  # noqa: A002
        """Return a document or None."""
        found = self._db.execute(
            "SELECT data FROM entity WHERE kind = ? AND id = ?", (kind, id)
        ).fetchone()
        return json.loads(found[0]) if found else None

    def put(self, kind: str, id: int, data: dict[str, Any]) -> None:  # noqa: A002
        """Replace a document (or keep it under this id if there was none)."""
        self._db.execute("INSERT OR REPLACE INTO entity VALUES (?, ?, ?)", (kind, id, _dump(data)))

    def delete(self, kind: str, id: int) -> bool:  # noqa: A002
        """Forget a document; say whether there was one."""
        done = self._db.execute("DELETE FROM entity WHERE kind = ? AND id = ?", (kind, id))
        return done.rowcount > 0

    def select(
        self,
        kind: str,
        where: Sequence[Where] = (),
        order: Sequence[tuple[str, bool]] = (("ID", False),),
        limit: int = -1,
        offset: int = 0,
    ) -> list[tuple[int, dict[str, Any]]]:
        """Return (id, document) pairs. `order` is pairs of a name and «descending»."""
        clause, values = _clause(kind, where)
        by = ", ".join(f"{_column(n)} {'DESC' if down else 'ASC'}" for n, down in order) or "id"
        rows = self._db.execute(
            f"SELECT id, data FROM entity WHERE {clause} ORDER BY {by} LIMIT ? OFFSET ?",  # noqa: S608
            (*values, limit, offset),
        )
        return [(int(i), json.loads(d)) for i, d in rows]

    def all(self, kind: str, **equals: Any) -> list[tuple[int, dict[str, Any]]]:
        """Return the documents of `kind` whose top-level fields equal `equals`, by id."""
        return self.select(kind, [Where(n, "=", v) for n, v in equals.items()])

    def count(self, kind: str, where: Sequence[Where] = ()) -> int:
        """Return how many documents `select` would give."""
        clause, values = _clause(kind, where)
        row = self._db.execute(f"SELECT count(*) FROM entity WHERE {clause}", values)  # noqa: S608
        return int(row.fetchone()[0])

    def meta(self, key: str) -> str | None:
        """Return a setting of the portal itself."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep a setting of the portal itself."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def file(self, name: str) -> Path:
        """Return where the bytes called `name` are kept (a name of our own, never a user's)."""
        self.files.mkdir(parents=True, exist_ok=True)
        return self.files / name


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _column(name: str) -> str:
    """Return the SQL of a field; ids are a column, so that ranges of them are index scans."""
    if name.upper() == "ID":
        return "id"
    path = "$" + "".join(f'."{part}"' for part in name.replace('"', "").split("."))
    return f"json_extract(data, '{path}')" if "'" not in path else "NULL"


def _clause(kind: str, where: Sequence[Where]) -> tuple[str, list[Any]]:
    parts, values = ["kind = ?"], [kind]
    for condition in where:
        sql, given = _condition(condition)
        parts.append(sql)
        values.extend(given)
    return " AND ".join(parts), values


def _condition(condition: Where) -> tuple[str, list[Any]]:
    column, op, value = _column(condition.name), condition.op, condition.value
    if op in ("in", "not in"):
        listed = [_sql(v) for v in (value if isinstance(value, list) else [value])]
        marks = ", ".join("CAST(? AS TEXT)" for _ in listed) or "NULL"
        if op == "in":
            return f"CAST({column} AS TEXT) IN ({marks})", listed
        return f"({column} IS NULL OR CAST({column} AS TEXT) NOT IN ({marks}))", listed
    if op in ("like", "not like", "prefix", "suffix"):
        return _like(column, op, str(value))
    value = _sql(value)
    if value is None or value == "":
        empty = f"({column} IS NULL OR {column} = '')"
        return (empty, []) if op == "=" else (f"NOT {empty}", [])
    if column == "id":
        number = _number(value)
        return f"id {_COMPARE[op]} ?", [value if number is None else number]
    number = _number(value)
    if number is not None and op in (">", ">=", "<", "<="):
        return f"CAST({column} AS REAL) {_COMPARE[op]} ?", [number]
    if op == "!=":
        return f"({column} IS NULL OR CAST({column} AS TEXT) <> CAST(? AS TEXT))", [value]
    return f"CAST({column} AS TEXT) {_COMPARE[op]} CAST(? AS TEXT)", [value]


def _like(column: str, op: str, value: str) -> tuple[str, list[Any]]:
    escaped = value.replace("\\", r"\\").replace("_", r"\_")
    if op in ("prefix", "suffix") and "%" in escaped:
        pattern = escaped
    else:
        escaped = escaped.replace("%", r"\%")
        pattern = {"prefix": f"{escaped}%", "suffix": f"%{escaped}"}.get(op, f"%{escaped}%")
    sql = f"casefold({column}) LIKE casefold(?) ESCAPE '\\'"
    return (f"NOT ({sql})" if op.startswith("not ") else sql), [pattern]


def _sql(value: Any) -> Any:
    """Return a JSON value as json_extract would give it."""
    if isinstance(value, bool):
        return int(value)
    return _dump(value) if isinstance(value, (dict, list)) else value


def _number(value: Any) -> float | int | None:
    if isinstance(value, (int, float)):
        return value
    try:
        return int(value)
    except (TypeError, ValueError):
        pass
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
