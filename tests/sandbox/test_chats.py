"""Group chats of the sandbox: creating, looks, members, dialogs, the recent list, counters."""

from __future__ import annotations

import base64
import struct
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.rest_client import RestClient


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


def png(width: int, height: int) -> str:
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"
    return base64.b64encode(header + struct.pack(">II", width, height) + bytes(5)).decode()


def texts(rest: RestClient, chat: int) -> list[str]:
    found = rest.call("im.dialog.messages.get", DIALOG_ID=f"chat{chat}")
    return [message["text"] for message in reversed(found["messages"])]


def recent(rest: RestClient, **params: Any) -> dict[Any, dict[str, Any]]:
    return {row["id"]: row for row in rest.call("im.recent.get", **params)}


def test_chat_without_parameters_is_closed_and_owned_by_its_creator(rest: RestClient) -> None:
    number = rest.call("im.chat.add")

    shown = rest.call("im.dialog.get", DIALOG_ID=f"chat{number}")
    assert number == 44
    assert shown["name"].endswith(" чат №44")
    assert (shown["type"], shown["message_type"]) == ("chat", "C")
    assert (shown["owner"], shown["role"], shown["user_counter"]) == (1, "owner", 1)
    assert texts(rest, number) == ["[USER=1 REPLACE]Администратор Портала[/USER] создал чат"]


def test_chat_starts_with_everything_given(rest: RestClient, manager: RestClient) -> None:
    number = rest.call(
        "im.chat.add",
        TITLE="Релиз 2.5",
        DESCRIPTION="Всё о выпуске",
        COLOR="mint",
        MESSAGE="Начинаем",
        TYPE="OPEN",
        USERS=[10, "11", 999],
        AVATAR=png(64, 64),
    )

    shown = manager.call("im.dialog.get", DIALOG_ID=f"chat{number}")
    assert shown["name"] == "Релиз 2.5"
    assert shown["description"] == "Всё о выпуске"
    assert shown["color"] == "#4ba984"
    assert (shown["type"], shown["message_type"]) == ("open", "O")
    assert shown["role"] == "member"
    assert shown["counter"] == 1
    assert rest.call("im.chat.user.list", CHAT_ID=number) == [1, 10, 11]
    assert texts(rest, number)[-1] == "Начинаем"
    with urllib.request.urlopen(shown["avatar"]) as answer:
        assert answer.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize("users", [["10", "11"], {"0": 10, "1": 11}, "10,11", "[10, 11]"])
def test_members_of_a_new_chat_come_in_every_form(rest: RestClient, users: Any) -> None:
    number = rest.call("im.chat.add", USERS=users)

    assert rest.call("im.chat.user.list", CHAT_ID=number) == [1, 10, 11]
    shown = rest.call("im.dialog.get", DIALOG_ID=f"chat{number}")
    assert shown["name"] == "Чат с Менеджер Продаж, Разработчик Сайта"


def test_unknown_colour_and_broken_avatar_fall_back(rest: RestClient) -> None:
    number = rest.call("im.chat.add", COLOR="GREN", AVATAR="не картинка")

    shown = rest.call("im.dialog.get", DIALOG_ID=f"chat{number}")
    assert shown["color"].startswith("#")
    assert shown["avatar"] == ""


def test_chat_is_found_by_what_it_is_bound_to(rest: RestClient) -> None:
    number = rest.call("im.chat.add", ENTITY_TYPE="TASKS", ENTITY_ID="8293")

    assert rest.call("im.chat.get", ENTITY_TYPE="TASKS", ENTITY_ID=8293) == {"ID": number}
    assert rest.call("im.chat.get", ENTITY_TYPE="CRM", ENTITY_ID="DEAL|1") == {"ID": 43}
    assert rest.call("im.chat.get", ENTITY_TYPE="CRM", ENTITY_ID="DEAL|99") is None
    assert rest.call("im.chat.get", ENTITY_TYPE="CRM") is None


