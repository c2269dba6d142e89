"""How long one command takes from start to end, beside the shortest scripts that do the same.

    python -m benchmarks.startup               # 21 rounds, about two minutes
    python -m benchmarks.startup --runs 51 --only oint

Every line is a process of its own whose output goes into a pipe. The tools take turns, so that a
busy machine slows all of them; the table has medians, and ratios to the bare interpreter and to the
script with requests. What is called is `user.current` by webhook, on a portal in a box that serves
already, by http; by https where a name says so, and there compared with the script by https. Each
other tool runs in an environment of its own, kept in `--place`; one that cannot be had is left out.
The first round, which compiles, is not counted. The processor's time (user and system) is less
disturbed by other programs than the clock.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.tools import certificate

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
BARE, SCRIPT, SECURE = "python -c pass", "script with requests", ", https"
PEERS = {"b24pysdk": "b24pysdk==1.3.2", "fast_bitrix24": "fast_bitrix24==1.8.14"}

# Ten lines, as people write them for cron.
_REQUESTS = """
import json
import sys

import requests

answer = requests.post(f"{sys.argv[1]}user.current", json={}, timeout=75).json()
if "error" in answer:
    sys.exit(f"{answer['error']}: {answer.get('error_description')}")
print(json.dumps(answer, ensure_ascii=False, indent=1))
"""
_PYSDK = """
import json, sys
from urllib.parse import urlsplit
from b24pysdk import BitrixWebhook
place = urlsplit(sys.argv[1])
portal = BitrixWebhook(domain=place.netloc, webhook_token=place.path.strip("/").partition("/")[2])
print(json.dumps(portal.call_method("user.current"), ensure_ascii=False, indent=1))
"""
_FAST = """
import json, sys
from fast_bitrix24 import Bitrix
portal = Bitrix(sys.argv[1], verbose=False)
print(json.dumps(portal.call("user.current", raw=True), ensure_ascii=False, indent=1))
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its words, and the package its environment has; no Python where that is empty."""

    name: str
    words: tuple[str, ...]
    package: str = "oint-b24"


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of one process, by the clock and of the processor."""

    wall: float
    cpu: float


def tools() -> list[Tool]:
    """Return what is measured, the two that the others are compared with first."""
    chat = ("bitrix24", "СоздатьЧат")
    ours = {
        "--version": ("--version",),
        "TAB": ("__complete", "bitrix24", "Созд"),
        "--help": ("--help",),
        "NAME --help": (*chat, "--help"),
        "NAME --dry-run": (*chat, "--title", "Релиз", "--dry-run"),
        "bitrix24 NAME": ("bitrix24", "ПолучитьТекущегоПользователя"),
        "call METHOD": ("call", "user.current"),
        "call METHOD KEY=VALUE": ("call", "user.get", "ID=1"),
        f"call METHOD{SECURE}": ("call", "user.current"),
    }
    return [
        Tool(BARE, ("-c", "pass")),
        Tool(SCRIPT, ("-c", _REQUESTS, "{url}"), "requests"),
        Tool(SCRIPT + SECURE, ("-c", _REQUESTS, "{url}"), "requests"),
        Tool("curl", ("-sS", "-d", "", "{url}user.current"), ""),
        Tool("fast_bitrix24 1.8.14", ("-c", _FAST, "{url}"), "fast_bitrix24"),
        Tool(f"b24pysdk 1.3.2{SECURE}", ("-c", _PYSDK, "{url}"), "b24pysdk"),
        *(Tool(f"oint {name}", ("-m", "oint_b24", *words)) for name, words in ours.items()),
    ]


def program(package: str, place: Path) -> str | None:
    """Return the Python of an environment that has `package`, or curl; None where it is not had."""
    if not package:
        return shutil.which("curl")
    if package == "oint-b24":
        return sys.executable
    folder = place / package
    python = str(folder / "bin" / "python")
    if not folder.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [python, "-m", "pip", "install", "--quiet", PEERS.get(package, package)]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            return None
    return python


@contextmanager
def portal(home: Path, *options: str) -> Iterator[str]:
    """Serve a portal in a box and give its webhook's address."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "OINT_B24_HOME": str(home)}
    command = [sys.executable, "-m", "oint_b24", "sandbox", "serve", "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    ) as box:
        assert box.stdout is not None
        try:
            yield box.stdout.readline().decode().partition(" ")[2].strip()
        finally:
            box.terminate()


def measure(words: list[str], env: dict[str, str], place: Path) -> Run:
    """Run one process to its end. Raises CalledProcessError where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        words, env=env, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return Run(wall, used.ru_utime + used.ru_stime)


def table(found: dict[str, list[Run]]) -> str:
    """Return medians and ratios as a table in Markdown."""

    def middle(name: str, part: str) -> float:
        return statistics.median(getattr(run, part) for run in found[name])

    lines = [
        "| command | ms | x bare | x script | CPU x bare | CPU x script |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name in found:
        script = SCRIPT + SECURE if name.endswith(SECURE) else SCRIPT
        cells = [f"{middle(name, 'wall') * 1000:.0f}"]
        for part in ("wall", "cpu"):
            cells += [f"{middle(name, part) / middle(other, part):.2f}" for other in (BARE, script)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def commands(only: str, place: Path) -> dict[str, list[str]]:
    """Return what is run for each tool that can be had."""
    found = {}
    for tool in tools():
        first = program(tool.package, place) if only in tool.name or _is_base(tool) else None
        if first is not None:
            found[tool.name] = [first, *tool.words]
        elif only in tool.name:
            sys.stderr.write(f"{tool.name}: not available, left out\n")
    return found


def _is_base(tool: Tool) -> bool:
    return tool.name.removesuffix(SECURE) in (BARE, SCRIPT)


def measured(
    chosen: dict[str, list[str]], urls: dict[bool, str], place: Path, runs: int
) -> dict[str, list[Run]]:
    """Run everything in turns."""
    env = {
        "PATH": os.environ["PATH"], "LANG": "ru_RU.UTF-8", "OINT_B24_HOME": str(place / "home"),
        "REQUESTS_CA_BUNDLE": str(place / "authority.pem"), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    found: dict[str, list[Run]] = {name: [] for name in chosen}
    for turn in range(runs + 1):
        for name, words in chosen.items():
            url = urls[name.endswith(SECURE)]
            told = [word.replace("{url}", url) for word in words]
            run = measure(told, {**env, "OINT_B24_URL": url}, place)
            found[name] += [run] if turn else []
        # The count of requests that a portal allows would make us wait, as it should.
        for count in place.glob("home/cache/limits/*.bucket"):
            count.unlink()
    return found


def main() -> None:
    """Measure in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--only", default="", help="tools whose name holds this")
    parser.add_argument("--place", type=Path, help="where environments are kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="startup-") as directory:
        place = given.place or Path(directory)
        chosen = commands(given.only, place)
        own = certificate(place)
        with (
            portal(place / "portal") as plain,
            portal(place / "secure", "--certificate", str(own), "--key", str(own)) as secure,
        ):
            print(table(measured(chosen, {False: plain, True: secure}, place, given.runs)))


if __name__ == "__main__":
    main()
