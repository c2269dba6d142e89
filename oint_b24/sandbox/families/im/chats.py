"""The family `chats`: group chats, who is in them and what they look like (im.chat.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im import (
    chat_counters,
    chat_dialogs,
    chat_recent,
    chat_seed,
    chat_users,
)
from oint_b24.sandbox.families.im.chat_avatar import accept, decode, fits, keep, measure
from oint_b24.sandbox.families.im.chat_colors import COLORS, spoken
from oint_b24.sandbox.families.im.chat_create import NewChat, create_chat, user_ids
from oint_b24.sandbox.families.im.chat_kinds import restrictions
from oint_b24.sandbox.families.im.chat_people import mention
from oint_b24.sandbox.families.im.chat_rooms import (
    SYSTEM,
    Room,
    chat_parameter,
    find_chat,
    find_group_chat,
    find_room,
    open_private,
    parse_dialog,
    post,
    resolve,
)
from oint_b24.sandbox.families.people.directory import is_visible
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# The modules that serve the rest of this family; importing it brings them along.
PARTS = (chat_counters, chat_dialogs, chat_recent, chat_seed, chat_users)


@method("im.chat.add", scope="im")
def add(call: Call) -> int:
    """Create a chat; nothing is required and nothing is refused (im-chat-add.md)."""
    return create_chat(
        call.store,
        call.portal.moment(),
        NewChat(
            owner=call.user,
            users=user_ids(call.get("USERS")),
            kind=call.text("TYPE").upper(),
            title=call.text("TITLE"),
            description=call.text("DESCRIPTION"),
            color=call.text("COLOR").upper(),
            avatar=accept(call.store, call.get("AVATAR")),
            message=call.text("MESSAGE"),
            entity=(call.text("ENTITY_TYPE"), call.text("ENTITY_ID")),
        ),
    )


@method("im.chat.get", scope="im")
def get(call: Call) -> dict[str, int] | None:
    """Find the chat bound to an object; null where there is none (im-chat-get.md)."""
    bound, number = call.text("ENTITY_TYPE"), call.text("ENTITY_ID")
    if not bound or not number:
        return None
    found = call.store.all("chat", ENTITY_TYPE=bound, ENTITY_ID=number)
    return {"ID": found[0][0]} if found else None


@method("im.chat.updateTitle", scope="im")
def update_title(call: Call) -> bool:
    """Rename a chat (chat-update/im-chat-update-title.md)."""
    number = _target(call)
    title = call.text("TITLE").strip()
    if not title:
        call.refuse("TITLE_EMPTY", "Title can't be empty")
    room = _appearance(call, find_chat(call.store, number))
    if not restrictions(room)["rename"]:
        call.refuse("ACCESS_ERROR", "This chat cannot be renamed", 403)
    if title != room.data["TITLE"]:
        _change(call, room, "TITLE", title, f"изменил название чата на «{title}»")
    return True


@method("im.chat.updateColor", scope="im")
def update_color(call: Call) -> bool:
    """Recolour a chat; the colour it has already is an error (im-chat-update-color.md)."""
    number = _target(call)
    color = call.text("COLOR").upper()
    if color not in COLORS:
        call.refuse("WRONG_COLOR", "This color currently unavailable")
    room = find_chat(call.store, number)
    if room is None or (call.user in room.members and room.data["COLOR"] == color):
        call.refuse("WRONG_REQUEST", "This color currently set or chat doesn't exist")
    _appearance(call, room)
    _change(call, room, "COLOR", color, f"изменил цвет чата на «{spoken(color)}»")
    return True


@method("im.chat.updateAvatar", scope="im")
def update_avatar(call: Call) -> bool:
    """Give a chat another avatar (chat-update/im-chat-update-avatar.md)."""
    number = _target(call)
    image = decode(call.get("AVATAR"))
    size = measure(image) if image else None
    if image is None or size is None:
        call.refuse("AVATAR_ERROR", "Avatar incorrect type")
    if not fits(size):
        call.refuse("AVATAR_ERROR", "Avatar incorrect size (max 5000x5000)")
    room = find_chat(call.store, number)
    if room is None:
        call.refuse("WRONG_REQUEST", "Chat doesn't exist")
    if not restrictions(_appearance(call, room, status=400))["avatar"]:
        call.refuse("ACCESS_ERROR", "The avatar of this chat cannot be changed")
    _change(call, room, "AVATAR", keep(call.store, image, size[0]), "обновил аватар чата")
    return True


@method("im.chat.setOwner", scope="im")
def set_owner(call: Call) -> bool:
    """Hand a chat over to another member (chat-update/im-chat-set-owner.md)."""
    number = _target(call)
    new = call.integer("USER_ID")
    if not new or new < 1:
        call.refuse("USER_ID_EMPTY", "User ID can't be empty")
    room = _appearance(call, find_chat(call.store, number))
    if room.data["OWNER_ID"] != call.user or new not in room.members:
        call.refuse("WRONG_REQUEST", "Change owner can only owner and user must be member in chat")
    call.store.put("chat", room.id, {**room.data, "OWNER_ID": new})
    return True


@method("im.chat.mute", scope="im")
def mute(call: Call) -> bool:
    """Switch notifications of a room off or on (special-operations/im-chat-mute.md)."""
    room = _mutable(call)
    if room is None or call.user not in room.members or not restrictions(room)["mute"]:
        call.refuse("ACCESS_ERROR", "This chat cannot be muted", 403)
    muted = [user for user in room.data.get("MUTED", []) if user != call.user]
    if call.flag("MUTE", default=True):
        muted.append(call.user)
    call.store.put(room.kind, room.id, {**room.data, "MUTED": muted})
    return True


def _mutable(call: Call) -> Room | None:
    if call.get("CHAT_ID") is not None or call.get("DIALOG_ID") is None:
        return find_room(call.store, chat_parameter(call))
    dialog = parse_dialog(call.get("DIALOG_ID"))
    if dialog is None:
        call.refuse("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
    kind, number = dialog
    if kind == "user" and is_visible(call.store, call.user, number):
        return open_private(call.store, call.portal.moment(), call.user, number)
    return resolve(call.store, call.user, call.get("DIALOG_ID"))


def _target(call: Call) -> int | None:
    """Read the group chat a change is for: CHAT_ID, a bare number, or DIALOG_ID `chatN`."""
    if call.get("CHAT_ID") is not None or call.get("DIALOG_ID") is None:
        return chat_parameter(call)
    dialog = parse_dialog(call.get("DIALOG_ID"))
    if dialog is None or dialog[0] == "user":
        call.refuse("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
    kind, number = dialog
    if kind == "chat":
        return number
    room = find_group_chat(call.store, number)
    return room.id if room else None


def _appearance(call: Call, room: Room | None, status: int = 403) -> Room:
    """Return the chat if the acting user is in it; everybody in it may change its looks."""
    if room is None or call.user not in room.members:
        call.refuse("ACCESS_ERROR", "Action unavailable", status)
    return room


def _change(call: Call, room: Room, name: str, value: Any, told: str) -> None:
    call.store.put("chat", room.id, {**room.data, name: value})
    text = f"{mention(call.store, call.user)} {told}"
    post(call.store, call.portal.moment(), ("chat", room.id), SYSTEM, text, {"NOTIFY": "N"})
