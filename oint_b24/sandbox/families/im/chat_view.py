"""Rooms as im.dialog.get and the recent lists show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.chat_colors import COLORS, automatic
from oint_b24.sandbox.families.im.chat_kinds import (
    PERMISSIONS,
    entity_link,
    kind_of,
    letter_of,
    managers,
    restrictions,
    role_of,
)
from oint_b24.sandbox.families.im.chat_people import name_of
from oint_b24.sandbox.families.im.chat_rooms import (
    Room,
    last_message,
    read_up_to,
    unread_count,
    unread_messages,
)
from oint_b24.sandbox.families.people.directory import get_user, is_extranet

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store


def companion(room: Room, user: int) -> int:
    """Return the other side of a private dialog; of a dialog with oneself, oneself."""
    return next((member for member in room.members if member != user), user)


def title_of(store: Store, room: Room, user: int) -> str:
    """Return what `user` sees as the room's name."""
    if room.kind == "private":
        return name_of(store, companion(room, user))
    return str(room.data["TITLE"])


def color_of(room: Room, user: int) -> str:
    """Return the room's colour in hex."""
    if room.kind == "private":
        return automatic(companion(room, user))
    return COLORS.get(str(room.data.get("COLOR")), automatic(room.id))


def avatar_of(call: Call, room: Room) -> str:
    """Return the address of the avatar, empty where there is none."""
    path = str(room.data.get("AVATAR") or "")
    return call.portal.base + path if path.startswith("/") else path


def _has_guests(store: Store, room: Room) -> bool:
    people = (get_user(store, member) for member in room.members)
    return any(person is not None and is_extranet(person) for person in people)


def _common(call: Call, room: Room) -> dict[str, Any]:
    """Return the fields both im.dialog.get and the recent lists answer alike."""
    data = room.data
    return {
        "id": room.id,
        "parent_chat_id": 0,
        "parent_message_id": 0,
        "name": title_of(call.store, room, call.user),
        "owner": data.get("OWNER_ID", 0),
        "extranet": _has_guests(call.store, room),
        "avatar": avatar_of(call, room),
        "color": color_of(room, call.user),
        "type": kind_of(room),
        "entity_type": _bound_type(room),
        "entity_id": data.get("ENTITY_ID", ""),
        "entity_data_1": data.get("ENTITY_DATA_1", ""),
        "entity_data_2": data.get("ENTITY_DATA_2", ""),
        "entity_data_3": data.get("ENTITY_DATA_3", ""),
        "manager_list": managers(room),
        "date_create": data.get("DATE_CREATE", ""),
        "message_type": letter_of(room),
        "user_counter": len(room.members),
        "text_field_enabled": room.data.get("TEXT_FIELD", True),
        "background_id": None,
        "entity_link": entity_link(room, call.user),
        "permissions": dict(PERMISSIONS),
        "public": "",
    }


def _bound_type(room: Room) -> str:
    # The general chat has a type of its own, but shows as bound to nothing.
    bound = str(room.data.get("ENTITY_TYPE") or "")
    return "" if bound == "GENERAL" else bound


def dialog(call: Call, room: Room, dialog_id: str) -> dict[str, Any]:
    """Return the full picture of a room (chats/im-dialog-get.md)."""
    store, user = call.store, call.user
    newest = last_message(store, room)
    last = newest[0] if newest else 0
    waiting = unread_messages(store, room, user, 1)
    return {
        **_common(call, room),
        "description": room.data.get("DESCRIPTION", ""),
        "counter": unread_count(store, room, user),
        "message_count": store.count("message", [room.reference]),
        "unread_id": waiting[0] if waiting else 0,
        "restrictions": {**restrictions(room), "path": "", "path_title": ""},
        "last_message_id": last,
        "last_id": read_up_to(room, user),
        "marked_id": 0,
        "disk_folder_id": room.data.get("FOLDER_ID") or 0,
        "mute_list": list(room.data.get("MUTED", [])),
        "role": role_of(room, user),
        "is_new": False,
        "readed_list": _readers(store, room, user),
        "last_message_views": _views(store, room, newest),
        "dialog_id": dialog_id,
    }


def _readers(store: Store, room: Room, user: int) -> list[dict[str, Any]]:
    return [
        {
            "user_id": member,
            "user_name": name_of(store, member),
            "message_id": read_up_to(room, member),
            "date": _read_date(store, read_up_to(room, member)),
        }
        for member in room.members
        if member != user
    ]


def _read_date(store: Store, message_id: int) -> str | None:
    message = store.get("message", message_id)
    return message["DATE"] if message else None


def viewers(room: Room, message_id: int, author: int) -> list[int]:
    """Return which members other than the author have read a message."""
    others = (member for member in room.members if member != author)
    return [member for member in others if read_up_to(room, member) >= message_id]


def _views(store: Store, room: Room, newest: tuple[int, dict[str, Any]] | None) -> dict[str, Any]:
    if newest is None:
        return {"message_id": 0, "first_viewers": [], "count_of_viewers": 0}
    number, message = newest
    seen = viewers(room, number, message["AUTHOR_ID"])
    first = [
        {"user_id": user, "user_name": name_of(store, user), "date": message["DATE"]}
        for user in seen[:1]
    ]
    return {"message_id": number, "first_viewers": first, "count_of_viewers": len(seen)}


def recent_chat(call: Call, room: Room) -> dict[str, Any]:
    """Return the `chat` object of a row of the recent lists (chats/im-recent-list.md)."""
    if room.kind == "private":
        field = {"text_field_enabled": True, "background_id": None}
        return {**field, "mute_list": _muted(room)}
    return {
        **_common(call, room),
        "contains_collaber": False,
        "mute_list": _muted(room),
        "restrictions": restrictions(room),
        "role": role_of(room, call.user).upper(),
    }


def _muted(room: Room) -> dict[str, bool] | list[int]:
    # PHP prints an empty map as an empty list.
    muted = room.data.get("MUTED", [])
    return {str(user): True for user in muted} or []
