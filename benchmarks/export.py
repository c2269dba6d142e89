"""Exports of many deals, measured against other tools on the same portal.

    python benchmarks/export.py              # 50,000 deals, three rounds, about four minutes
    python benchmarks/export.py --rows 1000000 --only oint --rounds 1 --cost light

Each tool runs in an environment of its own, made in a temporary directory, as a process of its
own that writes NDJSON to a file. The portal is `cost_portal.py`: 100 ms a request, 20 ms a page,
20 ms more where rows are counted, up to 60 ms more for deep offsets, and the limiter of the
platform. The tools take turns, so that a busy machine slows all of them; the table has medians
and ratios to fast_bitrix24. A file is read back: rows missing, double or out of order are counted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

_COLUMNS = (
    "tool", "wall, s", "ratio", "CPU, s", "memory, MB", "requests", "503", "missing", "double",
    "in order", "exit",
)  # fmt: skip
ROOT = Path(__file__).parents[1]
PEERS = {"b24pysdk": "b24pysdk==1.3.2", "fast_bitrix24": "fast_bitrix24==1.8.14"}

_PYSDK = """
import json, sys
from urllib.parse import urlsplit
from b24pysdk import BitrixWebhook
portal = BitrixWebhook(domain=urlsplit(sys.argv[1]).netloc, webhook_token="1/benchmark")
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for row in portal.call_list_fast("crm.deal.list", {}, timeout=60)["result"]:
        file.write(json.dumps(row, ensure_ascii=False) + "\\n")
"""
_FAST = """
import json, sys
from fast_bitrix24 import Bitrix
rows = Bitrix(sys.argv[1], verbose=False).get_all("crm.deal.list")
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\\n")
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: how it is called, given the addresses and the file to write."""

    name: str
    command: tuple[str, ...]
    scheme: str = "http"
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What one export took and brought."""

    wall: float
    cpu: float
    memory: float
    requests: int
    refused: int
    missing: int
    double: int
    is_ordered: bool
    code: int


def tools() -> list[Tool]:
    """Return what is compared; the first is what ratios refer to."""
    ours = (sys.executable, "-m", "oint_b24", "export", "crm.deal.list", "{file}", "--url", "{url}",
            "--quiet", "--no-check")  # fmt: skip
    return [
        Tool("fast_bitrix24 get_all", ("-c", _FAST, "{url}", "{file}"), "http", "fast_bitrix24"),
        Tool("b24pysdk call_list_fast", ("-c", _PYSDK, "{url}", "{file}"), "https", "b24pysdk"),
        Tool("oint export", ours),
        Tool("oint export --parallel 16", (*ours, "--parallel", "16")),
    ]


def environment(peer: str, place: Path) -> str:
    """Return the interpreter of an environment that has a peer."""
    home = place / peer
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = str(home / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", PEERS[peer]]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    return python


def certificate(place: Path) -> tuple[Path, Path]:
    """Make a certificate for loopback; return its file and that of its authority."""
    code = (
        "import sys, trustme; ca = trustme.CA(); ca.cert_pem.write_to_path(sys.argv[2]);"
        "ca.issue_cert('127.0.0.1').private_key_and_cert_chain_pem.write_to_path(sys.argv[1])"
    )
    own, authority = place / "own.pem", place / "authority.pem"
    subprocess.run([sys.executable, "-c", code, str(own), str(authority)], check=True)
    return own, authority


def ask(base: str, what: str) -> dict[str, int]:
    """Ask the portal for its statistics, or to forget them."""
    with urllib.request.urlopen(base + what) as answer:
        told: dict[str, int] = json.loads(answer.read())
    return told


def measure(tool: Tool, python: str, urls: dict[str, str], place: Path, rows: int) -> Run:
    """Run one export and look at what it wrote."""
    file = place / "rows.ndjson"
    file.unlink(missing_ok=True)
    told = {"{url}": urls[tool.scheme], "{file}": str(file)}
    words = [told.get(word, word) for word in tool.command]
    command = words if not tool.peer else [python, *words]
    env = {
        "PATH": os.environ["PATH"], "PYTHONPATH": "" if tool.peer else str(ROOT),
        "OINT_B24_HOME": str(place / f"home-{time.monotonic_ns()}"), "LANG": "C.UTF-8",
        "REQUESTS_CA_BUNDLE": str(place / "authority.pem"),
    }  # fmt: skip
    ask(urls["http"], "forget")
    started = time.monotonic()
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, cwd=place, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    counted = ask(urls["http"], "statistics")
    missing, double, is_ordered = checked(file, rows)
    return Run(
        wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, counted["requests"],
        counted["refused"], missing, double, is_ordered, process.returncode,
    )  # fmt: skip


def checked(file: Path, rows: int) -> tuple[int, int, bool]:
    """Return how many rows are missing and double, and whether they are in order."""
    seen = bytearray(rows + 1)
    double, last, is_ordered = 0, 0, True
    if file.exists():
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                number = int(json.loads(line)["ID"])
                double += seen[number]
                seen[number] = 1
                is_ordered = is_ordered and number > last
                last = number
    return rows - sum(seen), double, is_ordered


def table(found: dict[str, list[Run]]) -> str:
    """Return medians and ratios as a table in Markdown."""
    first = statistics.median(run.wall for run in next(iter(found.values())))
    lines = [
        f"| {' | '.join(_COLUMNS)} |",
        f"|---|{'--:|' * (len(_COLUMNS) - 1)}",
    ]
    for name, runs in found.items():
        wall = statistics.median(run.wall for run in runs)
        spread = f"{wall:.1f} ({min(r.wall for r in runs):.1f}–{max(r.wall for r in runs):.1f})"
        cpu = statistics.median(run.cpu for run in runs)
        worst = max(run.memory for run in runs)
        last = runs[-1]
        lines.append(
            f"| {name} | {spread} | {wall / first:.2f} | {cpu:.1f} | {worst:.0f} | {last.requests} "
            f"| {max(r.refused for r in runs)} | {max(r.missing for r in runs)} "
            f"| {max(r.double for r in runs)} | {'yes' if last.is_ordered else 'no'} "
            f"| {max(r.code for r in runs)} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cost", default="real")
    parser.add_argument("--no-limiter", action="store_true")
    parser.add_argument("--only", default="", help="tools whose name holds this")
    given = parser.parse_args()
    chosen = [tool for tool in tools() if given.only in tool.name]
    with tempfile.TemporaryDirectory(prefix="export-") as directory:
        place = Path(directory)
        pythons = {tool.name: environment(tool.peer, place) for tool in chosen if tool.peer}
        own, _ = certificate(place)
        command = [
            sys.executable, str(ROOT / "benchmarks" / "cost_portal.py"), "--rows", str(given.rows),
            "--cost", given.cost, "--certificate", str(own),
        ]  # fmt: skip
        command += [] if given.no_limiter else ["--limiter"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as portal:
            assert portal.stdin is not None
            assert portal.stdout is not None
            urls = json.loads(portal.stdout.readline())
            found: dict[str, list[Run]] = {tool.name: [] for tool in chosen}
            for _ in range(given.rounds):
                for tool in chosen:
                    run = measure(tool, pythons.get(tool.name, ""), urls, place, given.rows)
                    found[tool.name].append(run)
                    sys.stderr.write(f"{tool.name}: {run.wall:.1f} s, exit {run.code}\n")
            portal.stdin.close()
    print(table(found))


if __name__ == "__main__":
    main()
