"""What an import came to: on stdout for programs, on stderr and as an exit code."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from oint_b24.errors import Exit, PartialProblem, UnknownProblem, tell
from oint_b24.output.format import TABULAR
from oint_b24.output.render import write
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.bulk.importing.api import Report
    from oint_b24.bulk.importing.journal import Entry, Journal
    from oint_b24.cli.bulk.many import Errand


_FIRST = 5  # refused rows told on stderr; all of them are in the file


def written(report: Report, journal: Journal, errand: Errand) -> None:
    """Write the report; where rows are wanted, one for each row of the file."""
    body: Any = {"result": _shown(report)}
    if errand.format.output in TABULAR:
        body = [_row(entry) for entry in journal.entries("done", "refused", "unknown")]
    write(body, errand.format, errand.invocation.world)


def _shown(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = {
        "method": report.method,
        "file": report.file,
        "rows": report.rows,
        "done": report.done,
        "refused": report.refused,
        "unknown": report.unknown,
        "left": report.left,
        "requests": report.requests,
        "journal": report.journal,
    }
    more = {
        "refused_file": report.refused_file,
        "unknown_lines": list(report.unknown_lines),
        "stopped": report.problem.code if report.problem else report.stop,
    }
    return told | {name: value for name, value in more.items() if value}


def _row(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"line": entry.line, "state": entry.state, "id": entry.id}
    return told | (entry.error or {})


def refusals(journal: Journal, lang: str) -> str:
    """Return the first refused rows, a line each: where they stand and what is wrong."""
    entries = list(islice(journal.entries("refused"), _FIRST))
    count = journal.counts().get("refused", 0)
    lines = [text("import.line", lang, line=one.line, why=_why(one)) for one in entries]
    if count > len(entries):
        lines.append(text("import.more", lang, count=count - len(entries)))
    return "".join(f"\n  {line}" for line in lines)


def _why(entry: Entry) -> str:
    error = entry.error or {}
    return str(error.get("error_description") or error.get("error") or "—")


def ended(report: Report, errand: Errand, refused: str = "") -> int:
    """Return the exit code of an import that did all it could; raise the problem of others.

    `refused` tells of the refused rows, a line each.
    """
    lang = errand.invocation.lang
    stop = text(f"import.stop.{report.stop}", lang) if report.stop else ""
    if report.problem is not None:
        stop = tell(report.problem, lang)
    told: dict[str, Any] = {
        "file": report.file, "done": report.done, "all": report.rows, "left": report.left,
        "refused": report.refused, "count": report.unknown, "journal": report.journal,
        "refused_file": report.refused_file or "", "stop": f"; {stop}" if stop else "",
        "list": refused,
    }  # fmt: skip
    if report.stop == "interrupted":
        errand.note(text("import.interrupted", lang, **told))
        return Exit.INTERRUPTED
    if report.unknown:
        lines = ", ".join(map(str, report.unknown_lines[:50]))
        more = " …" if report.unknown > 50 else ""
        raise UnknownProblem("import.unknown", lines=lines + more, **told)
    if report.problem is not None:
        errand.note(text("import.account", lang, **told))
        raise report.problem
    if report.refused:
        raise PartialProblem("import.refused", **told)
    if report.left:
        raise PartialProblem("import.left", **told)
    if not report.rows:
        errand.note(text("import.no_rows", lang, **told))
    return Exit.OK
