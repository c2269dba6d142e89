"""The data storage of applications: storages, sections, items, properties, rights."""

from __future__ import annotations

import base64
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from tests.rest_client import RestClient
from tests.sandbox.app_client import AppClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DISH = {"ENTITY": "dish"}


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """Serve a portal with tokens of two users and of two applications."""
    tokens = {"one": Token(1), "ten": Token(10), "other": Token(1, client_id="local.other")}
    portal = open_portal(tmp_path / "portal", webhooks={(1, "code"): None}, tokens=tokens)
    with run(portal) as running:
        yield running.base


@pytest.fixture
def app(base: str) -> AppClient:
    return AppClient(base, "one")


@pytest.fixture
def worker(base: str) -> AppClient:
    """Act as user 10, who is no administrator."""
    return AppClient(base, "ten")


@pytest.fixture
def dish(app: AppClient) -> AppClient:
    """Have a storage with a text, a number and a file among its properties."""
    app.call("entity.add", **DISH, NAME="Блюда", ACCESS={"AU": "R", "U11": "Q"})
    for code, kind, sort in (("note", "S", 200), ("price", "N", 100), ("scan", "F", 300)):
        app.call("entity.item.property.add", **DISH, PROPERTY=code, TYPE=kind, SORT=sort)
    return app


def items(app: AppClient, **params: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = app.call("entity.item.get", **DISH, **params)
    return rows


def test_a_webhook_has_no_storage(base: str) -> None:
    assert RestClient(base, code="code").refused("entity.get") == (403, "ACCESS_DENIED")


def test_a_storage_is_created_renamed_and_deleted(base: str, app: AppClient) -> None:
    assert app.call("entity.get") == []
    assert app.call("entity.add", ENTITY="di-sh!", NAME="Блюда") is True
    row = app.call("entity.get", **DISH)
    assert row == {
        "ID": row["ID"],
        "IBLOCK_TYPE_ID": "rest_entity",
        "ENTITY": "dish",
        "NAME": "Блюда",
    }
    assert AppClient(base, "other").call("entity.get") == []
    assert app.refused("entity.add", **DISH, NAME="а") == (400, "ERROR_ENTITY_ALREADY_EXISTS")
    assert app.call("entity.update", **DISH, NAME="Меню", ENTITY_NEW="menu") is True
    assert [(row["ENTITY"], row["NAME"]) for row in app.call("entity.get")] == [("menu", "Меню")]
    app.call("entity.add", **DISH, NAME="Блюда")
    taken = {**DISH, "ENTITY_NEW": "menu"}
    assert app.refused("entity.update", **taken) == (400, "ERROR_ENTITY_ALREADY_EXISTS")
    assert app.call("entity.delete", **DISH) is True
    assert app.refused("entity.get", **DISH) == (400, "ERROR_ENTITY_NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("entity.add", {"NAME": "а"}, "Argument 'ENTITY' is null or empty"),
        ("entity.get", {"ENTITY": "!"}, "Argument 'ENTITY' is null or empty"),
        (
            "entity.add",
            {"ENTITY": "a" * 33, "NAME": "а"},
            "Entity code is too long. Max length is 32 characters.",
        ),
        ("entity.section.update", DISH, "Argument 'ID' is null or empty"),
        ("entity.item.delete", {**DISH, "ID": -1}, "Argument 'ID' is null or empty"),
        ("entity.item.property.add", DISH, "Argument 'PROPERTY' is null or empty"),
        (
            "entity.item.property.add",
            {**DISH, "PROPERTY": "p", "TYPE": "Z"},
            "Wrong entity item property type",
        ),
        (
            "entity.item.property.update",
            {**DISH, "PROPERTY": "note", "TYPE": "F"},
            "Cannot change property type to File",
        ),
        ("entity.item.add", DISH, "Required field 'NAME' is not set"),
        (
            "entity.item.add",
            {**DISH, "NAME": "а", "PROPERTY_VALUES": {"price": "дорого"}},
            "Invalid value of property 'price'",
        ),
        (
            "entity.item.add",
            {**DISH, "NAME": "а", "DATE_ACTIVE_FROM": "вчера"},
            "Invalid value of field 'DATE_ACTIVE_FROM'",
        ),
        (
            "entity.item.add",
            {**DISH, "NAME": "а", "SECTION": 77},
            "Invalid value of field 'SECTION'",
        ),
        (
            "entity.item.get",
            {**DISH, "FILTER": {">ID": "x"}},
            "Invalid value of filter field 'ID'",
        ),
    ],
)
def test_arguments_that_cannot_be_are_refused(
    dish: AppClient, method: str, params: dict[str, Any], description: str
) -> None:
    status, body = dish.raw(method, params)
    told = (status, body["error"], body["error_description"])
    assert told == (400, "ERROR_ARGUMENT", description)


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("entity.add", {"ENTITY": "new"}, "ERROR_CORE"),
        ("entity.section.get", {"ENTITY": "none"}, "ERROR_ENTITY_NOT_FOUND"),
        ("entity.section.add", DISH, "ERROR_CORE"),
        ("entity.section.add", {**DISH, "NAME": "а", "SECTION": 77}, "ERROR_CORE"),
        ("entity.section.update", {**DISH, "ID": 77}, "ERROR_SECTION_NOT_FOUND"),
        ("entity.section.delete", {**DISH, "ID": 77}, "ERROR_SECTION_NOT_FOUND"),
        ("entity.item.update", {**DISH, "ID": 77}, "ERROR_ITEM_NOT_FOUND"),
        ("entity.item.delete", {**DISH, "ID": 501}, "ERROR_ITEM_NOT_FOUND"),
        ("entity.item.property.get", {**DISH, "PROPERTY": "no"}, "ERROR_PROPERTY_NOT_FOUND"),
        ("entity.item.property.delete", {**DISH, "PROPERTY": "no"}, "ERROR_PROPERTY_NOT_FOUND"),
        ("entity.item.property.add", {**DISH, "PROPERTY": "1a"}, "ERROR_CORE"),
        (
            "entity.item.property.add",
            {**DISH, "PROPERTY": "a", "TYPE": "L"},
            "ERROR_UNSUPPORTED_PROPERTY_TYPE",
        ),
        (
            "entity.item.property.add",
            {**DISH, "PROPERTY": "note"},
            "ERROR_PROPERTY_ALREADY_EXISTS",
        ),
        (
            "entity.item.property.update",
            {**DISH, "PROPERTY": "note", "PROPERTY_NEW": "price"},
            "ERROR_PROPERTY_ALREADY_EXISTS",
        ),
    ],
)
def test_refusals(dish: AppClient, method: str, params: dict[str, Any], code: str) -> None:
    assert dish.refused(method, **params) == (400, code)


