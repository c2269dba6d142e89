"""A proxy of a few lines for tests: CONNECT only, any host leads to one port of this machine."""

from __future__ import annotations

import socket
import socketserver
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Proxy(socketserver.ThreadingTCPServer):
    """Opens ways to `target`, writes down what was asked for, and may want a password."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, target: int, authorization: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target, self.authorization = target, authorization
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing about clients that went away."""


class _Handler(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        first = self.rfile.readline().decode()
        headers = []
        while (line := self.rfile.readline().decode().strip()) != "":
            headers.append(line)
        self.server.asked.append(first.split()[1])
        wanted = self.server.authorization
        if wanted and f"Proxy-Authorization: {wanted}" not in headers:
            self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", self.server.target)) as far:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(far, self.connection), daemon=True)
            back.start()
            _pump(self.connection, far)
            back.join(5)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def proxying(target: int, authorization: str = "") -> Iterator[Proxy]:
    """Run a proxy to a port of this machine."""
    proxy = Proxy(target, authorization)
    thread = threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
