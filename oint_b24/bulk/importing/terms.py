"""What an import is told, what it has seen so far, and how it is stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from oint_b24.portal.batches.batch import MOST
from oint_b24.portal.retry import SETTLED

if TYPE_CHECKING:
    from oint_b24.bulk.importing.source import Row
    from oint_b24.portal.batches.batch import Command

Stop = Literal["", "interrupted", "errors", "lost"]

_FIRST = 10  # rows of the first batch: how long one takes is not known yet


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
    rows of unknown outcome once more. More than `limit_errors` refused rows stop it. `parallel`
    requests go at once: then the portal gets the rows in any order.
    """

    limit_errors: int | None = None
    settle: float = SETTLED
    resends: bool = False
    lang: str = "ru"
    parallel: int = 1


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
    width: int = 1
    lost: int = 0
    stop: Stop = ""
    is_alone: bool = False

    @property
    def room(self) -> int:
        """Return how many rows go at once."""
        return self.size * self.width

    def count_refused(self, count: int, terms: Terms) -> None:
        """Note refused rows; more than the terms allow stop the run."""
        self.refused += count
        if terms.limit_errors is not None and self.refused > terms.limit_errors:
            self.stop = "errors"
