"""Many files, one after the other: what became of each, and when going on is of no use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from oint_b24.errors import AccessProblem, LimitProblem, Problem, RefusedProblem, UnreachableProblem

if TYPE_CHECKING:
    from collections.abc import Callable

# What is done where a name is taken.
Clash = Literal["refuse", "overwrite", "skip", "rename"]
State = Literal["done", "skipped", "failed", "left"]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a file: `path` here, `place` on the portal; `problem` where it failed."""

    path: str
    place: str
    state: State = "left"
    name: str = ""
    id: str = ""
    size: int | None = None
    checksum: str = ""
    problem: Problem | None = None


@dataclass(slots=True)
class Report:
    """What became of all files so far."""

    total: int = 0
    rows: list[Row] = field(default_factory=list)

    def count(self, state: State) -> int:
        """Return how many files are in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def bytes(self) -> int:
        """Return how many bytes were transferred."""
        return sum(row.size or 0 for row in self.rows if row.state == "done")

    @property
    def problem(self) -> Problem | None:
        """Return the last problem, or None where all went well."""
        return next((row.problem for row in reversed(self.rows) if row.problem), None)

    def add(self, row: Row, work: Callable[[Row], Row]) -> None:
        """Do the work of a file and note what became of it.

        After a problem that all others would meet, the rest is left.
        """
        if self._is_over():
            self.rows.append(row)
            return
        try:
            self.rows.append(work(row))
        except Problem as problem:
            self.rows.append(failed(row, problem))

    def _is_over(self) -> bool:
        if not self.rows:
            return False
        last = self.rows[-1]
        return last.state == "left" or (last.problem is not None and is_final(last.problem))


def failed(row: Row, problem: Problem) -> Row:
    """Return the row of a file that met a problem."""
    return Row(row.path, row.place, "failed", row.name, row.id, row.size, problem=problem)


def is_final(problem: Problem) -> bool:
    """Say whether the next file would meet the same problem.

    A right is missing for one folder or file; a credential, a connection or a limit for all.
    """
    if isinstance(problem, RefusedProblem):
        return problem.key.startswith("secret.")
    if isinstance(problem, AccessProblem):
        return problem.code.upper() not in ("ACCESS_DENIED", "ACCESS_ERROR")
    return isinstance(problem, (UnreachableProblem, LimitProblem))
