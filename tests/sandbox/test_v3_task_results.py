"""Results of tasks of REST 3.0 over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.v3_calls import DENIED, DTO, REQUEST, call, ids, item, items, problems, refused

if TYPE_CHECKING:
    from tests.rest_client import RestClient

GET, UPDATE = "tasks.task.get", "tasks.task.update"
RESULTS = "tasks.task.result.list"


def read(client: RestClient, number: int, *select: str) -> dict[str, Any]:
    return item(client, GET, id=number, select=list(select))


def test_result_lives_and_is_seen_by_both_versions(rest: RestClient) -> None:
    made = item(rest, "tasks.task.result.add", fields={"taskId": 6, "text": "Готово"})

    assert (made["id"], made["status"], made["updatedAt"]) == (2, "open", None)
    assert made["rights"] == {"edit": True, "remove": True}
    changed = item(rest, "tasks.task.result.update", id=2, fields={"text": "Готово и проверено"})
    assert changed["updatedAt"] is not None
    old = rest.call("tasks.task.result.list", taskId=6)
    assert [(row["id"], row["text"]) for row in old] == [(2, "Готово и проверено")]
    call(rest, UPDATE, id=6, fields={"status": "completed"})
    assert items(rest, RESULTS, filter=[["taskId", 6]], select=["status"]) == [{"status": "closed"}]
    assert call(rest, "tasks.task.result.delete", id=2) == {"result": True}
    assert items(rest, RESULTS, filter=[["taskId", 6]]) == []


def test_message_of_a_task_chat_becomes_a_result(rest: RestClient) -> None:
    method = "tasks.task.result.addfromchatmessage"
    call(rest, "tasks.task.chat.message.send", fields={"taskId": 1, "text": "Собрано"})
    chat = read(rest, 1, "chatId")["chatId"]
    message = rest.call("im.dialog.messages.get", DIALOG_ID=f"chat{chat}")["messages"][0]["id"]
    made = item(rest, method, fields={"messageId": message})

    assert (made["text"], made["messageId"], made["taskId"]) == ("Собрано", message, 1)
    assert problems(rest, method, fields={"messageId": 101}) == (REQUEST, ["messageId"])
    assert problems(rest, method, fields={"messageId": "101"}) == (REQUEST, ["messageId"])
    assert problems(rest, method, fields={}) == (DTO, ["messageId"])
    assert problems(rest, method, fields={"messageId": 1, "fileIds": []}) == (DTO, ["fileIds"])
    assert refused(rest, method, fields={"x": 1}) == (400, "UNKNOWNDTOPROPERTY")


def test_results_are_filtered_ordered_and_selected(rest: RestClient, manager: RestClient) -> None:
    for text in ("Первый", "Второй"):
        call(manager, "tasks.task.result.add", fields={"taskId": 2, "text": text})
    where = [["taskId", 2]]

    assert ids(rest, RESULTS, filter=where, order={"createdAt": "DESC", "id": "DESC"}) == [3, 2]
    assert ids(rest, RESULTS, filter=[*where, ["status", "closed"]]) == []
    both = {"logic": "or", "conditions": [["messageId", 5], ["id", 2]]}
    assert ids(rest, RESULTS, filter=[["taskId", "in", [1, 2]], both]) == [2]
    assert items(rest, RESULTS, filter=where, select=["author.name"], pagination={"limit": 1})[0][
        "author"
    ] == {"name": "Менеджер Продаж"}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, REQUEST),
        ({"filter": []}, REQUEST),
        ({"filter": [["id", 1]]}, "VALIDATION_REQUESTFILTERVALIDATION"),
        ({"filter": [["taskId", ">", 1]]}, "VALIDATION_REQUESTFILTERVALIDATION"),
        ({"filter": [["taskId", "1"]]}, REQUEST),
        ({"filter": [["taskId", 1]], "select": ["x"]}, "UNKNOWNDTOPROPERTY"),
        ({"filter": [["taskId", 1]], "order": {"text": "ASC"}}, "INVALIDORDER"),
        ({"filter": [["taskId", 1], ["status", "new"]]}, REQUEST),
    ],
)
def test_wrong_list_of_results_is_refused(
    rest: RestClient, params: dict[str, Any], code: str
) -> None:
    assert refused(rest, RESULTS, **params) == (400, code)


def test_results_are_their_authors_own(rest: RestClient, manager: RestClient) -> None:
    add_result = "tasks.task.result.add"

    assert refused(manager, RESULTS, filter=[["taskId", 1]]) == DENIED
    assert refused(manager, add_result, fields={"taskId": 1, "text": "x"}) == DENIED
    call(manager, add_result, fields={"taskId": 2, "text": "x"})
    assert refused(rest, "tasks.task.result.update", id=2, fields={"text": "y"}) == DENIED
    assert refused(rest, "tasks.task.result.delete", id=2) == DENIED
    assert item(manager, "tasks.task.result.update", id=2, fields={"text": "y"})["text"] == "y"


def test_wrong_result_is_refused(rest: RestClient) -> None:
    add_result, update = "tasks.task.result.add", "tasks.task.result.update"

    assert problems(rest, add_result, fields={}) == (DTO, ["taskId", "text"])
    assert problems(rest, add_result, fields={"taskId": -1, "text": "x"}) == (REQUEST, ["taskId"])
    assert problems(rest, add_result, fields={"taskId": 99, "text": "x"}) == (REQUEST, ["taskId"])
    fields = {"taskId": 1, "text": "x", "fileIds": [1]}
    assert problems(rest, add_result, fields=fields) == (DTO, ["fileIds"])
    assert problems(rest, update, id=1, fields={}) == (DTO, ["text"])
    assert problems(rest, update, fields={"text": "x"}) == (REQUEST, [None])
    assert problems(rest, "tasks.task.result.delete", id=1, filter=[]) == (REQUEST, [None])
    assert problems(rest, "tasks.task.result.delete", filter=[["id", 1]]) == (REQUEST, ["id"])