def test_rights_are_read_write_and_manage(dish: AppClient, worker: AppClient) -> None:
    assert worker.call("entity.rights", **DISH) == {"AU": "R", "U1": "X"}
    assert worker.call("entity.rights", ENTITY="none") is None
    assert worker.call("entity.item.get", **DISH) == []
    for method in ("entity.item.add", "entity.section.add"):
        assert worker.refused(method, **DISH, NAME="а") == (400, "ACCESS_DENIED")
    assert worker.refused("entity.rights", **DISH, ACCESS={"U10": "X"}) == (400, "ACCESS_DENIED")
    assert dish.call("entity.rights", **DISH, ACCESS={"D2": "W"}) == {"D2": "W", "U1": "X"}
    number = worker.call("entity.item.add", **DISH, NAME="Суп")
    assert worker.call("entity.item.get", **DISH)[0]["CREATED_BY"] == "10"
    for method in ("entity.update", "entity.delete"):
        assert worker.refused(method, **DISH) == (400, "ACCESS_DENIED")
    new = {**DISH, "PROPERTY": "x"}
    assert worker.refused("entity.item.property.add", **new) == (400, "ACCESS_DENIED")
    dish.call("entity.update", **DISH, ACCESS={"U11": "R"})
    assert worker.call("entity.item.get", **DISH) == []
    assert worker.refused("entity.item.update", **DISH, ID=number) == (400, "ACCESS_DENIED")
    assert worker.call("entity.section.get", **DISH) == []


