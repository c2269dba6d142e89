"""A file of rows into a portal, one call per row, resumable: for Python and the command line.

>>> from oint_b24 import Portal
>>> from oint_b24.bulk.importing import import_rows
>>> portal = Portal("https://portal.example/rest/1/secret/")
>>> report = import_rows(  # doctest: +SKIP
...     portal, "crm.deal.add", "deals.csv", columns={"Сумма": "OPPORTUNITY"}, unique="ORIGIN_ID"
... )
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from oint_b24.bulk.importing_kinds import Kinds, described, documented
from oint_b24.bulk.importing_lookup import Lookup
from oint_b24.bulk.importing_run import Brake, Run, State, Stop, Terms
from oint_b24.bulk.importing_shape import Shape, path
from oint_b24.bulk.importing_source import NOTE, survey
from oint_b24.bulk.importing_unknown import Search
from oint_b24.bulk.importing_upsert import Upsert
from oint_b24.bulk.journal import Journal
from oint_b24.errors import Problem, UsageProblem
from oint_b24.portal.retry import SETTLED, Waiting
from oint_b24.rest.catalogue import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from oint_b24.bulk.importing_shape import Steps
    from oint_b24.bulk.importing_source import Form, RowFile
    from oint_b24.portal.client import Portal

__all__ = [
    "Brake", "Import", "Report", "State", "Terms", "carry_out", "import_rows", "learnt",
    "prepared", "report_of",
]  # fmt: skip

_PROBE = "oint: is this field filtered by?"


@dataclass(frozen=True, slots=True)
class Import:
    """Rows and what is to become of them.

    `unique` is a field whose value one record has at most, `update_by` one by which records are
    changed instead of made. `is_typed` fits values to the portal's fields.
    """

    rows: RowFile
    shape: Shape
    unique: str | None = None
    update_by: str | None = None
    is_typed: bool = True

    def marks(self, portal: str) -> dict[str, str]:
        """Return what tells this import into `portal` from any other."""
        from hashlib import sha256

        shape = self.shape
        mapping = [
            sorted(shape.maps.items()), shape.fixed, shape.sends_blanks, self.update_by,
            self.is_typed, self.rows.form,
        ]  # fmt: skip
        told = json.dumps(mapping, ensure_ascii=False).encode()
        return {
            "method": shape.name.lower(),
            "portal": portal,
            "file": self.rows.digest,
            "mapping": sha256(told).hexdigest(),
        }


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


def prepared(
    method: str,
    rows: RowFile,
    *,
    columns: Mapping[str, str] | None = None,
    fixed: Iterable[tuple[Steps, Any]] = (),
    unique: str | None = None,
    update_by: str | None = None,
    sends_blanks: bool = False,
    is_typed: bool = True,
) -> Import:
    """Return an import that can be carried out. Raises UsageProblem for one that cannot."""
    known = find(method)
    kinds = documented(known)
    name = known.name if known else method
    shape = Shape(name, known, dict(columns or {}), (), kinds, sends_blanks)
    placed = tuple(((*(shape.steps(head) or ()), *rest), v) for (head, *rest), v in fixed)
    shape = replace(shape, fixed=placed, _places={})
    if unique is not None and not shape.is_new:
        raise UsageProblem("import.unique_for_new", method=shape.name)
    if unique is not None and update_by is not None:
        raise UsageProblem("usage.either", one="--unique", other="--update-by")
    made = Import(rows, shape, unique, update_by, is_typed)
    _lookups(made)
    return made


def _lookups(task: Import) -> tuple[Search | None, Upsert | None]:
    shape = task.shape
    upsert = Upsert.of(shape, task.update_by) if task.update_by else None
    if task.unique is None:
        return None, upsert
    steps = shape.steps(task.unique) or (task.unique,)
    lookup = Lookup.of(shape.name, steps[-1], shape.given())
    return Search(task.rows, shape, lookup, task.unique), upsert


def learnt(task: Import, portal: Portal) -> Import:
    """Return the import with what the portal tells of its fields.

    Raises the problems of the client where the portal cannot be asked.
    """
    shape = task.shape
    if shape.name.lower().endswith(".delete"):
        return task
    kinds = described(portal, shape.method, shape.given()) if task.is_typed else Kinds()
    return replace(task, shape=replace(shape, kinds=kinds, _places={}))


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
    search, upsert = _lookups(task)
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
    draft.replace(place)
    return str(place)


class Given(TypedDict, total=False):
    """Wishes as keywords: see `prepared` and `Terms`."""

    form: Form
    columns: Mapping[str, str]
    fixed: Mapping[str, Any]
    unique: str
    update_by: str
    sends_blanks: bool
    is_typed: bool
    limit_errors: int
    settle: float
    resends: bool


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
    in a field. `state` may be watched from another thread. Raises UsageProblem before anything
    is sent, and the problem that ended it.
    """
    terms = Terms(
        given.get("limit_errors"), given.get("settle", SETTLED), given.get("resends", False)
    )
    with _file(rows) as (place, name):
        task = prepared(
            method,
            survey(place, name, given.get("form")),
            columns=given.get("columns"),
            fixed=[(path(name), value) for name, value in (given.get("fixed") or {}).items()],
            unique=given.get("unique"),
            update_by=given.get("update_by"),
            sends_blanks=given.get("sends_blanks", False),
            is_typed=given.get("is_typed", True),
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
            file.writelines(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
        yield place, place.name
