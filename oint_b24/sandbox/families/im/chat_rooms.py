"""Rooms people talk in: group chats and private dialogs, and what posting into one does.

A private dialog is a document of its own kind, but its id comes from the chats' sequence, so
that `chat_id` of an answer is one number space (messages/im-dialog-messages-get.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.im.chat_marks import reveal
from oint_b24.sandbox.families.people.directory import get_user, is_extranet
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

SYSTEM = 0  # author of service messages (messages/im-dialog-messages-get.md)


@dataclass(frozen=True, slots=True)
class Room:
    """A group chat (`kind` chat) or a private dialog (`kind` private) and its document."""

    kind: str
    id: int
    data: dict[str, Any]

    @property
    def members(self) -> list[int]:
        """Return who takes part."""
        listed: list[int] = self.data["MEMBERS" if self.kind == "chat" else "USERS"]
        return listed

    @property
    def dialog_id(self) -> str:
        """Return `chatN`; a private dialog is named by who looks: see `dialog_id_for`."""
        return f"chat{self.id}"

    def dialog_id_for(self, user: int) -> str:
        """Return the DIALOG_ID under which `user` knows the room."""
        if self.kind == "chat":
            return self.dialog_id
        return str(next((u for u in self.members if u != user), user))

    @property
    def reference(self) -> Where:
        """Return the condition that finds the room's messages."""
        return Where("CHAT_ID" if self.kind == "chat" else "PRIVATE_ID", "=", self.id)


def parse_dialog(value: Any) -> tuple[str, int] | None:
    """Read a DIALOG_ID: `chat42`, `sg7` or a user's number (chats/index.md)."""
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    for prefix, kind in (("chat", "chat"), ("sg", "group"), ("", "user")):
        number = text.removeprefix(prefix)
        if text.startswith(prefix) and number.isdecimal() and int(number) > 0:
            return kind, int(number)
    return None


def find_chat(store: Store, chat_id: int | None) -> Room | None:
    """Return the group chat with this id."""
    data = store.get("chat", chat_id)
    return Room("chat", int(chat_id or 0), data) if data is not None else None


def require_room(store: Store, chat_id: int) -> Room:
    """Return a group chat that surely exists. Raises LookupError where it does not."""
    room = find_chat(store, chat_id)
    if room is None:
        raise LookupError(f"no chat {chat_id}")
    return room


def find_room(store: Store, chat_id: int | None) -> Room | None:
    """Return the group chat or private dialog with this id (they share one sequence)."""
    data = store.get("private", chat_id)
    if data is not None:
        return Room("private", int(chat_id or 0), data)
    return find_chat(store, chat_id)


def rooms_of(store: Store, user: int) -> list[Room]:
    """Return the chats and private dialogs a user takes part in."""
    found = [Room("chat", number, data) for number, data in store.all("chat")]
    found += [Room("private", number, data) for number, data in store.all("private")]
    return [room for room in found if user in room.members]


def find_private(store: Store, one: int, other: int) -> Room | None:
    """Return the private dialog of two users, if they ever had one."""
    for number, data in store.all("private", USERS=sorted({one, other})):
        return Room("private", number, data)
    return None


def open_private(store: Store, moment: str, one: int, other: int) -> Room:
    """Return the private dialog of two users, beginning it if there is none."""
    found = find_private(store, one, other)
    if found is not None:
        return found
    data = {"USERS": sorted({one, other}), "MUTED": [], "DATE_CREATE": moment, "READ": {}}
    number = store.next_id("chat")
    store.add("private", data, id=number)
    return Room("private", number, data)


def find_group_chat(store: Store, group: int) -> Room | None:
    """Return the chat of a workgroup (`sgN`)."""
    for number, data in store.all("chat", ENTITY_TYPE="SONET_GROUP", ENTITY_ID=str(group)):
        return Room("chat", number, data)
    return None


def resolve(store: Store, user: int, value: Any) -> Room | None:
    """Return the existing room that `user` means by the DIALOG_ID `value`; rights unchecked."""
    dialog = parse_dialog(value)
    if dialog is None:
        return None
    kind, number = dialog
    if kind == "user":
        return find_private(store, user, number)
    return find_group_chat(store, number) if kind == "group" else find_chat(store, number)


def require_message(store: Store, message_id: int) -> dict[str, Any]:
    """Return a message that surely exists. Raises LookupError where it does not."""
    message = store.get("message", message_id)
    if message is None:
        raise LookupError(f"no message {message_id}")
    return message


def room_of_message(store: Store, message: dict[str, Any]) -> Room | None:
    """Return where a message was posted."""
    return find_room(store, message.get("CHAT_ID") or message.get("PRIVATE_ID"))


