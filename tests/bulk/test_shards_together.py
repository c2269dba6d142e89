"""The parts of one list read by several processes, on one machine and on several."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack, nullcontext
from typing import TYPE_CHECKING

import pytest

from tests.bulk.small_portal import SmallPortal, deals, table
from tests.cli.console import ROOT, Console
from tests.leaky import Leak
from tests.redis_box import any_redis

if TYPE_CHECKING:
    from pathlib import Path

ALL = list(range(1, 3001))
METHODS = {"crm.deal.list": table(deals(ALL))}
PARTS = 4


def leak() -> Leak:
    """Return a bucket that takes a little more at once than commands are told.

    What they send in a burst may arrive later than it was sent, without a refusal.
    """
    return Leak(rate=10.0, burst=13.0)


def slow() -> dict[str, float]:
    """Tell of answers that took long, so that requests are small and many."""
    return {"duration": 9.0}


def serve(bucket: Leak) -> SmallPortal:
    return SmallPortal(METHODS, before_request=bucket, operating=slow)


def start(home: Path, url: str, part: int, redis: str | None) -> subprocess.Popen[str]:
    told = {"OINT_B24_LIMITS_URL": redis} if redis else {}
    oint = Console(home, told)
    oint("profile", "add", f"at-{url.split(':')[2][:5]}", "--url", url, "--rate", "10",
         "--burst", "6")  # fmt: skip
    profile = f"at-{url.split(':')[2][:5]}"
    argv = ["list", "crm.deal.list", "--shard", f"{part}/{PARTS}", "--columns", "ID"]
    argv += ["--output", "ndjson", "--retries", "0", "--profile", profile]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "oint_b24", *argv], stdout=pipe, stderr=pipe, text=True, env=env
    )


def ids(running: list[subprocess.Popen[str]]) -> list[int]:
    """Return the ids all processes wrote together, once each of them is done."""
    ended = [(process, *process.communicate(timeout=60)) for process in running]
    assert [process.returncode for process, *_ in ended] == [0] * len(ended), ended
    lines = [line for _, out, _ in ended for line in out.splitlines()]
    return sorted(int(json.loads(line)["ID"]) for line in lines)


@pytest.mark.parametrize("keeper", ["file", "redis"])
def test_parts_share_one_bucket_and_lose_nothing(tmp_path: Path, keeper: str) -> None:
    bucket = leak()
    machines = 1 if keeper == "file" else PARTS  # with Redis each process has files of its own
    with (
        any_redis() if keeper == "redis" else nullcontext() as box,
        serve(bucket) as small,
    ):
        running = [
            start(tmp_path / str(part % machines), small.url, part + 1, box and box.url)
            for part in range(PARTS)
        ]

        assert ids(running) == ALL
    assert bucket.refused == 0
    assert bucket.taken > 20


def test_two_portals_have_a_bucket_each(tmp_path: Path) -> None:
    buckets = [leak(), leak()]
    with ExitStack() as stack:
        portals = [stack.enter_context(serve(bucket)) for bucket in buckets]
        running = [
            [start(tmp_path, small.url, part + 1, None) for part in range(PARTS)]
            for small in portals
        ]

        assert [ids(processes) for processes in running] == [ALL] * 2
    assert [bucket.refused for bucket in buckets] == [0, 0]
    assert len(list((tmp_path / "cache" / "limits").glob("*.bucket"))) == 2
