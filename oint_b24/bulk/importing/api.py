"""A file of rows into a portal, one call per row, resumable: for Python and the command line.

>>> from oint_b24 import Portal
>>> from oint_b24.bulk.importing.api import import_rows
>>> portal = Portal("https://portal.example/rest/1/secret/")
>>> report = import_rows(  # doctest: +SKIP
...     portal, "crm.deal.add", "deals.csv", columns={"Сумма": "OPPORTUNITY"}, unique="ORIGIN_ID"
... )
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from oint_b24.bulk.api import check_keywords
from oint_b24.bulk.importing.journal import Journal
from oint_b24.bulk.importing.run import Run
from oint_b24.bulk.importing.shape import path
from oint_b24.bulk.importing.source import NOTE, survey
from oint_b24.bulk.importing.task import Import, Wanted, learnt, prepared
from oint_b24.bulk.importing.terms import Brake, State, Stop, Terms
from oint_b24.errors import Problem
from oint_b24.portal.retry import SETTLED, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from oint_b24.bulk.importing.source import Form
    from oint_b24.portal.client import Portal

__all__ = [
    "Brake", "Import", "Report", "State", "Terms", "Wanted", "carry_out", "import_rows", "learnt",
    "prepared", "report_of",
]  # fmt: skip

_PROBE = "oint: is this field filtered by?"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the rows, those of earlier runs included.

    `left` were not sent. `unknown_lines` are the lines of the unknown rows. `stop` says why it
    ended before the last row, `problem` is what broke it off. `refused_file` holds the refused
    rows.
    """

    method: str
    file: str
    rows: int
    done: int
    refused: int
    unknown: int
    left: int
    requests: int
    unknown_lines: tuple[int, ...] = ()
    refused_file: str | None = None
    journal: str | None = None
    stop: Stop = ""
    problem: Problem | None = field(default=None, compare=False)


def carry_out(
    task: Import,
    portal: Portal,
    journal: Journal,
    *,
    terms: Terms | None = None,
    waiting: Waiting | None = None,
    brake: Brake | None = None,
    state: State | None = None,
    refused: Path | None = None,
) -> Report:
    """Send the rows of a learnt import that `journal` has no entry of, and report on all.

    `state` may be watched meanwhile. Refused rows are written to the file `refused`. Raises the
    problem where nothing could be sent; later ones are in the report.
    """
    search, upsert = task.lookups()
    run = Run(
        portal, task.rows, task.shape, journal, terms or Terms(), waiting or Waiting(),
        search, upsert, brake or Brake(), state or State(),
    )  # fmt: skip
    for found in (search, upsert):
        if found is not None:  # a filter that is not heeded is found out before anything is sent
            found.lookup.ids(portal, [_PROBE], run.waiting)
    problem: Problem | None = None
    try:
        run.all()
    except Problem as stopped:
        if not run.state.requests:
            raise
        problem = stopped
    finally:
        kept = _written(journal, refused)
    return report_of(task, journal, run.state, problem, kept)


def report_of(
    task: Import,
    journal: Journal,
    state: State,
    problem: Problem | None = None,
    refused: str | None = None,
) -> Report:
    """Return what the journal tells of all rows; those still under way are unknown."""
    journal.recover()
    counts = journal.counts()
    return Report(
        method=task.shape.name,
        file=task.rows.name,
        rows=task.rows.count,
        done=counts.get("done", 0),
        refused=counts.get("refused", 0),
        unknown=counts.get("unknown", 0),
        left=task.rows.count - sum(counts.values()),
        requests=state.requests,
        unknown_lines=tuple(entry.line for entry in journal.entries("unknown")),
        refused_file=refused,
        journal=str(journal.path) if journal.path else None,
        stop=state.stop,
        problem=problem,
    )


def _written(journal: Journal, place: Path | None) -> str | None:
    """Write the refused rows, so that they can be corrected and imported; return the file."""
    if place is None or not journal.counts().get("refused"):
        return None
    draft = place.with_name(place.name + ".tmp")
    with draft.open("w", encoding="utf-8") as file:
        for entry in journal.entries("refused"):
            note = {"line": entry.line, **(entry.error or {})}
            file.write(json.dumps({**(entry.values or {}), NOTE: note}, ensure_ascii=False) + "\n")
    place = next(free for free in _names(place) if not _is_edited(free, draft))
    draft.replace(place)
    return str(place)


