"""The event log of the portal: writing into it, and what a fresh portal's log holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

KIND = "event_log"
_ADDRESS = "192.0.2.10"  # of a range kept for documentation
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64)"


def write(call: Call, event: str, item: str, description: dict[str, Any]) -> int:
    """Note that the acting user did something with `item`; return the id of the entry."""
    entry = _entry(call.portal.moment(), event, item, call.user, description)
    request = {"USER_AGENT": "", "REQUEST_URI": f"/rest/{call.method}"}
    return call.store.add(KIND, {**entry, **request})


def fill(store: Store) -> None:
    """Put in what happened on a fresh portal: sign-ins, and people who were let in."""
    for number, (moment, event, user) in enumerate(_SEEDED, 1):
        told = {"userId": user, "method": "external"} if event == "USER_AUTHORIZE" else {}
        store.add(KIND, _entry(moment, event, str(user), user, told), id=number)


_SEEDED = (
    ("2026-01-12T00:00:00+03:00", "USER_REGISTER", 10),
    ("2026-01-12T00:05:00+03:00", "USER_REGISTER", 11),
    ("2026-01-12T09:00:00+03:00", "USER_AUTHORIZE", 1),
    ("2026-01-12T09:30:00+03:00", "USER_AUTHORIZE", 10),
    ("2026-01-13T10:00:00+03:00", "USER_AUTHORIZE", 1),
    ("2026-01-13T10:15:00+03:00", "USER_INFO", 11),
)


def _entry(
    moment: str, event: str, item: str, user: int, description: dict[str, Any]
) -> dict[str, Any]:
    return {
        "TIMESTAMP_X": moment,
        "SEVERITY": "SECURITY",
        "AUDIT_TYPE_ID": event,
        "MODULE_ID": "main",
        "ITEM_ID": item,
        "REMOTE_ADDR": _ADDRESS,
        "USER_AGENT": _BROWSER,
        "REQUEST_URI": "/",
        "SITE_ID": "s1",
        "USER_ID": user,
        "GUEST_ID": 0,
        "DESCRIPTION": json.dumps(description, ensure_ascii=False, separators=(",", ":")),
    }
