"""`oint explain CODE`: what an error code means, why it comes, what to do, who answers so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.reference.page import (
    columns,
    note,
    open_page,
    show,
    unknown,
    wants_data,
    write_data,
)
from oint_b24.cli.tree import Command
from oint_b24.errors import UsageProblem
from oint_b24.output.paint import bold
from oint_b24.rest.codes import explain, is_misspelling, nearest, raised_by, with_status
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.help import Page
    from oint_b24.cli.tree import Invocation
    from oint_b24.rest.codes import Explanation, Raiser

_FEW = 8  # methods named on the page; data has them all


def command() -> Command:
    """Return the command `explain`."""
    return Command(
        name="explain",
        about=texts("reference.explain.about"),
        run=_run,
        arguments="CODE",
        takes=(1, 1),
        examples=tuple(texts(f"reference.explain.example{i}") for i in (1, 2, 3)),
        details=(texts("reference.explain.details"),),
        help_when_bare=True,
    )


def _run(invocation: Invocation) -> int:
    code = invocation.arguments[0].strip("'\"")
    known, raisers = explain(code), raised_by(code)
    is_strange = not raisers and (known is None or (known.by_rule and known.reach == "method"))
    near = nearest(code) if is_strange else []
    if known is None and (sent_with := with_status(code)):
        raise UsageProblem("reference.status", status=code, codes=", ".join(sent_with))
    if known is None or (near and is_misspelling(code, near[0])):
        raise unknown("reference.no_code", code, near)
    if wants_data(invocation):
        return write_data(invocation, _row(known, raisers, invocation.lang))
    page = open_page(invocation)
    _lay_out(page, known, raisers)
    done = show(page, invocation)
    if is_strange:
        key = "reference.undocumented_near" if near else "reference.undocumented"
        note(invocation, key, near=", ".join(near))
    return done


def _lay_out(page: Page, known: Explanation, raisers: list[Raiser]) -> None:
    lang = page.lang
    page.lines.append(bold(known.code or "''", page.colour))
    page.paragraph(known.meaning(lang))
    page.lines.append("")
    facts = [
        ("cause", known.cause(lang)),
        ("remedy", known.remedy(lang)),
        ("statuses", ", ".join(map(str, _statuses(known, raisers)))),
        ("reach", "" if known.reach == "method" else text(f"reference.reach.{known.reach}", lang)),
        ("methods", _methods(raisers, lang)),
    ]
    columns(page, [(text(f"reference.code.{k}", lang), v) for k, v in facts if v])


def _methods(raisers: list[Raiser], lang: str) -> str:
    if not raisers:
        return ""
    named = ", ".join(dict.fromkeys(r.name for r in raisers[:_FEW]))
    key = "reference.raised" if len(raisers) <= _FEW else "reference.raised_more"
    return text(key, lang, count=len(raisers), list=named)


def _statuses(known: Explanation, raisers: list[Raiser]) -> list[int]:
    found = dict.fromkeys(known.statuses)
    found.update(dict.fromkeys(sorted({s for r in raisers for s in r.statuses})))
    return list(found)


def _row(known: Explanation, raisers: list[Raiser], lang: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": known.code,
        "meaning": known.meaning(lang),
        "cause": known.cause(lang),
        "remedy": known.remedy(lang),
        "statuses": _statuses(known, raisers),
        "reach": known.reach,
        "by_form": known.by_rule,
        "count": len(raisers),
        "methods": [{"name": r.name, "version": r.version} for r in raisers],
    }
    return {key: value for key, value in row.items() if value is not None}
