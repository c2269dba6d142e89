"""Dependences between tasks: one goes before another (`task.dependence.*`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.tasks import access
from oint_b24.sandbox.families.tasks.records import LINK, note, visible, whole_number
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

TYPES = (0, 1, 2, 3)  # start-start, start-finish, finish-start, finish-finish


@method("task.dependence.add", scope="task")
def add(call: Call) -> list[Any]:
    """Make `taskIdTo` depend on `taskIdFrom` (task-dependence-add.md)."""
    first, second = _ends(call)
    kind = whole_number(call, "linkType")
    if link(call.store, first, second) is not None:
        call.refuse("ILLEGAL_NEW_LINK", "A link between tasks already exists")
    loop = first == second or first in followers(call.store, second)
    if loop or kind not in TYPES or not _may_link(call, first, second):
        call.refuse("ACTION_NOT_ALLOWED", "Unable to add a link between tasks")
    call.store.add(LINK, {"FROM": first, "TO": second, "TYPE": kind})
    note(call, second, "DEPENDS_ON", "", str(first))
    return []


@method("task.dependence.delete", scope="task")
def delete(call: Call) -> list[Any]:
    """Take a dependence back (task-dependence-delete.md)."""
    first, second = _ends(call)
    found = link(call.store, first, second)
    if found is None:
        call.refuse("ILLEGAL_NEW_LINK", "The dependency between tasks does not exist")
    if not _may_link(call, first, second):
        call.refuse(
            "ACTION_NOT_ALLOWED", "It is not possible to delete the dependency between tasks"
        )
    call.store.delete(LINK, found)
    note(call, second, "DEPENDS_ON", str(first), "")
    return []


def _ends(call: Call) -> tuple[int, int]:
    return whole_number(call, "taskIdFrom"), whole_number(call, "taskIdTo")


def link(store: Store, first: int, second: int) -> int | None:
    """Return the id of the dependence of `second` on `first`, or None."""
    return next((number for number, _ in store.all(LINK, FROM=first, TO=second)), None)


def followers(store: Store, task: int) -> set[int]:
    """Return the tasks that depend on `task`, directly or through others."""
    found: set[int] = set()
    new = {task}
    while new:
        new = {data["TO"] for n in new for _, data in store.all(LINK, FROM=n)} - found
        found |= new
    return found


def previous(store: Store) -> dict[int, set[int]]:
    """Return, for each task that depends on others, those others."""
    found: dict[int, set[int]] = {}
    for _, data in store.all(LINK):
        found.setdefault(data["TO"], set()).add(data["FROM"])
    return found


def _may_link(call: Call, first: int, second: int) -> bool:
    ends = (visible(call, first), visible(call, second))
    return all(
        task is not None and access.can_edit(access.roles(call.store, call.user, task))
        for task in ends
    )
