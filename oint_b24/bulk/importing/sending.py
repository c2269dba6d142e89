"""Requests of an import: each row is in the journal before it goes and after."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oint_b24.bulk.importing.journal import Entry
from oint_b24.bulk.importing.lookup import record_id
from oint_b24.errors import Problem
from oint_b24.portal import codes, envelope
from oint_b24.portal.batches import answer as batch_answer, batch, version_3 as batch_v3
from oint_b24.portal.batches.answer import Sent
from oint_b24.portal.batches.batch import Part, split, wait_for
from oint_b24.portal.idempotency import new_key
from oint_b24.portal.request import Request

if TYPE_CHECKING:
    from oint_b24.bulk.importing.journal import Journal
    from oint_b24.bulk.importing.terms import Brake, Item, State, Terms
    from oint_b24.portal.batches.batch import Outcome
    from oint_b24.portal.client import Portal
    from oint_b24.portal.retry import Patience, Waiting

_LONG = 20.0  # seconds a batch may take: a portal ends a request after 60 (limits.md)
_FEWEST = 10  # rows of a batch that others go beside: each costs a request
_LOST_IN_A_ROW = 3  # then the portal is not at work, and more rows would only become unknown
# Refusals that every row would get.
_FOR_ALL = frozenset(
    {"insufficient_scope", "error_method_not_found", "method_not_found", codes.OVERLOAD}
)
_REUSED = "idempotency_key_reused"
_NO_BATCH = "error_batch_method_not_allowed"


@dataclass(slots=True)
class Flight:
    """A request under way: its rows, its key, and what came back.

    `is_refused` says that it was refused as a whole, for one of its rows or more. `crash` is an
    error of ours: what became of the rows is not known.
    """

    part: Part
    key: str | None = None
    is_repeat: bool = False
    sent: Sent | None = None
    problem: Problem | None = None
    is_refused: bool = False
    crash: BaseException | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends the rows of one run.

    `is_keyed` says that requests go under keys, so that lost ones may be sent again: those of
    version 3 (rest-v3.md).
    """

    portal: Portal
    journal: Journal
    terms: Terms
    waiting: Waiting
    brake: Brake
    state: State
    is_keyed: bool = False

    def round(self, items: list[Item], patience: Patience) -> list[Item]:
        """Send items and return those that did not run and may go again."""
        by_key = {item.command.key: item for item in items}
        again: list[Item] = []
        limited: Outcome | None = None
        parts = deque(self._parts(items))
        while parts and not self.state.stop:
            group = [Flight(parts.popleft()) for _ in range(min(len(parts), self.state.width))]
            for flight, waits in zip(group, self.fly(group, by_key), strict=True):
                if waits is None:
                    parts.extendleft(reversed(_halves(flight.part)))
                    continue
                limited = next((o for o in waits if o.is_limited), limited)
                again += [by_key[outcome.key] for outcome in waits]
        if limited is not None and not wait_for(self.portal, limited, patience):
            raise self._refusal(limited)
        return again

    def _parts(self, items: list[Item]) -> list[Part]:
        commands = [item.command for item in items]
        if self.state.is_alone:
            return [Part((command,)) for command in commands]
        cut = batch_v3.split if self.is_keyed else split
        share = -(-len(commands) // self.state.width)  # the last rows are shared out, too
        return cut(commands, min(self.state.size, max(share, _FEWEST)))

    def fly(self, group: list[Flight], by_key: dict[str, Item]) -> list[list[Outcome] | None]:
        """Send several parts at once; return of each the outcomes of rows that may go again.

        None stands for one that was refused as a whole. Raises the first problem of one that was
        not sent, or whose refusal every row would get.
        """
        self.brake.is_busy = True
        for flight in group:
            self._depart(flight, by_key)
        self._all_sent(group)
        waits = [self._landed(flight, by_key) for flight in group]
        crash = next((flight.crash for flight in group if flight.crash is not None), None)
        if crash is not None:
            raise crash
        self.brake.is_busy = False
        if self.brake.is_pulled:
            self.state.stop = "interrupted"
        problem = next((flight.problem for flight in group if flight.problem is not None), None)
        if problem is not None:
            raise problem
        return waits

    def _depart(self, flight: Flight, by_key: dict[str, Item]) -> None:
        """Write down what is about to go."""
        at = self.waiting.now()
        if flight.is_repeat and flight.key:
            self.journal.repeating(flight.key, at)
            return
        flight.key = new_key() if self.is_keyed else None
        rows = (by_key[command.key].row for command in flight.part.commands)
        self.journal.sending(((row.number, row.line) for row in rows), at, flight.key)

    def _all_sent(self, group: list[Flight]) -> None:
        if len(group) == 1:
            self._try(group[0])
            return
        # Daemons: an interrupted program must not wait for a portal to answer.
        threads = [threading.Thread(target=self._beside, args=(f,), daemon=True) for f in group]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _beside(self, flight: Flight) -> None:
        """Send a part in a thread of its own."""
        try:
            self._try(flight)
        except BaseException as error:  # noqa: BLE001 - raised again by who waits for the threads
            flight.crash = error

    def _try(self, flight: Flight) -> None:
        """Send a part and note what came of it."""
        try:
            if self.is_keyed:
                flight.sent = batch_v3.send(self.portal, flight.part, flight.key)
            else:
                flight.sent = batch.send(self.portal, flight.part)
        except Problem as problem:
            commands = flight.part.commands
            if codes.fold(problem.code) == _REUSED:  # the rows are not what they were
                flight.sent = Sent(tuple(batch_answer.lost(c, problem) for c in commands))
            elif not self.is_keyed or not batch_v3.is_own(problem):
                flight.problem = problem
            elif len(commands) > 1:
                flight.is_refused = True
            else:
                flight.sent = Sent((batch_v3.refused(commands[0], problem),))

    def _landed(self, flight: Flight, by_key: dict[str, Item]) -> list[Outcome] | None:
        """Write down what became of a part."""
        numbers = [int(command.key) for command in flight.part.commands]
        if flight.problem is not None:  # not executed now; a repeated one perhaps before
            if flight.is_repeat:
                self.journal.recover()
            else:
                self.journal.release(numbers)
            return []
        self.state.requests += 1
        if flight.sent is None and not flight.is_refused:
            return []  # the journal says that they were sent
        if flight.sent is None:
            self.journal.release(numbers)
            self.state.size = max(1, self.state.size // 2)
            return None
        outcomes = flight.sent.outcomes
        waits = [o for o in outcomes if o.is_limited or o.code == _NO_BATCH]
        common = next((o for o in outcomes if o.code in _FOR_ALL), None)
        kept = [o for o in outcomes if o not in waits and o.code not in _FOR_ALL]
        self.journal.settle(self._entry(outcome, by_key[outcome.key]) for outcome in kept)
        self.journal.release(int(o.key) for o in outcomes if o not in kept)
        if flight.key and any(o.code == _REUSED for o in outcomes):
            self.journal.without_key(flight.key)
        self.state.rows += len(kept)
        self._learn(flight.sent, len(numbers))
        self.state.count_refused(sum(o.state == "failed" for o in kept), self.terms)
        if common is not None:
            flight.problem = self._refusal(common)
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
        """Fit the size of the next batches, and how many go at once, to how this one fared."""
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
        state.width = 1 if sent.lost else self.terms.parallel
        if state.lost >= _LOST_IN_A_ROW:
            state.stop = "lost"

    def _refusal(self, outcome: Outcome) -> Problem:
        """Return the problem of a refusal that is not one row's own."""
        answer = envelope.Envelope({"error": "", **(outcome.error or {})})
        where = {"method": outcome.method, "portal": self.portal.address.portal, "status": 200}
        return envelope.refusal(answer, Request(outcome.method), where)


def _halves(part: Part) -> list[Part]:
    """Return a part in two: one row of it or more is refused."""
    middle = len(part.commands) // 2
    return [Part(part.commands[:middle]), Part(part.commands[middle:])]
