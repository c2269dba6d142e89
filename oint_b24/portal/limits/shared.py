"""A portal's limits kept by several machines together, on a Redis server (limits.md).

Machines behind one address share a portal's bucket; the applications and webhooks they run share
the operating time. Each question is one script on the server, reckoned by the server's clock, so
neither the clocks of the machines nor a killed process can spoil the count. What this machine sends
is counted in its own files as well: they go on where the server cannot be asked, and give back to a
server that was emptied what this machine has sent.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from oint_b24.portal.limits.bucket import Bucket, Keeper, Turn, mark
from oint_b24.portal.limits.operating import WINDOW, Operating, Spent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oint_b24.portal.limits.redis_server import RedisServer

# All of them: the moment by the server's clock, which never goes back for us.
_NOW = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
"""
# The level now; it is never below what the asking machine knows to have sent itself.
_LEVEL = f"""{_NOW}
local rate, capacity, known = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'amount', 'at')
local amount, at = tonumber(kept[1] or 0), tonumber(kept[2] or now)
amount = math.max(0, amount - rate * math.max(0, now - at), known)
local function keep(level)
  redis.call('HSET', KEYS[1], 'amount', string.format('%.6f', level),
    'at', string.format('%.6f', now))
  redis.call('PEXPIRE', KEYS[1], math.ceil(level / rate + 60) * 1000)
end
"""
_LOOK = f"{_LEVEL} return {{string.format('%.6f', amount)}}"
_FILL = f"{_LEVEL} keep(math.max(amount, capacity)) return {{}}"
_TAKE = f"""{_LEVEL}
local longest = tonumber(ARGV[4])
local wait = math.max(0, (amount + 1 - capacity) / rate)
if longest < 0 or wait <= longest then keep(amount + 1) end
return {{string.format('%.6f', wait)}}
"""
# Fields are methods, values three numbers: seconds used, when some is forgotten, when it was told.
_NOTE = f"""{_NOW}
for i = 1, #ARGV, 3 do
  redis.call('HSET', KEYS[1], ARGV[i], string.format('%.6f %.6f %.6f',
    tonumber(ARGV[i + 1]), now + tonumber(ARGV[i + 2]), now))
end
redis.call('PEXPIRE', KEYS[1], {int(WINDOW)} * 1000)
return {{}}
"""
_TOLD = f"""{_NOW}
local all, told = redis.call('HGETALL', KEYS[1]), {{}}
for i = 1, #all, 2 do
  local used, reset, noted = string.match(all[i + 1], '(%S+) (%S+) (%S+)')
  if now - tonumber(noted) >= {int(WINDOW)} then
    redis.call('HDEL', KEYS[1], all[i])
  else
    for _, value in ipairs({{all[i], used, string.format('%.6f', tonumber(reset) - now),
        string.format('%.6f', math.max(0, now - tonumber(noted)))}}) do
      told[#told + 1] = value
    end
  end
end
return told
"""
_TINY = 1e-6  # seconds; what the server's six digits may take from a wait


class SharedBucket(Bucket):
    """The requests a portal still takes from all machines that ask the same server."""

    def __init__(
        self,
        server: RedisServer,
        path: Path | None,
        rate: float,
        burst: float,
        *,
        now: Callable[[], float],
        clock: Callable[[], float],
        key: str,
    ) -> None:
        super().__init__(path, rate, burst, now=now, clock=clock)
        self._server, self._key = server, key

    @property
    def keeper(self) -> Keeper:
        """Return who shares the count."""
        if self.rate <= 0 or self._server.is_away:
            return super().keeper
        return Keeper("redis", self._server.where)

    def reserve(self, longest: float = math.inf) -> Turn:
        """Take the next place and return how long to wait for it."""
        if self.rate <= 0:
            return Turn(0.0)
        wait = self._asked(_TAKE, -1 if math.isinf(longest) else longest + _TINY)
        if wait is None:
            return super().reserve(longest)
        is_taken = wait <= longest + _TINY
        if is_taken:
            self._change(lambda level: level._replace(amount=level.amount + 1))
        return Turn(wait, is_taken)

    def overflowed(self) -> None:
        """Note that the portal has refused."""
        super().overflowed()
        if self.rate > 0:
            self._asked(_FILL)

    def used(self) -> float:
        """Return how full the bucket is now, in requests."""
        told = self._asked(_LOOK) if self.rate > 0 else None
        return super().used() if told is None else told

    def _asked(self, script: str, *given: float) -> float | None:
        """Return the number a script gives; None where the server cannot be asked."""
        known = super().used()
        told = self._server.run(script, self._key, self.rate, self.capacity, known, *given)
        return None if told is None else float(told[0]) if told else 0.0


class SharedOperating(Operating):
    """The operating time of one credential, as the answers to all machines told it."""

    def __init__(
        self, server: RedisServer, path: Path | None, now: Callable[[], float], *, key: str
    ) -> None:
        super().__init__(path, now)
        self._server, self._key = server, key

    def _share(self, found: dict[str, Spent]) -> None:
        super()._share(found)
        now = self._now()
        given: list[float | str] = []
        for method, spent in found.items():
            given += [method, spent.seconds, max(spent.resets_at - now, 0.0)]
        self._server.run(_NOTE, self._key, *given)

    def _kept(self) -> dict[str, Spent]:
        told = self._server.run(_TOLD, self._key)
        if told is None:
            return super()._kept()
        now = self._now()
        rows = zip(*[iter(told)] * 4, strict=True)
        return {
            method: Spent(float(used), now + float(ahead), now - float(ago))
            for method, used, ahead, ago in rows
        }


def key_of(host: str, kind: str, credential: str = "") -> str:
    """Return the key of a portal, or of one credential of it. The name tells neither."""
    return f"oint-b24:{mark(host, credential)}:{kind}"
