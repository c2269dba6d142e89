"""The HTTP side of the sandbox: threads, keep-alive, TLS, the request log."""

from __future__ import annotations

import io
import json
import re
import shutil
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from oint_b24.sandbox.exchange import Exchange, Reply
from oint_b24.sandbox.portal import utc

if TYPE_CHECKING:
    from pathlib import Path

    from oint_b24.sandbox.portal import SandboxPortal

_SECRET_PATH = re.compile(r"(/rest/(?:api/)?\d+/)[^/]+")
_SECRET_NAMES = frozenset({"auth", "bottoken", "client_secret", "refresh_token", "token"})


class LimitedReader(io.RawIOBase):
    """The body of one request on a connection that stays open."""

    def __init__(self, source: Any, length: int) -> None:
        super().__init__()
        self._source, self._left = source, length

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with what is left, at most."""
        if self._left <= 0:
            return 0
        chunk = self._source.read(min(len(buffer), self._left))
        buffer[: len(chunk)] = chunk
        self._left -= len(chunk)
        return len(chunk)

    def drain(self) -> None:
        """Read what a handler left, so that the next request starts at its start."""
        while self._left > 0:
            chunk = self._source.read(min(65536, self._left))
            if not chunk:
                return
            self._left -= len(chunk)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "oint-b24-sandbox"
    sys_version = ""
    # One write per reply; without both, Nagle and delayed ACK make every call take 40 ms.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: SandboxServer

    def do_GET(self) -> None:
        """Serve a call without a body."""
        self._serve()

    def do_POST(self) -> None:
        """Serve a call with a body."""
        self._serve()

    def do_HEAD(self) -> None:
        """Serve the headers of a download."""
        self._serve()

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        limited = LimitedReader(self.rfile, length)
        parts = urlsplit(self.path)
        scheme = "https" if self.server.is_tls else "http"
        host = self.headers.get("Host") or f"127.0.0.1:{self.server.server_port}"
        exchange = Exchange(
            verb=self.command,
            path=parts.path,
            query=parts.query,
            headers={k.lower(): v for k, v in self.headers.items()},
            body=io.BufferedReader(limited),
            length=length,
            base=f"{scheme}://{host}",
        )
        reply = self.server.portal.serve(exchange)
        limited.drain()
        self.server.record(exchange, reply)
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        body, first, size = b"", 0, 0
        if reply.file is not None:
            first, last = reply.span or (0, reply.file.stat().st_size - 1)
            size = last - first + 1
        elif reply.raw is not None:
            body = reply.raw
        else:
            body = json.dumps(reply.data, ensure_ascii=False).encode("utf-8", "replace")
        self.send_response(reply.status)
        headers = {"Content-Type": "application/json; charset=utf-8", **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(size if reply.file is not None else len(body)))
        self.end_headers()
        if self.command != "HEAD":
            if reply.file is not None:
                with reply.file.open("rb") as source:
                    source.seek(first)
                    shutil.copyfileobj(LimitedReader(source, size), self.wfile, 1 << 20)
            else:
                self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: the log is `record`."""


class SandboxServer(ThreadingHTTPServer):
    """A portal on a loopback port."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(
        self,
        portal: SandboxPortal,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        certificate: tuple[Path, Path] | None = None,
        log: Path | None = None,
    ) -> None:
        self.portal = portal
        self.is_tls = certificate is not None
        self._log = log
        self._log_lock = threading.Lock()
        super().__init__((host, port), _Handler)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "https" if self.is_tls else "http"
        portal.base = f"{scheme}://{host}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that went away in the middle."""
        import sys

        if not isinstance(sys.exception(), (ConnectionError, TimeoutError, ssl.SSLError)):
            super().handle_error(request, client_address)

    def record(self, exchange: Exchange, reply: Reply) -> None:
        """Append one line of JSON to the request log, secrets masked."""
        if self._log is None:
            return
        line = {
            "at": utc(self.portal.now()),
            "verb": exchange.verb,
            "path": _SECRET_PATH.sub(r"\1***", exchange.path),
            "status": reply.status,
            "error": reply.data.get("error") if isinstance(reply.data, dict) else None,
        }
        with self._log_lock, self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")


@dataclass(slots=True)
class Running:
    """A server at work in a thread of this process; a context that stops it."""

    server: SandboxServer
    thread: threading.Thread

    @property
    def base(self) -> str:
        """Return the address, e.g. `http://127.0.0.1:49152`."""
        return self.server.portal.base

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop serving and release the port and the state."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.server.portal.store.close()


def start(server: SandboxServer) -> Running:
    """Serve in a thread."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    return Running(server, thread)
