"""The world as one object: streams, environment, clock, sleep, directories.

Everything that a command sees of the machine comes through here; tests replace it.
"""

from __future__ import annotations

import os
import re
import sys
import time

from oint_b24.redact import Redactor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TextIO

_APP = "oint-b24"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What commands a terminal: talk quotes portals and names of files, and only our colours are ours.
_COMMANDS = re.compile(
    r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


class StdoutError(OSError):
    """Stdout does not take what is written to it: a full disk, a lost device, a closed pipe."""


class World:
    """What a command may touch; by default this process. `OINT_B24_HOME` holds all directories."""

    def __init__(
        self,
        env: Mapping[str, str] = os.environ,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        *,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        redactor: Redactor | None = None,
    ) -> None:
        self.env = env
        self.stdin = stdin or sys.stdin
        self.stdout = stdout or sys.stdout
        self.stderr = stderr or sys.stderr
        self.now = now
        self.clock = clock
        self.sleep = sleep
        self.redactor = redactor or Redactor()

    def beside(self, stderr: TextIO) -> World:
        """Return the same world with another stderr; what is secret here is secret there."""
        return World(
            self.env,
            self.stdin,
            self.stdout,
            stderr,
            now=self.now,
            clock=self.clock,
            sleep=self.sleep,
            redactor=self.redactor,
        )

    def config_dir(self) -> Path:
        """Return where settings and the secrets file live."""
        return self._directory("config")

    def data_dir(self) -> Path:
        """Return where the sandbox keeps its state."""
        return self._directory("data")

    def cache_dir(self) -> Path:
        """Return where what can be made again is kept."""
        return self._directory("cache")

    def _directory(self, kind: str) -> Path:
        from pathlib import Path

        home = self.env.get("OINT_B24_HOME")
        if home:
            return Path(home) / kind
        import platformdirs

        place = {
            "config": platformdirs.user_config_path,
            "data": platformdirs.user_data_path,
            "cache": platformdirs.user_cache_path,
        }[kind]
        return place(_APP, appauthor=False)

    def write(self, line: str) -> None:
        """Write data to stdout. Raises BrokenPipeError for a closed pipe, else StdoutError."""
        try:
            self.stdout.write(line)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise StdoutError(error.errno, error.strerror) from error

    def note(self, line: str) -> None:
        """Write talk to stderr, secrets masked; on a terminal harmless, and broken in lines."""
        talk = self.redactor.clean(line)
        if is_terminal(self.stderr):
            talk = _COMMANDS.sub(_escaped, talk.replace("\r\n", "\n"))
            talk = "\n".join(_wrapped(part, self.width()) for part in talk.split("\n"))
        self.stderr.write(talk + "\n")
        self.stderr.flush()

    def is_interactive(self) -> bool:
        """Say whether a person can be asked: stdin and stderr are both a terminal."""
        return is_terminal(self.stdin) and is_terminal(self.stderr)

    def width(self, stream: TextIO | None = None) -> int:
        """Return the columns to lay text out in: the terminal's, else COLUMNS, else 80."""
        del stream
        columns = self.env.get("COLUMNS", "")
        if columns.isdigit() and int(columns) > 0:
            return int(columns)
        try:
            return os.get_terminal_size(1).columns or 80
        except OSError:
            return 80


def _escaped(found: re.Match[str]) -> str:
    return ascii(found[0])[1:-1]


def _wrapped(line: str, width: int) -> str:
    """Break a line at spaces; colours take no room, what goes on is indented by two more."""
    if _shown(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    first, *words = line.split(" ")
    lines = [first]
    for word in words:
        joined = f"{lines[-1]} {word}"
        if _shown(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(indent + word)
    return "\n".join(lines)


def _shown(line: str) -> int:
    return len(_COLOUR.sub("", line))


def is_terminal(stream: TextIO) -> bool:
    """Say whether `stream` is a terminal; a closed or odd stream is not."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False
