"""Chats and dialogs: who is in, how it looks, what is read, who owns it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tests.cli.test_examples import PNG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def dialog(rest: RestClient, chat: int) -> dict[str, Any]:
    return rest.call("im.dialog.get", DIALOG_ID=f"chat{chat}")


def test_a_chat_is_created_furnished_handed_over_and_left(
    do: Teller, rest: RestClient, manager: RestClient
) -> None:
    chat = do("СоздатьЧат --fields", "{'TITLE':'Новый','USERS':['10'],'COLOR':'RED'}")
    red = dialog(rest, chat)["color"]

    do(f"ChangeChatTitle --chat {chat} --title 'Релиз «2.4»'")
    assert dialog(rest, chat)["name"] == "Релиз «2.4»"
    assert do(f"ИзменитьЦветЧата --chat {chat} --color AZURE") is True
    assert dialog(rest, chat)["color"] != red
    do(f'AddUsersToChat --chat {chat} --users "[11,12]" --hide true')
    assert do(f"ПолучитьСписокПользователейЧата --chat {chat}") == [1, 10, 11, 12]
    do(f"ИсключитьПользователяИзЧата --chat {chat} --user 12")
    assert rest.call("im.chat.user.list", CHAT_ID=chat) == [1, 10, 11]
    do(f"ChangeChatOwner --chat {chat} --user 10")
    assert dialog(rest, chat)["owner"] == 10
    do(f"ПокинутьЧат --chat {chat}")
    assert manager.call("im.chat.user.list", CHAT_ID=chat) == [10, 11]
    assert do.refused(f"GetDialog --chat chat{chat}") == (5, "ACCESS_ERROR")


def test_the_same_by_the_other_names(do: Teller, rest: RestClient, manager: RestClient) -> None:
    chat = do("CreateChat --title Second --users 10,11 --description About --type OPEN")

    assert dialog(rest, chat)["description"] == "About"
    assert do(f"GetChatUsers -c {chat}") == [1, 10, 11]
    do(f"ИзменитьЗаголовокЧата -c {chat} -t Третий")
    do(f"ChangeChatColor -c {chat} -l MINT")
    assert do(f"ПолучитьДиалог -c chat{chat}") == dialog(rest, chat)
    do(f"DeleteUserFromChat -c {chat} -s 11")
    do(f"ДобавитьПользователейВЧат -c {chat} -s 11")
    do(f"СменитьВладельцаЧата -c {chat} -s 11")
    assert (dialog(rest, chat)["name"], dialog(rest, chat)["owner"]) == ("Третий", 11)
    do(f"LeaveChat -c {chat}")
    assert sorted(manager.call("im.chat.user.list", CHAT_ID=chat)) == [10, 11]


def test_a_picture_in_all_its_forms(do: Teller, rest: RestClient, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    assert dialog(rest, 42)["avatar"] == ""

    do("ИзменитьКартинкуЧата --chat 42 --picture", str(tmp_path / "a.png"))
    first = dialog(rest, 42)["avatar"]
    do("ChangeChatPicture --chat 42 --picture", base64.b64encode(PNG).decode())
    assert first
    assert dialog(rest, 42)["avatar"]


def test_notifications_of_a_chat_are_switched(do: Teller, rest: RestClient) -> None:
    for off, on in (
        ("ОтключитьУведомленияЧата", "EnableChatNotifications"),
        ("DisableChatNotifications", "ВключитьУведомленияЧата"),
    ):
        do(f"{off} --chat 42")
        assert dialog(rest, 42)["mute_list"] == [1]
        do(f"{on} --chat 42")
        assert dialog(rest, 42)["mute_list"] == []


def test_people_and_statuses(do: Teller, rest: RestClient) -> None:
    people = rest.call("im.user.list.get", ID=[10, 11])
    assert do("ПолучитьПользователей --users 10,11") == people
    assert do("GetUsers -s \"['10','11']\"") == people
    members = [user["id"] for user in do("ПолучитьСписокПользователейДиалога --chat chat42")]
    assert members == [1, 10, 11]
    assert len(do("GetChatMembersList -c chat42 --limit 2")) == 2
    do("УстановитьСтатусПользователя --status dnd")
    assert do("GetUserStatus") == rest.call("im.user.status.get") == "dnd"
    do("SetUserStatus -s online")
    assert do("ПолучитьСтатусПользователя") == "online"
    assert do("ОтправитьУведомлениеОВводе --chat chat42") is True
    assert do("SendWritingNotification -c 10") is True


def test_messages_are_listed_and_read(do: Teller, rest: RestClient) -> None:
    told = rest.call("im.dialog.messages.get", DIALOG_ID="chat42")
    assert do("ПолучитьСписокСообщенийЧата --chat chat42")["messages"] == told["messages"]
    older = do("GetChatMessagesList --chat chat42 --last 104 --limit 2")["messages"]
    assert [m["id"] for m in older] == [103, 102]
    assert rest.call("im.counters.get")["CHAT"]["42"] > 0
    assert do("ПрочитатьВсе") is True
    assert "42" not in (rest.call("im.counters.get")["CHAT"] or {})
    assert do("ReadAll") is True


def test_the_folder_of_a_chat_and_the_skeleton(do: Teller, rest: RestClient) -> None:
    folder = rest.call("im.disk.folder.get", CHAT_ID=42)
    assert do("ПолучитьКаталогФайловЧата --chat 42") == do("GetChatFilesFolder -c 42") == folder
    skeleton = do("ПолучитьСтруктуруЧата --empty true")
    assert list(skeleton) == list(do("GetChatStructure"))
    assert set(skeleton.values()) == {""}
