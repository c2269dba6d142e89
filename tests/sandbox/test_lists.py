"""Universal lists: lists, fields, sections, elements, files, rights."""

from __future__ import annotations

import base64
import urllib.request
from typing import Any

import pytest

from tests.rest_client import RestClient

LISTS = {"IBLOCK_TYPE_ID": "lists"}
REQUESTS = {**LISTS, "IBLOCK_ID": 30}


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


def add_field(rest: RestClient, kind: str, code: str, **more: Any) -> str:
    fields = {"NAME": f"Поле {code}", "TYPE": kind, "CODE": code, **more}
    name: str = rest.call("lists.field.add", **REQUESTS, FIELDS=fields)
    return name


def add(rest: RestClient, code: str, **fields: Any) -> int:
    given = {"NAME": code, **fields}
    number: int = rest.call("lists.element.add", **REQUESTS, ELEMENT_CODE=code, FIELDS=given)
    return number


def element(rest: RestClient, number: int) -> dict[str, Any]:
    row: dict[str, Any] = rest.call("lists.element.get", **REQUESTS, ELEMENT_ID=number)[0]
    return row


def found(rest: RestClient, given: dict[str, Any], **more: Any) -> list[str]:
    rows = rest.call("lists.element.get", **REQUESTS, FILTER=given, **more)
    return [row["ID"] for row in rows]


def test_a_fresh_portal_has_a_list_of_requests(rest: RestClient) -> None:
    status, body = rest.raw("lists.get", LISTS)
    assert (status, body["total"]) == (200, 1)
    row = body["result"][0]
    assert (row["ID"], row["CODE"], row["NAME"]) == ("30", "requests", "Заявки")
    assert (row["TIMESTAMP_X"], row["SORT"]) == ("12.01.2026 10:00:00", "500")
    assert rest.call("lists.get.iblock.type.id", IBLOCK_ID=30) == "lists"
    assert rest.call("lists.get.iblock.type.id", IBLOCK_CODE="requests") == "lists"
    assert rest.call("lists.get.iblock.type.id", IBLOCK_ID=999) is None
    assert rest.call("lists.get", IBLOCK_TYPE_ID="bitrix_processes") == []


def test_a_list_is_created_changed_and_deleted(rest: RestClient) -> None:
    number = rest.call(
        "lists.add",
        **LISTS,
        IBLOCK_CODE="contracts",
        FIELDS={"NAME": "Договоры", "SORT": 100},
        MESSAGES={"ELEMENT_NAME": "Договор"},
    )
    row = rest.call("lists.get", **LISTS, IBLOCK_CODE="contracts")[0]
    assert (row["ID"], row["ELEMENT_NAME"]) == (str(number), "Договор")
    ordered = rest.call("lists.get", **LISTS, IBLOCK_ORDER={"SORT": "asc"})
    assert [row["CODE"] for row in ordered] == ["contracts", "requests"]
    here = {**LISTS, "IBLOCK_ID": number}
    assert rest.call("lists.update", **here, FIELDS={"NAME": "Архив", "BIZPROC": "Y"}) is True
    row = rest.call("lists.get", **here)[0]
    assert (row["NAME"], row["BIZPROC"], row["SORT"]) == ("Архив", "Y", "100")
    assert rest.call("lists.delete", **here) is True
    assert rest.call("lists.get", **here) == []


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("lists.add", {}, "ERROR_REQUIRED_PARAMETERS_MISSING"),
        ("lists.add", {**LISTS, "IBLOCK_CODE": "a"}, "ERROR_REQUIRED_PARAMETERS_MISSING"),
        (
            "lists.add",
            {**LISTS, "IBLOCK_CODE": "requests", "FIELDS": {"NAME": "а"}},
            "ERROR_IBLOCK_ALREADY_EXISTS",
        ),
        (
            "lists.add",
            {"IBLOCK_TYPE_ID": "news", "IBLOCK_CODE": "a", "FIELDS": {"NAME": "а"}},
            "ERROR_ADD_IBLOCK",
        ),
        ("lists.get", {}, "ERROR_REQUIRED_PARAMETERS_MISSING"),
        ("lists.get", {"IBLOCK_TYPE_ID": "lists_socnet"}, "ACCESS_DENIED"),
        ("lists.update", {**LISTS, "FIELDS": {"NAME": "а"}}, "ERROR_REQUIRED_PARAMETERS_MISSING"),
        ("lists.update", {**LISTS, "IBLOCK_ID": 9}, "ERROR_IBLOCK_NOT_FOUND"),
        ("lists.delete", {"IBLOCK_TYPE_ID": "lists_socnet", "IBLOCK_ID": 30},
         "ERROR_IBLOCK_NOT_FOUND"),
    ],
)  # fmt: skip
def test_lists_that_cannot_be_are_refused(
    rest: RestClient, method: str, params: dict[str, Any], code: str
) -> None:
    assert rest.refused(method, **params) == (400, code)


