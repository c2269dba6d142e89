"""Tokens at the authorisation server, in the shape of OPI's commands (settings/oauth/index.md)."""

from __future__ import annotations

from typing import Any

from oint_b24.portal.encode import query
from oint_b24.portal.envelope import Envelope, read
from oint_b24.portal.request import Request, Settings

SERVER = "oauth.bitrix.info"


def described(params: dict[str, Any]) -> dict[str, Any]:
    """Return the request as data, for a dry run."""
    return {"dry_run": True, "verb": "GET", "url": _address(), "params": params}


def exchange(params: dict[str, Any]) -> Envelope:
    """Send a token request and return the server's answer. Raises the problems of `errors`."""
    from oint_b24.portal.transport import Transport

    # A code or refresh token is spent by the request: after a lost answer nobody knows.
    request = Request("oauth/token", params, effect="write", verb="GET")
    transport = Transport(Settings())
    try:
        answer = transport.send(request, f"{_address()}?{query(params)}", None, SERVER)
    finally:
        transport.close()
    return read(answer, request, SERVER)


def _address() -> str:
    return f"https://{SERVER}/oauth/token/"
