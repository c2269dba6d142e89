"""Signed addresses for bytes: what a link may do, for whom and until when stands in the link.

The shape is the platform's: `/rest/download.json?auth=…&token=disk|QUERY|SIGNED.SIGNATURE`
(file/disk-file-get.md), QUERY being Base64 of what the link names. Nothing is kept, so a link
works after a restart; whoever edits one breaks it.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from oint_b24.sandbox.call import Refusal, whole

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Portal
    from oint_b24.sandbox.store import Store

LIFETIME = 3600  # seconds: the link dies with the access token in it (an hour)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a link allows: an action (download, upload) on one object, as one user."""

    action: str
    target: str  # file, version, folder (upload into), attached
    id: int
    user: int
    unique: bool = False  # upload: find a free name
    rights: tuple[tuple[str, int], ...] = ()  # upload: what to grant


def address(call: Call, ticket: Ticket, *, scope: str = "disk", with_auth: bool = True) -> str:
    """Return the signed address of `ticket`, beginning with the portal's own."""
    until = int(call.portal.now()) + LIFETIME
    auth = secrets.token_hex(35) if with_auth else ""
    token = _sign(call.store, ticket, scope, auth, until)
    given = {"auth": auth, "token": token} if with_auth else {"token": token}
    return f"{call.portal.base}/rest/{ticket.action}.json?{urlencode(given, quote_via=quote)}"


def read(portal: Portal, action: str, query: str) -> Ticket:
    """Return what the query string of a signed address allows.

    Refuses what this portal did not sign for `action`, and what is too old.
    """
    given = dict(parse_qsl(query))
    try:
        body, until = _verify(portal.store, given.get("token", ""), given.get("auth", ""))
        ticket = _ticket(body)
    except (ValueError, KeyError, TypeError):
        raise Refusal("ACCESS_DENIED", "Access denied!", 403) from None
    if ticket.action != action:
        raise Refusal("ACCESS_DENIED", "Access denied!", 403)
    if until <= portal.now():
        raise Refusal("expired_token", "The access token provided has expired.", 401)
    return ticket


def seal(store: Store, text: str) -> str:
    """Return the signature of `text` for addresses of another shape than `address` makes."""
    return hmac.new(_secret(store), text.encode(), "sha256").hexdigest()


def _sign(store: Store, ticket: Ticket, scope: str, auth: str, until: int) -> str:
    body = {
        "id": ticket.id,
        "service": ticket.target,
        "user": ticket.user,
        "until": until,
        "unique": int(ticket.unique),
        "rights": json.dumps(ticket.rights),
        "_": secrets.token_urlsafe(18),
    }
    packed = _pack(urlencode(body))
    signed = _pack(json.dumps(f"{ticket.action}|{scope}|{packed}|{auth}"))
    mark = base64.b64encode(bytes.fromhex(seal(store, signed))).decode()
    return f"{scope}|{packed}|{signed}.{mark}"


def _verify(store: Store, token: str, auth: str) -> tuple[dict[str, str], int]:
    """Return what was signed. Raises ValueError, KeyError or TypeError for anything else."""
    scope, packed, rest = token.split("|")
    signed, _, mark = rest.partition(".")
    expected = base64.b64encode(bytes.fromhex(seal(store, signed))).decode()
    if not hmac.compare_digest(expected.encode(), mark.encode()):
        raise ValueError("not signed here")
    action, for_scope, for_packed, for_auth = json.loads(_unpack(signed)).split("|")
    if (for_scope, for_packed, for_auth) != (scope, packed, auth):
        raise ValueError("edited")
    body = {**dict(parse_qsl(_unpack(packed))), "action": action}
    return body, int(body["until"])


def _ticket(body: dict[str, str]) -> Ticket:
    number, user = whole(body["id"]), whole(body["user"])
    if number is None or user is None:
        raise ValueError("not a ticket")
    rights = tuple((str(code), int(level)) for code, level in json.loads(body["rights"]))
    return Ticket(
        body["action"], body["service"], number, user, unique=body["unique"] == "1", rights=rights
    )


def _secret(store: Store) -> bytes:
    kept = store.meta("disk_secret")
    if kept is None:
        kept = secrets.token_hex(32)
        store.set_meta("disk_secret", kept)
    return bytes.fromhex(kept)


def _pack(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _unpack(text: str) -> str:
    return base64.b64decode(text, validate=True).decode()
