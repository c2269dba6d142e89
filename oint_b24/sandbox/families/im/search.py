"""The family of searches: `im.search.*` for users, chats, departments, and what was found last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im import search_last
from oint_b24.sandbox.families.im.chat_people import name_of
from oint_b24.sandbox.families.im.chat_rooms import Room, is_open_to
from oint_b24.sandbox.families.im.chat_view import dialog
from oint_b24.sandbox.families.im.offsets import offset_page
from oint_b24.sandbox.families.people.departments_messenger import (
    department_view,
    full_department_name,
)
from oint_b24.sandbox.families.people.directory import is_visible
from oint_b24.sandbox.families.people.filter import department_names, finds
from oint_b24.sandbox.families.people.view import search_view
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

# The module that serves im.search.last.*; importing the family brings it along.
PARTS = (search_last,)

_SHORTEST = 2
# Fields of im.dialog.get that a search does not answer (chats/search/im-search-chat-list.md).
_ONLY_DIALOG = ("readed_list", "last_message_views", "dialog_id", "manager_list")


@method("im.search.user.list", scope="im")
def users(call: Call) -> Page:
    """Find users by name, position and department (im-search-user-list.md)."""
    phrase = _phrase(call, "FIND")
    found = [
        (number, user)
        for number, user in call.store.all("user", ACTIVE=True)
        if is_visible(call.store, call.user, number)
        and finds(user, phrase, *department_names(call, user))
    ]
    return offset_page(call, found, lambda rows: {str(r[0]): search_view(*r) for r in rows} or [])


@method("im.search.chat.list", scope="im")
def chats(call: Call) -> Page:
    """Find chats by title and by names of members, the newest first (im-search-chat-list.md)."""
    if call.get("FIND") is None:
        _phrase(call, "FIND_LINES")
        return offset_page(call, [], list)
    words = _phrase(call, "FIND").casefold().split()
    rooms = (Room("chat", *row) for row in call.store.select("chat", order=[("ID", True)]))
    found = [r for r in rooms if is_open_to(call.store, r, call.user) and _speaks(call, r, words)]
    return offset_page(call, found, lambda rows: [_chat(call, room) for room in rows])


@method("im.search.department.list", scope="im")
def departments(call: Call) -> Page:
    """Find departments by words of the full name; a short phrase finds all of them."""
    if call.get("FIND") is None:
        call.refuse("FIND_SHORT", "Too short a search phrase.")
    phrase = call.text("FIND").strip().casefold()
    words = phrase.split() if len(phrase) >= _SHORTEST else []
    found = [
        number
        for number, _ in call.store.all("department")
        if _begin(words, full_department_name(call.store, number))
    ]
    return offset_page(call, found, lambda rows: [department_view(call, n) for n in rows])


def _phrase(call: Call, name: str) -> str:
    phrase = call.text(name).strip()
    if len(phrase) < _SHORTEST:
        call.refuse("FIND_SHORT", "Too short a search phrase.")
    return phrase


def _begin(words: list[str], text: str) -> bool:
    """Say whether each of `words` begins a word of `text`."""
    held = re.findall(r"\w+", text.casefold())
    return all(any(part.startswith(word) for part in held) for word in words)


def _speaks(call: Call, room: Room, words: list[str]) -> bool:
    names = (name_of(call.store, member) for member in room.members)
    return _begin(words, " ".join([str(room.data["TITLE"]), *names]))


def _chat(call: Call, room: Room) -> dict[str, Any]:
    shown = dialog(call, room, room.dialog_id)
    return {name: value for name, value in shown.items() if name not in _ONLY_DIALOG}
