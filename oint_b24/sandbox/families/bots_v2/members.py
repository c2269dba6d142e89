"""`imbot.v2.Chat.User.*` and `imbot.v2.Chat.Manager.*`: who is in a bot's chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots.access import run
from oint_b24.sandbox.families.bots_v2.access import (
    DENIED,
    DONE,
    acting,
    managed_chat,
    owned_chat,
    room_of,
)
from oint_b24.sandbox.families.bots_v2.view import users_view
from oint_b24.sandbox.families.im import chat_users
from oint_b24.sandbox.families.im.chat_create import join, user_ids
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.im.chat_rooms import Room

_MOST = 200  # chats/chat-user-list.md


@method("imbot.v2.Chat.User.list", scope="imbot")
def user_list(call: Call) -> list[dict[str, Any]]:
    """Return the members, in the order they came unless told otherwise."""
    room = room_of(acting(call))
    limit = min(max(call.integer("limit", 50) or 50, 1), _MOST)
    return users_view(call.store, _ordered(call, room)[:limit])


def _ordered(call: Call, room: Room) -> list[int]:
    members = list(room.members)
    for name, way in call.object("order").items():
        if name == "userId":
            members.sort()
        elif name == "lastSendMessageId":
            members.sort(key=lambda user: _last_sent(call, room, user))
        if str(way).upper() == "DESC":
            members.reverse()
    return members


def _last_sent(call: Call, room: Room, user: int) -> int:
    where = [room.reference, Where("AUTHOR_ID", "=", user)]
    found = call.store.select("message", where, [("ID", True)], 1)
    return found[0][0] if found else 0


@method("imbot.v2.Chat.User.add", scope="imbot")
def user_add(call: Call) -> dict[str, bool]:
    """Invite users; unknown and dismissed ones are skipped (chats/chat-user-add.md)."""
    as_bot = acting(call)
    room = managed_chat(as_bot)
    users = user_ids(call.get("userIds"))
    join(call.store, call.portal.moment(), room.id, as_bot.user, users, hide=False)
    return DONE


@method("imbot.v2.Chat.User.delete", scope="imbot")
def user_delete(call: Call) -> dict[str, bool]:
    """Remove a member; one who is not in is fine too (chats/chat-user-delete.md)."""
    as_bot = acting(call)
    room = managed_chat(as_bot)
    if call.integer("userId") in room.members:
        params = {"CHAT_ID": room.id, "USER_ID": call.get("userId")}
        told = {"ACCESS_DENIED_KICK": DENIED, "ACCESS_ERROR": DENIED}
        run(chat_users.user_delete, replace(as_bot, params=params), told)
    return DONE


@method("imbot.v2.Chat.Manager.add", scope="imbot")
def manager_add(call: Call) -> dict[str, bool]:
    """Make members managers; others are skipped (chats/chat-manager-add.md)."""
    room, users = _managed(call)
    listed = [*room.data["MANAGERS"], *(user for user in users if user in room.members)]
    call.store.put("chat", room.id, {**room.data, "MANAGERS": list(dict.fromkeys(listed))})
    return DONE


@method("imbot.v2.Chat.Manager.delete", scope="imbot")
def manager_delete(call: Call) -> dict[str, bool]:
    """Make managers plain members again (chats/chat-manager-delete.md)."""
    room, users = _managed(call)
    listed = [user for user in room.data["MANAGERS"] if user not in users]
    call.store.put("chat", room.id, {**room.data, "MANAGERS": listed})
    return DONE


def _managed(call: Call) -> tuple[Room, list[int]]:
    as_bot = acting(call)
    users = user_ids(call.get("userIds"))
    if not users:
        call.refuse("EMPTY_USER_IDS", "Empty user IDs")
    return owned_chat(as_bot), users
