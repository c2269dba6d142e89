"""A console for tests: runs command lines in this process or in one of their own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oint_b24.cli.app import run
from oint_b24.world import World

ROOT = Path(__file__).parents[2]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(slots=True)
class Console:
    """Runs `oint` with a home of its own."""

    home: Path
    env: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        return {"OINT_B24_HOME": str(self.home), "LANG": "ru_RU.UTF-8", **self.env}

    def __call__(self, *argv: str, stdin: str = "", tty: bool = False, columns: int = 80) -> Ended:
        """Run in this process; `tty` makes stdout and stderr terminals."""
        kind = Terminal if tty else io.StringIO
        out, err = kind(), kind()
        world = World(
            env={**self.environment(), "COLUMNS": str(columns), "TERM": "xterm"},
            stdin=io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"),
            stdout=out,
            stderr=err,
        )
        return Ended(run(list(argv), world), out.getvalue(), err.getvalue())

    def spawn(
        self,
        *argv: str,
        stdin: bytes = b"",
        env: dict[str, str] | None = None,
        python: tuple[str, ...] = (),
    ) -> subprocess.CompletedProcess[bytes]:
        """Run in a process of its own, with only the environment given."""
        given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self.environment()}
        return subprocess.run(
            [sys.executable, *python, "-m", "oint_b24", *argv],
            input=stdin,
            capture_output=True,
            env={**given, **(env or {})} if env is None or "ONLY" not in env else env,
            timeout=60,
            check=False,
        )
