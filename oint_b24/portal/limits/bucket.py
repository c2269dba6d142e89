"""The portal's request limit, kept by all processes of this machine together (limits.md).

A portal counts requests per source address in a leaky bucket: each request adds one, the bucket
loses `rate` a second and refuses above `burst`. We keep the same count in a file of 24 bytes per
portal. Who wants to send takes the next place at once and then waits for it without holding
anything, so the order is first come, first served, and a killed process costs one place.
"""

from __future__ import annotations

import math
import struct
import threading
import time
from typing import TYPE_CHECKING, Literal, NamedTuple

from oint_b24.portal.lock import locked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oint_b24.portal.lock import LockedFile

_LAYOUT = struct.Struct("<3d")
# Requests do not arrive at the distances they were sent at: part of the burst stays unused.
_MARGIN = 0.1
_ABSURD = 1e6


class Level(NamedTuple):
    """How full the bucket was at a moment, told by both clocks."""

    amount: float = 0.0
    clock: float = 0.0  # monotonic: not moved by who sets the time, but restarts with the machine
    now: float = 0.0  # of the day: goes on over a restart

    def at(self, clock: float, now: float, rate: float) -> Level:
        """Return the level at a later moment.

        Of two clocks that disagree the slower one is believed, for it can only make us wait; one
        that went backwards is not asked.
        """
        passed = [gone for gone in (clock - self.clock, now - self.now) if gone >= 0]
        drained = self.amount - rate * min(passed, default=0.0)
        return Level(max(drained, 0.0), clock, now)

    def pack(self) -> bytes:
        """Return the bytes kept in the file."""
        return _LAYOUT.pack(self.amount, self.clock, self.now)

    @classmethod
    def unpack(cls, raw: bytes) -> Level:
        """Read what `pack` wrote; anything else is an empty bucket."""
        if len(raw) != _LAYOUT.size:
            return cls()
        level = cls(*_LAYOUT.unpack(raw))
        sane = all(map(math.isfinite, (level.amount, level.clock, level.now)))
        return level if sane and 0 <= level.amount < _ABSURD else cls()


class Turn(NamedTuple):
    """A place in the queue: how long to wait, and whether it was taken."""

    wait: float
    is_taken: bool = True


class Keeper(NamedTuple):
    """Who shares a count, and where it is kept; `where` holds no secret."""

    by: Literal["off", "process", "machine", "redis"]
    where: str = ""


class Bucket:
    """The requests a portal still takes from this machine. A `rate` of 0 switches it off.

    `path` names the shared file; without one, or where it cannot be written, this process keeps
    its own count.
    """

    def __init__(
        self,
        path: Path | None,
        rate: float,
        burst: float,
        *,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rate = rate
        self.burst = burst
        self._path = path
        self._now, self._clock = now, clock
        self._own = _Memory()
        self._lock = threading.Lock()

    @property
    def capacity(self) -> float:
        """Return how many requests may go at once."""
        return max(self.burst - max(1.0, self.burst * _MARGIN), 1.0)

    @property
    def keeper(self) -> Keeper:
        """Return who shares the count."""
        if self.rate <= 0:
            return Keeper("off")
        return Keeper("machine", str(self._path)) if self._path else Keeper("process")

    def reserve(self, longest: float = math.inf) -> Turn:
        """Take the next place and return how long to wait for it.

        Where that is longer than `longest`, no place is taken.
        """
        if self.rate <= 0:
            return Turn(0.0)

        def take(level: Level) -> Level:
            return level._replace(amount=level.amount + (self._wait(level) <= longest))

        wait = self._wait(self._change(take))
        return Turn(wait, is_taken=wait <= longest)

    def overflowed(self) -> None:
        """Note that the portal has refused: others share our address, or its limit is lower."""
        if self.rate > 0:
            self._change(lambda level: level._replace(amount=max(level.amount, self.capacity)))

    def used(self) -> float:
        """Return how full the bucket is now, in requests."""
        return self._change(lambda level: level).amount if self.rate > 0 else 0.0

    def _wait(self, level: Level) -> float:
        return max(0.0, (level.amount + 1 - self.capacity) / self.rate)

    def _change(self, change: Callable[[Level], Level]) -> Level:
        """Replace the level and return the one before."""
        with self._lock:
            if self._path is not None:
                try:
                    with locked(self._path) as file:
                        return self._changed(file, change)
                except OSError:
                    self._path = None
            return self._changed(self._own, change)

    def _changed(self, cell: LockedFile | _Memory, change: Callable[[Level], Level]) -> Level:
        level = Level.unpack(cell.read()).at(self._clock(), self._now(), self.rate)
        cell.write(change(level).pack())
        return level


class _Memory:
    """The count of one process, where it cannot be shared."""

    def __init__(self) -> None:
        self._content = b""

    def read(self) -> bytes:
        return self._content

    def write(self, content: bytes) -> None:
        self._content = content


def place(directory: Path | None, host: str, kind: str, credential: str = "") -> Path | None:
    """Return the file in `directory` for a portal, or for one credential of it.

    The name tells neither.
    """
    return None if directory is None else directory / "limits" / f"{mark(host, credential)}.{kind}"


def mark(host: str, credential: str = "") -> str:
    """Return the digest by which a portal, or one credential of it, is known."""
    from hashlib import sha256

    return sha256(f"{host.lower()}\n{credential}".encode()).hexdigest()[:20]
