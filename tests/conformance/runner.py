"""Runs a command line of the product within the test, with streams of its own."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oint_b24.cli.app import run
from oint_b24.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command line ended."""

    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Places:
    """What the placeholders of a row stand for."""

    portal: Recorder
    shop: Recorder
    directory: Path

    def fill(self, text: str) -> str:
        """Return `text` with its placeholders replaced."""
        for name, value in (
            ("{hook}", self.portal.hook),
            ("{bare}", self.portal.hook.rstrip("/")),
            ("{portal}", self.portal.base),
            ("{base}", self.shop.base),
            ("{dir}", str(self.directory)),
        ):
            text = text.replace(name, value)
        return text

    def argv(self, argv: list[str]) -> list[str]:
        """Return the whole command line of a row."""
        return ["bitrix24", *map(self.fill, argv)]


def execute(argv: list[str], home: Path, stdin: str = "") -> Ended:
    """Run `argv` in a world with an empty home, no terminal and no settings."""
    out, err = io.StringIO(), io.StringIO()
    world = World(
        env={"OINT_B24_HOME": str(home), "LANG": "ru_RU.UTF-8"},
        stdin=io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"),
        stdout=out,
        stderr=err,
        sleep=lambda _: None,
    )
    code = run(argv, world)
    return Ended(code, out.getvalue(), err.getvalue())
