"""A bare loopback portal for tests of the transport: it counts connections, and fails on command.

What goes wrong are the sandbox's own faults; the whole table of them is in `test_table`.
"""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from oint_b24.sandbox.faults_answers import made_up
from oint_b24.sandbox.faults_rules import read
from oint_b24.sandbox.faults_wire import RESETS, spoil, will_reset

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.faults import Fault

_WRITES = (".add", ".delete", ".update")


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


# Faults of the sandbox, by the names the tests of the transport know.
_RULES = {
    "apply_cut": "cut-after-write",
    "reset_after": "reset-after-read",
    "garbage": "garbage",
    "stall_headers": "stall",
    "cut": "cut",
    "html": "html=200",
    "403": "403",
    "401_expired": "401",
    "503_rate": "503",
    "429_time": "429",
    "429_html": "html=429",
    "302": "302=https://new.example/rest/1/secretcode/crm.deal.add",
    "302_login": "302=/auth/?back=secretcode",
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
            while asked := _received(connection):
                self.asked.append(asked)
                if not self._suffer(connection, fault, asked):
                    return

    def _suffer(self, connection: socket.socket, fault: str, asked: Asked) -> bool:
        """Answer or fail; say whether the connection stays."""
        if fault in _RULES:
            self._break(connection, read([_RULES[fault]]).rules[0].fault, asked)
            return False
        body, is_replay = self._execute(asked)
        kept = {} if fault.startswith("keep") else {"Connection": "close"}
        replay = {"Idempotent-Replayed": "true"} if is_replay else {}
        cookie = {"Set-Cookie": "PHPSESSID=1; path=/"} if fault == "cookie" else {}
        connection.sendall(_answer(200, body, {**kept, **replay, **cookie}))
        return fault == "keep"

    def _break(self, connection: socket.socket, fault: Fault, asked: Asked) -> None:
        """Execute or not, and answer as the sandbox's fault has it, or not at all."""
        body = self._execute(asked)[0] if fault.phase == "executed" else b""
        sent = made_up(fault, asked.path)
        if sent is not None:
            raw = sent.raw if sent.raw is not None else json.dumps(sent.data).encode()
            headers = {**sent.headers, "Connection": "close"}
            connection.sendall(_answer(sent.status, raw, headers))
        elif fault.phase == "executed":
            spoil(fault, connection, _answer(200, body, {}), self._over)
        if fault.name in RESETS:
            will_reset(connection)

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


def _received(connection: socket.socket) -> Asked | None:
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
