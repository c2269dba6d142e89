"""The history of tasks: what a change writes into it, and how it is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks.input import DATES
from oint_b24.sandbox.families.tasks.model import KIND
from oint_b24.sandbox.families.tasks.names import bare, stamp
from oint_b24.sandbox.families.tasks.records import HISTORY, joined, note, required_id, visible
from oint_b24.sandbox.listing import conditions
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_SORTS = {"id": "ID", "createddate": "DATE", "field": "FIELD", "userid": "USER_ID"}
# What the page lists of the fields that can be sent.
_WRITTEN = frozenset(
    {
        "TITLE", "DESCRIPTION", "PRIORITY", "MARK", "PARENT_ID", "GROUP_ID", "STAGE_ID",
        "CREATED_BY", "RESPONSIBLE_ID", "ACCOMPLICES", "AUDITORS", "DEADLINE",
        "START_DATE_PLAN", "END_DATE_PLAN", "DURATION_PLAN", "TIME_ESTIMATE", "TAGS",
        "DEPENDS_ON", "ADD_IN_REPORT", "TASK_CONTROL", "ALLOW_TIME_TRACKING",
        "ALLOW_CHANGE_DEADLINE", "FLOW_ID",
    }
)  # fmt: skip


def changed(call: Call, number: int, task: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Write what `fields` change in the task; say whether they change anything."""
    differ = [name for name, value in fields.items() if task.get(name) != value]
    for name in differ:
        if name in _WRITTEN:
            note(call, number, name, _told(name, task.get(name)), _told(name, fields[name]))
    return bool(differ)


def _told(name: str, value: Any) -> str:
    # Descriptions are too long for the history: both of its values stay empty.
    if value is None or name == "DESCRIPTION":
        return ""
    if name in DATES:
        return stamp(value)
    return joined(value) if isinstance(value, list) else str(value)


@method("tasks.task.history.list", scope="task")
def history(call: Call) -> dict[str, Any]:
    """List what happened to a task, the oldest first unless `order` says otherwise.

    The page's text and its example differ about the default; portals do as in the example
    (tasks-task-history-list.md).
    """
    suffix = " (internal error)"
    number = required_id(call, suffix=suffix, wrong=suffix)
    if call.store.get(KIND, number) is None:
        return {"list": []}
    if visible(call, number) is None:
        call.refuse("0", f"Access denied.{suffix}")
    given = {key.upper(): value for key, value in call.object("filter").items()}
    where = [Where("TASK_ID", "=", number), *conditions(given, ("FIELD", "USER_ID", "ID"))]
    rows = call.store.select(HISTORY, where, _order(call.object("order")))
    return {"list": [_line(call, *found) for found in rows]}


def _order(given: dict[str, Any]) -> list[tuple[str, bool]]:
    pairs = [(_SORTS.get(bare(n)), str(way).lower() == "desc") for n, way in given.items()]
    known = [(name, down) for name, down in pairs if name]
    return [*known, ("ID", known[0][1] if known else False)]


def _line(call: Call, number: int, data: dict[str, Any]) -> dict[str, Any]:
    user = people.get_user(call.store, whole(data["USER_ID"])) or {}
    return {
        "id": number,
        "createdDate": data["DATE"],
        "field": data["FIELD"],
        "value": {"from": data["FROM"], "to": data["TO"]},
        "user": {
            "id": data["USER_ID"],
            "name": user.get("NAME", ""),
            "lastName": user.get("LAST_NAME", ""),
            "secondName": user.get("SECOND_NAME") or "",
            "login": user.get("EMAIL", ""),
        },
    }
