"""Many calls of version 3 in one request: all of them are done, or none (rest-v3.md).

What is sent under an idempotency key may be sent again: the portal executes it once and answers
the same for a day.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from oint_b24.errors import LimitProblem, PortalProblem, Problem, UnknownProblem, UsageProblem
from oint_b24.portal import codes
from oint_b24.portal.batches import answer as batch_answer
from oint_b24.portal.batches.answer import Batch, Outcome, Sent
from oint_b24.portal.batches.parts import MOST, Part
from oint_b24.portal.effect import effect_of
from oint_b24.portal.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.portal.batches.command import Command
    from oint_b24.portal.client import Portal

_HEAVIEST = 4_000_000  # characters of one batch
_MARKS = ("$ref", "$refArray")
# Refusals that are not those of one call: every other would get them too.
_FOR_ALL = frozenset(
    {
        codes.EXPIRED, "no_auth_found", "invalid_token", "invalid_credentials",
        "insufficient_scope", "error_method_not_found", "method_not_found", codes.OVERLOAD,
        "idempotency_key_reused",
    }
)  # fmt: skip


def split(commands: Sequence[Command], most: int = MOST) -> list[Part]:
    """Return the requests that `commands` make, in order.

    Raises UsageProblem where a reference leads to no earlier command of the same request.
    """
    parts: list[Part] = []
    together: list[Command] = []
    weight = 0
    for command in commands:
        heavy = len(json.dumps(command.params, ensure_ascii=False, default=str))
        if together and (len(together) == most or weight + heavy > _HEAVIEST):
            parts.append(Part(tuple(together)))
            together, weight = [], 0
        _check(command, together)
        together.append(command)
        weight += heavy
    return [*parts, Part(tuple(together))] if together else parts


def _check(command: Command, earlier: Sequence[Command]) -> None:
    known = {one.key for one in earlier}
    lost = next((name for name in references(command) if name not in known), None)
    if lost is not None:
        raise UsageProblem("batch.no_reference_v3", key=command.key, to=lost)


def references(command: Command) -> list[str]:
    """Return the keys of the commands whose answers this one takes values from."""
    return [] if command.is_literal else list(_mentioned(command.params))


def _mentioned(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for mark in _MARKS:
            if set(value) == {mark} and isinstance(value[mark], str):
                yield value[mark].partition(".")[0]
        for inner in value.values():
            yield from _mentioned(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _mentioned(inner)


def request_of(part: Part) -> Request:
    """Return the request that carries a part: a batch, or a call where it is one."""
    if len(part.commands) == 1:
        (one,) = part.commands
        return Request(one.method, one.params, 3, effect_of(one.method, one.params, 3))
    named = {name for command in part.commands for name in references(command)}
    calls = [_call(command, is_named=command.key in named) for command in part.commands]
    return Request("batch", calls, 3, effect_of("batch", calls, 3))


def _call(command: Command, *, is_named: bool) -> dict[str, Any]:
    call = {"method": command.method, "query": command.params}
    return {**call, "as": command.key} if is_named else call


def send(portal: Portal, part: Part, key: str | None = None) -> Sent:
    """Send one part, writes under the idempotency `key`, and return what it brought.

    Raises the problem of a request that was refused as a whole: then nothing of it was done.
    """
    try:
        envelope = portal.send(request_of(part), key)
    except UnknownProblem as problem:
        return Sent(tuple(batch_answer.lost(c, problem) for c in part.commands), lost=problem)
    results = [envelope.result] if len(part.commands) == 1 else envelope.result
    if not isinstance(results, list) or len(results) != len(part.commands):
        unknown = (Outcome(c.key, c.method, "unknown") for c in part.commands)
        return Sent(tuple(unknown), envelope.time, envelope.seconds)
    done = tuple(
        Outcome(command.key, command.method, "done", result)
        for command, result in zip(part.commands, results, strict=True)
    )
    return Sent(done, envelope.time, envelope.seconds)


def is_own(problem: Problem) -> bool:
    """Say whether a refusal is that of one of the calls, so that others may fare better."""
    is_refusal = isinstance(problem, PortalProblem) and isinstance(problem.envelope, dict)
    is_general = isinstance(problem, LimitProblem) or codes.fold(problem.code) in _FOR_ALL
    return is_refusal and not is_general


def refused(command: Command, problem: Problem) -> Outcome:
    """Return the outcome of a command that was refused on its own."""
    told = problem.params
    lines = [told.get("description"), *(_line(one) for one in told.get("validation") or ())]
    words = "; ".join(str(line) for line in lines if line)
    error = {"error": str(told.get("code") or ""), "error_description": words}
    return Outcome(command.key, command.method, "failed", error=error)


def _line(one: Any) -> str:
    return str(one.get("message") or "") if isinstance(one, dict) else ""


def run(portal: Portal, commands: Sequence[Command]) -> Batch:
    """Run `commands` in their order, as many together as a request takes.

    A refused request stops the run: nothing of it was done, and what follows it is skipped. Raises
    its problem where it was the first one, and UsageProblem where references cannot hold.
    """
    outcomes: list[Outcome] = []
    sent: list[Sent] = []
    parts = split(commands)
    for at, part in enumerate(parts):
        try:
            made = send(portal, part)
        except Problem as problem:
            if not sent:
                raise
            rest = (c for late in parts[at:] for c in late.commands)
            outcomes += [Outcome(c.key, c.method, "skipped") for c in rest]
            return Batch(tuple(outcomes), sent[-1].time, len(sent), problem)
        sent.append(made)
        outcomes += made.outcomes
    return Batch(tuple(outcomes), sent[-1].time if sent else {}, len(sent))
