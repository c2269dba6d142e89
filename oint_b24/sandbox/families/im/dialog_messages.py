"""Reading rooms: history, search, what is read and unread (im.dialog.messages.*, .read*)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.im.chat_dialogs import accessible, bounded, dialog_parameter
from oint_b24.sandbox.families.im.chat_marks import mark, marks_of
from oint_b24.sandbox.families.im.chat_moments import as_portal, parse
from oint_b24.sandbox.families.im.chat_rooms import (
    Room,
    find_room,
    is_open_to,
    last_message,
    mark_read,
    read_up_to,
    resolve,
    rooms_of,
    unread_count,
    visible_from,
)
from oint_b24.sandbox.families.im.message_view import authors, camel, files, found_row, message_row
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.im.message_view import Row


@method("im.dialog.messages.get", scope="im")
def messages_get(call: Call) -> dict[str, Any]:
    """Return a piece of the history (messages/im-dialog-messages-get.md).

    The newest messages come first; after FIRST_ID they come in the order they were written.
    """
    dialog_id = dialog_parameter(call)
    first, last = _cursor(call, "FIRST_ID"), _cursor(call, "LAST_ID")
    room = accessible(call, dialog_id)
    rows = _history(call, room, first, last)
    return {
        "chat_id": room.id,
        "messages": [message_row(room, number, data, call.user) for number, data in rows],
        "users": authors(call.store, rows),
        "files": files(call, room, rows),
    }


def _cursor(call: Call, name: str) -> int | None:
    value = call.get(name)
    if value is None or value == "":
        return None
    number = whole(value)
    if number is None:
        word = name.removesuffix("_ID").capitalize()
        call.refuse(f"{name}_STRING", f"{word} ID can't be string")
    return number


def _history(call: Call, room: Room, first: int | None, last: int | None) -> list[Row]:
    """Select the messages; a cursor that names no message of the room finds nothing."""
    limit = bounded(call, "LIMIT", default=20, most=50)
    where = [room.reference, Where("ID", ">", visible_from(room, call.user))]
    if first is not None:
        if first and not _is_in(call, room, first):
            return []
        return call.store.select("message", [*where, Where("ID", ">", first)], limit=limit)
    if last:
        if not _is_in(call, room, last):
            return []
        where.append(Where("ID", "<", last))
    else:
        limit = max(limit, unread_count(call.store, room, call.user))
    return call.store.select("message", where, [("ID", True)], limit)


def _is_in(call: Call, room: Room, number: int) -> bool:
    message = call.store.get("message", number)
    return message is not None and room.id in (message["CHAT_ID"], message["PRIVATE_ID"])


@method("im.dialog.messages.search", scope="im")
def messages_search(call: Call) -> dict[str, Any]:
    """Find messages of a room by text and date (messages/im-dialog-messages-search.md)."""
    number = whole(call.get("CHAT_ID"))
    if not number or number < 1:
        call.refuse("CHAT_ID_EMPTY", "CHAT_ID can't be empty")
    room = find_room(call.store, number)
    if room is None or not is_open_to(call.store, room, call.user):
        call.refuse("ACCESS_ERROR", "You do not have access to this chat", 403)
    is_up = str(call.object("ORDER").get("ID", "DESC")).upper() == "ASC"
    where = [room.reference, Where("ID", ">", visible_from(room, call.user)), *_searched(call)]
    last = whole(call.get("LAST_ID"))
    if last:
        where.append(Where("ID", ">" if is_up else "<", last))
    limit = bounded(call, "LIMIT", default=50, most=200)
    rows = call.store.select("message", where, [("ID", not is_up)], limit)
    return {
        "messages": [found_row(room, number, data, call.user) for number, data in rows],
        "users": [camel(user) for user in authors(call.store, rows)],
        "files": files(call, room, rows),
        "additionalMessages": [],
        "copilot": None,
        "stickers": [],
        "reactions": _reactions(call, rows),
        "tariffRestrictions": {"isHistoryLimitExceeded": False},
        "usersShort": [],
    }


def _searched(call: Call) -> list[Where]:
    where = [Where("DELETED", "!=", value=True)]
    text = call.text("SEARCH_MESSAGE").strip()
    if len(text) > 2:
        where.append(Where("TEXT", "like", text))
    day = parse(call.get("DATE"))
    begin, end = as_portal(call.get("DATE_FROM")), as_portal(call.get("DATE_TO"))
    if day is not None:
        begin, end = as_portal(day), as_portal(day + timedelta(days=1))
    if begin is not None:
        where.append(Where("DATE", ">=", begin))
    if end is not None:
        where.append(Where("DATE", "<" if day is not None else "<=", end))
    return where


def _reactions(call: Call, rows: list[Row]) -> list[dict[str, Any]]:
    return [
        {
            "messageId": number,
            "reactionCounters": {"like": len(data["LIKES"])},
            "reactionUsers": {"like": data["LIKES"]},
            "ownReactions": ["like"] if call.user in data["LIKES"] else [],
        }
        for number, data in rows
        if data["LIKES"]
    ]


@method("im.dialog.read", scope="im")
def read(call: Call) -> dict[str, Any] | bool:
    """Mark messages as read up to one, or all; false for a foreign room (im-dialog-read.md)."""
    dialog_id = dialog_parameter(call)
    room = resolve(call.store, call.user, dialog_id)
    if room is None or call.user not in room.members:
        return False
    newest = last_message(call.store, room)
    last = newest[0] if newest else 0
    given = call.integer("MESSAGE_ID")
    upto = max(read_up_to(room, call.user), min(given, last) if given and given > 0 else last)
    mark_read(call.store, room, call.user, upto)
    mark(call.store, call.user, room.id, unread=False)
    return {
        "dialogId": dialog_id,
        "chatId": room.id,
        "lastId": upto,
        "counter": unread_count(call.store, room, call.user),
    }


@method("im.dialog.read.all", scope="im")
def read_all(call: Call) -> bool:
    """Mark every room as read (special-operations/im-dialog-read-all.md)."""
    for room in rooms_of(call.store, call.user):
        newest = last_message(call.store, room)
        if newest is not None:
            mark_read(call.store, room, call.user, newest[0])
    for room_id, noted in marks_of(call.store, call.user).items():
        if noted.unread:
            mark(call.store, call.user, room_id, unread=False)
    return True


@method("im.dialog.unread", scope="im")
def unread(call: Call) -> bool:
    """Mark a message and all after it as unread (messages/im-dialog-unread.md)."""
    dialog_id = dialog_parameter(call)
    number = call.integer("MESSAGE_ID")
    if not number or number < 1:
        call.refuse("MESSAGE_ID_ERROR", "First unread message id can't be empty")
    room = resolve(call.store, call.user, dialog_id)
    if room is None or call.user not in room.members:
        return False
    mark_read(call.store, room, call.user, min(read_up_to(room, call.user), number - 1))
    return True
