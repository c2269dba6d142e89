"""A storyteller: runs `oint bitrix24 …` lines through the real command line, in this process."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.cli.console import Console, Ended


@dataclass(frozen=True, slots=True)
class Teller:
    """Runs command lines; `line` is split as a shell would, `more` are words as they are."""

    oint: Console

    def __call__(self, line: str, *more: str, stdin: str = "") -> Any:
        """Run a command that must succeed and return its result."""
        answer = self.answer(line, *more, stdin=stdin)
        return answer["result"] if isinstance(answer, dict) and "time" in answer else answer

    def answer(self, line: str, *more: str, stdin: str = "") -> Any:
        """Run a command that must succeed and return all it printed, read as JSON."""
        done = self.run(line, *more, stdin=stdin)
        assert done.code == 0, f"{line}: {done.code}\n{done.err}{done.out}"
        return done.json

    def refused(self, line: str, *more: str) -> tuple[int, str]:
        """Run a command that the portal must refuse; return the exit code and the error code."""
        done = self.run(line, *more)
        assert done.code != 0, f"{line} was not refused: {done.out}"
        return done.code, str(done.json["error"])

    def run(self, line: str, *more: str, stdin: str = "") -> Ended:
        """Run a command and return how it ended."""
        return self.oint("bitrix24", *shlex.split(line), *more, stdin=stdin)
