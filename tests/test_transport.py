"""The way to the portal: what surely was not sent, what is never followed, what never shows."""

from __future__ import annotations

import gzip
import io
import json
import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import trustme

from oint_b24.errors import Problem, UnknownProblem, UnreachableProblem
from oint_b24.portal.body import Spill, receive
from oint_b24.portal.client import Portal, Wire
from oint_b24.portal.request import Request, Settings
from tests.faults.server import FaultServer
from tests.faults.stopped import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from oint_b24.portal.envelope import Answer

READ = Request("crm.deal.list", effect="read")
WRITE = Request("crm.deal.add", {"fields": {"TITLE": "x"}})
CODE = "secretcode"


def fail(address: str, request: Request = WRITE, *, retries: int = 0, **settings: str) -> Problem:
    known = Settings(timeout=0.2, connect_timeout=2.0, retries=retries, **settings)  # type: ignore[arg-type]
    clock = Stopped()
    portal = Portal(address, settings=known, waiting=clock.waiting())
    with portal, pytest.raises(Problem) as caught:
        portal.send(request)
    return caught.value


@contextmanager
def listener(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Accept connections on a port and hand each to `serve`."""
    bound = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = bound.accept()
            except OSError:
                return
            with connection:
                try:
                    serve(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield bound.getsockname()[1]
    bound.shutdown(socket.SHUT_RDWR)
    bound.close()
    thread.join()


@pytest.mark.parametrize("request_", [READ, WRITE])
def test_redirect_is_refused_and_tells_the_new_address(request_: Request) -> None:
    with FaultServer(("302",)) as server:
        problem = fail(server.address, request_, retries=4)

    assert (problem.key, problem.params["new"]) == ("portal.moved", "new.example")
    assert server.requests == 1


@pytest.mark.parametrize("location", ["/auth/", "", "//[bad", "http://127.0.0.1:1/x"])
def test_redirect_to_anywhere_is_one(location: str) -> None:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        head = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(head.encode())

    with listener(serve) as port:
        problem = fail(f"http://127.0.0.1:{port}/rest/1/{CODE}/")

    assert isinstance(problem, UnreachableProblem)


def test_address_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert fail(f"https://portal.example/rest/1/{CODE}/").key == "network.name"


def test_nobody_listens() -> None:
    with FaultServer(is_listening=False) as server:
        assert fail(server.address).key == "network.refused"


def _cut_handshake(connection: socket.socket) -> None:
    connection.recv(1)


def _no_tls(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize("serve", [_cut_handshake, _no_tls])
def test_handshake_that_fails_has_sent_nothing(serve: Callable[[socket.socket], None]) -> None:
    with listener(serve) as port:
        problem = fail(f"https://127.0.0.1:{port}/rest/1/{CODE}/")

    assert type(problem) is UnreachableProblem
    assert problem.key in ("network.tls", "network.refused")


def test_write_after_a_failed_handshake_is_repeated() -> None:
    tries: list[int] = []

    def serve(connection: socket.socket) -> None:
        tries.append(1)
        connection.recv(1)

    with listener(serve) as port:
        fail(f"https://127.0.0.1:{port}/rest/1/{CODE}/", retries=2)

    assert len(tries) == 3


@contextmanager
def tls_portal(after: Callable[[ssl.SSLSocket], None]) -> Iterator[tuple[int, trustme.CA]]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            after(secure)

    with listener(serve) as port:
        yield port, authority


def test_certificate_nobody_vouches_for_is_refused_once() -> None:
    with tls_portal(lambda secure: None) as (port, _):
        problem = fail(f"https://127.0.0.1:{port}/rest/1/{CODE}/", retries=4)

    assert problem.key == "network.certificate"
    assert "attempts" not in problem.params


def test_tls_connection_cut_after_the_request_leaves_the_outcome_unknown(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    with tls_portal(lambda secure: secure.recv(65536) and None) as (port, authority):
        authority.cert_pem.write_to_path(bundle)
        problem = fail(f"https://127.0.0.1:{port}/rest/1/{CODE}/", ca_bundle=str(bundle))

    assert type(problem) is UnknownProblem


def test_bundle_that_is_not_there(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.pem")

    assert fail("https://127.0.0.1:1/rest/1/c0de/", ca_bundle=missing).key == "network.file"


def test_proxy_that_is_not_there_or_refuses() -> None:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    address = f"https://portal.example/rest/1/{CODE}/"
    with listener(serve) as port:
        refusing = fail(address, proxy=f"http://user:hidden@127.0.0.1:{port}")
    with FaultServer(is_listening=False) as server:
        missing = fail(address, proxy=f"http://127.0.0.1:{server.port}")

    assert (refusing.key, missing.key) == ("network.proxy", "network.proxy")
    assert "hidden" not in repr(refusing.params)


@pytest.mark.parametrize(
    "address",
    [
        f"http://127.0.0.1:1/rest/1/{CODE}/",
        f"https://127.0.0.1:1/rest/1/{CODE}/",
        f"https://portal..example/rest/1/{CODE}/",
        f"https://{'x' * 70}.example/rest/1/{CODE}/",
    ],
)
@pytest.mark.parametrize("request_", [READ, WRITE])
def test_secret_of_the_address_is_in_no_problem(
    address: str, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    problem = fail(address, request_)
    told = f"{problem} {problem!r} {problem.params} {problem.__cause__!r}"

    assert CODE not in told
    assert problem.__cause__ is None
    assert problem.__suppress_context__


def test_secret_of_the_address_is_in_no_problem_of_a_lost_answer() -> None:
    for fault in ("close", "cut", "stall_headers", "garbage", "html", "302_login"):
        with FaultServer((fault,)) as server:
            problem = fail(server.address)

            assert CODE not in f"{problem} {problem!r} {problem.params}"


def test_no_password_of_netrc_and_no_cookie_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password mine\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with FaultServer(("cookie",)) as server, Portal(server.address) as portal:
        portal.send(READ)
        portal.send(READ)

        names = {name for asked in server.asked for name in asked.headers}
    assert "authorization" not in names
    assert "cookie" not in names


def test_request_says_who_asks_and_what_for() -> None:
    with FaultServer() as server, Portal(server.address) as portal:
        portal.send(Request("crm.deal.add", {"b": 1, "a": "да"}))
        asked = server.asked[0]

    assert asked.path == f"/rest/1/{CODE}/crm.deal.add"
    assert asked.headers["user-agent"].startswith("oint-b24/")
    assert asked.headers["accept"] == "application/json"
    assert asked.headers["content-type"] == "application/json"
    assert "idempotency-key" not in asked.headers
    assert list(json.loads(asked.body).items()) == [("b", 1), ("a", "да")]


def test_key_given_is_sent() -> None:
    settings = Settings(idempotency_key="mine")
    with FaultServer() as server, Portal(server.address, settings=settings) as portal:
        portal.send(Request("tasks.task.add", version=3))

    assert server.asked[0].headers["idempotency-key"] == "mine"


def test_every_exchange_is_watched() -> None:
    seen: list[tuple[str, int]] = []

    def watch(wire: Wire, answer: Answer) -> None:
        seen.append((wire.verb, answer.status))

    clock = Stopped()
    with (
        FaultServer(("503_rate",)) as server,
        Portal(server.address, watch=watch, waiting=clock.waiting()) as portal,
    ):
        portal.send(Request("crm.deal.list", effect="read", verb="GET"))

    assert seen == [("GET", 503), ("GET", 200)]


def test_idle_connection_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oint_b24.portal.connection._STALE", -1.0)
    with FaultServer(forever="keep") as server, Portal(server.address) as portal:
        portal.send(WRITE)
        portal.send(WRITE)
        portal.close()

        assert (server.connections, server.applied) == (2, 2)


@contextmanager
def answering(body: bytes, *headers: str) -> Iterator[str]:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers]
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    with listener(serve) as port:
        yield f"http://127.0.0.1:{port}/rest/1/{CODE}/"


@pytest.mark.parametrize("packed", [False, True])
def test_large_answer_goes_to_the_file(packed: bool) -> None:
    whole = json.dumps({"result": ["x" * 99] * 9999}).encode()
    body = gzip.compress(whole) if packed else whole
    headers = ("Content-Encoding: gzip",) if packed else ()
    file = io.BytesIO(b"rest of an attempt before")
    with answering(body, *headers) as address, Portal(address) as portal:
        saved = portal.save(READ, file, above=1000)

    assert saved == len(whole)
    assert file.getvalue() == whole


def test_small_answer_comes_back_as_an_envelope() -> None:
    file = io.BytesIO()
    with answering(b'{"result": 7}') as address, Portal(address) as portal:
        saved = portal.save(READ, file)

    assert not isinstance(saved, int)
    assert (saved.result, file.getvalue()) == (7, b"")


def test_refusal_is_never_saved() -> None:
    file = io.BytesIO()
    with FaultServer(("403",)) as server, Portal(server.address) as portal:
        with pytest.raises(Problem):
            portal.save(READ, file, above=3)

        assert file.getvalue() == b""


def test_large_answer_without_its_end_is_no_answer() -> None:
    with answering(b'{"result": [' + b"1, " * 9999) as address:
        portal = Portal(address, settings=Settings(retries=0))
        with portal, pytest.raises(UnreachableProblem):
            portal.save(READ, io.BytesIO(), above=1000)


class Pieces:
    """A body in pieces."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


def test_gzip_of_several_members_and_padding() -> None:
    packed = gzip.compress(b'{"a"') + gzip.compress(b": 1}") + b"\x00\x00"
    pieces = [packed[i : i + 5] for i in range(0, len(packed), 5)]

    assert receive(Pieces(*pieces), "x-gzip", 1.0).raw == b'{"a": 1}'


@pytest.mark.parametrize("size", range(0, 60, 7))
def test_gzip_cut_anywhere_is_noticed(size: int) -> None:
    packed = gzip.compress(b'{"result": "abcdefghijklmnopqrstuvwxyz"}')[:size]

    with pytest.raises(OSError, match=r"packed"):
        receive(Pieces(packed), "gzip", 1.0)


def test_end_of_a_spilled_answer_may_be_split() -> None:
    file = io.BytesIO()
    body = receive(Pieces(b"[1, 2", b"]", b" \n"), "", 1.0, Spill(file, 2))

    assert (body.spilled, file.getvalue()) == (8, b"[1, 2] \n")
