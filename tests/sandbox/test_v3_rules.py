"""Rules all of REST 3.0 shares: bodies, select, filter, order, pagination, field descriptions."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.v3_calls import REQUEST, ids, item, items, problems, refused, short

if TYPE_CHECKING:
    from tests.rest_client import RestClient

LIST, GET = "tasks.task.list", "tasks.task.get"


def send(client: RestClient, tail: str, body: bytes | None, kind: str) -> tuple[int, Any]:
    url = f"{client.base}/rest/api/1/{client.code}/{tail}"
    request = urllib.request.Request(url, data=body, headers={"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"id=1", "application/x-www-form-urlencoded"),
        (b'{"id": 1', "application/json"),
        (b"5", "application/json"),
    ],
)
def test_body_that_is_no_json_object_is_refused(rest: RestClient, body: bytes, kind: str) -> None:
    status, answer = send(rest, GET, body, kind)

    assert (status, short(answer["error"]["code"])) == (400, "INVALIDJSON")


def test_query_string_is_not_read(rest: RestClient) -> None:
    status, answer = send(rest, f"{GET}?id=1", None, "text/plain")

    assert status == 400
    assert answer["error"]["validation"] == [
        {"message": "Required field `id` is not specified", "field": "id"}
    ]


def test_method_of_version_3_is_unknown_at_the_old_address(rest: RestClient) -> None:
    assert rest.refused("note.collection.list") == (404, "ERROR_METHOD_NOT_FOUND")
    assert refused(rest, "no.such.method") == (404, "METHODNOTFOUND")


def test_answer_has_result_and_time_and_no_total(rest: RestClient) -> None:
    _, body = rest.raw(LIST, {}, api="api/")

    assert set(body) == {"result", "time"}
    assert list(body["result"]) == ["items"]


def test_select_drops_unknown_own_fields(rest: RestClient) -> None:
    assert item(rest, GET, id=1, select=["id", "nothing"]) == {"id": 1}
    # A task outside of groups has no stage (rest-v3.md).
    assert item(rest, GET, id=1, select=["id", "stageId"]) == {"id": 1}


def test_select_of_related_fields_alone_keeps_the_own_ones(rest: RestClient) -> None:
    found = item(rest, GET, id=2, select=["responsible.name", "responsible.email"])

    assert found["responsible"] == {"name": "Менеджер Продаж", "email": "user10@sandbox.example"}
    assert found["title"] == "Проверить отчёт"
    assert "creatorId" not in found


def test_related_object_without_a_dot_comes_whole(rest: RestClient) -> None:
    found = item(rest, GET, id=2, select=["id", "creator"])

    assert found["creator"]["id"] == 1
    assert found["creator"]["role"] == "admin"


@pytest.mark.parametrize(
    ("path", "field", "entity"),
    [
        ("responsible.stageId", "stageId", "UserDto"),
        ("nobody.name", "nobody", "TaskDto"),
        ("title.length", "title", "TaskDto"),
        ("parent.responsible.nick", "nick", "UserDto"),
    ],
)
def test_unknown_related_field_is_refused_by_name(
    rest: RestClient, path: str, field: str, entity: str
) -> None:
    status, body = rest.raw(GET, {"id": 1, "select": [path]}, api="api/")

    assert status == 400
    assert body["error"] == {
        "code": "BITRIX_REST_V3_EXCEPTION_UNKNOWNDTOPROPERTYEXCEPTION",
        "message": f"Unknown field `{field}` for entity `{entity}`",
    }


@pytest.mark.parametrize("value", ["id", {"id": 1}, [1], [["id"]]])
def test_select_that_is_no_list_of_names_is_refused(rest: RestClient, value: Any) -> None:
    assert refused(rest, GET, id=1, select=value) == (400, "INVALIDSELECT")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([["id", "=", 3]], [3]),
        ([["id", 3]], [3]),
        ([["id", [1, 3]]], [1, 3]),
        ([["id", "in", [2, 5]]], [2, 5]),
        ([["id", "!=", 3], ["id", "<", 5]], [1, 2, 4]),
        ([["id", ">", 4]], [5, 6]),
        ([["id", ">=", 2], ["id", "<=", 3]], [2, 3]),
        ([["id", "between", [2, 4]]], [2, 3, 4]),
        ([["id", "in", []]], []),
        ([{"logic": "or", "conditions": [["id", 1], ["id", "between", [5, 6]]]}], [1, 5, 6]),
        (
            [["id", "<", 6], {"logic": "or", "conditions": [["id", ">=", 5], ["id", "<=", 1]]}],
            [1, 5],
        ),
        ([{"logic": "and", "conditions": [["id", "!=", 1], ["id", "<", 3]]}], [2]),
        ({"logic": "or", "conditions": [["id", "in", [4]], ["id", ">", 5]]}, [4, 6]),
        ([], [1, 2, 3, 4, 5, 6]),
    ],
)
def test_filter_finds_what_its_conditions_say(
    rest: RestClient, given: Any, found: list[int]
) -> None:
    assert ids(rest, LIST, filter=given) == found


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([["id", "like", 3]], "UNKNOWNFILTEROPERATOR"),
        ([["id", ["in"], 3]], "UNKNOWNFILTEROPERATOR"),
        ([["nothing", 3]], "UNKNOWNDTOPROPERTY"),
        ([["title.x", 3]], "UNKNOWNDTOPROPERTY"),
        ({">id": 3}, "INVALIDFILTER"),
        (["id", 3], "INVALIDFILTER"),
        ([["id"]], "INVALIDFILTER"),
        ([["id", "in", 3]], "INVALIDFILTER"),
        ([["id", "between", [1]]], "INVALIDFILTER"),
        ([{"logic": "xor", "conditions": []}], "INVALIDFILTER"),
        ([{"logic": "or"}], "INVALIDFILTER"),
        ("id=3", "INVALIDFILTER"),
        ([["id", "=", "3"]], REQUEST),
        ([["title", "отчёт"]], REQUEST),
        ([["responsible.name", "x"]], REQUEST),
    ],
)
def test_filter_that_cannot_be_read_is_refused(rest: RestClient, given: Any, code: str) -> None:
    assert refused(rest, LIST, filter=given) == (400, code)


def test_field_that_cannot_be_filtered_by_is_named(rest: RestClient) -> None:
    assert problems(rest, LIST, filter=[["title", "отчёт"]]) == (REQUEST, ["title"])


def test_order_sorts_by_fields_that_can_be_sorted_by(rest: RestClient) -> None:
    assert ids(rest, LIST, order={"id": "DESC"}, pagination={"limit": 2}) == [6, 5]
    assert ids(rest, LIST, order={"status": "asc", "id": "desc"})[:3] == [2, 1, 6]
    assert ids(rest, LIST, order=[]) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"id": "UP"}, "INVALIDORDER"),
        ({"description": "ASC"}, "INVALIDORDER"),
        ("id", "INVALIDORDER"),
        (["id"], "INVALIDORDER"),
        ({"nothing": "ASC"}, "UNKNOWNDTOPROPERTY"),
    ],
)
def test_order_that_cannot_be_kept_is_refused(rest: RestClient, given: Any, code: str) -> None:
    assert refused(rest, LIST, order=given) == (400, code)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"limit": 2}, [1, 2]),
        ({"limit": 2, "offset": 3}, [4, 5]),
        ({"limit": "2", "page": 2}, [3, 4]),
        ({"limit": 2, "page": 3, "offset": 0}, [5, 6]),
        ({"page": 2}, []),
        ({"limit": 5000, "offset": 5}, [6]),
        ([], [1, 2, 3, 4, 5, 6]),
    ],
)
def test_pagination_cuts_a_page(rest: RestClient, given: Any, found: list[int]) -> None:
    assert ids(rest, LIST, pagination=given) == found


@pytest.mark.parametrize(
    "given", [{"limit": "abc"}, {"limit": 0}, {"page": 0}, {"offset": -1}, {"limit": True}, "2"]
)
def test_pagination_that_is_no_number_is_refused(rest: RestClient, given: Any) -> None:
    assert refused(rest, LIST, pagination=given) == (400, "INVALIDPAGINATION")


def test_page_is_50_rows_long_by_default(rest: RestClient) -> None:
    for number in range(46):
        rest.call("tasks.task.add", fields={"TITLE": f"Задача {number}", "RESPONSIBLE_ID": 1})

    assert ids(rest, LIST) == list(range(1, 51))
    assert ids(rest, LIST, pagination={"page": 2}) == [51, 52]
    assert len(ids(rest, LIST, pagination={"limit": 1000})) == 52


@pytest.mark.parametrize("value", ["1", 1.5, True, [1]])
def test_id_of_another_type_is_refused(rest: RestClient, value: Any) -> None:
    assert problems(rest, GET, id=value) == (REQUEST, ["id"])


def test_field_description_tells_eleven_things(rest: RestClient) -> None:
    assert item(rest, "tasks.task.field.get", name="title") == {
        "name": "title",
        "type": "string",
        "title": "title",
        "description": None,
        "validationRules": [],
        "requiredGroups": ["add"],
        "filterable": False,
        "sortable": True,
        "editable": True,
        "multiple": False,
        "elementType": None,
    }


def test_field_list_selects_what_is_told(rest: RestClient) -> None:
    rows = items(rest, "tasks.task.field.list", select=["name", "type", "filterable"])

    assert rows[0] == {"name": "id", "type": "int", "filterable": True}
    assert {row["name"]: row["type"] for row in rows}["created"] == "object"
    assert {row["name"]: row["type"] for row in rows}["auditors"] == "array"
    assert [row["name"] for row in rows if row["filterable"]] == ["id"]


ENTITIES = (
    "tasks.task", "tasks.task.access", "tasks.task.chat.message", "tasks.task.file",
    "tasks.task.result", "note.collection", "note.document", "note.document.tree",
    "note.document.search", "note.file", "main.eventlog",
)  # fmt: skip


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_entity_describes_its_fields(rest: RestClient, entity: str) -> None:
    names = [row["name"] for row in items(rest, f"{entity}.field.list")]
    told = item(rest, f"{entity}.field.get", name=names[0], select=["name", "editable"])

    assert told["name"] == names[0]
    assert set(told) == {"name", "editable"}


def test_field_descriptions_refuse_what_they_do_not_know(rest: RestClient) -> None:
    method = "tasks.task.field.get"
    _, body = rest.raw(method, {"name": "nothing"}, api="api/")
    code = "BITRIX_REST_V3_REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION"

    assert body["error"] == {"code": code, "message": "Field `nothing` not found"}
    assert problems(rest, method) == (REQUEST, ["name"])
    assert refused(rest, "tasks.task.field.list", select=["x"]) == (400, "UNKNOWNDTOPROPERTY")
    assert refused(rest, "tasks.task.field.list", select="x") == (400, "INVALIDSELECT")
