from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24 import Portal
from oint_b24.bulk.api import count, rows
from oint_b24.bulk.tally import Tally
from oint_b24.errors import PartialProblem, UsageProblem
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.families.crm.seed import more_deals
from tests.bulk.small_portal import Answer, RefusedError, SmallPortal, deals, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bulk.small_portal import Method


def read(method: Method, name: str = "crm.deal.list", **wishes: Any) -> tuple[list[Any], Tally]:
    """Read a list of a portal with one method; return its rows and the tally."""
    tally = Tally()
    with SmallPortal({name: method}) as small, Portal(small.url) as portal:
        return list(rows(portal, name, tally=tally, **wishes)), tally


def ids(found: list[Any], key: str = "ID") -> list[int]:
    return [int(row[key]) for row in found]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    portal = open_portal(tmp_path_factory.mktemp("portal"), webhooks={(1, "code"): None})
    more_deals(portal.store, 4995)
    with run(portal) as running:
        yield f"{running.base}/rest/1/code/"


@pytest.mark.parametrize("parallel", [1, 4, 16])
def test_all_deals_of_the_sandbox_come_once_in_order(sandbox: str, parallel: int) -> None:
    tally = Tally()
    with Portal(sandbox) as portal:
        found = list(rows(portal, "crm.deal.list", parallel=parallel, tally=tally))

    assert ids(found) == list(range(1, 5001))
    assert (tally.proof, tally.total) == ("counted", 5000)
    assert tally.requests <= 16


def test_ids_in_lower_case_and_rows_below_a_key(sandbox: str) -> None:
    with Portal(sandbox) as portal:
        found = list(rows(portal, "crm.item.list", {"entityTypeId": 2}, select=["title"]))

    assert ids(found, "id") == list(range(1, 5001))


def test_filtered_lists_and_counts_agree(sandbox: str) -> None:
    with Portal(sandbox) as portal:
        found = list(rows(portal, "crm.deal.list", filter={">=OPPORTUNITY": 50_000}))

        assert len(found) == count(portal, "crm.deal.list", filter={">=OPPORTUNITY": 50_000})
        assert all(float(row["OPPORTUNITY"]) >= 50_000 for row in found)
        assert ids(found) == sorted(set(ids(found)))


def test_shards_have_every_row_once_together(sandbox: str) -> None:
    found: list[int] = []
    with Portal(sandbox) as portal:
        for shard in ("1/3", "2/3", "3/3"):
            found += ids(list(rows(portal, "crm.deal.list", shard=shard)))

    assert sorted(found) == list(range(1, 5001))


@pytest.mark.parametrize("size", [0, 1, 49, 50, 51, 99, 100, 101, 149, 150, 151, 2650])
def test_every_length_is_read_to_its_end(size: int) -> None:
    found, tally = read(table(deals(range(1, size + 1))))

    assert ids(found) == list(range(1, size + 1))
    assert tally.proof in ("counted", "closed")


def test_a_list_of_one_page_is_one_request() -> None:
    _, tally = read(table(deals(range(1, 50))))

    assert tally.requests == 1


@pytest.mark.parametrize("seed", range(6))
def test_ids_with_gaps_and_heaps_are_read_whole(seed: int) -> None:
    chance = random.Random(seed)
    known = set(range(500_000, 500_000 + chance.randint(0, 3000)))
    known |= {chance.randint(1, 10 ** chance.randint(3, 7)) for _ in range(chance.randint(1, 2500))}

    found, tally = read(table(deals(sorted(known))), parallel=chance.choice((1, 3, 8)))

    assert ids(found) == sorted(known)
    assert tally.proof == "counted"


@pytest.mark.parametrize(
    ("known", "most"),
    [
        ([*range(1, 5001), *range(10**9, 10**9 + 5000)], 60),
        ([*range(1, 5001), *range(10**6, 10**6 + 20_000)], 60),
        ([*range(1, 3_000_000, 997), *range(3_000_000, 3_015_000)], 40),
    ],
)
def test_gaps_and_dense_stretches_do_not_cost_a_request_a_page(known: list[int], most: int) -> None:
    found, tally = read(table(deals(known)))

    assert ids(found) == known
    assert tally.requests <= most


