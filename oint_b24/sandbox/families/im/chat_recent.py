"""The list of recent rooms and the counters over it (im.recent.*, im.counters.get)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.im.chat_dialogs import bounded, dialog_parameter
from oint_b24.sandbox.families.im.chat_marks import Marks, mark, marks_of
from oint_b24.sandbox.families.im.chat_moments import as_portal, parse
from oint_b24.sandbox.families.im.chat_people import card
from oint_b24.sandbox.families.im.chat_rooms import (
    Room,
    is_open_to,
    last_message,
    last_messages,
    mark_read,
    read_up_to,
    resolve,
    rooms_of,
    unread_count,
)
from oint_b24.sandbox.families.im.chat_view import (
    avatar_of,
    color_of,
    companion,
    recent_chat,
    title_of,
    viewers,
)
from oint_b24.sandbox.families.im.message_view import author_of, plain, text_of, uuid_of
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_LINES = frozenset({"LINES", "LIVECHAT"})
_SYNC_DAYS = 7  # LAST_SYNC_DATE reaches back no further (chats/im-recent-get.md)

# The last message of a room nobody has written into.
_EMPTY = {
    "text": "",
    "file": False,
    "author_id": 0,
    "attach": False,
    "sticker": None,
    "status": "received",
    "uuid": None,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A room on somebody's list: how it is marked there and what was said last."""

    room: Room
    noted: Marks
    newest: tuple[int, dict[str, Any]] | None

    @property
    def date(self) -> str:
        """Return when something happened in the room."""
        message = self.newest[1] if self.newest else {}
        return str(message.get("DATE") or self.room.data.get("DATE_CREATE", ""))


@method("im.recent.get", scope="im")
def recent_get(call: Call) -> list[dict[str, Any]]:
    """Return the recent rooms in one piece (chats/im-recent-get.md)."""
    entries = _entries(call)
    if call.flag("ONLY_OPENLINES"):
        entries = [e for e in entries if e.room.data.get("ENTITY_TYPE") in _LINES]
    since = as_portal(call.get("LAST_UPDATE")) or ""
    sync = parse(call.get("LAST_SYNC_DATE"))
    if sync is not None:
        oldest = parse(call.portal.moment())
        far = oldest - timedelta(days=_SYNC_DAYS) if oldest else sync
        since = max(since, as_portal(max(sync, far)) or "")
    return [_row(call, entry) for entry in entries if entry.date >= since]


@method("im.recent.list", scope="im")
def recent_list(call: Call) -> Page:
    """Return the recent rooms a page at a time; the total is not counted (im-recent-list.md)."""
    entries = _entries(call)
    if call.flag("UNREAD_ONLY"):
        entries = [e for e in entries if e.noted.unread or _counter(call, e)]
    if call.flag("ONLY_COPILOT") or call.flag("ONLY_CHANNEL"):
        entries = []
    before = as_portal(call.get("LAST_MESSAGE_DATE"))
    if before is not None:
        entries = [e for e in entries if e.date <= before]
    limit = bounded(call, "LIMIT", default=50, most=200)
    start = max(whole(call.get("OFFSET"), 0) or 0, 0)
    more = start + limit < len(entries)
    result = {
        "items": [_row(call, entry) for entry in entries[start : start + limit]],
        "hasMorePages": more,
        "hasMore": more,
        "copilot": {"chats": None, "messages": None, "roles": {}, "recommendedRoles": []},
        "messagesAutoDeleteConfigs": [],
    }
    return Page(result, total=-1)


def _entries(call: Call) -> list[_Entry]:
    """Return all rooms that are not hidden: pinned first, then the latest."""
    marks, newest = marks_of(call.store, call.user), last_messages(call.store)
    found = []
    for room in rooms_of(call.store, call.user):
        noted = marks.get(room.id, Marks())
        if not noted.hidden and not _skipped(call, room):
            found.append(_Entry(room, noted, newest.get(room.id)))
    return sorted(found, key=lambda e: (e.noted.pinned, e.date, e.room.id), reverse=True)


def _counter(call: Call, entry: _Entry) -> int:
    return unread_count(call.store, entry.room, call.user) if entry.newest else 0


def _skipped(call: Call, room: Room) -> bool:
    if room.kind == "private":
        return call.flag("SKIP_DIALOG")
    is_line = room.data.get("ENTITY_TYPE") in _LINES
    return call.flag("SKIP_OPENLINES") if is_line else call.flag("SKIP_CHAT")


def _row(call: Call, entry: _Entry) -> dict[str, Any]:
    store, user, room = call.store, call.user, entry.room
    is_private = room.kind == "private"
    message = _message(call, entry)
    author = companion(room, user) if is_private else int(message["author_id"])
    return {
        "id": companion(room, user) if is_private else room.dialog_id,
        "chat_id": room.id,
        "type": "user" if is_private else "chat",
        "avatar": {"url": avatar_of(call, room), "color": color_of(room, user)},
        "title": title_of(store, room, user),
        "message": message,
        "counter": _counter(call, entry),
        "last_id": read_up_to(room, user),
        "pinned": entry.noted.pinned,
        "unread": entry.noted.unread,
        "has_reminder": False,
        "date_update": message["date"],
        "date_last_activity": message["date"],
        "chat": recent_chat(call, room),
        "user": card(store, author) or {"id": 0},
        "options": [],
    }


def _message(call: Call, entry: _Entry) -> dict[str, Any]:
    if entry.newest is None:
        return {"id": 0, **_EMPTY, "date": entry.date}
    number, message = entry.newest
    has_attach, has_files = "ATTACH" in message["PARAMS"], bool(message["FILES"])
    text = text_of(message) if call.flag("GET_ORIGINAL_TEXT") else plain(text_of(message))
    tail = "[Вложение]" if has_attach else "[Файл]" if has_files else ""
    seen = viewers(entry.room, number, message["AUTHOR_ID"])
    return {
        "id": number,
        "text": " ".join(part for part in (text, tail) if part),
        "file": has_files,
        "author_id": author_of(message),
        "attach": has_attach,
        "sticker": None,
        "date": message["DATE"],
        "status": "delivered" if seen else "received",
        "uuid": uuid_of(number, message),
    }


@method("im.recent.pin", scope="im")
def pin(call: Call) -> bool:
    """Pin a room to the top or let it go (special-operations/im-recent-pin.md)."""
    room = resolve(call.store, call.user, dialog_parameter(call))
    if room is None or not is_open_to(call.store, room, call.user):
        call.refuse("ACCESS_ERROR", "You don't have permission to pin this chat")
    mark(call.store, call.user, room.id, pinned=call.flag("PIN", default=True))
    return True


@method("im.recent.hide", scope="im")
def hide(call: Call) -> bool:
    """Take a room off the list until somebody writes (special-operations/im-recent-hide.md)."""
    room = _own(call)
    if room is None:
        return False
    mark(call.store, call.user, room.id, hidden=True, pinned=False)
    return True


@method("im.recent.unread", scope="im")
def unread(call: Call) -> bool:
    """Mark a room as unread, or as read with all in it (im-recent-unread.md)."""
    room = _own(call)
    if room is None:
        return False
    is_set = call.flag("ACTION", default=True)
    mark(call.store, call.user, room.id, unread=is_set)
    if not is_set:
        newest = last_message(call.store, room)
        mark_read(call.store, room, call.user, newest[0] if newest else 0)
    return True


def _own(call: Call) -> Room | None:
    room = resolve(call.store, call.user, dialog_parameter(call))
    return room if room is not None and call.user in room.members else None
