from __future__ import annotations

from typing import Any

import pytest

from oint_b24.bulk.api import wished
from oint_b24.bulk.plan import plan_of
from oint_b24.bulk.question import Question, asked
from oint_b24.bulk.wishes import Shard
from oint_b24.errors import UsageProblem


def question(method: str, params: dict[str, Any], version: int = 2, **wishes: Any) -> Question:
    return asked(plan_of(method, version), params, wished(**wishes))


def test_every_spelling_of_a_filter_ends_up_in_one() -> None:
    made = question(
        "crm.deal.list", {"FILTER": {"STAGE_ID": "WON"}, "Filter": {"OPENED": "Y"}},
        filter={"TYPE_ID": "SALE"},
    )  # fmt: skip

    assert made.range(7, 9, {"start": -1}) == {
        "filter": {"TYPE_ID": "SALE", "STAGE_ID": "WON", "OPENED": "Y", ">ID": 7, "<=ID": 9},
        "start": -1,
    }


def test_an_upper_case_filter_stays_upper_case_where_it_is_documented_so() -> None:
    made = question("bizproc.task.list", {"filter": {"USER_ID": 1}})

    assert made.range(0, None, {}) == {"FILTER": {"USER_ID": 1, ">ID": 0}}


def test_two_values_of_one_condition_are_refused() -> None:
    with pytest.raises(UsageProblem) as caught:
        question("crm.deal.list", {"FILTER": {"stage_id": "WON"}}, filter={"STAGE_ID": "NEW"})

    assert caught.value.key == "bulk.clash"


def test_bounds_of_the_id_become_the_range() -> None:
    given = {">=id": "11", ">ID": 5, "<ID": 100, "STAGE_ID": "NEW"}
    made = question("crm.deal.list", {"filter": given}, since_id=20)

    assert (made.above, made.up_to, made.filter) == (20, 99, {"STAGE_ID": "NEW"})


def test_a_bound_that_is_no_number_turns_to_page_numbers() -> None:
    made = question("crm.deal.list", {"filter": {">ID": "abc"}})

    assert (made.plan.style, made.filter) == ("numbered", {">ID": "abc"})


def test_the_id_is_always_selected_where_pages_follow_it() -> None:
    assert question("crm.item.list", {}, select=["title"]).params == {"select": ["id", "title"]}
    assert question("crm.deal.list", {"SELECT": ["*", "UF_*"]}).params == {"select": ["*", "UF_*"]}


@pytest.mark.parametrize("order", [{"TITLE": "ASC"}, {"ID": "DESC"}, {"ID": "ASC", "TITLE": "ASC"}])
def test_another_order_turns_to_page_numbers(order: dict[str, str]) -> None:
    made = question("crm.deal.list", {"order": order})

    assert (made.plan.style, made.body({})["order"]) == ("numbered", order)


def test_the_order_of_ids_keeps_to_them() -> None:
    assert question("crm.deal.list", {"order": {"id": "asc"}}).is_keyset


def test_a_top_level_sort_is_by_id_unless_another_is_given() -> None:
    assert question("user.get", {}).params == {"sort": "ID", "order": "ASC"}
    assert question("user.get", {"sort": "NAME"}).params == {"sort": "NAME"}


@pytest.mark.parametrize(
    ("method", "name"),
    [("crm.deal.list", "START"), ("department.get", "start"), ("im.search.chat.list", "OFFSET")],
)
def test_a_page_cannot_be_asked_for(method: str, name: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        question(method, {name: 50})

    assert caught.value.key == "bulk.paging"


def test_what_the_method_has_no_parameter_for_is_refused() -> None:
    for wish in ({"filter": {"A": 1}}, {"select": ["A"]}, {"order": {"A": "ASC"}}, {"since_id": 5}):
        with pytest.raises(UsageProblem) as caught:
            question("im.search.chat.list", {}, **wish)

        assert caught.value.key == "bulk.no_parameter"


def test_only_lists_by_id_can_be_shared_out() -> None:
    with pytest.raises(UsageProblem) as caught:
        question("user.get", {}, shard="1/2")

    assert caught.value.key == "bulk.no_shards"


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/2/3"])
def test_a_shard_is_k_of_n(text: str) -> None:
    with pytest.raises(UsageProblem):
        Shard.read(text)


def test_conditions_of_version_3_are_added_up() -> None:
    given: Any = {"filter": [["status", "=", "pending"]]}
    made = question("tasks.task.list", given, 3, filter=[["id", ">", 1]], since_id=5)

    assert made.range(made.above, 90, made.edge()) == {
        "filter": [
            ["id", ">", 1],
            ["status", "=", "pending"],
            ["id", ">", 5],
            ["id", "<=", 90],
        ],
        "order": {"id": "ASC"},
        "pagination": {"limit": 1000},
    }


def test_version_3_pages_are_as_large_as_told_and_no_larger_than_wanted() -> None:
    def size(params: dict[str, Any], **wishes: Any) -> int:
        made = question("main.eventlog.list", params, 3, **wishes)
        return int(made.edge()["pagination"]["limit"])

    assert size({}) == 50
    assert size({"pagination": {"limit": "400"}}) == 400
    assert size({"pagination": {"limit": 400}}, limit=7) == 7
    for paging in ({"page": 2}, {"limit": 20, "offset": 5}):
        with pytest.raises(UsageProblem) as caught:
            size({"pagination": paging})
        assert caught.value.key == "bulk.paging"


def test_a_group_of_conditions_stays_one_beside_the_bounds() -> None:
    group = {"logic": "or", "conditions": [["id", 1], ["id", ">", 10]]}
    made = question("tasks.task.list", {}, 3, filter=group)

    assert made.range(3, None, {})["filter"] == [group, ["id", ">", 3]]


def test_an_order_sensitive_method_gets_its_parameters_in_order() -> None:
    made = question("task.elapseditem.getlist", {"FILTER": {"ID": 1}, "TASKID": 7})

    assert list(made.body({"PARAMS": {}})) == ["TASKID", "FILTER", "PARAMS"]


@pytest.mark.parametrize("value", [None, [], {}, True])
def test_what_a_query_string_cannot_carry_is_not_put_into_a_batch(value: Any) -> None:
    assert question("crm.deal.list", {"filter": {"UF_X": 5}}).fits_batch
    assert not question("crm.deal.list", {"filter": {"UF_X": value}}).fits_batch
