"""What a user noted on a room of his recent list: pinned, unread, hidden."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

_KIND = "recent"


@dataclass(frozen=True, slots=True)
class Marks:
    """The notes on one room; all off is what nobody touched."""

    pinned: bool = False
    unread: bool = False
    hidden: bool = False


def marks_of(store: Store, user: int) -> dict[int, Marks]:
    """Return the notes of a user by room id."""
    return {
        int(data["CHAT_ID"]): Marks(data["pinned"], data["unread"], data["hidden"])
        for _, data in store.all(_KIND, USER_ID=user)
    }


def mark(
    store: Store,
    user: int,
    room_id: int,
    *,
    pinned: bool | None = None,
    unread: bool | None = None,
    hidden: bool | None = None,
) -> None:
    """Change the notes that are given; the others stay."""
    given = {"pinned": pinned, "unread": unread, "hidden": hidden}
    noted = marks_of(store, user).get(room_id, Marks())
    noted = replace(noted, **{name: value for name, value in given.items() if value is not None})
    document = {"USER_ID": user, "CHAT_ID": room_id, **asdict(noted)}
    found = store.all(_KIND, USER_ID=user, CHAT_ID=room_id)
    if found:
        store.put(_KIND, found[0][0], document)
    else:
        store.add(_KIND, document)


def reveal(store: Store, room_id: int) -> None:
    """Show a room again to everyone who hid it (special-operations/im-recent-hide.md)."""
    hidden = [Where("CHAT_ID", "=", room_id), Where("hidden", "=", value=True)]
    for number, data in store.select(_KIND, hidden):
        store.put(_KIND, number, {**data, "hidden": False})
