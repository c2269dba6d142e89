"""How much to ask for at once: by how long the portal took, and by what its limits leave.

A portal ends a request after 60 s, counts requests in a leaky bucket and sums the time each method
runs, in batches too (limits.md).
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from oint_b24.bulk.plan import BATCH
from oint_b24.portal.limits.operating import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.portal.limits.pace import Pace

_LONGEST = 10.0  # seconds one request should take: far from the 60 that end it
_SHARE = 0.8  # of the bucket; the rest is for people and other programs
_MORE = 1.25  # times what was used without a refusal
_SLOWER = 3.0  # times the best duration of a page from which the portal counts as busy
_READERS = 8  # threads that may be busy with answers while the others wait for theirs
_WEIGHT = 0.4  # of the newest measurement


class Tempo:
    """The speed of one list. Used by several threads."""

    def __init__(self, parallel: int, pace: Pace, method: str) -> None:
        self.most = max(1, parallel)
        self.width = self.most
        self._pace, self._method = pace, method
        self._page: float | None = None
        self._best: float | None = None
        self._limit = LIMIT  # of the operating time, as long as nothing else is known
        self._lock, self._turn = threading.Lock(), threading.Lock()
        self._free, self._running = threading.Condition(), 0

    def note(self, pages: int, seconds: float) -> None:
        """Note that a request for `pages` took `seconds`."""
        each = seconds / max(pages, 1)
        with self._lock:
            before = each if self._page is None else self._page
            self._page = before + _WEIGHT * (each - before)
            self._best = min(self._best or each, each)
            is_busy = self._page > self._best * _SLOWER and seconds > 1.0
            self.width = max(1, self.width - 1) if is_busy else min(self.most, self.width + 1)
        spent = self._pace.operating.spent(self._method)
        if spent is not None and spent.seconds > self._limit:
            self._limit = spent.seconds * _MORE  # it was only assumed, and there is more

    def stumbled(self) -> None:
        """Note that a request was too much for the portal."""
        with self._lock:
            self._page = min(_LONGEST, (self._page or 1.0) * 4)
            self.width = max(1, self.width // 2)

    def refused(self) -> None:
        """Note that the method's operating time is used up: the limit is what it has used."""
        spent = self._pace.operating.spent(self._method)
        if spent is not None:
            self._limit = max(spent.seconds, 1.0)

    def pages(self) -> int:
        """Return how many pages one request may hold now."""
        with self._lock:
            page, width, limit = self._page, self.width, self._limit
        if not page:
            return BATCH
        fits = _LONGEST / page
        spent = self._pace.operating.spent(self._method)
        if spent is not None:
            # Beyond a limit that was only assumed, a page at a time finds out if it is one.
            fits = min(fits, max(limit - spent.seconds, 0.0) / page / width)
        return max(1, min(BATCH, int(fits)))

    @property
    def threads(self) -> int:
        """Return how many threads keep the requests going: some read while others wait."""
        return self.most + min(self.most, _READERS)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the places for requests at once, when the bucket has room, for the block."""
        with self._free:
            self._free.wait_for(lambda: self._running < self.width)
            self._running += 1
        try:
            self.wait()
            yield
        finally:
            with self._free:
                self._running -= 1
                self._free.notify_all()

    def wait(self) -> None:
        """Wait until a request leaves the bucket room for others; then they go at its rate."""
        bucket = self._pace.bucket
        if bucket.rate <= 0:
            return
        with self._turn:
            over = bucket.used() + 1 - _SHARE * bucket.capacity
            if over > 0:
                self._pace.pause(over / bucket.rate)
