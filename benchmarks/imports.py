"""Creating many records: `oint import` beside the shortest script that does batches of 50.

    python benchmarks/imports.py --rows 1000 --runs 5
    python benchmarks/imports.py --rows 20000 --runs 1 --lost 0.01 --limiter

starts a portal on loopback that takes 100 ms a request and 2 ms a record, and prints medians. The
script keeps no journal and asks nothing: what it does with a lost answer is a record missing or
double. `--lost` is the share of answers that are lost, `--limiter` lets 2 requests a second in.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

ROOT = Path(__file__).parents[1]
REQUEST, RECORD = 0.1, 0.002  # seconds
RATE, BURST = 2.0, 50.0

SCRIPT = """
import json, sys, requests
from urllib.parse import urlencode
rows = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
session = requests.Session()
for start in range(0, len(rows), 50):
    cmd = {str(i): "crm.deal.add?" + urlencode({f"fields[{k}]": v for k, v in row.items()})
           for i, row in enumerate(rows[start:start + 50])}
    for again in range(3):
        try:
            session.post(sys.argv[1] + "batch", json={"halt": 0, "cmd": cmd}, timeout=75).json()
            break
        except requests.RequestException:
            continue
"""


@dataclass
class Ledger:
    """The records made, and the requests that made them."""

    lost: float = 0.0
    limiter: bool = False
    records: list[str] = field(default_factory=list)
    requests: int = 0
    refused: int = 0
    level: float = 0.0
    at: float = field(default_factory=time.monotonic)
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def takes(self) -> bool:
        """Count a request; say whether the leaky bucket takes it."""
        with self.lock:
            now = time.monotonic()
            self.level = max(0.0, self.level - (now - self.at) * RATE)
            self.at = now
            self.requests += 1
            if self.limiter and self.level + 1 > BURST:
                self.refused += 1
                return False
            self.level += 1
            return True

    def run(self, method: str, query: dict[str, list[str]]) -> Any:
        """Run one method of the three an import needs."""
        with self.lock:
            if method == "crm.deal.add":
                self.records.append(query["fields[ORIGIN_ID]"][0])
                return len(self.records)
            if method == "crm.deal.list":
                wanted = query.get("filter[=ORIGIN_ID]", query.get("filter[%3DORIGIN_ID]", [""]))[0]
                found = [i for i, origin in enumerate(self.records, 1) if origin == wanted]
                return [{"ID": str(i), "ORIGIN_ID": wanted} for i in found]
        if method == "crm.deal.fields":
            return {name: {"type": "string"} for name in ("TITLE", "ORIGIN_ID")}
        return True

    def batch(self, body: dict[str, Any]) -> dict[str, Any]:
        """Run the commands of a batch, as long as a portal takes for them."""
        results = {}
        for key, command in body["cmd"].items():
            method, _, query = command.partition("?")
            results[key] = self.run(method, parse_qs(query))
            if method.endswith(".add"):
                time.sleep(RECORD)
        return {"result": results, "result_error": [], "result_total": [], "result_next": [],
            "result_time": []}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """HTTP: POST with JSON."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def do_POST(self) -> None:
        """Answer, refuse, or execute and say nothing."""
        ledger = self.server.ledger
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        method = self.path.rpartition("/")[2]
        if not ledger.takes():
            self._send(503, {"error": "QUERY_LIMIT_EXCEEDED"})
            return
        time.sleep(REQUEST)
        is_write = ".add?" in json.dumps(body)
        result = ledger.batch(body) if method == "batch" else ledger.run(method, {})
        if is_write and ledger.chance.random() < ledger.lost:
            self.close_connection = True
            return
        self._send(200, {"result": result, "time": {"duration": REQUEST}})

    def _send(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A portal on a loopback port."""

    daemon_threads = True

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        super().__init__(("127.0.0.1", 0), Handler)


@dataclass(frozen=True)
class Measured:
    """What one run took, and what it left."""

    wall: float
    cpu: float
    memory: float
    requests: int
    missing: int
    double: int


def measure(argv: list[str], env: dict[str, str], ledger: Ledger, rows: int, cwd: str) -> Measured:
    """Run a program to its end."""
    started = time.monotonic()
    child = subprocess.Popen(argv, env=env, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    counted = Counter(ledger.records)
    return Measured(
        wall,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        ledger.requests,
        rows - len(counted),
        sum(count - 1 for count in counted.values()),
    )


def once(tool: str, given: argparse.Namespace) -> Measured:
    """Measure one tool against a fresh portal."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "deals.ndjson")
        rows = ({"TITLE": f"Сделка {n}", "ORIGIN_ID": f"A{n}"} for n in range(given.rows))
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        server = Server(Ledger(given.lost, given.limiter))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/rest/1/benchmark/"
        env = {**os.environ, "PYTHONPATH": str(ROOT), "OINT_B24_HOME": str(Path(place, "home"))}
        argv = [sys.executable, "-c", SCRIPT, url, str(file)]
        if tool == "oint":
            oint = [sys.executable, "-m", "oint_b24"]
            subprocess.run(
                [*oint, "profile", "add", "p", "--url", url, "--quiet"], env=env, check=True,
                capture_output=True,
            )  # fmt: skip
            if not given.limiter:
                with Path(place, "home", "config", "config.toml").open("a") as settings:
                    settings.write("rate = 0\n")
            argv = [*oint, "import", "crm.deal.add", str(file), "--unique", "ORIGIN_ID",
                "--settle", "0", "--quiet"]  # fmt: skip
        try:
            return measure(argv, env, server.ledger, given.rows, place)
        finally:
            server.shutdown()
            server.server_close()


def main() -> None:
    """Print a table of medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--lost", type=float, default=0.0)
    parser.add_argument("--limiter", action="store_true")
    given = parser.parse_args()
    print(f"{given.rows} records, {given.runs} runs, {given.lost:.0%} of the answers lost")
    print(f"{'':8}{'wall s':>9}{'cpu s':>9}{'MB':>7}{'requests':>10}{'missing':>9}{'double':>8}")
    walls = {}
    for tool in ("script", "oint"):
        runs = [once(tool, given) for _ in range(given.runs)]
        middle = {
            name: statistics.median(getattr(run, name) for run in runs)
            for name in Measured.__dataclass_fields__
        }
        walls[tool] = middle["wall"]
        print(
            f"{tool:8}{middle['wall']:9.2f}{middle['cpu']:9.2f}{middle['memory']:7.0f}"
            f"{middle['requests']:10.0f}{middle['missing']:9.0f}{middle['double']:8.0f}"
        )
    print(f"oint : script = {walls['oint'] / walls['script']:.2f}")


if __name__ == "__main__":
    main()
