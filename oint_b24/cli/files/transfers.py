"""What `upload` and `download` share: options, the plan told first, progress, the report."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import is_on
from oint_b24.cli.tree import Option
from oint_b24.errors import Exit, PartialProblem, UsageProblem, tell
from oint_b24.output.render import write
from oint_b24.portal.transfer.part import ALGORITHMS
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.cli.bulk.many import Errand
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.transfer.many import Clash, Report, Row

_POLICIES: dict[str, Clash] = {
    "--overwrite": "overwrite",
    "--skip-existing": "skip",
    "--rename": "rename",
}
_MOST_TOLD = 10
_UNIT = 1024


def options(verb: str) -> tuple[Option, ...]:
    """Return the options of both commands; `verb` (upload, download) chooses the words."""
    flags = ("recursive", "mkdir", "overwrite", "skip-existing", "rename")
    made = [
        Option(
            f"--{name}",
            texts(f"files.{verb}.{name.replace('-', '_')}"),
            kind="flag",
            short="-r" if name == "recursive" else None,
        )
        for name in flags
    ]
    checksum = Option(
        "--checksum", texts("files.checksum"), metavar="|".join(ALGORITHMS), values=ALGORITHMS
    )
    return (*made, checksum)


def clash_of(invocation: Invocation) -> Clash:
    """Return what is to happen where a name is taken. Raises UsageProblem for two wishes."""
    given = [name for name in _POLICIES if name in invocation.given]
    if len(given) > 1:
        raise UsageProblem("usage.either", one=given[0], other=given[1])
    return _POLICIES[given[0]] if given else "refuse"


def algorithm_of(invocation: Invocation) -> str | None:
    """Return the wanted checksum. Raises UsageProblem for an unknown one."""
    name = invocation.given.get("--checksum")
    if name is not None and name not in ALGORITHMS:
        raise UsageProblem(
            "usage.choice", option="--checksum", value=name, choices=", ".join(ALGORITHMS)
        )
    return name


def refuse_curl(errand: Errand) -> None:
    """Raise UsageProblem for --curl: the second request needs what the first one answers."""
    if errand.wish.curl:
        raise UsageProblem("files.no_curl")


def show_plan(errand: Errand, plan: dict[str, Any]) -> int:
    """Print a plan instead of doing it."""
    invocation = errand.invocation
    shown = invocation.world.redactor.mask({"dry_run": True, **plan})
    ascii_only = is_on(invocation.common, "ascii")
    invocation.world.write(json.dumps(shown, ensure_ascii=ascii_only, indent=1) + "\n")
    return Exit.OK


def tell_plan(errand: Errand, files: int, folders: int, size: int) -> None:
    """Tell what is about to happen, before it does."""
    lang = errand.invocation.lang
    told = {"files": files, "folders": folders, "size": human(size, lang)}
    errand.note(text("files.plan", lang, **told))


def human(size: int, lang: str) -> str:
    """Return a size for people."""
    units = text("files.units", lang).split()
    value, place = float(size), 0
    while value >= _UNIT and place < len(units) - 1:
        value, place = value / _UNIT, place + 1
    shown = str(size) if not place else f"{value:.1f}"
    return f"{shown.replace('.', ',') if lang == 'ru' else shown} {units[place]}"


@contextmanager
def shown(errand: Errand, name: str, size: int) -> Iterator[Callable[[int], None] | None]:
    """Give what to tell the bytes so far: a bar with rate and time left, on a terminal."""
    from oint_b24.output.progress import bar

    if errand.wish.quiet:
        yield None
        return
    with bar(errand.invocation.world, name, size) as progress:
        yield progress


@contextmanager
def accounted(errand: Errand, report: Report) -> Iterator[None]:
    """Tell how far it came where somebody interrupts."""
    try:
        yield
    except KeyboardInterrupt:
        lang = errand.invocation.lang
        told = {"done": report.count("done"), "total": report.total}
        errand.note(text("files.interrupted", lang, **told))
        raise


def finish(
    errand: Errand, report: Report, algorithm: str | None, more: dict[str, Any] | None = None
) -> int:
    """Write the report and return the exit code.

    Raises the problem of the only file, PartialProblem where some of several failed, and what
    stopped all of them where none got through.
    """
    problem = report.problem
    if problem is not None and (len(report.rows) == 1 or not _got_anywhere(report)):
        raise problem
    body = {
        "result": [_shown(row, errand, algorithm) for row in report.rows],
        **(more or {}),
        **{state: report.count(state) for state in ("done", "skipped", "failed", "left")},
        "bytes": report.bytes,
    }
    write(body, errand.format, errand.invocation.world)
    if problem is not None:
        raise _partial(report, errand)
    return Exit.OK


def _got_anywhere(report: Report) -> bool:
    """Say whether the first problem did not stop everything."""
    return any(row.state in ("done", "skipped") for row in report.rows) or not report.count("left")


def _shown(row: Row, errand: Errand, algorithm: str | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "state": row.state,
        "path": row.path,
        "place": row.place,
        "name": row.name,
        "id": row.id or None,
        "size": row.size,
    }
    if algorithm is not None:
        shown[algorithm] = row.checksum or None
    if row.problem is not None:
        clean = errand.invocation.world.redactor.clean
        told = clean(tell(row.problem, errand.invocation.lang))
        shown["error"] = {"code": row.problem.code, "message": told}
    return shown


def _partial(report: Report, errand: Errand) -> PartialProblem:
    """Return the problem of some: which they are, and why."""
    lang = errand.invocation.lang
    bad = [row for row in report.rows if row.state in ("failed", "left")]
    lines = [f"{row.path or row.place}: {_why(row, lang)}" for row in bad[:_MOST_TOLD]]
    if len(bad) > _MOST_TOLD:
        lines.append(text("files.more", lang, count=len(bad) - _MOST_TOLD))
    told = "".join(f"\n  {line}" for line in lines)
    return PartialProblem("files.some_failed", count=len(bad), total=report.total, list=told)


def _why(row: Row, lang: str) -> str:
    if row.problem is None:
        return text("files.left", lang)
    return tell(row.problem, lang).splitlines()[0]
