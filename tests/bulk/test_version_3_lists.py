"""Lists of REST 3.0: by id with conditions in a list, pages of a chosen size, no counts."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24 import Portal
from oint_b24.bulk.api import count, rows
from oint_b24.bulk.tally import Tally
from oint_b24.errors import PartialProblem
from oint_b24.portal.request import Settings
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.families.tasks.seed import more_tasks
from tests.bulk.small_portal import RefusedError, SmallPortal
from tests.cli.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from oint_b24.sandbox.store import Store
    from tests.bulk.small_portal import Method

TASKS, ENTRIES = 4_300, 900
LOG = "main.eventlog.list"


def more_entries(store: Store, count: int) -> None:
    (_, entry), *_ = store.select("event_log", [], [])
    with store.transaction():
        for _ in range(count):
            store.add("event_log", entry)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    portal = open_portal(tmp_path_factory.mktemp("portal"), webhooks={(1, "code"): None})
    more_tasks(portal.store, TASKS - 6)
    more_entries(portal.store, ENTRIES - 6)
    with run(portal) as running:
        yield f"{running.base}/rest/1/code/"


@pytest.fixture
def oint(tmp_path: Path, sandbox: str) -> Console:
    return Console(tmp_path / "home", {"OINT_B24_URL": sandbox})


def ids(found: list[Any]) -> list[int]:
    return [row["id"] for row in found]


def ids_in(path: Path) -> list[int]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("parallel", [1, 4])
def test_tasks_come_by_a_thousand_in_the_order_of_their_ids(sandbox: str, parallel: int) -> None:
    tally = Tally()
    with Portal(sandbox) as portal:
        found = list(rows(portal, "tasks.task.list", version=3, parallel=parallel, tally=tally))

    assert ids(found) == list(range(1, TASKS + 1))
    assert (tally.style, tally.proof) == ("keyset", "checked")
    assert tally.requests <= 7


def test_small_pages_share_requests(sandbox: str) -> None:
    tally = Tally()
    with Portal(sandbox) as portal:
        found = list(rows(portal, LOG, version=3, tally=tally))

    assert ids(found) == list(range(1, ENTRIES + 1))
    assert (tally.style, tally.proof) == ("keyset", "checked")
    assert tally.requests <= 5


def test_conditions_hold_and_counts_agree(sandbox: str) -> None:
    wishes: Any = {"filter": [["id", "!=", 77]], "select": ["title"], "since_id": 50}
    with Portal(sandbox) as portal:
        found = list(rows(portal, "tasks.task.list", version=3, **wishes))
        counted = count(portal, "tasks.task.list", version=3, filter=[["id", "<=", 1_200]])

    assert ids(found) == [n for n in range(51, TASKS + 1) if n != 77]
    assert found[0].keys() == {"id", "title"}
    assert counted == 1_200


def test_another_order_is_read_by_page_numbers(sandbox: str) -> None:
    tally = Tally()
    with Portal(sandbox) as portal:
        order = {"id": "DESC"}
        found = list(rows(portal, "tasks.task.list", version=3, order=order, tally=tally))

    assert ids(found) == list(range(TASKS, 0, -1))
    assert tally.style == "numbered"


def test_a_few_rows_are_one_small_page(sandbox: str) -> None:
    tally = Tally()
    with Portal(sandbox) as portal:
        found = list(rows(portal, LOG, version=3, limit=3, tally=tally))

    assert ids(found) == [1, 2, 3]
    assert tally.requests == 1


def test_shards_have_every_row_once_together(sandbox: str) -> None:
    found: list[int] = []
    with Portal(sandbox) as portal:
        for shard in ("1/3", "2/3", "3/3"):
            found += ids(list(rows(portal, "tasks.task.list", version=3, shard=shard)))

    assert sorted(found) == list(range(1, TASKS + 1))


def test_commands_list_count_and_export_version_3(oint: Console, tmp_path: Path) -> None:
    listed = oint("list", "tasks.task.list", "--v3", "--filter", '[["id","<=",3]]', "-q")
    counted = oint("count", LOG, "--v3", "--filter", '[["id",">",10]]')
    target = tmp_path / "tasks.ndjson"
    exported = oint("export", "tasks.task.list", str(target), "--v3", "--select", "title")

    assert [json.loads(line)["id"] for line in listed.out.splitlines()] == [1, 2, 3], listed.err
    assert counted.out == f"{ENTRIES - 10}\n", counted.err
    assert exported.code == 0, exported.err
    assert ids_in(target) == list(range(1, TASKS + 1))
    assert "между их номерами на портале других нет" in exported.err


def test_a_dry_run_shows_where_the_list_begins(oint: Console) -> None:
    shown = oint("list", "tasks.task.list", "--v3", "--dry-run", "--since-id", "5")

    (request,) = shown.json["requests"]
    assert shown.json["style"] == "keyset"
    assert request["params"] == {
        "filter": [["id", ">", 5]], "order": {"id": "ASC"}, "pagination": {"limit": 1000},
    }  # fmt: skip


def by_id(known: list[int], most: int = 1000) -> Method:
    """Return a list method of version 3 over rows of these ids."""

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        found = [n for n in known if all(_holds(n, part) for part in params.get("filter", []))]
        way = next(iter((params.get("order") or {"id": "ASC"}).values()))
        found = found[::-1] if way == "DESC" else found
        paging = params.get("pagination") or {}
        first, size = paging.get("offset", 0), min(paging.get("limit", 50), most)
        return {"items": [{"id": n} for n in found[first : first + size]]}

    return answer


_OPS: dict[str, Callable[[int, Any], bool]] = {
    ">": lambda n, value: n > value,
    "<=": lambda n, value: n <= value,
    "between": lambda n, value: value[0] <= n <= value[1],
}


def _holds(number: int, part: Any) -> bool:
    if isinstance(part, dict):
        return any(_holds(number, inner) for inner in part["conditions"])
    _, sign, value = part
    return _OPS[sign](number, value)


def read(method: Method, name: str = LOG, **wishes: Any) -> tuple[list[int], Tally]:
    tally = Tally()
    with (
        SmallPortal({name: method}) as small,
        Portal(small.url, settings=Settings(rate=0)) as portal,
    ):
        return ids(list(rows(portal, name, version=3, tally=tally, **wishes))), tally


@pytest.mark.parametrize("size", [0, 1, 49, 50, 51, 100, 101, 999, 1000, 1001, 2650])
@pytest.mark.parametrize("name", [LOG, "tasks.task.list"])
def test_every_length_is_read_to_its_end(size: int, name: str) -> None:
    found, _ = read(by_id(list(range(1, size + 1))), name)

    assert found == list(range(1, size + 1))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", [LOG, "tasks.task.list"])
def test_ids_with_gaps_and_heaps_are_read_whole(seed: int, name: str) -> None:
    chance = random.Random(seed)
    known = set(range(500_000, 500_000 + chance.randint(0, 3000)))
    known |= {chance.randint(1, 10_000_000) for _ in range(chance.randint(1, 1500))}

    found, tally = read(by_id(sorted(known)), name)

    assert found == sorted(known)
    assert tally.proof == "checked"


def test_sparse_ids_do_not_cost_a_request_a_page() -> None:
    chance = random.Random(1)
    known = sorted(chance.sample(range(1, 400_000), 10_000))

    found, tally = read(by_id(known))

    assert found == known
    assert tally.requests < 40


def test_a_silently_smaller_page_is_no_end() -> None:
    found, _ = read(by_id(list(range(1, 1001)), most=300), "tasks.task.list")

    assert found == list(range(1, 1001))


def test_a_short_page_that_was_no_end_is_told() -> None:
    whole = by_id(list(range(1, 3001)))

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        page: dict[str, Any] = whole(params)
        if len(page["items"]) > 500 and page["items"][0]["id"] > 1500:
            page["items"] = page["items"][:-100]
        return page

    with pytest.raises(PartialProblem) as caught:
        read(answer, "tasks.task.list")

    assert caught.value.key == "bulk.missing"
    assert caught.value.params["missing"] == 100


def test_a_batch_that_is_refused_is_read_call_by_call() -> None:
    def refused(method: str, params: Any) -> None:
        if method == "batch" and len(params) > 2:
            raise RefusedError("ERROR_BATCH_METHOD_NOT_ALLOWED", 405)

    known = list(range(1, 701))
    with (
        SmallPortal({LOG: by_id(known)}, refused) as small,
        Portal(small.url, settings=Settings(rate=0)) as portal,
    ):
        found = ids(list(rows(portal, LOG, version=3)))

    assert found == known


@pytest.mark.parametrize("name", [LOG, "tasks.task.list"])
def test_a_method_that_ignores_conditions_is_read_by_page_numbers(name: str) -> None:
    known = list(range(1, 2001))
    whole = by_id(known)

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        return dict(whole({**params, "filter": []}))

    found, tally = read(answer, name)

    assert found == known
    assert tally.style == "numbered"


def test_a_cut_export_goes_on(oint: Console, tmp_path: Path) -> None:
    target = tmp_path / "tasks.ndjson"
    whole = by_id(list(range(1, 6001)))
    calls = iter(range(100))

    def failing(params: dict[str, Any]) -> dict[str, Any]:
        if next(calls) == 5:
            raise RefusedError("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", 403)
        return dict(whole(params))

    words = ("export", "tasks.task.list", str(target), "--v3", "--parallel", "1")
    with SmallPortal({"tasks.task.list": failing}) as small:
        cut = oint(*words, "--url", small.url)
        small.methods["tasks.task.list"] = whole
        gone_on = oint(*words, "--resume", "--url", small.url)

    assert cut.code == 5, cut.err
    assert "--resume" in cut.err
    assert gone_on.code == 0, gone_on.err
    assert ids_in(target) == list(range(1, 6001))
