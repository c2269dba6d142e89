"""When a call is repeated, and how long it waits.

A request is repeated only when it surely was not executed, or when repeating cannot hurt: a read,
or a version 3 write under an idempotency key. The loop knows no network and no clock of its own.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from oint_b24.errors import (
    AccessProblem,
    LimitProblem,
    PortalProblem,
    Problem,
    UnknownProblem,
    UnreachableProblem,
)
from oint_b24.portal import codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.portal.request import Request, Settings

Done = TypeVar("Done")
Reason = Literal["connect", "fault", "settle", "rate", "operating", "renew"]

MOMENT = 2.0  # seconds; longer waits are told
# A portal ends a request after 60 s (limits.md). Until then a write whose answer was lost may
# still be at work, and a second one under the same key would run beside it (rest-v3.md).
SETTLED = 65.0
_NOT_SENT = frozenset(
    {
        "network.name", "network.proxy", "network.tls", "network.refused",
        "network.connect_timeout",
    }
)  # fmt: skip
_LOST = frozenset({"network.timeout", "network.cut"})
# Base and ceiling of the exponential wait, in seconds.
_BACKOFF: dict[Reason, tuple[float, float]] = {
    "connect": (0.2, 5.0),
    "fault": (1.0, 30.0),
    "settle": (1.0, 30.0),
    "rate": (1.0, 30.0),
    "operating": (10.0, 120.0),
}


def _silent(_key: str, _params: dict[str, Any]) -> None:
    """Tell nobody."""


def _chance() -> float:
    """Return a number from 0 to 1; only who waits needs one."""
    from random import random

    return random()  # noqa: S311 - it spreads processes, it guards nothing


class Waiting(NamedTuple):
    """How a call waits: clocks, sleep, chance, and who is told of long waits.

    `tell` takes the key of a message and its parameters.
    """

    now: Callable[[], float] = time.time
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = _chance
    tell: Callable[[str, dict[str, Any]], None] = _silent

    def day_time(self, seconds: float) -> str:
        """Return the time of day in `seconds`, e.g. 10:15:20."""
        return time.strftime("%H:%M:%S", time.localtime(self.now() + seconds))


class Patience:
    """What is left of the tries and of the waiting one call may do."""

    def __init__(self, settings: Settings, waiting: Waiting, **about: Any) -> None:
        self.left = settings.wait_max
        self._retries = settings.retries
        self._waiting = waiting
        self._about = about
        self._tries = 1
        self._started = waiting.clock()

    def started(self) -> None:
        """Note that the request goes out now."""
        self._started = self._waiting.clock()

    def again(self, reason: Reason, problem: Problem, resets_at: float | None) -> bool:
        """Wait before the next try; say False where no try or no time is left."""
        problem.params["attempts"] = self._tries
        if self._tries > self._retries:
            return False
        seconds, is_fixed = self._delay(reason, problem, resets_at)
        if seconds > self.left:
            if is_fixed:
                self.too_long(problem, seconds)
            if is_fixed or self.left <= 0:
                return False
            seconds = self.left
        self._tries += 1
        self.wait(seconds, f"wait.{reason}", code=problem.code)
        return True

    def wait(self, seconds: float, key: str, **params: Any) -> None:
        """Wait; tell of more than a moment under the message `key`."""
        if seconds <= 0:
            return
        if seconds >= MOMENT:
            told = {"until": self._waiting.day_time(seconds), "seconds": math.ceil(seconds)}
            tries = {"attempt": self._tries, "attempts": self._retries + 1}
            self._waiting.tell(key, {**self._about, **told, **tries, **params})
        self.left -= seconds
        self._waiting.sleep(seconds)

    def too_long(self, problem: Problem, seconds: float) -> None:
        """Tell in `problem` when the wait would be over and what allows it."""
        problem.params["until"] = self._waiting.day_time(seconds)
        problem.params["seconds"] = math.ceil(seconds)
        if isinstance(problem, LimitProblem):
            problem.remedy = "wait.longer"

    def _delay(
        self, reason: Reason, problem: Problem, resets_at: float | None
    ) -> tuple[float, bool]:
        """Return how long to wait, and whether less would be of no use."""
        base, ceiling = _BACKOFF[reason]
        # Full jitter: processes that were refused together do not come back together.
        seconds = self._waiting.chance() * min(ceiling, base * 2 ** (self._tries - 1))
        asked = float(problem.params.get("retry_after") or 0.0)
        if reason == "settle":
            asked = max(asked, SETTLED - (self._waiting.clock() - self._started))
        if reason == "operating" and resets_at is not None:
            ahead = resets_at - self._waiting.now()
            if ahead > 0:
                return ahead + self._waiting.chance() * MOMENT, True
        return max(seconds, asked), asked > 0


def persist(
    attempt: Callable[[], Done],
    request: Request,
    patience: Patience,
    *,
    is_keyed: bool = False,
    renew: Callable[[], bool] | None = None,
    resets_at: Callable[[], float | None] = lambda: None,
) -> Done:
    """Call `attempt` until it succeeds or must not be repeated; return what it returned.

    `is_keyed` says that the portal will not execute a repetition twice. `renew` makes an expired
    credential good, once. `resets_at` tells when the method gets operating time back. Raises the
    last problem.
    """
    may_renew = renew is not None
    while True:
        try:
            return attempt()
        except Problem as problem:
            reason = why_again(problem, request, is_keyed=is_keyed)
            if reason is None:
                raise
            if reason == "renew":
                if renew is None or not may_renew or not renew():
                    raise
                may_renew = False
                continue
            reset = resets_at() if reason == "operating" else None
            if not patience.again(reason, problem, reset):
                raise


def why_again(problem: Problem, request: Request, *, is_keyed: bool = False) -> Reason | None:
    """Return why the request may be repeated after `problem`, or None where it must not be."""
    if isinstance(problem, LimitProblem):
        return _after_limit(problem)
    if isinstance(problem, UnreachableProblem):
        if problem.key in _NOT_SENT:
            return "connect"
        return "fault" if problem.key in _LOST and request.is_read else None
    if isinstance(problem, UnknownProblem):
        if not is_keyed:
            return None
        return "fault" if _is_over(problem) else "settle"
    if isinstance(problem, AccessProblem):
        return "renew" if codes.fold(problem.code) == codes.EXPIRED else None
    if isinstance(problem, PortalProblem) and request.is_read and _is_broken(problem):
        return "fault"
    return None


def _after_limit(problem: LimitProblem) -> Reason | None:
    """Return how to go on after a refusal by limits: none of them executes the call (limits.md)."""
    code = codes.fold(problem.code)
    if code == codes.OVERLOAD or problem.key.startswith("wait."):
        return None
    return "rate" if code == codes.RATE else "operating"


def _is_over(problem: UnknownProblem) -> bool:
    """Say whether the portal itself has answered, so that the lost write is no longer at work.

    502 to 504 are words of a balancer in front of it, which says nothing of the kind.
    """
    return problem.params.get("status", 502) not in (502, 503, 504)


def _is_broken(problem: PortalProblem) -> bool:
    """Say whether an answer to a read is a fault that may pass, not a refusal."""
    status = int(problem.params.get("status", 0))
    if problem.key in ("portal.not_json", "portal.empty"):
        return status >= 500 or status < 300
    return codes.is_fault(codes.fold(str(problem.params.get("code") or "")), status)