def test_bound_chat_shows_its_link_and_keeps_its_name(rest: RestClient) -> None:
    shown = rest.call("im.dialog.get", DIALOG_ID="chat43")

    link = {"type": "DEAL", "url": "/crm/deal/details/1/", "id": "DEAL|1"}
    assert shown["entity_link"] == link
    assert shown["type"] == "crm"
    assert shown["restrictions"]["rename"] is False
    refused = rest.refused("im.chat.updateTitle", CHAT_ID=43, TITLE="Иначе")
    assert refused == (403, "ACCESS_ERROR")
    assert rest.refused("im.chat.updateAvatar", CHAT_ID=43, AVATAR=png(9, 9)) == (
        400,
        "ACCESS_ERROR",
    )
    assert rest.refused("im.chat.leave", CHAT_ID=43) == (403, "ACCESS_DENIED_KICK")


def test_new_title_is_seen_everywhere(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.chat.updateTitle", CHAT_ID="42", TITLE="  Выпуски \n") is True

    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["name"] == "Выпуски"
    assert recent(manager)["chat42"]["title"] == "Выпуски"
    assert texts(rest, 42)[-1].endswith("изменил название чата на «Выпуски»")


def test_colour_changes_once(rest: RestClient) -> None:
    assert rest.call("im.chat.updateColor", DIALOG_ID="chat42", COLOR="AZURE") is True

    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["color"] == "#29619b"
    again = rest.refused("im.chat.updateColor", CHAT_ID=42, COLOR="AZURE")
    assert again == (400, "WRONG_REQUEST")


def test_avatar_must_be_an_image_of_bearable_size(rest: RestClient) -> None:
    gif = base64.b64encode(b"GIF89a" + struct.pack("<HH", 3, 4)).decode()
    jpeg = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08" + struct.pack(">HH", 5001, 9)
    big = base64.b64encode(jpeg + bytes(9)).decode()
    update = "im.chat.updateAvatar"

    assert rest.call(update, CHAT_ID=42, AVATAR=gif) is True
    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["avatar"].endswith(".gif")
    assert rest.refused(update, CHAT_ID=42, AVATAR="Zm9v") == (400, "AVATAR_ERROR")
    assert rest.refused(update, CHAT_ID=42, AVATAR=big) == (400, "AVATAR_ERROR")
    assert rest.refused(update, CHAT_ID=42) == (400, "AVATAR_ERROR")
    assert rest.refused(update, CHAT_ID=999, AVATAR=gif) == (400, "WRONG_REQUEST")


def test_avatars_are_served_by_their_own_names_only(rest: RestClient) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        urllib.request.urlopen(f"{rest.base}/avatars/..%2fportal.png")
    caught.value.close()


@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        ("im.chat.updateTitle", {"TITLE": "x"}, (400, "CHAT_ID_EMPTY")),
        ("im.chat.updateTitle", {"CHAT_ID": "chat42", "TITLE": "x"}, (400, "CHAT_ID_EMPTY")),
        ("im.chat.updateTitle", {"DIALOG_ID": "10", "TITLE": "x"}, (400, "DIALOG_ID_EMPTY")),
        ("im.chat.updateTitle", {"CHAT_ID": 42, "TITLE": " \n "}, (400, "TITLE_EMPTY")),
        ("im.chat.updateTitle", {"CHAT_ID": 999, "TITLE": "x"}, (403, "ACCESS_ERROR")),
        ("im.chat.updateTitle", {"DIALOG_ID": "sg7", "TITLE": "x"}, (403, "ACCESS_ERROR")),
        ("im.chat.updateColor", {"CHAT_ID": 42, "COLOR": "GREN"}, (400, "WRONG_COLOR")),
        ("im.chat.updateColor", {"CHAT_ID": 999, "COLOR": "RED"}, (400, "WRONG_REQUEST")),
        ("im.chat.setOwner", {"CHAT_ID": 42}, (400, "USER_ID_EMPTY")),
        ("im.chat.setOwner", {"CHAT_ID": 42, "USER_ID": 12}, (400, "WRONG_REQUEST")),
        ("im.chat.mute", {}, (400, "CHAT_ID_EMPTY")),
        ("im.chat.mute", {"DIALOG_ID": "чат"}, (400, "DIALOG_ID_EMPTY")),
        ("im.chat.mute", {"CHAT_ID": 999}, (403, "ACCESS_ERROR")),
        ("im.chat.leave", {}, (400, "CHAT_ID_EMPTY")),
        ("im.chat.leave", {"CHAT_ID": 2}, (403, "ACCESS_ERROR")),
        ("im.chat.leave", {"CHAT_ID": 999}, (403, "ACCESS_ERROR")),
        ("im.chat.user.list", {}, (400, "CHAT_ID_EMPTY")),
        ("im.chat.user.list", {"CHAT_ID": 999}, (403, "ACCESS_ERROR")),
        ("im.chat.user.add", {"USERS": [12]}, (400, "CHAT_ID_EMPTY")),
        ("im.chat.user.add", {"CHAT_ID": 2, "USERS": [12]}, (403, "ACCESS_ERROR")),
        ("im.chat.user.delete", {"USER_ID": 10}, (400, "CHAT_ID_EMPTY")),
        ("im.chat.user.delete", {"CHAT_ID": 42}, (400, "USER_ID_EMPTY")),
        ("im.chat.user.delete", {"CHAT_ID": 42, "USER_ID": 12}, (400, "USER_NOT_FOUND")),
        ("im.chat.user.delete", {"CHAT_ID": 2, "USER_ID": 10}, (403, "ACCESS_ERROR")),
        ("im.dialog.get", {}, (400, "DIALOG_ID_EMPTY")),
        ("im.dialog.get", {"DIALOG_ID": "chat0"}, (400, "DIALOG_ID_EMPTY")),
        ("im.dialog.get", {"DIALOG_ID": "chat999"}, (403, "ACCESS_ERROR")),
        ("im.dialog.get", {"DIALOG_ID": "999"}, (403, "ACCESS_ERROR")),
        ("im.dialog.users.list", {"DIALOG_ID": ""}, (400, "DIALOG_ID_EMPTY")),
        ("im.dialog.users.list", {"DIALOG_ID": "sg9"}, (403, "ACCESS_ERROR")),
        ("im.dialog.writing", {"DIALOG_ID": "нет"}, (400, "DIALOG_ID_EMPTY")),
        ("im.dialog.writing", {"DIALOG_ID": "chat999"}, (403, "ACCESS_ERROR")),
        ("im.recent.pin", {}, (400, "DIALOG_ID_EMPTY")),
        ("im.recent.pin", {"DIALOG_ID": "chat999"}, (400, "ACCESS_ERROR")),
        ("im.recent.hide", {}, (400, "DIALOG_ID_EMPTY")),
        ("im.recent.unread", {}, (400, "DIALOG_ID_EMPTY")),
    ],
)
def test_refusals(
    rest: RestClient, method: str, params: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert rest.refused(method, **params) == expected


def test_strangers_change_nothing(rest: RestClient, guest: RestClient) -> None:
    assert guest.refused("im.chat.updateTitle", CHAT_ID=42, TITLE="x") == (403, "ACCESS_ERROR")
    assert guest.refused("im.chat.updateColor", CHAT_ID=42, COLOR="RED") == (
        403,
        "ACCESS_ERROR",
    )
    assert guest.refused("im.dialog.get", DIALOG_ID="chat42") == (403, "ACCESS_ERROR")
    assert guest.refused("im.chat.leave", CHAT_ID=42) == (403, "ACCESS_DENIED_KICK")
    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["name"] == "Релизы"


def test_only_the_owner_hands_a_chat_over(rest: RestClient, manager: RestClient) -> None:
    refused = manager.refused("im.chat.setOwner", CHAT_ID=42, USER_ID=10)

    assert refused == (400, "WRONG_REQUEST")
    assert rest.call("im.chat.setOwner", CHAT_ID=42, USER_ID="10") is True
    assert manager.call("im.dialog.get", DIALOG_ID="chat42")["role"] == "owner"
    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["role"] == "member"


def test_invited_user_does_not_see_what_was_before(rest: RestClient, guest: RestClient) -> None:
    assert rest.call("im.chat.user.add", CHAT_ID=42, USERS=[12, 10]) is True

    joined = "[USER=1 REPLACE]Администратор Портала[/USER] пригласил в чат "
    assert texts(guest, 42) == [f"{joined}[USER=12 REPLACE]Гость Экстранета[/USER]"]
    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["extranet"] is True


def test_history_is_shown_to_the_invited_on_demand(rest: RestClient, guest: RestClient) -> None:
    rest.call("im.chat.user.add", CHAT_ID=42, USERS={"0": 12}, HIDE_HISTORY="N")

    assert len(texts(guest, 42)) == 6
    assert guest.call("im.dialog.get", DIALOG_ID="chat42")["counter"] == 0


def test_unknown_users_are_not_invited(rest: RestClient) -> None:
    assert rest.call("im.chat.user.add", CHAT_ID=42, USERS=[999]) is False

    assert rest.call("im.chat.user.list", CHAT_ID=42) == [1, 10, 11]


def test_colleague_joins_an_open_chat_but_not_a_closed_one(
    rest: RestClient, manager: RestClient, guest: RestClient
) -> None:
    opened, closed = rest.call("im.chat.add", TYPE="OPEN"), rest.call("im.chat.add")

    assert manager.call("im.dialog.get", DIALOG_ID=f"chat{opened}")["role"] == "guest"
    assert manager.refused("im.chat.user.add", CHAT_ID=opened, USERS=[11]) == (
        403,
        "ACCESS_DENIED_EXTEND",
    )
    assert manager.call("im.chat.user.add", CHAT_ID=opened, USERS=[10]) is True
    assert rest.call("im.chat.user.list", CHAT_ID=opened) == [1, 10]
    assert manager.refused("im.chat.user.add", CHAT_ID=closed, USERS=[10]) == (403, "ACCESS_ERROR")
    assert guest.refused("im.dialog.get", DIALOG_ID=f"chat{opened}") == (403, "ACCESS_ERROR")


def test_owner_removes_members_and_nobody_removes_the_owner(
    rest: RestClient, manager: RestClient
) -> None:
    remove = "im.chat.user.delete"

    assert manager.refused(remove, CHAT_ID=42, USER_ID=11) == (403, "ACCESS_DENIED_KICK")
    assert manager.refused(remove, CHAT_ID=42, USER_ID=1) == (403, "ACCESS_DENIED_KICK")
    assert rest.call(remove, CHAT_ID="42", USER_ID="10") is True
    assert rest.call("im.chat.user.list", CHAT_ID=42) == [1, 11]
    assert manager.refused("im.dialog.get", DIALOG_ID="chat42") == (403, "ACCESS_ERROR")
    assert "chat42" not in recent(manager)


def test_chat_goes_on_when_its_owner_leaves(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.chat.leave", CHAT_ID=42) is True

    shown = manager.call("im.dialog.get", DIALOG_ID="chat42")
    assert (shown["owner"], shown["role"]) == (10, "owner")
    assert rest.refused("im.chat.leave", CHAT_ID=42) == (403, "ACCESS_DENIED_KICK")


def test_private_dialog_is_named_after_the_other(rest: RestClient, manager: RestClient) -> None:
    shown = rest.call("im.dialog.get", DIALOG_ID="10")

    assert (shown["id"], shown["name"], shown["type"]) == (41, "Менеджер Продаж", "private")
    assert (shown["counter"], shown["last_id"], shown["unread_id"]) == (1, 106, 107)
    assert manager.call("im.dialog.get", DIALOG_ID="1")["name"] == "Администратор Портала"
    begun = rest.call("im.dialog.get", DIALOG_ID="11")
    assert rest.call("im.dialog.get", DIALOG_ID=11)["id"] == begun["id"]


def test_dialog_tells_who_has_read_what(rest: RestClient) -> None:
    shown = rest.call("im.dialog.get", DIALOG_ID="chat42")

    readers = {row["user_id"]: row["message_id"] for row in shown["readed_list"]}
    assert readers == {10: 105, 11: 105}
    assert shown["manager_list"] == [1]
    assert shown["last_message_views"]["count_of_viewers"] == 1
    assert (shown["message_count"], shown["last_message_id"], shown["counter"]) == (5, 105, 1)
    assert shown["disk_folder_id"] == 16
    assert shown["dialog_id"] == "chat42"


def test_chat_of_a_group_answers_to_sg(rest: RestClient) -> None:
    number = rest.call("im.chat.add", ENTITY_TYPE="SONET_GROUP", ENTITY_ID="7", TITLE="Группа")

    shown = rest.call("im.dialog.get", DIALOG_ID="sg7")
    assert (shown["id"], shown["type"], shown["dialog_id"]) == (number, "sonetGroup", "sg7")
    assert rest.refused("im.chat.updateTitle", DIALOG_ID="sg7", TITLE="x") == (403, "ACCESS_ERROR")


def test_members_are_listed_a_page_at_a_time(rest: RestClient) -> None:
    status, body = rest.raw("im.dialog.users.list", {"DIALOG_ID": "chat42", "LIMIT": 2})

    assert status == 200
    assert [user["id"] for user in body["result"]] == [1, 10]
    assert (body["total"], body["next"]) == (3, 2)
    status, body = rest.raw("im.dialog.users.list", {"DIALOG_ID": "chat42", "OFFSET": 2})
    assert [user["name"] for user in body["result"]] == ["Разработчик Сайта"]
    assert "next" not in body
    later = rest.call("im.dialog.users.list", DIALOG_ID="chat42", LAST_ID=10)
    assert [user["id"] for user in later] == [11]
    pair = rest.call("im.dialog.users.list", DIALOG_ID="10", SKIP_EXTERNAL="Y")
    assert [user["first_name"] for user in pair] == ["Администратор", "Менеджер"]


def test_typing_is_shown_to_members_only(rest: RestClient, manager: RestClient) -> None:
    opened = rest.call("im.chat.add", TYPE="OPEN")

    assert rest.call("im.dialog.writing", DIALOG_ID="chat42") is True
    assert rest.call("im.dialog.writing", DIALOG_ID="10") is True
    refused = manager.refused("im.dialog.writing", DIALOG_ID=f"chat{opened}")
    assert refused == (403, "ACCESS_ERROR")


def test_recent_rooms_show_their_last_message_latest_first(rest: RestClient) -> None:
    rows = rest.call("im.recent.get")

    assert [row["id"] for row in rows] == [10, "chat42", "chat43", "chat2"]
    assert rows[0]["message"]["text"] == "Пришлю до обеда"
    assert (rows[0]["type"], rows[0]["counter"], rows[0]["last_id"]) == ("user", 1, 106)
    assert rows[1]["chat"]["role"] == "OWNER"
    assert rows[1]["message"]["date"] == "2026-01-12T10:30:00+03:00"
    assert rows[2]["message"]["id"] == 0


def test_recent_rooms_are_filtered(rest: RestClient) -> None:
    assert list(recent(rest, SKIP_CHAT="Y")) == [10]
    assert list(recent(rest, SKIP_DIALOG="Y", LAST_UPDATE="2026-01-12T07:30:00Z")) == ["chat42"]
    assert recent(rest, ONLY_OPENLINES="Y") == {}
    assert recent(rest, LAST_SYNC_DATE="2020-01-01T00:00:00+03:00") == {}
    rest.call("im.message.add", DIALOG_ID="chat2", MESSAGE="[b]Всем[/b]\nпривет")
    fresh = recent(rest, LAST_SYNC_DATE="2020-01-01T00:00:00+03:00")
    assert fresh["chat2"]["message"]["text"] == "Всем привет"


def test_recent_list_is_paged_without_a_total(rest: RestClient) -> None:
    _, first = rest.raw("im.recent.list", {"LIMIT": 3})
    _, second = rest.raw("im.recent.list", {"LIMIT": 3, "OFFSET": 3})

    assert first["total"] == -1
    assert first["result"]["hasMore"] is True
    assert [row["id"] for row in first["result"]["items"]] == [10, "chat42", "chat43"]
    assert [row["id"] for row in second["result"]["items"]] == ["chat2"]
    assert second["result"]["hasMorePages"] is False
    unread = rest.call("im.recent.list", UNREAD_ONLY="Y", GET_ORIGINAL_TEXT="Y")["items"]
    assert [row["id"] for row in unread] == [10, "chat42"]
    earlier = rest.call("im.recent.list", LAST_MESSAGE_DATE="2026-01-12T10:30:00+03:00")
    assert [row["id"] for row in earlier["items"]] == ["chat42", "chat43", "chat2"]
    assert rest.call("im.recent.list", ONLY_CHANNEL="Y")["items"] == []


def test_pinned_rooms_stay_on_top(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.recent.pin", DIALOG_ID="chat2") is True

    rows = rest.call("im.recent.get")
    assert (rows[0]["id"], rows[0]["pinned"]) == ("chat2", True)
    assert recent(manager)["chat2"]["pinned"] is False
    rest.call("im.recent.pin", DIALOG_ID="chat2", PIN="N")
    assert rest.call("im.recent.get")[0]["id"] == 10


def test_hidden_room_comes_back_with_the_next_message(
    rest: RestClient, manager: RestClient
) -> None:
    assert rest.call("im.recent.hide", DIALOG_ID="chat42") is True

    assert "chat42" not in recent(rest)
    assert "chat42" in recent(manager)
    manager.call("im.message.add", DIALOG_ID="chat42", MESSAGE="Есть новости")
    assert recent(rest)["chat42"]["counter"] == 2
    assert rest.call("im.recent.hide", DIALOG_ID="chat999") is False


def test_counters_add_up(rest: RestClient) -> None:
    assert rest.call("im.recent.unread", DIALOG_ID="chat43") is True

    counted = rest.call("im.counters.get")
    assert counted["TYPE"] == {
        "ALL": 5,
        "NOTIFY": 2,
        "CHAT": 2,
        "LINES": 0,
        "DIALOG": 1,
        "MESSENGER": 3,
    }
    assert counted["CHAT"] == {"42": 1}
    assert counted["DIALOG"] == {"10": 1}
    assert counted["CHAT_UNREAD"] == [43]
    assert rest.call("im.recent.unread", DIALOG_ID="10", ACTION="N") is True
    assert rest.call("im.recent.unread", DIALOG_ID="chat43", ACTION="N") is True
    assert rest.call("im.recent.unread", DIALOG_ID="chat999") is False
    counted = rest.call("im.counters.get")
    assert counted["TYPE"]["MESSENGER"] == 1
    assert counted["DIALOG"] == []


def test_muted_chats_are_counted_apart(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.chat.mute", CHAT_ID="42") is True

    counted = rest.call("im.counters.get")
    assert counted["CHAT_MUTED"] == {"42": 1}
    assert counted["TYPE"]["CHAT"] == 0
    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["mute_list"] == [1]
    assert recent(manager)["chat42"]["chat"]["mute_list"] == {"1": True}
    assert rest.call("im.chat.mute", DIALOG_ID="chat42", MUTE="N") is True
    assert rest.call("im.chat.mute", DIALOG_ID="10") is True
    assert rest.call("im.dialog.get", DIALOG_ID="chat42")["mute_list"] == []


def test_revision_tells_the_age_of_the_api(rest: RestClient) -> None:
    assert rest.call("im.revision.get")["rest"] == 32
