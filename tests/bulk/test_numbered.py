from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from oint_b24 import Portal
from oint_b24.bulk.api import count, rows
from oint_b24.bulk.tally import Tally
from oint_b24.errors import PartialProblem, UsageProblem
from oint_b24.portal.request import Settings
from tests.bulk.small_portal import Answer, RefusedError, SmallPortal, deals, number, table
from tests.faults.stopped import Stopped

if TYPE_CHECKING:
    from tests.bulk.small_portal import Method

SIZES = [0, 1, 49, 50, 51, 100, 150, 151, 730]


def read(
    method: Method, name: str, params: dict[str, Any] | None = None, **wishes: Any
) -> tuple[list[Any], Tally]:
    """Read a list of a portal with one method; return its rows and the tally."""
    tally = Tally()
    with (
        SmallPortal({name: method}) as small,
        Portal(small.url, settings=Settings(rate=0)) as portal,
    ):
        return list(rows(portal, name, params, tally=tally, **wishes)), tally


def items(size: int) -> list[dict[str, Any]]:
    return [{"ID": str(n), "NAME": f"№ {n}"} for n in range(1, size + 1)]


def by_start(known: list[Any], name: str = "start") -> Method:
    def answer(params: dict[str, Any]) -> Answer:
        start = number(params.get(name))
        after = start + 50
        page = known[start:after]
        return Answer(page, len(known), after if after < len(known) else None)

    return answer


def bare(known: list[Any], offset: Any, most: int = 50) -> Method:
    """Return a method that tells neither a total nor a next page."""

    def answer(params: dict[str, Any]) -> list[Any]:
        first, size = offset(params)
        return known[first : first + min(size, most)]

    return answer


@pytest.mark.parametrize("size", SIZES)
def test_start_and_total(size: int) -> None:
    found, tally = read(by_start(items(size)), "user.get")

    assert found == items(size)
    assert tally.proof == "counted"
    assert tally.requests <= 3


def test_start_in_upper_case() -> None:
    found, _ = read(by_start(items(180), "START"), "department.get")

    assert found == items(180)


@pytest.mark.parametrize("size", SIZES)
def test_limit_and_offset_with_total_and_next(size: int) -> None:
    def answer(params: dict[str, Any]) -> Answer:
        offset, limit = number(params["OFFSET"]), number(params["LIMIT"])
        after = offset + limit
        page = items(size)[offset:after]
        return Answer(page, size, after if after < size else None)

    found, _ = read(answer, "im.search.chat.list", {"FIND": "раб"})

    assert found == items(size)


@pytest.mark.parametrize("size", SIZES)
def test_params_with_limit_and_offset_and_nothing_told(size: int) -> None:
    method = bare(
        items(size), lambda p: (number(p["params"]["offset"]), number(p["params"]["limit"]))
    )

    found, tally = read(method, "landing.site.getList")

    assert found == items(size)
    assert tally.proof == "closed"


@pytest.mark.parametrize("size", SIZES)
def test_pages_by_number(size: int) -> None:
    method = bare(items(size), lambda p: ((number(p["page"]) - 1) * 50, 50))

    found, _ = read(method, "biconnector.source.list")

    assert found == items(size)


