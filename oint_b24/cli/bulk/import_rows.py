"""`oint import METHOD FILE`: one call per row, resumable, nothing sent twice."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.importing.api import (
    Brake,
    Import,
    Report,
    State,
    Terms,
    Wanted,
    carry_out,
    learnt,
    prepared,
    report_of,
)
from oint_b24.bulk.importing.check import looked_through, unplaced
from oint_b24.bulk.importing.journal import Journal
from oint_b24.bulk.importing.source import FORMS, survey
from oint_b24.cli.advising import say
from oint_b24.cli.bulk.import_report import ended, refusals, written
from oint_b24.cli.bulk.import_words import Words, read
from oint_b24.cli.bulk.many import Errand, show
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import RefusedProblem, UsageProblem
from oint_b24.output.counter import Progress, counting
from oint_b24.portal.batches import version_3 as batch_v3
from oint_b24.portal.batches.batch import request_of, split
from oint_b24.portal.effect import effect_of
from oint_b24.portal.request import Request
from oint_b24.portal.retry import SETTLED
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from oint_b24.bulk.importing.source import RowFile
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.client import Portal

_OPTIONS = (
    ("format", "ndjson|csv|tsv|json|ids"), ("unique", "FIELD"), ("update-by", "FIELD"),
    ("limit-errors", "N"), ("parallel", "N"), ("journal", "FILE"), ("settle", "SECONDS"),
)  # fmt: skip
_MOST_PARALLEL = 32
_MANY = (("map", "COLUMN=FIELD"), ("set", "FIELD=VALUE"))
_FLAGS = ("v3", "restart", "resend-unknown", "send-empty", "as-is")


def command() -> Command:
    """Return the command `import`."""
    values = [Option(f"--{n}", texts(f"import.{n}"), metavar=shown) for n, shown in _OPTIONS]
    many = [Option(f"--{n}", texts(f"import.{n}"), "many", metavar=v) for n, v in _MANY]
    flags = [Option(f"--{name}", texts(f"import.{name}"), kind="flag") for name in _FLAGS]
    return Command(
        name="import",
        about=texts("import.about"),
        run=_run,
        options=(*many, *values, *flags),
        arguments="METHOD FILE|-",
        takes=(0, -1),
        examples=tuple(texts(f"import.example{i}") for i in (1, 2, 3)),
        details=tuple(texts(f"import.details{i}") for i in (1, 2, 3)),
        help_when_bare=True,
        is_open=True,
    )


def _run(invocation: Invocation) -> int:
    errand = Errand.of(invocation)
    words = read(invocation, errand.source)
    terms = _terms(invocation)
    with _file(words, errand) as (place, name):
        task = _task(words, place, name, invocation)
        if errand.is_shown:
            return _preview(task, errand)
        whole = _request(task, {})
        errand = errand.allowed(whole, whole.effect)
        _confirm(task, whole, errand)
        stem = f"import-{task.rows.digest[:12]}" if words.file == "-" else words.file
        journal = Path(invocation.given.get("--journal") or f"{stem}.oint-journal")
        marks = task.marks(_portal_of(errand))
        with Journal(journal, marks, restarts="--restart" in invocation.given) as kept:
            report = _carried_out(task, kept, terms, errand, Path(f"{stem}.refused.ndjson"))
            written(report, kept, errand)
            refused = refusals(kept, invocation.lang)
    return ended(report, errand, refused)


def _terms(invocation: Invocation) -> Terms:
    given = invocation.given
    limit = given.get("--limit-errors")
    if limit is not None and not limit.isdecimal():
        raise UsageProblem("import.not_count", option="--limit-errors", value=limit)
    try:
        settle = float(given.get("--settle", SETTLED))
    except ValueError:
        raise UsageProblem("import.not_count", option="--settle", value=given["--settle"]) from None
    is_again = "--resend-unknown" in given
    parallel = given.get("--parallel", "1")
    if not parallel.isdecimal() or not 1 <= int(parallel) <= _MOST_PARALLEL:
        told: dict[str, Any] = {"option": "--parallel", "value": parallel}
        raise UsageProblem("bulk.number", low=1, high=_MOST_PARALLEL, **told)
    errors = int(limit) if limit else None
    return Terms(errors, max(settle, 0.0), is_again, invocation.lang, int(parallel))


def _task(words: Words, place: Path, name: str, invocation: Invocation) -> Import:
    given = invocation.given
    form = given.get("--format")
    chosen = next((known for known in FORMS if known == form), None)
    if form is not None and chosen is None:
        choices = ", ".join(FORMS)
        raise UsageProblem("usage.choice", option="--format", value=form, choices=choices)
    rows = survey(place, name, chosen)
    _check_columns(words, rows)
    return prepared(
        words.method,
        rows,
        Wanted(
            columns=words.columns,
            fixed=words.fixed,
            unique=given.get("--unique"),
            update_by=given.get("--update-by"),
            sends_blanks="--send-empty" in given,
            is_typed="--as-is" not in given,
            version=3 if "--v3" in given else 2,
        ),
    )


def _check_columns(words: Words, rows: RowFile) -> None:
    """Raise UsageProblem for a `--map` of a column that a table does not have."""
    known = rows.names
    missing = next((name for name in words.columns if name not in known), None)
    if missing is not None and known and rows.form in ("csv", "tsv"):
        told = {"file": rows.name, "name": missing, "known": ", ".join(known)}
        raise UsageProblem("import.no_column", **told)


@contextmanager
def _file(words: Words, errand: Errand) -> Iterator[tuple[Path, str]]:
    """Give the file to read; stdin is put into one, for rows are read more than once."""
    if words.file != "-":
        yield Path(words.file).expanduser(), words.file
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="oint-") as directory:
        place = Path(directory, "stdin")
        place.write_bytes(errand.source.stdin("FILE"))
        yield place, "stdin"


def _portal_of(errand: Errand) -> str:
    """Return what stays the same of the portal: the one in a box has another port each time."""
    address = errand.target.address
    return errand.target.profile or "" if address is None else address.portal


def _advise(task: Import, errand: Errand) -> None:
    """Say what looks wrong with the first row that can be read."""
    check = looked_through(task, errand.invocation.lang, most=1)
    for command in check.commands:
        request = _request(task, command.params)
        known = frozenset(task.shape.kinds.fields)
        say(request, errand.invocation, errand.wish, errand.target, (), known)


def _doubt(task: Import, errand: Errand) -> None:
    """Tell of columns that the portal, which has described its fields, has none for."""
    names = unplaced(task) if errand.wish.check else []
    if names:
        told = {"file": task.rows.name, "names": ", ".join(names)}
        lang = errand.invocation.lang
        remedy = text("import.no_fields.remedy", lang)
        errand.note(f"{text('import.no_fields', lang, **told)}\n  {remedy}")


def _preview(task: Import, errand: Errand) -> int:
    """Show where columns go, what does not fit and the first requests; nothing is sent."""
    check = looked_through(task, errand.invocation.lang)
    about = {
        "method": task.shape.name,
        "format": task.rows.form,
        "rows": task.rows.count,
        "columns": check.columns,
        "unfit": check.unfit,
    }
    if task.shape.version == 3:
        requests = [batch_v3.request_of(part) for part in batch_v3.split(check.commands)]
    else:
        requests = [request_of(part) for part in split(check.commands)]
    return show(requests, errand, about)


def _request(task: Import, params: Any) -> Request:
    """Return the call of one row."""
    name, version = task.shape.name, task.shape.version
    return Request(name, params, version, effect_of(name, None, version))


def _confirm(task: Import, whole: Request, errand: Errand) -> None:
    """Ask before records are deleted. Raises RefusedProblem on a no."""
    if whole.effect != "delete" or errand.wish.yes:
        return
    world = errand.invocation.world
    told: dict[str, Any] = {"count": task.rows.count, "method": whole.method}
    if world.is_interactive():
        from oint_b24.cli.ask import agrees

        if agrees("import.confirm", world, errand.invocation.lang, **told):
            return
    raise RefusedProblem("import.not_confirmed", **told)


def _carried_out(
    task: Import, journal: Journal, terms: Terms, errand: Errand, refused: Path
) -> Report:
    """Carry the import out, telling how far it is; Ctrl-C stops it between two batches."""
    invocation, brake, state = errand.invocation, Brake(), State()
    with errand.opened() as portal, _gentle(brake, errand):
        look = _look(portal, task, state)
        quiet = errand.wish.quiet
        with counting(invocation.world, invocation.lang, look, is_quiet=quiet) as world:
            beside = replace(errand, invocation=invocation._replace(world=world))
            task = learnt(task, portal)
            _advise(task, beside)
            _doubt(task, beside)
            try:
                return carry_out(
                    task, portal, journal, terms=terms, waiting=beside.waiting(),
                    brake=brake, state=state, refused=refused,
                )  # fmt: skip
            except KeyboardInterrupt:
                state.stop = "interrupted"
                return report_of(task, journal, state)


@contextmanager
def _gentle(brake: Brake, errand: Errand) -> Iterator[None]:
    """Let the first Ctrl-C wait for the batch under way; the second one does not."""

    def pull(_signal: int, _frame: FrameType | None) -> None:
        if brake.is_pulled or not brake.is_busy:
            raise KeyboardInterrupt
        brake.is_pulled = True
        errand.note(text("import.stopping", errand.invocation.lang))

    try:
        before = signal.signal(signal.SIGINT, pull)
    except ValueError:  # not the main thread: signals go elsewhere
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _look(portal: Portal, task: Import, state: State) -> Callable[[], Progress]:
    bucket = portal.pace.bucket

    def look() -> Progress:
        is_limited = bucket.rate > 0
        return Progress(
            state.rows,
            task.rows.count,
            state.requests,
            bucket.used() if is_limited else None,
            bucket.burst if is_limited else None,
        )

    return look
