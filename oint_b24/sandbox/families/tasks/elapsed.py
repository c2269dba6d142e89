"""Time spent on tasks (`task.elapseditem.*`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks.arguments import (
    PREFIXES,
    Fields,
    Parameter,
    Signature,
    failed,
    manifest,
)
from oint_b24.sandbox.families.tasks.model import KIND as TASK
from oint_b24.sandbox.families.tasks.names import moment_of
from oint_b24.sandbox.families.tasks.records import note, save, visible
from oint_b24.sandbox.listing import PAGE, conditions, ordering, picked
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Record = dict[str, Any]

KIND = "task_elapsed"
BY_HAND = 2
_DATES = ("CREATED_DATE", "DATE_START", "DATE_STOP")
_WRITABLE = ("USER_ID", "COMMENT_TEXT", "SECONDS", "SOURCE", *_DATES)
_SORTABLE = ("ID", "TASK_ID", "USER_ID", "SECONDS", "MINUTES", *_DATES)
_FILTERABLE = ("ID", "TASK_ID", "USER_ID", "CREATED_DATE")
_READABLE = ("ID", "TASK_ID", "USER_ID", "COMMENT_TEXT", "SECONDS", "MINUTES", "SOURCE", *_DATES)
_OWNER = "ctaskelapseditem"
_TASK, _ITEM = Parameter("taskId"), Parameter("itemId")
_FIELDS = Parameter("fields", "array", _WRITABLE)
_LIST = Signature(
    _OWNER,
    "getlist",
    (
        _TASK,
        Parameter("order", "array", _SORTABLE),
        Parameter("filter", "array", _FILTERABLE, PREFIXES),
        Parameter("select", "array"),
        Parameter("params", "array", ("NAV_PARAMS",)),
    ),
    0,
)
_GET = Signature(_OWNER, "get", (_TASK, _ITEM), 2)
_ADD = Signature(_OWNER, "add", (_TASK, _FIELDS), 2)
_UPDATE = Signature(_OWNER, "update", (_TASK, _ITEM, _FIELDS), 3)
_DELETE = Signature(_OWNER, "delete", (_TASK, _ITEM), 2)
_ALLOWED = Signature(_OWNER, "isactionallowed", (_TASK, _ITEM, Parameter("actionId")), 3)
_ALL = (_LIST, _GET, _ADD, _UPDATE, _DELETE, _ALLOWED)
_ADDING, _CHANGING = 1, (2, 3)


def _require_task(call: Call, task_id: int) -> None:
    if call.store.get(TASK, task_id) is None:
        call.refuse("ERROR_CORE", "Task not found")
    if visible(call, task_id) is None:
        call.refuse("ERROR_CORE", "Access denied")


def _own(call: Call, task_id: int, item_id: int) -> Record:
    """Return a record the acting user may change: one's own, any for administrators."""
    _require_task(call, task_id)
    record = call.store.get(KIND, item_id)
    if record is None or record["TASK_ID"] != task_id or not _may_change(call, record):
        call.refuse("ERROR_CORE", "ACTION_NOT_ALLOWED")
    return record


def _may_change(call: Call, record: Record) -> bool:
    own: bool = record["USER_ID"] == call.user
    return own or people.is_admin(call.store, call.user)


@method("task.elapseditem.add", scope="task")
def add(call: Call) -> int:
    """Add time somebody spent (task-elapsed-item-add.md)."""
    task_id, given = _ADD.read(call)
    _require_task(call, task_id)
    fields = _fields(given)
    if "SECONDS" not in fields:
        raise failed()
    moment = call.portal.moment()
    record = blank(task_id, call.user, moment) | fields
    known = people.get_user(call.store, record["USER_ID"]) is not None
    if not known or not _may_change(call, record):
        call.refuse("ERROR_CORE", "ACTION_NOT_ALLOWED")
    number = call.store.add(KIND, _minutes(record))
    _sum_up(call, task_id)
    return number


def blank(task_id: int, user: int, moment: str) -> Record:
    """Return the document of a record without any time yet."""
    return {
        "TASK_ID": task_id,
        "USER_ID": user,
        "COMMENT_TEXT": "",
        "SECONDS": 0,
        "MINUTES": 0,
        "SOURCE": BY_HAND,
        **dict.fromkeys(_DATES, moment),
    }


def _fields(given: Record) -> Record:
    """Return what was sent as the store keeps it; empty values count as not sent."""
    sent = {name: value for name, value in given.items() if value not in (None, "")}
    for name in ("USER_ID", "SECONDS", "SOURCE"):
        if name in sent:
            number = whole(sent[name])
            if number is None or number < 0:
                raise failed()
            sent[name] = number
    for name in _DATES:
        if name in sent:
            try:
                sent[name] = moment_of(sent[name])
            except ValueError:
                raise failed() from None
    return sent


