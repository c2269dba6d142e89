"""Fifty processes with one expired token: one renewal, fifty answers, again and again."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from oint_b24.profiles import Profiles
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import TOKEN
from oint_b24.world import World
from tests.cli.browser import CLIENT, SECRET, code_of, expire, register
from tests.cli.console import ROOT, Console

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif("OINT_STRESS" not in os.environ, reason="long; OINT_STRESS runs it")


def test_fifty_processes_renew_once(tmp_path: Path) -> None:
    oint = Console(tmp_path / "home", {"OINT_B24_CLIENT_SECRET": SECRET})
    portal = open_portal(tmp_path / "portal", webhooks={})
    register(portal)
    argv = [sys.executable, "-m", "oint_b24", "call", "profile", "--profile", "acme", "-q"]
    with run(portal) as served:
        login = ["login", served.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
        assert oint(*login, stdin=code_of(served.base) + "\n").code == 0
        # So many calls in a row would wait for the portal's limits: they are not the subject.
        Profiles(World(env=oint.environment())).change("acme", rate=0.0)
        for turn in range(3):
            expire(portal)
            children = [
                subprocess.Popen(
                    argv, env={"PYTHONPATH": str(ROOT), **oint.environment()},
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                )
                for _ in range(50)
            ]  # fmt: skip
            ended = [child.communicate(timeout=300) for child in children]

            assert [child.returncode for child in children] == [0] * 50, ended
            assert portal.store.count(TOKEN) == turn + 2
