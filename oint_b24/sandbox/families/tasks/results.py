"""Results of tasks: comments pinned as what came out (`tasks.task.result.*`, version 2)."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.tasks import files
from oint_b24.sandbox.families.tasks.comments import KIND as COMMENT, may_change
from oint_b24.sandbox.families.tasks.records import RESULT, visible, whole_number
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_TAGS = re.compile(r"\[(/?)([BIUS])\]", re.IGNORECASE)


def _comment(call: Call) -> tuple[int, dict[str, Any]]:
    """Return the comment of `commentId`, one's own or any for administrators."""
    number = whole_number(call, "commentId")
    comment = call.store.get(COMMENT, number)
    if comment is None:
        call.refuse("0", "Comment not found.")
    if visible(call, comment["TASK_ID"]) is None or not may_change(call, comment):
        call.refuse("0", "Access denied.")
    return number, comment


@method("tasks.task.result.addFromComment", scope="task")
def add(call: Call) -> dict[str, Any]:
    """Pin a comment as a result (tasks-task-result-add-from-comment.md)."""
    number, comment = _comment(call)
    if call.store.all(RESULT, COMMENT_ID=number, STATUS=0):
        call.refuse("0", "Result already exists.")
    document = blank(number, comment, call.user, call.portal.moment())
    result = call.store.add(RESULT, document)
    return {**_shown(result, document), "files": None}


def blank(comment_id: int, comment: dict[str, Any], user: int, moment: str) -> dict[str, Any]:
    """Return the document of an open result made of a comment."""
    return {
        "TASK_ID": comment["TASK_ID"],
        "COMMENT_ID": comment_id,
        "CREATED_BY": user,
        "CREATED_AT": moment,
        "UPDATED_AT": moment,
        "STATUS": 0,
        "TEXT": comment["POST_MESSAGE"],
    }


def _shown(number: int, result: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "taskId": result["TASK_ID"],
        "commentId": result["COMMENT_ID"],
        "createdBy": result["CREATED_BY"],
        "createdAt": result["CREATED_AT"],
        "updatedAt": result["UPDATED_AT"],
        "status": result["STATUS"],
        "text": result["TEXT"],
        "formattedText": formatted(result["TEXT"]),
    }


def formatted(text: str) -> str:
    """Return a text with its simple marks as HTML: `[B]x[/B]` is `<b>x</b>`."""
    escaped = html.escape(text, quote=False).replace("\n", "<br />")
    return _TAGS.sub(lambda found: f"<{found[1]}{found[2].lower()}>", escaped)


@method("tasks.task.result.deleteFromComment", scope="task")
def delete(call: Call) -> None:
    """Unpin a comment (tasks-task-result-delete-from-comment.md)."""
    number, _ = _comment(call)
    for result, _ in call.store.all(RESULT, COMMENT_ID=number):
        call.store.delete(RESULT, result)


@method("tasks.task.result.list", scope="task")
def list_results(call: Call) -> list[dict[str, Any]]:
    """List the results of a task, the newest first (tasks-task-result-list.md)."""
    number = whole_number(call, "taskId")
    if visible(call, number) is None:
        call.refuse("0", "Access denied.")
    rows = call.store.select(RESULT, [Where("TASK_ID", "=", number)], [("ID", True)])
    return [{**_shown(n, data), "files": _files(call, data)} for n, data in rows]


def _files(call: Call, result: dict[str, Any]) -> list[int]:
    entity = (files.COMMENT, result["COMMENT_ID"])
    return [record for record, _ in files.attachments(call.store, entity)]
