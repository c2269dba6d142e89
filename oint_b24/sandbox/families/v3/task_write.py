"""Fields that tasks.task.add and tasks.task.update of REST 3.0 write, and their checks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import user_values
from oint_b24.sandbox.families.tasks.model import KIND
from oint_b24.sandbox.families.tasks.records import ancestors
from oint_b24.sandbox.families.v3.task_dto import TASK
from oint_b24.sandbox.families.v3.task_view import PARAMETERS
from oint_b24.sandbox.v3 import params
from oint_b24.sandbox.v3.errors import REQUEST, invalid, mistyped

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Fields = dict[str, Any]

_LONGEST = 2**31  # seconds; what is longer is «too long»
_FILLED = ("title", "description", "responsibleId", "priority", "status", "accomplices",
    "auditors", "crmItemIds", "dependsOn", "scenarios")  # fmt: skip
_EMPTY = {"groupId": 0, "stageId": 0, "estimatedTime": 0}


def read(call: Call, number: int | None, before: Fields) -> Fields:
    """Return the sent fields under the names of the store; `number` None is a new task.

    Raises Refusal with everything that is wrong with the fields.
    """
    given = params.fields(call)
    sent = params.written(TASK, given, params.TASKS, new=number is None)
    # An empty value is what the field holds when nobody has filled it in.
    sent = {name: _EMPTY.get(name) if value is None else value for name, value in sent.items()}
    problems = [*_values(sent), *_references(call, sent, number)]
    fields = {TASK.fields[n].column: v for n, v in sent.items() if TASK.fields[n].column}
    problems += _plan({**before, **fields})
    if problems:
        raise invalid(REQUEST, *problems)
    codes = {PARAMETERS[n]: v for n, v in sent.items() if n in PARAMETERS}
    if codes:
        fields["SE_PARAMETER"] = {**before.get("SE_PARAMETER", {}), **codes}
    for name in ("ACCOMPLICES", "AUDITORS"):
        if name in fields:
            fields[name] = [user for user in fields[name] if people.get_user(call.store, user)]
    return fields


def _values(sent: Fields) -> list[tuple[str, str]]:
    found = [mistyped(n, TASK.fields[n].type) for n in _FILLED if n in sent and sent[n] is None]
    if "title" in sent and sent["title"] is not None and not sent["title"].strip():
        found.append(("title", "Required field `title` is not specified"))
    return found


def _references(call: Call, sent: Fields, number: int | None) -> list[tuple[str, str]]:
    found = []
    if "responsibleId" in sent and people.get_user(call.store, sent["responsibleId"]) is None:
        text = 'User specified in the "Responsible" field not found'
        found.append(("responsibleId", text))
    if "creatorId" in sent and people.get_user(call.store, sent["creatorId"]) is None:
        found.append(("creatorId", ""))  # the platform has no text here
    if sent.get("parentId") is not None:
        found += _parent(call.store, sent["parentId"], number)
    return found


def _parent(store: Store, parent: int, number: int | None) -> list[tuple[str, str]]:
    if store.get(KIND, parent) is None:
        return [("parentId", 'Task specified in the "Parent Task" field not found')]
    if number is not None and (parent == number or number in ancestors(store, parent)):
        return [("parentId", "Cannot bind the node to itself")]
    return []


def _plan(task: Fields) -> list[tuple[str, str]]:
    start, end = task.get("START_DATE_PLAN"), task.get("END_DATE_PLAN")
    if not start or not end:
        return []
    length = (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    if length < 0:
        return [("endPlan", "The end date of the plan is earlier than its start date")]
    return [("endPlan", "The planned duration is too long")] if length > _LONGEST else []


def custom(call: Call) -> Fields:
    """Return the defaults of custom fields, which a new task of version 3 cannot name."""
    moment, known = call.portal.moment(), user_values.custom_fields(call.store)
    return {name: user_values.default(field, moment) for name, field in known.items()}
