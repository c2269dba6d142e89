"""Who is in a group chat: inviting, removing, leaving (im.chat.user.*, im.chat.leave)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.families.im.chat_create import join, known, user_ids
from oint_b24.sandbox.families.im.chat_kinds import may_manage, restrictions
from oint_b24.sandbox.families.im.chat_people import mention
from oint_b24.sandbox.families.im.chat_rooms import (
    SYSTEM,
    Room,
    chat_parameter,
    find_chat,
    is_open_to,
    post,
)
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FORBIDDEN = "It is forbidden to delete users of this chat"


@method("im.chat.user.list", scope="im")
def user_list(call: Call) -> list[int]:
    """List the ids of members (chat-users/im-chat-user-list.md)."""
    room = _visible(call)
    return list(room.members) if restrictions(room)["user_list"] else []


@method("im.chat.user.add", scope="im")
def user_add(call: Call) -> bool:
    """Invite users; into an open chat a colleague may invite himself (im-chat-user-add.md)."""
    room = _visible(call)
    if not restrictions(room)["extend"]:
        call.refuse("ACCESS_ERROR", "It is forbidden to add users to this chat", 403)
    users = known(call.store, user_ids(call.get("USERS")))
    if call.user not in room.members and call.user not in users:
        call.refuse(
            "ACCESS_DENIED_EXTEND", "Insufficient permissions to add participants to the chat", 403
        )
    hide = call.flag("HIDE_HISTORY", default=True)
    join(call.store, call.portal.moment(), room.id, call.user, users, hide=hide)
    return bool(users)


@method("im.chat.user.delete", scope="im")
def user_delete(call: Call) -> bool:
    """Remove a member: the owner and managers may, and everyone himself (im-chat-user-delete.md).

    The owner can be removed by nobody else.
    """
    chat_parameter(call)
    user = call.integer("USER_ID")
    if not user or user < 1:
        call.refuse("USER_ID_EMPTY", "User ID can't be empty")
    room = _visible(call)
    if not restrictions(room)["leave"]:
        call.refuse("ACCESS_ERROR", _FORBIDDEN, 403)
    if user not in room.members:
        call.refuse("USER_NOT_FOUND", "The specified user is not in the chat")
    if not _may_remove(room, call.user, user):
        call.refuse(
            "ACCESS_DENIED_KICK",
            "Insufficient rights to exclude participants from the chat",
            403,
        )
    _remove(call, room, user)
    return True


@method("im.chat.leave", scope="im")
def leave(call: Call) -> bool:
    """Leave a chat (chat-users/im-chat-leave.md)."""
    room = find_chat(call.store, chat_parameter(call))
    if room is None:
        call.refuse("ACCESS_ERROR", "Action unavailable", 403)
    if call.user in room.members and not restrictions(room)["leave"]:
        call.refuse("ACCESS_ERROR", _FORBIDDEN, 403)
    if call.user not in room.members or not _may_remove(room, call.user, call.user):
        call.refuse("ACCESS_DENIED_KICK", "Access denied to kick user from chat", 403)
    _remove(call, room, call.user)
    return True


def _may_remove(room: Room, actor: int, user: int) -> bool:
    is_owner = user == room.data["OWNER_ID"]
    if actor == user:
        return not is_owner or restrictions(room)["leave_owner"]
    return may_manage(room, actor) and not is_owner


def _visible(call: Call) -> Room:
    room = find_chat(call.store, chat_parameter(call))
    if room is None or not is_open_to(call.store, room, call.user):
        call.refuse("ACCESS_ERROR", "Action unavailable", 403)
    return room


def _remove(call: Call, room: Room, user: int) -> None:
    """Take a user out; a chat whose owner left belongs to who came next."""
    data = dict(room.data)
    for name in ("MEMBERS", "MANAGERS", "MUTED"):
        data[name] = [member for member in data.get(name, []) if member != user]
    for name in ("READ", "SINCE"):
        data[name] = {key: value for key, value in data.get(name, {}).items() if key != str(user)}
    if data["OWNER_ID"] == user:
        data["OWNER_ID"] = next(iter(data["MEMBERS"]), 0)
    call.store.put("chat", room.id, data)
    name = mention(call.store, user)
    text = f"{name} покинул чат"
    if user != call.user:
        text = f"{mention(call.store, call.user)} исключил {name} из чата"
    params = {"CODE": ["CHAT_LEAVE"], "NOTIFY": "N"}
    post(call.store, call.portal.moment(), ("chat", room.id), SYSTEM, text, params)
