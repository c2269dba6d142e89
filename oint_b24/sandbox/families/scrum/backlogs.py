"""`tasks.api.scrum.backlog.*`: where the tasks of a group wait for a sprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.scrum import rules
from oint_b24.sandbox.families.scrum.rules import BACKLOG, ENTITY, refuse
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Row = dict[str, Any]

_FIELDS = {"groupId": "integer", "createdBy": "integer", "modifiedBy": "integer"}


@method("tasks.api.scrum.backlog.getFields", scope="task")
def get_fields(_call: Call) -> Row:
    """Describe a backlog (tasks-api-scrum-backlog-get-fields.md)."""
    return rules.described(_FIELDS)


@method("tasks.api.scrum.backlog.add", scope="task")
def add(call: Call) -> Row:
    """Give a group a backlog (tasks-api-scrum-backlog-add.md)."""
    sent = rules.fields(call)
    group = whole(sent.get("groupId"))
    if not group:
        refuse(call, "Group id not found")
    rules.admit(call, group)
    if rules.backlog_of(call, group) is not None:
        refuse(call, "Backlog already added")
    if "createdBy" not in sent:
        refuse(call, "createdBy user not found")
    row = {"groupId": group, **rules.authors(call, sent, {})}
    number = call.store.add(ENTITY, {"TYPE": BACKLOG, **row})
    return {"id": number, **row}


def _shown(number: int, row: Row) -> Row:
    return {"id": number, **{name: row[name] for name in _FIELDS}}


def _found(call: Call) -> tuple[int, Row]:
    number = rules.given(call, "id")
    if not number:
        refuse(call, "Backlog id not found")
    row = call.store.get(ENTITY, number)
    if row is None or row["TYPE"] != BACKLOG:
        refuse(call, "Backlog not found")
    rules.admit(call, row["groupId"])
    return number, row


@method("tasks.api.scrum.backlog.get", scope="task")
def get(call: Call) -> Row:
    """Return the backlog of a group (tasks-api-scrum-backlog-get.md)."""
    group = rules.given(call, "id")
    if not group:
        refuse(call, "Group id not found")
    rules.admit(call, group)
    number = rules.backlog_of(call, group)
    row = call.store.get(ENTITY, number)
    if number is None or row is None:
        refuse(call, "Backlog not found")
    return _shown(number, row)


@method("tasks.api.scrum.backlog.update", scope="task")
def update(call: Call) -> Row:
    """Change a backlog (tasks-api-scrum-backlog-update.md)."""
    sent = rules.fields(call)
    number, row = _found(call)
    group = whole(sent.get("groupId"), row["groupId"]) or 0
    if group != row["groupId"]:
        if rules.items_in(call, number):
            refuse(call, "It is forbidden move a backlog with items")
        rules.admit(call, group)
        if rules.backlog_of(call, group) is not None:
            refuse(call, "The target group already has a backlog")
    changed = {**row, "groupId": group, **rules.authors(call, sent, row)}
    call.store.put(ENTITY, number, changed)
    return _shown(number, changed)


@method("tasks.api.scrum.backlog.delete", scope="task")
def delete(call: Call) -> list[Any]:
    """Delete an empty backlog (tasks-api-scrum-backlog-delete.md)."""
    number, _ = _found(call)
    if rules.items_in(call, number):
        refuse(call, "It is forbidden remove a backlog with items")
    call.store.delete(ENTITY, number)
    return []
