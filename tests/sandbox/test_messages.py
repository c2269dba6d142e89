"""Messages of the sandbox: writing, history, reading, changing, liking, sharing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rest_client import RestClient


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


def ids(rest: RestClient, dialog: str = "chat42", **params: Any) -> list[int]:
    found = rest.call("im.dialog.messages.get", DIALOG_ID=dialog, **params)
    return [message["id"] for message in found["messages"]]


def message(rest: RestClient, number: int, dialog: str = "chat42") -> dict[str, Any]:
    found = rest.call("im.dialog.messages.get", DIALOG_ID=dialog, LIMIT=50)["messages"]
    return next(row for row in found if row["id"] == number)


def counter(rest: RestClient, dialog: str = "chat42") -> int:
    return int(rest.call("im.dialog.get", DIALOG_ID=dialog)["counter"])


def test_message_reaches_the_other_members(rest: RestClient, manager: RestClient) -> None:
    number = rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE="Выпускаем\nв 18:00")

    assert number == 108
    seen = message(manager, number)
    assert (seen["author_id"], seen["text"]) == (1, "Выпускаем\nв 18:00")
    assert (seen["unread"], seen["params"], seen["replaces"]) == (True, [], [])
    assert len(seen["uuid"]) == 36
    assert message(rest, number)["unread"] is False
    assert (counter(manager), counter(rest)) == (1, 0)


def test_first_message_to_a_colleague_begins_a_dialog(
    rest: RestClient, manager: RestClient
) -> None:
    number = manager.call("im.message.add", DIALOG_ID=11, MESSAGE="Добрый день")

    found = manager.call("im.dialog.messages.get", DIALOG_ID="11")
    assert [row["id"] for row in found["messages"]] == [number]
    assert found["chat_id"] == 44
    assert [user["name"] for user in found["users"]] == ["Менеджер Продаж"]
    rest.call("im.message.add", DIALOG_ID="1", MESSAGE="Заметка себе")
    assert rest.call("im.dialog.get", DIALOG_ID="1")["message_count"] == 1


def test_history_is_paged_both_ways(rest: RestClient) -> None:
    for number in range(30):
        rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE=f"Сообщение {number}")

    newest = ids(rest)
    assert newest == list(range(137, 117, -1))
    assert ids(rest, LAST_ID=118, LIMIT="5") == [117, 116, 115, 114, 113]
    assert ids(rest, LAST_ID=102) == [101]
    assert ids(rest, FIRST_ID=104, LIMIT=3) == [105, 108, 109]
    assert ids(rest, FIRST_ID=0, LIMIT=2) == [101, 102]
    assert len(ids(rest, LIMIT=500)) == 35
    assert ids(rest, LAST_ID=106) == []
    assert ids(rest, FIRST_ID=9999) == []


def test_unread_messages_come_all_at_once(rest: RestClient, manager: RestClient) -> None:
    for number in range(5):
        rest.call("im.message.add", DIALOG_ID="10", MESSAGE=f"Строка {number}")

    assert len(ids(manager, "1", LIMIT=2)) == 5
    assert len(ids(rest, "10", LIMIT=2)) == 2


@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        ("im.message.add", {"MESSAGE": "x"}, (400, "PARAMS_ERROR")),
        ("im.message.add", {"DIALOG_ID": "", "MESSAGE": "x"}, (400, "USER_ID_EMPTY")),
        ("im.message.add", {"DIALOG_ID": "0", "MESSAGE": "x"}, (400, "USER_ID_EMPTY")),
        ("im.message.add", {"DIALOG_ID": "999", "MESSAGE": "x"}, (400, "USER_NOT_FOUND")),
        ("im.message.add", {"DIALOG_ID": "chat999", "MESSAGE": "x"}, (400, "CHAT_ID")),
        ("im.message.add", {"DIALOG_ID": "sg999", "MESSAGE": "x"}, (400, "CHAT_ID")),
        ("im.message.add", {"DIALOG_ID": "chat42"}, (400, "MESSAGE_EMPTY")),
        ("im.message.add", {"DIALOG_ID": "chat42", "MESSAGE": " "}, (400, "MESSAGE_EMPTY")),
        ("im.message.update", {"MESSAGE": "x"}, (400, "MESSAGE_ID_ERROR")),
        ("im.message.update", {"MESSAGE_ID": 999, "MESSAGE": "x"}, (403, "CANT_EDIT_MESSAGE")),
        ("im.message.update", {"MESSAGE_ID": 102, "MESSAGE": "x"}, (403, "CANT_EDIT_MESSAGE")),
        ("im.message.delete", {"MESSAGE_ID": "сто"}, (400, "MESSAGE_ID_ERROR")),
        ("im.message.delete", {"MESSAGE_ID": 107}, (403, "CANT_EDIT_MESSAGE")),
        ("im.message.like", {}, (400, "MESSAGE_ID_ERROR")),
        ("im.message.like", {"MESSAGE_ID": 999}, (400, "MESSAGE_ID_ERROR")),
        ("im.message.like", {"MESSAGE_ID": 101, "ACTION": "minus"}, (400, "WITHOUT_CHANGES")),
        ("im.message.share", {"DIALOG_ID": "chat42", "TYPE": "TASK"}, (400, "MESSAGE_ID_ERROR")),
        ("im.message.share", {"MESSAGE_ID": 101, "TYPE": "TASK"}, (400, "DIALOG_ID_EMPTY")),
        ("im.message.share", {"MESSAGE_ID": 101, "DIALOG_ID": "chat42"}, (400, "PARAMS_ERROR")),
        (
            "im.message.share",
            {"MESSAGE_ID": 101, "DIALOG_ID": "chat999", "TYPE": "CHAT"},
            (403, "ACCESS_ERROR"),
        ),
        (
            "im.message.share",
            {"MESSAGE_ID": 101, "DIALOG_ID": "10", "TYPE": "CHAT"},
            (400, "MESSAGE_ID_ERROR"),
        ),
        ("im.message.command", {}, (400, "MESSAGE_ID_ERROR")),
        ("im.message.command", {"MESSAGE_ID": 101}, (400, "BOT_ID_ERROR")),
        ("im.message.command", {"MESSAGE_ID": 101, "BOT_ID": 10}, (400, "COMMAND_ERROR")),
        (
            "im.message.command",
            {"MESSAGE_ID": 101, "BOT_ID": 10, "COMMAND": "help"},
            (400, "PARAMS_ERROR"),
        ),
        ("im.dialog.messages.get", {}, (400, "DIALOG_ID_EMPTY")),
        ("im.dialog.messages.get", {"DIALOG_ID": "chat999"}, (403, "ACCESS_ERROR")),
        (
            "im.dialog.messages.get",
            {"DIALOG_ID": "chat42", "LAST_ID": "x"},
            (400, "LAST_ID_STRING"),
        ),
        (
            "im.dialog.messages.get",
            {"DIALOG_ID": "chat42", "FIRST_ID": "x"},
            (400, "FIRST_ID_STRING"),
        ),
        ("im.dialog.messages.search", {}, (400, "CHAT_ID_EMPTY")),
        ("im.dialog.messages.search", {"CHAT_ID": "chat42"}, (400, "CHAT_ID_EMPTY")),
        ("im.dialog.messages.search", {"CHAT_ID": 999}, (403, "ACCESS_ERROR")),
        ("im.dialog.read", {"DIALOG_ID": "чат"}, (400, "DIALOG_ID_EMPTY")),
        ("im.dialog.unread", {"DIALOG_ID": "chat42"}, (400, "MESSAGE_ID_ERROR")),
        ("im.dialog.unread", {"MESSAGE_ID": 101}, (400, "DIALOG_ID_EMPTY")),
    ],
)
def test_refusals(
    rest: RestClient, method: str, params: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert rest.refused(method, **params) == expected


def test_strangers_neither_write_nor_read(rest: RestClient, guest: RestClient) -> None:
    assert guest.refused("im.message.add", DIALOG_ID="chat42", MESSAGE="x") == (
        400,
        "ACCESS_ERROR",
    )
    assert guest.refused("im.message.add", DIALOG_ID="10", MESSAGE="x") == (400, "ACCESS_ERROR")
    assert guest.refused("im.dialog.messages.get", DIALOG_ID="chat42") == (403, "ACCESS_ERROR")
    assert guest.refused("im.dialog.messages.search", CHAT_ID=42) == (403, "ACCESS_ERROR")
    assert guest.refused("im.message.like", MESSAGE_ID=101) == (400, "MESSAGE_ID_ERROR")
    assert guest.call("im.dialog.read", DIALOG_ID="chat42") is False
    assert guest.call("im.dialog.unread", DIALOG_ID="chat42", MESSAGE_ID=101) is False
    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["message_count"] == 5


def test_writing_into_an_open_chat_is_joining_it(rest: RestClient, manager: RestClient) -> None:
    chat = rest.call("im.chat.add", TYPE="OPEN")

    manager.call("im.message.add", DIALOG_ID=f"chat{chat}", MESSAGE="Я тоже")

    assert rest.call("im.chat.user.list", CHAT_ID=chat) == [1, 10]
    assert len(ids(manager, f"chat{chat}")) == 3


@pytest.mark.parametrize(
    "attach",
    [
        [{"MESSAGE": "Заявка 142"}],
        {"BLOCKS": [{"MESSAGE": "Заявка 142"}]},
        {"0": {"MESSAGE": "Заявка 142"}},
        {"MESSAGE": "Заявка 142"},
        '[{"MESSAGE": "Заявка 142"}]',
    ],
)
def test_attachment_comes_in_every_form(rest: RestClient, attach: Any) -> None:
    number = rest.call("im.message.add", DIALOG_ID="chat42", ATTACH=attach)

    params = message(rest, number)["params"]
    assert params["ATTACH"] == [{"BLOCKS": [{"MESSAGE": "Заявка 142"}]}]
    row = rest.call("im.recent.list", SKIP_DIALOG="Y")["items"][0]
    assert row["message"]["attach"] is True
    assert row["message"]["text"] == "[Вложение]"


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ({"ATTACH": "не JSON"}, "ATTACH_ERROR"),
        ({"ATTACH": "5"}, "ATTACH_ERROR"),
        ({"ATTACH": [{"TEXT": "нет такого блока"}]}, "ATTACH_ERROR"),
        ({"ATTACH": {"BLOCKS": []}}, "ATTACH_ERROR"),
        ({"ATTACH": {"BLOCKS": "x"}}, "ATTACH_ERROR"),
        ({"ATTACH": [{"MESSAGE": "я" * 60_000}]}, "ATTACH_OVERSIZE"),
        ({"KEYBOARD": {"BUTTONS": [{"TEXT": "без действия"}]}}, "KEYBOARD_ERROR"),
        ({"KEYBOARD": [{"TEXT": "x", "ACTION": "JUMP", "ACTION_VALUE": "1"}]}, "KEYBOARD_ERROR"),
        ({"KEYBOARD": [{"TEXT": "x" * 31_000, "LINK": "/"}]}, "KEYBOARD_OVERSIZE"),
        ({"MENU": [{"LINK": "/"}]}, "MENU_ERROR"),
    ],
)
def test_unsound_markup_is_refused(rest: RestClient, markup: dict[str, Any], code: str) -> None:
    refused = rest.refused("im.message.add", DIALOG_ID="chat42", MESSAGE="x", **markup)

    assert refused == (400, code)
    assert len(ids(rest)) == 5


def test_buttons_and_menu_are_kept_and_taken_off(rest: RestClient) -> None:
    buttons = [{"TEXT": "Открыть", "LINK": "/"}, {"TYPE": "NEWLINE"}]
    menu = [{"TEXT": "Позвонить", "ACTION": "CALL", "ACTION_VALUE": "100"}]
    number = rest.call(
        "im.message.add",
        DIALOG_ID="chat42",
        MESSAGE="Что делаем?",
        KEYBOARD={"BUTTONS": buttons},
        MENU=json.dumps({"ITEMS": menu}),
    )

    assert message(rest, number)["params"] == {"KEYBOARD": buttons, "MENU": menu}
    assert rest.call("im.message.update", MESSAGE_ID=number, KEYBOARD="N", MENU="") is True
    assert message(rest, number)["params"] == []
    refused = rest.refused("im.message.update", MESSAGE_ID=number, MENU=[{}])
    assert refused == (400, "menu_ERROR")


def test_reply_stays_in_its_room(rest: RestClient) -> None:
    number = rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE="Да", REPLY_ID=101)

    assert message(rest, number)["params"] == {"REPLY_ID": 101}
    refused = rest.refused("im.message.add", DIALOG_ID="10", MESSAGE="Да", REPLY_ID=101)
    assert refused == (400, "REPLY_FROM_OTHER_CHAT_ERROR")
    refused = rest.refused("im.message.add", DIALOG_ID="10", MESSAGE="Да", REPLY_ID=999)
    assert refused == (400, "REPLY_ACCESS_ERROR")


def test_reply_to_hidden_history_is_refused(rest: RestClient, guest: RestClient) -> None:
    rest.call("im.chat.user.add", CHAT_ID=42, USERS=[12])

    refused = guest.refused("im.message.add", DIALOG_ID="chat42", MESSAGE="Да", REPLY_ID=101)
    assert refused == (400, "REPLY_ACCESS_ERROR")


def test_system_message_has_no_author_but_stays_ones_own(rest: RestClient) -> None:
    number = rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE="Сборка готова", SYSTEM="Y")

    seen = message(rest, number)
    assert (seen["author_id"], seen["uuid"]) == (0, None)
    assert rest.call("im.message.update", MESSAGE_ID=number, MESSAGE="Сборка прошла") is True


def test_author_edits_the_text(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.message.update", MESSAGE_ID="103", MESSAGE="Список дополнен") is True

    seen = message(manager, 103)
    assert seen["text"] == "Список дополнен"
    assert seen["params"] == {"IS_EDITED": "Y"}
    attach = [{"LINK": {"NAME": "Список", "LINK": "/"}}]
    rest.call("im.message.update", MESSAGE_ID=101, ATTACH=attach, IS_EDITED="N")
    assert message(manager, 101)["params"] == {"ATTACH": [{"BLOCKS": attach}]}
    assert message(manager, 101)["text"].startswith("Коллеги")


def test_empty_text_deletes(rest: RestClient) -> None:
    assert rest.call("im.message.update", MESSAGE_ID=103, MESSAGE="") is True

    seen = message(rest, 103)
    assert (seen["text"], seen["params"]) == ("Это сообщение удалено", {"IS_DELETED": "Y"})
    refused = rest.refused("im.message.update", MESSAGE_ID=103, MESSAGE="x")
    assert refused == (403, "CANT_EDIT_MESSAGE")


def test_owner_deletes_messages_of_members_but_not_the_other_way(
    rest: RestClient, manager: RestClient
) -> None:
    refused = manager.refused("im.message.delete", MESSAGE_ID=101)

    assert refused == (403, "CANT_EDIT_MESSAGE")
    assert rest.call("im.message.delete", MESSAGE_ID=105) is True
    assert counter(rest) == 0
    assert rest.refused("im.message.delete", MESSAGE_ID=105) == (403, "CANT_EDIT_MESSAGE")
    assert manager.call("im.message.delete", MESSAGE_ID=107) is True


def test_nobody_deletes_what_the_portal_said(rest: RestClient) -> None:
    rest.call("im.chat.updateTitle", CHAT_ID=42, TITLE="Выпуски")

    refused = rest.refused("im.message.delete", MESSAGE_ID=max(ids(rest)))
    assert refused == (403, "CANT_EDIT_MESSAGE")


def test_like_toggles_and_says_when_nothing_changed(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.message.like", MESSAGE_ID="102") is True
    assert manager.call("im.message.like", MESSAGE_ID=102, ACTION="plus") is True

    assert message(rest, 102)["params"] == {"LIKE": [1, 10]}
    refused = manager.refused("im.message.like", MESSAGE_ID=102, ACTION="plus")
    assert refused == (400, "WITHOUT_CHANGES")
    found = rest.call("im.dialog.messages.search", CHAT_ID=42, SEARCH_MESSAGE="пятницу")
    assert found["reactions"][0]["ownReactions"] == ["like"]
    assert rest.call("im.message.like", MESSAGE_ID=102, ACTION="auto") is True
    assert manager.call("im.message.like", MESSAGE_ID=102, ACTION="minus") is True
    assert message(rest, 102)["params"] == []


def test_reading_goes_forward_and_unreading_back(rest: RestClient) -> None:
    assert rest.call("im.dialog.unread", DIALOG_ID="chat42", MESSAGE_ID=102) is True

    assert counter(rest) == 3
    assert [message(rest, number)["unread"] for number in (101, 102, 103)] == [False, True, False]
    upto = rest.call("im.dialog.read", DIALOG_ID="chat42", MESSAGE_ID="102")
    assert upto == {"dialogId": "chat42", "chatId": 42, "lastId": 102, "counter": 2}
    assert rest.call("im.dialog.read", DIALOG_ID="chat42", MESSAGE_ID=101)["lastId"] == 102
    assert rest.call("im.dialog.read", DIALOG_ID="chat42")["counter"] == 0
    assert rest.call("im.dialog.read", DIALOG_ID="chat42", MESSAGE_ID=9999)["lastId"] == 105
    assert rest.call("im.dialog.read", DIALOG_ID="chat999") is False


def test_everything_is_read_at_once(rest: RestClient) -> None:
    rest.call("im.recent.unread", DIALOG_ID="chat43")

    assert rest.call("im.dialog.read.all") is True
    counted = rest.call("im.counters.get")
    assert counted["TYPE"]["MESSENGER"] == 0
    assert counted["CHAT_UNREAD"] == []


def test_search_by_text_and_date(rest: RestClient) -> None:
    def found(**params: Any) -> list[int]:
        rows = rest.call("im.dialog.messages.search", CHAT_ID="42", **params)["messages"]
        return [row["id"] for row in rows]

    assert found(SEARCH_MESSAGE="РЕЛИЗ") == [101]
    assert found(SEARCH_MESSAGE="в") == [105, 104, 103, 102, 101]
    assert found(ORDER={"ID": "ASC"}, LIMIT=2) == [101, 102]
    assert found(ORDER={"ID": "ASC"}, LAST_ID=102, LIMIT=2) == [103, 104]
    assert found(LAST_ID=103) == [102, 101]
    period = {"DATE_FROM": "2026-01-12T07:05:00+00:00", "DATE_TO": "2026-01-12T10:10:00+03:00"}
    assert found(**period) == [103, 102]
    assert found(DATE="2026-01-12T00:00:00") == [105, 104, 103, 102, 101]
    assert found(DATE="2026-01-13T00:00:00+03:00") == []


def test_search_answers_in_its_own_spelling(rest: RestClient) -> None:
    found = rest.call("im.dialog.messages.search", CHAT_ID=41, SEARCH_MESSAGE="до обеда")

    row = found["messages"][0]
    assert (row["chatId"], row["authorId"], row["isSystem"]) == (41, 10, False)
    assert (row["unread"], row["viewed"], row["viewedCount"]) == (True, False, 0)
    assert found["users"][0]["firstName"] == "Менеджер"
    assert "first_name" not in found["users"][0]
    assert found["tariffRestrictions"] == {"isHistoryLimitExceeded": False}


def test_message_becomes_a_chat(rest: RestClient) -> None:
    shared = rest.call("im.message.share", MESSAGE_ID=104, DIALOG_ID="chat42", TYPE="CHAT")

    assert shared is True
    assert rest.call("im.chat.user.list", CHAT_ID=44) == [1, 10, 11]
    row = rest.call("im.recent.get")[0]
    assert (row["id"], row["message"]["text"]) == ("chat44", "Спасибо, проверю тексты")


def test_message_becomes_a_post_for_the_members(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.message.share", MESSAGE_ID=101, DIALOG_ID="chat42", TYPE="POST") is True

    posts = manager.call("log.blogpost.get")
    assert "Коллеги, релиз 2.4 готовим на четверг" in [post["DETAIL_TEXT"] for post in posts]


def test_message_becomes_a_meeting_of_the_members(rest: RestClient) -> None:
    assert rest.call("im.message.share", MESSAGE_ID=101, DIALOG_ID="chat42", TYPE="CALEND") is True

    events = rest.call("calendar.event.get", type="user", ownerId=1)
    assert "Коллеги, релиз 2.4 готовим на четверг" in [event["NAME"] for event in events]


def test_message_becomes_a_task_of_ones_own(rest: RestClient) -> None:
    assert rest.call("im.message.share", MESSAGE_ID=101, DIALOG_ID="chat42", TYPE="TASK") is True

    title = "Коллеги, релиз 2.4 готовим на четверг"
    found = rest.call("tasks.task.list", filter={"TITLE": title})["tasks"]
    assert [task["responsibleId"] for task in found] == ["1"]
