"""A request shown instead of sent: as data, or as a curl command without the secret in it."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.portal.encode import query, with_auth

if TYPE_CHECKING:
    from oint_b24.portal.client import Portal
    from oint_b24.portal.request import Request

# Secrets never enter the text: these stand in their places until it is quoted for the shell,
# where each becomes a variable that the reader sets.
_PLACES = {"OINT0B24CODE": "$OINT_B24_CODE", "OINT0B24TOKEN": "$OINT_B24_TOKEN"}
_CODE, _TOKEN = _PLACES


def described(portal: Portal, request: Request) -> dict[str, Any]:
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


def command_line(portal: Portal, request: Request) -> str:
    """Return a curl command for a POSIX shell; the webhook code and the token are variables."""
    address = replace(portal.address, code=_CODE) if portal.address.code else portal.address
    url = address.url(request.method, request.version)
    params = with_auth(request, _TOKEN if portal.token else None)
    if request.verb == "GET":
        text = query(params)
        return f"curl -sS {_quoted(f'{url}?{text}' if text else url)}"
    headers = {"Content-Type": "application/json", **portal.wire(request).headers}
    given = " ".join(f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items())
    body = json.dumps(params, ensure_ascii=False)
    return f"curl -sS {_quoted(url)} {given} --data-binary {_quoted(body)}"


def _quoted(text: str) -> str:
    """Quote `text` for a shell, the places of secrets as variables in double quotes."""
    for place, variable in _PLACES.items():
        before, found, after = text.partition(place)
        if found:
            pieces = [_quoted(part) if part else "" for part in (before, after)]
            return f'{pieces[0]}"{variable}"{pieces[1]}'
    return shlex.quote(text)
