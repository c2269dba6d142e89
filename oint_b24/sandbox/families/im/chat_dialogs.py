"""Rooms by DIALOG_ID: their data, their members, «is typing» (im.dialog.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.im.chat_people import auth_kind, cards, is_external
from oint_b24.sandbox.families.im.chat_rooms import (
    Room,
    is_open_to,
    open_private,
    parse_dialog,
    resolve,
)
from oint_b24.sandbox.families.im.chat_view import dialog
from oint_b24.sandbox.families.people.directory import is_visible
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_NO_ACCESS = "You do not have access to the specified dialog"


def dialog_parameter(call: Call) -> str:
    """Read DIALOG_ID; missing, empty and misspelt values are refused with DIALOG_ID_EMPTY."""
    value = call.text("DIALOG_ID").strip()
    if parse_dialog(value) is None:
        call.refuse("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
    return value


def accessible(call: Call, dialog_id: str, *, status: int = 403, told: str = _NO_ACCESS) -> Room:
    """Return the room the acting user may see; a dialog with a colleague begins on the way.

    Refuses ACCESS_ERROR.
    """
    room = resolve(call.store, call.user, dialog_id)
    kind, number = parse_dialog(dialog_id) or ("", 0)
    if room is None and kind == "user" and is_visible(call.store, call.user, number):
        room = open_private(call.store, call.portal.moment(), call.user, number)
    if room is None or not is_open_to(call.store, room, call.user):
        call.refuse("ACCESS_ERROR", told, status)
    return room


@method("im.dialog.get", scope="im")
def get(call: Call) -> dict[str, Any]:
    """Return all about a room (chats/im-dialog-get.md)."""
    dialog_id = dialog_parameter(call)
    return dialog(call, accessible(call, dialog_id), dialog_id)


@method("im.dialog.users.list", scope="im")
def users_list(call: Call) -> Page:
    """List the cards of members, a page at a time (chat-users/im-dialog-users-list.md)."""
    room = accessible(call, dialog_parameter(call))
    users = sorted(room.members)
    if call.flag("SKIP_EXTERNAL"):
        kept = {part.strip() for part in call.text("SKIP_EXTERNAL_EXCEPT_TYPES").split(",")}
        users = [
            user
            for user in users
            if not is_external(call.store, user) or auth_kind(call.store, user) in kept
        ]
    limit = bounded(call, "LIMIT", default=50, most=200)
    start = max(whole(call.get("OFFSET"), 0) or 0, 0)
    last = whole(call.get("LAST_ID"))
    if last is not None:
        users, total = [user for user in users if user > last], len(users)
        return Page(cards(call.store, users[:limit]), total=total)
    after = start + limit
    shown = cards(call.store, users[start:after])
    return Page(shown, total=len(users), next=after if after < len(users) else None)


@method("im.dialog.writing", scope="im")
def writing(call: Call) -> bool:
    """Show «is typing» to the others (messages/im-dialog-writing.md)."""
    room = accessible(call, dialog_parameter(call), told="Action unavailable")
    if call.user not in room.members:
        call.refuse("ACCESS_ERROR", "Action unavailable", 403)
    return True


def bounded(call: Call, name: str, *, default: int, most: int) -> int:
    """Read a page size: `default` where none is given, at least 1, at most `most`."""
    given = whole(call.get(name), default) or default
    return min(max(given, 1), most)
