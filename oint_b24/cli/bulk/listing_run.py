"""Lists on their way: to stdout or to a file, with progress, an account and a way to go on."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from oint_b24.bulk.export import Export, Order
from oint_b24.errors import Exit, PartialProblem, Problem, UsageProblem
from oint_b24.output.counter import Progress, counting
from oint_b24.output.sink import check_file
from oint_b24.output.stream import TEXT_FORMATS, TextWriter
from oint_b24.text import text
from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.bulk.export import Writer
    from oint_b24.cli.bulk.asked import Asked
    from oint_b24.cli.bulk.many import Errand
    from oint_b24.portal.client import Portal
    from oint_b24.world import World

_ENDINGS = {
    ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".json": "json", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".db": "sqlite",
    ".parquet": "parquet",
}  # fmt: skip
_FORMATS = (*TEXT_FORMATS, "sqlite", "parquet")


def stream(asked: Asked) -> int:
    """Write the rows of a list to stdout and return the exit code. Raises Problem."""
    errand = asked.errand
    order = _order(asked, errand.format.output)
    work = Export(order, _streaming(errand), None)
    # The rows themselves show that it goes on, and a line between them would only be in the way.
    is_seen = is_terminal(errand.invocation.world.stdout)
    return _run(asked, work, is_quiet=errand.wish.quiet or is_seen)


def export(asked: Asked, target: str, output: str | None = None, *, resume: bool = False) -> int:
    """Write the rows of a list to a file and return the exit code. Raises Problem."""
    check_file(target)
    form = _form(target, output)
    errand = asked.errand
    work = Export(_order(asked, form), _writer(form, errand), Path(target), resume=resume)
    if work.before:
        errand.note(text("bulk.continued", errand.invocation.lang, rows=work.before))
    return _run(asked, work, is_quiet=errand.wish.quiet)


def _order(asked: Asked, form: str) -> Order:
    address = asked.errand.target.address
    host = address.host if address is not None else "sandbox"
    columns = asked.errand.format.columns
    return Order(asked.plan, asked.params, asked.wishes, form, host, columns)


def _form(target: str, output: str | None) -> str:
    """Return the format: as named, else by the ending. Raises UsageProblem."""
    found = output or _ENDINGS.get(Path(target).suffix.lower())
    if found not in _FORMATS:
        raise UsageProblem("bulk.format", name=output or target, known=", ".join(_FORMATS))
    return found


def _writer(form: str, errand: Errand) -> Writer:
    columns = errand.format.columns
    if form in ("sqlite", "parquet"):
        from oint_b24.output.stores import ParquetWriter, SqliteWriter

        return SqliteWriter(columns) if form == "sqlite" else ParquetWriter(columns)
    return TextWriter(form, columns, ascii_only=errand.format.ascii)


def _streaming(errand: Errand) -> Writer:
    """Return what writes to stdout: tables on a terminal, else NDJSON, unless a format is named."""
    world, fmt = errand.invocation.world, errand.format
    form = fmt.output
    if form == "auto":
        form = "table" if is_terminal(world.stdout) else "ndjson"
    if form in TEXT_FORMATS:
        return TextWriter(form, fmt.columns, ascii_only=fmt.ascii, stdout=world.write)
    if form not in ("table", "value", "none"):
        raise UsageProblem("bulk.needs_file", format=form)
    from oint_b24.output.chunks import ChunkWriter

    return ChunkWriter(fmt._replace(output=form), world)


def _run(asked: Asked, work: Export, *, is_quiet: bool) -> int:
    errand = asked.errand
    world = errand.invocation.world
    started = world.clock()
    portals: list[Portal] = []

    def look() -> Progress:
        return _progress(work, portals)

    try:
        with (
            counting(world, errand.invocation.lang, look, is_quiet=is_quiet) as beside,
            _opened(errand, beside) as portal,
            _disk(work),
        ):
            portals.append(portal)
            work.run(portal)
    except KeyboardInterrupt:
        _tell_interrupted(work, errand)
        return Exit.INTERRUPTED
    except Problem:
        _tell_kept(work, errand)
        raise
    _tell_done(work, errand, world.clock() - started)
    return Exit.OK


@contextmanager
def _opened(errand: Errand, world: World) -> Iterator[Portal]:
    beside = replace(errand, invocation=errand.invocation._replace(world=world))
    with beside.opened() as portal:
        yield portal


@contextmanager
def _disk(work: Export) -> Iterator[None]:
    """Tell of a disk that takes no more as a problem, not as a crash."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PartialProblem("bulk.disk", path=str(work.target or "-"), reason=reason) from error


def _progress(work: Export, portals: list[Portal]) -> Progress:
    tally = work.tally
    total = None if tally.total is None else tally.total + work.before
    used = burst = None
    if portals and portals[0].pace.bucket.rate > 0:
        with suppress(OSError):
            used, burst = portals[0].pace.bucket.used(), portals[0].pace.bucket.burst
    return Progress(work.rows, total, tally.requests, used, burst)


def _tell_done(work: Export, errand: Errand, seconds: float) -> None:
    invocation = errand.invocation
    lang, tally = invocation.lang, work.tally
    for name in work.absent:
        errand.note(text("output.unknown_column", lang, name=name))
    is_piped = work.target is None and not is_terminal(invocation.world.stderr)
    if is_piped and not tally.mended:
        return
    if tally.mended:
        errand.note(text("bulk.mended", lang, count=tally.mended))
    proof = text(f"bulk.proof.{tally.proof or 'closed'}", lang)
    told = {"rows": work.rows, "requests": tally.requests, "seconds": _shown(seconds, lang)}
    line = text("bulk.done", lang, proof=proof, **told)
    if work.target is not None:
        line = f"{line}; {text('bulk.written', lang, path=os.fspath(work.target))}"
    errand.note(line)


def _shown(seconds: float, lang: str) -> str:
    number = f"{seconds:.1f}"
    return number.replace(".", ",") if lang == "ru" else number


def _tell_interrupted(work: Export, errand: Errand) -> None:
    lang = errand.invocation.lang
    line = text("bulk.interrupted", lang, rows=work.rows)
    if work.is_kept and work.rows:
        line = f"{line}, {text('bulk.resume', lang, path=os.fspath(work.target or ''))}"
    errand.invocation.world.note(f"oint: {line}")


def _tell_kept(work: Export, errand: Errand) -> None:
    """Say how to go on with what was written before a problem, where that is possible."""
    if work.can_go_on:
        told = {"rows": work.rows, "path": os.fspath(work.target or "")}
        errand.note(text("bulk.kept", errand.invocation.lang, **told))