@pytest.mark.parametrize("size", SIZES)
def test_navigation_of_an_order_sensitive_method(size: int) -> None:
    def answer(params: dict[str, Any]) -> Answer:
        nav = params["PARAMS"]["NAV_PARAMS"]
        pages = max(-(-size // 50), 1)
        # Beyond the last page this family gives the last one again.
        page = min(number(nav["iNumPage"]), pages)
        return Answer(items(size)[(page - 1) * 50 : page * 50], size)

    found, _ = read(answer, "task.elapseditem.getlist", {"TASKID": 1})

    assert found == items(size)


@pytest.mark.parametrize("size", SIZES)
def test_upper_case_params_with_a_silently_capped_limit(size: int) -> None:
    def place(params: dict[str, Any]) -> tuple[int, int]:
        return number(params["PARAMS"]["offset"]), number(params["PARAMS"]["limit"])

    found, _ = read(bare(items(size), place, most=20), "imopenlines.config.list.get")

    assert found == items(size)


@pytest.mark.parametrize("size", SIZES)
def test_version_3_pages(size: int) -> None:
    def answer(params: dict[str, Any]) -> dict[str, Any]:
        asked = params["pagination"]
        return {"items": items(size)[asked["offset"] : asked["offset"] + min(asked["limit"], 50)]}

    found, _ = read(answer, "humanresources.node.list", version=3)

    assert found == items(size)


def test_a_method_that_tells_whether_there_is_more() -> None:
    def answer(params: dict[str, Any]) -> dict[str, Any]:
        offset, limit = number(params["OFFSET"]), number(params["LIMIT"])
        # im.recent.list leaves rows out of its pages.
        page = [item for item in items(500)[offset : offset + limit] if int(item["ID"]) % 3]
        return {"items": page, "hasMore": offset + limit < 500}

    found, _ = read(answer, "im.recent.list")

    assert found == [item for item in items(500) if int(item["ID"]) % 3]


def test_a_method_that_gives_everything_at_once() -> None:
    known = items(170)

    found, tally = read(lambda _params: Answer(known, len(known)), "crm.status.list")

    assert found == known
    assert tally.requests == 1


def test_a_method_the_catalogue_lacks_is_followed_by_next() -> None:
    found, _ = read(by_start(items(180)), "my.own.list")

    assert found == items(180)


def test_rows_keyed_by_their_id() -> None:
    def answer(params: dict[str, Any]) -> Answer:
        offset = number(params["OFFSET"])
        page = {item["ID"]: item for item in items(70)[offset : offset + 50]}
        return Answer(page, 70, 50 if offset == 0 else None)

    found, _ = read(answer, "im.search.user.list", {"FIND": "раб"})

    assert found == items(70)


def test_a_total_of_one_page_is_not_believed() -> None:
    def answer(params: dict[str, Any]) -> Answer:
        start = number(params.get("start"))
        page = [{"TYPE_ID": n} for n in range(start, min(start + 50, 160))]
        return Answer(page, len(page))

    found, _ = read(answer, "crm.address.list")

    assert [row["TYPE_ID"] for row in found] == list(range(160))


def test_a_method_that_ignores_its_page_is_noticed_and_not_looped_over() -> None:
    calls: list[int] = []

    def answer(_params: dict[str, Any]) -> list[Any]:
        calls.append(1)
        return items(50)

    for name in ("biconnector.source.list", "landing.site.getList", "disk.file.search"):
        calls.clear()
        with pytest.raises(PartialProblem) as caught:
            read(answer, name)

        assert caught.value.key == "bulk.repeated"
        assert caught.value.params["after"] == 50
        assert len(calls) <= 8


def test_a_method_with_one_page_that_has_more_is_not_complete() -> None:
    def answer(_params: dict[str, Any]) -> dict[str, Any]:
        return {"items": items(50), "hasMore": True}

    with pytest.raises(PartialProblem) as caught:
        read(answer, "note.document.search.list", version=3)

    assert caught.value.key == "bulk.no_more"


def test_rows_deleted_while_pages_are_read_are_told() -> None:
    known = items(400)

    def answer(params: dict[str, Any]) -> Answer:
        start = number(params.get("start"))
        page = known[start : start + 50]
        told = Answer(page, len(known), start + 50 if start + 50 < len(known) else None)
        if start == 0 and len(known) == 400:
            del known[:5]  # what follows moves up by five places
        return told

    with pytest.raises(PartialProblem) as caught:
        read(answer, "user.get", parallel=1)

    assert caught.value.key == "bulk.missing_rows"
    assert (caught.value.params["rows"], caught.value.params["missing"]) == (395, 5)


def test_rows_added_in_front_do_not_come_twice() -> None:
    known = items(400)

    def answer(params: dict[str, Any]) -> Answer:
        start = number(params.get("start"))
        page = known[start : start + 50]
        told = Answer(page, len(known), start + 50 if start + 50 < len(known) else None)
        if start == 0 and len(known) == 400:
            known[:0] = [{"ID": "9001"}, {"ID": "9002"}]
        return told

    found, _ = read(answer, "user.get", parallel=1)

    assert len({row["ID"] for row in found}) == len(found) >= 400


def test_a_command_failing_in_a_batch_of_pages_loses_no_row() -> None:
    asked = iter(range(1, 10_000))

    def before_command(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) == 5:
            raise RefusedError("QUERY_LIMIT_EXCEEDED")

    tally = Tally()
    with (
        SmallPortal({"user.get": by_start(items(730))}, before_command=before_command) as small,
        Portal(small.url, settings=Settings(rate=0), waiting=Stopped().waiting()) as portal,
    ):
        assert list(rows(portal, "user.get", tally=tally)) == items(730)

    assert tally.mended == 1


@pytest.mark.parametrize("limit", [1, 50, 51, 333, 1000])
def test_no_more_come_than_are_wanted(limit: int) -> None:
    found, tally = read(by_start(items(730)), "user.get", limit=limit)

    assert found == items(730)[:limit]
    assert tally.requests <= 2


def test_an_order_of_the_caller_s_is_kept() -> None:
    found, tally = read(table(deals(range(1, 181))), "crm.deal.list", order={"ID": "DESC"})

    assert [int(row["ID"]) for row in found] == list(range(180, 0, -1))
    assert tally.style == "numbered"


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(UsageProblem) as caught:
        read(lambda _params: "2026-01-12", "server.time")

    assert caught.value.key == "bulk.no_rows"


@pytest.mark.parametrize("size", [0, 3, 50, 170])
def test_counting_asks_the_portal_or_reads_to_the_end(size: int) -> None:
    def by_page(params: dict[str, Any]) -> tuple[int, int]:
        return (number(params.get("page") or 1) - 1) * 50, 50

    methods: dict[str, Method] = {
        "user.get": by_start(items(size)),
        "biconnector.source.list": bare(items(size), by_page),
    }
    with SmallPortal(methods) as small, Portal(small.url) as portal:
        assert count(portal, "user.get") == size
        assert count(portal, "biconnector.source.list") == size
