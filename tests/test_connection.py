"""Connections: which proxy leads where, names of hosts, whom to trust."""

from __future__ import annotations

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.errors import UnreachableProblem
from oint_b24.portal import connection
from oint_b24.portal.client import Portal
from oint_b24.portal.proxy import proxy_for
from oint_b24.portal.request import Settings
from oint_b24.portal.transport import get

if TYPE_CHECKING:
    from collections.abc import Iterator

CHOSEN = "http://proxy.example:3128"


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    return monkeypatch


@pytest.mark.parametrize(
    ("variables", "url", "proxy"),
    [
        ({}, "https://portal.example/", None),
        ({"HTTPS_PROXY": CHOSEN}, "https://portal.example/", CHOSEN),
        ({"HTTPS_PROXY": "proxy.example:3128"}, "https://portal.example/", CHOSEN),
        ({"HTTPS_PROXY": CHOSEN}, "http://portal.example/", None),
        ({"ALL_PROXY": CHOSEN}, "https://portal.example/", CHOSEN),
        ({"HTTPS_PROXY": CHOSEN, "NO_PROXY": ".example"}, "https://portal.example/", None),
        ({"HTTPS_PROXY": CHOSEN, "NO_PROXY": "other.example"}, "https://portal.example/", CHOSEN),
        ({"HTTPS_PROXY": CHOSEN, "NO_PROXY": "10.0.0.0/8"}, "https://10.1.2.3/", None),
        ({"HTTPS_PROXY": CHOSEN, "NO_PROXY": "*"}, "https://portal.example/", None),
        ({"HTTPS_PROXY": CHOSEN}, "https://127.0.0.1/", None),
    ],
)
def test_the_environment_names_a_proxy(
    no_proxies: pytest.MonkeyPatch, variables: dict[str, str], url: str, proxy: str | None
) -> None:
    for name, value in variables.items():
        no_proxies.setenv(name, value)

    assert proxy_for(url, None) == proxy


def test_a_proxy_of_the_settings_wins_and_needs_no_scheme(no_proxies: pytest.MonkeyPatch) -> None:
    no_proxies.setenv("HTTPS_PROXY", "http://other.example:1")

    assert proxy_for("https://portal.example/", "proxy.example:3128") == CHOSEN
    assert proxy_for("https://localhost/", CHOSEN) is None


def test_a_host_in_cyrillic_is_asked_for_as_the_network_knows_it() -> None:
    url = "https://Портал.рф:8443/rest/1/code/profile"

    assert connection._in_ascii(url) == "https://xn--80awhdgm.xn--p1ai:8443/rest/1/code/profile"
    assert connection._in_ascii("https://portal.example/a") == "https://portal.example/a"


def test_a_password_of_a_proxy_may_be_cyrillic() -> None:
    header = connection._password("http://user:%D1%91%3A@proxy.example:3128")

    assert header == {"Proxy-Authorization": "Basic dXNlcjrRkTo="}
    assert connection._password(CHOSEN) == {}


@pytest.mark.parametrize("proxy", ["socks9://proxy.example:1", "ftp://proxy.example:1"])
def test_a_proxy_of_an_unknown_kind_is_no_crash(proxy: str) -> None:
    settings = Settings(proxy=proxy, retries=0)

    with (
        Portal("https://portal.example/rest/1/secretcode/", settings=settings) as portal,
        pytest.raises(UnreachableProblem) as caught,
    ):
        portal.call("profile")

    assert caught.value.key == "network.bad_address"


class _Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moved = self.path == "/moved"
        missing = self.path == "/missing"
        body = json.dumps({"path": self.path}).encode()
        self.send_response(302 if moved else 404 if missing else 200)
        if moved:
            self.send_header("Location", "/file%20name")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def files() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Files)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_public_file_is_followed_to_where_it_went(files: str) -> None:
    assert get(f"{files}/moved") == (b'{"path": "/file%20name"}', "")
    assert get(f"{files}/missing") == (None, "HTTP 404")


def test_a_public_address_that_is_none_is_told(files: str) -> None:
    port = files.rpartition(":")[2]

    assert get("http://127.0.0.1:1/x")[0] is None
    assert get(f"http://[bad:{port}/")[0] is None


def test_a_body_on_its_way_may_take_as_long_as_an_answer(
    files: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stalled upload is given up after the time-out of the settings, not that of connecting."""
    settings = Settings(timeout=33.0, connect_timeout=7.0)
    patience: list[tuple[bytes, float | None]] = []
    plain = connection.HTTPConnection.send

    def send(self: Any, data: bytes) -> None:
        patience.append((data[:4], self.sock.gettimeout()))
        plain(self, data)

    monkeypatch.setattr(connection.HTTPConnection, "send", send)
    connections = connection.Connections(settings, connection.Phase())
    with connections.open("POST", files, b"body", {"Content-Length": "4"}) as answer:
        status = answer.status
    connections.close()

    assert status == 200
    assert patience == [(b"POST", 33.0), (b"body", 33.0)]
