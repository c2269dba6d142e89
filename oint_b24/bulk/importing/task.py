"""An import as it is to be carried out: rows, where their values go, how records are found."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.importing.kinds import Kinds, described, documented
from oint_b24.bulk.importing.lookup import Lookup
from oint_b24.bulk.importing.shape import Shape
from oint_b24.bulk.importing.unknown import Search
from oint_b24.bulk.importing.upsert import Upsert
from oint_b24.errors import UsageProblem
from oint_b24.rest.catalogue import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oint_b24.bulk.importing.shape import Steps
    from oint_b24.bulk.importing.source import RowFile
    from oint_b24.portal.client import Portal


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
        version = "@3" if shape.version == 3 else ""
        return {
            "method": shape.name.lower() + version,
            "portal": portal,
            "file": self.rows.digest,
            "mapping": sha256(told).hexdigest(),
        }

    def lookups(self) -> tuple[Search | None, Upsert | None]:
        """Return how records are found by `unique` and by `update_by`.

        Raises UsageProblem where no method finds them.
        """
        shape = self.shape
        upsert = Upsert.of(shape, self.update_by) if self.update_by else None
        if self.unique is None:
            return None, upsert
        steps = shape.steps(self.unique) or (self.unique,)
        lookup = Lookup.of(shape.name, steps[-1], shape.given())
        return Search(self.rows, shape, lookup, self.unique), upsert


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to become of rows: see `import_rows`; `fixed` names places by their steps."""

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Iterable[tuple[Steps, Any]] = ()
    unique: str | None = None
    update_by: str | None = None
    sends_blanks: bool = False
    is_typed: bool = True
    version: int = 2


def prepared(method: str, rows: RowFile, wanted: Wanted) -> Import:
    """Return an import that can be carried out. Raises UsageProblem for one that cannot."""
    known = find(method, wanted.version)
    kinds = documented(known)
    name = known.name if known else method
    shape = Shape(name, known, dict(wanted.columns), (), kinds, wanted.sends_blanks, wanted.version)
    placed = tuple(((*(shape.steps(head) or ()), *rest), v) for (head, *rest), v in wanted.fixed)
    shape = replace(shape, fixed=placed, _places={})
    made = Import(rows, shape, wanted.unique, wanted.update_by, wanted.is_typed)
    _check(made)
    made.lookups()
    return made


def _check(task: Import) -> None:
    unique, update_by = task.unique, task.update_by
    if task.shape.method is not None and task.shape.method.effect == "read":
        raise UsageProblem("import.reads", method=task.shape.name)
    if task.shape.version == 3 and (unique or update_by):
        raise UsageProblem("import.not_v3", option="--unique" if unique else "--update-by")
    if unique is not None and not task.shape.is_new:
        raise UsageProblem("import.unique_for_new", method=task.shape.name)
    if unique is not None and update_by is not None:
        raise UsageProblem("usage.either", one="--unique", other="--update-by")


def learnt(task: Import, portal: Portal) -> Import:
    """Return the import with what the portal tells of its fields.

    Raises the problems of the client where the portal cannot be asked.
    """
    shape = task.shape
    if shape.name.lower().endswith(".delete"):
        return task
    kinds = described(portal, shape.method, shape.given()) if task.is_typed else Kinds()
    return replace(task, shape=replace(shape, kinds=kinds, _places={}))
