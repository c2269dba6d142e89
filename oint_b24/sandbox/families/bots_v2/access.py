"""Which bot and which room an `imbot.v2.*` call means (chat-bots-v2/index.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import YES
from oint_b24.sandbox.families.bots.accounts import application, as_bot, find_bot
from oint_b24.sandbox.families.im.chat_kinds import may_manage
from oint_b24.sandbox.families.im.chat_rooms import Room, open_private, parse_dialog, resolve
from oint_b24.sandbox.families.people.directory import get_user

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.bots.accounts import Bot

DENIED = ("ACCESS_DENIED", "Access denied", 403)
DONE = {"result": True}


def deny(call: Call) -> NoReturn:
    """Refuse ACCESS_DENIED."""
    call.refuse(*DENIED)


def calling_application(call: Call, token: Any) -> str:
    """Return the application; a webhook names it by the bot's token."""
    app = application(call, str(token or "").strip())
    if not app:
        call.refuse("BOT_TOKEN_NOT_SPECIFIED", "Bot token is not specified")
    return app


def own_bot(call: Call) -> Bot:
    """Return the bot of `botId`.

    Refuses BOT_TOKEN_NOT_SPECIFIED, BOT_ID_REQUIRED, BOT_NOT_FOUND, BOT_OWNERSHIP_ERROR.
    """
    app = calling_application(call, call.get("botToken"))
    number = call.integer("botId")
    if not number:
        call.refuse("BOT_ID_REQUIRED", "Bot ID is required")
    bot = find_bot(call.store, number)
    if bot is None:
        call.refuse("BOT_NOT_FOUND", "Bot not found")
    if bot.app != app:
        call.refuse("BOT_OWNERSHIP_ERROR", "Bot is registered by another application", 403)
    return bot


def acting(call: Call) -> Call:
    """Return the call as the bot it means makes it."""
    return as_bot(call, own_bot(call))


def room_of(call: Call) -> Room:
    """Return the room of `dialogId` the acting bot is in; a private dialog begins on the way."""
    dialog = parse_dialog(call.text("dialogId"))
    if dialog is None or dialog[0] == "group":
        deny(call)
    kind, number = dialog
    room = resolve(call.store, call.user, call.text("dialogId"))
    if room is None and kind == "user" and get_user(call.store, number) is not None:
        room = open_private(call.store, call.portal.moment(), call.user, number)
    if room is None or call.user not in room.members:
        deny(call)
    return room


def chat_of(call: Call) -> Room:
    """Return the group chat of `dialogId` the acting bot is in."""
    room = room_of(call)
    if room.kind != "chat":
        deny(call)
    return room


def managed_chat(call: Call) -> Room:
    """Return the group chat the acting bot owns or manages."""
    room = chat_of(call)
    if not may_manage(room, call.user):
        deny(call)
    return room


def owned_chat(call: Call) -> Room:
    """Return the group chat the acting bot owns."""
    room = chat_of(call)
    if room.data["OWNER_ID"] != call.user:
        deny(call)
    return room


def flag(value: Any, *, default: bool = False) -> bool:
    """Read a boolean of version 2: true, false, "Y", "N"."""
    if value is None or value == "":
        return default
    return str(value).upper() in YES


def color_name(value: Any) -> str:
    """Turn `lightBlue` into the LIGHT_BLUE of the older methods."""
    text = str(value or "")
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in text)