def _minutes(record: Record) -> Record:
    return {**record, "MINUTES": record["SECONDS"] // 60}


def _sum_up(call: Call, task_id: int) -> None:
    """Bring the task's totals up to date, with a line of its history."""
    task = call.store.get(TASK, task_id) or {}
    spent = sum(data["SECONDS"] for _, data in call.store.all(KIND, TASK_ID=task_id))
    before = task["TIME_SPENT_IN_LOGS"] or 0
    if spent == before:
        return
    task |= {"TIME_SPENT_IN_LOGS": spent, "DURATION_FACT": spent // 60}
    task["ACTIVITY_DATE"] = call.portal.moment()
    save(call.store, task_id, task)
    note(call, task_id, "TIME_SPENT_IN_LOGS", str(before), str(spent))


@method("task.elapseditem.update", scope="task")
def update(call: Call) -> None:
    """Change a record (task-elapsed-item-update.md)."""
    task_id, item_id, given = _UPDATE.read(call)
    record = _own(call, task_id, item_id) | _fields(given)
    if people.get_user(call.store, record["USER_ID"]) is None:
        call.refuse("ERROR_CORE", "ACTION_NOT_ALLOWED")
    call.store.put(KIND, item_id, _minutes(record))
    _sum_up(call, task_id)


@method("task.elapseditem.delete", scope="task")
def delete(call: Call) -> None:
    """Delete a record (task-elapsed-item-delete.md)."""
    task_id, item_id = _DELETE.read(call)
    _own(call, task_id, item_id)
    call.store.delete(KIND, item_id)
    _sum_up(call, task_id)


@method("task.elapseditem.get", scope="task")
def get(call: Call) -> Record:
    """Return a record (task-elapsed-item-get.md; its example wraps it in a list by mistake)."""
    task_id, item_id = _GET.read(call)
    _require_task(call, task_id)
    record = call.store.get(KIND, item_id)
    if record is None or record["TASK_ID"] != task_id:
        call.refuse("ERROR_CORE", "ACTION_NOT_ALLOWED")
    return _shown(item_id, record)


def _shown(number: int, record: Record) -> Record:
    return {name: str(number if name == "ID" else record[name]) for name in _READABLE}


@method("task.elapseditem.getlist", scope="task")
def get_list(call: Call) -> Page:
    """List records of a task, or of all tasks one sees (task-elapsed-item-get-list.md)."""
    task_id, order, given, select, params = _LIST.read(_with_task(call))
    where = conditions(_dated(given), _FILTERABLE)
    if task_id is not None:
        _require_task(call, task_id)
        where.append(Where("TASK_ID", "=", task_id))
    rows = call.store.select(KIND, where, ordering(order))
    if task_id is None:
        rows = [(n, data) for n, data in rows if visible(call, data["TASK_ID"])]
    nav = params.get("NAV_PARAMS") or {} if isinstance(params, dict) else {}
    size = min(whole(nav.get("nPageSize"), PAGE) or PAGE, PAGE)
    start = ((whole(nav.get("iNumPage"), 1) or 1) - 1) * size
    names = list(select.values()) if isinstance(select, dict) else select
    shown = [picked(_shown(n, data), names) for n, data in rows[start : start + size]]
    after = start + size
    return Page(shown, total=len(rows), next=after if after < len(rows) else None)


def _with_task(call: Call) -> Call:
    """Leave the first place empty where the arguments begin with the order."""
    values = call.positional if call.positional is not None else list(call.params.values())
    if not values or not isinstance(values[0], (dict, list)):
        return call
    call.positional = [None, *values]
    return call


def _dated(given: Record) -> Record:
    try:
        return {k: moment_of(v) if k.endswith("_DATE") else v for k, v in given.items()}
    except ValueError:
        raise failed() from None


@method("task.elapseditem.isActionAllowed", scope="task")
def is_allowed(call: Call) -> bool:
    """Say whether an action is allowed (task-elapsed-item-is-action-allowed.md)."""
    task_id, item_id, action = _ALLOWED.read(call)
    if visible(call, task_id) is None:
        return False
    record = call.store.get(KIND, item_id)
    if action == _ADDING:
        return True
    known = record is not None and record["TASK_ID"] == task_id
    return known and action in _CHANGING and _may_change(call, record or {})


@method("task.elapseditem.getmanifest", scope="task")
def get_manifest(_call: Call) -> dict[str, Any]:
    """Describe the methods (task-elapsed-item-get-manifest.md)."""
    fields = Fields(_WRITABLE, _READABLE, _SORTABLE, _DATES, _FILTERABLE)
    return manifest("1.2", "elapseditem", fields, _ALL)
