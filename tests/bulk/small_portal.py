"""A portal of a hundred lines whose methods are functions: it can err in ways a real one does."""

from __future__ import annotations

import json
import re
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl

PAGE = 50
_REFERENCE = re.compile(r"\$result((?:\[[^\[\]]*\])+)")
_PARTS = re.compile(r"\[([^\[\]]*)\]")


class RefusedError(Exception):
    """What a portal answers instead of a result."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status


class CutError(Exception):
    """The connection breaks instead of an answer."""


@dataclass
class Answer:
    result: Any
    total: int | None = None
    next: int | None = None


Method = Callable[[dict[str, Any]], Any]
# Sees each method before it runs, and each request: may raise RefusedError or CutError.
Hook = Callable[[str, dict[str, Any]], None]


def _nothing(_method: str, _params: dict[str, Any]) -> None:
    return


@dataclass
class SmallPortal:
    """Serves `methods` on loopback. `requests` are the methods asked for, in order."""

    methods: dict[str, Method]
    before_request: Hook = _nothing
    before_command: Hook = _nothing
    operating: Callable[[], dict[str, Any]] = dict
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.portal = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/rest/1/secretcode/"

    def answer(self, method: str, params: Any) -> tuple[int, Any]:
        with self._lock:
            self.requests.append((method, params))
            try:
                self.before_request(method, params)
                if method == "batch" and isinstance(params, list):
                    return 200, {"result": self._array(params), "time": self._time()}
                if method == "batch":
                    return 200, self._batch(params)
                made = self._run(method, params)
            except RefusedError as refused:
                return refused.status, {"error": refused.code, "error_description": "refused"}
            body: dict[str, Any] = {"result": made.result, "time": self._time()}
            body |= {} if made.total is None else {"total": made.total}
            body |= {} if made.next is None else {"next": made.next}
            return 200, body

    def _time(self) -> dict[str, Any]:
        return {"duration": 0.01, "finish": 0, **self.operating()}

    def _run(self, method: str, params: dict[str, Any]) -> Answer:
        self.before_command(method, params)
        if method not in self.methods:
            raise RefusedError("ERROR_METHOD_NOT_FOUND", 404)
        made = self.methods[method](params)
        return made if isinstance(made, Answer) else Answer(made)

    def _array(self, calls: list[dict[str, Any]]) -> list[Any]:
        """Run a batch of version 3: one refusal is that of all."""
        return [self._run(call["method"], call["query"]).result for call in calls]

    def _batch(self, params: dict[str, Any]) -> dict[str, Any]:
        parts: dict[str, dict[str, Any]] = {
            f"result{name}": {} for name in ("", "_error", "_total", "_next", "_time")
        }
        for key, command in params["cmd"].items():
            method, _, query = command.partition("?")
            try:
                made = self._run(method, _resolved(form(query), parts["result"]))
            except RefusedError as refused:
                parts["result_error"][key] = {"error": refused.code, "error_description": ""}
                continue
            parts["result"][key] = made.result
            parts["result_time"][key] = self._time()
            parts["result_total"][key] = made.total or 0
            if made.next is not None:
                parts["result_next"][key] = made.next
        # PHP shows an empty map as a list.
        return {"result": {k: v or [] for k, v in parts.items()}, "time": self._time()}


def form(text: str) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, _, _ = name.partition("[")
        node, key = root, head
        for part in _PARTS.findall(name):
            node = node.setdefault(key, {})
            key = part or str(len(node))
        node[key] = value
    return root


def _resolved(value: Any, results: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _resolved(inner, results) for key, inner in value.items()}
    match = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    found: Any = results
    for step in _PARTS.findall(match[1]):
        try:
            found = found[int(step)] if isinstance(found, list) else found[step]
        except (KeyError, IndexError, ValueError):
            return value
    return found


def number(value: Any, default: int = 0) -> int:
    """Read a number as PHP does: any other text is 0."""
    if value is None:
        return default
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def table(
    rows: list[dict[str, Any]], *, name: str = "ID", key: str | None = None, at: str | None = None
) -> Method:
    """Return a list method over rows in rising order of ids.

    It filters by `name` and by equality of other fields, and answers ids under `key`.
    """
    key = key or name
    numbers = [int(row[key]) for row in rows]

    def answer(params: dict[str, Any]) -> Answer:
        first, last, others = 0, len(rows), {}
        for condition, value in (params.get("filter") or {}).items():
            bound = number(value)
            if condition == f">{name}":
                first = max(first, bisect_right(numbers, bound))
            elif condition == f">={name}":
                first = max(first, bisect_left(numbers, bound))
            elif condition == f"<{name}":
                last = min(last, bisect_left(numbers, bound))
            elif condition == f"<={name}":
                last = min(last, bisect_right(numbers, bound))
            else:
                others[condition] = str(value)
        found = rows[first:last]
        if others:
            found = [row for row in found if all(str(row.get(k)) == v for k, v in others.items())]
        way = str(next(iter((params.get("order") or {}).values()), "ASC")).upper()
        found = found[::-1] if way == "DESC" else found
        start = number(params.get("start"))
        page = found[max(start, 0) : max(start, 0) + PAGE]
        shown: Any = {at: page} if at else page
        if start < 0:
            return Answer(shown, 0)
        after = start + PAGE
        return Answer(shown, len(found), after if after < len(found) else None)

    return answer


def deals(ids: list[int] | range, **more: Any) -> list[dict[str, Any]]:
    return [{"ID": str(n), "TITLE": f"Сделка {n}", **more} for n in ids]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        method = self.path.rpartition("/")[2]
        try:
            status, body = self.server.portal.answer(method, json.loads(raw or b"{}"))
        except CutError:
            self.close_connection = True
            return
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    portal: SmallPortal