def test_rights_decide_who_reads_adds_and_changes(
    rest: RestClient, manager: RestClient, guest: RestClient
) -> None:
    developer_adds = {"ELEMENT_CODE": "x", "FIELDS": {"NAME": "x"}}
    assert manager.refused("lists.add", **LISTS, IBLOCK_CODE="a", FIELDS={"NAME": "а"}) == (
        400,
        "ACCESS_DENIED",
    )
    assert guest.call("lists.element.get", **REQUESTS, ELEMENT_ID=501)[0]["ID"] == "501"
    assert guest.refused("lists.element.add", **REQUESTS, **developer_adds) == (
        400,
        "ACCESS_DENIED",
    )
    assert manager.call("lists.element.update", **REQUESTS, ELEMENT_ID=501, FIELDS={"NAME": "а"})
    assert manager.refused("lists.field.type.get", **REQUESTS) == (400, "ACCESS_DENIED")
    assert manager.refused("lists.update", **REQUESTS, FIELDS={"NAME": "а"}) == (
        400,
        "ACCESS_DENIED",
    )
    fields = {"NAME": "Закрытый"}
    secret = rest.call("lists.add", **LISTS, IBLOCK_CODE="secret", FIELDS=fields)
    here = {**LISTS, "IBLOCK_ID": secret}
    assert manager.refused("lists.get", **here) == (400, "ACCESS_DENIED")
    rest.call("lists.update", **here, FIELDS=fields, RIGHTS={"DR1": "R", "U1": "D"})
    assert [row["ID"] for row in manager.call("lists.get", **here)] == [str(secret)]
    assert rest.call("lists.field.get", **here)["NAME"]["IS_REQUIRED"] == "Y"


def test_lists_of_a_group_are_for_its_members(rest: RestClient, manager: RestClient) -> None:
    kind = {"IBLOCK_TYPE_ID": "lists_socnet"}
    fields = {"NAME": "Реестр"}
    assert rest.refused(
        "lists.add", **kind, IBLOCK_CODE="r", SOCNET_GROUP_ID=99, FIELDS=fields
    ) == (
        400,
        "ERROR_ADD_IBLOCK",
    )
    number = rest.call("lists.add", **kind, IBLOCK_CODE="r", SOCNET_GROUP_ID=1, FIELDS=fields)
    row = manager.call("lists.get", **kind, SOCNET_GROUP_ID=1)[0]
    assert (row["ID"], row["SOCNET_GROUP_ID"]) == (str(number), "1")
    rest.call("sonet_group.user.delete", GROUP_ID=1, USER_ID=10)
    assert manager.call("lists.get", **kind, SOCNET_GROUP_ID=1) == []
    assert rest.call("lists.update", **kind, IBLOCK_ID=number, SOCNET_GROUP_ID=2, FIELDS=fields)
    assert manager.call("lists.get", **kind, SOCNET_GROUP_ID=2)[0]["ID"] == str(number)


