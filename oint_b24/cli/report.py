"""Problems for people and for programs: one short block, or one line of JSON, on stderr."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from oint_b24.errors import PortalProblem, remedy, tell
from oint_b24.output.colour import wants_colour
from oint_b24.output.paint import bold, dim, red
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.errors import Problem
    from oint_b24.rest.codes import Explanation
    from oint_b24.world import World

_FACTS = (
    "method", "portal", "status", "description", "validation", "argument", "option", "line",
    "column", "attempts", "until", "seconds", "sent", "check", "idempotency_key",
)  # fmt: skip


class Manner(NamedTuple):
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
    lang, known = manner.lang, _known(problem)
    colour = wants_colour(world.stderr, world.env, manner.colour)
    head, *more = tell(problem, lang).splitlines()
    lines = [f"{red('oint:', colour)} {bold(head, colour)}", *more]
    lines += [f"  {line}" for line in _portal_says(problem, lang)]
    if known is not None:
        lines.append(f"  {known.meaning(lang)}")
        cause = known.cause(lang) if manner.verbose else None
        lines += [f"  {cause}"] if cause else []
    cure = _cure(problem, known, lang)
    if cure:
        lines.append(f"  {text('report.do', lang)}: {cure}")
    if manner.verbose:
        ended = f"  {text('report.exit', lang)}: {problem.exit:d} {problem.exit.name.lower()}"
        lines.append(dim(ended, colour))
    world.note("\n".join(lines))


def _known(problem: Problem) -> Explanation | None:
    """Return what the error reference knows of the portal's code."""
    if not isinstance(problem, PortalProblem) or not _is_the_portals(problem):
        return None
    from oint_b24.rest.codes import explain

    return explain(str(problem.params.get("code") or ""))


def _is_the_portals(problem: PortalProblem) -> bool:
    """Say whether the portal itself refused: not our own limits, not a page of a proxy."""
    has_code = problem.params.get("code") not in (None, "")
    return has_code or problem.key == "portal.refused_without_code"


def _cure(problem: Problem, known: Explanation | None, lang: str) -> str | None:
    """Return what to do: what we know of this very problem, else of its code."""
    return remedy(problem, lang) or (known.remedy(lang) if known is not None else None)


def _portal_says(problem: Problem, lang: str) -> list[str]:
    """Return the portal's own words."""
    described = problem.params.get("description")
    lines = [f"{text('report.portal_says', lang)}: {one_line(str(described))}"] if described else []
    found = [v for v in problem.params.get("validation", ()) if isinstance(v, dict)]
    return lines + [one_line(f"{v.get('field')}: {v.get('message')}") for v in found]


def one_line(words: str) -> str:
    """Return text from outside on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def facts(problem: Problem, lang: str) -> dict[str, Any]:
    """Return a problem as data: stable code, message, what is known of it, remedy, exit code."""
    known = _known(problem)
    found: dict[str, Any] = {"code": problem.code, "message": tell(problem, lang)}
    found |= {name: problem.params[name] for name in _FACTS if problem.params.get(name)}
    if known is not None:
        found["meaning"] = known.meaning(lang)
    cure = _cure(problem, known, lang)
    if cure:
        found["remedy"] = cure
    return {**found, "exit_code": int(problem.exit), "exit": problem.exit.name.lower()}
