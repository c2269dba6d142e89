"""HTTP connections that know whether anything of a request has left this machine.

An error before that is no loss: nothing was executed. What kind of error it is does not tell:
a reset may come from a handshake or from a portal at work.
"""

from __future__ import annotations

import threading
import time
from typing import Any, ClassVar

from urllib3.connection import HTTPConnection  # noqa: TID253 - comes late, with the transport

# Balancers close idle connections after 15 s and more, sometimes without a word that arrives.
_STALE = 12.0


class Phase(threading.local):
    """Whether the request of the current thread has begun to leave."""

    is_sent = False


class _Watched(HTTPConnection):
    phase: ClassVar[Phase]
    _used = 0.0

    def connect(self) -> None:
        """Connect; what a proxy is told on the way is no part of the request."""
        try:
            super().connect()
        finally:
            self.phase.is_sent = False

    @property
    def is_connected(self) -> bool:
        """Say whether a request may go out here: never after the connection was idle for long."""
        return super().is_connected and time.monotonic() - self._used <= _STALE

    def send(self, data: Any) -> None:
        """Send bytes."""
        if self.sock is None:
            self.connect()
        self._used = time.monotonic()
        self.phase.is_sent = True
        super().send(data)


def watch(pool: Any, phase: Phase) -> None:
    """Let the connections of a pool, through a proxy or not, tell `phase` when a request leaves."""
    kind = pool.ConnectionCls
    if not issubclass(kind, _Watched):
        pool.ConnectionCls = type("Watched", (_Watched, kind), {"phase": phase})
