"""A program that forks: each request becomes a fresh process of ours, its modules there already.

It has no threads, so that a fork is as good as a start; a start of Python alone would spend most
random moments on imports. `Forker` talks to it; run as a program, it is the one that forks.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
_PATIENCE = 60.0
# What a command does to the world outside it: between any two of these it may die.
STEPS = frozenset(
    {
        "open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "fcntl.flock",
        "socket.connect", "sqlite3.connect",
    }
)  # fmt: skip
_WARM = ("call", "login", "profile", "sandbox", "bitrix24")


@dataclass(frozen=True, slots=True)
class Fate:
    """How a process ended: killed by us or with `code`, and how long it ran."""

    code: int
    is_killed: bool
    seconds: float


class Forker:
    """Processes of ours on demand, each killed after some seconds or at some step, or not.

    `ring` is a directory with a library `keyring` of its own.
    """

    def __init__(self, env: dict[str, str], home: Path, ring: Path) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.stress.forker", str(home)],
            env={"PYTHONPATH": f"{ring}{os.pathsep}{ROOT}", **env},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.communicate()

    def __call__(
        self, *argv: str, stdin: str = "", after: float = _PATIENCE, step: int = 0
    ) -> Fate:
        """Run a command line; kill it after so many seconds, or at its `step`."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        asked = {"argv": argv, "stdin": stdin, "after": after, "step": step}
        self._child.stdin.write(json.dumps(asked).encode() + b"\n")
        self._child.stdin.flush()
        return Fate(**json.loads(self._child.stdout.readline()))


def _serve(home: str) -> None:
    from oint_b24.cli import app  # noqa: F401 - what each command needs is there before the fork
    from oint_b24.portal import transport  # noqa: F401 - see above

    for name in _WARM:
        _quietly([name, "--help"])
    for line in sys.stdin.buffer:
        fate = _forked(json.loads(line), home)
        sys.stdout.write(json.dumps(fate) + "\n")
        sys.stdout.flush()


def _quietly(argv: list[str]) -> None:
    import io

    from oint_b24.cli.app import run
    from oint_b24.world import World

    run(argv, World(env={}, stdout=io.StringIO(), stderr=io.StringIO()))


def _forked(asked: dict[str, Any], home: str) -> dict[str, Any]:
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        _become(asked, home)
    handle = os.pidfd_open(child)
    try:
        select.select([handle], [], [], asked["after"])
        # A process that has ended cannot be killed any more, and its number is still its own.
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(handle)
    code = os.waitstatus_to_exitcode(status)
    return {
        "code": code, "is_killed": code == -signal.SIGKILL, "seconds": time.monotonic() - begun,
    }  # fmt: skip


def _become(asked: dict[str, Any], home: str) -> None:
    """Be the command from now on."""
    from oint_b24.__main__ import main

    read, write = os.pipe()
    os.write(write, asked["stdin"].encode())
    os.close(write)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for target, source in ((0, read), (1, nowhere), (2, nowhere)):
        os.dup2(source, target)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for life
    sys.argv = ["oint", *asked["argv"]]
    if asked["step"]:
        _die_at(asked["step"], home)
    code = 70
    try:
        code = main()
    finally:
        os._exit(code)


def _die_at(step: int, home: str) -> None:
    left = step

    def count(event: str, args: tuple[Any, ...]) -> None:
        nonlocal left
        if event in STEPS and (event != "open" or home in str(args[0])):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


if __name__ == "__main__":
    _serve(sys.argv[1])
