"""A portal's limits as one caller sees them: whose turn it is, and what answers told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.errors import LimitProblem
from oint_b24.portal import codes
from oint_b24.portal.limits.bucket import Bucket, place
from oint_b24.portal.limits.operating import Operating
from oint_b24.portal.limits.plan import STANDARD, PlanMemory

if TYPE_CHECKING:
    from oint_b24.portal.address import Address
    from oint_b24.portal.envelope import Envelope
    from oint_b24.portal.limits.budget import Budget
    from oint_b24.portal.limits.plan import Plan
    from oint_b24.portal.limits.redis_server import RedisServer
    from oint_b24.portal.request import Request, Settings
    from oint_b24.portal.retry import Patience, Waiting


class Pace:
    """The limits of one portal for one credential.

    `bucket` counts requests for the whole machine, or for several by way of Redis, `operating` the
    time of methods. `whom` names the credential where its token is replaced from time to time;
    a portal counts for the application, whichever token it shows (limits.md).
    """

    def __init__(
        self,
        address: Address,
        token: str | None,
        settings: Settings,
        waiting: Waiting,
        whom: str = "",
    ) -> None:
        self._portal, self._waiting = address.portal, waiting
        self._settings = settings
        self._plans = PlanMemory(place(settings.shared, address.host, "plan"), waiting.now)
        self._server = _server(settings, waiting)
        self.bucket = self._bucket(address.host)
        self.operating = self._operating(address.host, address.code or whom or token or "")

    def close(self) -> None:
        """Close what sharing between machines has opened."""
        if self._server is not None:
            self._server.close()

    def take_turn(self, request: Request, patience: Patience) -> None:
        """Wait until the portal takes one more request. Raises LimitProblem, nothing sent."""
        turn = self.bucket.reserve(patience.left)
        if not turn.is_taken:
            problem = LimitProblem("wait.no_turn", method=request.method, portal=self._portal)
            patience.too_long(problem, turn.wait)
            raise problem
        patience.wait(turn.wait, "wait.turn")
        patience.started()

    def answered(self, request: Request, envelope: Envelope) -> None:
        """Remember what an answer tells: the time its method has used, the portal's plan."""
        self.operating.note(request, envelope)
        plan = self._plans.note(request, envelope)
        if plan is not None:
            self.bucket.rate, self.bucket.burst = self._rates(plan)

    def pause(self, seconds: float) -> None:
        """Let time pass as for any other wait of this caller."""
        self._waiting.sleep(seconds)

    def refused(self, problem: LimitProblem) -> None:
        """Remember that the portal counts more requests than we do."""
        if codes.fold(problem.code) == codes.RATE:
            self.bucket.overflowed()

    def resets_at(self, request: Request) -> float | None:
        """Return when the method of `request` gets operating time back, where that is known."""
        return self.operating.resets_at(request.method)

    def budget(self) -> Budget:
        """Return what is left of both limits now."""
        from oint_b24.portal.limits.budget import budget_of

        return budget_of(self.bucket, self.operating, self.origin, self._waiting.now())

    @property
    def origin(self) -> str:
        """Return where rate and burst come from: `settings`, the `portal`, or the `default`."""
        if self._settings.rate is not None or self._settings.burst is not None:
            return "settings"
        return "default" if self._plans.plan() is None else "portal"

    def _rates(self, plan: Plan) -> tuple[float, float]:
        rate, burst = self._settings.rate, self._settings.burst
        return plan.rate if rate is None else rate, plan.burst if burst is None else burst

    def _known_rates(self) -> tuple[float, float]:
        """Return rate and burst; a plan is looked for only where the settings leave it open."""
        is_said = self._settings.rate is not None and self._settings.burst is not None
        return self._rates(STANDARD if is_said else self._plans.plan() or STANDARD)

    def _bucket(self, host: str) -> Bucket:
        path = place(self._settings.shared, host, "bucket")
        rate, burst = self._known_rates()
        now, clock = self._waiting.now, self._waiting.clock
        if self._server is None:
            return Bucket(path, rate, burst, now=now, clock=clock)
        from oint_b24.portal.limits.shared import SharedBucket, key_of

        key = key_of(host, "bucket")
        return SharedBucket(self._server, path, rate, burst, now=now, clock=clock, key=key)

    def _operating(self, host: str, credential: str) -> Operating:
        path = place(self._settings.shared, host, "operating", credential)
        if self._server is None:
            return Operating(path, self._waiting.now)
        from oint_b24.portal.limits.shared import SharedOperating, key_of

        key = key_of(host, "operating", credential)
        return SharedOperating(self._server, path, self._waiting.now, key=key)


def _server(settings: Settings, waiting: Waiting) -> RedisServer | None:
    if not settings.limits:
        return None
    from oint_b24.portal.limits.redis_server import RedisServer, check

    return RedisServer(check(settings.limits), waiting)