def test_properties_are_listed_in_their_order(dish: AppClient) -> None:
    rows = dish.call("entity.item.property.get", **DISH)
    assert [(row["PROPERTY"], row["TYPE"], row["SORT"]) for row in rows] == [
        ("price", "N", "100"),
        ("note", "S", "200"),
        ("scan", "F", "300"),
    ]
    dish.call("entity.item.add", **DISH, NAME="Суп", PROPERTY_VALUES={"note": "острый"})
    changed = {"PROPERTY": "note", "PROPERTY_NEW": "remark", "NAME": "Замечание", "SORT": 10}
    assert dish.call("entity.item.property.update", **DISH, **changed) is True
    assert dish.call("entity.item.property.get", **DISH, PROPERTY="remark") == {
        "PROPERTY": "remark",
        "NAME": "Замечание",
        "TYPE": "S",
        "SORT": "10",
    }
    assert items(dish)[0]["PROPERTY_VALUES"]["remark"] == "острый"
    assert dish.call("entity.item.property.delete", **DISH, PROPERTY="remark") is True
    assert set(items(dish)[0]["PROPERTY_VALUES"]) == {"price", "scan"}


def test_an_item_is_created_changed_and_deleted(dish: AppClient) -> None:
    section = dish.call("entity.section.add", **DISH, NAME="Супы")
    number = dish.call(
        "entity.item.add",
        **DISH,
        NAME="Борщ",
        SECTION=section,
        DATE_ACTIVE_FROM="2026-03-01T00:00:00+03:00",
        PROPERTY_VALUES={"price": 250, "note": ["горячий"], "unknown": 1},
        UF_COLOR="red",
    )
    row = items(dish, FILTER={"ID": number})[0]
    assert (row["NAME"], row["SECTION"], row["SORT"]) == ("Борщ", str(section), "500")
    assert (row["DATE_ACTIVE_FROM"], row["DATE_ACTIVE_TO"]) == ("2026-03-01T00:00:00+03:00", "")
    assert row["PROPERTY_VALUES"] == {"price": "250", "note": "горячий", "scan": None}
    assert (row["UF_COLOR"], row["ENTITY"], row["CODE"]) == ("red", "dish", None)
    values = {"price": 300, "note": ""}
    here = {**DISH, "ID": number}
    assert dish.call("entity.item.update", **here, SECTION=0, PROPERTY_VALUES=values) is True
    row = items(dish)[0]
    assert (row["NAME"], row["SECTION"]) == ("Борщ", None)
    assert row["PROPERTY_VALUES"] == {"price": "300", "note": None, "scan": None}
    assert dish.call("entity.item.delete", **here) is True
    assert items(dish) == []


def test_files_are_links(dish: AppClient) -> None:
    def file(text: str) -> list[str]:
        return ["a.txt", base64.b64encode(text.encode()).decode()]

    number = dish.call(
        "entity.item.add",
        **DISH,
        NAME="Борщ",
        DETAIL_PICTURE=file("picture"),
        PROPERTY_VALUES={"scan": file("scan")},
    )
    row = items(dish)[0]
    for address, content in (
        (row["DETAIL_PICTURE"], b"picture"),
        (row["PROPERTY_VALUES"]["scan"], b"scan"),
    ):
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.read() == content
    here = {**DISH, "ID": number}
    dish.call("entity.item.update", **here, NAME="Щи")
    assert items(dish)[0]["PROPERTY_VALUES"]["scan"] == row["PROPERTY_VALUES"]["scan"]
    gone = {"DETAIL_PICTURE": False, "PROPERTY_VALUES": {"scan_DEL": {"1": "Y"}}}
    dish.call("entity.item.update", **here, **gone)
    row = items(dish)[0]
    assert (row["DETAIL_PICTURE"], row["PROPERTY_VALUES"]["scan"]) == (None, None)
    by_id = {"NAME": "а", "PREVIEW_PICTURE": 5}
    assert dish.refused("entity.item.add", **DISH, **by_id) == (400, "ERROR_ARGUMENT")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["Борщ", "Щи", "Чай"]),
        ({">PROPERTY_PRICE": 90}, ["Борщ", "Щи"]),
        ({"><PROPERTY_PRICE": [50, 150]}, ["Чай", "Щи"]),
        ({"!><PROPERTY_PRICE": [50, 150]}, ["Борщ"]),
        ({"%NAME": "щ"}, ["Борщ", "Щи"]),
        ({"!%NAME": "щ"}, ["Чай"]),
        ({"!NAME": "Щи"}, ["Борщ", "Чай"]),
        ({"PROPERTY_NOTE": "горячий"}, ["Чай"]),
        ({"PROPERTY_NOTE": False}, ["Борщ", "Щи"]),
        ({"NAME": ["Щи", "Чай"]}, ["Щи", "Чай"]),
        ({"ACTIVE": "N"}, []),
    ],
)
def test_filters(dish: AppClient, given: dict[str, Any], expected: list[str]) -> None:
    for name, price, note in (("Борщ", 250, ""), ("Щи", 100, ""), ("Чай", 50, "горячий")):
        values = {"price": price, "note": note}
        dish.call("entity.item.add", **DISH, NAME=name, PROPERTY_VALUES=values)
    assert {row["NAME"] for row in items(dish, FILTER=given)} == set(expected)


