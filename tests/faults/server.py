"""A loopback portal that fails on command, request by request, and counts what it executed."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

_HTML = b"<html><body><h1>Bad Gateway</h1></body></html>"
_WRITES = (".add", ".delete", ".update")
_PACE = 0.02  # seconds between two bytes of an answer that trickles


def refusal(code: object, text: str = "сказано порталом") -> bytes:
    """Return an error envelope of version 2."""
    return json.dumps({"error": code, "error_description": text}).encode()


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    verb: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def is_write(self) -> bool:
        """Say whether a portal would change something for it."""
        words = f"{self.path} {self.body.decode()}"
        return any(write in words for write in _WRITES)


# What is answered, and whether the request was executed before: status, body, headers, executed.
_ANSWERS: dict[str, tuple[int, bytes, dict[str, str], bool]] = {
    "empty": (200, b"", {}, True),
    "html": (200, _HTML, {"Content-Type": "text/html"}, True),
    "half": (200, b'{"result": {"item": ', {}, True),
    "number": (200, b"42", {}, True),
    "gzip_cut": (
        200,
        gzip.compress(b'{"result": 1}' * 99)[:-12],
        {"Content-Encoding": "gzip"},
        True,
    ),
    "gzip_bad": (200, b"no gzip at all", {"Content-Encoding": "gzip"}, True),
    "500": (500, refusal("INTERNAL_SERVER_ERROR"), {}, True),
    "500_unnamed": (500, refusal(""), {}, True),
    "500_odd": (500, refusal("SOMETHING_ELSE"), {}, True),
    "502": (502, _HTML, {"Content-Type": "text/html"}, True),
    "503_html": (503, _HTML, {"Content-Type": "text/html"}, True),
    "504": (504, b"", {}, True),
    "503_rate": (503, refusal("QUERY_LIMIT_EXCEEDED"), {}, False),
    "429_rate": (429, refusal("QUERY_LIMIT_EXCEEDED"), {}, False),
    "429_time": (429, refusal("OPERATION_TIME_LIMIT"), {}, False),
    "429_html": (429, _HTML, {"Content-Type": "text/html", "Retry-After": "3"}, False),
    "503_overload": (503, refusal("OVERLOAD_LIMIT"), {}, False),
    "401_expired": (401, refusal("expired_token"), {}, False),
    "401_unknown": (401, refusal("NO_AUTH_FOUND"), {}, False),
    "401_html": (401, _HTML, {"Content-Type": "text/html"}, False),
    "402": (402, refusal("PAYMENT_REQUIRED"), {}, False),
    "403": (403, refusal("insufficient_scope"), {}, False),
    "404_html": (404, _HTML, {"Content-Type": "text/html"}, False),
    "400": (400, refusal("ERROR_ARGUMENT"), {}, False),
    "400_number": (400, refusal(200040300010), {}, False),
    "200_refused": (200, refusal(""), {}, False),
    "500_deleted": (500, refusal("PORTAL_DELETED"), {}, False),
    "302": (302, b"", {"Location": "https://new.example/rest/1/secretcode/crm.deal.add"}, False),
    "302_login": (302, b"", {"Location": "/auth/?back=secretcode"}, False),
    "204": (204, b"", {}, True),
    "bom": (200, b'\xef\xbb\xbf{"result": 7}', {"Content-Type": "text/html"}, True),
    "cookie": (200, b'{"result": 7}', {"Set-Cookie": "PHPSESSID=1; path=/"}, True),
    "gzip": (200, gzip.compress(b'{"result": 7}'), {"Content-Encoding": "gzip"}, True),
}


@dataclass
class FaultServer:
    """A portal whose n-th connection suffers the n-th fault; `forever` is for all after those.

    `requests` counts those that arrived whole, `applied` the writes that were executed. A write
    under a known idempotency key is answered again and not executed (rest-v3.md). A server that
    is not `listening` refuses connections until `listen` is called.
    """

    faults: tuple[str, ...] = ()
    forever: str = "none"
    is_listening: bool = True
    connections: int = 0
    asked: list[Asked] = field(default_factory=list)
    applied: int = 0

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0)) if self.is_listening else _bound()
        self.port: int = self._socket.getsockname()[1]
        self._over = threading.Event()
        self._keys: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        if self.is_listening:
            self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join()

    @property
    def requests(self) -> int:
        """Return how many requests arrived whole."""
        return len(self.asked)

    @property
    def address(self) -> str:
        """Return the webhook address."""
        return f"http://127.0.0.1:{self.port}/rest/1/secretcode/"

    def listen(self) -> None:
        """Accept connections from now on."""
        if not self.is_listening:
            self.is_listening = True
            self._socket.listen()
            self._start(self._accept)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            place = self.connections
            self.connections += 1
            fault = self.faults[place] if place < len(self.faults) else self.forever
            self._start(lambda c=connection, f=fault: self._serve(c, f))

    def _serve(self, connection: socket.socket, fault: str) -> None:
        with connection, suppress(OSError):
            if fault == "close":
                return
            if fault == "reset_before":
                _reset(connection)
                return
            while asked := _read(connection):
                self.asked.append(asked)
                if not self._suffer(connection, fault, asked):
                    return

    def _suffer(self, connection: socket.socket, fault: str, asked: Asked) -> bool:
        """Answer or fail; say whether the connection stays."""
        if fault in _ANSWERS:
            status, body, headers, is_executed = _ANSWERS[fault]
            if is_executed:
                self._execute(asked)
            connection.sendall(_answer(status, body, {**headers, "Connection": "close"}))
            return False
        if fault == "reset_after":
            _reset(connection)
            return False
        body, is_replay = self._execute(asked)
        if fault in ("none", "keep", "keep_and_close"):
            kept = {} if fault.startswith("keep") else {"Connection": "close"}
            replay = {"Idempotent-Replayed": "true"} if is_replay else {}
            connection.sendall(_answer(200, body, {**kept, **replay}))
            return fault == "keep"
        self._break(connection, fault, body)
        return False

    def _break(self, connection: socket.socket, fault: str, body: bytes) -> None:
        """Lose the answer to a request that was executed."""
        whole = _answer(200, body, {})
        if fault == "apply_reset":
            _reset(connection)
        elif fault == "garbage":
            connection.sendall(b"\x00\xff not HTTP at all\r\n\r\n")
        elif fault == "stall_headers":
            connection.sendall(whole[:9])
            self._over.wait()
        elif fault == "stall_body":
            connection.sendall(whole[:-4])
            self._over.wait()
        elif fault == "drip":
            self._drip(connection)
        elif fault == "cut":
            connection.sendall(whole[:-4])
        elif fault == "cut_chunked":
            head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            connection.sendall(head + b"%x\r\n%s\r\n" % (len(body), body))
        elif fault != "apply_cut":
            raise ValueError(fault)

    def _drip(self, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not self._over.wait(_PACE):
            connection.sendall(b" ")

    def _execute(self, asked: Asked) -> tuple[bytes, bool]:
        """Return the body of the answer, and whether it is one given before."""
        key = asked.headers.get("idempotency-key")
        with self._lock:
            if key in self._keys:
                return self._keys[key], True
            self.applied += asked.is_write
            body = json.dumps({"result": {"id": self.applied}, "time": {"operating": 0.1}}).encode()
            if key:
                self._keys[key] = body
            return body, False


def _bound() -> socket.socket:
    """Return a socket that has a port and refuses connections."""
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    return made


def _reset(connection: socket.socket) -> None:
    """Close with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _read(connection: socket.socket) -> Asked | None:
    """Read one request; None where the client has gone."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = connection.recv(65536)
        if not piece:
            return None
        raw += piece
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    verb, path, _ = first.split(" ", 2)
    return Asked(verb, path, headers, body)


def _answer(status: int, body: bytes, headers: dict[str, str]) -> bytes:
    given = {"Content-Type": "application/json; charset=utf-8", **headers}
    if status != 204:
        given["Content-Length"] = str(len(body))
    lines = [f"HTTP/1.1 {status} Word", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
