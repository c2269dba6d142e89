from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

HANDLER = "https://bot.example/handler"
APP = "bot-key"


def picture(side: int = 10) -> str:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", side, side)
    return base64.b64encode(head + bytes(5)).decode()


def card(**changes: Any) -> dict[str, Any]:
    given = {
        "CODE": "helper",
        "EVENT_HANDLER": HANDLER,
        "CLIENT_ID": APP,
        "PROPERTIES": {"NAME": "Помощник", "COLOR": "PURPLE"},
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Robot:
    """A registered bot; its calls carry the CLIENT_ID it was registered with."""

    rest: RestClient
    id: int

    def call(self, method: str, **params: Any) -> Any:
        return self.rest.call(method, CLIENT_ID=APP, **params)

    def refused(self, method: str, **params: Any) -> tuple[int, str]:
        return self.rest.refused(method, CLIENT_ID=APP, **params)


@pytest.fixture
def bot(rest: RestClient) -> Robot:
    return Robot(rest, rest.call("imbot.register", **card()))


def as_application(rest: RestClient, method: str, **params: Any) -> tuple[int, Any]:
    return rest.post(f"{rest.base}/rest/{method}", {**params, "auth": "token-of-user-1"})


def test_a_bot_is_a_user_of_its_own_kind(rest: RestClient, bot: Robot) -> None:
    assert bot.id == 13
    user = rest.call("im.user.get", ID=bot.id)
    assert (user["name"], user["bot"], user["type"], user["color"]) == (
        "Помощник",
        True,
        "bot",
        "#8474c8",
    )
    assert user["bot_data"]["code"] == "helper"
    assert rest.call("user.get", ID=bot.id) == []
    assert rest.call("imbot.bot.list") == {
        "13": {"ID": 13, "NAME": "Помощник", "CODE": "helper", "OPENLINE": "N"}
    }


def test_a_known_code_gives_the_bot_there_is(rest: RestClient, bot: Robot) -> None:
    assert rest.call("imbot.register", **card()) == bot.id
    assert rest.refused("imbot.register", **card(CLIENT_ID="other")) == (400, "WRONG_REQUEST")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"CLIENT_ID": None}, 403, "ACCESS_DENIED"),
        ({"CODE": None}, 400, "CODE_ERROR"),
        ({"PROPERTIES": {"COLOR": "RED"}}, 400, "NAME_ERROR"),
        ({"EVENT_HANDLER": None}, 400, "EVENT_MESSAGE_ADD_ERROR"),
        ({"EVENT_HANDLER": "ftp://bot.example"}, 400, "EVENT_MESSAGE_ADD_ERROR"),
        (
            {"EVENT_HANDLER": None, "EVENT_MESSAGE_ADD": HANDLER},
            400,
            "EVENT_WELCOME_MESSAGE_ERROR",
        ),
        (
            {
                "EVENT_HANDLER": None,
                "EVENT_MESSAGE_ADD": HANDLER,
                "EVENT_WELCOME_MESSAGE": HANDLER,
            },
            400,
            "EVENT_BOT_DELETE_ERROR",
        ),
        (
            {
                "EVENT_HANDLER": None,
                "EVENT_MESSAGE_ADD": HANDLER,
                "EVENT_WELCOME_MESSAGE": HANDLER,
                "EVENT_BOT_DELETE": HANDLER,
                "EVENT_MESSAGE_UPDATE": "no address",
            },
            400,
            "EVENT_MESSAGE_UPDATE_ERROR",
        ),
        (
            {"PROPERTIES": {"NAME": "Двойник", "EMAIL": "user1@sandbox.example"}},
            400,
            "WRONG_REQUEST",
        ),
    ],
)
def test_registration_refusals(
    rest: RestClient, changes: dict[str, Any], status: int, code: str
) -> None:
    assert rest.refused("imbot.register", **card(**changes)) == (status, code)


def test_an_application_has_five_bots_at_most(rest: RestClient) -> None:
    for number in range(5):
        rest.call("imbot.register", **card(CODE=f"bot{number}"))
    assert rest.refused("imbot.register", **card(CODE="bot5")) == (400, "MAX_COUNT_ERROR")
    assert rest.call("imbot.register", **card(CODE="bot5", CLIENT_ID="other")) > 13


