"""Notifications of the sandbox: sending, tags, questions, reading, history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def listed(rest: RestClient, **params: Any) -> list[int]:
    return [row["id"] for row in rest.call("im.notify.get", **params)["notifications"]]


def one(rest: RestClient, number: int) -> dict[str, Any]:
    rows = rest.call("im.notify.get")["notifications"]
    return next(row for row in rows if row["id"] == number)


def unread(rest: RestClient) -> int:
    return int(rest.call("im.counters.get")["TYPE"]["NOTIFY"])


def test_personal_notification_names_its_author(rest: RestClient, manager: RestClient) -> None:
    number = rest.call("im.notify.personal.add", USER_ID="10", MESSAGE=" Позвони клиенту ")

    assert number == 203
    found = manager.call("im.notify.get")
    row = found["notifications"][0]
    assert (row["id"], row["author_id"], row["notify_type"]) == (203, 1, 2)
    assert (row["text"], row["notify_read"], row["params"]) == ("Позвони клиенту", "N", None)
    assert (row["setting_name"], row["notify_module"]) == ("rest|rest_notify", "rest")
    assert (found["total_count"], found["total_unread_count"], found["chat_id"]) == (1, 1, 3)
    assert [user["name"] for user in found["users"]] == ["Администратор Портала"]
    assert unread(manager) == 1


def test_system_notification_has_no_author(rest: RestClient, manager: RestClient) -> None:
    first = rest.call("im.notify.system.add", USER_ID=10, MESSAGE="Обновление")
    second = rest.call("im.notify", USER_ID=10, MESSAGE="Обновление", TYPE="SYSTEM")
    third = rest.call("im.notify", USER_ID=10, MESSAGE="Обновление")

    types = {
        row["id"]: row["notify_type"] for row in manager.call("im.notify.get")["notifications"]
    }
    assert types == {first: 4, second: 4, third: 2}
    assert one(manager, first)["author_id"] == 0


def test_nobody_is_told_about_an_unknown_user(rest: RestClient) -> None:
    assert rest.call("im.notify", USER_ID=999, MESSAGE="Есть кто?") is False


def test_user_without_notifications_gets_two_fields(rest: RestClient, manager: RestClient) -> None:
    assert manager.call("im.notify.get") == {"notifications": [], "users": []}


def test_attachment_is_checked(rest: RestClient) -> None:
    number = rest.call("im.notify", USER_ID=1, MESSAGE="x", ATTACH=[{"MESSAGE": "Блок"}])

    assert one(rest, number)["params"] == {"ATTACH": [{"BLOCKS": [{"MESSAGE": "Блок"}]}]}


@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        ("im.notify", {"MESSAGE": "x"}, (400, "USER_ID_EMPTY")),
        ("im.notify.personal.add", {"USER_ID": 0, "MESSAGE": "x"}, (400, "USER_ID_EMPTY")),
        ("im.notify.system.add", {"USER_ID": 1, "MESSAGE": " "}, (400, "MESSAGE_EMPTY")),
        ("im.notify", {"USER_ID": 1, "MESSAGE": "x", "ATTACH": "x"}, (400, "ATTACH_ERROR")),
        (
            "im.notify",
            {"USER_ID": 1, "MESSAGE": "x", "ATTACH": [{"MESSAGE": "я" * 60_000}]},
            (400, "ATTACH_OVERSIZE"),
        ),
        ("im.notify.delete", {}, (400, "PARAMS_ERROR")),
        ("im.notify.delete", {"TAG": "x"}, (403, "ACCESS_DENIED")),
        ("im.notify.confirm", {"NOTIFY_VALUE": "Y"}, (400, "ID_ERROR")),
        ("im.notify.confirm", {"NOTIFY_ID": 202}, (400, "NOTIFY_VALUE_ERROR")),
        ("im.notify.answer", {"ANSWER_TEXT": "x"}, (400, "ID_ERROR")),
        ("im.notify.answer", {"NOTIFY_ID": 201}, (400, "ANSWER_TEXT_ERROR")),
        ("im.notify.get", {"LAST_ID": 202}, (400, "LAST_ID_AND_LAST_TYPE")),
        ("im.notify.get", {"LAST_TYPE": 1}, (400, "LAST_ID_AND_LAST_TYPE")),
        ("im.notify.get", {"LAST_ID": "x", "LAST_TYPE": 1}, (400, "LAST_ID_STRING")),
        ("im.notify.read.list", {"IDS": 201}, (400, "PARAMS_ERROR")),
        ("im.notify.history.search", {"SEARCH_TEXT": "да"}, (400, "SEARCH_TEXT_ERROR")),
        ("im.notify.history.search", {}, (400, "SEARCH_TEXT_ERROR")),
        (
            "im.notify.history.search",
            {"SEARCH_TEXT": "встреча", "LAST_ID": "x"},
            (400, "LAST_ID_STRING"),
        ),
    ],
)
def test_refusals(
    rest: RestClient, method: str, params: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert rest.refused(method, **params) == expected


def test_same_tag_replaces_and_deletes(rest: RestClient, manager: RestClient) -> None:
    tag = {"TAG": "DEPLOY", "SUB_TAG": "CI", "CLIENT_ID": "app1"}
    rest.call("im.notify", USER_ID=10, MESSAGE="Сборка идёт", **tag)
    other = rest.call("im.notify", USER_ID=10, MESSAGE="Чужая", **{**tag, "CLIENT_ID": "app2"})
    last = rest.call("im.notify", USER_ID=10, MESSAGE="Сборка готова", **tag)

    assert listed(manager) == [last, other]
    assert one(manager, last)["notify_tag"] == "MP|app1|DEPLOY"
    assert one(manager, last)["notify_sub_tag"] == "MP|app1|CI"
    assert rest.call("im.notify.delete", TAG="DEPLOY", CLIENT_ID="app1") is True
    assert listed(manager) == [other]
    assert rest.call("im.notify.delete", SUB_TAG="CI", CLIENT_ID="app2") is True
    assert rest.call("im.notify.delete", SUB_TAG="CI", CLIENT_ID="app2") is False


def test_own_notifications_are_deleted_by_id(rest: RestClient, manager: RestClient) -> None:
    assert manager.call("im.notify.delete", ID=201) is False

    assert rest.call("im.notify.delete", ID="201") is True
    assert listed(rest) == [202]


def test_questions_come_first_and_go_when_answered(rest: RestClient) -> None:
    rest.call("im.notify", USER_ID=1, MESSAGE="Новое")

    assert listed(rest) == [202, 203, 201]
    buttons = json.loads(one(rest, 202)["notify_buttons"])
    assert [button["COMMAND_PARAMS"] for button in buttons] == ["202|Y", "202|N"]
    wrong = rest.call("im.notify.confirm", NOTIFY_ID=202, NOTIFY_VALUE="X")
    assert wrong == {"result_message": False}
    done = rest.call("im.notify.confirm", NOTIFY_ID="202", NOTIFY_VALUE="Y")
    assert done == {"result_message": ["Приглашение принято"]}
    assert listed(rest) == [203, 201]
    gone = rest.call("im.notify.confirm", NOTIFY_ID=202, NOTIFY_VALUE="Y")
    assert gone == {"result_message": False}


def test_quick_answer_goes_where_it_is_taken(rest: RestClient, manager: RestClient) -> None:
    done = rest.call("im.notify.answer", NOTIFY_ID=201, ANSWER_TEXT="Иду")

    assert done == {"result_message": ["Ваш ответ успешно отправлен."]}
    assert one(rest, 201)["notify_read"] == "Y"
    for caller, number in ((rest, 202), (manager, 201)):
        refused = caller.call("im.notify.answer", NOTIFY_ID=number, ANSWER_TEXT="Иду")
        assert refused == {"result_message": False}


def test_pages_go_through_both_stages(rest: RestClient) -> None:
    for number in range(3):
        rest.call("im.notify", USER_ID=1, MESSAGE=f"Новость {number}")

    assert listed(rest, LIMIT=2) == [202, 205]
    assert listed(rest, LIMIT=2, LAST_ID=205, LAST_TYPE=3) == [204, 203]
    assert listed(rest, LIMIT=2, LAST_ID=203, LAST_TYPE="3") == [201]
    assert listed(rest, LIMIT=2, LAST_ID=202, LAST_TYPE=1) == [205, 204]


def test_reading_one_or_all_from_one_on(rest: RestClient) -> None:
    rest.call("im.notify", USER_ID=1, MESSAGE="Новое")

    assert rest.call("im.notify.read") is True
    assert unread(rest) == 3
    assert rest.call("im.notify.read", ID=201, ONLY_CURRENT="Y") is True
    assert unread(rest) == 2
    assert rest.call("im.notify.read", ID=202) is True
    assert unread(rest) == 0
    assert rest.call("im.notify.read", ID=0, ACTION="N") is True
    assert unread(rest) == 3
    assert rest.call("im.notify.read.all") == {"result": True, "newCounter": 0}


def test_reading_a_list_stops_at_what_is_no_id(rest: RestClient) -> None:
    assert rest.call("im.notify.read.list", IDS=[201, 0, 202]) is True

    assert unread(rest) == 1
    assert rest.call("im.notify.read.list", IDS=["201"], ACTION="нет") is True
    assert unread(rest) == 2


def test_history_is_searched_by_everything(rest: RestClient) -> None:
    def found(**params: Any) -> list[int]:
        rows = rest.call("im.notify.history.search", **params)["notifications"]
        return [row["id"] for row in rows]

    tag = {"TAG": "T", "CLIENT_ID": "app"}
    rest.call("im.notify.system.add", USER_ID=1, MESSAGE="Встреча перенесена", **tag)

    assert found(SEARCH_TEXT="ВСТРЕЧ") == [203, 202]
    assert found(SEARCH_TEXT="ВСТРЕЧ", LAST_ID=203) == [202]
    assert found(SEARCH_TYPE="calendar") == [202]
    assert found(SEARCH_TYPES=["im|mention", "rest"]) == [203, 201]
    assert found(SEARCH_AUTHORS=[10], LIMIT=1) == [202]
    assert found(SEARCH_DATE="2026-01-12T00:00:00+03:00") == [202, 201]
    period = {
        "SEARCH_DATE_FROM": "2026-01-12T09:00:00Z",
        "SEARCH_DATE_TO": "2026-01-12T12:01:00+03:00",
    }
    assert found(**period) == [201]
    assert found(SEARCH_TEXT="встреч", GROUP_TAG="MP|app|T") == [203]


def test_total_stands_on_the_first_page_of_a_search(rest: RestClient) -> None:
    first = rest.call("im.notify.history.search", SEARCH_AUTHORS=[10], LIMIT=1)
    second = rest.call("im.notify.history.search", SEARCH_AUTHORS=[10], LAST_ID=202)

    assert (first["total_results"], first["chat_id"]) == (2, 1)
    assert [row["id"] for row in second["notifications"]] == [201]
    assert "total_results" not in second


def test_text_is_converted_on_demand(rest: RestClient) -> None:
    number = rest.call("im.notify", USER_ID=1, MESSAGE="[b]Важно[/b]")

    assert one(rest, number)["text"] == "[b]Важно[/b]"
    rows = rest.call("im.notify.get", CONVERT_TEXT="Y")["notifications"]
    assert "Важно" in [row["text"] for row in rows]


def test_schema_names_the_types_searches_take(rest: RestClient) -> None:
    schema = rest.call("im.notify.schema.get")

    assert schema["calendar"]["MODULE_ID"] == "calendar"
    assert schema["im"]["LIST"][1] == {"ID": "im|mention", "NAME": "Упоминания"}
