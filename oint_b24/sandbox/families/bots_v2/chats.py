"""`imbot.v2.Chat.*`: group chats of bots, how they look and what they show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots.access import run
from oint_b24.sandbox.families.bots_v2.access import (
    DENIED,
    DONE,
    acting,
    chat_of,
    color_name,
    flag,
    room_of,
)
from oint_b24.sandbox.families.bots_v2.view import chat_view, users_view
from oint_b24.sandbox.families.im import chat_users, chats
from oint_b24.sandbox.families.im.chat_avatar import accept
from oint_b24.sandbox.families.im.chat_colors import COLORS
from oint_b24.sandbox.families.im.chat_create import NewChat, create_chat, known, user_ids
from oint_b24.sandbox.families.im.chat_rooms import require_room
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.im.chat_rooms import Room

_ALL_DENIED = dict.fromkeys(
    ("ACCESS_ERROR", "ACCESS_DENIED_KICK", "WRONG_REQUEST", "USER_ID_EMPTY"), DENIED
)


@method("imbot.v2.Chat.add", scope="imbot")
def add(call: Call) -> dict[str, Any]:
    """Create a group chat (chats/chat-add.md); `ownerId` hands it over at once."""
    as_bot = acting(call)
    fields = call.object("fields")
    owner = known(call.store, user_ids(fields.get("ownerId")))
    new = NewChat(
        owner=as_bot.user,
        users=[*owner, *user_ids(fields.get("userIds"))],
        title=_text(fields, "title"),
        description=_text(fields, "description"),
        color=color_name(fields.get("color")),
        avatar=accept(call.store, fields.get("avatar")),
        message=_text(fields, "message"),
    )
    number = create_chat(call.store, call.portal.moment(), new)
    room = require_room(call.store, number)
    if owner:
        call.store.put("chat", number, {**room.data, "OWNER_ID": owner[0]})
        room = require_room(call.store, number)
    shown = chat_view(as_bot, room, is_new=True)
    return {"chat": shown, "users": users_view(call.store, room.members)}


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


@method("imbot.v2.Chat.get", scope="imbot")
def get(call: Call) -> dict[str, Any]:
    """Return a room the bot is in (chats/chat-get.md)."""
    as_bot = acting(call)
    return {"chat": chat_view(as_bot, room_of(as_bot))}


@method("imbot.v2.Chat.update", scope="imbot")
def update(call: Call) -> dict[str, bool]:
    """Change title, description, colour and avatar in one call (chats/chat-update.md)."""
    as_bot = acting(call)
    room = chat_of(as_bot)
    fields = call.object("fields")
    if _text(fields, "title").strip():
        _change(as_bot, room, chats.update_title, "TITLE", fields["title"])
    if isinstance(fields.get("description"), str):
        data = require_room(call.store, room.id).data
        call.store.put("chat", room.id, {**data, "DESCRIPTION": fields["description"]})
    color = color_name(fields.get("color"))
    if color in COLORS and color != room.data["COLOR"]:
        _change(as_bot, room, chats.update_color, "COLOR", color)
    if fields.get("avatar") and accept(call.store, fields["avatar"]):
        _change(as_bot, room, chats.update_avatar, "AVATAR", fields["avatar"])
    return DONE


def _change(call: Call, room: Room, answer: Any, name: str, value: Any) -> None:
    run(answer, replace(call, params={"CHAT_ID": room.id, name: value}), _ALL_DENIED)


@method("imbot.v2.Chat.leave", scope="imbot")
def leave(call: Call) -> dict[str, bool]:
    """Take the bot out of a chat (chats/chat-leave.md)."""
    as_bot = acting(call)
    run(chat_users.leave, replace(as_bot, params={"CHAT_ID": chat_of(as_bot).id}), _ALL_DENIED)
    return DONE


@method("imbot.v2.Chat.setOwner", scope="imbot")
def set_owner(call: Call) -> dict[str, bool]:
    """Hand the bot's chat over to a member (chats/chat-set-owner.md)."""
    as_bot = acting(call)
    params = {"CHAT_ID": chat_of(as_bot).id, "USER_ID": call.get("userId")}
    run(chats.set_owner, replace(as_bot, params=params), _ALL_DENIED)
    return DONE


@method("imbot.v2.Chat.TextField.enabled", scope="imbot")
def text_field(call: Call) -> dict[str, bool]:
    """Switch the input field of a room on or off (ui/chat-text-field-enabled.md)."""
    room = room_of(acting(call))
    enabled = flag(call.get("enabled"), default=True)
    call.store.put(room.kind, room.id, {**room.data, "TEXT_FIELD": enabled})
    return DONE


@method("imbot.v2.Chat.InputAction.notify", scope="imbot")
def notify(call: Call) -> dict[str, bool]:
    """Show what the bot is busy with (ui/chat-input-action-notify.md)."""
    room_of(acting(call))
    return DONE
