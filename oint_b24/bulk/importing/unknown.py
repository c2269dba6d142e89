"""Rows whose answer was lost: when it is safe to look, and which of them the portal has."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from oint_b24.bulk.importing.journal import Entry
from oint_b24.bulk.importing.values import Unfit
from oint_b24.errors import UsageProblem
from oint_b24.portal.batches.batch import MOST
from oint_b24.portal.retry import MOMENT

if TYPE_CHECKING:
    from oint_b24.bulk.importing.journal import Journal
    from oint_b24.bulk.importing.lookup import Lookup
    from oint_b24.bulk.importing.shape import Shape
    from oint_b24.bulk.importing.source import Row, RowFile
    from oint_b24.portal.client import Portal
    from oint_b24.portal.retry import Waiting


def settled(journal: Journal, settle: float, waiting: Waiting) -> None:
    """Wait until the portal has surely ended what it was asked before an answer was lost.

    `settle` is how many seconds it may be at work on one request.
    """
    seconds = min(journal.last_sent() + settle - waiting.now(), settle)
    if seconds >= MOMENT:
        until = waiting.day_time(seconds)
        waiting.tell("import.wait", {"until": until, "seconds": int(seconds) + 1})
    if seconds > 0:
        waiting.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Search:
    """Looks for rows by the field `unique`, whose value one record has at most."""

    rows: RowFile
    shape: Shape
    lookup: Lookup
    unique: str

    def resolve(self, portal: Portal, journal: Journal, waiting: Waiting) -> bool:
        """Find the rows of unknown outcome; say whether some are absent and may be sent again.

        A row without a value in the field stays unknown. Raises the problems of the client.
        """
        numbers = set(journal.unknown())
        wanted = (row for row in self.rows.rows() if row.number in numbers)
        is_any_absent = False
        while rows := list(islice(wanted, MOST)):
            found, absent = self._looked_up(rows, portal, journal, waiting)
            journal.settle(found)
            journal.release(absent)
            is_any_absent |= bool(absent)
        return is_any_absent

    def _looked_up(
        self, rows: list[Row], portal: Portal, journal: Journal, waiting: Waiting
    ) -> tuple[list[Entry], list[int]]:
        """Return the entries of rows that are there, and the numbers of those that are not."""
        values = {row.number: self._value(row) for row in rows}
        ids = self.lookup.ids(portal, filter(None, values.values()), waiting)
        found: list[Entry] = []
        absent: list[int] = []
        for row in rows:
            value = values[row.number]
            if value is None:
                continue
            taken = journal.taken(ids[value])
            free = next((number for number in ids[value] if number not in taken), None)
            if free is None:
                absent.append(row.number)
                continue
            ids[value].remove(free)
            found.append(Entry(row.number, row.line, "done", free))
        return found, absent

    def _value(self, row: Row) -> str | None:
        try:
            return self.shape.value_of(self.shape.params(row.values), self.unique)
        except (Unfit, UsageProblem):
            return None
