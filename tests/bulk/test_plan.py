from __future__ import annotations

import pytest

from oint_b24.bulk.numbers import page_params
from oint_b24.bulk.plan import plan_of
from oint_b24.rest.catalogue import all_methods

NAVIGATION = {"nPageSize": 50, "iNumPage": 4}


@pytest.mark.parametrize(
    ("method", "style", "id_name", "list_path"),
    [
        ("crm.deal.list", "keyset", "ID", "result"),
        ("CRM.Deal.List", "keyset", "ID", "result"),
        ("crm.item.list", "keyset", "id", "result.items"),
        ("crm.lead.list", "keyset", "ID", None),
        ("tasks.task.list", "keyset", "ID", "result.tasks"),
        ("catalog.product.list", "keyset", "id", "result.products"),
        ("user.get", "numbered", "ID", "result"),
        ("department.get", "numbered", "ID", "result"),
        ("im.recent.list", "numbered", "ID", "result.items"),
        ("im.dialog.messages.get", "cursor", "ID", "result.messages"),
    ],
)
def test_the_plan_of_a_method(method: str, style: str, id_name: str, list_path: str | None) -> None:
    plan = plan_of(method)

    assert (plan.style, plan.id, plan.list_path) == (style, id_name, list_path)


def test_parameters_keep_their_documented_spelling() -> None:
    plan = plan_of("bizproc.task.list")

    assert (plan.filter, plan.order, plan.select, plan.start) == (
        "FILTER", "ORDER", "SELECT", "START",
    )  # fmt: skip


def test_order_may_have_another_name() -> None:
    assert plan_of("entity.item.get").order == "SORT"
    assert plan_of("lists.element.get").order == "ELEMENT_ORDER"


def test_a_method_the_catalogue_lacks_is_one_page_unless_it_tells_of_more() -> None:
    plan = plan_of("my.own.list")

    assert (plan.style, plan.is_known, plan.start) == ("single", False, "start")


@pytest.mark.parametrize(
    ("method", "version", "params"),
    [
        ("user.get", 2, {"start": 150}),
        ("department.get", 2, {"START": 150}),
        ("im.search.chat.list", 2, {"LIMIT": 50, "OFFSET": 150}),
        ("biconnector.source.list", 2, {"page": 4}),
        ("task.elapseditem.getlist", 2, {"PARAMS": {"NAV_PARAMS": NAVIGATION}}),
        ("task.items.getlist", 2, {"NAV_PARAMS": NAVIGATION}),
        ("landing.site.getList", 2, {"params": {"limit": 50, "offset": 150}}),
        ("imopenlines.config.list.get", 2, {"PARAMS": {"limit": 50, "offset": 150}}),
        ("tasks.task.list", 3, {"pagination": {"limit": 50, "offset": 150}}),
    ],
)  # fmt: skip
def test_each_paging_asks_for_its_fourth_page(method: str, version: int, params: object) -> None:
    assert page_params(plan_of(method, version), 3, 50) == params


def test_the_first_page_by_start_needs_no_start() -> None:
    assert page_params(plan_of("user.get"), 0, 50) == {}


def test_every_documented_paging_has_a_plan() -> None:
    styles = {
        method.pagination: plan_of(method.name, method.version).style
        for method in all_methods()
        if method.pagination and method.pagination != "start"
    }

    assert styles == {
        "start_implied": "numbered", "limit+offset": "numbered", "page": "numbered",
        "nav": "numbered", "nav_params": "numbered", "params.limit+offset": "numbered",
        "PARAMS.limit+offset": "numbered", "pagination{page,limit,offset}": "numbered",
        "limit+last_id": "cursor", "cursor": "cursor", "pagination{limit,afterCursor}": "cursor",
        "limit": "single", "pagination{limit}": "single",
    }  # fmt: skip
