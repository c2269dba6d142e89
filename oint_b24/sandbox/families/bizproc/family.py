"""The family of workflows: `bizproc.workflow.*`, `bizproc.task.*`, and their seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.families.bizproc import tasks, templates, workflows
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (tasks, templates, workflows)


@seed("bizproc.family")
def fill(store: Store) -> None:
    """Put in the template of a fresh portal."""
    templates.fill(store)
