"""tasks.task.list: filters, orders and pages over tasks the acting user may see.

What the store can judge by itself it judges in SQL; meta statuses, people in lists, marks and
stages of one's own plan are judged here, after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access, links, planning, view
from oint_b24.sandbox.families.tasks.model import KIND, MARKS
from oint_b24.sandbox.families.tasks.names import bare, moment_of, spelled
from oint_b24.sandbox.listing import PAGE, split_prefix
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call

    Task = dict[str, Any]
    Rows = list[tuple[int, Task]]
    Test = Callable[[int, Task], bool]

_DATES = frozenset({"DATE_START", "DEADLINE", "CREATED_DATE", "CLOSED_DATE", "CHANGED_DATE",
    "ACTIVITY_DATE", "START_DATE_PLAN", "END_DATE_PLAN", "STATUS_CHANGED_DATE"})  # fmt: skip
_DIRECT = ("ID", "PARENT_ID", "GROUP_ID", "CREATED_BY", "STATUS_CHANGED_BY", "PRIORITY",
    "FORUM_TOPIC_ID", "RESPONSIBLE_ID", "TITLE", "REAL_STATUS", "MARK", "ADD_IN_REPORT",
    "SPRINT_ID", "BACKLOG_ID", "CHANGED_BY", "CLOSED_BY", "XML_ID", "GUID", "FLOW_ID",
    *sorted(_DATES))  # fmt: skip
_JUDGED = ("STATUS", "TAG", "ACCOMPLICE", "AUDITOR", "MEMBER", "DEPENDS_ON", "ONLY_ROOT_TASKS",
    "STAGE_ID", "UF_CRM_TASK", "FAVORITE", "SITE_ID")  # fmt: skip
_FILTERS = spelled((*_DIRECT, *_JUDGED))
_STORED = {"REAL_STATUS": "STATUS"}
_SORTS = spelled((
    "ID", "TITLE", "TIME_SPENT_IN_LOGS", "DATE_START", "CREATED_DATE", "CHANGED_DATE",
    "CLOSED_DATE", "ACTIVITY_DATE", "START_DATE_PLAN", "END_DATE_PLAN", "DEADLINE", "REAL_STATUS",
    "STATUS_COMPLETE", "PRIORITY", "MARK", "CREATED_BY_LAST_NAME", "RESPONSIBLE_LAST_NAME",
    "GROUP_ID", "TIME_ESTIMATE", "ALLOW_CHANGE_DEADLINE", "ALLOW_TIME_TRACKING",
    "MATCH_WORK_TIME", "FAVORITE", "SORTING", "IS_PINNED", "IS_PINNED_IN_GROUP",
))  # fmt: skip
# Sorted by what is not in the document itself.
_COMPUTED = frozenset({"STATUS_COMPLETE", "CREATED_BY_LAST_NAME", "RESPONSIBLE_LAST_NAME",
    "FAVORITE", "IS_PINNED"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Condition:
    name: str
    op: str
    value: Any


def answer(call: Call) -> Page:
    """Answer tasks.task.list.

    Raises Refusal 0 for a field that tasks cannot be sorted by.
    """
    order = _order(call)
    asked = _conditions(call.object("filter"))
    where = [_where(c) for c in asked if c.name not in _JUDGED]
    tests = [_test(call, c) for c in asked if c.name in _JUDGED]
    tests += _sight(call, where)
    start = whole(call.get("start"), 0) or 0
    computed = any(name in _COMPUTED for name, _ in order)
    if not tests and not computed:
        stored = [(_STORED.get(name, name), down) for name, down in order]
        rows = call.store.select(KIND, where, stored, PAGE, max(start, 0))
        total = call.store.count(KIND, where) if start >= 0 else 0
    else:
        found = _filtered(call, where, tests, order)
        rows, total = found[max(start, 0) : max(start, 0) + PAGE], len(found)
    return _page(call, rows, start, total)


def _page(call: Call, rows: Rows, start: int, total: int) -> Page:
    select, params = call.list("select"), call.object("params")
    shown = {"tasks": [view.row(call, n, task, select, params) for n, task in rows]}
    if start < 0:
        return Page(shown)
    after = start + PAGE
    return Page(shown, total=total, next=after if after < total else None)


def _order(call: Call) -> list[tuple[str, bool]]:
    pairs = []
    for name, way in call.object("order").items():
        known = _SORTS.get(bare(name))
        if known is None:
            call.refuse("0", "Invalid sorting key (internal error)")
        pairs.append((known, str(way).lower().startswith("desc")))
    if not any(name == "ID" for name, _ in pairs):
        # Newest first is the default; under another order ids only break ties.
        pairs.append(("ID", not pairs))
    return pairs


def _conditions(given: dict[str, Any]) -> list[_Condition]:
    found: list[_Condition] = []
    for key, value in given.items():
        if key.startswith("::") and isinstance(value, dict):
            found += _conditions(value)
            continue
        name, op = split_prefix(key)
        known = _FILTERS.get(bare(name))
        if known is not None:
            found.append(_Condition(known, op, _value(known, value)))
    return found


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        value = list(value.values())
    if name in _DATES and not isinstance(value, list):
        try:
            return moment_of(value) or ""
        except ValueError:
            return value
    return value


def _where(condition: _Condition) -> Where:
    name, op, value = condition.name, condition.op, condition.value
    if isinstance(value, list) and op in ("=", "!="):
        return Where(_STORED.get(name, name), "in" if op == "=" else "not in", value)
    if name == "TITLE" and op == "=" and "%" in str(value):
        return _pattern(str(value))
    if name == "PARENT_ID" and str(value) == "0":
        value = ""
    return Where(_STORED.get(name, name), op, value)


def _pattern(value: str) -> Where:
    """Read `report%`, `%report` and `%report%` as a prefix, a suffix and a part."""
    text = value.strip("%")
    if not value.startswith("%"):
        return Where("TITLE", "prefix", text)
    return Where("TITLE", "like" if value.endswith("%") else "suffix", text)


def _sight(call: Call, where: list[Where]) -> list[Test]:
    """Limit a list to what the acting user sees: by SQL where participation alone decides."""
    if people.is_admin(call.store, call.user):
        return []
    staff = access.subordinates(call.store, call.user)
    if not staff:
        where.append(Where("READERS", "like", f"|{call.user}|"))
        return []
    seen = staff | {call.user}
    return [lambda _, task: bool(seen & access.participants(task))]


def _test(call: Call, condition: _Condition) -> Test:
    wanted = condition.value if isinstance(condition.value, list) else [condition.value]
    texts = {str(value).upper() for value in wanted}
    negative = condition.op in ("!=", "not in", "not like")
    if condition.name == "STATUS" and condition.op in (">", ">=", "<", "<="):
        return _compared(call, condition)
    values = _values_of(call, condition.name)
    if condition.name == "ONLY_ROOT_TASKS":
        return (lambda n, task: "Y" in values(n, task)) if "Y" in texts else (lambda *_: True)
    return lambda n, task: bool(texts & values(n, task)) is not negative


def _compared(call: Call, condition: _Condition) -> Test:
    limit, now = whole(condition.value, 0) or 0, call.portal.moment()

    def holds(_: int, task: Task) -> bool:
        status = view.sub_status(task, now)
        if condition.op.startswith(">"):
            return status > limit or (status == limit and condition.op == ">=")
        return status < limit or (status == limit and condition.op == "<=")

    return holds


def _values_of(call: Call, name: str) -> Callable[[int, Task], set[str]]:
    """Return what reads the values of a judged field out of a task, in capitals."""
    store, user, now = call.store, call.user, call.portal.moment()
    before = links.previous(store) if name == "DEPENDS_ON" else {}
    plan = planning.own_stages(store, user) if name == "STAGE_ID" else None
    readers: dict[str, Callable[[int, Task], Any]] = {
        "STATUS": lambda _, task: [view.sub_status(task, now)],
        "TAG": lambda _, task: task["TAGS"],
        "ACCOMPLICE": lambda _, task: task["ACCOMPLICES"],
        "AUDITOR": lambda _, task: task["AUDITORS"],
        "MEMBER": lambda _, task: access.participants(task),
        "DEPENDS_ON": lambda n, task: {*before.get(n, ()), *task["DEPENDS_ON"]},
        "ONLY_ROOT_TASKS": lambda _, task: ["Y" if _is_root(call, task) else "N"],
        "STAGE_ID": lambda n, task: {task["STAGE_ID"], plan.stage_of(n, task) if plan else None},
        "UF_CRM_TASK": lambda _, task: task["UF_CRM_TASK"],
        "FAVORITE": lambda _, task: ["Y" if user in task["FAVORITE_OF"] else "N"],
        "SITE_ID": lambda *_: ["s1"],
    }
    return lambda n, task: {str(value).upper() for value in readers[name](n, task)}


def _is_root(call: Call, task: Task) -> bool:
    parent = call.store.get(KIND, task["PARENT_ID"])
    return parent is None or not access.can_read(call.store, call.user, parent)


def _filtered(
    call: Call, where: list[Where], tests: list[Test], order: list[tuple[str, bool]]
) -> Rows:
    stored = [(_STORED.get(name, name), down) for name, down in order if name not in _COMPUTED]
    rows = call.store.select(KIND, where, stored)
    found = [(n, task) for n, task in rows if all(test(n, task) for test in tests)]
    if any(name in _COMPUTED for name, _ in order):
        # Least important first: sorting is stable.
        for name, down in reversed(order):
            found.sort(key=lambda row: _key(call, name, *row), reverse=down)
    return found


def _key(call: Call, name: str, number: int, task: Task) -> tuple[bool, Any]:
    if name == "ID":
        return True, number
    if name == "STATUS_COMPLETE":
        return True, task["CLOSED_DATE"] is not None
    if name.endswith("_LAST_NAME"):
        source = "CREATED_BY" if name.startswith("CREATED") else "RESPONSIBLE_ID"
        user = people.get_user(call.store, task[source]) or {}
        return True, str(user.get("LAST_NAME", "")).casefold()
    for kept, shown in MARKS.items():
        if shown == name:
            return True, call.user in task[kept]
    value = task.get(_STORED.get(name, name))
    return value is not None, value
