"""20,000 rows, 50 kills at random moments, 1 % of the answers lost: OINT_STRESS=1 runs it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.bulk.portals import TrickyPortal, tricky, webhook
from tests.bulk.test_import import ADD, imported, numbers, written
from tests.cli.console import ROOT, Console

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS, KILLS = 20_000, 50
pytestmark = pytest.mark.skipif(
    not os.environ.get("OINT_STRESS"), reason="long; OINT_STRESS=1 runs it"
)


@pytest.fixture
def sly(tmp_path: Path) -> Iterator[TrickyPortal]:
    """Serve a portal that loses one answer of a hundred, half of them before executing."""
    chance = random.Random(20_000)
    with tricky(tmp_path / "portal") as portal:
        portal.fate = lambda _: chance.choice(("before", "after")) if chance.random() < 0.01 else ""
        yield portal


@pytest.fixture
def oint(tmp_path: Path, sly: TrickyPortal) -> Console:
    """Run command lines with a profile of the portal that counts no requests."""
    oint = Console(tmp_path / "home")
    assert oint("profile", "add", "fast", "--url", webhook(sly)).code == 0
    settings = tmp_path / "home" / "config" / "config.toml"
    settings.write_text(settings.read_text("utf-8") + "rate = 0\n", "utf-8")
    return oint


def start(oint: Console, place: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start the import in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "oint_b24", "import", ADD, "d.ndjson", "--settle", "0", *words],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()},
        cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def attempts(oint: Console, sly: TrickyPortal, place: Path, *words: str) -> Iterator[int]:
    """Run the import again and again, killing it at random moments; yield how each run ended."""
    chance = random.Random(50)
    for _ in range(KILLS):
        child = start(oint, place, *words)
        try:
            child.communicate(timeout=chance.uniform(0.3, 1.6))
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
        yield child.returncode
        while sly.running:  # the portal ends what it was asked, as --settle waits for
            time.sleep(0.01)


@pytest.mark.parametrize("parallel", ["1", "8"])
def test_with_unique_every_row_is_there_once(
    oint: Console, sly: TrickyPortal, tmp_path: Path, parallel: str
) -> None:
    written(tmp_path / "d.ndjson", ROWS)
    words = ("--unique", "ORIGIN_ID", "--parallel", parallel)
    ends = list(attempts(oint, sly, tmp_path, *words))
    last = start(oint, tmp_path, *words)
    told, _ = last.communicate()

    assert last.returncode == 0, told
    assert sum(end == -9 for end in ends) >= KILLS // 2
    assert sorted(imported(sly)) == sorted(numbers(ROWS))


@pytest.mark.parametrize("parallel", ["1", "8"])
def test_without_unique_every_uncertain_row_is_listed_and_none_is_sent_twice(
    oint: Console, sly: TrickyPortal, tmp_path: Path, parallel: str
) -> None:
    written(tmp_path / "d.ndjson", ROWS)
    for _ in attempts(oint, sly, tmp_path, "--parallel", parallel):
        pass
    last = start(oint, tmp_path, "--parallel", parallel)
    told, _ = last.communicate()

    assert last.returncode == 8, told
    result = json.loads(told)["result"]
    made = imported(sly)
    assert len(made) == len(set(made))
    uncertain = {f"A{line}" for line in result["unknown_lines"]}
    assert len(uncertain) == result["unknown"]
    assert set(numbers(ROWS)) - set(made) <= uncertain
    assert result["done"] + result["unknown"] == ROWS