def test_fields_of_a_list(rest: RestClient) -> None:
    known = rest.call("lists.field.get", **REQUESTS)
    assert list(known) == ["NAME", "PROPERTY_101", "PROPERTY_102"]
    status = rest.call("lists.field.get", **REQUESTS, FIELD_ID="PROPERTY_102")["L"]
    assert status["DISPLAY_VALUES_FORM"] == {"1001": "Новая", "1002": "Оплачена"}
    assert (status["ID"], status["DEFAULT_VALUE"], status["CODE"]) == ("102", "1001", "STATUS")
    assert rest.call("lists.field.get", **REQUESTS, FIELD_ID="PROPERTY_777") == []
    assert "PREVIEW_TEXT" in rest.call("lists.field.type.get", **REQUESTS)
    fields = {"NAME": "Анонс", "TYPE": "PREVIEW_TEXT"}
    assert rest.call("lists.field.add", **REQUESTS, FIELDS=fields) == "PREVIEW_TEXT"
    assert "PREVIEW_TEXT" not in rest.call("lists.field.type.get", **REQUESTS)
    kept = rest.call("lists.field.type.get", **REQUESTS, FIELD_ID="PREVIEW_TEXT")
    assert kept["PREVIEW_TEXT"] == "Текст для анонса"
    assert rest.refused("lists.field.add", **REQUESTS, FIELDS=fields)[1] == "ERROR_SAVE_FIELD"
    assert rest.call("lists.field.delete", **REQUESTS, FIELD_ID="PREVIEW_TEXT") is True
    assert rest.call("lists.field.delete", **REQUESTS, FIELD_ID="PREVIEW_TEXT") is False


def test_a_field_with_values_is_created_and_changed(rest: RestClient) -> None:
    name = add_field(
        rest,
        "L",
        "STAGE",
        LIST={"10": {"VALUE": "План", "SORT": 10}, "20": {"VALUE": "Работа", "SORT": 20}},
        LIST_TEXT_VALUES="Проверка\nГотово",
        LIST_DEF=["20"],
    )
    field = rest.call("lists.field.get", **REQUESTS, FIELD_ID=name)["L"]
    values = field["DISPLAY_VALUES_FORM"]
    assert list(values.values()) == ["План", "Работа", "Проверка", "Готово"]
    assert values[field["DEFAULT_VALUE"]] == "Работа"
    kept = next(iter(values))
    fields = {"NAME": "Стадия", "TYPE": "L", "LIST": {kept: {"VALUE": "Замысел"}}}
    assert rest.call("lists.field.update", **REQUESTS, FIELD_ID=name, FIELDS=fields) is True
    field = rest.call("lists.field.get", **REQUESTS, FIELD_ID=name)["L"]
    assert (field["NAME"], field["DISPLAY_VALUES_FORM"]) == ("Стадия", {kept: "Замысел"})
    other = {"NAME": "Стадия", "TYPE": "N"}
    assert rest.refused("lists.field.update", **REQUESTS, FIELD_ID=name, FIELDS=other) == (
        400,
        "ERROR_UPDATE_FIELD",
    )


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"NAME": "а", "TYPE": "S"}, "Please fill the code fields"),
        ({"NAME": "а", "TYPE": "S", "CODE": "SUM"}, "Property already exists"),
        (
            {"NAME": "а", "TYPE": "S", "CODE": "A", "SETTINGS": {"ADD_READ_ONLY_FIELD": "Y"}},
            "The default value of the field 'а' is required",
        ),
        ({"NAME": "а", "TYPE": "E", "CODE": "A"}, "Incorrect lists specified for 'а' property"),
        ({"NAME": "а", "TYPE": "X"}, "Incorrect lists specified for 'TYPE' property"),
    ],
)
def test_fields_that_cannot_be_are_refused(
    rest: RestClient, fields: dict[str, Any], description: str
) -> None:
    status, body = rest.raw("lists.field.add", {**REQUESTS, "FIELDS": fields})
    told = (status, body["error"], body["error_description"])
    assert told == (400, "ERROR_SAVE_FIELD", description)


def test_an_element_holds_values_by_their_ids(rest: RestClient) -> None:
    row = element(rest, 501)
    assert (row["NAME"], row["CREATED_BY"]) == ("Заявка на канцтовары", "1")
    assert row["PROPERTY_101"] == {"9001": "15000"}
    assert row["PROPERTY_102"] == {"9002": "1001"}
    number = add(rest, "new", PROPERTY_101="7,5")
    row = element(rest, number)
    assert list(row["PROPERTY_101"].values()) == ["7.5"]
    assert list(row["PROPERTY_102"].values()) == ["1001"]
    by_code = rest.call("lists.element.get", **REQUESTS, ELEMENT_CODE="new")
    assert [row["ID"] for row in by_code] == [str(number)]


