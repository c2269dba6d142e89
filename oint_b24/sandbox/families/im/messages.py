"""The family `messages`: writing, changing, deleting, liking (im.message.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im import dialog_messages, message_share
from oint_b24.sandbox.families.im.chat_create import join
from oint_b24.sandbox.families.im.chat_kinds import may_manage, restrictions
from oint_b24.sandbox.families.im.chat_rooms import (
    SYSTEM,
    Room,
    find_chat,
    find_group_chat,
    is_open_to,
    open_private,
    parse_dialog,
    post,
    require_message,
    room_of_message,
    visible_from,
)
from oint_b24.sandbox.families.im.message_markup import read_markup
from oint_b24.sandbox.families.people.directory import get_user, is_visible
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# The modules that serve the rest of this family; importing it brings them along.
PARTS = (dialog_messages, message_share)

_CANNOT_EDIT = "Time has expired for modification or you don't have access"


@method("im.message.add", scope="im")
def add(call: Call) -> int:
    """Write a message (messages/im-message-add.md)."""
    room = _recipient(call)
    text, markup = call.text("MESSAGE"), read_markup(call)
    if not text.strip() and not markup.get("ATTACH"):
        call.refuse("MESSAGE_EMPTY", "Message can't be empty")
    params = {name: value for name, value in markup.items() if value is not None}
    reply = _reply(call, room)
    if reply is not None:
        params["REPLY_ID"] = reply
    number = _write(call, room, text, params)
    if call.flag("SYSTEM"):
        message = require_message(call.store, number)
        call.store.put("message", number, {**message, "SYSTEM": True})
    return number


def _write(call: Call, room: Room, text: str, params: dict[str, Any]) -> int:
    moment = call.portal.moment()
    if room.kind == "private":
        other = next((user for user in room.members if user != call.user), call.user)
        return post(call.store, moment, ("user", call.user, other), call.user, text, params)
    if call.user not in room.members:
        # Whoever writes into an open chat is in it from then on.
        join(call.store, moment, room.id, call.user, [call.user], hide=False)
    return post(call.store, moment, ("chat", room.id), call.user, text, params)


def _recipient(call: Call) -> Room:
    """Return the room to write into. Refuses with the codes of im-message-add.md."""
    value = call.get("DIALOG_ID")
    if value is None:
        call.refuse("PARAMS_ERROR", "Incorrect params")
    dialog = parse_dialog(value)
    if dialog is None:
        call.refuse("USER_ID_EMPTY", "User ID can't be empty")
    kind, number = dialog
    if kind == "user":
        person = get_user(call.store, number)
        if person is None or not person.get("ACTIVE", True):
            call.refuse("USER_NOT_FOUND", "User not found")
        if not is_visible(call.store, call.user, number):
            call.refuse("ACCESS_ERROR", "Action unavailable")
        return open_private(call.store, call.portal.moment(), call.user, number)
    room = (find_chat if kind == "chat" else find_group_chat)(call.store, number)
    if room is None:
        call.refuse("CHAT_ID", "Error creating message")
    if not is_open_to(call.store, room, call.user) or not restrictions(room)["send"]:
        call.refuse("ACCESS_ERROR", "Action unavailable")
    return room


def _reply(call: Call, room: Room) -> int | None:
    number = call.integer("REPLY_ID")
    if not number:
        return None
    message = call.store.get("message", number)
    place = room_of_message(call.store, message) if message else None
    if place is None or not is_open_to(call.store, place, call.user):
        call.refuse("REPLY_ACCESS_ERROR", "Action unavailable")
    if place.id != room.id:
        call.refuse(
            "REPLY_FROM_OTHER_CHAT_ERROR", "You can only reply to a message within the same chat"
        )
    if number <= visible_from(room, call.user):
        call.refuse("REPLY_ACCESS_ERROR", "Action unavailable")
    return number


@method("im.message.update", scope="im")
def update(call: Call) -> bool:
    """Change one's own message; an empty text deletes it (messages/im-message-update.md)."""
    number = message_parameter(call)
    message = call.store.get("message", number)
    if message is None or message["DELETED"] or message["AUTHOR_ID"] != call.user:
        call.refuse("CANT_EDIT_MESSAGE", _CANNOT_EDIT, 403)
    text = call.get("MESSAGE")
    markup = read_markup(call, menu_error="menu_ERROR")
    if text is not None and not call.text("MESSAGE").strip() and not markup.get("ATTACH"):
        _delete(call, number, message)
        return True
    params = {**message["PARAMS"], **markup}
    is_changed = text is not None and call.text("MESSAGE") != message["TEXT"]
    if is_changed or ("ATTACH" in markup and call.flag("IS_EDITED", default=True)):
        params["IS_EDITED"] = "Y"
    message["PARAMS"] = {name: value for name, value in params.items() if value is not None}
    if text is not None:
        message["TEXT"] = call.text("MESSAGE")
    call.store.put("message", number, message)
    return True


