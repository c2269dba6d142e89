"""What other tools get wrong: refusals inside a batch, limits and broken answers in mid-list."""

from __future__ import annotations

from typing import Any

import pytest

from oint_b24 import Portal
from oint_b24.bulk.api import Listing, count, rows, wished
from oint_b24.bulk.plan import plan_of
from oint_b24.bulk.tally import Tally
from oint_b24.errors import AccessProblem, LimitProblem, Problem
from oint_b24.portal.request import Settings
from tests.bulk.small_portal import CutError, RefusedError, SmallPortal, deals, table
from tests.faults.stopped import Stopped

METHODS = {"crm.deal.list": table(deals(range(1, 2001)))}
ALL = list(range(1, 2001))


def ids(found: list[Any]) -> list[int]:
    return [int(row["ID"]) for row in found]


@pytest.mark.parametrize("code", ["QUERY_LIMIT_EXCEEDED", "INTERNAL_SERVER_ERROR", "OOPS"])
@pytest.mark.parametrize("unlucky", [1, 2, 3, 4, 10, 25, 39, 41])
def test_one_command_failing_in_a_batch_loses_no_row(code: str, unlucky: int) -> None:
    asked = iter(range(1, 10_000))

    def before_command(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) == unlucky:
            raise RefusedError(code)

    tally = Tally()
    with (
        SmallPortal(METHODS, before_command=before_command) as small,
        Portal(small.url, settings=Settings(rate=0), waiting=Stopped().waiting()) as portal,
    ):
        found = list(rows(portal, "crm.deal.list", tally=tally))

    assert ids(found) == ALL
    assert tally.proof in ("counted", "closed")  # the count itself may be what failed


def test_commands_failing_everywhere_still_lose_no_row() -> None:
    asked = iter(range(1, 100_000))

    def before_command(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) % 7 == 0:
            raise RefusedError("QUERY_LIMIT_EXCEEDED", 503)

    with (
        SmallPortal(METHODS, before_command=before_command) as small,
        Portal(small.url, settings=Settings(rate=0), waiting=Stopped().waiting()) as portal,
    ):
        found = list(rows(portal, "crm.deal.list"))

    assert ids(found) == ALL


@pytest.mark.parametrize("parallel", [1, 4])
def test_operating_time_used_up_midway_is_waited_for(parallel: int) -> None:
    clock = Stopped()
    used: list[float] = []  # when each command ran

    def before_command(_method: str, _params: dict[str, Any]) -> None:
        if len([moment for moment in used if moment > clock.time - 600]) >= 20:
            raise RefusedError("OPERATION_TIME_LIMIT", 429)
        used.append(clock.time)

    def operating() -> dict[str, Any]:
        recent = [moment for moment in used if moment > clock.time - 600]
        reset = (recent[0] if recent else clock.time) + 600
        return {
            "operating": 24.0 * len(recent), "operating_reset_at": reset, "finish": clock.time,
            "duration": 24.0,
        }  # fmt: skip

    tally = Tally()
    with (
        SmallPortal(METHODS, before_command=before_command, operating=operating) as small,
        Portal(small.url, waiting=clock.waiting()) as portal,
    ):
        listing = Listing.of(plan_of("crm.deal.list"), {}, wished(parallel=parallel))
        blocks = listing.blocks(portal, lambda page: page, tally)
        found = [row for block in blocks for load in block.loads for row in load]

    assert ids(found) == ALL
    assert max(clock.slept) > 500


def test_a_command_that_is_forbidden_ends_the_list_with_that_error() -> None:
    asked = iter(range(1, 10_000))

    def before_command(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) > 20:
            raise RefusedError("ACCESS_DENIED", 403)

    got: list[Any] = []
    with (
        SmallPortal(METHODS, before_command=before_command) as small,
        Portal(small.url, waiting=Stopped().waiting()) as portal,
        pytest.raises(AccessProblem),
    ):
        got.extend(rows(portal, "crm.deal.list", parallel=1))

    assert ids(got) == ALL[: len(got)]
    assert len(got) >= 100


