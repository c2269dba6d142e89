"""Fields that tasks.task.add and tasks.task.update accept: reading and checking them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES, whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import files as task_files, user_values
from oint_b24.sandbox.families.tasks.model import KIND, STATUSES, SWITCHES
from oint_b24.sandbox.families.tasks.names import moment_of, spelled
from oint_b24.sandbox.families.tasks.records import ancestors

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Fields = dict[str, Any]

TEXTS = ("TITLE", "DESCRIPTION", "XML_ID", "DURATION_TYPE")
NUMBERS = ("PRIORITY", "GROUP_ID", "STAGE_ID", "TIME_ESTIMATE", "STATUS", "DURATION_PLAN")
REFERENCES = ("PARENT_ID", "RESPONSIBLE_ID", "CREATED_BY", "FLOW_ID")
DATES = ("DEADLINE", "START_DATE_PLAN", "END_DATE_PLAN")
PEOPLE = ("ACCOMPLICES", "AUDITORS")
OTHERS = ("MARK", "TAGS", "DEPENDS_ON", "SE_PARAMETER", "UF_CRM_TASK", "UF_TASK_WEBDAV_FILES")
FILES = "UF_TASK_WEBDAV_FILES"
_LONGEST = 2**31  # seconds; what is longer is «too long»


def read(call: Call, suffix: str = " (internal error)") -> Fields:
    """Return `fields` under the names the store keeps; names that tasks do not have are ignored.

    Raises Refusal 100 without fields, ERROR_CORE for a date that is none.
    """
    given = call.object("fields")
    if not given:
        call.refuse("100", f"Could not find value for parameter {{fields}}{suffix}")
    custom = user_values.custom_fields(call.store)
    known = spelled((*TEXTS, *NUMBERS, *REFERENCES, *DATES, *PEOPLE, *SWITCHES, *OTHERS, *custom))
    named = {known[b]: value for name, value in given.items() if (b := _bare(name)) in known}
    try:
        return {name: _read(call, custom, name, value) for name, value in named.items()}
    except ValueError as problem:
        call.refuse("ERROR_CORE", f"{problem}<br>")


def _bare(name: str) -> str:
    return name.replace("_", "").lower()


def _read(call: Call, custom: dict[str, Any], name: str, value: Any) -> Any:
    if name in custom:
        return user_values.kept(custom[name], value)
    if name in SWITCHES:
        return "Y" if str(value).upper() in YES else "N"
    if name in REFERENCES:
        return whole(value) or None
    if name in NUMBERS:
        return whole(value, 0)
    if name in DATES:
        return _date(name, value)
    if name in PEOPLE:
        return [user for user in _numbers(value) if people.get_user(call.store, user)]
    return _other(name, value)


def _date(name: str, value: Any) -> str | None:
    try:
        return moment_of(value)
    except ValueError:
        raise ValueError(f"Incorrect date in the {name} field") from None


def _other(name: str, value: Any) -> Any:
    if name == "MARK":
        return value if value in ("N", "P") else None
    if name == "DEPENDS_ON":
        return _numbers(value)
    if name == "SE_PARAMETER":
        rows = [row for row in _values(value) if isinstance(row, dict)]
        return {str(row.get("CODE")): str(row.get("VALUE")) for row in rows}
    if name == "TAGS" and isinstance(value, str):
        value = value.split(",")
    if name in ("TAGS", "UF_CRM_TASK", FILES):
        return [str(entry).strip() for entry in _values(value) if str(entry).strip()]
    return "" if value is None else str(value)


def _values(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _numbers(value: Any) -> list[int]:
    numbers = (whole(entry) for entry in _values(value))
    return list(dict.fromkeys(n for n in numbers if n is not None))


def check(call: Call, fields: Fields, number: int | None, before: Fields) -> None:
    """Refuse ERROR_CORE with every problem the fields have (tasks-task-add.md, -update.md)."""
    problems = [
        *_wording(fields, number),
        *_people(call, fields, number),
        *_parent(call, fields, number),
        *_plan({**before, **fields}),
        *_attached(call, fields),
    ]
    if problems:
        call.refuse("ERROR_CORE", "".join(f"{problem}<br>" for problem in problems))


def _wording(fields: Fields, number: int | None) -> list[str]:
    found = []
    if not fields.get("TITLE") and ("TITLE" in fields or number is None):
        found.append("Task title is not specified")
    if "STATUS" in fields and fields["STATUS"] not in STATUSES:
        found.append("Incorrect status" if number is None else "Invalid status")
    return found


def _people(call: Call, fields: Fields, number: int | None) -> list[str]:
    responsible = fields.get("RESPONSIBLE_ID")
    if responsible is None:
        asked = "RESPONSIBLE_ID" in fields or number is None
        return ["Responsible person not specified"] if asked else []
    if people.get_user(call.store, responsible) is None:
        return ['User specified in the "Responsible" field not found']
    return []


def _parent(call: Call, fields: Fields, number: int | None) -> list[str]:
    parent = fields.get("PARENT_ID")
    if parent is None:
        return []
    if call.store.get(KIND, parent) is None:
        return ['Task specified in the "Parent Task" field not found']
    if parent == number:
        return ["Cannot bind the node to itself"]
    if number is not None and number in ancestors(call.store, parent):
        return ["Creating cyclic links in tasks is prohibited"]
    return []


def _plan(task: Fields) -> list[str]:
    start, end = task.get("START_DATE_PLAN"), task.get("END_DATE_PLAN")
    if not start or not end:
        return []
    length = (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    if length < 0:
        return ["The end date in scheduling is earlier than the start date"]
    return ["The specified task duration is too long"] if length > _LONGEST else []


def _attached(call: Call, fields: Fields) -> list[str]:
    files = task_files.file_ids(fields.get(FILES, []))
    readable = all(task_files.is_readable(call.store, call.user, file) for file in files)
    return [] if readable else ["Insufficient permissions."]


def required_custom(call: Call, fields: Fields) -> None:
    """Fill custom fields a new task says nothing of; refuse when a required one stays empty."""
    for name, field in user_values.custom_fields(call.store).items():
        if name not in fields:
            fields[name] = user_values.default(field, call.portal.moment())
        if field["MANDATORY"] == "Y" and user_values.is_empty(fields[name]):
            call.refuse("ERROR_CORE", f"Required field {name} value not entered<br>")
