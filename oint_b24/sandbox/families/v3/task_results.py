"""Results of tasks in REST 3.0 (`tasks.task.result.*`); version 2 shows the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.tasks import files
from oint_b24.sandbox.families.tasks.model import KIND as TASK
from oint_b24.sandbox.families.tasks.records import RESULT, visible
from oint_b24.sandbox.families.v3.task_chat import task_of_message
from oint_b24.sandbox.families.v3.task_dto import RESULT as RESULT_DTO
from oint_b24.sandbox.families.v3.task_view import person
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3 import filter as v3_filter, listing, params
from oint_b24.sandbox.v3.errors import (
    DTO,
    FILTER,
    REQUEST,
    access_denied,
    invalid,
    missing,
    mistyped,
    not_marked,
    unknown_property,
)
from oint_b24.sandbox.v3.select import Row, selection, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.v3.filter import Condition, Group

    Result = dict[str, Any]

_NO_TASK = ("taskId", "Task not found")


def _row(call: Call, number: int, result: Result) -> Row:
    def read(name: str) -> Any:
        if name == "author":
            return person(call.store, result["CREATED_BY"])
        if name in _READERS:
            return _READERS[name](call, number, result)
        return result.get(RESULT_DTO.fields[name].column)

    return Row(RESULT_DTO, read)


def _files(call: Call, _number: int, result: Result) -> list[int]:
    if result["COMMENT_ID"] is None:
        return []
    entity = (files.COMMENT, result["COMMENT_ID"])
    return [record for record, _ in files.attachments(call.store, entity)]


_READERS: dict[str, Callable[[Call, int, Result], Any]] = {
    "id": lambda _call, number, _result: number,
    "status": lambda _call, _number, result: "closed" if result["STATUS"] else "open",
    "fileIds": _files,
    "rights": lambda call, _number, result: dict.fromkeys(
        ("edit", "remove"), result["CREATED_BY"] == call.user
    ),
}


def _item(call: Call, number: int, result: Result) -> dict[str, Any]:
    return {"item": shown(_row(call, number, result), selection(RESULT_DTO, None))}


def _added(call: Call, task: int, text: str, message: int | None) -> dict[str, Any]:
    document = {
        "TASK_ID": task,
        "COMMENT_ID": None,
        "MESSAGE_ID": message,
        "CREATED_BY": call.user,
        "CREATED_AT": call.portal.moment(),
        "UPDATED_AT": None,
        "STATUS": 0,
        "TEXT": text,
    }
    return _item(call, call.store.add(RESULT, document), document)


@method("tasks.task.result.add", scope="tasks", version=3)
def add(call: Call) -> dict[str, Any]:
    """Add a result to a task (result/tasks-task-result-add.md)."""
    fields = params.written(RESULT_DTO, params.fields(call), params.RESULTS, new=True)
    if not fields["text"].strip():
        raise invalid(DTO, missing("text"))
    task = fields["taskId"]
    if task <= 0:
        raise invalid(REQUEST, ("taskId", "Task id must be positive"))
    if call.store.get(TASK, task) is None:
        raise invalid(REQUEST, _NO_TASK)
    if visible(call, task) is None:
        raise access_denied()
    return _added(call, task, fields["text"], None)


@method("tasks.task.result.addfromchatmessage", scope="tasks", version=3)
def add_from_message(call: Call) -> dict[str, Any]:
    """Make a message of a task's chat a result (tasks-task-result-addfromchatmessage.md)."""
    number = _message(params.fields(call))
    found = task_of_message(call, number)
    if found is None:
        raise invalid(REQUEST, ("messageId", "Message is not from task chat"))
    task, message = found
    if call.store.get(TASK, task) is None:
        raise invalid(REQUEST, _NO_TASK)
    if visible(call, task) is None:
        raise access_denied()
    return _added(call, task, message["TEXT"], number)


def _message(given: dict[str, Any]) -> int:
    for name in given:
        if name not in RESULT_DTO.fields:
            raise unknown_property(name, RESULT_DTO.name)
    if closed := [name for name in given if name != "messageId"]:
        raise invalid(DTO, *(not_marked(name, RESULT_DTO.name, "Editable") for name in closed))
    number = given.get("messageId")
    if number is None:
        raise invalid(DTO, missing("messageId"))
    if not isinstance(number, int) or isinstance(number, bool):
        raise invalid(REQUEST, mistyped("messageId", "int"))
    return number


@method("tasks.task.result.update", scope="tasks", version=3)
def update(call: Call) -> dict[str, Any]:
    """Change the text of one's own result (result/tasks-task-result-update.md)."""
    number = _id(call)
    fields = params.written(RESULT_DTO, params.fields(call), params.RESULTS)
    if not (fields.get("text") or "").strip():
        raise invalid(DTO, missing("text"))
    result = _own(call, number)
    result |= {"TEXT": fields["text"], "UPDATED_AT": call.portal.moment()}
    call.store.put(RESULT, number, result)
    return _item(call, number, result)


@method("tasks.task.result.delete", scope="tasks", version=3)
def delete(call: Call) -> dict[str, bool]:
    """Delete one's own result (result/tasks-task-result-delete.md)."""
    number = _id(call)
    _own(call, number)
    return {"result": call.store.delete(RESULT, number)}


def _id(call: Call) -> int:
    given = [name for name in ("id", "filter") if call.get(name) is not None]
    if len(given) > 1:
        text = "Only one of the values must be provided: id, filter"
        raise invalid(REQUEST, ("", text))
    if not given:
        raise invalid(REQUEST, ("", "At least one of the fields must be filled: id, filter"))
    return params.number(call)


def _own(call: Call, number: int) -> Result:
    result = call.store.get(RESULT, number)
    if result is None or result["CREATED_BY"] != call.user:
        raise access_denied()
    return result


@method("tasks.task.result.list", scope="tasks", version=3)
def list_results(call: Call) -> dict[str, Any]:
    """List the results of a task the filter names (tasks-task-result-list-rest-v3.md)."""
    if not call.get("filter"):
        raise invalid(REQUEST, ("filter", "The value cannot be empty"))
    group = v3_filter.parse(RESULT_DTO, call.get("filter"))
    if any(visible(call, task) is None for task in _tasks(group)):
        raise access_denied()
    wanted = selection(RESULT_DTO, call.get("select"), strict=True)
    rows = listing.page(call, RESULT, RESULT_DTO, group)
    return {"items": [shown(_row(call, number, data), wanted) for number, data in rows]}


def _tasks(group: Group) -> list[int]:
    named = () if group.is_or else group.parts
    for part in named:
        if not isinstance(part, v3_filter.Group) and part.name == "taskId":
            return _equal(part)
    raise invalid(FILTER, ("filter.taskId", "A condition for the field `taskId` is required"))


def _equal(one: Condition) -> list[int]:
    if one.op == "in":
        return list(one.value)
    if one.op != "=" or one.value is None:
        raise invalid(FILTER, ("filter.taskId", "The field `taskId` must be given by its value"))
    return [one.value]
