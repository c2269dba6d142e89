from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def test_users_are_found_by_beginnings_of_words(rest: RestClient) -> None:
    status, body = rest.raw("im.search.user.list", {"FIND": "прод"})
    assert (status, body["total"], "next" in body) == (200, 1, False)
    user = body["result"]["10"]
    assert (user["id"], user["name"]) == (10, "Менеджер Продаж")
    assert "email" not in user
    assert list(rest.call("im.search.user.list", FIND="разработ сайт")) == ["11"]
    assert rest.call("im.search.user.list", FIND="никто") == []


def test_found_users_come_in_pages(rest: RestClient) -> None:
    for number in range(12):
        rest.call("user.add", EMAIL=f"s{number}@b.example", NAME="Стажёр", UF_DEPARTMENT=[2])
    _, first = rest.raw("im.search.user.list", {"FIND": "стаж"})
    assert (len(first["result"]), first["total"], first["next"]) == (10, 12, 10)
    _, last = rest.raw("im.search.user.list", {"FIND": "стаж", "OFFSET": 10, "LIMIT": 5})
    assert (len(last["result"]), "next" in last) == (2, False)


def test_short_phrases_are_refused(rest: RestClient) -> None:
    assert rest.refused("im.search.user.list") == (400, "FIND_SHORT")
    assert rest.refused("im.search.user.list", FIND="п") == (400, "FIND_SHORT")
    assert rest.refused("im.search.chat.list") == (400, "FIND_SHORT")
    assert rest.refused("im.search.chat.list", FIND="р") == (400, "FIND_SHORT")
    assert rest.refused("im.search.chat.list", FIND_LINES="р") == (400, "FIND_SHORT")
    assert rest.refused("im.search.department.list") == (400, "FIND_SHORT")


def test_chats_are_found_by_title_and_by_members(rest: RestClient, manager: RestClient) -> None:
    found = rest.call("im.search.chat.list", FIND="рели")
    assert [(chat["id"], chat["name"]) for chat in found] == [(42, "Релизы")]
    assert found[0]["message_count"] == 5
    assert "readed_list" not in found[0]
    by_member = rest.call("im.search.chat.list", FIND="разработчик")
    assert [chat["id"] for chat in by_member] == [42, 2]
    rest.call("im.chat.updateTitle", CHAT_ID=42, TITLE="Выпуски")
    assert rest.call("im.search.chat.list", FIND="релизы") == []
    assert [c["id"] for c in manager.call("im.search.chat.list", FIND="выпуск")] == [42]
    assert rest.call("im.search.chat.list", FIND_LINES="выпуск") == []


def test_foreign_chats_are_not_found(rest: RestClient, manager: RestClient) -> None:
    own = rest.call("im.chat.add", TITLE="Личное пространство")
    assert [c["id"] for c in rest.call("im.search.chat.list", FIND="личное")] == [own]
    assert manager.call("im.search.chat.list", FIND="личное") == []


def test_departments_are_found_by_full_name(rest: RestClient) -> None:
    _, body = rest.raw("im.search.department.list", {"FIND": "прод"})
    assert body["total"] == 1
    assert body["result"] == [
        {"id": 2, "name": "Продажи", "full_name": "Продажи / Компания", "manager_user_id": 10}
    ]
    everywhere = rest.call("im.search.department.list", FIND="комп", USER_DATA="Y", LIMIT=2)
    assert [row["manager_user_data"]["id"] for row in everywhere] == [1, 10]
    assert len(rest.call("im.search.department.list", FIND="")) == 3


def test_last_searches_are_remembered_and_forgotten(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.search.last.get") == []
    assert rest.call("im.search.last.add", DIALOG_ID="chat42") is True
    assert rest.call("im.search.last.add", DIALOG_ID=10) is True
    assert rest.call("im.search.last.add", DIALOG_ID="chat42") is True
    remembered = rest.call("im.search.last.get")
    assert [(row["id"], row["type"], row["title"]) for row in remembered] == [
        ("chat42", "chat", "Релизы"),
        (10, "user", "Менеджер Продаж"),
    ]
    assert remembered[0]["chat"]["id"] == 42
    assert remembered[1]["user"]["email"] == "user10@sandbox.example"
    assert [row["id"] for row in rest.call("im.search.last.get", SKIP_CHAT="Y")] == [10]
    assert [r["id"] for r in rest.call("im.search.last.get", SKIP_DIALOG="Y")] == ["chat42"]
    assert manager.call("im.search.last.get") == []
    assert rest.call("im.search.last.delete", DIALOG_ID="chat42") is True
    assert rest.call("im.search.last.delete", DIALOG_ID="chat42") is False
    assert len(rest.call("im.search.last.get")) == 1


def test_dialogs_that_are_none(rest: RestClient) -> None:
    assert rest.refused("im.search.last.add") == (400, "DIALOG_ID_EMPTY")
    assert rest.refused("im.search.last.delete", DIALOG_ID="chat") == (400, "DIALOG_ID_EMPTY")
    assert rest.call("im.search.last.add", DIALOG_ID="chat777") is False
    assert rest.call("im.search.last.add", DIALOG_ID="777") is False
    assert rest.call("im.search.last.add", DIALOG_ID="sg9") is False
