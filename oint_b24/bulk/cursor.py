"""Pages that tell where the next one begins, so that only one can be asked for at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.bulk.answers import Page, Row, id_key, number
from oint_b24.bulk.block import Block, Pack
from oint_b24.errors import PartialProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.bulk.channel import Channel
    from oint_b24.bulk.plan import Plan
    from oint_b24.bulk.question import Question
    from oint_b24.bulk.wishes import Wishes

_CONFIRMATIONS = 1  # the notify_type that im.notify.get lists first (im-notify-get.md)
_ORDINARY = 3


def first_page(question: Question, wishes: Wishes) -> dict[str, Any]:
    """Return the parameters that ask for the first page."""
    return _page(question, _size(question, wishes), {})


def _size(question: Question, wishes: Wishes) -> int:
    return min(question.plan.most, wishes.limit or question.plan.most)


def _page(question: Question, size: int, place: dict[str, Any]) -> dict[str, Any]:
    plan = question.plan
    if plan.paging == "limit+last_id":
        return {_named(plan, "limit"): size, **place}
    if plan.paging == "cursor":
        start = {"field": "id", "order": "ASC", "value": question.above}
        return {"cursor": {**start, "limit": size, **place}}
    return {"pagination": {"limit": size, **place}}


class Cursor:
    """One list, read page after page until one is empty or says that it is the last."""

    def __init__(self, channel: Channel, question: Question, wishes: Wishes, pack: Pack) -> None:
        self._channel, self._question, self._pack = channel, question, pack
        self._place: dict[str, Any] = dict(wishes.after or {})
        self._size = _size(question, wishes)

    def blocks(self) -> Iterator[Block]:
        """Yield the rows page by page.

        Raises PartialProblem where a page comes again, and the problems of the client.
        """
        before: list[Row] = []
        while True:
            page = self._channel.call(
                self._question.body(_page(self._question, self._size, self._place))
            )
            rows = page.rows
            if not rows:
                break
            if rows == before:
                raise PartialProblem(
                    "bulk.repeated",
                    method=self._question.plan.method,
                    after=self._channel.tally.rows,
                )
            before = rows
            following = self._following(page)
            yield Block(len(rows), [self._pack(rows)], following)
            if following is None:
                break
            self._place = following
        self._channel.tally.proof = "closed"

    def _following(self, page: Page) -> dict[str, Any] | None:
        """Return what leads to the next page, or None after the last one."""
        plan = self._question.plan
        if plan.paging in ("limit+last_id", "cursor"):
            return self._after(page.rows)
        told = page.result if isinstance(page.result, dict) else {}
        cursor = told.get("nextCursor") or told.get("afterCursor")
        if not cursor or told.get("hasMore") is False:
            return None
        return {"afterCursor": cursor}

    def _after(self, rows: list[Row]) -> dict[str, Any] | None:
        plan = self._question.plan
        key = id_key(rows, plan.answered)
        ids = [found for row in rows if (found := number(row, key)) is not None]
        if not ids:
            return None
        if plan.paging == "cursor":
            return {"value": ids[-1]}
        chosen = min(ids) if plan.advance == "lowest" else ids[-1]
        place = {_named(plan, "last_id"): chosen}
        if plan.kind:
            is_first = rows[-1].get("notify_type") == _CONFIRMATIONS
            place[plan.kind] = _CONFIRMATIONS if is_first else _ORDINARY
        return place


def _named(plan: Plan, name: str) -> str:
    return next((known for known in plan.names if known.casefold() == name), name)
