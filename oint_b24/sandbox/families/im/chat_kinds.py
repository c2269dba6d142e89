"""What kind of chat a chat is, and what members may do in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oint_b24.sandbox.families.im.chat_rooms import Room

_ALLOWED = {
    "avatar": True,
    "rename": True,
    "extend": True,
    "call": True,
    "mute": True,
    "leave": True,
    "leave_owner": True,
    "send": True,
    "user_list": True,
}
# Chats that belong to something else keep its name (im-dialog-get.md, im-chat-add.md).
_BOUND = {"avatar": False, "rename": False, "leave_owner": False}
_FIXED = {**_BOUND, "extend": False, "leave": False}
_LIMITS: dict[str, dict[str, bool]] = {
    "CRM": _BOUND,
    "SONET_GROUP": _FIXED,
    "GENERAL": _FIXED,
}
PERMISSIONS = {
    "manage_users_add": "member",
    "manage_users_delete": "manager",
    "manage_ui": "member",
    "manage_settings": "owner",
    "manage_messages": "member",
    "can_post": "member",
}
_LINKS = {
    "SONET_GROUP": "/workgroups/group/{id}/",
    "TASKS": "/company/personal/user/{user}/tasks/task/view/{id}/",
    "TASKS_TASK": "/company/personal/user/{user}/tasks/task/view/{id}/",
    "CALENDAR": "/company/personal/user/{user}/calendar/?EVENT_ID={id}",
}


def kind_of(room: Room) -> str:
    """Return the chat type of an answer, such as `chat`, `open`, `private`, `sonetGroup`."""
    if room.kind == "private":
        return "private"
    bound = str(room.data.get("ENTITY_TYPE") or "")
    if bound:
        first, *rest = bound.lower().split("_")
        return first + "".join(word.capitalize() for word in rest)
    return "open" if room.data.get("TYPE") == "OPEN" else "chat"


def letter_of(room: Room) -> str:
    """Return the one-letter message type of an answer."""
    if room.kind == "private":
        return "P"
    letters = {"LINES": "L", "TASKS_TASK": "X"}
    default = "O" if room.data.get("TYPE") == "OPEN" else "C"
    return letters.get(str(room.data.get("ENTITY_TYPE") or ""), default)


def restrictions(room: Room) -> dict[str, bool]:
    """Return what may be done with a chat of this kind at all."""
    if room.kind == "private":
        return {**_ALLOWED, **_FIXED, "extend": True}
    return {**_ALLOWED, **_LIMITS.get(str(room.data.get("ENTITY_TYPE") or ""), {})}


def role_of(room: Room, user: int) -> str:
    """Return the role of a user: owner, manager, member, or guest in an open chat."""
    if user not in room.members:
        return "guest"
    if room.data.get("OWNER_ID") == user:
        return "owner"
    return "manager" if user in room.data.get("MANAGERS", []) else "member"


def entity_link(room: Room, user: int) -> dict[str, str]:
    """Return where `user` can open the thing a chat is bound to."""
    bound, number = str(room.data.get("ENTITY_TYPE") or ""), str(room.data.get("ENTITY_ID") or "")
    if bound == "CRM" and "|" in number:
        kind, _, item = number.partition("|")
        return {"type": kind, "url": f"/crm/{kind.lower()}/details/{item}/", "id": number}
    if bound in _LINKS and number:
        shown = "TASKS" if bound == "TASKS_TASK" else bound
        return {"type": shown, "url": _LINKS[bound].format(user=user, id=number), "id": number}
    return {"type": "", "url": "", "id": ""}


def may_manage(room: Room, user: int) -> bool:
    """Say whether a user removes members and messages of others: the owner and managers."""
    return room.kind == "chat" and role_of(room, user) in ("owner", "manager")


def managers(room: Room) -> list[Any]:
    """Return the ids of the owner and the managers."""
    listed = [room.data.get("OWNER_ID"), *room.data.get("MANAGERS", [])]
    return [user for user in dict.fromkeys(listed) if user and user in room.members]
