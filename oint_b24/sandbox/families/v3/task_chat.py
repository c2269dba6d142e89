"""The chat of a task in REST 3.0: making it, keeping its members, writing into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.chat_create import NewChat, create_chat, join
from oint_b24.sandbox.families.im.chat_rooms import find_chat, post
from oint_b24.sandbox.families.tasks.access import participants
from oint_b24.sandbox.families.tasks.records import save
from oint_b24.sandbox.families.v3.task_access import require
from oint_b24.sandbox.families.v3.task_dto import MESSAGE
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3 import params
from oint_b24.sandbox.v3.errors import DTO, invalid, missing

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Task = dict[str, Any]

ENTITY = "TASKS_TASK"


def open_chat(call: Call, number: int, task: Task) -> int:
    """Return the task's chat, with everyone the task concerns in it; the caller saves the task.

    A task gets its chat when somebody first needs it.
    """
    store, moment = call.store, call.portal.moment()
    concerned = sorted(participants(task))
    room = find_chat(store, task["CHAT_ID"]) if task["CHAT_ID"] else None
    if room is None:
        new = NewChat(task["CREATED_BY"], concerned, title=task["TITLE"],
            entity=(ENTITY, str(number)))  # fmt: skip
        task["CHAT_ID"] = create_chat(store, moment, new)
    elif set(concerned) - set(room.members):
        join(store, moment, room.id, call.user, concerned, hide=False)
    return int(task["CHAT_ID"])


@method("tasks.task.chat.message.send", scope="tasks", version=3)
def send(call: Call) -> dict[str, bool]:
    """Write into the task's chat (tasks-task-chat-message-send.md)."""
    fields = params.written(MESSAGE, params.fields(call), params.RESULTS, new=True)
    if not fields["text"].strip():
        raise invalid(DTO, missing("text"))
    number = fields["taskId"]
    task = require(call, number, "read")
    chat, moment = open_chat(call, number, task), call.portal.moment()
    join(call.store, moment, chat, call.user, [call.user], hide=False)
    post(call.store, moment, ("chat", chat), call.user, fields["text"])
    task["ACTIVITY_DATE"] = moment
    save(call.store, number, task)
    return {"result": True}


def task_of_message(call: Call, number: int) -> tuple[int, Task] | None:
    """Return the task whose chat the message stands in, and the message; None for any other."""
    message = call.store.get("message", number)
    room = find_chat(call.store, message["CHAT_ID"]) if message else None
    if message is None or message["DELETED"] or room is None:
        return None
    if room.data["ENTITY_TYPE"] != ENTITY:
        return None
    return int(room.data["ENTITY_ID"]), message
