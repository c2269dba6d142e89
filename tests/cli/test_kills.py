"""kill -9 at every step of a change: settings, secrets and tokens are whole, no lock is left."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tomllib
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from tests.cli.browser import CLIENT, SECRET, code_of, expire, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oint_b24.sandbox.server import Running
    from tests.cli.console import Console

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
# What a command does to the world outside it: between any two of these it may die.
STEPS = frozenset(
    {
        "open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "fcntl.flock",
        "socket.connect",
    }
)  # fmt: skip


@pytest.fixture
def running(tmp_path: Path, oint: Console) -> Iterator[Running]:
    """Serve a portal with an application; the console has a profile that must survive."""
    portal = open_portal(tmp_path / "portal", webhooks={(1, "keptcode"): None})
    register(portal)
    with run(portal) as served:
        oint.env["OINT_B24_CLIENT_SECRET"] = SECRET
        oint("profile", "add", "kept", "--url", f"{served.base}/rest/1/keptcode/")
        yield served


def dies_at(step: int, oint: Console, *argv: str, stdin: str = "") -> bool:
    """Run a command in a copy of this process that is killed at its `step`; say if it was."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside the server's threads
        child = os.fork()
    if child == 0:
        _killed(step, oint, argv, stdin)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _killed(step: int, oint: Console, argv: tuple[str, ...], stdin: str) -> None:
    left = step

    def count(event: str, args: tuple[Any, ...]) -> None:
        nonlocal left
        if event in STEPS and (event != "open" or str(oint.home) in str(args[0])):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    try:
        oint(*argv, stdin=stdin)
    finally:
        os._exit(0)


def assert_whole(oint: Console) -> None:
    """Read every file, use the profile that was there before, and change something."""
    # What the machine remembers of the portal's limits would make so many calls wait.
    shutil.rmtree(oint.home / "cache", ignore_errors=True)
    for path in (oint.home / "config").rglob("*.toml"):
        if not path.name.startswith("."):
            tomllib.loads(path.read_text(encoding="utf-8"))
    kept = oint("call", "profile", "--profile", "kept")
    assert kept.code == 0, kept.err
    used = oint("profile", "use", "kept")
    assert used.code == 0, used.err


def test_a_killed_profile_add_leaves_the_old_one_or_the_new_one(
    oint: Console, running: Running
) -> None:
    old, new = f"{running.base}/rest/1/keptcode/", "https://new.example/rest/7/newcode/"
    seen = set()
    step = 0
    while True:
        step += 1
        oint("profile", "add", "prod", "--url", old, "--replace")
        killed = dies_at(step, oint, "profile", "add", "prod", "--url", new, "--replace")
        assert_whole(oint)
        curl = oint("call", "profile", "--profile", "prod", "--dry-run").json["url"]
        assert ("new.example/rest/7/" in curl) or (running.base in curl), curl
        secrets = (oint.home / "config" / "secrets.toml").read_text()
        now_new = "new.example" in curl
        assert ("newcode" in secrets) == now_new
        seen.add(now_new)
        if not killed:
            break

    assert seen == {True, False}
    assert step > 5


def test_a_killed_remove_loses_no_other_secret(oint: Console, running: Running) -> None:
    step = 0
    while True:
        step += 1
        oint("profile", "add", "prod", "--url", "new.example/rest/7/newcode/", "--replace")
        killed = dies_at(step, oint, "profile", "remove", "prod")
        assert_whole(oint)
        if not killed:
            break

    assert "newcode" not in (oint.home / "config" / "secrets.toml").read_text()


def test_a_killed_login_can_be_repeated(oint: Console, running: Running) -> None:
    argv = ["login", running.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
    step = 0
    while True:
        step += 1
        killed = dies_at(step, oint, *argv, stdin=code_of(running.base) + "\n")
        assert_whole(oint)
        if not killed:
            break

    assert oint("call", "profile", "--profile", "acme").code == 0


def test_a_killed_renewal_leaves_a_pair_that_works_or_the_way_back(
    oint: Console, running: Running
) -> None:
    portal = running.server.portal
    login = ["login", running.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
    assert oint(*login, stdin=code_of(running.base) + "\n").code == 0
    codes = []
    step = 0
    while True:
        step += 1
        expire(portal)
        killed = dies_at(step, oint, "call", "profile", "--profile", "acme")
        assert_whole(oint)
        done = oint("call", "profile", "--profile", "acme")
        codes.append(done.code)
        if done.code == 5:
            assert "oint login --profile acme" in done.err
            again = oint(
                "login", "--profile", "acme", "--paste", stdin=code_of(running.base) + "\n"
            )
            assert again.code == 0, again.err
        else:
            assert done.code == 0, done.err
        if not killed:
            break

    # Lost only where the server had renewed and the answer was not yet kept.
    assert codes[-1] == 0
    assert 0 < codes.count(5) <= 5, codes


def test_a_killed_move_of_tokens_leaves_them_somewhere(oint: Console, running: Running) -> None:
    login = ["login", running.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
    assert oint(*login, stdin=code_of(running.base) + "\n").code == 0
    for step in range(1, 8):
        dies_at(step, oint, "logout", "--profile", "acme")
        assert_whole(oint)
        assert oint("call", "profile", "--profile", "acme").code in (0, 5)
