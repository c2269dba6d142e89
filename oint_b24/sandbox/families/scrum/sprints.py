"""`tasks.api.scrum.sprint.*`: planning, starting and completing sprints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.portal import dates
from oint_b24.sandbox.families.scrum import listing, rules, stages
from oint_b24.sandbox.families.scrum.rules import ENTITY, ITEM, SPRINT, refuse
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

    Row = dict[str, Any]

PLANNED, ACTIVE, COMPLETED = "planned", "active", "completed"
_DONE = 5  # the status of a completed task
_LENGTH = timedelta(days=14)
_FIELDS = {
    "groupId": "integer",
    "name": "string",
    "sort": "integer",
    "createdBy": "integer",
    "modifiedBy": "integer",
    "dateStart": "string",
    "dateEnd": "string",
    "status": "string",
}
_SHOWN = (
    "groupId", "entityType", "name", "goal", "sort", "createdBy", "modifiedBy", "dateStart",
    "dateEnd", "status",
)  # fmt: skip


@method("tasks.api.scrum.sprint.getFields", scope="task")
def get_fields(_call: Call) -> Row:
    """Describe a sprint (tasks-api-scrum-sprint-get-fields.md)."""
    return rules.described(_FIELDS)


def _shown(number: int, row: Row) -> Row:
    return {"id": number, **{name: row[name] for name in _SHOWN}}


@method("tasks.api.scrum.sprint.add", scope="task")
def add(call: Call) -> Row:
    """Add a sprint (tasks-api-scrum-sprint-add.md)."""
    sent = rules.fields(call)
    group = whole(sent.get("groupId"))
    rules.admit(call, group)
    if not str(sent.get("name") or "").strip():
        refuse(call, "Sprint not created")
    now = call.portal.moment()
    end = dates.read(now)
    row = {
        "TYPE": SPRINT,
        "entityType": SPRINT,
        "groupId": group,
        "goal": "",
        "sort": 0,
        "createdBy": call.user,
        "modifiedBy": call.user,
        "dateStart": now,
        "dateEnd": (end + _LENGTH).isoformat() if end else now,
        "status": PLANNED,
    }
    row = _filled(call, row, sent)
    number = call.store.add(ENTITY, row)
    if row["status"] == ACTIVE:
        stages.lay_out(call, number, row)
    return _shown(number, row)


def _filled(call: Call, row: Row, sent: Row, number: int | None = None) -> Row:
    row = {**row, **rules.authors(call, sent, row)}
    if "name" in sent:
        row["name"] = str(sent["name"])
    row["sort"] = whole(sent.get("sort"), row["sort"])
    for name in ("dateStart", "dateEnd"):
        if sent.get(name) not in (None, ""):
            row[name] = _moment(call, name, sent[name])
    status = str(sent.get("status") or row["status"])
    if status not in (PLANNED, ACTIVE, COMPLETED):
        refuse(call, "Incorrect sprint status")
    if status == ACTIVE and _active(call, row["groupId"]) not in (None, number):
        refuse(call, "Unable to add two active sprint")
    return {**row, "status": status}


def _moment(call: Call, name: str, value: Any) -> str:
    stamp = whole(value)
    if stamp is not None:
        return dates.moment_text(datetime.fromtimestamp(stamp, UTC).isoformat())
    if dates.read(str(value)) is None:
        refuse(call, f"Incorrect {name} format")
    return dates.moment_text(str(value))


def _active(call: Call, group: int) -> int | None:
    for number, _ in call.store.all(ENTITY, TYPE=SPRINT, groupId=group, status=ACTIVE):
        return number
    return None


def found(call: Call, number: int) -> Row:
    """Return a sprint the caller has access to."""
    row = call.store.get(ENTITY, number)
    if row is None or row["TYPE"] != SPRINT:
        refuse(call, "Sprint not found")
    rules.admit(call, row["groupId"])
    return row


@method("tasks.api.scrum.sprint.get", scope="task")
def get(call: Call) -> Row:
    """Return a sprint (tasks-api-scrum-sprint-get.md)."""
    number = rules.number(call, "sprintId" if "sprintId" in call.params else "id")
    return _shown(number, found(call, number))


@method("tasks.api.scrum.sprint.list", scope="task")
def list_sprints(call: Call) -> Page:
    """List the sprints of groups the caller is in (tasks-api-scrum-sprint-list.md)."""
    return listing.answer(call, call.store.all(ENTITY, TYPE=SPRINT), _SHOWN)


@method("tasks.api.scrum.sprint.update", scope="task")
def update(call: Call) -> Row:
    """Change a sprint (tasks-api-scrum-sprint-update.md)."""
    number = rules.number(call)
    sent = rules.fields(call)
    row = found(call, number)
    group = whole(sent.get("groupId"), row["groupId"])
    rules.admit(call, group)
    changed = _filled(call, {**row, "groupId": group}, {"modifiedBy": call.user, **sent}, number)
    call.store.put(ENTITY, number, changed)
    return _shown(number, changed)


@method("tasks.api.scrum.sprint.start", scope="task")
def start(call: Call) -> Row:
    """Begin a planned sprint: its tasks come into the kanban (…-sprint-start.md)."""
    number = rules.number(call)
    row = found(call, number)
    if row["status"] != PLANNED:
        refuse(call, "Sprint must be planned")
    changed = _filled(call, row, {"status": ACTIVE, "modifiedBy": call.user}, number)
    call.store.put(ENTITY, number, changed)
    first = stages.lay_out(call, number, changed)
    for task, item in rules.items_in(call, number):
        if _is_done(call, task):
            _to_backlog(call, row["groupId"], task, item)
        else:
            call.store.put(ITEM, task, {**item, "stageId": first})
    return _shown(number, changed)


@method("tasks.api.scrum.sprint.complete", scope="task")
def complete(call: Call) -> Row:
    """End the active sprint of a group; what is not done goes back (…-sprint-complete.md)."""
    group = rules.number(call)
    rules.admit(call, group)
    number = _active(call, group)
    if number is None:
        refuse(call, "Sprint not found")
    row = {**found(call, number), "status": COMPLETED, "modifiedBy": call.user}
    call.store.put(ENTITY, number, row)
    for task, item in rules.items_in(call, number):
        if not _is_done(call, task):
            _to_backlog(call, group, task, item)
    return _shown(number, row)


def _is_done(call: Call, task: int) -> bool:
    return (call.store.get("task", task) or {}).get("STATUS") == _DONE


def _to_backlog(call: Call, group: int, task: int, item: Row) -> None:
    backlog = rules.backlog_of(call, group)
    if backlog is None:
        refuse(call, "Sprint items have not been moved to backlog")
    call.store.put(ITEM, task, {**item, "entityId": backlog, "stageId": 0})


@method("tasks.api.scrum.sprint.delete", scope="task")
def delete(call: Call) -> list[Any]:
    """Delete a sprint; its tasks go back to the backlog (tasks-api-scrum-sprint-delete.md)."""
    number = rules.number(call)
    row = found(call, number)
    for task, item in rules.items_in(call, number):
        _to_backlog(call, row["groupId"], task, item)
    stages.forget(call, number)
    call.store.delete(ENTITY, number)
    return []