def test_an_update_empties_what_is_not_sent(rest: RestClient) -> None:
    fields = {"NAME": "Другая", "PROPERTY_101": {"9001": 100}}
    assert rest.call("lists.element.update", **REQUESTS, ELEMENT_ID=501, FIELDS=fields) is True
    row = element(rest, 501)
    assert (row["NAME"], row["PROPERTY_101"]) == ("Другая", {"9001": "100"})
    assert "PROPERTY_102" not in row
    assert rest.call("lists.element.delete", **REQUESTS, ELEMENT_CODE="request-1") is True
    assert rest.call("lists.element.get", **REQUESTS, ELEMENT_ID=501) == []


def test_values_of_many_types(rest: RestClient) -> None:
    names = {kind: add_field(rest, kind, f"T{i}", MULTIPLE="Y") for i, kind in enumerate(
        ("S", "S:Date", "S:DateTime", "S:HTML", "S:Money", "S:employee"))}  # fmt: skip
    counter = add_field(rest, "N:Sequence", "NUM", USER_TYPE_SETTINGS={"VALUE": 7})
    number = add(
        rest,
        "types",
        **{
            names["S"]: ["один", "два"],
            names["S:Date"]: "2026-02-03",
            names["S:DateTime"]: "2026-02-03T10:30:00+03:00",
            names["S:HTML"]: {"TEXT": "<b>а</b>", "TYPE": "HTML"},
            names["S:Money"]: "100|RUB",
            names["S:employee"]: [1, 10],
        },
    )
    row = element(rest, number)
    assert list(row[names["S"]].values()) == ["один", "два"]
    assert list(row[names["S:Date"]].values()) == ["03.02.2026"]
    assert list(row[names["S:DateTime"]].values()) == ["03.02.2026 10:30:00"]
    assert list(row[names["S:HTML"]].values()) == [{"TEXT": "<b>а</b>", "TYPE": "HTML"}]
    assert list(row[names["S:employee"]].values()) == ["1", "10"]
    assert list(row[counter].values()) == ["7"]
    assert list(element(rest, add(rest, "next"))[counter].values()) == ["8"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "ERROR_REQUIRED_PARAMETERS_MISSING"),
        ({"NAME": "а", "PROPERTY_101": "много"}, "ERROR_ADD_ELEMENT"),
        ({"NAME": "а", "PREVIEW_PICTURE": 12}, "ERROR_ELEMENT_FIELD_VALUE"),
    ],
)
def test_elements_that_cannot_be_are_refused(
    rest: RestClient, fields: dict[str, Any], code: str
) -> None:
    given = {**REQUESTS, "ELEMENT_CODE": "a", "FIELDS": fields}
    assert rest.refused("lists.element.add", **given) == (400, code)
    assert rest.call("lists.element.get", **REQUESTS, ELEMENT_CODE="a") == []


def test_refusals_of_elements(rest: RestClient) -> None:
    fields = {"NAME": "а"}
    assert rest.refused("lists.element.add", **REQUESTS, FIELDS=fields)[1] == (
        "ERROR_REQUIRED_PARAMETERS_MISSING"
    )
    taken = {**REQUESTS, "ELEMENT_CODE": "request-1", "FIELDS": fields}
    assert rest.refused("lists.element.add", **taken) == (400, "ERROR_ELEMENT_ALREADY_EXISTS")
    nowhere = {**LISTS, "IBLOCK_ID": 9, "ELEMENT_CODE": "a", "FIELDS": fields}
    assert rest.refused("lists.element.add", **nowhere) == (400, "ERROR_IBLOCK_NOT_FOUND")
    for method in ("lists.element.update", "lists.element.delete", "lists.element.get.file.url"):
        missing = {**REQUESTS, "ELEMENT_ID": 9, "FIELDS": fields, "FIELD_ID": 1}
        assert rest.refused(method, **missing) == (400, "ERROR_ELEMENT_NOT_FOUND")
        assert rest.refused(method, **REQUESTS) == (400, "ERROR_REQUIRED_PARAMETERS_MISSING")
    add_field(rest, "S", "MUST", IS_REQUIRED="Y")
    assert rest.refused("lists.element.update", **REQUESTS, ELEMENT_ID=501, FIELDS=fields) == (
        400,
        "ERROR_UPDATE_ELEMENT",
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({">PROPERTY_101": 15000}, ["502"]),
        ({"<=PROPERTY_SUM": "15000"}, ["501"]),
        ({"PROPERTY_102": 1002}, ["502"]),
        ({"!PROPERTY_102": [1002]}, ["501"]),
        ({"%NAME": "лиц"}, ["502"]),
        ({"NAME": "%канц%"}, ["501"]),
        ({"=%NAME": "Заявка%"}, ["501", "502"]),
        ({"=NAME": "Заявка на лицензии"}, ["502"]),
        ({"@CREATED_BY": [10, 11]}, ["502"]),
        ({">=DATE_CREATE": "2026-01-12", "<=DATE_CREATE": "12.01.2026"}, []),
        ({">ID": 501}, ["502"]),
        ({"IBLOCK_SECTION_ID": ""}, ["501", "502"]),
        ({"NONSENSE": 1}, ["501", "502"]),
    ],
)
def test_filters_of_elements(rest: RestClient, given: dict[str, Any], expected: list[str]) -> None:
    assert found(rest, given) == expected


