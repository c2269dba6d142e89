"""New group chats: who is in, what they are called, what is said at the start."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.im.chat_colors import COLORS, automatic_name, spoken
from oint_b24.sandbox.families.im.chat_people import mention, name_of
from oint_b24.sandbox.families.im.chat_rooms import SYSTEM, mark_read, post, require_room
from oint_b24.sandbox.families.people.directory import get_user

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class NewChat:
    """What a chat starts as; empty fields are filled the way the portal fills them."""

    owner: int
    users: list[int] = field(default_factory=list)
    kind: str = "CHAT"
    title: str = ""
    description: str = ""
    color: str = ""
    avatar: str = ""
    message: str = ""
    entity: tuple[str, str] = ("", "")


def create_chat(store: Store, moment: str, new: NewChat) -> int:
    """Make a chat with its first messages and return its id (chats/im-chat-add.md).

    The owner is a member. An unknown colour becomes an automatic one, unknown users stay out.
    """
    number = store.next_id("chat")
    members = list(dict.fromkeys([new.owner, *known(store, new.users)]))
    color = new.color if new.color in COLORS else automatic_name(number)
    data: dict[str, Any] = {
        "TITLE": new.title.strip() or _title(store, number, color, members),
        "DESCRIPTION": new.description,
        "TYPE": "OPEN" if new.kind == "OPEN" else "CHAT",
        "COLOR": color,
        "AVATAR": new.avatar,
        "OWNER_ID": new.owner,
        "ENTITY_TYPE": new.entity[0],
        "ENTITY_ID": new.entity[1],
        "MEMBERS": members,
        "MANAGERS": [],
        "MUTED": [],
        "DATE_CREATE": moment,
        "FOLDER_ID": None,
        "READ": {},
    }
    store.add("chat", data, id=number)
    _begin(store, moment, number, new, members)
    return number


def _begin(store: Store, moment: str, number: int, new: NewChat, members: list[int]) -> None:
    creator = mention(store, new.owner)
    post(store, moment, ("chat", number), SYSTEM, f"{creator} создал чат", {"NOTIFY": "N"})
    announce_joined(store, moment, number, new.owner, [m for m in members if m != new.owner])
    if new.message.strip():
        post(store, moment, ("chat", number), new.owner, new.message)


def _title(store: Store, number: int, color: str, members: list[int]) -> str:
    """Generate a title by the two documented templates (im-chat-add.md)."""
    if len(members) > 1:
        return "Чат с " + ", ".join(name_of(store, user) for user in members[1:])
    return f"{spoken(color)} чат №{number}"


def announce_joined(
    store: Store, moment: str, number: int, author: int, users: Iterable[int]
) -> None:
    """Tell the chat who came in, by the system message CHAT_JOIN."""
    names = ", ".join(mention(store, user) for user in users if user != author)
    if names:
        text = f"{mention(store, author)} пригласил в чат {names}"
    elif author in users:
        text = f"{mention(store, author)} присоединился к чату"
    else:
        return
    params = {"CODE": ["CHAT_JOIN"], "NOTIFY": "N"}
    post(store, moment, ("chat", number), SYSTEM, text, params)


def join(
    store: Store, moment: str, number: int, author: int, users: list[int], *, hide: bool
) -> list[int]:
    """Let users into a chat and return who is new; `hide` keeps earlier messages from them."""
    room = require_room(store, number)
    new = [user for user in known(store, users) if user not in room.members]
    if not new:
        return []
    newest = store.select("message", [room.reference], [("ID", True)], 1)
    last = newest[0][0] if newest else 0
    for user in new:
        room.members.append(user)
        mark_read(store, room, user, last)
        room.data.setdefault("SINCE", {})[str(user)] = last if hide else 0
    store.put("chat", number, room.data)
    announce_joined(store, moment, number, author, new)
    return new


def known(store: Store, users: Iterable[int]) -> list[int]:
    """Return the active users among ids, each once."""
    found = []
    for user in dict.fromkeys(users):
        person = get_user(store, user)
        if person is not None and person.get("ACTIVE", True):
            found.append(user)
    return found


def user_ids(value: Any) -> list[int]:
    """Read USERS: an array, an object with numeric keys, one id, or text like `10,11`."""
    if isinstance(value, str) and value.strip().startswith(("[", "{")):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if isinstance(value, dict):
        value = list(value.values())
    listed = value if isinstance(value, list) else [value]
    numbers = (whole(item) for item in listed if not isinstance(item, bool))
    return [number for number in numbers if number is not None and number > 0]
