"""Other tools and this one on the same portal, told as tables.

    python -m benchmarks                     # all tables, some twenty minutes
    python -m benchmarks export --rounds 5   # one of them
    python -m benchmarks million --only oint

Each tool runs in an environment of its own, kept in `--place`, as a process of its own. The portal
is `cost_portal.py` on loopback: 100 ms a request, 20 ms a page, 20 ms more where rows are counted,
50 ms a record that is made, and the limiter of the platform (2 requests a second, 50 at once). The
tools take turns, so that a busy machine slows all of them; the tables have medians and ratios to
the first line. Files are read back and the portal is asked: rows missing and double are counted.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import tools
from benchmarks.measure import Bench, Run, portal, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.tools import Tool

    Seen = dict[str, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is measured: the tools, how many rows, and how the portal is."""

    about: str
    tools: Callable[[], list[Tool]]
    rows: int
    options: tuple[str, ...] = ()
    rounds: int = 3
    only: str = ""
    kill_at: Callable[[Seen], bool] | None = None


def _at_half(name: str, whole: int) -> Callable[[Seen], bool]:
    return lambda seen: seen[name] >= whole // 2


SCENES = {
    "one": Scene("one call", tools.one, 0, rounds=9),
    "export": Scene("export of 50,000 deals", tools.exports, 50_000),
    "million": Scene("export of 1,000,000 deals", tools.exports, 1_000_000, rounds=1, only="oint"),
    "create-1000": Scene("1,000 deals made", tools.creates, 1000, rounds=1),
    "create-20000": Scene(
        "20,000 deals made, 5 ms each", tools.creates, 20_000, ("--making", "0.005"), rounds=1,
    ),
    "create-lost": Scene(
        "1,000 deals made, 5 ms each, every fifth answer is lost", tools.creates, 1000,
        ("--making", "0.005", "--lose", "5"),
    ),
    "create-killed": Scene(
        "1,000 deals made, 5 ms each, kill -9 at half, the same command again", tools.creates,
        1000, ("--making", "0.005"), kill_at=_at_half("made", 1000),
    ),
    "export-killed": Scene(
        "export of 50,000 deals, kill -9 at half, the command again (ours with --resume)",
        tools.exports, 50_000, rounds=1, kill_at=_at_half("pages", 1000),
    ),
}  # fmt: skip


def run(name: str, scene: Scene, given: argparse.Namespace, home: Path) -> str:
    """Measure a scene in turns and return its table."""
    only = given.only or scene.only
    chosen = [tool for tool in scene.tools() if re.search(only, tool.name)]
    place = home / name
    place.mkdir(exist_ok=True)
    found: dict[str, list[Run]] = {tool.name: [] for tool in chosen}
    with portal(home, max(scene.rows, 1), "--limiter", *scene.options) as urls:
        bench = Bench(urls, place, scene.rows)
        for _ in range(given.rounds or scene.rounds):
            for tool in chosen:
                done = bench.measure(tool, scene.kill_at)
                found[tool.name].append(done)
                sys.stderr.write(f"{name}: {tool.name}: {done.wall:.2f} s, exit {done.code}\n")
    return f"### {scene.about}\n\n{table(found)}\n"


def main() -> None:
    """Measure what is named, or everything, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("scenes", nargs="*", help=", ".join(SCENES))
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--only", default="", help="tools whose name matches this expression")
    parser.add_argument("--place", type=Path, help="where environments are made and kept")
    given = parser.parse_args()
    unknown = set(given.scenes) - SCENES.keys()
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: there are {', '.join(SCENES)}")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as directory:
        home = given.place or Path(directory)
        home.mkdir(parents=True, exist_ok=True)
        tools.certificate(home)
        for name, scene in SCENES.items():
            if not given.scenes or name in given.scenes:
                print(run(name, scene, given, home), flush=True)


if __name__ == "__main__":
    main()
