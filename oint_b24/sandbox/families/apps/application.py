"""The application behind a call: that there is one, who acts, and its handlers' addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from oint_b24.sandbox.families.people.directory import is_admin

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_WRONG_TYPE = (
    "WRONG_AUTH_TYPE",
    "Current authorization type is denied for this method Application context required",
    403,
)


def require_token(call: Call) -> None:
    """Refuse a webhook the way methods of placements do."""
    if call.caller.kind == "webhook":
        call.refuse(*_WRONG_TYPE)


def require_admin(call: Call, text: str = "Access denied!", status: int = 403) -> None:
    """Refuse who does not administer the portal."""
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", text, status)


def parameters(call: Call) -> dict[str, Any]:
    """Return the parameters with names in capitals: these methods take any case."""
    return {name.upper(): value for name, value in call.params.items()}


def check_handler(call: Call, address: Any) -> None:
    """Refuse a handler that is no address of the web (bizproc-robot-add.md)."""
    parts = urlsplit(str(address or ""))
    if parts.scheme not in ("http", "https"):
        call.refuse("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol")
    if not parts.hostname:
        call.refuse("ERROR_WRONG_HANDLER_URL", "Wrong handler URL")
