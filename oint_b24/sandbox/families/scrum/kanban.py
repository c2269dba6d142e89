"""`tasks.api.scrum.kanban.*`: stages of a sprint, and the tasks in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.scrum import rules, sprints, stages, tasks
from oint_b24.sandbox.families.scrum.rules import ITEM, STAGE, refuse
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Row = dict[str, Any]

_FIELDS = {
    "name": "string",
    "sort": "integer",
    "type": "string",
    "sprintId": "integer",
    "color": "string",
}
_TYPES = ("NEW", "WORK", "FINISH")
_COLOR = "00C4FB"


@method("tasks.api.scrum.kanban.getFields", scope="task")
def get_fields(_call: Call) -> Row:
    """Describe a stage (tasks-api-scrum-kanban-get-fields.md)."""
    return rules.described(_FIELDS)


def _sprint(call: Call, number: int) -> Row:
    if not number:
        refuse(call, "Sprint id not found")
    return sprints.found(call, number)


@method("tasks.api.scrum.kanban.getStages", scope="task")
def get_stages(call: Call) -> list[Row]:
    """Return the stages of a sprint (tasks-api-scrum-kanban-get-stages.md)."""
    sprint = rules.given(call, "sprintId")
    _sprint(call, sprint)
    return [
        {"id": str(number), **{name: str(row[name]) for name in _FIELDS}}
        for number, row in stages.of(call, sprint)
    ]


@method("tasks.api.scrum.kanban.addStage", scope="task")
def add_stage(call: Call) -> int:
    """Add a stage and return its id (tasks-api-scrum-kanban-add-stage.md)."""
    sent = rules.fields(call)
    sprint = whole(sent.get("sprintId"), 0) or 0
    _sprint(call, sprint)
    if not str(sent.get("name") or "").strip():
        refuse(call, "Incorrect name format")
    last = max((row["sort"] for _, row in stages.of(call, sprint)), default=0)
    row = {"sprintId": sprint, "type": "WORK", "color": _COLOR, "sort": last + stages.STEP}
    return call.store.add(STAGE, _filled(row, sent))


def _filled(row: Row, sent: Row) -> Row:
    if sent.get("name"):
        row["name"] = str(sent["name"])
    if sent.get("color"):
        row["color"] = str(sent["color"]).removeprefix("#")
    if sent.get("type") in _TYPES:
        row["type"] = sent["type"]
    row["sort"] = whole(sent.get("sort"), row["sort"])
    return row


def _stage(call: Call) -> tuple[int, Row]:
    number = rules.given(call, "stageId")
    if not number:
        refuse(call, "Stage id not found")
    row = call.store.get(STAGE, number)
    if row is None:
        refuse(call, "Stage not found")
    sprints.found(call, row["sprintId"])
    return number, row


@method("tasks.api.scrum.kanban.updateStage", scope="task")
def update_stage(call: Call) -> bool:
    """Change a stage (tasks-api-scrum-kanban-update-stage.md)."""
    number, row = _stage(call)
    sent = rules.fields(call)
    if "sprintId" in sent:
        sprint = call.store.get(rules.ENTITY, whole(sent["sprintId"]))
        if sprint is None or sprint["TYPE"] != rules.SPRINT:
            refuse(call, "Incorrect sprintId value")
        row["sprintId"] = whole(sent["sprintId"])
    call.store.put(STAGE, number, _filled(row, sent))
    return True


@method("tasks.api.scrum.kanban.deleteStage", scope="task")
def delete_stage(call: Call) -> bool:
    """Delete a stage without tasks (tasks-api-scrum-kanban-delete-stage.md)."""
    number, _ = _stage(call)
    if call.store.all(ITEM, stageId=number):
        refuse(call, "Stage has tasks")
    return call.store.delete(STAGE, number)


def _task(call: Call) -> tuple[int, Row, int]:
    """Return the task a call means, what Scrum knows of it, and its sprint."""
    sprint, task = rules.given(call, "sprintId"), rules.given(call, "taskId")
    if sprint and not task:
        refuse(call, "TaskId id not found")
    group = _sprint(call, sprint)["groupId"]
    item = tasks.find(call, task)
    if item is None or (call.store.get("task", task) or {}).get("GROUP_ID") != group:
        refuse(call, "Task not found. The task must be with GROUP_ID")
    return task, item, sprint


@method("tasks.api.scrum.kanban.addTask", scope="task")
def add_task(call: Call) -> bool:
    """Put a task into a stage of a sprint (tasks-api-scrum-kanban-add-task.md)."""
    if rules.given(call, "taskId") and not rules.given(call, "stageId"):
        refuse(call, "StageId id not found")
    task, item, sprint = _task(call)
    number = rules.given(call, "stageId")
    if number not in dict(stages.of(call, sprint)):
        refuse(call, "Stage not found")
    call.store.put(ITEM, task, {**item, "entityId": sprint, "stageId": number})
    return True


@method("tasks.api.scrum.kanban.deleteTask", scope="task")
def delete_task(call: Call) -> bool:
    """Take a task out of the kanban; it stays in the sprint (…-kanban-delete-task.md)."""
    task, item, _ = _task(call)
    call.store.put(ITEM, task, {**item, "stageId": 0})
    return True
