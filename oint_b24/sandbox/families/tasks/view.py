"""What answers show of a task: the card of tasks.task.get and the rows of tasks.task.list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access, files, tree
from oint_b24.sandbox.families.tasks.model import (
    AWAITING_CONTROL,
    COMPLETED,
    KIND,
    MARKS,
    SYSTEM_USER_FIELDS,
)
from oint_b24.sandbox.families.tasks.names import bare, camel

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Task = dict[str, Any]

# The order is the one of the documented answers (status/tasks-task-complete.md).
PLAIN = (
    "ID", "PARENT_ID", "TITLE", "DESCRIPTION", "MARK", "PRIORITY", "MULTITASK", "NOT_VIEWED",
    "REPLICATE", "STAGE_ID", "SPRINT_ID", "BACKLOG_ID", "CREATED_BY", "CREATED_DATE",
    "RESPONSIBLE_ID", "CHANGED_BY", "CHANGED_DATE", "STATUS_CHANGED_BY", "CLOSED_BY",
    "CLOSED_DATE", "ACTIVITY_DATE", "DATE_START", "DEADLINE", "START_DATE_PLAN", "END_DATE_PLAN",
    "GUID", "XML_ID", "COMMENTS_COUNT", "SERVICE_COMMENTS_COUNT", "ALLOW_CHANGE_DEADLINE",
    "ALLOW_TIME_TRACKING", "TASK_CONTROL", "ADD_IN_REPORT", "FORKED_BY_TEMPLATE_ID",
    "TIME_ESTIMATE", "TIME_SPENT_IN_LOGS", "MATCH_WORK_TIME", "FORUM_TOPIC_ID", "FORUM_ID",
    "SITE_ID", "SUBORDINATE", "EXCHANGE_MODIFIED", "EXCHANGE_ID", "OUTLOOK_VERSION",
    "VIEWED_DATE", "SORTING", "DURATION_FACT", "IS_MUTED", "IS_PINNED", "IS_PINNED_IN_GROUP",
    "FLOW_ID", "CHAT_ID", "DESCRIPTION_IN_BBCODE", "STATUS", "STATUS_CHANGED_DATE",
    "DURATION_PLAN", "DURATION_TYPE", "FAVORITE", "GROUP_ID", "AUDITORS", "ACCOMPLICES",
)  # fmt: skip
_CONSTANT = {
    "NOT_VIEWED": "N",
    "SITE_ID": "s1",
    "SUBORDINATE": "Y",
    "DESCRIPTION_IN_BBCODE": "Y",
    "IS_PINNED_IN_GROUP": "N",
}
_MARKED = {shown: kept for kept, shown in MARKS.items()}
_NUMBERS = ("CHAT_ID",)
_AVATAR = "/bitrix/images/tasks/default_avatar.png"
ALMOST = timedelta(days=1)
OVERDUE, ALMOST_OVERDUE = -1, -3


def card(call: Call, number: int, select: list[Any] | None = None) -> dict[str, Any]:
    """Return `{"task": …}`: all of a task, or the fields in `select` and what always comes."""
    task = call.store.get(KIND, number) or {}
    wanted = _wanted(select or [])
    full = wanted is None
    shown = _plain(call.user, number, task, wanted)
    shown |= _user_fields(call.store, number, task, select or [])
    shown["favorite"] = _mark(task, "FAVORITE", call.user)
    items = tree.items_of(call.store, number) if full or _has(wanted, "CHECKLIST") else []
    held = access.roles(call.store, call.user, task)
    on_items = tree.allowed_on_items(held)
    if full or _has(wanted, "CHECKLIST"):
        shown["checklist"] = tree.flat(items, on_items)
    shown |= _people(call.store, task, wanted)
    if full or _has(wanted, "NEW_COMMENTS_COUNT"):
        shown["newCommentsCount"] = new_comments(call.store, call.user, number, task)
    allowed = access.actions(call.store, call.user, task)
    shown["action"] = {_action(name): may for name, may in allowed.items()}
    if full:
        shown["checkListTree"] = tree.tree(items, number, call.user, on_items)
        shown["checkListCanAdd"] = allowed["CHECKLIST.ADD"]
    return {"task": shown}


def row(
    call: Call, number: int, task: Task, select: list[Any], params: dict[str, Any]
) -> dict[str, Any]:
    """Return a task as a list shows it (tasks-task-list.md)."""
    wanted = _wanted(select)
    shown = _plain(call.user, number, task, wanted)
    shown |= _user_fields(call.store, number, task, select)
    if wanted is None or _has(wanted, "NEW_COMMENTS_COUNT"):
        shown["newCommentsCount"] = new_comments(call.store, call.user, number, task)
    shown |= _people(call.store, task, wanted)
    shown |= _extras(call, number, task, params)
    if _has(wanted, "COUNTERS") or _has(wanted, "COUNTER"):
        shown["counter"] = _counter(call, number, task)
    if wanted is None or _has(wanted, "STATUS") or _has(wanted, "SUB_STATUS"):
        shown["subStatus"] = str(sub_status(task, call.portal.moment()))
    return shown


def _wanted(select: list[Any]) -> frozenset[str] | None:
    """Return bare names of the selected fields, or None for all of them."""
    names = frozenset(bare(str(name)) for name in select if name)
    return None if not names or "*" in names else names


def _has(wanted: frozenset[str] | None, name: str) -> bool:
    return wanted is not None and bare(name) in wanted


def _plain(user: int, number: int, task: Task, wanted: frozenset[str] | None) -> dict[str, Any]:
    names = [n for n in PLAIN if wanted is None or bare(n) in wanted or n == "ID"]
    if _has(wanted, "DESCRIPTION"):
        names.append("DESCRIPTION_IN_BBCODE")
    return {camel(name): _value(user, number, task, name) for name in names}


def _value(user: int, number: int, task: Task, name: str) -> Any:
    if name == "ID":
        return str(number)
    if name in _CONSTANT:
        return _CONSTANT[name]
    if name in _MARKED:
        return _mark(task, name, user)
    value = task.get(name)
    if isinstance(value, list):
        return [str(entry) for entry in value]
    return str(value) if isinstance(value, int) and name not in _NUMBERS else value


def _mark(task: Task, name: str, user: int) -> str:
    return "Y" if user in task[_MARKED[name]] else "N"


def _user_fields(store: Store, number: int, task: Task, select: list[Any]) -> dict[str, Any]:
    """Return user fields: only those asked for; one of the system's brings all three."""
    names = {bare(str(name)) for name in select}
    everything = bool(names & {"*", "uf*"})
    own = [data["FIELD_NAME"] for _, data in store.all("task_userfield")] if names else []
    chosen = [n for n in own if n not in SYSTEM_USER_FIELDS and (everything or bare(n) in names)]
    shown = {camel(name): task.get(name) for name in chosen}
    if everything or names & {bare(name) for name in SYSTEM_USER_FIELDS}:
        attached = [record for record, _ in files.attachments(store, ("tasks_task", number))]
        shown["ufCrmTask"] = task["UF_CRM_TASK"] or False
        shown["ufTaskWebdavFiles"] = attached or False
        shown["ufMailMessage"] = None
    if everything or "tags" in names:
        shown["tags"] = _tags(store, task)
    return shown


