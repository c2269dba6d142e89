"""The life of a task's document: reading, saving, its history, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.tasks.access import can_read, participants
from oint_b24.sandbox.families.tasks.model import COMPLETED, IN_PROGRESS, KIND

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Task = dict[str, Any]

HISTORY, RESULT = "task_history", "task_result"
# What goes with its task: kinds whose documents name it in TASK_ID.
PARTS = (HISTORY, RESULT, "task_checklist", "task_comment", "task_elapsed", "task_stage_place")
LINK = "task_link"
NO_TASK = "CTaskItem All parameters in the constructor must have real class type"
WRONG_ID = "wrong task id"


def required_id(call: Call, *names: str, suffix: str = "", wrong: str = "") -> int:
    """Return the task's id from the first of `names` that was sent (`taskId` by default).

    Raises Refusal 100 without one and 0 where it is no id; methods differ in what the texts of
    the two end with.
    """
    sent = [name for name in names or ("taskId",) if call.get(name) is not None]
    if not sent:
        call.refuse("100", NO_TASK + suffix)
    number = call.integer(sent[0])
    if number is None or number <= 0:
        call.refuse("0", WRONG_ID + wrong)
    return number


def whole_number(call: Call, name: str) -> int:
    """Return the number a parameter must carry; refuses 100 without one."""
    if call.get(name) in (None, ""):
        call.refuse("100", f"Could not find value for parameter {{{name}}}")
    number = call.integer(name)
    if number is None:
        text = f"Invalid value {{{call.text(name)}}} to match with parameter {{{name}}}."
        call.refuse("100", f"{text} Should be value of type int.")
    return number


def visible(call: Call, number: int | None) -> Task | None:
    """Return the task if the acting user may see it."""
    task = call.store.get(KIND, number)
    return task if task and can_read(call.store, call.user, task) else None


def save(store: Store, number: int, task: Task) -> None:
    """Keep the task, with who may see it in a form that lists can search."""
    task["READERS"] = "|" + "|".join(str(user) for user in sorted(participants(task))) + "|"
    store.put(KIND, number, task)


def insert(store: Store, task: Task, number: int | None = None) -> int:
    """Keep a new task and return its id."""
    number = store.add(KIND, task, id=number)
    save(store, number, task)
    return number


def touch(call: Call, task: Task) -> None:
    """Note that the acting user has just changed the task."""
    moment = call.portal.moment()
    task |= {"CHANGED_BY": call.user, "CHANGED_DATE": moment, "ACTIVITY_DATE": moment}
    task["OUTLOOK_VERSION"] += 1


def note(call: Call, number: int, field: str, before: Any, after: Any) -> None:
    """Write a line of the task's history (tasks-task-history-list.md)."""
    line = {"TASK_ID": number, "FIELD": field, "FROM": before, "TO": after}
    call.store.add(HISTORY, {**line, "USER_ID": call.user, "DATE": call.portal.moment()})


def set_status(call: Call, number: int, task: Task, status: int) -> None:
    """Move the task to `status` with everything that hangs on it; the caller saves."""
    before, moment = task["STATUS"], call.portal.moment()
    if before == status:
        return
    task |= {"STATUS": status, "STATUS_CHANGED_BY": call.user, "STATUS_CHANGED_DATE": moment}
    if status == IN_PROGRESS:
        task["DATE_START"] = moment
    if status == COMPLETED:
        task |= {"CLOSED_BY": call.user, "CLOSED_DATE": moment}
        _close_results(call, number)
    else:
        task |= {"CLOSED_BY": 0, "CLOSED_DATE": None}
    touch(call, task)
    note(call, number, "STATUS", str(before), str(status))


def _close_results(call: Call, number: int) -> None:
    """Close the open results: completion makes them final (tasks-task-result-list.md)."""
    for result, data in call.store.all(RESULT, TASK_ID=number, STATUS=0):
        call.store.put(RESULT, result, {**data, "STATUS": 1, "UPDATED_AT": call.portal.moment()})


def add_people(call: Call, number: int, name: str, users: list[int]) -> None:
    """Let more users into ACCOMPLICES or AUDITORS, with a line of history."""
    task = call.store.get(KIND, number)
    if task is None or not set(users) - set(task[name]):
        return
    before = task[name]
    task[name] = [*before, *(user for user in users if user not in before)]
    touch(call, task)
    note(call, number, name, joined(before), joined(task[name]))
    save(call.store, number, task)


def joined(values: list[Any]) -> str:
    """Return several values as one of the history's."""
    return ",".join(str(value) for value in values)


def remove(store: Store, number: int) -> None:
    """Forget the task with all its parts; its subtasks move one level up."""
    task = store.get(KIND, number)
    for child, data in store.all(KIND, PARENT_ID=number):
        store.put(KIND, child, {**data, "PARENT_ID": task and task["PARENT_ID"]})
    for kind in PARTS:
        for part, _ in store.all(kind, TASK_ID=number):
            store.delete(kind, part)
    for end in ("FROM", "TO"):
        for link, _ in store.all(LINK, **{end: number}):
            store.delete(LINK, link)
    store.delete(KIND, number)


def ancestors(store: Store, number: int | None) -> list[int]:
    """Return the task's parents, the nearest first."""
    found: list[int] = []
    while number is not None and (task := store.get(KIND, number)) is not None:
        number = whole(task["PARENT_ID"])
        if number is None or number in found:
            break
        found.append(number)
    return found
