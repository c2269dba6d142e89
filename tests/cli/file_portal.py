"""A portal of a few methods that cuts, hides and changes files on command, and notes requests."""

from __future__ import annotations

import base64
import json
import re
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "фильм «Весна».bin"
LINK = "/rest/download.json?auth=tokenoflink77&token=disk%7Csignature77"


@dataclass(slots=True)
class FilePortal:
    """State and manners of the portal. Serves file 5 of the disk and the field files of CRM."""

    content: bytes = b""
    name: str = NAME
    etag: str = '"one"'
    version: int = 1
    has_ranges: bool = True
    cuts: list[int] = field(default_factory=list)  # after how many bytes the next answers break
    dead: set[str] = field(default_factory=set)  # links that have expired
    answer: tuple[int, dict[str, str], bytes] | None = None  # given in place of the file
    told_size: int | None = None
    renews: bool = False  # each look at the file gives another link
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    held: dict[str, list[tuple[int, str, bytes]]] = field(default_factory=dict)
    loses: str = ""  # a method whose answer is lost
    keeps: bool = True  # whether it was executed then
    kept: dict[str, bytes] = field(default_factory=dict)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    downloads: list[dict[str, str]] = field(default_factory=list)
    base: str = ""
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"portal": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"{self.base}/rest/1/codeofwebhook/"

    @property
    def link(self) -> str:
        return f"{self.base}{LINK}&n={self.version}"

    def call(self, method: str, params: dict[str, Any]) -> Any:
        """Return the result of a method."""
        known: dict[str, Callable[[dict[str, Any]], Any]] = {
            "disk.file.get": lambda _: self._file(),
            "disk.folder.getchildren": self._children,
            "disk.folder.uploadfile": self._upload,
            "crm.item.fields": lambda _: {"fields": self.fields},
            "crm.item.get": lambda _: {"item": self._item()},
            "crm.item.update": self._update,
        }
        return known[method.lower()](params)

    def _file(self) -> dict[str, Any]:
        size = len(self.content) if self.told_size is None else self.told_size
        self.version += self.renews
        return {
            "ID": "5", "NAME": self.name, "TYPE": "file", "SIZE": str(size), "FILE_ID": "50",
            "GLOBAL_CONTENT_VERSION": str(self.version), "DOWNLOAD_URL": self.link,
        }  # fmt: skip

    def _children(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        wanted = params["filter"].get("=NAME")
        return [
            {"ID": str(n), "NAME": name, "TYPE": "file", "SIZE": str(len(content))}
            for n, (name, content) in enumerate(self.kept.items(), 100)
            if wanted == name and n > params["filter"][">ID"]
        ]

    def _upload(self, params: dict[str, Any]) -> dict[str, Any]:
        name, content = params["data"]["NAME"], base64.b64decode(params["fileContent"][1])
        if self.keeps:
            self.kept[name] = content
        return {"ID": 100, "NAME": name, "SIZE": str(len(content))}

    def _item(self) -> dict[str, Any]:
        item: dict[str, Any] = {"id": 1}
        for name, about in self.fields.items():
            files = [
                {"id": n, "url": "/no", "urlMachine": f"/rest/crm.file.json?auth=x&fileId={n}"}
                for n, _, _ in self.held.get(name, [])
            ]
            item[name] = files if about["isMultiple"] else (files or [None])[0]
        return item

    def _update(self, params: dict[str, Any]) -> dict[str, Any]:
        for name, value in params["fields"].items():
            before = self.held.get(name, [])
            sent = value if self.fields[name]["isMultiple"] else [value]
            ids = [v["id"] for v in sent if isinstance(v, dict)]
            number = max((n for n, _, _ in before), default=30) + 1
            new = [
                (number + i, v[0], base64.b64decode(v[1], validate=True))
                for i, v in enumerate(v for v in sent if isinstance(v, list))
            ]
            self.held[name] = [held for held in before if held[0] in ids] + new
        return {"item": self._item()}


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that hang up: they have seen enough."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: FilePortal

    def do_GET(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self._serve(json.loads(raw))

    def _serve(self, params: dict[str, Any]) -> None:
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.endswith("download.json"):
            self._download(self.portal.content, self.portal.name, params)
        elif parts.path.endswith("crm.file.json"):
            held = {n: (name, c) for files in self.portal.held.values() for n, name, c in files}
            name, content = held[int(given["fileId"])]
            self._download(content, name, params)
        else:
            method = parts.path.rpartition("/")[2]
            self.portal.calls.append((method, params or given))
            result = self.portal.call(method, params or given)
            if method == self.portal.loses:
                self.close_connection = True
                return
            body = json.dumps({"result": result, "time": {}}).encode()
            self._send(200, {"Content-Type": "application/json"}, body)

    def _download(self, content: bytes, name: str, _: object) -> None:
        portal = self.portal
        headers = {k.lower(): v for k, v in self.headers.items()}
        portal.downloads.append(headers)
        if self.path in portal.dead:
            body = json.dumps({"error": "expired_token", "error_description": "expired"}).encode()
            self._send(401, {"Content-Type": "application/json"}, body)
            return
        if portal.answer is not None:
            self._send(*portal.answer)
            return
        quoted = name.encode().decode("latin-1").replace('"', r"\"")
        given = {"Content-Disposition": f'attachment; filename="{quoted}"', "ETag": portal.etag}
        wanted = re.fullmatch(r"bytes=(\d+)-", headers.get("range", ""))
        is_same = headers.get("if-range", portal.etag) == portal.etag
        if wanted and portal.has_ranges and is_same:
            first, last = int(wanted[1]), len(content) - 1
            if first > last:
                self._send(416, {**given, "Content-Range": f"bytes */{len(content)}"}, b"")
                return
            given["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
            self._send(206, given, content[first:])
            return
        self._send(200, given, content)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        if "Content-Disposition" in headers and self.portal.cuts:
            body = body[: self.portal.cuts.pop(0)]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
