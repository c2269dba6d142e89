"""A portal that only listens: records every request and answers with an empty success."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WEBHOOK = "/rest/1/sandboxcode1/"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it came: the query in its order, the body in its bytes."""

    verb: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    def pairs(self) -> tuple[tuple[str, Any], ...]:
        """Return the JSON body, objects as tuples of pairs, so that the order of keys shows."""
        found: tuple[tuple[str, Any], ...] = json.loads(self.body, object_pairs_hook=tuple)
        return found

    def part(self) -> tuple[str, str, bytes]:
        """Return the one part of a multipart body: its name, its filename, its bytes."""
        boundary = self.headers["content-type"].partition("boundary=")[2].encode()
        before, part, after = self.body.split(b"--" + boundary)
        assert (before, after) == (b"", b"--\r\n")
        head, _, content = part.partition(b"\r\n\r\n")
        found = re.search(r'form-data; name="([^"]*)"; filename="([^"]*)"', head.decode())
        assert found is not None, head
        assert content.endswith(b"\r\n")
        return found[1], found[2], content[:-2]


@dataclass(slots=True)
class Recorder:
    """What a running recorder knows: its address, what came, what it serves as files."""

    base: str = ""
    requests: list[Recorded] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def hook(self) -> str:
        """Return the address of its webhook."""
        return self.base + WEBHOOK

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Return status, content type and body for a path."""
        if path.startswith(("/rest/", "/upload/")):
            body = {"result": self._result(path.rpartition("/")[2]), "time": {}}
            return 200, "application/json; charset=utf-8", json.dumps(body).encode()
        found = self.files.get(path.removeprefix("/"))
        return (
            (404, "text/plain", b"") if found is None else (200, "application/octet-stream", found)
        )

    def _result(self, method: str) -> Any:
        if method == "disk.folder.uploadFile":
            return {"field": "file", "uploadUrl": f"{self.base}/upload/x?token=t"}
        if method == "disk.folder.getfields":
            return {
                "ID": {"TYPE": "integer", "USE_IN_FILTER": True, "USE_IN_SHOW": True},
                "CODE": {"TYPE": "string", "USE_IN_FILTER": False, "USE_IN_SHOW": True},
                "NAME": {"TYPE": "string", "USE_IN_FILTER": True, "USE_IN_SHOW": True},
            }
        return True


def _handler(recorder: Recorder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            address = urlsplit(self.path)
            recorder.requests.append(
                Recorded(
                    verb=self.command,
                    path=address.path,
                    query=parse_qsl(address.query, keep_blank_values=True),
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=self.rfile.read(length),
                )
            )
            status, kind, body = recorder.answer(address.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = _take  # noqa: N815 - the name http.server calls
        do_POST = _take  # noqa: N815 - the same

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler


@contextmanager
def listening(files: Mapping[str, bytes] | None = None) -> Iterator[Recorder]:
    """Run a recorder on a free port of the loopback for the length of the block."""
    recorder = Recorder(files=dict(files or {}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(recorder))
    server.daemon_threads = True
    recorder.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
