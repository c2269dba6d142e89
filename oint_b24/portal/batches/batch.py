"""Many calls in few requests: each command's own outcome, whatever became of the others.

The method `batch` of version 2 answers HTTP 200 whatever happens to its commands
(settings/how-to-call-rest-api/batch.md), so nothing here is done or failed as a whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.errors import LimitProblem, PortalProblem, Problem, UnknownProblem
from oint_b24.portal import codes
from oint_b24.portal.batches import answer as batch_answer
from oint_b24.portal.batches.answer import Batch, Outcome, Sent
from oint_b24.portal.batches.command import Command
from oint_b24.portal.batches.parts import MOST, Part, split
from oint_b24.portal.effect import effect_of
from oint_b24.portal.request import Request
from oint_b24.portal.retry import Patience, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oint_b24.portal.client import Portal

__all__ = ["MOST", "Batch", "Command", "Outcome", "Part", "commands_of", "run", "send", "split"]


def commands_of(given: Mapping[str, Any] | Iterable[Any]) -> list[Command]:
    """Return commands from what Python code has at hand.

    `given` maps keys to commands, or lists them. A command is a `Command`, a text
    `method?query`, or a pair of a method and its parameters.
    """
    pairs = given.items() if isinstance(given, dict) else enumerate(given)
    return [_command(str(key), what) for key, what in pairs]


def _command(key: str, what: Any) -> Command:
    if isinstance(what, Command):
        return what
    if isinstance(what, str):
        method, _, query = what.partition("?")
        return Command(key, method, query=query)
    method, params = what
    return Command(key, method, params or {})


def run(
    portal: Portal,
    commands: Sequence[Command],
    *,
    halt: bool = False,
    waiting: Waiting | None = None,
) -> Batch:
    """Run `commands` in their order and return what became of each.

    `halt` stops at the first that failed. Those that limits refused go again after the wait the
    portal asks for, where no reference ties them to others. Raises UsageProblem before anything
    is sent where references cannot hold, and the problem of the first request where nothing ran.
    """
    return _Run(portal, waiting or Waiting(), halt=halt).all(split(commands))


def request_of(part: Part, *, halt: bool = False) -> Request:
    """Return the request that carries a part."""
    if part.texts:
        params: dict[str, Any] = {"halt": int(halt), "cmd": part.cmd}
        return Request("batch", params, effect=effect_of("batch", params))
    (command,) = part.commands
    return Request(command.method, command.params, effect=effect_of(command.method, command.params))


def send(portal: Portal, part: Part, *, halt: bool = False) -> Sent:
    """Send one part and return what it brought. Raises the problem of a call that did not run."""
    request = request_of(part, halt=halt)
    try:
        envelope = portal.send(request)
    except UnknownProblem as problem:
        return Sent(tuple(batch_answer.lost(c, problem) for c in part.commands), lost=problem)
    except PortalProblem as problem:
        if part.texts or not isinstance(problem.envelope, dict) or _is_for_all(problem):
            raise
        return Sent((batch_answer.refused(part.commands[0], problem.envelope),))
    if part.texts:
        outcomes = batch_answer.read(part.commands, envelope, halt=halt)
        return Sent(outcomes, envelope.time, envelope.seconds)
    done = Outcome(
        part.commands[0].key,
        request.method,
        "done",
        envelope.result,
        total=envelope.total,
        next=envelope.next,
        time=envelope.time,
    )
    return Sent((done,), envelope.time, envelope.seconds)


def _is_for_all(problem: PortalProblem) -> bool:
    """Say whether a refusal is not the command's own: the next would get it too."""
    return isinstance(problem, LimitProblem) or codes.fold(problem.code) in (
        codes.EXPIRED,
        "no_auth_found",
        "invalid_token",
        "invalid_credentials",
    )


class _Run:
    """The parts of a run, one after another."""

    def __init__(self, portal: Portal, waiting: Waiting, *, halt: bool) -> None:
        self._portal, self._halt = portal, halt
        self._patience = Patience(
            portal.settings, waiting, method="batch", portal=portal.address.portal
        )
        self._sent: list[Sent] = []
        self._problem: Problem | None = None
        self._is_over = False

    def all(self, parts: list[Part]) -> Batch:
        """Run the parts and gather what became of their commands."""
        outcomes: list[Outcome] = []
        for part in parts:
            outcomes += self._settled(part)
        times = [sent.time for sent in self._sent if sent.time]
        return Batch(tuple(outcomes), _summed(times), len(self._sent), self._problem)

    def _settled(self, part: Part) -> list[Outcome]:
        """Send a part, and again what limits kept from running."""
        found = {c.key: Outcome(c.key, c.method, "skipped") for c in part.commands}
        left = None if self._is_over else part
        while left is not None:
            try:
                sent = send(self._portal, left, halt=self._halt)
            except Problem as problem:
                if not self._sent:
                    raise
                self._problem, self._is_over = problem, True
                break
            self._sent.append(sent)
            found |= {outcome.key: outcome for outcome in sent.outcomes}
            left = _again(part, found, halt=self._halt)
            if left and not wait_for(self._portal, found[left.commands[0].key], self._patience):
                break
        if self._halt:
            self._is_over |= any(o.state in ("failed", "unknown") for o in found.values())
        return [found[command.key] for command in part.commands]


def wait_for(portal: Portal, limited: Outcome, patience: Patience) -> bool:
    """Wait until a command that limits refused may go again; say False where patience ends."""
    problem = LimitProblem("portal.refused", method=limited.method, code=limited.code)
    if limited.code == codes.RATE:
        return patience.again("rate", problem, None)
    resets_at = portal.pace.resets_at(Request(limited.method))
    return patience.again("operating", problem, resets_at)


def _again(part: Part, found: dict[str, Outcome], *, halt: bool) -> Part | None:
    """Return what of a part may be sent once more: it did not run and nothing hangs on it."""
    limited = [c for c in part.commands if found[c.key].is_limited]
    if not limited or not part.texts:
        return None
    if halt:  # the portal stopped there: all after it did not run either
        chosen = [c for c in part.commands if found[c.key].state != "done"]
        if chosen[0] != limited[0]:
            return None
    else:
        used = frozenset[str]().union(*(c.references() for c in part.commands))
        chosen = [c for c in limited if c.key not in used and not c.references()]
    inside = {command.key for command in chosen}
    if not chosen or any(command.references() - inside for command in chosen):
        return None
    texts = tuple(text for key, text in part.cmd.items() if key in inside)
    return replace(part, commands=tuple(chosen), texts=texts)


def _summed(times: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one timing for several requests: from the first to the last, seconds added up."""
    if len(times) < 2:
        return times[0] if times else {}
    summed = dict(times[-1])
    summed |= {name: value for name, value in times[0].items() if name in ("start", "date_start")}
    for name in ("duration", "processing"):
        seconds = [time[name] for time in times if isinstance(time.get(name), (int, float))]
        if seconds:
            summed[name] = sum(seconds)
    return summed
