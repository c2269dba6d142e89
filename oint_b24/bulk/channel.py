"""Pages from a portal: one by a single call, or up to 50 by one batch.

A refused command inside a batch is a page that is not there, never an empty one (batch.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.bulk.answers import Page, page_in, page_of
from oint_b24.errors import LimitProblem, UsageProblem
from oint_b24.portal import codes
from oint_b24.portal.encode import query
from oint_b24.portal.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oint_b24.bulk.plan import Plan
    from oint_b24.bulk.tally import Tally
    from oint_b24.bulk.tempo import Tempo
    from oint_b24.portal.client import Portal
    from oint_b24.portal.envelope import Envelope

_NO_BATCH = "error_batch_method_not_allowed"


class Channel:
    """Asks one portal for pages of one method, by several threads if need be.

    `batches` turns False where the method is not let into a batch.
    """

    def __init__(self, portal: Portal, plan: Plan, tally: Tally, tempo: Tempo) -> None:
        self.portal = portal
        self.plan = plan
        self.tally = tally
        self.tempo = tempo
        self.batches = plan.batches

    def call(self, params: dict[str, Any]) -> Page:
        """Return one page by a single call: the client waits and repeats as limits ask.

        Raises its problems, and UsageProblem where the answer holds no list.
        """
        request = Request(self.plan.method, params, self.plan.version, "read")
        try:
            envelope = self._sent(request, 1)
        except LimitProblem:
            self.tempo.refused()
            raise
        page = page_in(envelope, self.plan.list_path)
        if page is None:
            raise UsageProblem("bulk.no_rows", method=self.plan.method)
        return page

    def batch(self, pages: Sequence[dict[str, Any]]) -> list[Page | None]:
        """Return the pages of one batch, None for those that did not come.

        Raises the problems of the client where the batch as a whole fails.
        """
        commands = {
            f"p{i}": f"{self.plan.method}?{query(params)}" for i, params in enumerate(pages)
        }
        request = Request("batch", {"halt": 0, "cmd": commands}, effect="read")
        envelope = self._sent(request, len(commands))
        results, refused = envelope.part("result"), envelope.part("result_error")
        totals, following = envelope.part("result_total"), envelope.part("result_next")
        self._heed(refused)
        return [
            page_of(results[key], self.plan.list_path, _count(totals, key), _count(following, key))
            if key in results and key not in refused
            else None
            for key in commands
        ]

    def _sent(self, request: Request, pages: int) -> Envelope:
        self.tempo.wait()
        self.tally.sent()
        try:
            envelope = self.portal.send(request)
        finally:
            self.tally.ended()
        self.tempo.note(pages, envelope.seconds)
        return envelope

    def _heed(self, refused: dict[str, Any]) -> None:
        for error in refused.values():
            code = codes.fold(str(error.get("error", ""))) if isinstance(error, dict) else ""
            if code == codes.OPERATING:
                self.tempo.refused()
            if code == _NO_BATCH:
                self.batches = False


def _count(numbers: dict[str, Any], key: str) -> int | None:
    value = numbers.get(key)
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def fits_batch(value: Any) -> bool:
    """Say whether a value arrives through a query string as it does in JSON.

    There is no null in it, and an empty list or object vanishes (data-encoding.md): a condition
    that vanished would give too many rows.
    """
    if isinstance(value, dict):
        return bool(value) and all(fits_batch(inner) for inner in value.values())
    if isinstance(value, list):
        return bool(value) and all(fits_batch(inner) for inner in value)
    return value is not None and not isinstance(value, bool)