def _tags(store: Store, task: Task) -> dict[str, Any] | list[Any]:
    known = {data["TITLE"]: number for number, data in store.all("task_tag")}
    return {str(known[t]): {"id": known[t], "title": t} for t in task["TAGS"] if t in known} or []


def _people(store: Store, task: Task, wanted: frozenset[str] | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"group": []}
    for name, source in (("creator", "CREATED_BY"), ("responsible", "RESPONSIBLE_ID")):
        if wanted is None or _has(wanted, source):
            shown[name] = person(store, task[source])
    for source in ("ACCOMPLICES", "AUDITORS"):
        if wanted is None or _has(wanted, source):
            users = {str(user): person(store, user) for user in task[source]}
            shown[f"{source.lower()}Data"] = users or []
    return shown


def person(store: Store, number: int) -> dict[str, Any]:
    """Return a user as tasks show people."""
    user = people.get_user(store, number) or {}
    return {
        "id": str(number),
        "name": people.full_name(user),
        "link": f"/company/personal/user/{number}/",
        "icon": _AVATAR,
        "workPosition": user.get("WORK_POSITION") or None,
    }


def _action(name: str) -> str:
    return ".".join(camel(part) for part in name.split("."))


def new_comments(store: Store, user: int, number: int, task: Task) -> int:
    """Return how many comments of others came after the user's own last one."""
    if not task["COMMENTS_COUNT"]:
        return 0
    comments = store.all("task_comment", TASK_ID=number)
    last = max((n for n, c in comments if c["AUTHOR_ID"] == user), default=0)
    return sum(1 for n, c in comments if n > last and c["AUTHOR_ID"] != user)


def sub_status(task: Task, now: str) -> int:
    """Return the status with its extra values: overdue and almost so (tasks-task-list.md)."""
    status: int = task["STATUS"]
    if not task["DEADLINE"] or status in (AWAITING_CONTROL, COMPLETED):
        return status
    left = datetime.fromisoformat(task["DEADLINE"]) - datetime.fromisoformat(now)
    if left < timedelta(0):
        return OVERDUE
    return ALMOST_OVERDUE if left < ALMOST else status


def _extras(call: Call, number: int, task: Task, params: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if _asked(params, "WITH_RESULT_INFO"):
        results = [data["STATUS"] for _, data in call.store.all("task_result", TASK_ID=number)]
        shown["taskRequireResult"] = "Y" if task["SE_PARAMETER"].get("3") == "Y" else "N"
        shown["taskHasOpenResult"] = "Y" if 0 in results else "N"
        shown["taskHasResult"] = "Y" if results else "N"
    if _asked(params, "WITH_TIMER_INFO"):
        shown["timeElapsed"] = task["TIME_SPENT_IN_LOGS"]
        shown["timerIsRunningForCurrentUser"] = "N"
    if _asked(params, "WITH_PARSED_DESCRIPTION"):
        shown["parsedDescription"] = task["DESCRIPTION"]
    return shown


def _asked(params: dict[str, Any], name: str) -> bool:
    return str(params.get(name, "")).upper() in ("Y", "1", "TRUE")


def _counter(call: Call, number: int, task: Task) -> dict[str, Any]:
    overdue = int(sub_status(task, call.portal.moment()) == OVERDUE)
    fresh = new_comments(call.store, call.user, number, task)
    muted = call.user in task["MUTED_BY"]
    counters = {
        "expired": 0 if muted else overdue,
        "newComments": 0 if muted else fresh,
        "projectExpired": 0,
        "projectNewComments": 0,
        "mutedExpired": overdue if muted else 0,
        "mutedNewComments": fresh if muted else 0,
    }
    value = overdue + fresh
    colour = "gray" if muted or not value else "danger" if overdue else "success"
    return {"counters": counters, "color": colour, "value": value}
