"""Rows into a portal: batches that fit, each row journalled before it goes and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from oint_b24.bulk.importing_lookup import record_id
from oint_b24.bulk.importing_unknown import settled
from oint_b24.bulk.importing_values import Unfit, explained
from oint_b24.bulk.journal import Entry
from oint_b24.errors import Problem, UsageProblem
from oint_b24.portal import batch, codes, envelope
from oint_b24.portal.batch import MOST, Command, Part, split, wait_for
from oint_b24.portal.encode import body
from oint_b24.portal.request import Request
from oint_b24.portal.retry import SETTLED, Patience, Waiting
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from oint_b24.bulk.importing_shape import Shape
    from oint_b24.bulk.importing_source import Row, RowFile
    from oint_b24.bulk.importing_unknown import Search
    from oint_b24.bulk.importing_upsert import Upsert
    from oint_b24.bulk.journal import Journal
    from oint_b24.portal.batch import Outcome
    from oint_b24.portal.batch_answer import Sent
    from oint_b24.portal.client import Portal

Stop = Literal["", "interrupted", "errors", "lost"]

_FIRST = 10  # rows of the first batch: how long one takes is not known yet
_LONG = 20.0  # seconds a batch may take: a portal ends a request after 60 (limits.md)
_LOST_IN_A_ROW = 3  # then the portal is not at work, and more rows would only become unknown
_WINDOW = 500
# Refusals that every row would get.
_FOR_ALL = frozenset(
    {"insufficient_scope", "error_method_not_found", "method_not_found", codes.OVERLOAD}
)
_NO_BATCH = "error_batch_method_not_allowed"


@dataclass(slots=True)
class Brake:
    """How an import is stopped between two batches: set `is_pulled` from a signal handler.

    `is_busy` says that rows are under way: to break off now would leave them unknown.
    """

    is_pulled: bool = False
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """How an import goes about uncertain and refused rows.

    `settle` is how long the portal may still be at work after an answer was lost. `resends` sends
    rows of unknown outcome once more. More than `limit_errors` refused rows stop it.
    """

    limit_errors: int | None = None
    settle: float = SETTLED
    resends: bool = False
    lang: str = "ru"


@dataclass(frozen=True, slots=True)
class Item:
    """A row ready to be sent; `record` is the id it changes, where that is known."""

    row: Row
    command: Command
    record: str | None = None


@dataclass(slots=True)
class State:
    """What a run has seen so far; who watches reads it."""

    rows: int = 0
    requests: int = 0
    refused: int = 0
    size: int = _FIRST
    most: int = MOST
    lost: int = 0
    stop: Stop = ""
    is_alone: bool = False


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

    def _pass(self) -> None:
        fresh = self._fresh()
        while not self.state.stop and (rows := list(islice(fresh, self.state.size))):
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
                if command.text() is None:
                    body(params)
            except (Unfit, UsageProblem) as problem:
                self._refuse(row, explained(problem, self.terms.lang))
            else:
                items.append(Item(row, command))
        return items

    def _refuse(self, row: Row, error: dict[str, Any]) -> None:
        self.journal.settle([Entry(row.number, row.line, "refused", None, error, row.values)])
        self.state.rows += 1
        self._refused(1)

    def _refused(self, count: int) -> None:
        limit = self.terms.limit_errors
        self.state.refused += count
        if limit is not None and self.state.refused > limit:
            self.state.stop = "errors"

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
                queue = self._round(queue, patience)

    def _upserted(self, items: list[Item]) -> list[Item]:
        assert self.upsert is not None  # noqa: S101 - who calls has looked
        ready, refused = self.upsert.resolved(items, self.portal, self.waiting)
        self.state.requests += 1
        for item, why in refused:
            told = text(why.key, self.terms.lang, **why.params)
            self._refuse(item.row, {"error": why.key, "error_description": told})
        return ready

    def _round(self, items: list[Item], patience: Patience) -> list[Item]:
        """Send items and return those that did not run and may go again."""
        by_key = {item.command.key: item for item in items}
        again: list[Item] = []
        limited: Outcome | None = None
        for part in self._parts(items):
            if self.state.stop:
                break
            waits = self._part(part, by_key)
            limited = next((o for o in waits if o.is_limited), limited)
            again += [by_key[outcome.key] for outcome in waits]
        if limited is not None and not wait_for(self.portal, limited, patience):
            raise self._refusal(limited)
        return again

    def _parts(self, items: list[Item]) -> list[Part]:
        commands = [item.command for item in items]
        if self.state.is_alone:
            return [Part((command,)) for command in commands]
        return split(commands)

    def _part(self, part: Part, by_key: dict[str, Item]) -> list[Outcome]:
        """Send one part; return the outcomes of rows that did not run and may go again."""
        rows = [by_key[command.key].row for command in part.commands]
        self.brake.is_busy = True
        self.journal.sending(((row.number, row.line) for row in rows), self.waiting.now())
        try:
            sent = batch.send(self.portal, part)
        except Problem:
            self.journal.release(row.number for row in rows)
            raise
        self.state.requests += 1
        waits = [o for o in sent.outcomes if o.is_limited or o.code == _NO_BATCH]
        common = next((o for o in sent.outcomes if o.code in _FOR_ALL), None)
        kept = [o for o in sent.outcomes if o not in waits and o.code not in _FOR_ALL]
        self.journal.settle(self._entry(outcome, by_key[outcome.key]) for outcome in kept)
        self.journal.release(int(o.key) for o in sent.outcomes if o not in kept)
        self.brake.is_busy = False
        self.state.rows += len(kept)
        self._learn(sent, len(rows))
        self._refused(sum(outcome.state == "failed" for outcome in kept))
        if common is not None:
            raise self._refusal(common)
        return waits

    def _entry(self, outcome: Outcome, item: Item) -> Entry:
        row = item.row
        if outcome.state == "done":
            record = item.record or record_id(outcome.result)
            return Entry(row.number, row.line, "done", record)
        if outcome.state == "failed":
            return Entry(row.number, row.line, "refused", None, outcome.error, row.values)
        return Entry(row.number, row.line, "unknown", None, outcome.error)

    def _learn(self, sent: Sent, rows: int) -> None:
        """Fit the size of the next batch to how long this one took, and heed the brake."""
        state = self.state
        state.lost = state.lost + 1 if sent.lost else 0
        if any(outcome.code == _NO_BATCH for outcome in sent.outcomes):
            state.is_alone = True
        if sent.lost:
            state.size = max(1, state.size // 2)
        elif sent.seconds > _LONG:
            state.size = max(1, int(rows * _LONG / sent.seconds))
        elif rows >= state.size:
            state.size = min(state.most, state.size * 2)
        if state.lost >= _LOST_IN_A_ROW:
            state.stop = "lost"
        if self.brake.is_pulled:
            state.stop = "interrupted"

    def _refusal(self, outcome: Outcome) -> Problem:
        """Return the problem of a refusal that is not one row's own."""
        answer = envelope.Envelope({"error": "", **(outcome.error or {})})
        where = {"method": outcome.method, "portal": self.portal.address.portal, "status": 200}
        return envelope.refusal(answer, Request(outcome.method), where)
