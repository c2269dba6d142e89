"""Answers that faults make up or alter: refusals, pages of a balancer, bodies that do not fit."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.exchange import Reply
from oint_b24.sandbox.failure import failure

if TYPE_CHECKING:
    from oint_b24.sandbox.faults import Fault

_PAGE = b"<html><body><h1>The server behind me gave no good answer</h1></body></html>"
_TEXT = "A fault that was asked for"
_RETRY_AFTER = "3"


def made_up(fault: Fault, path: str, version: int = 2) -> Reply | None:
    """Return the answer that stands in for the portal's own, or None where that one is used."""
    if fault.name == "302":
        return Reply(302, raw=b"", headers={"Location": _elsewhere(fault.value, path)})
    if fault.name == "html":
        return _page(fault.status)
    if fault.name == "empty":
        return Reply(fault.status, raw=b"")
    if fault.name == "204":
        return Reply(204, raw=b"")
    if fault.kind.takes == "CODE":
        return Reply(fault.status, failure(Refusal(fault.value, _TEXT, fault.status), version))
    return None


def _page(status: int) -> Reply:
    headers = {"Content-Type": "text/html"}
    if status == 429:
        headers["Retry-After"] = _RETRY_AFTER
    return Reply(status, raw=_PAGE, headers=headers)


def _elsewhere(value: str, path: str) -> str:
    """Return where a redirect leads; a host alone gets the path that was asked for."""
    return value if value.startswith("/") or urlsplit(value).path.strip("/") else value + path


def altered(fault: Fault, body: bytes) -> Reply | None:
    """Return another form of the portal's own answer, or None where the fault leaves it."""
    made = {
        "half-json": lambda: Reply(raw=body[: len(body) // 2]),
        "no-envelope": lambda: Reply(raw=b"42"),
        "gzip": lambda: _packed(gzip.compress(body)),
        "gzip-cut": lambda: _packed(gzip.compress(body)[:-12]),
        "gzip-bad": lambda: _packed(b"no gzip at all"),
        "bom": lambda: Reply(raw=b"\xef\xbb\xbf" + body),
        "wrong-type": lambda: Reply(raw=body, headers={"Content-Type": "text/html"}),
    }.get(fault.name)
    return made() if made else None


def _packed(body: bytes) -> Reply:
    return Reply(raw=body, headers={"Content-Encoding": "gzip"})
