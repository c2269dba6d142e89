"""Problems for people and for programs: one short block, or one line of JSON, on stderr."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.output.colour import wants_colour
from oint_b24.output.paint import bold, dim, red
from oint_b24.text import has, remedy, tell, text

if TYPE_CHECKING:
    from oint_b24.errors import Problem
    from oint_b24.world import World

_FACTS = (
    "method", "portal", "status", "description", "validation", "argument", "option", "line",
    "column", "attempts", "until", "seconds", "sent", "check", "idempotency_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manner:
    """How to report: language, `text` or `json`, verbosity, the colour flag."""

    lang: str = "ru"
    form: str = "text"
    verbose: int = 0
    colour: str = "auto"


def report(problem: Problem, world: World, manner: Manner) -> None:
    """Write `problem` to stderr, secrets masked."""
    if manner.form == "json":
        world.note(json.dumps({"error": facts(problem, manner.lang)}, ensure_ascii=False))
        return
    colour = wants_colour(world.stderr, world.env, manner.colour)
    head, *more = tell(problem, manner.lang).splitlines()
    lines = [f"{red('oint:', colour)} {bold(head, colour)}", *more]
    lines += [f"  {line}" for line in _explained(problem, manner.lang)]
    cure = remedy(problem, manner.lang)
    if cure:
        lines.append(f"  {text('report.do', manner.lang)}: {cure}")
    if manner.verbose:
        exit_name = problem.exit.name.lower()
        lines.append(
            dim(f"  {text('report.exit', manner.lang)}: {problem.exit:d} {exit_name}", colour)
        )
    world.note("\n".join(lines))


def _explained(problem: Problem, lang: str) -> list[str]:
    """Return the portal's own words and the meaning of its code."""
    lines = []
    described = problem.params.get("description")
    if described:
        lines.append(f"{text('report.portal_says', lang)}: {one_line(str(described))}")
    lines += [f"{v.get('field')}: {v.get('message')}" for v in _validation(problem)]
    key = f"code.{_folded(problem)}"
    if problem.params.get("code") and has(key):
        lines.append(text(key, lang))
    return lines


def _validation(problem: Problem) -> list[dict[str, Any]]:
    return [v for v in problem.params.get("validation", ()) if isinstance(v, dict)]


def _folded(problem: Problem) -> str:
    return (problem.remedy or "").removeprefix("code.").removesuffix(".remedy")


def one_line(words: str) -> str:
    """Return text from outside on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def facts(problem: Problem, lang: str) -> dict[str, Any]:
    """Return a problem as data: stable code, message, what is known of it, remedy, exit code."""
    found: dict[str, Any] = {"code": problem.code, "message": tell(problem, lang)}
    found |= {name: problem.params[name] for name in _FACTS if problem.params.get(name)}
    cure = remedy(problem, lang)
    if cure:
        found["remedy"] = cure
    return {**found, "exit_code": int(problem.exit), "exit": problem.exit.name.lower()}