def test_a_bot_of_an_application_needs_no_client_id(rest: RestClient) -> None:
    _, body = as_application(rest, "imbot.register", **card(CLIENT_ID=None))
    number = body["result"]
    sent = {"BOT_ID": number, "DIALOG_ID": "1", "MESSAGE": "Здравствуйте"}
    assert as_application(rest, "imbot.message.add", **sent)[0] == 200
    assert rest.refused("imbot.message.add", **sent, CLIENT_ID=APP) == (400, "APP_ID_ERROR")


def test_a_bot_is_changed(rest: RestClient, bot: Robot) -> None:
    profile = {"NAME": "Советник", "WORK_POSITION": "Поддержка", "PERSONAL_PHOTO": picture()}
    fields = {"CODE": "adviser", "PROPERTIES": profile}
    assert bot.call("imbot.update", BOT_ID=bot.id, FIELDS=fields) is True
    assert rest.call("imbot.bot.list")["13"]["CODE"] == "adviser"
    user = rest.call("im.user.get", ID=bot.id)
    assert (user["name"], user["work_position"]) == ("Советник", "Поддержка")
    assert user["avatar"].startswith(f"{rest.base}/avatars/")


def test_changes_that_cannot_be(rest: RestClient, bot: Robot) -> None:
    other = rest.call("imbot.register", **card(CODE="other", CLIENT_ID="other"))
    update = "imbot.update"
    assert bot.refused(update, BOT_ID=bot.id, FIELDS={}) == (400, "WRONG_REQUEST")
    fields = {"PROPERTIES": {"NAME": "", "LAST_NAME": " "}}
    assert bot.refused(update, BOT_ID=bot.id, FIELDS=fields) == (400, "NAME_ERROR")
    fields = {"EVENT_BOT_DELETE": "nowhere"}
    assert bot.refused(update, BOT_ID=bot.id, FIELDS=fields) == (400, "EVENT_BOT_DELETE_ERROR")
    assert bot.refused(update, BOT_ID=bot.id, FIELDS={"CODE": "other"}) == (400, "WRONG_REQUEST")
    assert bot.refused(update, FIELDS={"CODE": "x"}) == (400, "BOT_ID_ERROR")
    assert bot.refused(update, BOT_ID=1, FIELDS={"CODE": "x"}) == (400, "BOT_ID_ERROR")
    assert bot.refused(update, BOT_ID=other, FIELDS={"CODE": "x"}) == (400, "APP_ID_ERROR")
    assert rest.refused(update, BOT_ID=bot.id, FIELDS={}) == (403, "ACCESS_DENIED")


def test_an_unregistered_bot_leaves_its_chats(rest: RestClient, bot: Robot) -> None:
    chat = bot.call("imbot.chat.add", TITLE="Поддержка", USERS=[1, 10])
    bot.call("imbot.message.add", DIALOG_ID="10", MESSAGE="Лично")
    assert bot.call("imbot.unregister", BOT_ID=bot.id) is True
    assert rest.call("imbot.bot.list") == []
    assert rest.call("im.chat.user.list", CHAT_ID=chat) == [1, 10]
    assert rest.call("im.dialog.get", DIALOG_ID=f"chat{chat}")["owner"] == 1
    assert bot.refused("imbot.unregister", BOT_ID=bot.id) == (400, "BOT_ID_ERROR")
    assert rest.call("imbot.register", **card()) != bot.id


def test_a_chat_of_a_bot(rest: RestClient, bot: Robot) -> None:
    chat = bot.call(
        "imbot.chat.add",
        TITLE="Заявки",
        COLOR="PINK",
        USERS=[1],
        MESSAGE="Пишите сюда",
        ENTITY_TYPE="TICKET",
        ENTITY_ID="17",
    )
    assert rest.call("imbot.chat.get", ENTITY_TYPE="TICKET", ENTITY_ID=17) == {"ID": chat}
    shown = rest.call("imbot.dialog.get", DIALOG_ID=f"chat{chat}")
    assert (shown["name"], shown["owner"], shown["color"]) == ("Заявки", bot.id, "#f76187")
    assert bot.call("imbot.chat.updateTitle", CHAT_ID=chat, TITLE="Обращения") is True
    assert bot.call("imbot.chat.updateColor", CHAT_ID=chat, COLOR="RED") is True
    assert bot.call("imbot.chat.updateAvatar", CHAT_ID=chat, AVATAR=picture()) is True
    changed = rest.call("im.dialog.get", DIALOG_ID=f"chat{chat}")
    assert (changed["name"], changed["color"]) == ("Обращения", "#df532d")
    assert changed["avatar"].startswith(rest.base)


