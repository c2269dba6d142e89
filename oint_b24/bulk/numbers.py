"""Pages with numbers: how each style asks for one, and where their end is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.bulk.plan import PAGE

if TYPE_CHECKING:
    from oint_b24.bulk.answers import Page
    from oint_b24.bulk.plan import Plan


def page_params(plan: Plan, number: int, size: int) -> dict[str, Any]:
    """Return the parameters that ask for one page, counted from 0.

    Raises KeyError for a paging that has no numbers.
    """
    offset = number * size
    limit = _name(plan, "limit"), _name(plan, "offset")
    made: dict[str, dict[str, Any]] = {
        "limit+offset": {limit[0]: size, limit[1]: offset},
        "page": {"page": number + 1},
        "nav": {"PARAMS": {"NAV_PARAMS": {"nPageSize": size, "iNumPage": number + 1}}},
        "nav_params": {"NAV_PARAMS": {"nPageSize": size, "iNumPage": number + 1}},
        "params.limit+offset": {"params": {"limit": size, "offset": offset}},
        "PARAMS.limit+offset": {"PARAMS": {"limit": size, "offset": offset}},
        "pagination{page,limit,offset}": {"pagination": {"limit": size, "offset": offset}},
    }
    return made.get(plan.paging) or ({plan.start: offset} if offset else {})


def _name(plan: Plan, name: str) -> str:
    return next((known for known in plan.names if known.casefold() == name), name)


def page_size(plan: Plan, limit: int | None) -> int:
    """Return how many rows a page should have; where that can be said, no more than wanted."""
    if plan.paging.startswith("start") or plan.paging in ("", "page"):
        return PAGE
    return min(plan.most, limit or plan.most)


def has_more(result: Any) -> bool | None:
    """Return what a method without counts says of further rows, None where it says nothing."""
    if not isinstance(result, dict):
        return None
    flags = (result.get(name) for name in ("hasMore", "hasNextPage"))
    return next((flag for flag in flags if isinstance(flag, bool)), None)


class End:
    """Where a list ends: what was told of it, and what its pages show.

    `last` is the number of the last page, as far as it was told; `step` how many rows further the
    next page is; `total` how many rows the portal counted.
    """

    def __init__(self, first: Page, number: int, size: int, plan: Plan) -> None:
        self.total = first.total
        self._first = number
        self._tells_next = first.next is not None
        self._is_single = plan.style == "single"
        self._may_be_capped = "limit" in plan.paging
        self.step = self._step(first, number, size)
        self.last = max(-(-(first.total or 0) // self.step) - 1, number)

    def _step(self, first: Page, number: int, size: int) -> int:
        """Return how far the next page is: what was asked for is not always what was given."""
        if first.next is not None and number == 0:
            return max(first.next, 1)
        # Some portals cap the limit silently. im.recent.list leaves rows out, and tells of more.
        if self._may_be_capped and first.rows and has_more(first.result) is None:
            return min(len(first.rows), size)
        return size

    def is_over(self, number: int, page: Page) -> bool:
        """Say whether no page follows this one."""
        if page.next is not None:
            return False
        if self._tells_next or self._is_single:
            return True
        told = has_more(page.result)
        if told is not None:
            return not told
        is_all = self.total is not None and number == self._first and len(page.rows) >= self.total
        if is_all and (len(page.rows) > self.step or self._may_be_capped):
            return True
        if number < self.last:
            return False
        if self._may_be_capped and number == self._first and self.total is None:
            return not page.rows
        return len(page.rows) < self.step
