"""`bizproc.task.*`: what workflows ask people for, and their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.families.bizproc import documents, listing
from oint_b24.sandbox.families.people.departments_messenger import ancestors
from oint_b24.sandbox.families.people.directory import get_user, is_admin, is_intranet
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.store import Store

    Task = dict[str, Any]

KIND = "bp_task"
WORKFLOW = "bp_workflow"
_WAITING = 0
_STATUSES = {"1": 1, "yes": 1, "2": 2, "no": 2, "3": 3, "ok": 3, "4": 4, "cancel": 4}
_APPROVAL = (1, 2)  # what may be answered where something has to be approved
_FIELDS = (
    "ENTITY", "DOCUMENT_ID", "ID", "WORKFLOW_ID", "DOCUMENT_NAME", "DESCRIPTION", "NAME",
    "MODIFIED", "WORKFLOW_STARTED", "WORKFLOW_STARTED_BY", "OVERDUE_DATE",
    "WORKFLOW_TEMPLATE_ID", "WORKFLOW_TEMPLATE_NAME", "WORKFLOW_STATE", "STATUS", "USER_ID",
    "USER_STATUS", "MODULE_ID", "ACTIVITY", "ACTIVITY_NAME", "PARAMETERS", "DOCUMENT_URL",
)  # fmt: skip
_DEFAULT = ("ENTITY", "DOCUMENT_ID", "ID", "WORKFLOW_ID", "DOCUMENT_NAME", "NAME", "DOCUMENT_URL")


def ask(call: Call, workflow: dict[str, Any]) -> int:
    """Give who has started a workflow the task to approve its document."""
    document = (workflow["MODULE_ID"], workflow["ENTITY"], workflow["DOCUMENT_ID"])
    task = {
        "MODULE_ID": document[0],
        "ENTITY": document[1],
        "DOCUMENT_ID": document[2],
        "WORKFLOW_ID": workflow["CODE"],
        "DOCUMENT_NAME": documents.name_of(call.store, document),
        "DESCRIPTION": "",
        "NAME": "Утвердить документ",
        "MODIFIED": workflow["STARTED"],
        "WORKFLOW_STARTED": workflow["STARTED"],
        "WORKFLOW_STARTED_BY": workflow["STARTED_BY"],
        "OVERDUE_DATE": None,
        "WORKFLOW_TEMPLATE_ID": workflow["TEMPLATE_ID"],
        "WORKFLOW_TEMPLATE_NAME": workflow["TEMPLATE_NAME"],
        "WORKFLOW_STATE": "Ожидание утверждения",
        "STATUS": _WAITING,
        "USER_ID": call.user,
        "USER_STATUS": _WAITING,
        "ACTIVITY": "ApproveActivity",
        "ACTIVITY_NAME": "A10000_20000_30000_40000",
        "PARAMETERS": {
            "CommentLabel": "Комментарий",
            "CommentRequired": "N",
            "ShowComment": "Y",
            "StatusYesLabel": "Утверждаю",
            "StatusNoLabel": "Отклоняю",
        },
        "DOCUMENT_URL": documents.address_of(document),
    }
    return call.store.add(KIND, task)


def withdraw(store: Store, workflow: str) -> None:
    """Take back the tasks of a stopped workflow that nobody has answered."""
    for number, _ in store.all(KIND, WORKFLOW_ID=workflow, STATUS=_WAITING):
        store.delete(KIND, number)


def forget(store: Store, workflow: str) -> None:
    """Delete all tasks of a workflow."""
    for number, _ in store.all(KIND, WORKFLOW_ID=workflow):
        store.delete(KIND, number)


@method("bizproc.task.list", scope="bizproc")
def list_tasks(call: Call) -> Page:
    """List tasks: administrators see all, others theirs and those of their people."""
    given = application.parameters(call)
    select = given.get("SELECT")
    if select is not None and not isinstance(select, (list, dict)):
        call.refuse("ERROR_SELECT_VALIDATION_FAILURE", "Invalid data in SELECT parameter")
    wanted = given.get("FILTER") if isinstance(given.get("FILTER"), dict) else {}
    asked = _asked(wanted or {})
    admin = is_admin(call.store, call.user)
    if asked and not admin and not set(asked) <= _subordinates(call) | {call.user}:
        call.refuse("ACCESS_DENIED", "Access denied!")
    found = [
        {"ID": number, **task}
        for number, task in call.store.all(KIND)
        if admin or asked or task["USER_ID"] == call.user
    ]
    return listing.answer(call, found, _FIELDS, _DEFAULT, {"ID": "DESC"})


def _asked(given: dict[str, Any]) -> list[int]:
    """Return the users a filter asks for."""
    for name, value in given.items():
        if name.upper().lstrip("=") == "USER_ID":
            return [whole(one) or 0 for one in (value if isinstance(value, list) else [value])]
    return []


def _subordinates(call: Call) -> set[int]:
    """Return who works in the departments the caller heads, or below them."""
    headed = {number for number, _ in call.store.all("department", UF_HEAD=call.user)}
    return {
        number
        for number, user in call.store.all("user")
        for own in user.get("UF_DEPARTMENT") or []
        if headed & {own, *ancestors(call.store, own)}
    }


@method("bizproc.task.complete", scope="bizproc")
def complete(call: Call) -> bool:
    """Answer an own task; its workflow ends with it (bizproc-task-complete.md)."""
    number = call.integer("TASK_ID")
    if not number:
        call.refuse("ERROR_TASK_VALIDATION", "empty TASK_ID")
    status = _STATUSES.get(call.text("STATUS").lower())
    if status is None:
        call.refuse("ERROR_TASK_VALIDATION", "incorrect STATUS")
    task = call.store.get(KIND, number)
    if task is None or task["USER_ID"] != call.user:
        call.refuse("ERROR_TASK_NOT_FOUND", "Task not found")
    if task["STATUS"] != _WAITING:
        call.refuse("ERROR_TASK_COMPLETED", "Task already completed")
    if status not in _APPROVAL:
        call.refuse("ERROR_TASK_VALIDATION", "incorrect STATUS")
    done = {"STATUS": status, "USER_STATUS": status, "MODIFIED": call.portal.moment()}
    state = "Утверждён" if status == 1 else "Отклонён"
    call.store.put(KIND, number, {**task, **done, "WORKFLOW_STATE": state})
    for workflow, _ in call.store.all(WORKFLOW, CODE=task["WORKFLOW_ID"]):
        call.store.delete(WORKFLOW, workflow)
    return True


@method("bizproc.task.delegate", scope="bizproc")
def delegate(call: Call) -> bool:
    """Hand tasks over to another employee (bizproc-task-delegate.md)."""
    numbers = [whole(value) for value in call.list("TASK_IDS")]
    found = {n: call.store.get(KIND, n) for n in numbers if n}
    if not found or None in numbers or None in found.values():
        call.refuse("ERROR_TASK_VALIDATION", "Invalid TASK_IDS")
    ends = [call.integer(name) for name in ("FROM_USER_ID", "TO_USER_ID")]
    for name, user in zip(("FROM_USER_ID", "TO_USER_ID"), ends, strict=True):
        if user is None or get_user(call.store, user) is None:
            call.refuse("ERROR_INVALID_USER_ID", f"Invalid {name}")
    giver, taker = ends
    if not is_intranet(get_user(call.store, taker)):
        text = "Task delegation is only available for intranet users"
        call.refuse("ERROR_DELEGATION_NOT_ALLOWED", text)
    may = giver == call.user or is_admin(call.store, call.user)
    for number, task in found.items():
        if task is None or not may or task["USER_ID"] != giver or task["STATUS"] != _WAITING:
            text = "User is not responsible for the task"
            call.refuse("ERROR_DELEGATION_NOT_ALLOWED", text)
        call.store.put(KIND, number, {**task, "USER_ID": taker})
    return True
