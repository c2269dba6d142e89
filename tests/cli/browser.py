"""A person with a browser for tests of `oint login`: opens the consent page and allows."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from oint_b24.sandbox.credentials import TOKEN
from oint_b24.sandbox.families.portal.oauth_server import APP
from tests.cli.console import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.sandbox.portal import SandboxPortal
    from tests.cli.console import Console

SECRET = "canaryclientsecret"
CLIENT = "local.test"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:  # type: ignore[override]
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def register(portal: SandboxPortal, redirect: str = "", client: str = CLIENT) -> None:
    """Put an application's card into the portal."""
    with portal.store.transaction():
        for number, _ in portal.store.all(APP, CLIENT_ID=client):
            portal.store.delete(APP, number)
        portal.store.add(APP, {"CLIENT_ID": client, "CLIENT_SECRET": SECRET, "REDIRECT": redirect})


def get(url: str) -> tuple[int, str, str]:
    """Return status, body and Location of an address."""
    return _opened(urllib.request.Request(url))


def _opened(request: urllib.request.Request) -> tuple[int, str, str]:
    try:
        with _OPENER.open(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers.get("Location", "")


def allow(page: str, user: int = 1) -> tuple[int, str, str]:
    """Press the button of a consent page."""
    status, shown, _ = get(page)
    assert status == 200, shown
    hidden = dict(re.findall(r'name="(client_id|state)" value="([^"]*)"', shown))
    form = urllib.parse.urlencode({**hidden, "user": user, "decision": "allow"}).encode()
    return _opened(urllib.request.Request(page.partition("?")[0], data=form))


def code_of(base: str, client: str = CLIENT, user: int = 1) -> str:
    """Return a code that the portal shows on its page; the application has no redirect."""
    query = urllib.parse.urlencode({"client_id": client, "state": "s"})
    shown = allow(f"{base}/oauth/authorize/?{query}", user)[1]
    return re.findall("<code>(.*?)</code>", shown)[0]


class Login:
    """A running `oint login`."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self.child = child
        self.said = ""

    def line_with(self, words: str) -> str:
        """Read stderr up to a line that holds `words`."""
        assert self.child.stderr is not None
        while True:
            line = self.child.stderr.readline()
            self.said += line
            assert line, self.said
            if words in line:
                return line.strip()

    def ended(self, typed: str | None = None) -> tuple[int, str, str]:
        """Return exit code, stdout and all of stderr."""
        out, rest = self.child.communicate(typed, timeout=30)
        return self.child.returncode, out, self.said + rest


@contextmanager
def logging_in(oint: Console, *argv: str) -> Iterator[Login]:
    """Run `oint login` in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-m", "oint_b24", "login", *argv],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"PYTHONPATH": str(ROOT), **oint.environment()},
    )  # fmt: skip
    try:
        yield Login(child)
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


def expire(portal: SandboxPortal) -> None:
    """Make every access token of the portal an old one."""
    with portal.store.transaction():
        for number, kept in portal.store.all(TOKEN):
            portal.store.put(TOKEN, number, {**kept, "EXPIRES": 0})
