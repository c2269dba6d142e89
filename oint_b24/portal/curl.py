"""A request shown instead of sent: as data, or as a curl command without the secret in it."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from oint_b24.portal.encode import query, with_auth

if TYPE_CHECKING:
    from oint_b24.portal.client import Portal
    from oint_b24.portal.request import Request

# The secret of a printed command stands in a variable that the reader sets.
CODE, TOKEN = "$OINT_B24_CODE", "$OINT_B24_TOKEN"


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
    """Return a curl command for a POSIX shell; the webhook code or token is a variable."""
    url = portal.address.url(request.method, request.version)
    address = _quoted(url, portal.address.code, CODE)
    params = with_auth(request, portal.token)
    if request.verb == "GET":
        text = query(params)
        full = f"{url}?{text}" if text else url
        return f"curl -sS {_quoted(full, portal.address.code or portal.token, _name(portal))}"
    body = json.dumps(params, ensure_ascii=False)
    data = _quoted(body, portal.token, TOKEN)
    headers = {"Content-Type": "application/json", **portal.wire(request).headers}
    given = " ".join(f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items())
    return f"curl -sS {address} {given} --data-binary {data}"


def _name(portal: Portal) -> str:
    return CODE if portal.address.code else TOKEN


def _quoted(text: str, secret: str | None, variable: str) -> str:
    """Quote `text` for a shell with `secret` replaced by a variable in double quotes."""
    if not secret or secret not in text:
        return shlex.quote(text)
    before, after = text.split(secret, 1)
    pieces = [shlex.quote(p) if p else "" for p in (before, after)]
    return f'{pieces[0]}"{variable}"{pieces[1]}'
