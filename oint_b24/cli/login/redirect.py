"""The loopback address a portal sends the browser back to. Imported by `oint login` alone."""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler  # noqa: TID253 - this module is that server
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from oint_b24.errors import UsageProblem

_PAGE = (
    '<!doctype html><meta charset="utf-8"><title>oint</title>'
    '<p style="font:1.2em sans-serif;margin:3em">{}</p>'
)
_DONE = "Вход выполняется, это окно можно закрыть. / Logging in; you may close this window."
_STRANGE = "Этот ответ не относится к текущему входу. / This answer is not for the current login."


@dataclass(frozen=True, slots=True)
class Consent:
    """A code that can be exchanged for tokens, and the server the portal named for that."""

    code: str
    server: str | None = None


def read(answer: str, state: str) -> Consent:
    """Read a code out of an address the portal sent the browser to, or a bare code.

    Raises UsageProblem where it is neither, or the address belongs to another login: its `state`
    is not ours.
    """
    pasted = answer.strip()
    if pasted.isalnum() and pasted.isascii():
        return Consent(pasted)
    found = parse_qs(urlsplit(pasted).query if "?" in pasted else pasted)
    code, given, server = (found.get(n, [""])[0] for n in ("code", "state", "server_domain"))
    if not code:
        raise UsageProblem("login.no_code_in_answer")
    if not hmac.compare_digest(given.encode(), state.encode()):
        raise UsageProblem("login.wrong_state")
    return Consent(code, server or None)


class Redirect(ThreadingTCPServer):
    """Listens on 127.0.0.1 for the answer to one login. Raises OSError where it cannot.

    Threads, because browsers open connections that they then say nothing on.
    """

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name == "posix"  # on Windows it would let others listen here, too

    def __init__(self, port: int, state: str) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.state = state
        self.consent: Consent | None = None

    @property
    def address(self) -> str:
        """Return the address to enter in the application's card."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about browsers that went away."""


class _Handler(BaseHTTPRequestHandler):
    timeout = 5
    server: Redirect
    server_version, sys_version = "oint", ""

    def do_GET(self) -> None:
        """Take the code of an answer that is ours."""
        try:
            consent = read(self.path, self.server.state)
        except (UsageProblem, ValueError):
            self._say(400, _STRANGE)
            return
        self._say(200, _DONE)
        self.server.consent = consent

    def _say(self, status: int, words: str) -> None:
        body = _PAGE.format(words).encode()
        self.send_response(status)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
            # The address holds the code: no other site shall hear of it.
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: what is asked for holds a code."""
