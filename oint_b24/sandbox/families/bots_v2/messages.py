"""`imbot.v2.Chat.Message.*`: writing, changing, deleting and reading messages as a bot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.bots.access import run
from oint_b24.sandbox.families.bots.accounts import as_bot
from oint_b24.sandbox.families.bots_v2.access import (
    DENIED,
    DONE,
    acting,
    deny,
    flag,
    own_bot,
    room_of,
)
from oint_b24.sandbox.families.bots_v2.view import message_view, users_view
from oint_b24.sandbox.families.im import messages
from oint_b24.sandbox.families.im.chat_kinds import may_manage
from oint_b24.sandbox.families.im.chat_rooms import (
    Room,
    mark_read,
    post,
    read_up_to,
    require_message,
    room_of_message,
    unread_count,
    unread_messages,
    visible_from,
)
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Row = tuple[int, dict[str, Any]]

_LONGEST = 20_000  # characters (chat-bots-v2/entities.md)
_FORWARDS = 100
_MANY = 100_000
_READERS = ("supervisor", "personal")  # kinds of bots that may read what others wrote
_FAILED = ("SENDING_FAILED", "Sending failed", 400)
_SENDING = {
    **dict.fromkeys(("ACCESS_ERROR", "USER_NOT_FOUND", "CHAT_ID", "USER_ID_EMPTY"), DENIED),
    **dict.fromkeys(
        ("ATTACH_ERROR", "ATTACH_OVERSIZE", "KEYBOARD_ERROR", "KEYBOARD_OVERSIZE"), _FAILED
    ),
    **dict.fromkeys(("REPLY_ACCESS_ERROR", "REPLY_FROM_OTHER_CHAT_ERROR"), _FAILED),
    "MESSAGE_EMPTY": ("EMPTY_MESSAGE", "Message is empty", 400),
}


def upper_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Turn `fields` of a message into parameters of im.message.*; a long text is cut."""
    names = {"attach": "ATTACH", "keyboard": "KEYBOARD", "replyId": "REPLY_ID"}
    params = {new: fields[old] for old, new in names.items() if fields.get(old) is not None}
    if isinstance(fields.get("message"), str):
        text = fields["message"]
        params["MESSAGE"] = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} (...)"
    params["SYSTEM"] = "Y" if flag(fields.get("system")) else "N"
    return params


@method("imbot.v2.Chat.Message.send", scope="imbot")
def send(call: Call) -> dict[str, Any]:
    """Write a message and forward others (messages/chat-message-send.md)."""
    by_bot = acting(call)
    room = room_of(by_bot)
    fields = call.object("fields")
    forwards = fields.get("forwardIds")
    forwards = forwards if isinstance(forwards, dict) else {}
    written = None
    if not forwards or fields.get("message") or fields.get("attach"):
        params = {**upper_fields(fields), "DIALOG_ID": room.dialog_id_for(by_bot.user)}
        written = int(run(messages.add, replace(by_bot, params=params), _SENDING))
    copies = _forward(by_bot, room, forwards)
    first = next(iter(copies.values()), None)
    return {"id": first if written is None else written, "uuidMap": copies}


def _forward(call: Call, room: Room, asked: dict[str, Any]) -> dict[str, int]:
    """Copy messages of rooms the bot is in; answer new ids by the keys given."""
    if len(asked) > _FORWARDS:
        call.refuse(*_FAILED)
    copies = {}
    for key, value in asked.items():
        number = whole(value)
        source, message = _found(call, number)
        dialog: tuple[str, int] | tuple[str, int, int] = ("chat", room.id)
        if room.kind == "private":
            dialog = ("user", room.members[0], room.members[-1])
        moment, text, files = call.portal.moment(), message["TEXT"], message["FILES"]
        copy = post(call.store, moment, dialog, call.user, text, files=files)
        origin = {
            "id": number,
            "userId": message["AUTHOR_ID"],
            "chatId": source.id,
            "date": message["DATE"],
        }
        call.store.put("message", copy, {**require_message(call.store, copy), "FORWARD": origin})
        copies[key] = copy
    return copies


def _found(call: Call, number: int | None) -> tuple[Room, dict[str, Any]]:
    """Return a message and its room if the bot is in it and sees that far back."""
    message = call.store.get("message", number)
    room = room_of_message(call.store, message) if message else None
    if message is None or number is None or room is None or call.user not in room.members:
        deny(call)
    if message["DELETED"] or number <= visible_from(room, call.user):
        deny(call)
    return room, message


