"""The rows of a file into a portal, in as many rounds as uncertain ones take."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.importing.journal import Entry
from oint_b24.bulk.importing.sending import Flight, Sending
from oint_b24.bulk.importing.terms import Brake, Item, State, Terms
from oint_b24.bulk.importing.unknown import settled
from oint_b24.bulk.importing.values import Unfit, explained
from oint_b24.errors import UsageProblem
from oint_b24.portal.batches.batch import Command, Part
from oint_b24.portal.encode import body
from oint_b24.portal.retry import Patience
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from oint_b24.bulk.importing.journal import Journal
    from oint_b24.bulk.importing.shape import Shape
    from oint_b24.bulk.importing.source import Row, RowFile
    from oint_b24.bulk.importing.unknown import Search
    from oint_b24.bulk.importing.upsert import Upsert
    from oint_b24.portal.client import Portal
    from oint_b24.portal.retry import Waiting

_WINDOW = 500
_KEPT = 23 * 3600.0  # seconds; a portal keeps the answer to a key for a day (rest-v3.md)


@dataclass(slots=True)
class Run:
    """One run over the rows that the journal has no entry of."""

    portal: Portal
    rows: RowFile
    shape: Shape
    journal: Journal
    terms: Terms
    waiting: Waiting
    search: Search | None = None
    upsert: Upsert | None = None
    brake: Brake = field(default_factory=Brake)
    state: State = field(default_factory=State)

    @property
    def sending(self) -> Sending:
        """Return what sends the rows."""
        is_keyed = self.shape.version == 3
        return Sending(
            self.portal, self.journal, self.terms, self.waiting, self.brake, self.state, is_keyed
        )

    def all(self) -> None:
        """Send every row once; rows of unknown outcome again where they are found absent.

        Raises the problem that stops it; what was sent until then is in the journal.
        """
        self.journal.recover()
        self._count()
        if self.terms.resends:
            self._release()
        self._resolve()
        while True:
            done = self.journal.counts().get("done", 0)
            self._pass()
            if self.state.stop or not self._resolve():
                return
            is_stuck = self.journal.counts().get("done", 0) == done
            if is_stuck and self.state.most == 1:
                self.state.stop = "lost"  # another round would go the same way
                return
            # Smaller batches part the rows that break the portal from those beside them.
            self.state.most = max(1, self.state.most // 4)
            self.state.size = min(self.state.size, self.state.most)

    def _count(self) -> None:
        self.state.rows = sum(self.journal.counts().values())

    def _release(self) -> None:
        """Let rows of unknown outcome go again."""
        numbers = self.journal.unknown()
        if numbers:
            settled(self.journal, self.terms.settle, self.waiting)
            self.journal.release(numbers)
            self._count()

    def _resolve(self) -> bool:
        """Find out about rows of unknown outcome; say whether some are to be sent again."""
        if self.sending.is_keyed:
            return self._repeat()
        if not self.journal.unknown() or not (self.search or self.upsert):
            return False
        if self.search is None:  # what is there is found before each row anyway
            self._release()
            return True
        settled(self.journal, self.terms.settle, self.waiting)
        self.state.requests += 1
        is_any_absent = self.search.resolve(self.portal, self.journal, self.waiting)
        self._count()
        return is_any_absent

    def _repeat(self) -> bool:
        """Send requests whose answer was lost again under their keys; say whether there were any.

        A portal answers such a request as it did the first time, or executes it now.
        """
        lost = self.journal.keyed(self.waiting.now() - _KEPT)
        if not lost or self.state.stop:
            return False
        settled(self.journal, self.terms.settle, self.waiting)
        numbers = {number for rows in lost.values() for number in rows}
        rows = {row.number: row for row in self.rows.rows() if row.number in numbers}
        for key, some in lost.items():
            items = self._items(rows[number] for number in some)
            part = Part(tuple(item.command for item in items))
            self.sending.fly([Flight(part, key, is_repeat=True)], {i.command.key: i for i in items})
            if self.state.stop:
                break
        self._count()
        return True

    def _pass(self) -> None:
        fresh = self._fresh()
        while not self.state.stop and (rows := list(islice(fresh, self.state.room))):
            self._send(self._items(rows))

    def _fresh(self) -> Iterator[Row]:
        """Yield the rows that the journal does not know."""
        rows = self.rows.rows()
        while window := list(islice(rows, _WINDOW)):
            known = self.journal.known(window[0].number, window[-1].number)
            yield from (row for row in window if row.number not in known)

    def _items(self, rows: Iterable[Row]) -> list[Item]:
        """Return rows as calls; those that do not fit are refused here."""
        items: list[Item] = []
        for row in rows:
            try:
                params = self.shape.params(row.values)
                command = Command(str(row.number), self.shape.name, params, is_literal=True)
                if self.sending.is_keyed or command.text() is None:
                    body(params)
            except (Unfit, UsageProblem) as problem:
                self._refuse(row, explained(problem, self.terms.lang))
            else:
                items.append(Item(row, command))
        return items

    def _refuse(self, row: Row, error: dict[str, Any]) -> None:
        self.journal.settle([Entry(row.number, row.line, "refused", None, error, row.values)])
        self.state.rows += 1
        self.state.count_refused(1, self.terms)

    def _send(self, items: list[Item]) -> None:
        patience = Patience(
            self.portal.settings,
            self.waiting,
            method=self.shape.name,
            portal=self.portal.address.portal,
        )
        for some in self.upsert.chunks(items) if self.upsert else [items]:
            queue = self._upserted(some) if self.upsert else some
            while queue and not self.state.stop:
                queue = self.sending.round(queue, patience)

    def _upserted(self, items: list[Item]) -> list[Item]:
        assert self.upsert is not None  # noqa: S101 - who calls has looked
        ready, refused = self.upsert.resolved(items, self.portal, self.waiting)
        self.state.requests += 1
        for item, why in refused:
            told = text(why.key, self.terms.lang, **why.params)
            self._refuse(item.row, {"error": why.key, "error_description": told})
        return ready