def test_members_of_a_bots_chat(rest: RestClient, bot: Robot) -> None:
    chat = bot.call("imbot.chat.add", USERS=[1])
    assert bot.call("imbot.chat.user.add", CHAT_ID=chat, USERS=[10, 11], HIDE_HISTORY="N") is True
    assert bot.call("imbot.chat.user.list", CHAT_ID=chat) == [bot.id, 1, 10, 11]
    assert bot.call("imbot.chat.setManager", CHAT_ID=chat, USER_ID=10) is True
    assert 10 in rest.call("im.dialog.get", DIALOG_ID=f"chat{chat}")["manager_list"]
    assert bot.call("imbot.chat.setManager", CHAT_ID=chat, USER_ID=10, IS_MANAGER="N") is True
    assert 10 not in rest.call("im.dialog.get", DIALOG_ID=f"chat{chat}")["manager_list"]
    assert bot.call("imbot.chat.user.delete", CHAT_ID=chat, USER_ID=11) is True
    assert bot.call("imbot.chat.setOwner", CHAT_ID=chat, USER_ID=1) is True
    assert bot.call("imbot.chat.leave", CHAT_ID=chat) is True
    assert rest.call("im.chat.user.list", CHAT_ID=chat) == [1, 10]


def test_chat_refusals(rest: RestClient, bot: Robot) -> None:
    chat = bot.call("imbot.chat.add", TITLE="Свой", COLOR="RED", USERS=[1])
    wrong = (400, "WRONG_REQUEST")
    for method in ("leave", "setOwner", "updateTitle", "user.add", "user.list", "setManager"):
        assert bot.refused(f"imbot.chat.{method}") == (400, "CHAT_ID_EMPTY")
        assert rest.refused(f"imbot.chat.{method}", CHAT_ID=chat) == (403, "ACCESS_DENIED")
    assert bot.refused("imbot.chat.add", BOT_ID=777) == (400, "BOT_ID_ERROR")
    assert bot.refused("imbot.chat.add", USERS="1,2") == (400, "INVALID_FORMAT")
    assert bot.refused("imbot.chat.updateTitle", CHAT_ID=chat, TITLE="") == (400, "TITLE_EMPTY")
    assert bot.refused("imbot.chat.updateTitle", CHAT_ID=42, TITLE="x") == (400, "ACCESS_ERROR")
    assert bot.refused("imbot.chat.updateColor", CHAT_ID=chat, COLOR="x") == (400, "WRONG_COLOR")
    assert bot.refused("imbot.chat.updateColor", CHAT_ID=chat, COLOR="RED") == wrong
    assert bot.refused("imbot.chat.updateAvatar", CHAT_ID=chat, AVATAR="x") == (
        400,
        "AVATAR_ERROR",
    )
    assert bot.refused("imbot.chat.user.add", CHAT_ID=chat, USERS="10") == wrong
    assert bot.refused("imbot.chat.user.add", CHAT_ID=chat, USERS=[1]) == wrong
    assert bot.refused("imbot.chat.user.add", CHAT_ID=42, USERS=[1]) == (403, "ACCESS_ERROR")
    assert bot.refused("imbot.chat.user.delete", CHAT_ID=chat) == (400, "USER_ID_EMPTY")
    assert bot.refused("imbot.chat.user.delete", CHAT_ID=chat, USER_ID=11) == wrong
    assert bot.refused("imbot.chat.setOwner", CHAT_ID=chat) == (400, "USER_ID_EMPTY")
    assert bot.refused("imbot.chat.setOwner", CHAT_ID=chat, USER_ID=11) == wrong
    assert bot.refused("imbot.chat.setManager", CHAT_ID=chat) == (400, "USER_ID_EMPTY")
    assert bot.refused("imbot.chat.setManager", CHAT_ID=chat, USER_ID=11) == wrong
    assert bot.refused("imbot.chat.leave", CHAT_ID=42) == wrong


