"""A clock that only sleeping moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.portal.retry import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Stopped:
    """Sleeps and messages are recorded; `on_sleep` is called with each."""

    time: float = 1_800_000_000.0
    chance: float = 1.0
    slept: list[float] = field(default_factory=list)
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    on_sleep: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        self.on_sleep()

    def waiting(self) -> Waiting:
        """Return the way to wait on this clock."""
        return Waiting(
            now=lambda: self.time,
            clock=lambda: self.time,
            sleep=self.sleep,
            chance=lambda: self.chance,
            tell=lambda key, params: self.told.append((key, params)),
        )
