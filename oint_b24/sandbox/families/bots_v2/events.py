"""`imbot.v2.Event.get`: what happened around a bot since it last confirmed.

Nothing is queued: events are read off the messages of the bot's rooms, and the id of an event
is the id of its message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots.accounts import as_bot, change_bot
from oint_b24.sandbox.families.bots.commands import KIND as COMMANDS
from oint_b24.sandbox.families.bots_v2.access import flag, own_bot
from oint_b24.sandbox.families.bots_v2.view import (
    LANGUAGE,
    bot_view,
    event_chat_view,
    message_view,
    users_view,
)
from oint_b24.sandbox.families.im.chat_rooms import SYSTEM, Room, rooms_of, visible_from
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.bots.accounts import Bot

_MENTION = re.compile(r"\[USER=(\d+)")
_ALL_EARS = ("supervisor", "personal")


@method("imbot.v2.Event.get", scope="imbot")
def get(call: Call) -> dict[str, Any]:
    """Return events after those `offset` confirms (imbot.v2/events/event-get.md)."""
    bot = own_bot(call)
    if flag(call.get("withUserEvents")):
        if not call.caller.allows("im"):
            call.refuse("SCOPE_ERROR", "Scope error", 403)
        call.refuse("USER_NOT_SUBSCRIBED", "User not subscribed")
    offset = call.integer("offset")
    if offset is not None and offset - 1 > bot.account["SINCE"]:
        bot = change_bot(call.store, bot, {"SINCE": offset - 1}, {})
    limit = min(max(call.integer("limit", 100) or 100, 1), 1000)
    found = _events(as_bot(call, bot), bot) if bot.account["EVENT_MODE"] == "fetch" else []
    shown = found[:limit]
    last = shown[-1]["eventId"] if shown else bot.account["SINCE"]
    return {"events": shown, "nextOffset": last + 1, "hasMore": len(found) > limit}


def _events(call: Call, bot: Bot) -> list[dict[str, Any]]:
    rows = []
    for room in rooms_of(call.store, bot.id):
        since = max(bot.account["SINCE"], visible_from(room, bot.id))
        where = [room.reference, Where("ID", ">", since), Where("DELETED", "!=", value=True)]
        rows += [(number, message, room) for number, message in call.store.select("message", where)]
    rows.sort(key=lambda row: row[0])
    told = (_event(call, bot, *row) for row in rows)
    return [event for event in told if event is not None]


def _event(
    call: Call, bot: Bot, number: int, message: dict[str, Any], room: Room
) -> dict[str, Any] | None:
    author = int(message["AUTHOR_ID"])
    if author == bot.id:
        return None
    if author == SYSTEM:
        return _joined(call, bot, number, message, room)
    data: dict[str, Any] = {"message": message_view(room, number, message, bot.id)}
    command = _command(call, bot, message["TEXT"])
    if command is not None:
        data = {"command": command, **data}
        return _told(call, bot, "ONIMBOTV2COMMANDADD", (number, message), room, author, data)
    named = str(bot.id) in _MENTION.findall(message["TEXT"])
    if room.kind == "private" or named or bot.account["KIND"] in _ALL_EARS:
        return _told(call, bot, "ONIMBOTV2MESSAGEADD", (number, message), room, author, data)
    return None


def _joined(
    call: Call, bot: Bot, number: int, message: dict[str, Any], room: Room
) -> dict[str, Any] | None:
    """Tell that somebody has let the bot in, where a service message says so."""
    named = _MENTION.findall(message["TEXT"])
    if "CHAT_JOIN" not in message["PARAMS"].get("CODE", []) or str(bot.id) not in named[1:]:
        return None
    data = {"dialogId": room.dialog_id}
    return _told(call, bot, "ONIMBOTV2JOINCHAT", (number, message), room, int(named[0]), data)


def _command(call: Call, bot: Bot, text: str) -> dict[str, Any] | None:
    """Return the bot's command a text begins with."""
    word, _, params = text.strip().partition(" ")
    if not word.startswith("/"):
        return None
    found = call.store.all(COMMANDS, BOT_ID=bot.id, COMMAND=word[1:])
    if not found:
        return None
    context = {"params": params.strip(), "context": "textarea"}
    return {"id": found[0][0], "command": word, **context}


def _told(
    call: Call,
    bot: Bot,
    kind: str,
    row: tuple[int, dict[str, Any]],
    room: Room,
    user: int,
    data: dict[str, Any],
) -> dict[str, Any]:
    number, message = row
    users = users_view(call.store, [user])
    common = {
        "chat": event_chat_view(call, room),
        "user": users[0] if users else None,
        "language": LANGUAGE,
    }
    data = {"bot": bot_view(call.store, bot), **data, **common}
    return {"eventId": number, "type": kind, "date": message["DATE"], "data": data}
