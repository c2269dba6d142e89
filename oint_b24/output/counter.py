"""How far long work is: a line that changes on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO, cast

from oint_b24.text import text
from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.world import World

_TICK = 0.2  # seconds between changes of the line
_INTERVAL = 30.0  # seconds between lines in a log
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told of work: rows so far and, where known, of how many; requests; the budget."""

    rows: int = 0
    total: int | None = None
    requests: int = 0
    used: float | None = None
    burst: float | None = None


class Counter:
    """Tells of work while it goes on. `look` gives its numbers."""

    def __init__(self, world: World, lang: str, look: Callable[[], Progress]) -> None:
        self._world, self._lang, self._look = world, lang, look
        self._stream = world.stderr
        self._is_live = is_terminal(self._stream)
        self._lock = threading.RLock()
        self._shown = 0
        self._ended = threading.Event()
        self._started = world.clock()
        self._first: int | None = None

    def run(self) -> None:
        """Tell until the work has ended."""
        pause = _TICK if self._is_live else _INTERVAL
        while not self._ended.wait(pause):
            with suppress(OSError, ValueError):  # a closed stderr must not stop the work
                self.tell()

    def tell(self) -> None:
        """Tell where the work is now."""
        line = self.line(self._look())
        with self._lock:
            if self._ended.is_set():
                return
            if not self._is_live:
                self._world.note(f"oint: {line}")
                return
            shown = fitting(line, max(self._world.width() - 1, 20))
            self._stream.write("\r" + shown.ljust(self._shown))
            self._stream.flush()
            self._shown = len(shown)

    def line(self, now: Progress) -> str:
        """Return the numbers as one line; what is not known is left out."""
        if self._first is None:
            self._first = now.rows
        seconds = max(self._world.clock() - self._started, 0.001)
        rate = (now.rows - self._first) / seconds
        parts = [self._rows(now)]
        if seconds >= 1:
            parts.append(self._text("rate", rate=spaced(round(rate))))
        parts.append(self._text("requests", requests=now.requests))
        if now.used is not None and now.burst:
            parts.append(self._text("budget", used=round(now.used), burst=round(now.burst)))
        if now.total is not None and rate >= 1 and now.total > now.rows:
            left = round((now.total - now.rows) / rate)
            parts.append(self._text("left", time=duration(left)))
        return _BETWEEN.join(parts)

    def _rows(self, now: Progress) -> str:
        if now.total is None or now.total < now.rows:
            return self._text("rows", rows=spaced(now.rows))
        return self._text("rows_of", rows=spaced(now.rows), total=spaced(now.total))

    def _text(self, name: str, **params: Any) -> str:
        return text(f"bulk.progress.{name}", self._lang, **params)

    def wipe(self) -> None:
        """Take the line away, so that something else can be said."""
        with self._lock:
            if self._shown:
                self._stream.write("\r" + " " * self._shown + "\r")
                self._shown = 0

    def end(self) -> None:
        """Stop telling."""
        self._ended.set()
        with suppress(OSError, ValueError):
            self.wipe()

    def beside(self) -> World:
        """Return the world as others should see it: what they say does not run into the line."""
        if not self._is_live:
            return self._world
        return self._world.beside(cast("TextIO", _Beside(self._stream, self)))


def fitting(line: str, most: int) -> str:
    """Return what of a line fits: its first part stays longest, then the last one."""
    parts = line.split(_BETWEEN)
    while len(parts) > 1 and len(_BETWEEN.join(parts)) > most:
        del parts[max(len(parts) - 2, 1)]
    return _BETWEEN.join(parts)[:most]


class _Beside:
    """Stderr that takes the line of a counter away before anything is written."""

    def __init__(self, stream: TextIO, counter: Counter) -> None:
        self._stream, self._counter = stream, counter

    def write(self, words: str) -> int:
        self._counter.wipe()
        return self._stream.write(words)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def counting(
    world: World, lang: str, look: Callable[[], Progress], *, is_quiet: bool
) -> Iterator[World]:
    """Tell of the work in the block; give the world to be used for it."""
    if is_quiet:
        yield world
        return
    counter = Counter(world, lang, look)
    teller = threading.Thread(target=counter.run, daemon=True)
    teller.start()
    try:
        yield counter.beside()
    finally:
        counter.end()


def spaced(number: int) -> str:
    """Return a number with its thousands apart: 52 000."""
    return f"{number:,}".replace(",", " ")


def duration(seconds: int) -> str:
    """Return a time to wait as a clock shows it: 9, 2:05, 1:00:00."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}" if minutes else str(rest)
