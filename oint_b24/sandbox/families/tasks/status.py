"""Moving tasks between their statuses, and between people (status/index.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access
from oint_b24.sandbox.families.tasks.model import (
    AWAITING_CONTROL,
    COMPLETED,
    DEFERRED,
    IN_PROGRESS,
    PENDING,
    RESULT_REQUIRED,
)
from oint_b24.sandbox.families.tasks.records import (
    RESULT,
    note,
    required_id,
    save,
    set_status,
    touch,
    visible,
)
from oint_b24.sandbox.families.tasks.view import card
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Task = dict[str, Any]

NOT_ALLOWED = "Action on the task is not allowed"


def _allowed(call: Call, action: str, code: str) -> tuple[int, Task]:
    """Return the task if the acting user may do `action` with it now, else refuse `code`.

    A task that is not there or not visible is refused in the same words.
    """
    number = required_id(call)
    task = visible(call, number)
    if task is None or not access.actions(call.store, call.user, task)[action]:
        call.refuse(code, NOT_ALLOWED)
    return number, task


def _move(call: Call, action: str, code: str, status: int) -> dict[str, Any]:
    number, task = _allowed(call, action, code)
    set_status(call, number, task, status)
    save(call.store, number, task)
    return card(call, number)


@method("tasks.task.complete", scope="task")
def complete(call: Call) -> dict[str, Any]:
    """Complete a task; under control it then waits for its creator (tasks-task-complete.md)."""
    number, task = _allowed(call, "COMPLETE", "0")
    if _lacks_result(call, number, task):
        call.refuse("0", NOT_ALLOWED)
    status = AWAITING_CONTROL if _is_controlled(call.user, task) else COMPLETED
    set_status(call, number, task, status)
    save(call.store, number, task)
    return card(call, number)


def _lacks_result(call: Call, number: int, task: Task) -> bool:
    required = task["SE_PARAMETER"].get(RESULT_REQUIRED) == "Y"
    return required and not call.store.all(RESULT, TASK_ID=number, STATUS=0)


def _is_controlled(user: int, task: Task) -> bool:
    worker = user == task["RESPONSIBLE_ID"] or user in task["ACCOMPLICES"]
    return task["TASK_CONTROL"] == "Y" and worker and user != task["CREATED_BY"]


@method("tasks.task.start", scope="task")
def start(call: Call) -> dict[str, Any]:
    """Begin a task that waits (tasks-task-start.md)."""
    return _move(call, "START", "0", IN_PROGRESS)


@method("tasks.task.pause", scope="task")
def pause(call: Call) -> dict[str, Any]:
    """Stop a task that is in progress (tasks-task-pause.md)."""
    return _move(call, "PAUSE", "1048582", PENDING)


@method("tasks.task.defer", scope="task")
def defer(call: Call) -> dict[str, Any]:
    """Put off a task that waits (tasks-task-defer.md)."""
    return _move(call, "DEFER", "1048582", DEFERRED)


@method("tasks.task.renew", scope="task")
def renew(call: Call) -> dict[str, Any]:
    """Return a completed or deferred task to work (tasks-task-renew.md)."""
    return _move(call, "RENEW", "1048582", PENDING)


@method("tasks.task.approve", scope="task")
def approve(call: Call) -> dict[str, Any]:
    """Accept work that awaits control (tasks-task-approve.md)."""
    return _move(call, "APPROVE", "1048582", COMPLETED)


@method("tasks.task.disapprove", scope="task")
def disapprove(call: Call) -> dict[str, Any]:
    """Return work that awaits control for revision (tasks-task-disapprove.md)."""
    return _move(call, "DISAPPROVE", "1048582", PENDING)


@method("tasks.task.delegate", scope="task")
def delegate(call: Call) -> dict[str, Any]:
    """Give a task to someone else; who had it goes on watching (tasks-task-delegate.md)."""
    required_id(call)
    if call.get("userId") is None:
        call.refuse("100", "Could not find value for parameter {userId}")
    number, task = _allowed(call, "DELEGATE", "0")
    heir, former = call.integer("userId"), task["RESPONSIBLE_ID"]
    if heir is None or people.get_user(call.store, heir) is None:
        call.refuse("0", NOT_ALLOWED)
    if heir != former:
        _hand_over(call, number, task, heir)
    return card(call, number)


def _hand_over(call: Call, number: int, task: Task, heir: int) -> None:
    former, auditors = task["RESPONSIBLE_ID"], task["AUDITORS"]
    task["RESPONSIBLE_ID"] = heir
    note(call, number, "RESPONSIBLE_ID", str(former), str(heir))
    watchers = [user for user in auditors if user != heir]
    if former not in (task["CREATED_BY"], *watchers):
        watchers.append(former)
    task["AUDITORS"] = watchers
    touch(call, task)
    set_status(call, number, task, PENDING)
    save(call.store, number, task)
