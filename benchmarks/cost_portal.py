"""A portal on loopback that takes as long as a real one and answers lists of deals.

    python benchmarks/cost_portal.py --rows 50000 --cost real --limiter

prints its addresses as one line of JSON and serves until its stdin is closed. It knows just enough
of the platform: lists of deals by `filter` and `order` of the id, `start`, `batch` with `$result`,
deals that are made and looked up by their ORIGIN_ID.
The cost of `real`: 100 ms a request, 20 ms a page, 20 ms more where rows are counted, 60 ms more
for the deepest offset, 50 ms a deal that is made (`--making` says otherwise); of `light`: 100 ms a
request. `--lose N` breaks the connection instead of every Nth answer to deals made.
"""

from __future__ import annotations

import argparse
import json
import re
import ssl
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

PAGE = 50
REFERENCE = re.compile(r"\$result\[(\w+)\]\[(\d+)\]\[ID\]")
BRACKETS = re.compile(r"\[([^\[\]]*)\]")
COSTS = {"real": (0.1, 0.02, 0.02, 0.06), "light": (0.1, 0.0, 0.0, 0.0), "none": (0.0,) * 4}


def deal(number: int) -> str:
    """Return one deal as JSON, of the size a real one has."""
    empty = {f"UF_CRM_{1600000000 + i}": None for i in range(8)}
    return json.dumps(
        {
            "ID": str(number), "TITLE": f"Сделка № {number}: поставка оборудования",
            "TYPE_ID": "SALE", "STAGE_ID": "WON" if number % 7 == 0 else "NEW",
            "PROBABILITY": None, "CURRENCY_ID": "RUB", "OPPORTUNITY": f"{number % 1000 * 100}.00",
            "IS_MANUAL_OPPORTUNITY": "N", "TAX_VALUE": "0.00", "LEAD_ID": None,
            "COMPANY_ID": str(number % 500), "CONTACT_ID": str(number % 900), "QUOTE_ID": None,
            "BEGINDATE": "2026-01-12T03:00:00+03:00", "CLOSEDATE": "2026-01-19T03:00:00+03:00",
            "ASSIGNED_BY_ID": str(number % 20 + 1), "CREATED_BY_ID": "1", "MODIFY_BY_ID": "1",
            "DATE_CREATE": "2026-01-12T10:00:00+03:00", "DATE_MODIFY": "2026-01-12T10:00:00+03:00",
            "OPENED": "Y", "CLOSED": "N", "COMMENTS": "Комментарий менеджера о ходе сделки. " * 3,
            "ADDITIONAL_INFO": None, "LOCATION_ID": None, "CATEGORY_ID": "0",
            "STAGE_SEMANTIC_ID": "P", "IS_NEW": "N", "IS_RECURRING": "N",
            "IS_RETURN_CUSTOMER": "N", "IS_REPEATED_APPROACH": "N", "SOURCE_ID": "CALL",
            "SOURCE_DESCRIPTION": None, "ORIGINATOR_ID": None, "ORIGIN_ID": None,
            "MOVED_BY_ID": "1", "MOVED_TIME": "2026-01-12T10:00:00+03:00", "LAST_ACTIVITY_BY": "1",
            "LAST_ACTIVITY_TIME": "2026-01-12T10:00:00+03:00", "UTM_SOURCE": None,
            "UTM_MEDIUM": None, "UTM_CAMPAIGN": None, "UTM_CONTENT": None, "UTM_TERM": None,
            **empty,
        },
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip


class Deals:
    """Deals 1 … count; the JSON of a page is made once, or each time where there are many."""

    def __init__(self, count: int) -> None:
        self.count = count
        kept = min(count, 50_000)
        self._texts = [deal(n) for n in range(1, kept + 1)]
        self._ids = [f'"ID":"{n}"' for n in range(1, kept + 1)]

    def text(self, number: int) -> str:
        """Return a deal; beyond those kept, one of them under another number."""
        at = (number - 1) % len(self._texts)
        known = self._texts[at]
        return known if at == number - 1 else known.replace(self._ids[at], f'"ID":"{number}"', 1)

    def page(self, ids: range) -> str:
        """Return a page of deals."""
        return "[" + ",".join(map(self.text, ids)) + "]"


@dataclass(slots=True)
class Bucket:
    """The leaky bucket of the platform: each request adds one, it loses `rate` a second."""

    rate: float = 2.0
    burst: float = 50.0
    level: float = 0.0
    at: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> bool:
        """Count a request; say whether it is let in."""
        with self.lock:
            now = time.monotonic()
            self.level = max(0.0, self.level - (now - self.at) * self.rate)
            self.at = now
            if self.level + 1 > self.burst:
                return False
            self.level += 1
            return True


@dataclass(slots=True)
class Portal:
    """The rows, what they cost, and what was asked of them."""

    deals: Deals
    cost: tuple[float, ...]
    bucket: Bucket | None
    requests: int = 0
    refused: int = 0
    pages: int = 0
    making: float = 0.05
    lose: int = 0
    made: list[str] = field(default_factory=list)
    writes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Start anew, the deals to be listed apart."""
        self.requests = self.refused = self.pages = self.writes = 0
        self.made.clear()
        if self.bucket is not None:
            self.bucket.level = 0.0

    def is_lost(self, method: str, params: dict[str, Any]) -> bool:
        """Say whether the answer to a request that made deals gets lost."""
        is_batch = method == "batch" and ".add?" in json.dumps(params.get("cmd")).lower()
        if not self.lose or not (is_batch or method.endswith(".add")):
            return False
        with self.lock:
            self.writes += 1
            return self.writes % self.lose == 0

    def answer(self, method: str, params: dict[str, Any]) -> tuple[int, str]:
        """Return status and body of one request, after as long as it takes."""
        started = time.monotonic()
        with self.lock:
            self.requests += 1
        if self.bucket is not None and not self.bucket.take():
            with self.lock:
                self.refused += 1
            error = {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}
            return 503, json.dumps(error)
        body, seconds = self._batch(params) if method == "batch" else self._single(method, params)
        time.sleep(max(0.0, self.cost[0] + seconds - (time.monotonic() - started)))
        return 200, body[:-1] + f',"time":{json.dumps(timing(seconds))}}}'

    def run(self, method: str, params: dict[str, Any]) -> tuple[str, float]:
        """Return the result of a method that lists no pages, and what it costs."""
        if method.endswith(".add"):
            with self.lock:
                self.made.append(str((params.get("fields") or {}).get("ORIGIN_ID")))
                return str(len(self.made)), self.making
        if method.endswith(".list"):
            wanted = _origin(params)
            with self.lock:
                found = [n for n, origin in enumerate(self.made, 1) if origin == wanted]
            rows = [{"ID": str(n), "ORIGIN_ID": wanted} for n in found]
            return json.dumps(rows), self.cost[1]
        if method.endswith(".fields"):
            return json.dumps({n: {"type": "string"} for n in ("TITLE", "ORIGIN_ID")}), 0.0
        return json.dumps({"ID": "1", "NAME": "Администратор"}, ensure_ascii=False), 0.0

    def _single(self, method: str, params: dict[str, Any]) -> tuple[str, float]:
        if not method.endswith(".list") or _origin(params):
            result, seconds = self.run(method, params)
            return f'{{"result":{result}}}', seconds
        page, total, following, seconds, _ = self.list(params, {})
        more = f',"next":{following}' if following is not None else ""
        return f'{{"result":{page},"total":{total}{more}}}', seconds

    def _batch(self, params: dict[str, Any]) -> tuple[str, float]:
        given = params.get("cmd") or {}
        commands = dict(enumerate(given)) if isinstance(given, list) else given
        last: dict[str, list[int]] = {}
        results, totals, following, times, whole = [], {}, {}, {}, 0.0
        for key, command in commands.items():
            method, _, query = command.partition("?")
            method, params = method.lower(), form(query)
            if not method.endswith(".list") or _origin(params):
                result, seconds = self.run(method, params)
                results.append(f"{json.dumps(str(key))}:{result}")
                times[key], whole = timing(seconds), whole + seconds
                continue
            page, total, after, seconds, ids = self.list(params, last)
            last[str(key)] = ids
            results.append(f"{json.dumps(str(key))}:{page}")
            totals[key], times[key] = total, timing(seconds)
            if after is not None:
                following[key] = after
            whole += seconds
        parts = (
            f'"result":{{{",".join(results)}}}', '"result_error":[]',
            f'"result_total":{json.dumps(totals)}', f'"result_next":{json.dumps(following)}',
            f'"result_time":{json.dumps(times)}',
        )  # fmt: skip
        return f'{{"result":{{{",".join(parts)}}}}}', whole

    def list(
        self, params: dict[str, Any], earlier: dict[str, list[int]]
    ) -> tuple[str, int, int | None, float, list[int]]:
        """Return a page, the total, the next start, what it costs, and the ids."""
        asked = params.get("filter") or params.get("FILTER") or {}
        given = {name.upper(): value for name, value in asked.items()}
        low = max(number(given.get(">ID"), earlier, 0) + 1, number(given.get(">=ID"), earlier, 1))
        high = min(
            number(given.get("<=ID"), earlier, self.deals.count),
            number(given.get("<ID"), earlier, self.deals.count + 1) - 1,
        )
        found = range(max(low, 1), min(high, self.deals.count) + 1)
        order = params.get("order") or params.get("ORDER") or {}
        if str(next(iter(order.values()), "ASC")).upper() == "DESC":
            found = found[::-1]
        start = number(params.get("start"), earlier, 0)
        is_counted = start >= 0
        begin = max(start, 0)
        ids = found[begin : begin + PAGE]
        with self.lock:
            self.pages += 1
        seconds = self.cost[1]
        if is_counted:
            seconds += self.cost[2] + self.cost[3] * begin / max(len(found), 1)
        after = begin + PAGE if is_counted and begin + PAGE < len(found) else None
        return self.deals.page(ids), len(found) if is_counted else 0, after, seconds, list(ids)


def _origin(params: dict[str, Any]) -> str:
    """Return the ORIGIN_ID that is looked for, empty where none is."""
    asked = params.get("filter") or params.get("FILTER") or {}
    return next((str(v) for name, v in asked.items() if name.lstrip("=") == "ORIGIN_ID"), "")


def timing(seconds: float) -> dict[str, Any]:
    """Return the clock of an answer; operating time is not what is measured here."""
    now = time.time()
    moment = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(now))
    return {
        "start": now - seconds, "finish": now, "duration": seconds, "processing": seconds,
        "date_start": moment, "date_finish": moment, "operating_reset_at": int(now) + 600,
        "operating": 0,
    }  # fmt: skip


def number(value: Any, earlier: dict[str, list[int]], default: int) -> int:
    """Read a number or a reference; a text that is neither is 0, as PHP has it."""
    if value is None:
        return default
    match = REFERENCE.fullmatch(str(value))
    if match:
        ids, at = earlier.get(match[1], []), int(match[2])
        return ids[at] if at < len(ids) else 0
    try:
        return int(value)
    except ValueError:
        return 0


def form(text: str) -> dict[str, Any]:
    """Read `a=1&b[c]=2`."""
    root: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, _, rest = name.partition("[")
        parts = BRACKETS.findall("[" + rest) if rest else []
        node, key = root, head
        for part in parts:
            node = node.setdefault(key, {})
            key = part or str(len(node))
        node[key] = value
    return root


class Handler(BaseHTTPRequestHandler):
    """HTTP: POST with JSON or a form, GET with a query."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def do_POST(self) -> None:
        """Answer a call."""
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = "json" in self.headers.get("Content-Type", "")
        self._answer((json.loads(raw) if raw else {}) if is_json else form(raw))

    def do_GET(self) -> None:
        """Answer a call, or tell what was asked so far."""
        self._answer(form(urlsplit(self.path).query))

    def _answer(self, params: dict[str, Any]) -> None:
        portal = self.server.portal
        method = urlsplit(self.path).path.rstrip("/").rsplit("/", 1)[-1].removesuffix(".json")
        if method == "statistics":
            told = {"requests": portal.requests, "refused": portal.refused, "pages": portal.pages}
            told |= {"made": len(portal.made), "distinct": len(set(portal.made))}
            status, body = 200, json.dumps(told)
        elif method == "forget":
            portal.forget()
            status, body = 200, "{}"
        else:
            status, body = portal.answer(method.lower(), params)
            if status == 200 and portal.is_lost(method.lower(), params):
                self.close_connection = True
                return
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A portal on a loopback port."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_: Any) -> None:
        """Say nothing of clients that were killed."""

    def __init__(self, portal: Portal, certificate: str | None = None) -> None:
        self.portal = portal
        super().__init__(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )


def main() -> None:
    """Serve over http, and over https where a certificate is given, until stdin ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--cost", choices=sorted(COSTS), default="real")
    parser.add_argument("--limiter", action="store_true")
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--making", type=float, default=0.05)
    parser.add_argument("--lose", type=int, default=0)
    given = parser.parse_args()
    bucket = Bucket() if given.limiter else None
    portal = Portal(Deals(given.rows), COSTS[given.cost], bucket)
    portal.making, portal.lose = given.making, given.lose
    told = {}
    for scheme, certificate in (("http", None), ("https", given.certificate)):
        if scheme == "http" or certificate:
            server = Server(portal, str(certificate) if certificate else None)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            told[scheme] = f"{scheme}://127.0.0.1:{server.server_port}/rest/1/benchmark/"
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
