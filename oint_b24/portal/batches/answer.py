"""What became of the commands of a batch: outcomes as values, read from its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from oint_b24.portal import codes
from oint_b24.portal.effect import effect_of

if TYPE_CHECKING:
    from oint_b24.errors import Problem, UnknownProblem
    from oint_b24.portal.batches.command import Command
    from oint_b24.portal.envelope import Envelope

State = Literal["done", "failed", "skipped", "unknown"]
# The portal broke while it ran the command: it may have taken.
_FAULTS = frozenset({"internal_server_error", "error_unexpected_answer"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one command.

    `failed` was refused by the portal, `skipped` never ran, `unknown` is a write whose answer was
    lost. `error` holds the portal's `error` and `error_description`, or ours of a lost answer.
    """

    key: str
    method: str
    state: State
    result: Any = None
    error: dict[str, Any] | None = None
    total: int | None = None
    next: int | None = None
    time: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Return the folded code of the error, empty where there was none."""
        return codes.fold(str((self.error or {}).get("error") or ""))

    @property
    def is_limited(self) -> bool:
        """Say whether limits refused the command: it did not run and may go again later."""
        return self.state == "failed" and self.code in (codes.RATE, codes.OPERATING)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one request brought. `lost` is the problem of an answer that did not come."""

    outcomes: tuple[Outcome, ...]
    time: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    lost: UnknownProblem | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of all commands, in their order.

    `problem` is what stopped us before the last of them: those after it are `skipped`. `time` is
    the portal's timing of all requests together.
    """

    outcomes: tuple[Outcome, ...]
    time: dict[str, Any] = field(default_factory=dict)
    requests: int = 0
    problem: Problem | None = None

    def __getitem__(self, key: str) -> Outcome:
        """Return the outcome of the command `key`. Raises KeyError."""
        for outcome in self.outcomes:
            if outcome.key == key:
                return outcome
        raise KeyError(key)

    def of(self, *states: State) -> list[Outcome]:
        """Return the outcomes in any of `states`."""
        return [outcome for outcome in self.outcomes if outcome.state in states]


def lost(command: Command, problem: Problem) -> Outcome:
    """Return the outcome of a write whose answer was lost."""
    error = {"error": problem.code, "error_description": str(problem)}
    return Outcome(command.key, command.method, "unknown", error=error)


def read(commands: tuple[Command, ...], envelope: Envelope, *, halt: bool) -> tuple[Outcome, ...]:
    """Return what the answer of a batch tells of each command, `next` and `total` as numbers."""
    names = ("result", "result_error", "result_total", "result_next", "result_time")
    maps = {name: envelope.part(name) for name in names}
    return tuple(_outcome(command, maps, halt=halt) for command in commands)


def _outcome(command: Command, maps: dict[str, dict[str, Any]], *, halt: bool) -> Outcome:
    key, method = command.key, command.method
    if key in maps["result_error"]:
        return refused(command, maps["result_error"][key])
    time = maps["result_time"].get(key)
    if key not in maps["result"] and time is None:
        # Without «halt» a portal leaves no command out: whether this one ran is not known.
        return Outcome(key, method, "skipped" if halt else "unknown")
    return Outcome(
        key,
        method,
        "done",
        maps["result"].get(key),
        total=_count(maps["result_total"].get(key)),
        next=_count(maps["result_next"].get(key)),
        time=time if isinstance(time, dict) else {},
    )


def refused(command: Command, given: Any) -> Outcome:
    """Return the outcome of a command the portal answered with an error."""
    told = given if isinstance(given, dict) else {"error": given}
    error = {name: told[name] for name in ("error", "error_description") if name in told}
    found = Outcome(command.key, command.method, "failed", error=error)
    if found.code in _FAULTS and effect_of(command.method) != "read":
        return Outcome(command.key, command.method, "unknown", error=error)
    return found


def _count(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_count else None
