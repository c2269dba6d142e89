"""`tasks.api.scrum.task.*`: what Scrum knows of a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.scrum import rules
from oint_b24.sandbox.families.scrum.rules import ENTITY, EPIC, ITEM, refuse
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Row = dict[str, Any]

_FIELDS = {
    "entityId": "integer",
    "storyPoints": "string",
    "epicId": "integer",
    "sort": "integer",
    "createdBy": "integer",
    "modifiedBy": "integer",
}


@method("tasks.api.scrum.task.getFields", scope="task")
def get_fields(_call: Call) -> Row:
    """Describe a task of Scrum (tasks-api-scrum-task-get-fields.md)."""
    return rules.described(_FIELDS)


def find(call: Call, task: int) -> Row | None:
    """Return what Scrum knows of a task; one nobody has placed lies in the backlog."""
    from oint_b24.sandbox.families.tasks.records import visible

    document = visible(call, task)
    if document is None or not document["GROUP_ID"]:
        return None
    item = call.store.get(ITEM, task)
    if item is not None:
        return item
    return {
        "entityId": rules.backlog_of(call, document["GROUP_ID"]) or 0,
        "storyPoints": "",
        "epicId": 0,
        "sort": 0,
        "createdBy": document["CREATED_BY"],
        "modifiedBy": 0,
        "stageId": 0,
    }


def _found(call: Call) -> tuple[int, Row, int]:
    number = rules.number(call)
    item = find(call, number)
    group = (call.store.get("task", number) or {}).get("GROUP_ID") or 0
    if item is None or call.store.get("sonet_group", group) is None:
        refuse(call, "Task not found")
    return number, item, group


@method("tasks.api.scrum.task.get", scope="task")
def get(call: Call) -> Row:
    """Return what Scrum knows of a task (tasks-api-scrum-task-get.md)."""
    _, item, _ = _found(call)
    return {name: item[name] for name in _FIELDS}


@method("tasks.api.scrum.task.update", scope="task")
def update(call: Call) -> Row:
    """Place a task in a backlog or sprint, estimate it (tasks-api-scrum-task-update.md)."""
    number, item, group = _found(call)
    sent = rules.fields(call)
    rules.admit(call, group)
    changed = {**item, **rules.authors(call, {"modifiedBy": call.user, **sent}, item)}
    if "storyPoints" in sent:
        changed["storyPoints"] = str(sent["storyPoints"])
    changed["sort"] = whole(sent.get("sort"), item["sort"])
    if sent.get("epicId"):
        epic = call.store.get(EPIC, whole(sent["epicId"]))
        if epic is None or epic["groupId"] != group:
            refuse(call, "Epic not found")
    if "epicId" in sent:
        changed["epicId"] = whole(sent["epicId"], 0)
    if sent.get("entityId"):
        entity = call.store.get(ENTITY, whole(sent["entityId"]))
        if entity is None or entity["groupId"] != group:
            refuse(call, "Item not created")
        if whole(sent["entityId"]) != item["entityId"]:
            changed |= {"entityId": whole(sent["entityId"]), "stageId": 0}
    call.store.put(ITEM, number, changed)
    return {"status": "success", "data": True, "errors": []}
