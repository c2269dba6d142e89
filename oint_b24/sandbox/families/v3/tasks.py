"""The family of tasks in REST 3.0 (`tasks.task.*`); version 2 shows the same tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access, files as task_files
from oint_b24.sandbox.families.tasks.history import changed
from oint_b24.sandbox.families.tasks.model import KIND, blank
from oint_b24.sandbox.families.tasks.records import (
    insert,
    note,
    remove,
    save,
    set_status,
    touch,
    visible,
)
from oint_b24.sandbox.families.v3 import task_chat, task_dto, task_results, task_write
from oint_b24.sandbox.families.v3.task_access import require, rights
from oint_b24.sandbox.families.v3.task_view import row
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where
from oint_b24.sandbox.v3 import filter as v3_filter, listing, params
from oint_b24.sandbox.v3.errors import REQUEST, access_denied, invalid, mistyped, not_found
from oint_b24.sandbox.v3.fields import describe
from oint_b24.sandbox.v3.listing import Limits
from oint_b24.sandbox.v3.select import selection, shown

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Task = dict[str, Any]

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (task_chat, task_results)
_TASK = task_dto.TASK

describe("tasks.task", "tasks", _TASK)
describe("tasks.task.access", "tasks", task_dto.ACCESS)
describe("tasks.task.chat.message", "tasks", task_dto.MESSAGE)
describe("tasks.task.file", "tasks", task_dto.ATTACHED)
describe("tasks.task.result", "tasks", task_dto.RESULT)


@method("tasks.task.add", scope="tasks", version=3)
def add(call: Call) -> dict[str, Any]:
    """Create a task and answer it (tasks-task-add-rest-v3.md)."""
    fields = task_write.read(call, None, {})
    if not people.is_admin(call.store, call.user):
        fields["CREATED_BY"] = call.user
    status = fields.pop("STATUS", None)
    fields = {**task_write.custom(call), **fields}
    number = insert(call.store, {**blank(call.user, call.portal.moment()), **fields})
    note(call, number, "NEW", None, None)
    task = call.store.get(KIND, number) or {}
    if status is not None:
        set_status(call, number, task, status)
    task_chat.open_chat(call, number, task)
    save(call.store, number, task)
    return {"item": shown(row(call, number, task), selection(_TASK, None))}


@method("tasks.task.get", scope="tasks", version=3)
def get(call: Call) -> dict[str, Any]:
    """Answer a task with the selected fields (tasks-task-get-rest-v3.md)."""
    number = params.number(call)
    wanted = selection(_TASK, call.get("select"))
    if call.store.get(KIND, number) is None:
        raise not_found(number)
    task = visible(call, number)
    if task is None:
        raise access_denied()
    return {"item": shown(row(call, number, task), wanted)}


@method("tasks.task.list", scope="tasks", version=3)
def list_tasks(call: Call) -> dict[str, Any]:
    """List tasks, only their ids without a select (tasks-task-list-rest-v3.md)."""
    wanted = selection(_TASK, call.get("select"), ("id",))
    group = v3_filter.parse(_TASK, call.get("filter"))
    rows = listing.page(call, KIND, _TASK, group, _sight(call))
    return {"items": [shown(row(call, number, task), wanted) for number, task in rows]}


def _sight(call: Call) -> Limits:
    """Return what limits a list to the tasks the acting user sees."""
    if people.is_admin(call.store, call.user):
        return Limits()
    staff = access.subordinates(call.store, call.user)
    if not staff:
        return Limits([Where("READERS", "like", f"|{call.user}|")])
    seen = staff | {call.user}
    return Limits(tests=[lambda _, task: bool(seen & access.participants(task))])


@method("tasks.task.update", scope="tasks", version=3)
def update(call: Call) -> dict[str, bool]:
    """Change a task (tasks-task-update-rest-v3.md)."""
    number, _ = params.required(call, id="int", fields="object")
    task = require(call, number, "read")
    fields = task_write.read(call, number, task)
    if not _may_change(call, task, fields):
        raise access_denied()
    status = fields.pop("STATUS", None)
    if changed(call, number, task, fields):
        touch(call, task)
    task |= fields
    if status is not None:
        set_status(call, number, task, status)
    if task["CHAT_ID"]:
        task_chat.open_chat(call, number, task)
    save(call.store, number, task)
    return {"result": True}


def _may_change(call: Call, task: Task, fields: Task) -> bool:
    allowed = rights(call, task)
    needed = {"DEADLINE": "deadline", "STATUS": "changeStatus"}
    return all(allowed["edit"] or allowed[needed.get(name, "edit")] for name in fields)


@method("tasks.task.delete", scope="tasks", version=3)
def delete(call: Call) -> dict[str, bool]:
    """Delete a task with everything that belongs to it (tasks-task-delete-rest-v3.md)."""
    number = params.number(call)
    require(call, number, "remove")
    task_files.detach_all(call.store, (task_files.TASK, number))
    remove(call.store, number)
    return {"result": True}


@method("tasks.task.file.attach", scope="tasks", version=3)
def attach(call: Call) -> dict[str, bool]:
    """Attach files of the disk to a task (tasks-task-file-attach.md)."""
    number, files = params.required(call, taskId="int", fileIds="array")
    if not all(isinstance(file, int) and not isinstance(file, bool) for file in files):
        raise invalid(REQUEST, mistyped("fileIds", "int[]"))
    task = visible(call, number)
    readable = all(task_files.is_readable(call.store, call.user, file) for file in files)
    if task is None or not rights(call, task)["edit"] or not readable:
        raise invalid(REQUEST, ("", "Insufficient permissions"))
    for file in files:
        attachment = task_files.attach(call, (task_files.TASK, number), file)
        note(call, number, "UF_TASK_WEBDAV_FILES", "", str(attachment))
    touch(call, task)
    save(call.store, number, task)
    return {"result": True}
