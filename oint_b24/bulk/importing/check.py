"""An import looked through without a portal: where columns go, and which cells do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.importing.values import Unfit, explained
from oint_b24.errors import UsageProblem
from oint_b24.portal.batches.command import Command

if TYPE_CHECKING:
    from oint_b24.bulk.importing.task import Import

_FIRST = 10


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: `columns` by their place in a call, the first calls, lines that do not fit.

    Values of fields that only the portal knows are not looked at.
    """

    columns: dict[str, str | None]
    commands: list[Command]
    unfit: list[dict[str, Any]]


def looked_through(task: Import, lang: str, most: int | None = None) -> Check:
    """Look through all rows of an import, or the first `most`.

    Raises UsageProblem for columns that cannot be.
    """
    columns: dict[str, str | None] = {}
    commands: list[Command] = []
    unfit: list[dict[str, Any]] = []
    for row in islice(task.rows.rows(), most):
        for name in row.values:
            if name not in columns:
                columns[name] = _shown(task.shape.steps(name))
        try:
            params = task.shape.params(row.values)
        except (Unfit, UsageProblem) as problem:
            unfit.append({"line": row.line, **explained(problem, lang)})
            continue
        if len(commands) < _FIRST:
            command = Command(str(row.number), task.shape.name, params, is_literal=True)
            commands.append(command)
    return Check(columns, commands, unfit)


def unplaced(task: Import) -> list[str]:
    """Return the columns of a learnt import that go into a field the portal does not describe."""
    shape = task.shape
    if not shape.kinds.is_live or not shape.home:
        return []
    places = {name: shape.steps(name) for name in task.rows.names}
    depth = len(shape.home)
    return [
        name
        for name, steps in places.items()
        if steps is not None
        and steps[:depth] == shape.home
        and len(steps) > depth
        and steps[depth] not in shape.kinds.fields
    ]


def _shown(steps: tuple[str, ...] | None) -> str | None:
    return None if steps is None else steps[0] + "".join(f"[{step}]" for step in steps[1:])
