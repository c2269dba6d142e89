"""What REST 3.0 shows of a task: its own values, what follows from them, related objects."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access, files, tree
from oint_b24.sandbox.families.tasks.model import KIND, RESULT_REQUIRED
from oint_b24.sandbox.families.tasks.planning import STAGE
from oint_b24.sandbox.families.tasks.records import LINK, RESULT
from oint_b24.sandbox.families.v3 import task_dto
from oint_b24.sandbox.families.v3.task_access import rights
from oint_b24.sandbox.store import Where
from oint_b24.sandbox.v3.select import Row, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Task = dict[str, Any]
    Reader = Callable[[Call, int, Task], Any]

_ELAPSED = "task_elapsed"
_DEFAULTS = {"SITE_ID": "s1", "SCENARIOS": ["default"]}
# Parameters of a task that its document keeps by code (tasks-task-add.md).
PARAMETERS = {
    "matchesSubTasksTime": "1",
    "autocompleteSubTasks": "2",
    "requireResult": RESULT_REQUIRED,
}
_NUMBERS = ("actualDuration", "plannedDuration", "estimatedTime")
_MARKS = ("FAVORITE_OF", "PINNED_BY", "MUTED_BY")


def row(call: Call, number: int, task: Task) -> Row:
    """Return a task for a select to pick from."""
    return Row(task_dto.TASK, lambda name: _value(call, number, task, name))


def _value(call: Call, number: int, task: Task, name: str) -> Any:
    field = task_dto.TASK.fields[name]
    if field.related:
        return _related(call, number, task, name)
    if name in _READERS:
        return _READERS[name](call, number, task)
    if name in PARAMETERS:
        return task["SE_PARAMETER"].get(PARAMETERS[name]) == "Y"
    if not field.column:
        return None
    value: Any = task.get(field.column, _DEFAULTS.get(field.column))
    if field.column in _MARKS:
        return [user for user in value if user == call.user]
    if field.values:
        return next((word for word, kept in field.values.items() if kept == value), value)
    if field.kind == "bool":
        return value == "Y"
    return value or 0 if name in _NUMBERS else value


def _stage(_call: Call, _number: int, task: Task) -> Any:
    if not task["GROUP_ID"]:
        raise LookupError("stageId")  # tasks outside of groups have none (rest-v3.md)
    return task["STAGE_ID"]


def _files(call: Call, number: int, _task: Task) -> list[int] | None:
    attached = files.attachments(call.store, (files.TASK, number))
    return [record for record, _ in attached] or None


def _checklist(call: Call, number: int, _task: Task) -> list[int]:
    return [item for item, _ in tree.items_of(call.store, number)]


def _is_linked(call: Call, number: int, _task: Task) -> bool:
    ends = ([Where("FROM", "=", number)], [Where("TO", "=", number)])
    return any(call.store.count(LINK, end) for end in ends)


def _archive(_call: Call, number: int, task: Task) -> str:
    signature = hashlib.sha256(str(task["GUID"]).encode()).hexdigest()
    return (
        f"/bitrix/tools/disk/uf.php?entityId={number}&entity=TASKS_TASK"
        f"&fieldName=UF_TASK_WEBDAV_FILES&signature={signature}"
        "&action=downloadArchiveByEntity&ncc=1"
    )


def _has(kind: str, name: str) -> Reader:
    return lambda call, number, _: call.store.count(kind, [Where(name, "=", number)]) > 0


_READERS: dict[str, Reader] = {
    "id": lambda _call, number, _task: number,
    "stageId": _stage,
    "fileIds": _files,
    "checklist": _checklist,
    "containsChecklist": _has(tree.KIND, "TASK_ID"),
    "containsSubTasks": _has(KIND, "PARENT_ID"),
    "containsRelatedTasks": lambda _call, _number, task: bool(task["DEPENDS_ON"]),
    "containsGanttLinks": _is_linked,
    "containsPlacements": lambda *_: False,
    "containsResults": _has(RESULT, "TASK_ID"),
    "numberOfReminders": lambda *_: 0,
    "link": lambda call, number, _: f"/company/personal/user/{call.user}/tasks/task/view/{number}/",
    "rights": lambda call, _, task: rights(call, task),
    "archiveLink": _archive,
    "inGroupPin": lambda *_: [],
}


def _related(call: Call, number: int, task: Task, name: str) -> Row | list[Row] | None:
    if name == "elapsedTime":
        return _elapsed(call.store, number)
    field = task_dto.TASK.fields[name]
    value = task.get(field.column) if field.column else None
    if field.is_many:
        return [shown for user in value or [] if (shown := person(call.store, user))]
    return _OBJECTS[field.related](call, number, task, value) if value else None


def person(store: Store, number: int) -> Row | None:
    """Return a user as tasks show people, or None for an unknown one."""
    user = people.get_user(store, number)
    if user is None:
        return None
    kind = "admin" if user.get("IS_ADMIN") else user.get("USER_TYPE", "employee")
    values = {
        "id": number,
        "name": people.full_name(user),
        "role": kind,
        "image": None,
        "gender": user.get("PERSONAL_GENDER") or None,
        "email": user.get("EMAIL"),
        "externalAuthId": None,
        "rights": None,
    }
    return plain(task_dto.USER, values)


def _parent(call: Call, _number: int, _task: Task, value: int) -> Row | None:
    parent = call.store.get(KIND, value)
    if parent is None or not access.can_read(call.store, call.user, parent):
        return None
    return row(call, value, parent)


def _group(call: Call, _number: int, _task: Task, value: int) -> Row | None:
    group = call.store.get("sonet_group", value)
    if group is None:
        return None
    is_visible = group.get("VISIBLE", "Y") == "Y"
    values = {"id": value, "name": group.get("NAME", ""), "image": None, "type": "group"}
    return plain(task_dto.GROUP, {**values, "isVisible": is_visible})


def _stage_object(call: Call, _number: int, _task: Task, value: int) -> Row | None:
    stage = call.store.get(STAGE, value)
    if stage is None:
        return None
    values = {"id": value, "title": stage["TITLE"], "color": stage["COLOR"]}
    return plain(task_dto.STAGE, values)


def _chat(_call: Call, number: int, _task: Task, value: int) -> Row:
    return plain(task_dto.CHAT, {"id": value, "entityId": number, "entityType": "TASKS_TASK"})


_OBJECTS: dict[str, Callable[[Call, int, Task, int], Row | None]] = {
    "UserDto": lambda call, _number, _task, value: person(call.store, value),
    "TaskDto": _parent,
    "GroupDto": _group,
    "StageDto": _stage_object,
    "ChatDto": _chat,
    "FlowDto": lambda *given: plain(task_dto.FLOW, {"id": given[3], "name": ""}),
}


def _elapsed(store: Store, number: int) -> Row | None:
    """Return the newest record of time spent on a task."""
    newest = store.select(_ELAPSED, [Where("TASK_ID", "=", number)], [("ID", True)], 1)
    if not newest:
        return None
    record, data = newest[0]
    dates = (("createdAtTs", "CREATED_DATE"), ("startTs", "DATE_START"), ("stopTs", "DATE_STOP"))
    values = {
        "id": record,
        "userId": data["USER_ID"],
        "taskId": number,
        "minutes": data["MINUTES"],
        "seconds": data["SECONDS"],
        "source": str(data["SOURCE"]),
        "text": data["COMMENT_TEXT"],
        **{name: int(datetime.fromisoformat(data[kept]).timestamp()) for name, kept in dates},
    }
    return plain(task_dto.ELAPSED, values)
