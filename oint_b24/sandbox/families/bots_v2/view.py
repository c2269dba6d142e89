"""Objects of `imbot.v2.*` answers: Bot, User, Chat, Message (chat-bots-v2/entities.md)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.chat_rooms import rooms_of
from oint_b24.sandbox.families.im.chat_view import dialog, viewers
from oint_b24.sandbox.families.im.message_view import (
    author_of,
    camel,
    is_unread,
    params_of,
    text_of,
    uuid_of,
)
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.families.people.view import messenger_view
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.bots.accounts import Bot
    from oint_b24.sandbox.families.im.chat_rooms import Room
    from oint_b24.sandbox.store import Store

LANGUAGE = "ru"
_USER = (
    "id", "active", "name", "firstName", "lastName", "workPosition", "color", "avatar", "gender",
    "birthday", "extranet", "bot", "connector", "externalAuthId", "status", "idle",
    "lastActivityDate", "mobileLastDate", "desktopLastDate", "absent", "departments", "phones",
    "type", "website", "email",
)  # fmt: skip
# Fields that version 2 answers as null where the older methods answer 0.
_NULLS = ("parentChatId", "parentMessageId", "markedId", "unreadId", "diskFolderId", "lastId")
_NOT_IN_CHAT = ("counter", "readedList", "restrictions")


def bot_view(store: Store, bot: Bot, *, is_owner: bool = True) -> dict[str, Any]:
    """Return a bot: in short for strangers, with its counters for the owner."""
    account = bot.account
    short = {
        "id": bot.id,
        "code": account["CODE"],
        "type": account["KIND"],
        "isHidden": account["HIDDEN"],
        "isSupportOpenline": account["OPENLINE"],
        "isReactionsEnabled": account["REACTIONS"],
        "backgroundId": account["BACKGROUND"],
        "language": LANGUAGE,
    }
    return {**short, **_counters(store, bot)} if is_owner else short


def _counters(store: Store, bot: Bot) -> dict[str, Any]:
    rooms = list(rooms_of(store, bot.id))
    return {
        "moduleId": "rest",
        "eventMode": bot.account["EVENT_MODE"],
        "countMessage": store.count("message", [Where("AUTHOR_ID", "=", bot.id)]),
        "countCommand": store.count("bot_command", [Where("BOT_ID", "=", bot.id)]),
        "countChat": sum(room.kind == "chat" for room in rooms),
        "countUser": sum(room.kind == "private" for room in rooms),
    }


def user_view(number: int, user: dict[str, Any]) -> dict[str, Any]:
    """Return a user."""
    shown = camel(messenger_view(number, user))
    kind = user.get("USER_TYPE", "employee")
    return {name: kind if name == "type" else shown[name] for name in _USER}


def users_view(store: Store, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """Return the known users among ids, each once."""
    found = ((n, get_user(store, n)) for n in dict.fromkeys(numbers))
    return [user_view(n, user) for n, user in found if user is not None]


def chat_view(call: Call, room: Room, *, is_new: bool = False) -> dict[str, Any]:
    """Return a room as the acting bot sees it."""
    shown = dialog(call, room, room.dialog_id_for(call.user))
    row = {_camel(name): value for name, value in shown.items()}
    row |= {name: row[name] or None for name in _NULLS}
    row["containsCollaber"] = False
    row["isNew"] = is_new
    row["textFieldEnabled"] = "Y" if room.data.get("TEXT_FIELD", True) else "N"
    row["lastMessageViews"] = json.dumps(row["lastMessageViews"], ensure_ascii=False)
    return {name: value for name, value in row.items() if name not in _NOT_IN_CHAT}


def event_chat_view(call: Call, room: Room) -> dict[str, Any]:
    """Return a room as events show it: nothing that depends on who looks (events/events.md)."""
    shown = chat_view(call, room)
    return {name: value for name, value in shown.items() if name not in ("role", "muteList")}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def message_view(room: Room, number: int, message: dict[str, Any], user: int) -> dict[str, Any]:
    """Return a message as the user with this id sees it."""
    unread = is_unread(room, number, message, user)
    return {
        "id": number,
        "chatId": room.id,
        "authorId": author_of(message),
        "date": message["DATE"],
        "text": text_of(message),
        "isSystem": author_of(message) == 0,
        "uuid": uuid_of(number, message) or "",
        "forward": message.get("FORWARD"),
        "params": params_of(message) or {},
        "viewedByOthers": bool(viewers(room, number, message["AUTHOR_ID"])),
        "unread": unread,
        "viewed": not unread,
    }
