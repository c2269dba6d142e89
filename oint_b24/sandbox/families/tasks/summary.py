"""What can be asked about tasks besides the tasks: access, counters, the day's plan, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access, files, history
from oint_b24.sandbox.families.tasks.model import IN_PROGRESS, KIND
from oint_b24.sandbox.families.tasks.records import note, required_id, save, touch, visible
from oint_b24.sandbox.families.tasks.view import OVERDUE, new_comments, sub_status
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Task = dict[str, Any]

__all__ = ["history"]

INTERNAL = " (internal error)"
# tasks-task-counters-get.md
_CODES = {"expired": 6291456, "new_comments": 12582912}
_VIEWS = {
    "view_all": None,
    "view_role_responsible": "responsible",
    "view_role_accomplice": "accomplice",
    "view_role_auditor": "auditor",
    "view_role_originator": "creator",
}


@method("tasks.task.getaccess", scope="task")
def get_access(call: Call) -> dict[str, Any]:
    """Say what users may do with a task (tasks-task-get-access.md)."""
    number = required_id(call)
    given = call.get("users")
    if given is not None and not isinstance(given, (list, dict)):
        text = "Invalid value {} to match with parameter {users}. Should be value of type array."
        call.refuse("100", text)
    task = visible(call, number)
    if task is None:
        return {"allowedActions": []}
    users = [whole(user, 0) or 0 for user in call.list("users")] or [call.user]
    return {"allowedActions": {str(user): _access(call, user, task) for user in users}}


def _access(call: Call, user: int, task: Task) -> dict[str, bool]:
    allowed = access.actions(call.store, user, task)
    known = people.get_user(call.store, user) is not None
    return {name: may and known for name, may in allowed.items()}


@method("tasks.task.counters.get", scope="task")
def counters(call: Call) -> Page:
    """Count overdue tasks and unread comments (tasks-task-counters-get.md)."""
    user = call.integer("userId", call.user if call.get("userId") in (None, "") else None)
    if user is None:
        text = f"Invalid value {{{call.text('userId')}}} to match with parameter {{userId}}."
        call.refuse("0", f"{text} Should be value of type int.")
    if call.integer("groupId", 0):
        call.refuse("0", f"Group not found or access denied.{INTERNAL}")
    foreign = user != call.user and not people.is_admin(call.store, call.user)
    if foreign or people.get_user(call.store, user) is None:
        return Page([], total=1)
    counted = _counted(call, user, _VIEWS.get(call.text("type", "view_all")))
    return Page({n: {"counter": counted[n], "code": c} for n, c in _CODES.items()}, total=1)


def _counted(call: Call, user: int, role: str | None) -> dict[str, int]:
    now, store = call.portal.moment(), call.store
    own = {"creator", "responsible", "accomplice", "auditor"}
    found = {"expired": 0, "new_comments": 0}
    for number, task in store.select(KIND, [Where("READERS", "like", f"|{user}|")]):
        held = access.roles(store, user, task) & own
        if user in task["MUTED_BY"] or (role is not None and role not in held):
            continue
        found["expired"] += int(sub_status(task, now) == OVERDUE)
        found["new_comments"] += new_comments(store, user, number, task)
    return found


@method("task.planner.getlist", scope="task")
def planner(call: Call) -> list[int]:
    """Return ids of the day's tasks: those the acting user is at (task-planner-get-list.md)."""
    where = [Where("STATUS", "=", IN_PROGRESS), Where("READERS", "like", f"|{call.user}|")]
    found = call.store.select(KIND, where)
    return [n for n, task in found if call.user in (task["RESPONSIBLE_ID"], *task["ACCOMPLICES"])]


@method("tasks.task.files.attach", scope="task")
def attach(call: Call) -> dict[str, int]:
    """Attach a file of the disk to a task (tasks-task-files-attach.md)."""
    number = required_id(call, suffix=INTERNAL, wrong=INTERNAL)
    if call.get("fileId") is None:
        call.refuse("100", f"Could not find value for parameter {{fileId}}{INTERNAL}")
    file = call.integer("fileId")
    if file is None:
        text = f"Invalid value {{{call.text('fileId')}}} to match with parameter {{fileId}}."
        call.refuse("100", f"{text} Should be value of type int.{INTERNAL}")
    task = visible(call, number)
    if task is None or not access.actions(call.store, call.user, task)["EDIT"]:
        call.refuse("0", f"Access denied{INTERNAL}")
    if not files.is_readable(call.store, call.user, file):
        call.refuse("ERROR_CORE", "Insufficient permissions.<br>")
    attachment = files.attach(call, (files.TASK, number), file)
    touch(call, task)
    note(call, number, "UF_TASK_WEBDAV_FILES", "", str(attachment))
    save(call.store, number, task)
    return {"attachmentId": attachment}