def test_the_caller_s_own_bounds_hold() -> None:
    given = {">=ID": 100, "<ID": 1200, "STAGE": "A"}
    all_rows = [*deals(range(1, 2000), STAGE="A"), *deals(range(2000, 2100), STAGE="B")]

    found, _ = read(table(all_rows), filter=given)

    assert ids(found) == list(range(100, 1200))


def test_only_newer_rows_are_read() -> None:
    found, _ = read(table(deals(range(1, 301))), since_id=250)

    assert ids(found) == list(range(251, 301))


@pytest.mark.parametrize("limit", [0, 1, 50, 100, 101, 120, 777, 5000])
def test_no_more_rows_come_than_are_wanted(limit: int) -> None:
    found, tally = read(table(deals(range(1, 2001))), limit=limit)

    assert ids(found) == list(range(1, min(limit, 2000) + 1))
    assert limit > 200 or tally.requests <= 2


def test_an_upper_case_filter_loses_no_rows_and_lets_none_in() -> None:
    mixed = [{"ID": str(n), "STAGE_ID": "WON" if n % 3 else "NEW"} for n in range(1, 1501)]
    tally = Tally()
    with SmallPortal({"crm.deal.list": table(mixed)}) as small, Portal(small.url) as portal:
        asked = {"FILTER": {"STAGE_ID": "WON"}}
        found = list(rows(portal, "crm.deal.list", asked, tally=tally))
        spelled = {name for _, params in small.requests for name in _filters(params)}

    assert ids(found) == [n for n in range(1, 1501) if n % 3]
    assert spelled == {"filter"}


def _filters(params: dict[str, Any]) -> set[str]:
    commands = params.get("cmd", {}).values()
    named = {part.partition("[")[0] for c in commands for part in c.partition("?")[2].split("&")}
    return {name for name in {*named, *params} if name.lower() == "filter"}


def test_a_condition_a_batch_cannot_carry_goes_by_calls() -> None:
    all_rows = [{"ID": str(n), "UF_X": None} for n in range(1, 171)]

    found, _ = read(table(all_rows), filter={"UF_X": None})

    assert ids(found) == list(range(1, 171))


def test_a_method_that_is_not_let_into_a_batch_is_called_page_by_page() -> None:
    inside: list[str] = []

    def before_request(method: str, _params: dict[str, Any]) -> None:
        inside.append(method)

    def before_command(method: str, _params: dict[str, Any]) -> None:
        if inside[-1] == "batch":
            raise RefusedError("ERROR_BATCH_METHOD_NOT_ALLOWED", 405)

    methods = {"crm.deal.list": table(deals(range(1, 331)))}
    with (
        SmallPortal(methods, before_request, before_command) as small,
        Portal(small.url) as portal,
    ):
        found = list(rows(portal, "crm.deal.list", parallel=1))

    assert ids(found) == list(range(1, 331))
    assert inside.count("batch") <= 2


def test_rows_told_by_another_key_are_followed_by_it() -> None:
    method = table([{"id": str(n)} for n in range(1, 401)], name="ID", key="id", at="tasks")

    found, tally = read(method, "tasks.task.list")

    assert ids(found, "id") == list(range(1, 401))
    assert tally.style == "keyset"


def _without_filter(params: dict[str, Any]) -> Any:
    return table(deals(range(1, 301)))({**params, "filter": {}})


def test_a_method_that_ignores_the_filter_is_read_by_page_numbers() -> None:
    found, tally = read(_without_filter)

    assert ids(found) == list(range(1, 301))
    assert (tally.style, tally.proof) == ("numbered", "counted")


def test_a_list_that_cannot_be_read_by_id_is_not_shared_out() -> None:
    with pytest.raises(UsageProblem) as caught:
        read(_without_filter, shard="1/2")

    assert caught.value.key == "bulk.no_shards"


def test_a_method_that_ignores_the_order_is_read_by_page_numbers() -> None:
    def method(params: dict[str, Any]) -> Any:
        return table(deals(range(1, 301)))({**params, "order": {"ID": "DESC"}})

    found, tally = read(method)

    assert sorted(ids(found)) == list(range(1, 301))
    assert tally.style == "numbered"


def test_a_method_that_refuses_the_order_is_read_by_page_numbers() -> None:
    def method(params: dict[str, Any]) -> Any:
        if params.get("order"):
            raise RefusedError("ERROR_ARGUMENT")
        return table(deals(range(1, 201)))(params)

    found, tally = read(method)

    assert ids(found) == list(range(1, 201))
    assert tally.style == "numbered"


