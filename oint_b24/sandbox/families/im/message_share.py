"""Making something of a message: a chat, a task, a post, an event (im.message.share)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Caller
from oint_b24.sandbox.families.im.chat_create import NewChat, create_chat
from oint_b24.sandbox.families.im.chat_dialogs import accessible, dialog_parameter
from oint_b24.sandbox.families.im.chat_rooms import room_of_message
from oint_b24.sandbox.families.im.message_view import plain, text_of
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.im.chat_rooms import Room

_TITLE = 100  # characters of the message that become the title


@method("im.message.share", scope="im")
def share(call: Call) -> bool:
    """Create an object from a message, in the name of the acting user (im-message-share.md)."""
    number = call.integer("MESSAGE_ID")
    if not number or number < 1:
        call.refuse("MESSAGE_ID_ERROR", "Message ID can't be empty")
    dialog_id = dialog_parameter(call)
    room = accessible(call, dialog_id)
    message = call.store.get("message", number)
    place = room_of_message(call.store, message) if message else None
    if message is None or place is None or place.id != room.id:
        call.refuse("MESSAGE_ID_ERROR", "Message ID can't be empty")
    makers = {"CHAT": _chat, "TASK": _task, "POST": _post, "CALEND": _event}
    make = makers.get(call.text("TYPE").upper())
    if make is None:
        call.refuse("PARAMS_ERROR", "Incorrect params")
    make(call, room, plain(text_of(message)))
    return True


def _chat(call: Call, room: Room, text: str) -> None:
    new = NewChat(owner=call.user, users=list(room.members), message=text)
    create_chat(call.store, call.portal.moment(), new)


def _task(call: Call, _room: Room, text: str) -> None:
    fields = {"TITLE": text[:_TITLE], "DESCRIPTION": text, "RESPONSIBLE_ID": call.user}
    _run(call, "tasks.task.add", {"fields": fields})


def _post(call: Call, room: Room, text: str) -> None:
    readers = [f"U{user}" for user in room.members]
    _run(call, "log.blogpost.add", {"POST_MESSAGE": text, "DEST": readers})


def _event(call: Call, room: Room, text: str) -> None:
    """Put a meeting of the room's members an hour long into the user's calendar, from now."""
    begin = datetime.fromisoformat(call.portal.moment())
    event = {
        "type": "user",
        "ownerId": call.user,
        "name": text[:_TITLE],
        "from": begin.isoformat(),
        "to": (begin + timedelta(hours=1)).isoformat(),
        "is_meeting": "Y",
        "attendees": list(room.members),
        "host": call.user,
    }
    _run(call, "calendar.event.add", event)


def _run(call: Call, name: str, params: dict[str, Any]) -> None:
    """Run a method of another family; the portal needs no scope for what it does itself."""
    call.portal.run(name, params, Caller("portal", call.user))
