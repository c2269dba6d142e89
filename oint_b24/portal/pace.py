"""A portal's limits as one caller sees them: whose turn it is, and what answers told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.errors import LimitProblem
from oint_b24.portal import codes
from oint_b24.portal.limits import Bucket, place
from oint_b24.portal.operating import Operating

if TYPE_CHECKING:
    from oint_b24.portal.address import Address
    from oint_b24.portal.envelope import Envelope
    from oint_b24.portal.request import Request, Settings
    from oint_b24.portal.retry import Patience, Waiting


class Pace:
    """The limits of one portal for one credential.

    `bucket` counts requests for the whole machine, `operating` the time of methods.
    """

    def __init__(
        self, address: Address, token: str | None, settings: Settings, waiting: Waiting
    ) -> None:
        directory, host = settings.shared, address.host
        self.bucket = Bucket(
            place(directory, host, "bucket"),
            settings.rate,
            settings.burst,
            now=waiting.now,
            clock=waiting.clock,
        )
        credential = address.code or token or ""
        self.operating = Operating(place(directory, host, "operating", credential), waiting.now)
        self._portal = address.portal

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
        """Remember what an answer tells of the time its method has used."""
        self.operating.note(request, envelope)

    def refused(self, problem: LimitProblem) -> None:
        """Remember that the portal counts more requests than we do."""
        if codes.fold(problem.code) == codes.RATE:
            self.bucket.overflowed()

    def resets_at(self, request: Request) -> float | None:
        """Return when the method of `request` gets operating time back, where that is known."""
        return self.operating.resets_at(request.method)