def test_order_selection_and_pages_of_elements(rest: RestClient) -> None:
    assert found(rest, {}, ELEMENT_ORDER={"PROPERTY_101": "desc"}) == ["502", "501"]
    row = rest.call(
        "lists.element.get", **REQUESTS, ELEMENT_ID=501, SELECT=["NAME", "PROPERTY_101"]
    )
    assert set(row[0]) == {"ID", "NAME", "PROPERTY_101"}
    for number in range(60):
        add(rest, f"many-{number}")
    _, first = rest.raw("lists.element.get", REQUESTS)
    assert (len(first["result"]), first["total"], first["next"]) == (50, 62, 50)
    _, last = rest.raw("lists.element.get", {**REQUESTS, "start": 50})
    assert (len(last["result"]), "next" in last) == (12, False)
    ahead = {**REQUESTS, "FILTER": {">ID": 502}, "ELEMENT_ORDER": {"ID": "asc"}, "start": -1}
    _, walked = rest.raw("lists.element.get", ahead)
    assert (walked["result"][0]["ID"], "total" in walked) == ("503", False)
    assert found(rest, {"ID": [501, 502]}, ELEMENT_ORDER={"ID": "desc"}) == ["502", "501"]


def fetched(rest: RestClient, path: str) -> bytes:
    with urllib.request.urlopen(rest.base + path, timeout=10) as answer:
        content: bytes = answer.read()
    return content


def test_files_stay_until_they_are_deleted_by_their_value(rest: RestClient) -> None:
    name = add_field(rest, "F", "DOC", MULTIPLE="Y")
    files = [[f"{n}.txt", base64.b64encode(n.encode()).decode()] for n in ("one", "two")]
    number = add(rest, "files", **{name: files})
    here = {**REQUESTS, "ELEMENT_ID": number}
    where = {**here, "FIELD_ID": name.removeprefix("PROPERTY_")}
    links = rest.call("lists.element.get.file.url", **where)
    assert [fetched(rest, link) for link in links] == [b"one", b"two"]
    rest.call("lists.element.update", **here, FIELDS={"NAME": "а"})
    held = element(rest, number)[name]
    first = next(iter(held))
    rest.call("lists.element.update", **here, FIELDS={"NAME": "а", f"{name}_DEL": {first: "Y"}})
    links = rest.call("lists.element.get.file.url", **where)
    assert [fetched(rest, link) for link in links] == [b"two"]
    third = base64.b64encode(b"three").decode()
    rest.call("lists.element.update", **here, FIELDS={"NAME": "а", name: third})
    assert len(element(rest, number)[name]) == 2
    by_id = {"NAME": "а", name: 17}
    assert rest.refused("lists.element.update", **here, FIELDS=by_id) == (
        400,
        "ERROR_ELEMENT_FIELD_VALUE",
    )
    assert rest.call("lists.element.get.file.url", **here, FIELD_ID=101) == []
    with pytest.raises(urllib.request.HTTPError):
        fetched(rest, "/company/lists/30/file/0/1/PROPERTY_1/99999/")


