"""One tool run as a process of its own, and what it took, brought and left on the portal."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.tools import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.tools import Tool

_LONGEST = 1800.0  # seconds a tool may take
_COLUMNS = (
    "tool", "wall, s", "ratio", "CPU, s", "memory, MB", "requests", "503", "missing", "double",
    "exit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took and brought; `code` is how it ended."""

    wall: float
    cpu: float
    memory: float
    requests: int
    refused: int
    missing: int
    double: int
    code: int


@dataclass(frozen=True, slots=True)
class Bench:
    """A portal that runs, the place for files, and how many rows there are."""

    urls: dict[str, str]
    place: Path
    rows: int

    def ask(self, what: str) -> dict[str, int]:
        """Ask the portal for its statistics, or to forget them."""
        with urllib.request.urlopen(self.urls["http"] + what) as answer:
            told: dict[str, int] = json.loads(answer.read())
        return told

    def measure(self, tool: Tool, kill_at: Callable[[dict[str, int]], bool] | None = None) -> Run:
        """Run a tool on a fresh file and portal; killed when `kill_at` says so, it runs again."""
        file = self.place / "rows.ndjson"
        for left in (file, *self.place.glob("rows.ndjson.*")):
            left.unlink(missing_ok=True)
        if "create" in self.place.name:
            file.write_text("".join(map(_row, range(self.rows))), encoding="utf-8")
        home = self.place / f"home-{time.monotonic_ns()}"
        self.ask("forget")
        started = time.monotonic()
        cpu, memory, code = self._ended(self._begun(tool, tool.command, home), kill_at)
        if kill_at is not None:
            more, peak, code = self._ended(
                self._begun(tool, tool.again or tool.command, home), None
            )
            cpu, memory = cpu + more, max(memory, peak)
        wall = time.monotonic() - started
        counted = self.ask("statistics")
        if "create" in self.place.name:
            missing, double = self.rows - counted["distinct"], counted["made"] - counted["distinct"]
        elif "one" in self.place.name:
            missing = double = 0
        else:
            missing, double = checked(file, self.rows)
        return Run(
            wall, cpu, memory, counted["requests"], counted["refused"], missing, double, code
        )

    def _begun(self, tool: Tool, command: tuple[str, ...], home: Path) -> subprocess.Popen[bytes]:
        told = {"{url}": self.urls[tool.scheme], "{file}": str(self.place / "rows.ndjson")}
        words = [told.get(word, word) for word in command]
        if tool.peer:
            words = [environment(tool.peer, self.place.parent), *words]
        env = {
            "PATH": os.environ["PATH"], "PYTHONPATH": "" if tool.peer else str(ROOT),
            "OINT_B24_HOME": str(home), "LANG": "C.UTF-8",
            "REQUESTS_CA_BUNDLE": str(self.place.parent / "authority.pem"),
        }  # fmt: skip
        with (self.place / "log").open("wb") as log:
            return subprocess.Popen(words, env=env, cwd=self.place, stdout=log, stderr=log)

    def _ended(
        self, process: subprocess.Popen[bytes], kill_at: Callable[[dict[str, int]], bool] | None
    ) -> tuple[float, float, int]:
        """Wait for the end; return seconds of the processor, megabytes at most, and the code."""
        ends = time.monotonic() + _LONGEST
        while True:
            done, status, used = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            if time.monotonic() > ends or (kill_at and kill_at(self.ask("statistics"))):
                process.kill()
                kill_at = None
            time.sleep(0.01)
        process.returncode = os.waitstatus_to_exitcode(status)
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode


def _row(number: int) -> str:
    row = {"TITLE": f"Сделка {number}", "ORIGIN_ID": f"A{number}"}
    return json.dumps(row, ensure_ascii=False) + "\n"


def checked(file: Path, rows: int) -> tuple[int, int]:
    """Return how many rows are missing in a file, and how many are double."""
    seen = bytearray(rows + 1)
    double = 0
    if file.exists():
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                number = int(json.loads(line)["ID"])
                double += seen[number]
                seen[number] = 1
    return rows - sum(seen), double


@contextmanager
def portal(place: Path, rows: int, *options: str) -> Iterator[dict[str, str]]:
    """Serve a portal; give its addresses by scheme."""
    command = [
        sys.executable, str(ROOT / "benchmarks" / "cost_portal.py"), "--rows", str(rows),
        "--certificate", str(place / "own.pem"), *options,
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as served:
        assert served.stdin is not None
        assert served.stdout is not None
        yield json.loads(served.stdout.readline())
        served.stdin.close()


def table(found: dict[str, list[Run]]) -> str:
    """Return medians, and ratios to the first tool, as a table in Markdown."""
    first = statistics.median(run.wall for run in next(iter(found.values())))
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|---|{'--:|' * (len(_COLUMNS) - 1)}"]
    for name, runs in found.items():
        walls = [run.wall for run in runs]
        wall = statistics.median(walls)
        spread = f"{wall:.2f} ({min(walls):.2f}–{max(walls):.2f})"
        cpu = statistics.median(run.cpu for run in runs)
        told = [
            name, spread, f"{wall / first:.2f}", f"{cpu:.2f}",
            f"{max(run.memory for run in runs):.0f}",
            f"{statistics.median(run.requests for run in runs):.0f}",
            *(max(values) for values in zip(*((r.refused, r.missing, r.double, r.code)
                                              for r in runs), strict=True)),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(map(str, told))} |")
    return "\n".join(lines)
