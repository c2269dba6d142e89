"""Notifications as documents: how one is made, whose it is, what is read.

Other families may call `notify` to tell a user something.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oint_b24.sandbox.store import Store

KIND = "notification"
CONFIRM, PERSONAL, SYSTEM = 1, 2, 4  # notify_type (notifications/im-notify-get.md)
_ROOM = "notification_room"


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a question: its caption, the value it sends, what the portal replies."""

    title: str
    value: str
    reply: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a user is told. `event` is `module|event`, as im.notify.schema.get lists them."""

    user: int
    text: str
    kind: int = PERSONAL
    author: int = 0
    event: str = "rest|rest_notify"
    tag: str = ""
    sub_tag: str = ""
    text_out: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()


def notify(store: Store, moment: str, notice: Notice, id: int | None = None) -> int:  # noqa: A002 - the store's word
    """Keep a notification and return its id; it replaces those with its tag (im-notify.md)."""
    if notice.tag:
        same = [Where("USER_ID", "=", notice.user), Where("TAG", "=", notice.tag)]
        for number, _ in store.select(KIND, same):
            store.delete(KIND, number)
    room_of(store, notice.user)
    document = {
        "USER_ID": notice.user,
        "AUTHOR_ID": notice.author,
        "DATE": moment,
        "TYPE": notice.kind,
        "EVENT": notice.event,
        "TAG": notice.tag,
        "SUB_TAG": notice.sub_tag,
        "TEXT": notice.text,
        "TEXT_OUT": notice.text_out,
        "READ": False,
        "PARAMS": notice.params,
        "BUTTONS": [asdict(button) for button in notice.buttons],
    }
    return store.add(KIND, document, id)


def room_of(store: Store, user: int) -> int:
    """Return the id of the user's system chat of notifications, beginning it if need be."""
    for number, _ in store.all(_ROOM, USER_ID=user):
        return number
    return begin_room(store, user, store.next_id("chat"))


def begin_room(store: Store, user: int, number: int) -> int:
    """Give the user a system chat with an id of the chats' sequence."""
    return store.add(_ROOM, {"USER_ID": user}, id=number)


def own(store: Store, user: int, number: int) -> dict[str, Any] | None:
    """Return a notification of this very user."""
    found = store.get(KIND, number)
    return found if found and found["USER_ID"] == user else None


def set_read(store: Store, user: int, where: Sequence[Where], *, is_read: bool) -> None:
    """Mark the user's notifications that meet `where`."""
    for number, data in store.select(KIND, [Where("USER_ID", "=", user), *where]):
        store.put(KIND, number, {**data, "READ": is_read})


def unread_count(store: Store, user: int) -> int:
    """Return how many notifications the user has not read."""
    where = [Where("USER_ID", "=", user), Where("READ", "=", value=False)]
    return store.count(KIND, where)