def test_chats_of_others_are_closed(rest: RestClient, manager: RestClient, bot: Robot) -> None:
    bot.call("imbot.chat.add", ENTITY_TYPE="TICKET", ENTITY_ID="1", USERS=[1])
    params = {"ENTITY_TYPE": "TICKET", "ENTITY_ID": "1"}
    assert manager.refused("imbot.chat.get", **params) == (403, "ACCESS_ERROR")
    assert rest.call("imbot.chat.get", ENTITY_TYPE="TICKET") is None
    assert rest.refused("imbot.dialog.get") == (400, "DIALOG_ID_EMPTY")
    assert manager.refused("imbot.dialog.get", DIALOG_ID="chat777") == (403, "ACCESS_ERROR")


def test_typing(bot: Robot) -> None:
    assert bot.call("imbot.chat.sendTyping", DIALOG_ID="chat42") is True
    assert bot.refused("imbot.chat.sendTyping") == (400, "DIALOG_ID_EMPTY")


def test_messages_of_a_bot(rest: RestClient, manager: RestClient, bot: Robot) -> None:
    number = bot.call("imbot.message.add", DIALOG_ID=10, MESSAGE="  Здравствуйте \n")
    history = manager.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"]
    assert [(m["id"], m["author_id"], m["text"]) for m in history] == [
        (number, bot.id, "Здравствуйте")
    ]
    assert bot.call("imbot.message.update", MESSAGE_ID=number, MESSAGE="Добрый день") is True
    assert bot.call("imbot.message.like", MESSAGE_ID=number, ACTION="plus") is True
    changed = manager.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"][0]
    assert changed["text"] == "Добрый день"
    assert changed["params"]["LIKE"] == [bot.id]
    assert bot.call("imbot.message.delete", MESSAGE_ID=number) is True
    assert bot.refused("imbot.message.delete", MESSAGE_ID=number) == (403, "CANT_EDIT_MESSAGE")


def test_complete_deletion_leaves_no_trace(manager: RestClient, bot: Robot) -> None:
    number = bot.call("imbot.message.add", DIALOG_ID=10, MESSAGE="Лишнее")
    bot.call("imbot.message.delete", MESSAGE_ID=number, COMPLETE="Y")
    assert manager.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"] == []


def test_a_service_message_between_two_users(
    rest: RestClient, manager: RestClient, bot: Robot
) -> None:
    number = bot.call(
        "imbot.message.add", FROM_USER_ID=1, TO_USER_ID=10, MESSAGE="Заказ передан", DIALOG_ID="x"
    )
    newest = manager.call("im.dialog.messages.get", DIALOG_ID="1")["messages"][0]
    assert (newest["id"], newest["author_id"], newest["text"]) == (number, 0, "Заказ передан")
    params = {"FROM_USER_ID": 1, "TO_USER_ID": 777, "MESSAGE": "x"}
    assert bot.refused("imbot.message.add", **params) == (400, "WRONG_REQUEST")


def test_message_refusals(rest: RestClient, bot: Robot) -> None:
    add, text = "imbot.message.add", {"MESSAGE": "x"}
    assert bot.refused(add, **text) == (400, "DIALOG_ID_EMPTY")
    assert bot.refused(add, DIALOG_ID="1") == (400, "MESSAGE_EMPTY")
    assert bot.refused(add, DIALOG_ID="chat43", **text) == (400, "WRONG_REQUEST")
    assert bot.refused(add, DIALOG_ID="777", **text) == (400, "WRONG_REQUEST")
    assert bot.refused(add, DIALOG_ID="1", BOT_ID=1, **text) == (400, "BOT_ID_ERROR")
    assert rest.refused(add, DIALOG_ID="1", **text) == (403, "ACCESS_DENIED")
    assert rest.refused(add, DIALOG_ID="1", CLIENT_ID="nobody", **text) == (400, "BOT_ID_ERROR")
    for name in ("ATTACH", "KEYBOARD", "MENU"):
        wrong = {name: [{"NO": "SUCH"}]}
        assert bot.refused(add, DIALOG_ID="1", **text, **wrong) == (400, f"{name}_ERROR")
    for method in ("update", "delete", "like"):
        assert bot.refused(f"imbot.message.{method}") == (400, "MESSAGE_ID_ERROR")
    foreign = {"MESSAGE_ID": 101, "MESSAGE": "x"}
    assert bot.refused("imbot.message.update", **foreign) == (403, "CANT_EDIT_MESSAGE")
    assert bot.refused("imbot.message.delete", MESSAGE_ID=101) == (403, "CANT_EDIT_MESSAGE")
    own = bot.call(add, DIALOG_ID="1", **text)
    like = {"MESSAGE_ID": own, "ACTION": "minus"}
    assert bot.refused("imbot.message.like", **like) == (400, "WITHOUT_CHANGES")
    menu = {"MESSAGE_ID": own, "MENU": [{"NO": "SUCH"}]}
    assert bot.refused("imbot.message.update", **menu) == (400, "MENU_ERROR")