@method("imbot.v2.Chat.Message.update", scope="imbot")
def update(call: Call) -> dict[str, bool]:
    """Change a message of the bot; service messages are nobody's (chat-message-update.md)."""
    by_bot = acting(call)
    number = call.integer("messageId")
    _, message = _found(by_bot, number)
    if message.get("SYSTEM"):
        deny(call)
    params = {**upper_fields(call.object("fields")), "MESSAGE_ID": number}
    denied = {"CANT_EDIT_MESSAGE": DENIED, "MESSAGE_ID_ERROR": DENIED}
    run(messages.update, replace(by_bot, params=params), denied)
    return DONE


@method("imbot.v2.Chat.Message.delete", scope="imbot")
def delete(call: Call) -> dict[str, bool]:
    """Delete a message of the bot, or any as a chat's manager (chat-message-delete.md)."""
    by_bot = acting(call)
    number = call.integer("messageId", 0) or 0
    room, message = _found(by_bot, number)
    own = message["AUTHOR_ID"] == by_bot.user and not message.get("SYSTEM")
    if not own and not may_manage(room, by_bot.user):
        deny(call)
    if flag(call.get("complete")):
        call.store.delete("message", number)
    else:
        gone = {"DELETED": True, "TEXT": "", "PARAMS": {}, "LIKES": [], "FILES": []}
        call.store.put("message", number, {**message, **gone})
    return DONE


@method("imbot.v2.Chat.Message.read", scope="imbot")
def read(call: Call) -> dict[str, Any]:
    """Mark messages as read up to one, or all of them (messages/chat-message-read.md)."""
    by_bot = acting(call)
    room = room_of(by_bot)
    asked = call.integer("messageId")
    newest = call.store.select("message", [room.reference], [("ID", True)], 1)
    last = newest[0][0] if newest else 0
    if asked is not None:
        message = call.store.get("message", asked)
        place = room_of_message(call.store, message) if message else None
        if place is None or place.id != room.id:
            call.refuse("MESSAGE_NOT_FOUND", "Message not found")
        last = asked
    waiting = unread_messages(call.store, room, by_bot.user, _MANY)
    last = max(last, read_up_to(room, by_bot.user))
    mark_read(call.store, room, by_bot.user, last)
    return {
        "chatId": room.id,
        "lastId": last,
        "counter": unread_count(call.store, room, by_bot.user),
        "viewedMessages": [number for number in waiting if number <= last],
    }


@method("imbot.v2.Chat.Message.get", scope="imbot")
def get(call: Call) -> dict[str, Any]:
    """Return a message and its author to a bot that may read (messages/chat-message-get.md)."""
    by_bot, number, room = _readable(call)
    message = require_message(call.store, number)
    shown = message_view(room, number, message, by_bot.user)
    users = users_view(call.store, [shown["authorId"]])
    return {"message": shown, "user": users[0] if users else None}


@method("imbot.v2.Chat.Message.getContext", scope="imbot")
def get_context(call: Call) -> dict[str, Any]:
    """Return the messages around one, the oldest first (messages/chat-message-get-context.md)."""
    by_bot, number, room = _readable(call)
    reach = min(max(call.integer("range", 50) or 50, 1), 50)
    visible = [room.reference, Where("ID", ">", visible_from(room, by_bot.user))]
    earlier = [*visible, Where("ID", "<", number)]
    later = [*visible, Where("ID", ">", number)]
    before = call.store.select("message", earlier, [("ID", True)], reach + 1)
    after = call.store.select("message", later, limit=reach + 1)
    middle = (number, require_message(call.store, number))
    rows: list[Row] = [*reversed(before[:reach]), middle, *after[:reach]]
    shown = [message_view(room, n, message, by_bot.user) for n, message in rows]
    return {
        "messages": shown,
        "users": users_view(call.store, [row["authorId"] for row in shown]),
        "hasPrevPage": len(before) > reach,
        "hasNextPage": len(after) > reach,
    }


def _readable(call: Call) -> tuple[Call, int, Room]:
    bot = own_bot(call)
    if bot.account["KIND"] not in _READERS:
        call.refuse("BOT_TYPE_NOT_ALLOWED", "Bot type not allowed", 403)
    number = call.integer("messageId")
    message = call.store.get("message", number)
    room = room_of_message(call.store, message) if message else None
    if number is None or room is None:
        call.refuse("MESSAGE_NOT_FOUND", "Message not found")
    if bot.id not in room.members or number <= visible_from(room, bot.id):
        call.refuse("MESSAGE_ACCESS_DENIED", "Message access denied", 403)
    return as_bot(call, bot), number, room
