"""What one may do with a task, by the names of REST 3.0 (tasks-task-access-get.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access
from oint_b24.sandbox.families.tasks.model import KIND
from oint_b24.sandbox.families.tasks.records import visible
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3 import params
from oint_b24.sandbox.v3.errors import access_denied

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Task = dict[str, Any]

# Where version 2 has the same action under its own name (tasks-task-get-access.md).
_SAME = {
    "edit": "EDIT", "remove": "REMOVE", "complete": "COMPLETE", "approve": "APPROVE",
    "disapprove": "DISAPPROVE", "start": "START", "take": "TAKE", "delegate": "DELEGATE",
    "defer": "DEFER", "renew": "RENEW", "deadline": "CHANGE_DEADLINE", "datePlan": "EDIT.PLAN",
    "changeDirector": "EDIT.ORIGINATOR", "pause": "PAUSE",
    "timeTracking": "DAYPLAN.TIMER.TOGGLE", "mark": "RATE", "elapsedTime": "ELAPSEDTIME.ADD",
    "checklistAdd": "CHECKLIST.ADD",
}  # fmt: skip
_READER = ("read", "watch", "mute", "createSubtask", "reminder", "favorite", "copy",
    "saveAsTemplate")  # fmt: skip
_WORKER = ("createResult", "changeStatus", "checklistEdit", "checklistSave", "checklistToggle",
    "completeResult", "attachFile")  # fmt: skip
_EDITOR = ("changeResponsible", "changeAccomplices", "addAuditors", "automate", "detachFile",
    "detachParent", "createGanttDependence")  # fmt: skip
# Actions with results are asked about results, sorting about lists: a task alone allows none.
_NEVER = ("resultEdit", "removeResult", "resultRead", "sort")


def rights(call: Call, task: Task) -> dict[str, bool]:
    """Return what the acting user may do with the task right now."""
    held = access.roles(call.store, call.user, task)
    allowed = access.actions(call.store, call.user, task)
    return {
        **dict.fromkeys(_READER, bool(held)),
        **dict.fromkeys(_WORKER, access.can_work(held)),
        **dict.fromkeys(_EDITOR, access.can_edit(held)),
        **{name: allowed[old] for name, old in _SAME.items()},
        **dict.fromkeys(_NEVER, False),
        "admin": people.is_admin(call.store, call.user),
    }


def require(call: Call, number: int, right: str) -> Task:
    """Return the task if the acting user has `right`, else refuse ACCESSDENIED.

    A task that is not there is refused in the same words (tasks-task-update-rest-v3.md).
    """
    task = visible(call, number)
    if task is None or not rights(call, task)[right]:
        raise access_denied()
    return task


@method("tasks.task.access.get", scope="tasks", version=3)
def get(call: Call) -> dict[str, bool]:
    """Say what one may do with a task; with a task that is not there, nothing."""
    number = params.number(call)
    task = call.store.get(KIND, number)
    if task is not None:
        return rights(call, task)
    names = (*_READER, *_WORKER, *_EDITOR, *_SAME, *_NEVER, "admin")
    return dict.fromkeys(names, False)