def post(
    store: Store,
    portal_moment: str,
    dialog: tuple[str, int] | tuple[str, int, int],
    author: int,
    text: str,
    params: dict[str, Any] | None = None,
    files: list[int] | None = None,
) -> int:
    """Write a message and return its id.

    `dialog` is `("chat", id)` or `("user", author, other)`. The author has read it; whoever
    had hidden the room from the recent list sees it again. Rights are the caller's business.
    """
    if dialog[0] == "user":
        room = open_private(store, portal_moment, dialog[1], dialog[-1])
    else:
        room = require_room(store, dialog[1])
    number = store.add("message", _message(room, portal_moment, author, text, params, files))
    if author != SYSTEM:
        mark_read(store, room, author, number)
    reveal(store, room.id)
    return number


def _message(
    room: Room,
    moment: str,
    author: int,
    text: str,
    params: dict[str, Any] | None,
    files: list[int] | None,
) -> dict[str, Any]:
    return {
        "CHAT_ID": room.id if room.kind == "chat" else None,
        "PRIVATE_ID": room.id if room.kind == "private" else None,
        "AUTHOR_ID": author,
        "DATE": moment,
        "TEXT": text,
        "PARAMS": params or {},
        "DELETED": False,
        "FILES": files or [],
        "LIKES": [],
    }


def last_message(store: Store, room: Room) -> tuple[int, dict[str, Any]] | None:
    """Return the newest message of a room."""
    found = store.select("message", [room.reference], [("ID", True)], 1)
    return found[0] if found else None


def last_messages(store: Store) -> dict[int, tuple[int, dict[str, Any]]]:
    """Return the newest message of every room by the room's id, in one pass."""
    found: dict[int, tuple[int, dict[str, Any]]] = {}
    for number, message in store.select("message"):
        room = message["CHAT_ID"] if message["PRIVATE_ID"] is None else message["PRIVATE_ID"]
        found[room] = (number, message)
    return found


def read_up_to(room: Room, user: int) -> int:
    """Return the id of the last message `user` has read."""
    return int(room.data.get("READ", {}).get(str(user), 0))


def mark_read(store: Store, room: Room, user: int, message_id: int) -> None:
    """Keep that `user` has read up to `message_id`; also backwards (im-dialog-unread.md)."""
    room.data.setdefault("READ", {})[str(user)] = message_id
    store.put(room.kind, room.id, room.data)


def visible_from(room: Room, user: int) -> int:
    """Return after which message history begins for `user` (HIDE_HISTORY)."""
    return int(room.data.get("SINCE", {}).get(str(user), 0))


def _unread(room: Room, user: int) -> list[Where]:
    after = max(read_up_to(room, user), visible_from(room, user))
    return [
        room.reference,
        Where("ID", ">", after),
        Where("AUTHOR_ID", "not in", [user, SYSTEM]),
        Where("DELETED", "!=", value=True),
    ]


def unread_count(store: Store, room: Room, user: int) -> int:
    """Return how many messages of others wait for `user`; service messages do not count."""
    return store.count("message", _unread(room, user)) if user in room.members else 0


def unread_messages(store: Store, room: Room, user: int, limit: int) -> list[int]:
    """Return the ids of the first unread messages."""
    if user not in room.members:
        return []
    return [number for number, _ in store.select("message", _unread(room, user), limit=limit)]


def is_open_to(store: Store, room: Room, user: int) -> bool:
    """Say whether `user` may look into a room: members, and colleagues into an open chat."""
    if user in room.members:
        return True
    person = get_user(store, user)
    return room.data.get("TYPE") == "OPEN" and person is not None and not is_extranet(person)


def chat_parameter(call: Call) -> int:
    """Read CHAT_ID, a bare number; anything else is refused with CHAT_ID_EMPTY."""
    number = whole(call.get("CHAT_ID"))
    if number is None or number < 1:
        call.refuse("CHAT_ID_EMPTY", "Chat ID can't be empty")
    return number


def folder_of(call: Call, chat_id: int) -> int:
    """Return the disk folder of a room's files, making it on first use."""
    room = find_room(call.store, chat_id)
    if room is None:
        call.refuse("ACCESS_ERROR", "You don't have access to this chat", 403)
    folder = whole(room.data.get("FOLDER_ID"))
    if folder and call.store.get("disk_object", folder) is not None:
        return folder
    from oint_b24.sandbox.families.disk.tree import CHATS_ROOT, create_folder

    name, moment = f"chat{room.id}", call.portal.moment()
    folder = int(create_folder(call.store, CHATS_ROOT, name, call.user, moment))
    call.store.put(room.kind, room.id, {**room.data, "FOLDER_ID": folder})
    return folder
