"""A request shown instead of sent: as data, or as a curl command without the secret in it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from oint_b24.portal.encode import body, query, with_auth

if TYPE_CHECKING:
    from oint_b24.portal.address import Address
    from oint_b24.portal.request import Request

# Secrets never enter the text: these stand in their places until it is quoted for the shell,
# where each becomes a variable that the reader sets.
_PLACES = {"OINT0B24CODE": "$OINT_B24_CODE", "OINT0B24TOKEN": "$OINT_B24_TOKEN"}
_CODE, _TOKEN = _PLACES


class Place(Protocol):
    """Where a request would go and as whom: a portal, or what is known of one."""

    @property
    def address(self) -> Address:
        """Return the portal's address."""

    @property
    def token(self) -> str | None:
        """Return the access token."""


class Known(NamedTuple):
    """What is known of a portal that is not called: what sends is never loaded for it."""

    address: Address
    token: str | None = None


def described(portal: Place, request: Request) -> dict[str, Any]:
    """Return the exact request as data. It holds secrets: mask before showing."""
    params = with_auth(request, portal.token)
    return {
        "dry_run": True,
        "verb": request.verb,
        "url": portal.address.url(request.method, request.version),
        "method": request.method,
        "version": request.version,
        "params": params,
    }


def command_line(portal: Place, request: Request) -> str:
    """Return a curl command for a POSIX shell; the webhook code and the token are variables."""
    address = portal.address._replace(code=_CODE) if portal.address.code else portal.address
    url = address.url(request.method, request.version)
    params = with_auth(request, _TOKEN if portal.token else None)
    if request.verb == "GET":
        text = query(params)
        return f"curl -sS {_quoted(f'{url}?{text}' if text else url)}"
    kind = shlex.quote("Content-Type: application/json")
    data = body(params).decode("utf-8")
    return f"curl -sS {_quoted(url)} -H {kind} --data-binary {_quoted(data)}"


def _quoted(text: str) -> str:
    """Quote `text` for a shell, the places of secrets as variables in double quotes."""
    for place, variable in _PLACES.items():
        before, found, after = text.partition(place)
        if found:
            pieces = [_quoted(part) if part else "" for part in (before, after)]
            return f'{pieces[0]}"{variable}"{pieces[1]}'
    return shlex.quote(text)
