"""A portal's bucket as the portal sees it, to be put before the methods of a `SmallPortal`."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bulk.small_portal import RefusedError


@dataclass
class Leak:
    """Refuses what overflows `burst`; loses `rate` a second (limits.md)."""

    rate: float
    burst: float
    taken: int = 0
    refused: int = 0
    _level: float = 0.0
    _at: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, _method: str, _params: dict[str, Any]) -> None:
        with self._lock:
            now = time.monotonic()
            self._level = max(0.0, self._level - self.rate * (now - self._at))
            self._at = now
            if self._level + 1 > self.burst:
                self.refused += 1
                code = "QUERY_LIMIT_EXCEEDED"
                raise RefusedError(code, 503)
            self._level += 1
            self.taken += 1
