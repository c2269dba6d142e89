"""The HTTP side of the sandbox: threads, keep-alive, TLS, the request log, faults on demand."""

from __future__ import annotations

import io
import json
import re
import shutil
import ssl
import threading
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, NoReturn, Self
from urllib.parse import urlsplit

from oint_b24.sandbox.clock import utc
from oint_b24.sandbox.exchange import Exchange, Reply
from oint_b24.sandbox.faults_answers import altered, made_up
from oint_b24.sandbox.faults_listening import PausingServer
from oint_b24.sandbox.faults_rules import Faults, Strike
from oint_b24.sandbox.faults_wire import RESETS, spoil, will_reset
from oint_b24.sandbox.portal import locate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oint_b24.sandbox.faults import Fault
    from oint_b24.sandbox.portal import SandboxPortal

_SECRET_PATH = re.compile(r"(/rest/(?:api/)?\d+/)[^/]+")


class LimitedReader(io.RawIOBase):
    """The body of one request on a connection that stays open."""

    def __init__(self, source: Any, length: int) -> None:
        super().__init__()
        self._source, self.left = source, length

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with what is left, at most."""
        if self.left <= 0:
            return 0
        chunk = self._source.read(min(len(buffer), self.left))
        buffer[: len(chunk)] = chunk
        self.left -= len(chunk)
        return len(chunk)

    def drain(self) -> None:
        """Read what a handler left, so that the next request starts at its start."""
        while self.left > 0:
            chunk = self._source.read(min(65536, self.left))
            if not chunk:
                return
            self.left -= len(chunk)


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
        limited = LimitedReader(self.rfile, int(self.headers.get("Content-Length") or 0))
        exchange = self._exchange(limited)
        strike = self.server.struck(exchange.path)
        if strike.fault is not None:
            self._suffer(strike.fault, exchange, limited)
            return
        reply = self.server.portal.serve(exchange)
        limited.drain()
        self.server.record(exchange, reply.status, reply)
        self._send(reply)

    def _exchange(self, limited: LimitedReader) -> Exchange:
        parts = urlsplit(self.path)
        scheme = "https" if self.server.is_tls else "http"
        host = self.headers.get("Host") or f"127.0.0.1:{self.server.server_port}"
        return Exchange(
            verb=self.command,
            path=parts.path,
            query=parts.query,
            headers={k.lower(): v for k, v in self.headers.items()},
            body=io.BufferedReader(limited),
            length=limited.left,
            base=f"{scheme}://{host}",
        )

    def _suffer(self, fault: Fault, exchange: Exchange, limited: LimitedReader) -> None:
        """Execute a request or not, and answer as the fault has it, or not at all."""
        self.close_connection = True
        reply = self._executed(fault, exchange, limited)
        sent = self._instead(fault, exchange, reply)
        self.server.record(exchange, sent.status if sent else None, reply, fault.name)
        if sent is not None:
            self._send(replace(sent, headers={**sent.headers, "Connection": "close"}))
            return
        if reply is not None:
            spoil(fault, self.connection, self._rendered(reply), self.server.over)
        if fault.name in RESETS:
            self._reset()

    def _executed(self, fault: Fault, exchange: Exchange, limited: LimitedReader) -> Reply | None:
        """Return the portal's own answer, or None where the fault keeps it from executing."""
        if fault.phase == "unread":
            return None
        reply = None
        if fault.phase != "unexecuted":
            reply = self.server.portal.serve(exchange)
        limited.drain()
        if fault.name == "refuse":
            self.server.refuse(fault.seconds)
        return reply

    def _instead(self, fault: Fault, exchange: Exchange, reply: Reply | None) -> Reply | None:
        """Return what is answered whole, or None where nothing is."""
        target = locate(exchange.path)
        sent = made_up(fault, exchange.path, target.version if target else 2)
        if sent is not None or reply is None:
            return sent
        other = altered(fault, self._rendered(reply).partition(b"\r\n\r\n")[2])
        if other is not None:
            return replace(other, status=reply.status)
        return reply if fault.phase == "served" else None

    def _rendered(self, reply: Reply) -> bytes:
        """Return an answer as the bytes that would be sent."""
        wire, whole = self.wfile, io.BytesIO()
        self.wfile = whole
        try:
            self._send(reply)
        finally:
            self.wfile = wire
        return whole.getvalue()

    def _reset(self) -> NoReturn:
        """End with RST: it goes out only when nothing holds the socket any more.

        Raises ConnectionAbortedError, which ends the thread of the connection.
        """
        will_reset(self.connection)
        self.wfile.close()
        self.rfile.close()
        self.connection.close()
        raise ConnectionAbortedError

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
        if reply.status != 204:
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


class SandboxServer(PausingServer):
    """A portal on a loopback port."""

    def __init__(
        self,
        portal: SandboxPortal,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        certificate: tuple[Path, Path] | None = None,
        log: Path | None = None,
        faults: Faults | None = None,
        tell: Callable[[Strike], None] | None = None,
    ) -> None:
        self.portal = portal
        self.faults = faults or Faults()
        self._tell = tell
        self._certificate = certificate
        self._log = log
        self._log_lock = threading.Lock()
        super().__init__((host, port), _Handler)
        self.secure()
        scheme = "https" if self.is_tls else "http"
        portal.base = f"{scheme}://{host}:{self.server_port}"

    @property
    def is_tls(self) -> bool:
        """Say whether the address is https."""
        return self._certificate is not None

    def secure(self) -> None:
        """Put TLS on a new socket, where there is a certificate."""
        if self._certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self._certificate)
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def struck(self, path: str) -> Strike:
        """Count a request and return what it suffers, after the delay it was given."""
        target = locate(path)
        method = target.method if target else path.strip("/").rpartition("/")[2]
        strike = self.faults.strike(method.removesuffix(".json"))
        if self._tell is not None and (strike.fault is not None or strike.delay):
            self._tell(strike)
        if strike.delay:
            self.over.wait(strike.delay)
        return strike

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that went away in the middle."""
        import sys

        if not isinstance(sys.exception(), (ConnectionError, TimeoutError, ssl.SSLError)):
            super().handle_error(request, client_address)

    def record(
        self,
        exchange: Exchange,
        status: int | None,
        reply: Reply | None = None,
        fault: str | None = None,
    ) -> None:
        """Append one line of JSON to the request log, secrets masked.

        `status` is what the client was told, None for nothing; `reply` is the portal's own answer,
        None where it did not execute the request.
        """
        if self._log is None:
            return
        line = {
            "at": utc(self.portal.now()),
            "verb": exchange.verb,
            "path": _SECRET_PATH.sub(r"\1***", exchange.path),
            "status": status,
            "error": reply.data.get("error") if reply and isinstance(reply.data, dict) else None,
        }
        if fault:
            line |= {"fault": fault, "executed": reply is not None}
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
    """Serve in a thread; where the faults want it, nobody listens at first."""
    server.refuse_at_first(server.faults.at_start())
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    return Running(server, thread)
