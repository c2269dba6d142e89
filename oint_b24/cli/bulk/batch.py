"""`oint batch FILE`: many calls in a few requests, each with an outcome of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.bulk.batch_file import read
from oint_b24.cli.bulk.many import Errand, few, show
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import Exit, PartialProblem, Problem, UnknownProblem, UsageProblem, tell
from oint_b24.output.render import write
from oint_b24.portal.batches import version_3 as batch_v3
from oint_b24.portal.batches.batch import request_of, run, split
from oint_b24.portal.effect import effect_of
from oint_b24.portal.request import Request
from oint_b24.rest.advice.advise import advise
from oint_b24.rest.advice.batch import query_params
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.bulk.batch_file import Commands
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.batches.batch import Batch, Outcome


def command() -> Command:
    """Return the command `batch`."""
    return Command(
        name="batch",
        about=texts("batch.about"),
        run=_run,
        options=(
            Option("--halt", texts("batch.halt"), kind="flag"),
            Option("--v3", texts("batch.v3"), kind="flag"),
        ),
        arguments="FILE|-",
        takes=(1, 1),
        examples=(texts("batch.example1"), texts("batch.example2")),
        details=(texts("batch.details"),),
        help_when_bare=True,
    )


def _run(invocation: Invocation) -> int:
    errand = Errand.of(invocation)
    if "--v3" in invocation.given:
        return _run_v3(errand)
    given = read(invocation.arguments[0], errand.source)
    halt = given.halt or "--halt" in invocation.given
    parts = split(given.commands)
    whole = _whole(given)
    _advise(given, errand)
    if errand.is_shown:
        return show([request_of(part, halt=halt) for part in parts], errand)
    errand = errand.allowed(whole, whole.effect)
    with errand.opened() as portal:
        made = run(portal, given.commands, halt=halt, waiting=errand.waiting())
    return _told(made, errand)


def _run_v3(errand: Errand) -> int:
    given = read(errand.invocation.arguments[0], errand.source, 3)
    calls = [{"method": one.method, "query": one.params} for one in given.commands]
    _advise(given, errand, 3)
    parts = batch_v3.split(given.commands)
    if errand.is_shown:
        return show([batch_v3.request_of(part) for part in parts], errand)
    whole = Request("batch", calls, 3, effect_of("batch", calls, 3))
    errand = errand.allowed(whole, whole.effect)
    with errand.opened() as portal:
        made = batch_v3.run(portal, given.commands)
    return _told(made, errand)


def _told(made: Batch, errand: Errand) -> int:
    """Write what became of the commands; raise the problem of those that were not executed."""
    write(document(made), errand.format, errand.invocation.world)
    problem = _problem(made, errand)
    if problem is not None:
        raise problem
    return Exit.OK


def _whole(given: Commands) -> Request:
    """Return all commands as one request: what the policy and the advice speak of."""
    cmd = {command.key: command.text() or command.method for command in given.commands}
    params: dict[str, Any] = {"cmd": cmd}
    return Request("batch", params, effect=effect_of("batch", params))


def _advise(given: Commands, errand: Errand, version: int = 2) -> None:
    """Say what looks wrong with a command, before sending; `--strict` makes it a refusal."""
    if not errand.wish.check:
        return
    lang = errand.invocation.lang
    found = []
    for one in given.commands:
        params = one.params if one.query is None else query_params(one.query)
        advices = advise(Request(one.method, params, version))
        found += [f"{one.key}: {text(a.key, lang, **a.params)}" for a in advices if not a.is_hint]
    if found and errand.wish.strict:
        raise UsageProblem("advice.strict", list="\n  ".join(found))
    for line in found:
        errand.note(f"{line} ({text('advice.sent', lang)})")


def document(made: Batch) -> dict[str, Any]:
    """Return the outcomes as an envelope: under each command's key what it brought."""
    return {"result": {o.key: row(o) for o in made.outcomes}, "time": made.time}


def row(outcome: Outcome) -> dict[str, Any]:
    """Return one outcome as a row; what there is none of is left out."""
    told: dict[str, Any] = {
        "key": outcome.key,
        "method": outcome.method,
        "state": outcome.state,
    }
    if outcome.state == "done":
        told["result"] = outcome.result
    told |= outcome.error or {}
    for name in ("total", "next"):
        if getattr(outcome, name) is not None:
            told[name] = getattr(outcome, name)
    return {**told, "time": outcome.time} if outcome.time else told


def _problem(made: Batch, errand: Errand) -> Problem | None:
    """Return what is to be told of commands that were not executed, or may not have been."""
    lang = errand.invocation.lang
    unknown = made.of("unknown")
    bad = made.of("failed", "skipped")
    if not unknown and not bad:
        return None
    stop = [] if made.problem is None else [_stopped(made.problem, lang)]
    lines = [*stop, *(_line(outcome, lang) for outcome in (*unknown, *bad))]
    told = few(lines, text("batch.more", lang, count=len(lines)))
    if unknown:
        keys = ", ".join(outcome.key for outcome in unknown)
        return UnknownProblem("batch.unknown", keys=keys, list=told)
    return PartialProblem("batch.failed", count=len(bad), all=len(made.outcomes), list=told)


def _stopped(problem: Problem, lang: str) -> str:
    return text("batch.stopped", lang, why=tell(problem, lang))


def _line(outcome: Outcome, lang: str) -> str:
    if outcome.state == "skipped":
        return f"{outcome.key}: {text('batch.skipped', lang)}"
    error = outcome.error or {}
    words = [str(error.get(name) or "") for name in ("error", "error_description")]
    return f"{outcome.key}: {' '.join(word for word in words if word)}"