@pytest.mark.parametrize("unlucky", [1, 2, 4])
@pytest.mark.parametrize(
    "failure", [RefusedError("QUERY_LIMIT_EXCEEDED", 503), RefusedError("", 502), CutError()]
)
def test_a_request_that_fails_once_is_repeated(unlucky: int, failure: Exception) -> None:
    asked = iter(range(1, 10_000))

    def before_request(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) == unlucky:
            raise failure

    with (
        SmallPortal(METHODS, before_request) as small,
        Portal(small.url, settings=Settings(rate=0), waiting=Stopped().waiting()) as portal,
    ):
        assert ids(list(rows(portal, "crm.deal.list"))) == ALL


def test_requests_too_heavy_for_the_portal_get_smaller() -> None:
    sizes: list[int] = []

    def before_request(method: str, params: dict[str, Any]) -> None:
        if method == "batch":
            sizes.append(len(params["cmd"]))
            if sizes[-1] > 8:
                raise RefusedError("", 504)

    with (
        SmallPortal(METHODS, before_request) as small,
        Portal(
            small.url, settings=Settings(retries=1, rate=0), waiting=Stopped().waiting()
        ) as portal,
    ):
        found = list(rows(portal, "crm.deal.list", parallel=2))

    assert ids(found) == ALL
    assert sizes[-1] <= 8


def test_a_limit_that_stays_ends_the_list_with_exit_7() -> None:
    asked = iter(range(1, 10_000))

    def before_command(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) > 10:
            raise RefusedError("OPERATION_TIME_LIMIT", 429)

    with (
        SmallPortal(METHODS, before_command=before_command) as small,
        Portal(small.url, waiting=Stopped().waiting()) as portal,
        pytest.raises(LimitProblem),
    ):
        list(rows(portal, "crm.deal.list"))


def test_slow_pages_make_small_requests() -> None:
    def operating() -> dict[str, Any]:
        return {"duration": 2.0}

    sizes: list[int] = []

    def before_request(method: str, params: dict[str, Any]) -> None:
        if method == "batch":
            sizes.append(len(params["cmd"]))

    with (
        SmallPortal(METHODS, before_request, operating=operating) as small,
        Portal(small.url, settings=Settings(rate=0)) as portal,
    ):
        found = list(rows(portal, "crm.deal.list", parallel=1))

    assert ids(found) == ALL
    # The whole answer says 2 s for three pages, then for 15 and more: they grow as they get cheap.
    assert sizes[1] <= 15


def test_a_list_leaves_part_of_the_bucket_to_others() -> None:
    clock = Stopped()
    many = {"crm.deal.list": table(deals(range(1, 4001)))}
    with (
        SmallPortal(many) as small,
        Portal(small.url, settings=Settings(rate=2, burst=10), waiting=clock.waiting()) as portal,
    ):
        listing = Listing.of(plan_of("crm.deal.list"), {}, wished(parallel=8))
        blocks = listing.blocks(portal, len, Tally())
        levels = [portal.pace.bucket.used() for _ in blocks]

    assert max(levels) < portal.pace.bucket.capacity


def test_counting_waits_for_the_bucket_by_the_clock_of_its_portal() -> None:
    clock = Stopped()
    with (
        SmallPortal(METHODS) as small,
        Portal(small.url, settings=Settings(rate=2, burst=10), waiting=clock.waiting()) as portal,
    ):
        portal.pace.bucket.overflowed()
        found = count(portal, "crm.deal.list")

    room = 0.2 * portal.pace.bucket.capacity
    assert found == len(ALL)
    assert clock.slept[0] == pytest.approx((room + 1) / 2)


def test_a_failing_portal_gives_its_problem_after_the_rows_before_it() -> None:
    asked = iter(range(1, 10_000))

    def before_request(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) > 1:
            raise CutError

    got: list[Any] = []
    with (
        SmallPortal(METHODS, before_request) as small,
        Portal(small.url, settings=Settings(retries=0), waiting=Stopped().waiting()) as portal,
        pytest.raises(Problem),
    ):
        got.extend(rows(portal, "crm.deal.list", parallel=1))

    assert ids(got) == ALL[: len(got)]
