"""`im.user.*`: users as the messenger knows them, and their statuses."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.people.directory import get_user, is_visible
from oint_b24.sandbox.families.people.view import messenger_view
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_STATUSES = ("online", "dnd", "away", "break")  # chats/users/im-user-status-set.md
_IDLE_AGO = 10  # minutes (im-user-status-idle-start.md)


def id_list(value: Any) -> list[int] | None:
    """Read ids: an array, or JSON text of one; None where it is neither."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return None
    return [number for item in value if (number := whole(item)) is not None]


@method("im.user.get", scope="im")
def get(call: Call) -> dict[str, Any]:
    """Return a user, by default the acting one (chats/users/im-user-get.md)."""
    number = whole(call.get("ID"), 0) if call.get("ID") is not None else call.user
    if not number or number < 1:
        call.refuse("ID_EMPTY", "User ID can't be empty")
    user = get_user(call.store, number)
    if user is None:
        call.refuse("USER_NOT_EXISTS", "User is not exists")
    if not is_visible(call.store, call.user, number):
        call.refuse(
            "ACCESS_DENIED", "You can request only users who consist of your extranet group"
        )
    return messenger_view(number, user)


@method("im.user.list.get", scope="im")
def list_get(call: Call) -> Any:
    """Return several users; those who may not be seen are left out (im-user-list-get.md)."""
    numbers = id_list(call.get("ID"))
    if not numbers:
        call.refuse("INVALID_FORMAT", "A wrong format for the ID field is passed")
    rows = [
        messenger_view(number, user)
        for number in dict.fromkeys(numbers)
        if (user := get_user(call.store, number)) and is_visible(call.store, call.user, number)
    ]
    if call.text("RESULT_TYPE") == "array":
        return rows
    return {str(row["id"]): row for row in rows} or []


@method("im.user.status.get", scope="im")
def status_get(call: Call) -> str | bool:
    """Return the status the acting user has set (im-user-status-get.md)."""
    user = get_user(call.store, call.user) or {}
    return str(user.get("IM_STATUS") or "") or False


@method("im.user.status.set", scope="im")
def status_set(call: Call) -> bool:
    """Set the acting user's status (im-user-status-set.md)."""
    status = call.text("STATUS")
    if status not in _STATUSES:
        call.refuse("STATUS_ERROR", "Status is not available")
    _change(call, IM_STATUS=status)
    return True


@method("im.user.status.idle.start", scope="im")
def idle_start(call: Call) -> bool:
    """Mark the acting user as away since AGO minutes (im-user-status-idle-start.md)."""
    ago = max(whole(call.get("AGO"), _IDLE_AGO) or 1, 1)
    since = datetime.fromisoformat(call.portal.moment()) - timedelta(minutes=ago)
    _change(call, IM_IDLE=since.isoformat(timespec="seconds"))
    return True


@method("im.user.status.idle.end", scope="im")
def idle_end(call: Call) -> bool:
    """Take the away mark back (im-user-status-idle-end.md)."""
    _change(call, IM_IDLE=False)
    return True


def _change(call: Call, **fields: Any) -> None:
    user = get_user(call.store, call.user)
    if user is not None:
        call.store.put("user", call.user, {**user, **fields})
