"""`tasks.api.scrum.epic.*`: what groups of tasks are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.scrum import listing, rules
from oint_b24.sandbox.families.scrum.rules import EPIC, ITEM, refuse
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

    Row = dict[str, Any]

_FIELDS = {
    "name": "string",
    "description": "string",
    "groupId": "integer",
    "color": "string",
    "files": "array",
    "createdBy": "integer",
    "modifiedBy": "integer",
}
_SHOWN = ("groupId", "name", "description", "createdBy", "modifiedBy", "color")
_COLOR = "#69dafc"


@method("tasks.api.scrum.epic.getFields", scope="task")
def get_fields(_call: Call) -> Row:
    """Describe an epic (tasks-api-scrum-epic-get-fields.md)."""
    return rules.described(_FIELDS)


@method("tasks.api.scrum.epic.add", scope="task")
def add(call: Call) -> Row:
    """Add an epic (tasks-api-scrum-epic-add.md)."""
    sent = rules.fields(call)
    group = whole(sent.get("groupId"))
    if not group or call.store.get("sonet_group", group) is None:
        refuse(call, "Group is not found")
    rules.admit(call, group)
    if not str(sent.get("name") or "").strip():
        refuse(call, "Name is not found")
    row = {"groupId": group, "description": "", "color": _COLOR, "files": []}
    begun = {"createdBy": call.user, "modifiedBy": call.user}
    row |= {**_taken(sent), **rules.authors(call, sent, begun)}
    number = call.store.add(EPIC, row)
    return _shown(number, row)


def _taken(sent: Row) -> Row:
    found: Row = {n: str(sent[n] or "") for n in ("name", "description", "color") if n in sent}
    if isinstance(sent.get("files"), list):
        found["files"] = [str(file) for file in sent["files"]]
    return found


def _shown(number: int, row: Row) -> Row:
    return {"id": number, **{name: row[name] for name in _SHOWN}}


def _found(call: Call) -> tuple[int, Row]:
    number = rules.number(call)
    row = call.store.get(EPIC, number)
    if row is None:
        refuse(call, "Epic not found")
    rules.admit(call, row["groupId"])
    return number, row


@method("tasks.api.scrum.epic.get", scope="task")
def get(call: Call) -> Row:
    """Return an epic with its files (tasks-api-scrum-epic-get.md)."""
    number, row = _found(call)
    files = {
        "ENTITY_ID": "TASKS_SCRUM_EPIC",
        "FIELD_NAME": "UF_SCRUM_EPIC_FILES",
        "USER_TYPE_ID": "disk_file",
        "MULTIPLE": "Y",
        "VALUE": [whole(file.removeprefix("n")) for file in row["files"]],
        "ENTITY_VALUE_ID": number,
    }
    return {**_shown(number, row), "files": files}


@method("tasks.api.scrum.epic.list", scope="task")
def list_epics(call: Call) -> Page:
    """List the epics of groups the caller is in (tasks-api-scrum-epic-list.md)."""
    return listing.answer(call, call.store.all(EPIC), _SHOWN)


@method("tasks.api.scrum.epic.update", scope="task")
def update(call: Call) -> Row:
    """Change an epic (tasks-api-scrum-epic-update.md)."""
    number, row = _found(call)
    sent = rules.fields(call)
    if "name" in sent and not str(sent["name"] or "").strip():
        refuse(call, "Epic not updated")
    group = whole(sent.get("groupId"), row["groupId"]) or 0
    rules.admit(call, group)
    people = rules.authors(call, {"modifiedBy": call.user, **sent}, row)
    changed = {**row, **_taken(sent), "groupId": group, **people}
    call.store.put(EPIC, number, changed)
    return _shown(number, changed)


@method("tasks.api.scrum.epic.delete", scope="task")
def delete(call: Call) -> list[Any]:
    """Delete an epic; its tasks have none then (tasks-api-scrum-epic-delete.md)."""
    number, _ = _found(call)
    for task, item in call.store.all(ITEM, epicId=number):
        call.store.put(ITEM, task, {**item, "epicId": 0})
    call.store.delete(EPIC, number)
    return []