def test_order_and_pages(dish: AppClient) -> None:
    for number in range(60):
        dish.call("entity.item.add", **DISH, NAME=f"{number:02}", PROPERTY_VALUES={"price": number})
    _, body = dish.raw("entity.item.get", {**DISH, "SORT": {"PROPERTY_PRICE": "DESC"}})
    assert (body["result"][0]["NAME"], body["total"], body["next"]) == ("59", 60, 50)
    assert len(items(dish, start=50)) == 10


def test_sections_make_a_tree_and_take_their_items_along(dish: AppClient) -> None:
    top = dish.call("entity.section.add", **DISH, NAME="Горячее", CODE="hot")
    inner = dish.call("entity.section.add", **DISH, NAME="Супы", SECTION=top, SORT=100)
    rows = dish.call("entity.section.get", **DISH, SORT={"DEPTH_LEVEL": "DESC"})
    assert [(row["ID"], row["SECTION"], row["DEPTH_LEVEL"]) for row in rows] == [
        (str(inner), str(top), "2"),
        (str(top), None, "1"),
    ]
    assert (rows[1]["LEFT_MARGIN"], rows[1]["RIGHT_MARGIN"]) == ("1", "4")
    loop = {**DISH, "ID": top, "SECTION": inner}
    assert dish.refused("entity.section.update", **loop) == (400, "ERROR_CORE")
    assert dish.call("entity.section.update", **DISH, ID=inner, NAME="Первое", ACTIVE="N") is True
    assert dish.call("entity.section.get", **DISH, FILTER={"ACTIVE": "N"})[0]["NAME"] == "Первое"
    dish.call("entity.add", ENTITY="drink", NAME="Напитки")
    foreign = {"ENTITY": "drink", "NAME": "Чай", "SECTION": top}
    status, body = dish.raw("entity.section.add", foreign)
    assert (status, body["error"]) == (400, "ERROR_CORE")
    assert "does not match" in body["error_description"]
    dish.call("entity.item.add", **DISH, NAME="Борщ", SECTION=inner)
    assert dish.call("entity.section.delete", **DISH, ID=top) is True
    assert dish.call("entity.section.get", **DISH) == []
    assert items(dish) == []


def test_lists_do_not_see_storages(base: str, dish: AppClient) -> None:
    number = dish.call("entity.get", **DISH)["ID"]
    webhook = RestClient(base, code="code")
    kinds = {"IBLOCK_TYPE_ID": "rest_entity", "IBLOCK_ID": number}
    assert webhook.refused("lists.element.get", **kinds) == (400, "ERROR_IBLOCK_NOT_FOUND")
    assert webhook.call("lists.get.iblock.type.id", IBLOCK_ID=number) is None
    dish.call("entity.section.add", **DISH, NAME="а")
    assert dish.call("entity.delete", **DISH) is True
    assert dish.call("entity.get") == []
