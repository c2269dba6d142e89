"""Keys under which a portal executes a write only once: version 3 alone knows them (rest-v3.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from oint_b24.portal.request import Request

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
_LONGEST = 255


def key_of(request: Request, given: str | None) -> str | None:
    """Return the key to send `request` with: the one given, else a new one; None for a read.

    Raises UsageProblem where a key is given that a portal would not take or not heed.
    """
    if given is not None:
        printable = given.isascii() and given.isprintable()
        if not (0 < len(given) <= _LONGEST and printable and given.strip() == given):
            raise UsageProblem("wait.bad_key", option="--idempotency-key")
        if request.version != 3 and not request.is_read:
            raise UsageProblem("wait.key_ignored", option="--idempotency-key")
    if request.version != 3 or request.is_read:
        return None
    return given if given is not None else new_key()


def new_key() -> str:
    """Return a key that no other request has."""
    from secrets import token_hex

    return f"oint-{token_hex(16)}"
