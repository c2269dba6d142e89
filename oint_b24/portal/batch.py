"""Many calls in few requests: each command's own outcome, whatever became of the others.

The method `batch` of version 2 answers HTTP 200 whatever happens to its commands
(settings/how-to-call-rest-api/batch.md), so nothing here is done or failed as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from oint_b24.errors import LimitProblem, PortalProblem, Problem, UnknownProblem
from oint_b24.portal import codes
from oint_b24.portal.command import Command
from oint_b24.portal.effect import effect_of
from oint_b24.portal.parts import MOST, Part, split
from oint_b24.portal.request import Request
from oint_b24.portal.retry import Patience, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oint_b24.portal.client import Portal
    from oint_b24.portal.envelope import Envelope

__all__ = ["MOST", "Batch", "Command", "Outcome", "Part", "commands_of", "run", "send", "split"]

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
        """Return the outcome of the command `key`."""
        return next(outcome for outcome in self.outcomes if outcome.key == key)

    def of(self, *states: State) -> list[Outcome]:
        """Return the outcomes in any of `states`."""
        return [outcome for outcome in self.outcomes if outcome.state in states]


@dataclass(frozen=True, slots=True)
class Sent:
    """What one request brought. `lost` is the problem of an answer that did not come."""

    outcomes: list[Outcome]
    time: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    lost: UnknownProblem | None = None


def commands_of(
    given: Mapping[str, Any] | Iterable[Any], *, is_literal: bool = False
) -> list[Command]:
    """Return commands from what Python code has at hand.

    `given` maps keys to commands, or lists them. A command is a `Command`, a text
    `method?query`, or a pair of a method and its parameters.
    """
    pairs = given.items() if hasattr(given, "items") else enumerate(given)
    return [_command(str(key), what, is_literal=is_literal) for key, what in pairs]


def _command(key: str, what: Any, *, is_literal: bool) -> Command:
    if isinstance(what, Command):
        return what
    if isinstance(what, str):
        method, _, query = what.partition("?")
        return Command(key, method, query=query, is_literal=is_literal)
    method, params = what
    return Command(key, method, params or {}, is_literal=is_literal)


def run(
    portal: Portal,
    commands: list[Command],
    *,
    halt: bool = False,
    waiting: Waiting | None = None,
) -> Batch:
    """Run `commands` in their order and return what became of each.

    `halt` stops at the first that failed. Those that limits refused go again after the wait the
    portal asks for, where no reference ties them to others. Raises UsageProblem before anything
    is sent where references cannot hold, and the problem of the first request where nothing ran.
    """
    return _Run(portal, halt, waiting or Waiting()).all(split(commands))


def send(portal: Portal, part: Part, *, halt: bool = False) -> Sent:
    """Send one part and return what it brought. Raises the problems of a call that did not run."""
    if not part.texts:
        return _alone(portal, part.commands[0])
    params = {"halt": int(halt), "cmd": part.cmd}
    effect = effect_of("batch", params)
    try:
        envelope = portal.send(Request("batch", params, effect=effect))
    except UnknownProblem as problem:
        return Sent([_lost(command, problem) for command in part.commands], lost=problem)
    outcomes = [_outcome(command, envelope, halt=halt) for command in part.commands]
    return Sent(outcomes, envelope.time, envelope.seconds)


def _alone(portal: Portal, command: Command) -> Sent:
    effect = effect_of(command.method, command.params)
    try:
        envelope = portal.send(Request(command.method, command.params, effect=effect))
    except UnknownProblem as problem:
        return Sent([_lost(command, problem)], lost=problem)
    except PortalProblem as problem:
        if not isinstance(problem.envelope, dict) or codes.fold(problem.code) == codes.EXPIRED:
            raise
        return Sent([_failed(command, problem.code, problem.params.get("description"))])
    told = {"total": envelope.total, "next": envelope.next, "time": envelope.time}
    done = Outcome(command.key, command.method, "done", envelope.result, **told)
    return Sent([done], envelope.time, envelope.seconds)


def _lost(command: Command, problem: UnknownProblem) -> Outcome:
    error = {"error": problem.code, "error_description": str(problem)}
    return Outcome(command.key, command.method, "unknown", error=error)


def _failed(command: Command, code: str, description: Any) -> Outcome:
    error = {"error": code, "error_description": description or ""}
    return Outcome(command.key, command.method, "failed", error=error)


def _outcome(command: Command, envelope: Envelope, *, halt: bool) -> Outcome:
    """Return what the answer of a batch tells of one command."""
    key, method = command.key, command.method
    results, errors = envelope.part("result"), envelope.part("result_error")
    if key in errors:
        given = errors[key]
        error = given if isinstance(given, dict) else {"error": str(given)}
        outcome = Outcome(key, method, "failed", error=error)
        is_write = effect_of(method) != "read"
        return Outcome(key, method, "unknown", error=error) if (
            is_write and outcome.code in _FAULTS
        ) else outcome  # fmt: skip
    times = envelope.part("result_time")
    if key not in results and key not in times:
        # Without «halt» a portal leaves no command out: whether this one ran is not known.
        return Outcome(key, method, "skipped" if halt else "unknown")
    time = times.get(key)
    return Outcome(
        key,
        method,
        "done",
        results.get(key),
        total=_count(envelope, "result_total", key),
        next=_count(envelope, "result_next", key),
        time=time if isinstance(time, dict) else {},
    )


def _count(envelope: Envelope, name: str, key: str) -> int | None:
    value = envelope.part(name).get(key)
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_count else None


class _Run:
    """The parts of a run, one after another."""

    def __init__(self, portal: Portal, halt: bool, waiting: Waiting) -> None:
        self._portal, self._halt, self._waiting = portal, halt, waiting
        self._outcomes: list[Outcome] = []
        self._times: list[dict[str, Any]] = []
        self._requests = 0
