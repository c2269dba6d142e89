"""How much of its operating time a method has used, as the portal's answers told (limits.md).

A portal sums the seconds each method ran for one credential over ten minutes and refuses beyond
its limit. A refusal tells no times: when to try again is known only from the answers before, so
they are remembered, for the other processes of this machine too.
"""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from oint_b24.portal.envelope import as_items
from oint_b24.portal.lock import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from oint_b24.portal.envelope import Envelope
    from oint_b24.portal.request import Request

WINDOW = 600.0  # seconds over which a portal sums
LIMIT = 480.0  # seconds a method may use of it: the documented example (limits.md)
# Below this many seconds a method is far from any limit: not worth a write to the disk.
_NOTABLE = 1.0


class Spent(NamedTuple):
    """What a method has used: `seconds` of the window; some of it is forgotten at `resets_at`.

    Moments are those of our own clock.
    """

    seconds: float
    resets_at: float
    noted_at: float


class Operating:
    """The operating time of one credential on one portal, by method."""

    def __init__(self, path: Path | None, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._now = now
        self._known: dict[str, Spent] = {}
        self._lock = threading.Lock()

    def note(self, request: Request, envelope: Envelope) -> None:
        """Remember what an answer, or the answers inside a batch, told."""
        now = self._now()
        found = {
            method.lower(): spent
            for method, told in _told(request, envelope)
            if (spent := _spent(told, now)) is not None
        }
        if found:
            self._share(found)

    def spent(self, method: str) -> Spent | None:
        """Return what `method` has used, or None where nothing notable is known."""
        return self.all().get(method.lower())

    def resets_at(self, method: str) -> float | None:
        """Return when `method` gets operating time back, or None where that is not known.

        A batch is refused for the sake of the methods in it: the last of them decides.
        """
        known = self.all()
        if method.lower() == "batch":
            return max((spent.resets_at for spent in known.values()), default=None)
        spent = known.get(method.lower())
        return spent.resets_at if spent else None

    def all(self) -> dict[str, Spent]:
        """Return what is known, by method in lower case."""
        with self._lock:
            return self._valid({**self._known, **self._kept()})

    def _share(self, found: dict[str, Spent]) -> None:
        with self._lock:
            self._known = self._valid(self._known | found)
            if self._path is None:
                return
            try:
                with locked(self._path) as file:
                    file.write(_packed(self._valid(_unpacked(file.read()) | found)))
            except OSError:
                self._path = None

    def _kept(self) -> dict[str, Spent]:
        if self._path is None or not self._path.exists():
            return {}
        try:
            with locked(self._path) as file:
                return _unpacked(file.read())
        except OSError:
            return {}

    def _valid(self, known: dict[str, Spent]) -> dict[str, Spent]:
        """Return what the window still holds; a clock that was set back makes all of it void."""
        now = self._now()
        return {name: spent for name, spent in known.items() if 0 <= now - spent.noted_at < WINDOW}


def _told(request: Request, envelope: Envelope) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield methods and what was told of their time."""
    if request.method.lower() != "batch":
        yield request.method, envelope.time
        return
    times = envelope.part("result_time")
    commands = request.params.get("cmd") if isinstance(request.params, dict) else None
    for key, command in as_items(commands):
        told = times.get(key)
        if isinstance(told, dict):
            yield str(command).partition("?")[0], told


def _spent(told: dict[str, Any], now: float) -> Spent | None:
    seconds, reset = _number(told.get("operating")), _number(told.get("operating_reset_at"))
    if seconds is None or reset is None or seconds < _NOTABLE:
        return None
    # The portal's clock is not ours: what counts is how far ahead of its own «now» the reset is.
    ahead = reset - (_number(told.get("finish")) or now)
    return Spent(seconds, now + min(max(ahead, 0.0), WINDOW), now)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if 0 <= number < 1e12 else None


def _packed(known: dict[str, Spent]) -> bytes:
    rows = {name: [s.seconds, s.resets_at, s.noted_at] for name, s in known.items()}
    return json.dumps(rows).encode()


def _unpacked(raw: bytes) -> dict[str, Spent]:
    """Read what `_packed` wrote; anything else is nothing known."""
    try:
        rows = json.loads(raw)
        return {name: Spent(*map(float, row)) for name, row in rows.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