def test_files_of_the_disk_are_attached(rest: RestClient) -> None:
    name = add_field(rest, "S:DiskFile", "DISK")
    number = add(rest, "disk", **{name: "n21"})
    record = next(iter(element(rest, number)[name].values()))
    attached = rest.call("disk.attachedObject.get", id=record)
    assert (attached["OBJECT_ID"], attached["NAME"]) == ("21", "план.txt")
    links = rest.call("lists.element.get.file.url", **REQUESTS, ELEMENT_ID=number, FIELD_ID=name)
    assert fetched(rest, links[0])
    assert rest.call("lists.element.delete", **REQUESTS, ELEMENT_ID=number) is True
    assert "error" in rest.raw("disk.attachedObject.get", {"id": record})[1]


def test_sections_make_a_tree(rest: RestClient) -> None:
    def section(code: str, parent: int = 0) -> int:
        fields = {"NAME": code.title(), "XML_ID": f"xml-{code}"}
        number: int = rest.call(
            "lists.section.add",
            **REQUESTS,
            SECTION_CODE=code,
            IBLOCK_SECTION_ID=parent,
            FIELDS=fields,
        )
        return number

    top = section("top")
    inner = section("inner", top)
    rows = {row["ID"]: row for row in rest.call("lists.section.get", **REQUESTS)}
    assert (rows[str(top)]["LEFT_MARGIN"], rows[str(top)]["RIGHT_MARGIN"]) == ("1", "4")
    assert (rows[str(inner)]["DEPTH_LEVEL"], rows[str(inner)]["IBLOCK_SECTION_ID"]) == (
        "2",
        str(top),
    )
    rest.call(
        "lists.section.update", **REQUESTS, SECTION_ID=top, FIELDS={"NAME": "Верх", "ACTIVE": "N"}
    )
    closed = rest.call(
        "lists.section.get", **REQUESTS, FILTER={"GLOBAL_ACTIVE": "N"}, SELECT=["ID", "NAME"]
    )
    assert closed == [{"ID": str(top), "NAME": "Верх"}, {"ID": str(inner), "NAME": "Inner"}]
    in_it = rest.call(
        "lists.element.add",
        **REQUESTS,
        ELEMENT_CODE="in",
        IBLOCK_SECTION_ID=inner,
        FIELDS={"NAME": "в разделе"},
    )
    assert found(rest, {"IBLOCK_SECTION_ID": inner}) == [str(in_it)]
    assert rest.call("lists.section.delete", **REQUESTS, SECTION_CODE="top") is True
    assert rest.call("lists.section.get", **REQUESTS) == []
    assert found(rest, {}) == ["501", "502"]


def test_refusals_of_sections(rest: RestClient, guest: RestClient) -> None:
    fields = {"NAME": "а"}
    assert rest.refused("lists.section.add", **REQUESTS, FIELDS=fields)[1] == (
        "ERROR_REQUIRED_PARAMETERS_MISSING"
    )
    deep = {**REQUESTS, "SECTION_CODE": "a", "IBLOCK_SECTION_ID": 77, "FIELDS": fields}
    assert rest.refused("lists.section.add", **deep) == (400, "ERROR_ADD_SECTION")
    assert rest.refused("lists.section.get", **LISTS, IBLOCK_ID=9) == (400, "ACCESS_DENIED")
    for method in ("lists.section.update", "lists.section.delete"):
        assert rest.refused(method, **REQUESTS, SECTION_ID=9) == (400, "ERROR_SECTION_NOT_FOUND")
        assert rest.refused(method, **REQUESTS)[1] == "ERROR_REQUIRED_PARAMETERS_MISSING"
        assert guest.refused(method, **REQUESTS, SECTION_ID=9) == (400, "ACCESS_DENIED")


def test_a_deleted_field_takes_its_values_along(rest: RestClient) -> None:
    assert rest.call("lists.field.delete", **REQUESTS, FIELD_ID="PROPERTY_101") is True
    assert "PROPERTY_101" not in element(rest, 501)
    assert list(rest.call("lists.field.get", **REQUESTS)) == ["NAME", "PROPERTY_102"]
    assert rest.call("lists.field.delete", **REQUESTS, FIELD_ID="NAME") is False
