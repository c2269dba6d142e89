"""Pages from a portal: one by a single call, or up to 50 by one batch.

A refused command inside a batch is a page that is not there, never an empty one (batch.md).
"""

from __future__ import annotations

import tempfile
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.answers import Page, page_in, page_of
from oint_b24.bulk.reader import BatchAnswer, Desk
from oint_b24.errors import LimitProblem, PortalProblem, UsageProblem
from oint_b24.portal import codes
from oint_b24.portal.encode import query
from oint_b24.portal.envelope import Envelope
from oint_b24.portal.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from oint_b24.bulk.plan import Plan
    from oint_b24.bulk.tally import Tally
    from oint_b24.bulk.tempo import Tempo
    from oint_b24.portal.client import Portal

_NO_BATCH = "error_batch_method_not_allowed"
_LARGE = 1 << 16  # bytes of an answer that waits in a file for its turn to be read


def _now() -> None:
    """Wait for nothing."""


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
        self._desk = Desk()

    def pages(self) -> int:
        """Return how many pages one request may hold now."""
        return min(self.plan.room, self.tempo.pages())

    def call(self, params: dict[str, Any], *, is_page: bool = True) -> Page:
        """Return one page by a single call: the client waits and repeats as limits ask.

        `is_page` says that it is one of the requests for pages. Raises its problems, and
        UsageProblem where the answer holds no list.
        """
        request = Request(self.plan.method, params, self.plan.version, "read")
        try:
            with self.tempo.turn() if is_page else nullcontext():
                self.tally.sent()
                envelope = self.portal.send(request)
        except LimitProblem:
            self.tempo.refused()
            raise
        if is_page:
            self.tempo.note(1, _seconds(envelope.time, envelope.seconds))
        page = page_in(envelope, self.plan.list_path)
        if page is None:
            raise UsageProblem("bulk.no_rows", method=self.plan.method)
        return page

    def batch(
        self, pages: Sequence[dict[str, Any]], near: Callable[[], None] = _now
    ) -> list[Page | None]:
        """Return the pages of one batch with their totals, None for those that did not come.

        `near` is called before the answer is read. Raises the problems of the client where the
        batch as a whole fails.
        """
        if self.plan.version == 3:
            return self._array(pages, near)
        found: dict[str, Any] = {}
        answer = self._exchanged(pages, lambda answer: found.update(answer.results), near)
        totals, following = answer.part("result_total"), answer.part("result_next")
        return [
            page_of(found[key], self.plan.list_path, _count(totals, key), _count(following, key))
            if key in found and key not in answer.part("result_error")
            else None
            for key in map(_key, range(len(pages)))
        ]

    def each(
        self,
        pages: Sequence[dict[str, Any]],
        take: Callable[[int, Page | None], None],
        near: Callable[[], None],
    ) -> None:
        """Give `take` the pages of one batch by number as they are read, None for lost ones.

        Raises as `batch`, and what `take` raises.
        """
        if self.plan.version == 3:
            for at, page in enumerate(self._array(pages, near)):
                take(at, page)
            return

        def read(answer: BatchAnswer) -> None:
            at = 0
            for key, result in answer.results:
                while at < len(pages) and _key(at) != key:
                    take(at, None)
                    at += 1
                take(at, page_of(result, self.plan.list_path, None, None))
                at += 1
            for lost in range(at, len(pages)):
                take(lost, None)

        self._exchanged(pages, read, near)

    def _array(
        self, pages: Sequence[dict[str, Any]], near: Callable[[], None]
    ) -> list[Page | None]:
        """Return the pages of one batch of version 3, or none of them where it was refused."""
        calls = [{"method": self.plan.method, "query": params} for params in pages]
        try:
            with self.tempo.turn():
                self.tally.sent()
                envelope = self.portal.send(Request("batch", calls, 3, "read"))
        except PortalProblem as problem:
            if type(problem) is not PortalProblem or problem.params.get("status", 500) >= 500:
                raise
            self.batches = False  # which of the calls it was, each on its own will tell
            return [None] * len(pages)
        self.tempo.note(len(pages), _seconds(envelope.time, envelope.seconds))
        near()
        results = envelope.result if isinstance(envelope.result, list) else []
        found = [page_of(result, self.plan.list_path, None, None) for result in results]
        return [*found, *([None] * len(pages))][: len(pages)]

    def close(self) -> None:
        """End the reading."""
        self._desk.close()

    def _exchanged(
        self,
        pages: Sequence[dict[str, Any]],
        read: Callable[[BatchAnswer], None],
        near: Callable[[], None],
    ) -> BatchAnswer:
        """Send a batch and have its answer read."""
        request = batch_of(self.plan.method, pages)
        with tempfile.TemporaryFile() as file:
            with self.tempo.turn():
                self.tally.sent()
                started = time.monotonic()
                envelope = self.portal.save(request, file, _LARGE)
                seconds = time.monotonic() - started
            near()
            file.seek(0)
            answer = BatchAnswer(envelope if isinstance(envelope, Envelope) else file)
            try:
                self._desk.do(lambda: read(answer))
            except ValueError as error:
                raise self._unreadable() from error
        self._heed(request, answer, seconds)
        return answer

    def _heed(self, request: Request, answer: BatchAnswer, seconds: float) -> None:
        """Learn from an answer: what it took, what was refused."""
        count = len(request.params["cmd"]) if isinstance(request.params, dict) else 1
        self.tempo.note(count, _seconds(answer.time, seconds))
        told = {"result": {"result_time": answer.part("result_time")}}
        self.portal.pace.answered(request, Envelope(told))
        for error in answer.part("result_error").values():
            code = codes.fold(str(error.get("error", ""))) if isinstance(error, dict) else ""
            if code == codes.OPERATING:
                self.tempo.refused()
            if code == _NO_BATCH:
                self.batches = False

    def _unreadable(self) -> PortalProblem:
        where = {"method": "batch", "portal": self.portal.address.portal}
        return PortalProblem("portal.not_json", kind="application/json", status=200, **where)


def batch_of(method: str, pages: Sequence[dict[str, Any]]) -> Request:
    """Return the batch that asks for pages (batch.md)."""
    commands = {_key(at): f"{method}?{query(params)}" for at, params in enumerate(pages)}
    return Request("batch", {"halt": 0, "cmd": commands}, effect="read")


def _key(number: int) -> str:
    return f"p{number}"


def _seconds(told: dict[str, Any], measured: float) -> float:
    """Return how long the portal took: by its own clock, else by ours, which counts waits too."""
    duration = told.get("duration")
    return float(duration) if isinstance(duration, (int, float)) else measured


def _count(numbers: dict[str, Any], key: str) -> int | None:
    value = numbers.get(key)
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
