"""What a portal tells about its REST 3.0, and its batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from tests.rest_client import RestClient
from tests.sandbox.v3_calls import REQUEST, call, ids, item, refused, short

if TYPE_CHECKING:
    from pathlib import Path


def batch(client: RestClient, *calls: Any) -> tuple[int, Any]:
    return client.post(f"{client.base}/rest/api/{client.user}/{client.code}/batch", list(calls))


def test_methods_are_listed_by_module(rest: RestClient) -> None:
    found = call(rest, "rest.scope.list")

    assert found["tasks"]["task.chat.message"]["send"] == {
        "scope": "tasks.task.chat.message.send",
        "title": "Отправить сообщение в чат задачи",
        "description": "",
        "fields": None,
    }
    assert {"note", "main", "rest", "humanresources"} <= set(found)
    only = call(rest, "rest.scope.list", filterModule="main", filterMethod="tail")
    assert set(only) == {"main"}
    assert {name: set(methods) for name, methods in only["main"].items()} == {"eventlog": {"tail"}}


def test_openapi_document_stands_without_an_envelope(rest: RestClient) -> None:
    status, document = rest.raw("rest.documentation.openapi", {}, api="api/")

    assert status == 200
    assert document["openapi"] == "3.0.0"
    assert {"result", "time"}.isdisjoint(document)
    assert rest.raw("documentation", {}, api="api/")[1] == document


def test_openapi_document_describes_what_is_served(rest: RestClient) -> None:
    document = rest.raw("documentation", {}, api="api/")[1]
    paths = document["paths"]
    served = {
        entry["scope"]
        for controllers in call(rest, "rest.scope.list").values()
        for methods in controllers.values()
        for entry in methods.values()
    }

    assert set(paths) == {f"/{name}" for name in served | {"batch", "documentation"}}
    body = schema(paths["/tasks.task.add"]["post"]["requestBody"])
    assert body["required"] == ["fields"]
    assert body["properties"]["fields"]["required"] == ["title", "creatorId", "responsibleId"]
    assert body["properties"]["fields"]["properties"]["auditors"]["type"] == "array"
    assert set(paths["/rest.scope.list"]) == {"get", "post"}
    assert set(paths["/tasks.task.get"]) == {"post"}
    answer = schema(paths["/note.collection.list"]["post"]["responses"]["200"])
    rows = answer["properties"]["result"]["properties"]["items"]["items"]
    assert rows == {"$ref": "#/components/schemas/bitrix.note.collectionitemdto"}


def schema(content: Any) -> Any:
    return content["content"]["application/json"]["schema"]


def test_every_reference_of_the_document_leads_somewhere(rest: RestClient) -> None:
    document = rest.raw("documentation", {}, api="api/")[1]
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    found = set(references(document))

    assert found <= known
    assert "#/components/schemas/bitrix.tasks.taskdto" in found


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [ref for inner in value for ref in references(inner)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return own + [ref for inner in value.values() for ref in references(inner)]


def test_schemas_tell_types_and_words(rest: RestClient) -> None:
    schemas = rest.raw("documentation", {}, api="api/")[1]["components"]["schemas"]
    task = schemas["bitrix.tasks.taskdto"]["properties"]

    assert task["id"]["type"] == "integer"
    assert task["deadline"]["format"] == "date-time"
    assert task["priority"]["enum"] == ["low", "average", "high"]
    assert task["parent"] == {"$ref": "#/components/schemas/bitrix.tasks.taskdto"}
    assert task["auditors"]["items"] == {"$ref": "#/components/schemas/bitrix.tasks.userdto"}


def test_batch_answers_in_the_order_of_its_calls(rest: RestClient) -> None:
    status, body = batch(
        rest,
        {"method": "tasks.task.get", "query": {"id": 2, "select": ["id", "title"]}},
        {"method": "main.eventlog.get", "query": {"id": 1, "select": ["id"]}},
        {"method": "note.collection.list"},
    )

    assert status == 200
    assert body["result"][:2] == [
        {"item": {"id": 2, "title": "Проверить отчёт"}},
        {"item": {"id": 1}},
    ]
    assert body["result"][2]["nextCursor"] is None
    assert "time" in body


def test_call_of_a_batch_takes_from_earlier_answers(rest: RestClient) -> None:
    fields = {"title": "Из пакета", "creatorId": 1, "responsibleId": 10}
    own = {"id": {"$ref": "made.item.id"}, "select": ["title"]}
    listed = {"filter": [["id", "in", {"$refArray": "page.id"}]], "select": ["id"]}
    nested = {"id": {"$ref": "page.items.1.responsible.id"}, "select": ["id"]}
    _, body = batch(
        rest,
        {"method": "tasks.task.add", "query": {"fields": fields}, "as": "made"},
        {"method": "tasks.task.get", "query": own},
        {
            "method": "tasks.task.list",
            "query": {"pagination": {"limit": 2}, "select": ["id", "responsible.id"]},
            "as": "page",
        },
        {"method": "tasks.task.list", "query": listed},
        {"method": "main.eventlog.list", "query": {"filter": [["userId", nested["id"]]]}},
    )

    assert body["result"][1] == {"item": {"title": "Из пакета"}}
    assert body["result"][3] == {"items": [{"id": 1}, {"id": 2}]}
    assert {row["userId"] for row in body["result"][4]["items"]} == {10}


def test_batch_is_done_whole_or_not_at_all(rest: RestClient) -> None:
    fields = {"title": "Не останется", "creatorId": 1, "responsibleId": 10}
    status, body = batch(
        rest,
        {"method": "tasks.task.add", "query": {"fields": fields}},
        {"method": "tasks.task.get", "query": {"id": 99}},
    )

    assert (status, short(body["error"]["code"])) == (400, "ENTITYNOTFOUND")
    assert ids(rest, "tasks.task.list") == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("one", "status", "code"),
    [
        ("tasks.task.get", 400, REQUEST),
        ({"query": {}}, 400, REQUEST),
        ({"method": "tasks.task.list", "query": []}, 200, ""),
        ({"method": "tasks.task.list", "query": "id=1"}, 400, REQUEST),
        ({"method": "batch"}, 405, "ERROR_BATCH_METHOD_NOT_ALLOWED"),
        ({"method": "no.such.method"}, 404, "METHODNOTFOUND"),
        ({"method": "tasks.task.get", "query": {"id": {"$ref": "x.item.id"}}}, 400, REQUEST),
        ({"method": "tasks.task.list", "query": {"filter": {"$refArray": "x"}}}, 400, REQUEST),
    ],
)
def test_wrong_call_stops_the_batch(rest: RestClient, one: Any, status: int, code: str) -> None:
    found, body = batch(rest, one)

    assert found == status
    assert short(body.get("error", {}).get("code", "")) == code


def test_batch_has_a_length(rest: RestClient) -> None:
    one = {"method": "tasks.task.get", "query": {"id": 1, "select": ["id"]}}

    assert len(batch(rest, *[one] * 50)[1]["result"]) == 50
    status, body = batch(rest, *[one] * 51)
    assert (status, body["error"]["code"]) == (400, "ERROR_BATCH_LENGTH_EXCEEDED")


def test_old_form_of_a_batch_is_refused(rest: RestClient) -> None:
    commands = {"a": "tasks.task.get?id=1"}

    assert refused(rest, "batch", cmd=commands) == (400, "INVALIDSELECT")
    assert rest.call("batch", cmd={"a": "tasks.task.get?taskId=1"})["result_error"] == []


def test_scope_is_checked_in_a_batch_too(tmp_path: Path) -> None:
    webhooks = {(1, "narrow"): frozenset({"note"})}
    with run(open_portal(tmp_path / "narrow", webhooks=webhooks)) as running:
        client = RestClient(running.base, 1, "narrow")

        assert item(client, "note.collection.get", id=1)["name"] == "Регламенты"
        assert refused(client, "tasks.task.list") == (403, "INSUFFICIENTSCOPE")
        status, body = batch(client, {"method": "tasks.task.list"})
        assert (status, short(body["error"]["code"])) == (403, "INSUFFICIENTSCOPE")
