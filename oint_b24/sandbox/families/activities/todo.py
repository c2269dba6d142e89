"""To-dos of CRM: crm.activity.todo.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.activities import records
from oint_b24.sandbox.families.activities.records import KIND, TODO
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.families.portal.dates import moment_text, read
from oint_b24.sandbox.families.timeline.records import needed, owner_of
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_COLORS = ("default", *map(str, range(1, 8)))  # crm-activity-todo-add.md


@method("crm.activity.todo.add", scope="crm")
def add(call: Call) -> dict[str, int]:
    """Plan a to-do for an object."""
    admit(call)
    type_id, number, _ = needed(call, "ownerTypeId", "ownerId", "deadline")
    owner = owner_of(call, type_id, number)
    document = records.fresh(call, records.CUSTOM, owner)
    document |= {"PROVIDER_ID": TODO, "PROVIDER_TYPE_ID": "TODO", "SETTINGS": {}}
    _apply(call, document)
    return {"id": records.keep(call, document)}


def _apply(call: Call, document: dict[str, Any]) -> None:
    """Put the parameters that were sent into a to-do."""
    _set_deadline(call, document, call.get("deadline"))
    for name, field in (("title", "SUBJECT"), ("description", "DESCRIPTION")):
        if call.get(name) is not None:
            document[field] = call.text(name)
    if call.get("responsibleId") is not None:
        _set_responsible(call, document)
    settings = dict(document["SETTINGS"] or {})
    if call.get("pingOffsets") is not None:
        settings["PING_OFFSETS"] = [whole(v, 0) for v in call.list("pingOffsets")]
    if call.get("colorId") not in (None, ""):
        settings["COLOR"] = _color(call)
    if call.get("parentActivityId") is not None:
        settings["PARENT_ACTIVITY_ID"] = call.integer("parentActivityId")
    document["SETTINGS"] = settings


def _set_deadline(call: Call, document: dict[str, Any], value: Any) -> None:
    if not isinstance(value, str) or read(value) is None:
        call.refuse("WRONG_DATETIME_FORMAT", "Wrong datetime format")
    moment = moment_text(value)
    document |= {"START_TIME": moment, "END_TIME": moment, "DEADLINE": moment}


def _set_responsible(call: Call, document: dict[str, Any]) -> None:
    number = call.integer("responsibleId", 0) or 0
    if number <= 0 or get_user(call.store, number) is None:
        text = 'Parameter "responsibleId" must be greater than 0'
        call.refuse("INVALID_ARG_VALUE", text)
    document["RESPONSIBLE_ID"] = number


def _color(call: Call) -> str:
    color = call.text("colorId")
    if color not in _COLORS:
        call.refuse("CAN_NOT_UPDATE_WRONG_COLOR_TODO", "The color is not one of those there are")
    return color


def _todo(call: Call, code: str, *more: str) -> tuple[int, dict[str, Any]]:
    """Return the to-do that the parameters name. Refuses `code` where it is done already."""
    admit(call)
    given, type_id, owner, *_ = needed(call, "id", "ownerTypeId", "ownerId", *more)
    mark = owners.token(*owner_of(call, type_id, owner))
    number = whole(given)
    document = call.store.get(KIND, number)
    is_todo = document is not None and document["PROVIDER_ID"] == TODO
    if document is None or number is None or not is_todo or mark not in document["BOUND"]:
        call.refuse("NOT_FOUND", "Not found.")
    if document["COMPLETED"] == "Y":
        call.refuse(code, "A completed activity cannot be changed")
    return number, document


@method("crm.activity.todo.update", scope="crm")
def update(call: Call) -> dict[str, int]:
    """Change a to-do."""
    number, document = _todo(call, "CAN_NOT_UPDATE_COMPLETED_TODO", "deadline")
    if call.integer("parentActivityId") == number:
        call.refuse("ERROR_PARENT_ACTIVITY_RESTRICT", "An activity cannot be its own parent")
    _apply(call, document)
    return {"id": records.keep(call, document, number)}


@method("crm.activity.todo.updateDeadline", scope="crm")
def update_deadline(call: Call) -> dict[str, int]:
    """Change the deadline of a to-do."""
    number, document = _todo(call, "CAN_NOT_UPDATE_COMPLETED_TODO", "value")
    _set_deadline(call, document, call.get("value"))
    return {"id": records.keep(call, document, number)}


@method("crm.activity.todo.updateDescription", scope="crm")
def update_description(call: Call) -> dict[str, int]:
    """Change the description of a to-do."""
    number, document = _todo(call, "CAN_NOT_UPDATE_COMPLETED_TODO")
    document["DESCRIPTION"] = call.text("value")
    return {"id": records.keep(call, document, number)}


@method("crm.activity.todo.updateColor", scope="crm")
def update_color(call: Call) -> dict[str, int]:
    """Change the color of a to-do."""
    code = "CAN_NOT_UPDATE_COLOR_COMPLETED_TODO"
    number, document = _todo(call, code, "colorId")
    document["SETTINGS"] = {**dict(document["SETTINGS"] or {}), "COLOR": _color(call)}
    return {"id": records.keep(call, document, number)}


@method("crm.activity.todo.updateResponsibleUser", scope="crm")
def update_responsible(call: Call) -> dict[str, int]:
    """Change who is responsible for a to-do."""
    code = "CAN_NOT_UPDATE_RESPONSIBLE_USER_COMPLETED_TODO"
    number, document = _todo(call, code, "responsibleId")
    _set_responsible(call, document)
    return {"id": records.keep(call, document, number)}
