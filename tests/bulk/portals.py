"""Portals that lose answers, refuse by limits and remember what they were asked."""

from __future__ import annotations

import io
import re
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.portal import SandboxPortal
from tests.conftest import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from oint_b24.sandbox.call import Caller
    from oint_b24.sandbox.exchange import Exchange, Reply

ECHO = "test.echo"
_WRITES = re.compile(r"\.(add|update|delete)[?\"]")
# What becomes of the n-th request that writes: nothing, its answer is lost before or after it was
# executed, or always where it holds the poison, or something is done while it is under way.
Fate = Literal["", "before", "after", "poison", "signal"]


class TrickyPortal(SandboxPortal):
    """A sandbox whose answers get lost.

    `fate` takes the number of a writing request, from 1, and tells whether its answer is lost
    before it is executed or after; `met` is called when that happens. `limits` refuses the
    commands it holds, by their number, as operating limits do. `requests` are the methods of
    all requests, `calls` the methods and parameters of all calls, those inside batches too,
    `running` is how many requests are at work,
    `most_at_once` how many there were at the most.
    """

    def __init__(self, portal: SandboxPortal) -> None:
        super().__init__(portal.store, portal.credentials)
        self.fate: Callable[[int], Fate] = lambda _: ""
        self.met: Callable[[], None] = lambda: None
        self.limits: set[int] = set()
        self.poison = ""
        self.requests: list[str] = []
        self.calls: list[tuple[str, Any]] = []
        self.writes = 0
        self.running = self.most_at_once = 0
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return "TrickyPortal"

    def serve(self, exchange: Exchange) -> Reply:
        method = exchange.path.rpartition("/")[2]
        self.requests.append(method)
        with self._lock:
            self.running += 1
            self.most_at_once = max(self.most_at_once, self.running)
        try:
            return self._served(exchange, method)
        finally:
            with self._lock:
                self.running -= 1

    def _served(self, exchange: Exchange, method: str) -> Reply:
        raw = exchange.body.read(exchange.length)
        exchange = replace(exchange, body=io.BufferedReader(io.BytesIO(raw)))
        if not _WRITES.search(f"{method}?{raw.decode()}"):
            return SandboxPortal.serve(self, exchange)
        self.writes += 1
        fate = self.fate(self.writes)
        if fate == "before" or (fate == "poison" and self.poison in raw.decode()):
            self._lose()
        if fate == "signal":
            self.met()
        reply = SandboxPortal.serve(self, exchange)
        if fate == "after":
            self._lose()
        return reply

    def _lose(self) -> None:
        self.met()
        raise ConnectionAbortedError

    def run(self, method: str, given: Any, caller: Caller, version: int = 2) -> Any:
        if method != "batch":
            self.calls.append((method, given))
            if len(self.calls) in self.limits:
                raise Refusal("OPERATION_TIME_LIMIT", "Method is blocked", 429)
        if method == ECHO:
            return True
        return SandboxPortal.run(self, method, given, caller, version)


@contextmanager
def tricky(directory: Path) -> Iterator[TrickyPortal]:
    """Serve a fresh tricky portal; `address` is its webhook of user 1."""
    portal = TrickyPortal(open_portal(directory, webhooks=dict(WEBHOOKS)))
    with run(portal):
        yield portal


def webhook(portal: SandboxPortal) -> str:
    """Return the webhook address of the administrator."""
    return f"{portal.base}/rest/1/sandboxcode1/"