@method("im.message.delete", scope="im")
def delete(call: Call) -> bool:
    """Delete one's own message, or any as a chat's manager (messages/im-message-delete.md)."""
    number = message_parameter(call)
    message = call.store.get("message", number)
    if message is None or message["DELETED"] or not _may_delete(call, message):
        call.refuse("CANT_EDIT_MESSAGE", _CANNOT_EDIT, 403)
    _delete(call, number, message)
    return True


def _may_delete(call: Call, message: dict[str, Any]) -> bool:
    room = room_of_message(call.store, message)
    author = int(message["AUTHOR_ID"])
    if author in (call.user, SYSTEM):
        return author == call.user
    return room is not None and may_manage(room, call.user)


def _delete(call: Call, number: int, message: dict[str, Any]) -> None:
    """Leave a tombstone: lists go on showing that there was a message."""
    gone = {"DELETED": True, "TEXT": "", "PARAMS": {}, "LIKES": [], "FILES": []}
    call.store.put("message", number, {**message, **gone})


@method("im.message.like", scope="im")
def like(call: Call) -> bool:
    """Like a message or take it back; no change is an error (messages/im-message-like.md)."""
    number = message_parameter(call)
    message = call.store.get("message", number)
    room = room_of_message(call.store, message) if message else None
    if message is None or room is None or call.user not in room.members:
        call.refuse("MESSAGE_ID_ERROR", "Message ID can't be empty")
    is_liked = call.user in message["LIKES"]
    wanted = {"plus": True, "minus": False}.get(call.text("ACTION").lower(), not is_liked)
    if wanted == is_liked or message["DELETED"]:
        call.refuse("WITHOUT_CHANGES", "Action completed without changes")
    likes = [user for user in message["LIKES"] if user != call.user]
    message["LIKES"] = [*likes, call.user] if wanted else likes
    call.store.put("message", number, message)
    return True


@method("im.message.command", scope="im")
def command(call: Call) -> bool:
    """Hand a command to a bot of the room (messages/im-message-command.md)."""
    number = message_parameter(call)
    bot = call.integer("BOT_ID")
    if not bot or bot < 1:
        call.refuse("BOT_ID_ERROR", "Bot ID can't be empty")
    if not call.text("COMMAND").strip():
        call.refuse("COMMAND_ERROR", "Command can't be empty")
    message, person = call.store.get("message", number), get_user(call.store, bot)
    room = room_of_message(call.store, message) if message else None
    is_bot = person is not None and person.get("USER_TYPE") == "bot"
    if room is None or call.user not in room.members or not is_bot:
        call.refuse("PARAMS_ERROR", "Incorrect params")
    return True


def message_parameter(call: Call) -> int:
    """Read MESSAGE_ID; anything but a positive number is refused with MESSAGE_ID_ERROR."""
    number = call.integer("MESSAGE_ID")
    if not number or number < 1:
        call.refuse("MESSAGE_ID_ERROR", "Message ID can't be empty")
    return number
