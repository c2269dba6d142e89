"""Comments on tasks (`task.commentitem.*`), as the task card without a chat has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal, whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import files as task_files
from oint_b24.sandbox.families.tasks.arguments import (
    ASSERTION,
    PREFIXES,
    Fields,
    Parameter,
    Signature,
    failed,
    forbidden,
    manifest,
    missing,
)
from oint_b24.sandbox.families.tasks.model import KIND as TASK
from oint_b24.sandbox.families.tasks.names import moment_of
from oint_b24.sandbox.families.tasks.records import RESULT, note, save, visible
from oint_b24.sandbox.listing import conditions, ordering
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Comment = dict[str, Any]

KIND = "task_comment"
FORUM = 11
_WRITABLE = ("POST_MESSAGE", "AUTHOR_ID", "POST_DATE", "UF_FORUM_MESSAGE_DOC")
_SORTABLE = ("ID", "AUTHOR_ID", "AUTHOR_NAME", "AUTHOR_EMAIL", "POST_DATE")
_FILTERABLE = ("ID", "AUTHOR_ID", "AUTHOR_NAME", "POST_DATE")
_READABLE = ("POST_MESSAGE_HTML", "ID", "AUTHOR_ID", "AUTHOR_NAME", "AUTHOR_EMAIL", "POST_DATE",
    "POST_MESSAGE", "UF_FORUM_MESSAGE_DOC", "ATTACHED_OBJECTS")  # fmt: skip
_OWNER = "ctaskcommentitem"
_TASK, _ITEM = Parameter("taskId"), Parameter("itemId")
_FIELDS = Parameter("arFields", "array", _WRITABLE)
_ORDER = Parameter("arOrder", "array", _SORTABLE)
_FILTER = Parameter("arFilter", "array", _FILTERABLE, PREFIXES)
_LIST = Signature(_OWNER, "getlist", (_TASK, _ORDER, _FILTER), 1)
_GET = Signature(_OWNER, "get", (_TASK, _ITEM), 2)
_ADD = Signature(_OWNER, "add", (_TASK, _FIELDS), 2)
_UPDATE = Signature(_OWNER, "update", (_TASK, _ITEM, _FIELDS), 3)
_DELETE = Signature(_OWNER, "delete", (_TASK, _ITEM), 2)
_ALLOWED = Signature(_OWNER, "isactionallowed", (_TASK, _ITEM, Parameter("actionId")), 3)
_ADDING, _CHANGING = 1, (2, 3)
_FILES = "UF_FORUM_MESSAGE_DOC"


def _found(call: Call, task_id: int, item_id: int) -> Comment | None:
    comment = call.store.get(KIND, item_id)
    if comment is None or comment["TASK_ID"] != task_id or visible(call, task_id) is None:
        return None
    return comment


def may_change(call: Call, comment: Comment) -> bool:
    """Say whether the acting user may change the comment: its author and administrators."""
    own: bool = comment["AUTHOR_ID"] == call.user
    return own or people.is_admin(call.store, call.user)


@method("task.commentitem.add", scope="task")
def add(call: Call) -> int:
    """Add a comment (task-comment-item-add.md)."""
    task_id, fields = _ADD.read(call)
    text = str(fields.get("POST_MESSAGE") or "").strip()
    if not text:
        call.refuse("ERROR_CORE", "Comment text is not specified.<br>")
    if visible(call, task_id) is None:
        call.refuse("ERROR_CORE", "Insufficient permissions to add a comment.<br>")
    author = whole(fields.get("AUTHOR_ID"), call.user) or call.user
    files = _files(call, author, fields)
    date = _date(fields.get("POST_DATE")) or call.portal.moment()
    comment = {"TASK_ID": task_id, "AUTHOR_ID": author, "POST_DATE": date, "POST_MESSAGE": text}
    user = people.get_user(call.store, author) or {}
    number = call.store.add(KIND, {**comment, "AUTHOR_NAME": people.full_name(user)})
    task_files.replace(call, (task_files.COMMENT, number), files)
    _count(call, task_id, 1)
    note(call, task_id, "COMMENT", None, str(number))
    return number


def _date(value: Any) -> str | None:
    try:
        return moment_of(value)
    except ValueError:
        raise failed() from None


def _files(call: Call, author: int, fields: Comment) -> list[Any]:
    given = fields.get(_FILES) or []
    files = list(given.values()) if isinstance(given, dict) else given
    files = files if isinstance(files, list) else [files]
    for file in task_files.file_ids(files):
        if not task_files.is_readable(call.store, author, file):
            call.refuse("ERROR_CORE", "File not found<br>")
    return files


def _count(call: Call, task_id: int, by: int) -> None:
    task = call.store.get(TASK, task_id)
    if task is None:
        return
    task["COMMENTS_COUNT"] = (task["COMMENTS_COUNT"] or 0) + by
    if task["FORUM_TOPIC_ID"] is None:
        task |= {"FORUM_ID": FORUM, "FORUM_TOPIC_ID": call.store.next_id("forum_topic")}
    task["ACTIVITY_DATE"] = call.portal.moment()
    save(call.store, task_id, task)


@method("task.commentitem.get", scope="task")
def get(call: Call) -> Comment:
    """Return a comment (task-comment-item-get.md)."""
    task_id, item_id = _GET.read(call)
    comment = _found(call, task_id, item_id)
    if comment is None:
        raise missing()
    return _shown(call, item_id, comment)


@method("task.commentitem.getlist", scope="task")
def get_list(call: Call) -> list[Comment]:
    """List comments, the newest first by default (task-comment-item-get-list.md)."""
    task_id, order, given = _LIST.read(call)
    if visible(call, task_id) is None:
        raise failed()
    dated = {k: _date(v) if k.endswith("POST_DATE") else v for k, v in given.items()}
    where = [Where("TASK_ID", "=", task_id), *conditions(dated, _FILTERABLE)]
    way = ordering(order) if order else [("ID", True)]
    return [_shown(call, number, data) for number, data in call.store.select(KIND, where, way)]


def _shown(call: Call, number: int, comment: Comment) -> Comment:
    return {
        "POST_MESSAGE_HTML": None,
        "ID": str(number),
        "AUTHOR_ID": str(comment["AUTHOR_ID"]),
        "AUTHOR_NAME": comment["AUTHOR_NAME"],
        "AUTHOR_EMAIL": "",
        "POST_DATE": comment["POST_DATE"],
        "POST_MESSAGE": comment["POST_MESSAGE"],
        "ATTACHED_OBJECTS": task_files.described(call, (task_files.COMMENT, number)),
    }


@method("task.commentitem.update", scope="task")
def update(call: Call) -> bool:
    """Change a comment, and the open result made of it (task-comment-item-update.md)."""
    task_id, item_id, fields = _UPDATE.read(call)
    comment = _found(call, task_id, item_id)
    if comment is None or not may_change(call, comment):
        raise forbidden()
    text = str(fields.get("POST_MESSAGE") or "").strip()
    if not text:
        call.refuse("ERROR_CORE", "Comment text not specified.<br>")
    if _FILES in fields:
        files = _files(call, comment["AUTHOR_ID"], fields)
        task_files.replace(call, (task_files.COMMENT, item_id), files)
    call.store.put(KIND, item_id, {**comment, "POST_MESSAGE": text})
    for number, result in call.store.all(RESULT, COMMENT_ID=item_id, STATUS=0):
        result |= {"TEXT": text, "UPDATED_AT": call.portal.moment()}
        call.store.put(RESULT, number, result)
    return True


@method("task.commentitem.delete", scope="task")
def delete(call: Call) -> bool:
    """Delete a comment with the result made of it (task-comment-item-delete.md)."""
    task_id, item_id = _DELETE.read(call)
    comment = _found(call, task_id, item_id)
    if comment is None or not may_change(call, comment):
        raise forbidden()
    task_files.detach_all(call.store, (task_files.COMMENT, item_id))
    for number, _ in call.store.all(RESULT, COMMENT_ID=item_id):
        call.store.delete(RESULT, number)
    call.store.delete(KIND, item_id)
    _count(call, task_id, -1)
    return True


@method("task.commentitem.isactionallowed", scope="task")
def is_allowed(call: Call) -> bool:
    """Say whether an action is allowed (task-comment-item-is-action-allowed.md)."""
    task_id, item_id, action = _ALLOWED.read(call)
    if task_id <= 0:
        raise Refusal("ERROR_CORE", ASSERTION)
    if action == _ADDING:
        return visible(call, task_id) is not None
    comment = _found(call, task_id, item_id)
    return action in _CHANGING and comment is not None and may_change(call, comment)


@method("task.commentitem.getmanifest", scope="task")
def get_manifest(_call: Call) -> dict[str, Any]:
    """Describe the methods (task-comment-item-get-manifest.md)."""
    fields = Fields(_WRITABLE, _READABLE, _SORTABLE, ("POST_DATE",), _FILTERABLE)
    return manifest("1.1", "commentitem", fields, (_LIST, _GET, _ADD, _UPDATE, _DELETE, _ALLOWED))