def command(bot: Robot, **changes: Any) -> dict[str, Any]:
    return {
        "BOT_ID": bot.id,
        "COMMAND": "echo",
        "EVENT_COMMAND_ADD": HANDLER,
        "LANG": [{"LANGUAGE_ID": "ru", "TITLE": "Повторить", "PARAMS": "текст"}],
        **changes,
    }


def test_commands_are_registered_changed_and_answered(rest: RestClient, bot: Robot) -> None:
    number = bot.call("imbot.command.register", **command(bot))
    assert bot.call("imbot.command.register", **command(bot, COMMAND="/echo")) == number
    fields = {"COMMAND": "say", "HIDDEN": "Y"}
    assert bot.call("imbot.command.update", COMMAND_ID=number, FIELDS=fields) is True
    asked = rest.call("im.message.add", DIALOG_ID=str(bot.id), MESSAGE="/say раз")
    answer = bot.call("imbot.command.answer", COMMAND="say", MESSAGE_ID=asked, MESSAGE="раз")
    newest = rest.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"][0]
    assert (newest["id"], newest["author_id"], newest["text"]) == (answer, bot.id, "раз")
    assert bot.call("imbot.command.unregister", COMMAND_ID=number) is True
    assert bot.refused("imbot.command.unregister", COMMAND_ID=number) == (400, "COMMAND_ID_ERROR")


def test_a_bot_answers_in_a_chat_it_is_not_in(rest: RestClient, bot: Robot) -> None:
    number = bot.call("imbot.command.register", **command(bot, COMMON="Y"))
    asked = rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE="/echo раз")
    bot.call("imbot.command.answer", COMMAND_ID=number, MESSAGE_ID=asked, MESSAGE="раз")
    newest = rest.call("im.dialog.messages.get", DIALOG_ID="chat42")["messages"][0]
    assert (newest["author_id"], newest["text"]) == (0, "Помощник: раз")


def test_command_refusals(rest: RestClient, bot: Robot) -> None:
    register = "imbot.command.register"
    for changes, code in (
        ({"EVENT_COMMAND_ADD": ""}, "EVENT_COMMAND_ADD_ERROR"),
        ({"EVENT_COMMAND_ADD": "nowhere"}, "EVENT_COMMAND_ADD_ERROR"),
        ({"COMMAND": "/"}, "COMMAND_ERROR"),
        ({"BOT_ID": 1}, "BOT_ID_ERROR"),
        ({"LANG": []}, "LANG_ERROR"),
    ):
        assert bot.refused(register, **command(bot, **changes)) == (400, code)
    number = bot.call(register, **command(bot))
    other = bot.call(register, **command(bot, COMMAND="other"))
    rest.call("imbot.register", **card(CODE="stranger", CLIENT_ID="stranger"))
    stranger = {"COMMAND_ID": number, "CLIENT_ID": "stranger"}
    assert rest.refused("imbot.command.unregister", **stranger) == (400, "APP_ID_ERROR")
    update, answer = "imbot.command.update", "imbot.command.answer"
    assert bot.refused(update, COMMAND_ID=number, FIELDS={}) == (400, "WRONG_REQUEST")
    taken = {"COMMAND_ID": number, "FIELDS": {"COMMAND": "other"}}
    assert bot.refused(update, **taken) == (400, "WRONG_REQUEST")
    nowhere = {"COMMAND_ID": other, "FIELDS": {"EVENT_COMMAND_ADD": "nowhere"}}
    assert bot.refused(update, **nowhere) == (400, "EVENT_COMMAND_ADD_ERROR")
    assert bot.refused(answer, COMMAND="none", MESSAGE_ID=101) == (400, "COMMAND_ID_ERROR")
    assert bot.refused(answer, COMMAND_ID=number) == (400, "MESSAGE_ID_EMPTY")
    assert bot.refused(answer, COMMAND_ID=number, MESSAGE_ID=101) == (400, "MESSAGE_EMPTY")
    lost = {"COMMAND_ID": number, "MESSAGE_ID": 777, "MESSAGE": "x"}
    assert bot.refused(answer, **lost) == (400, "WRONG_REQUEST")
