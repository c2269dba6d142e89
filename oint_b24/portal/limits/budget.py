"""What is left of a portal's limits, as a plain value: for people, scripts and the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oint_b24.portal.limits.operating import LIMIT

if TYPE_CHECKING:
    from oint_b24.portal.limits.bucket import Bucket, Keeper
    from oint_b24.portal.limits.operating import Operating, Spent


@dataclass(frozen=True, slots=True)
class MethodTime:
    """The operating time of a method: `used` of `limit` seconds, some of it back in `resets_in`."""

    method: str
    used: float
    limit: float
    resets_in: float

    @property
    def share(self) -> float:
        """Return which part of the limit is used."""
        return self.used / self.limit


@dataclass(frozen=True, slots=True)
class Budget:
    """The bucket of requests and the time of methods, those that used most first.

    `used` of `burst` requests; from `capacity` on we wait. `origin` says where rate and burst come
    from, `keeper` who shares the count. A `rate` of 0 means that nothing is counted.
    """

    used: float
    capacity: float
    burst: float
    rate: float
    origin: str
    keeper: Keeper
    methods: tuple[MethodTime, ...]

    @property
    def empty_in(self) -> float:
        """Return in how many seconds the bucket is empty where nobody sends."""
        return self.used / self.rate if self.rate > 0 else 0.0

    @property
    def wait(self) -> float:
        """Return how many seconds the next request waits for its turn."""
        return max(0.0, (self.used + 1 - self.capacity) / self.rate) if self.rate > 0 else 0.0


def budget_of(bucket: Bucket, operating: Operating, origin: str, now: float) -> Budget:
    """Return what is left of both limits."""
    rows = [_row(name, spent, now) for name, spent in operating.all().items()]
    rows.sort(key=lambda row: (-row.used, row.method))
    return Budget(
        used=bucket.used(),
        capacity=bucket.capacity,
        burst=bucket.burst,
        rate=bucket.rate,
        origin=origin,
        keeper=bucket.keeper,
        methods=tuple(rows),
    )


def _row(method: str, spent: Spent, now: float) -> MethodTime:
    return MethodTime(method, spent.seconds, LIMIT, max(spent.resets_at - now, 0.0))
