"""Processes killed at random moments: OINT_STRESS=1000 runs as many kills; else nothing runs."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from oint_b24.sandbox.box import open_portal, run
from tests.cli.browser import CLIENT, SECRET, code_of, expire, register
from tests.cli.console import ROOT, Console
from tests.cli.test_kills import assert_whole

if TYPE_CHECKING:
    from pathlib import Path

RUNS = int(os.environ.get("OINT_STRESS", "0"))
pytestmark = pytest.mark.skipif(not RUNS, reason="long; OINT_STRESS=1000 runs it")


def test_nothing_is_corrupt_or_lost_however_often_we_are_killed(tmp_path: Path) -> None:
    chance = random.Random(RUNS)
    oint = Console(tmp_path / "home", {"OINT_B24_CLIENT_SECRET": SECRET})
    env = {"PYTHONPATH": str(ROOT), **oint.environment()}
    portal = open_portal(tmp_path / "portal", webhooks={(1, "keptcode"): None})
    register(portal)
    killed = 0
    with run(portal) as served:
        oint("profile", "add", "kept", "--url", f"{served.base}/rest/1/keptcode/")
        login = ["login", served.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
        turn = 0
        while killed < RUNS:
            turn += 1
            expire(portal)
            argv, typed = chance.choice(
                [
                    (login, True),
                    (["call", "profile", "--profile", "acme"], False),
                    (
                        ["profile", "add", "p", "--url", f"n{turn}.example/rest/1/c/", "--replace"],
                        False,
                    ),
                    (["profile", "use", "kept"], False),
                    (["profile", "remove", "p"], False),
                    (["call", "im.chat.add", "TITLE=x", "--profile", "sandbox"], False),
                ]
            )
            child = subprocess.Popen(
                [sys.executable, "-m", "oint_b24", *argv], env=env, stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            assert child.stdin is not None
            if typed:
                child.stdin.write((code_of(served.base) + "\n").encode())
            child.stdin.close()
            try:
                child.wait(chance.uniform(0.1, 0.5))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                killed += 1
            assert_whole(oint)
            after = oint("call", "profile", "--profile", "acme")
            assert after.code in (0, 2, 5), after.err
            if after.code == 5:
                assert "oint login --profile acme" in after.err
            counted = oint("call", "im.recent.list", "--profile", "sandbox")
            assert counted.code == 0, counted.err