def _names(place: Path) -> Iterator[Path]:
    """Yield `deals.csv.refused.ndjson`, then the same with numbers."""
    yield place
    for number in count(2):
        yield place.with_name(f"{place.stem}.{number}{place.suffix}")


def _is_edited(place: Path, draft: Path) -> bool:
    """Say whether somebody has corrected rows in the file `place`: they must not be lost."""
    try:
        with place.open(encoding="utf-8") as before, draft.open(encoding="utf-8") as now:
            return not {line.rstrip() for line in before if line.strip()} <= {
                line.rstrip() for line in now
            }
    except FileNotFoundError:
        return False
    except ValueError:
        return True


class Given(TypedDict, total=False):
    """Wishes as keywords: see `Wanted` and `Terms`."""

    form: Form
    columns: Mapping[str, str]
    fixed: Mapping[str, Any]
    unique: str
    update_by: str
    sends_blanks: bool
    is_typed: bool
    version: int
    limit_errors: int
    settle: float
    resends: bool
    parallel: int


def import_rows(
    portal: Portal,
    method: str,
    rows: str | Path | Iterable[Mapping[str, Any]],
    *,
    journal: str | Path | None = None,
    waiting: Waiting | None = None,
    state: State | None = None,
    **given: Unpack[Given],
) -> Report:
    """Call `method` for every row of a file, or of rows at hand, and report on all of them.

    `columns` maps columns to fields (brackets nest, the empty text leaves one out), `fixed`
    gives fields a value in every row. With a `journal` the same call goes on where another one
    ended, whatever ended it; without one it is kept in memory. `unique` names a field by which
    rows of a lost answer are looked up, `settle` seconds after it; without it they stay unknown,
    and `resends` sends them once more. `update_by` changes the records that have the row's value
    in a field. With `parallel` batches at once rows are made in any order. In `version` 3 rows of
    a lost answer are settled by keys of their own, for a day. `state` may be watched from another
    thread. Raises UsageProblem before anything is sent, the problem that ended it, and
    TypeError for a keyword there is not.
    """
    check_keywords(given, Given)
    terms = Terms(
        given.get("limit_errors"), given.get("settle", SETTLED), given.get("resends", False),
        parallel=given.get("parallel", 1),
    )  # fmt: skip
    with _file(rows) as (place, name):
        task = prepared(
            method,
            survey(place, name, given.get("form")),
            Wanted(
                columns=given.get("columns") or {},
                fixed=[(path(name), value) for name, value in (given.get("fixed") or {}).items()],
                unique=given.get("unique"),
                update_by=given.get("update_by"),
                sends_blanks=given.get("sends_blanks", False),
                is_typed=given.get("is_typed", True),
                version=given.get("version", 2),
            ),
        )
        refused = Path(f"{name}.refused.ndjson") if isinstance(rows, (str, Path)) else None
        marks = task.marks(portal.address.portal)
        with Journal(Path(journal) if journal else None, marks) as kept:
            report = carry_out(
                learnt(task, portal), portal, kept,
                terms=terms, waiting=waiting, state=state, refused=refused,
            )  # fmt: skip
    if report.problem is not None:
        raise report.problem
    return report


@contextmanager
def _file(rows: str | Path | Iterable[Mapping[str, Any]]) -> Iterator[tuple[Path, str]]:
    """Give a file of the rows: they are read more than once."""
    if isinstance(rows, (str, Path)):
        yield Path(rows), str(rows)
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="oint-") as directory:
        place = Path(directory, "rows.ndjson")
        with place.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(dict(row), ensure_ascii=False, default=_plain) + "\n")
        yield place, place.name


def _plain(value: object) -> str:
    """Return a moment or an exact number of Python as the text a portal reads."""
    if isinstance(value, (date, time)):  # a datetime is a date, too
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"a row cannot hold {type(value).__name__}")
