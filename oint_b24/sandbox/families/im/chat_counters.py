"""Counters of what waits to be read, and the revisions of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.chat_marks import Marks, marks_of
from oint_b24.sandbox.families.im.chat_rooms import Room, rooms_of, unread_count
from oint_b24.sandbox.families.im.chat_view import companion
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


@method("im.counters.get", scope="im")
def counters(call: Call) -> dict[str, Any]:
    """Count unread messages and notifications of the acting user (chats/im-counters-get.md).

    Muted chats are counted apart; a room marked unread counts as one.
    """
    parts: dict[str, dict[str, int]] = {"CHAT": {}, "CHAT_MUTED": {}, "DIALOG": {}}
    marked: dict[str, list[int]] = {"CHAT": [], "CHAT_MUTED": [], "DIALOG": []}
    marks = marks_of(call.store, call.user)
    for room in rooms_of(call.store, call.user):
        part, number = _place(room, call.user)
        waiting = unread_count(call.store, room, call.user)
        if waiting:
            parts[part][str(number)] = waiting
        elif marks.get(room.id, Marks()).unread:
            marked[part].append(number)
    chats = sum(parts["CHAT"].values()) + len(marked["CHAT"])
    dialogs = sum(parts["DIALOG"].values()) + len(marked["DIALOG"])
    notices = _notifications(call)
    return {
        "TYPE": {
            "ALL": chats + dialogs + notices,
            "NOTIFY": notices,
            "CHAT": chats,
            "LINES": 0,
            "DIALOG": dialogs,
            "MESSENGER": chats + dialogs,
        },
        "CHAT": parts["CHAT"] or [],
        "CHAT_MUTED": parts["CHAT_MUTED"] or [],
        "CHAT_UNREAD": marked["CHAT"] + marked["CHAT_MUTED"],
        "LINES": [],
        "DIALOG": parts["DIALOG"] or [],
        "DIALOG_UNREAD": marked["DIALOG"],
    }


def _place(room: Room, user: int) -> tuple[str, int]:
    if room.kind == "private":
        return "DIALOG", companion(room, user)
    return ("CHAT_MUTED" if user in room.data.get("MUTED", []) else "CHAT"), room.id


def _notifications(call: Call) -> int:
    where = [Where("USER_ID", "=", call.user), Where("READ", "=", value=False)]
    return call.store.count("notification", where)


@method("im.revision.get", scope="im")
def revision(_call: Call) -> dict[str, int]:
    """Return the revisions of the messenger's API (chats/im-revision-get.md)."""
    return {"rest": 32, "web": 130, "mobile": 22, "desktop": 6, "im_revision_mobile": 22}
