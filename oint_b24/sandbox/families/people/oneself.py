"""What a caller may ask about themselves without any scope: `profile`, `user.admin`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people.directory import get_user, is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


@method("profile", scope="")
def profile(call: Call) -> dict[str, Any]:
    """Return the acting user in short; nothing about a dismissed one (users/profile.md)."""
    user = get_user(call.store, call.user)
    if user is None or not user["ACTIVE"]:
        return {}
    row: dict[str, Any] = {
        "ID": str(call.user),
        "ADMIN": is_admin(call.store, call.user),
        "NAME": user["NAME"],
        "LAST_NAME": user["LAST_NAME"],
        "PERSONAL_GENDER": user.get("PERSONAL_GENDER") or "",
        "TIME_ZONE": user.get("TIME_ZONE") or "",
    }
    if user.get("PERSONAL_PHOTO"):
        row["PERSONAL_PHOTO"] = user["PERSONAL_PHOTO"]
    return row


@method("user.admin", scope="")
def admin(call: Call) -> bool:
    """Say whether the acting user administers the portal (users/user-admin.md)."""
    return is_admin(call.store, call.user)
