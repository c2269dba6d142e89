"""A server that can stop listening for a while and listen again on the same port."""

from __future__ import annotations

import socket
import sys
import threading
from http.server import ThreadingHTTPServer
from typing import Any

_PATIENCE = 5.0  # seconds for the serving loop to notice; it looks every few milliseconds


class PausingServer(ThreadingHTTPServer):
    """A threading server whose port refuses connections when asked to."""

    daemon_threads = True
    request_queue_size = 256
    # On Windows this would let a second server take the port of one that is listening.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, address: tuple[str, int], handler: Any) -> None:
        self.over = threading.Event()
        self._deaf = 0.0  # seconds for which nobody is to listen
        self._is_deaf = threading.Event()
        self._again = threading.Event()
        self._is_heard = threading.Event()
        self._is_heard.set()
        super().__init__(address, handler)

    def refuse(self, seconds: float) -> None:
        """Stop listening for some seconds, or until `listen`; returns when nobody listens."""
        self._is_heard.clear()
        self._deaf = seconds
        self._is_deaf.wait(_PATIENCE)

    def refuse_at_first(self, seconds: float) -> None:
        """Let nobody listen for some seconds from when it will be served."""
        self._deaf = seconds
        if seconds:
            self._is_heard.clear()
            self._deafen()

    def listen(self) -> None:
        """Listen again, if nobody does; returns when somebody listens."""
        self._again.set()
        self._is_heard.wait(_PATIENCE)

    def serve_forever(self, poll_interval: float = 0.02) -> None:
        """Serve until stopped, with a pause whenever nobody is to listen."""
        self.timeout = poll_interval
        while not self.over.is_set():
            if self._deaf:
                self._pause()
            else:
                self.handle_request()

    def _pause(self) -> None:
        """Hold the port without listening: who connects is refused, and nobody else can take it."""
        self._again.clear()
        try:
            self._deafen()
            self._is_deaf.set()
            if not self.over.is_set():
                self._again.wait(self._deaf)
            self.server_activate()
            self.secure()
        finally:
            self._deaf = 0.0
            self._is_deaf.clear()
            self._is_heard.set()

    def _deafen(self) -> None:
        self.socket.close()
        self.socket = socket.socket(self.address_family, self.socket_type)
        self.server_bind()

    def secure(self) -> None:
        """Put TLS on a new socket, where the server has it."""

    def shutdown(self) -> None:
        """Stop serving; the loop ends within a moment."""
        self.over.set()
        self._again.set()
        self._is_deaf.set()
        self._is_heard.set()
