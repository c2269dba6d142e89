"""What has been given out: enough of it to notice doubles and repetitions."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from oint_b24.bulk.answers import id_key
from oint_b24.errors import PartialProblem

if TYPE_CHECKING:
    from oint_b24.bulk.answers import Row


class Seen:
    """The pages of one list.

    Rows shift by few places while a list is read, so a double is looked for in the page before; a
    method that ignores its page number gives a whole page again.
    """

    def __init__(self, method: str, guess: str | None) -> None:
        self.rows = 0
        self._method, self._guess = method, guess
        self._before: set[str] = set()
        self._pages: set[bytes] = set()

    def knows(self, rows: list[Row]) -> bool:
        """Say whether a page of these rows was there already."""
        return bool(rows) and _fingerprint(self._marks(rows)) in self._pages

    def fresh(self, rows: list[Row], so_far: int) -> list[Row]:
        """Return the rows not seen before. Raises PartialProblem for a page that comes again."""
        marks = self._marks(rows)
        fingerprint = _fingerprint(marks)
        if rows and fingerprint in self._pages:
            raise PartialProblem("bulk.repeated", method=self._method, after=so_far)
        self._pages.add(fingerprint)
        fresh = [row for row, one in zip(rows, marks, strict=True) if one not in self._before]
        self._before = set(marks)
        self.rows += len(fresh)
        return fresh

    def _marks(self, rows: list[Row]) -> list[str]:
        key = id_key(rows, self._guess)
        return [_mark(row, key) for row in rows]


def _fingerprint(marks: list[str]) -> bytes:
    return blake2b("\n".join(marks).encode(), digest_size=8).digest()


def _mark(row: Row, key: str | None) -> str:
    if key is not None and isinstance(row, dict) and row.get(key) is not None:
        return str(row[key])
    return json.dumps(row, sort_keys=True, default=str)