def test_ids_that_are_no_numbers_are_read_by_page_numbers() -> None:
    known = [{"ID": f"{n:x}-abc"} for n in range(120)]

    def method(params: dict[str, Any]) -> Any:
        start = max(int(params.get("start", 0)), 0)
        return Answer(known[start : start + 50], 120, start + 50 if start + 50 < 120 else None)

    found, tally = read(method, "bizproc.workflow.instances")

    assert found == known
    assert tally.style == "numbered"


def test_a_method_that_stops_heeding_the_cursor_is_noticed_and_not_looped_over() -> None:
    def method(params: dict[str, Any]) -> Any:
        above = params.get("filter", {}).get(">ID")
        is_far = str(above).isdecimal() and int(above) >= 150
        return (_without_filter if is_far else table(deals(range(1, 1001))))(params)

    got: list[Any] = []
    with (
        SmallPortal({"crm.deal.list": method}) as small,
        Portal(small.url) as portal,
        pytest.raises(PartialProblem) as caught,
    ):
        got.extend(rows(portal, "crm.deal.list", parallel=1))

    assert caught.value.key == "bulk.ignored"
    assert ids(got) == list(range(1, len(got) + 1))
    assert caught.value.params["after"] >= 100
    assert len(small.requests) < 6


def test_rows_the_portal_counts_and_does_not_give_are_missing() -> None:
    whole = deals(range(1, 1001))
    kept = [row for row in whole if not 400 < int(row["ID"]) <= 410]

    def method(params: dict[str, Any]) -> Any:
        return table(whole if int(params["start"]) >= 0 else kept)(params)

    with (
        SmallPortal({"crm.deal.list": method}) as small,
        Portal(small.url) as portal,
        pytest.raises(PartialProblem) as caught,
    ):
        list(rows(portal, "crm.deal.list", parallel=4))

    assert caught.value.key == "bulk.missing"
    assert caught.value.params["missing"] == 10
    first, _, last = caught.value.params["ranges"].partition("–")
    assert int(first) <= 401
    assert int(last) >= 410


def test_rows_deleted_meanwhile_are_no_loss() -> None:
    known = deals(range(1, 2001))
    answers = iter(range(10_000))

    def method(params: dict[str, Any]) -> Any:
        if int(params["start"]) >= 0 and next(answers) > 0:
            return table(known[:-3])(params)
        return table(known if int(params["start"]) >= 0 else known[:-3] + known[-1:])(params)

    _, tally = read(method)

    assert tally.proof == "changed"


def test_a_total_that_only_counts_the_page_does_not_end_the_list() -> None:
    def method(params: dict[str, Any]) -> Any:
        made = table(deals(range(1, 701)))(params)
        return Answer(made.result, len(made.result), None)

    found, _ = read(method)

    assert ids(found) == list(range(1, 701))


def test_two_portals_are_read_at_once_in_one_process() -> None:
    first = {"crm.deal.list": table(deals(range(1, 1001)))}
    second = {"crm.deal.list": table(deals(range(5001, 6501)))}
    with (
        SmallPortal(first) as one, SmallPortal(second) as other,
        Portal(one.url) as here, Portal(other.url) as there,
    ):  # fmt: skip
        pairs = zip(rows(here, "crm.deal.list"), rows(there, "crm.deal.list"), strict=False)
        mixed = [(int(a["ID"]), int(b["ID"])) for a, b in pairs]
        several = [rows(here, "crm.deal.list") for _ in range(3)]
        lists = [ids(list(one_of)) for one_of in several]

    assert mixed == list(zip(range(1, 1001), range(5001, 6001), strict=True))
    assert lists == [list(range(1, 1001))] * 3


def test_a_reader_who_stops_early_leaves_no_work_behind() -> None:
    with (
        SmallPortal({"crm.deal.list": table(deals(range(1, 20_001)))}) as small,
        Portal(small.url) as portal,
    ):
        some = rows(portal, "crm.deal.list")
        for _ in range(150):
            next(some)
        some.close()  # type: ignore[attr-defined]
        workers = [t for t in threading.enumerate() if t.name.endswith("(_serve)")]
        for worker in workers:
            worker.join(10)

    assert not any(worker.is_alive() for worker in workers)
