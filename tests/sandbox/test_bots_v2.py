from __future__ import annotations

import base64
import struct
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "bot-token"
DENIED = (403, "ACCESS_DENIED")


def picture(side: int = 10) -> str:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", side, side)
    return base64.b64encode(head + bytes(5)).decode()


def card(**changes: Any) -> dict[str, Any]:
    given = {
        "code": "support",
        "botToken": TOKEN,
        "properties": {"name": "Бот", "lastName": "Поддержки", "color": "lightBlue"},
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Robot:
    """A registered bot; its calls carry its id and token."""

    rest: RestClient
    id: int

    def call(self, method: str, **params: Any) -> Any:
        given = {"botId": self.id, "botToken": TOKEN, **params}
        return self.rest.call(f"imbot.v2.{method}", **given)

    def refused(self, method: str, **params: Any) -> tuple[int, str]:
        given = {"botId": self.id, "botToken": TOKEN, **params}
        return self.rest.refused(f"imbot.v2.{method}", **given)

    def chat(self, **fields: Any) -> int:
        return int(self.call("Chat.add", fields=fields)["chat"]["id"])


def register(rest: RestClient, **changes: Any) -> Robot:
    answer = rest.call("imbot.v2.Bot.register", fields=card(**changes))
    return Robot(rest, answer["bot"]["id"])


@pytest.fixture
def bot(rest: RestClient) -> Robot:
    return register(rest)


def test_registration_answers_bot_and_user(rest: RestClient) -> None:
    answer = rest.call("imbot.v2.Bot.register", fields=card())
    assert answer["bot"] == {
        "id": 13,
        "code": "support",
        "type": "bot",
        "isHidden": False,
        "isSupportOpenline": False,
        "isReactionsEnabled": True,
        "backgroundId": None,
        "language": "ru",
        "moduleId": "rest",
        "eventMode": "fetch",
        "countMessage": 0,
        "countCommand": 0,
        "countChat": 0,
        "countUser": 0,
    }
    user = answer["users"][0]
    assert (user["name"], user["type"], user["externalAuthId"], user["color"]) == (
        "Бот Поддержки",
        "bot",
        "bot",
        "#4ba5c3",
    )
    again = card(type="supervisor", properties={"name": "Другой"})
    assert rest.call("imbot.v2.Bot.register", fields=again) == answer


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"botToken": None}, "BOT_TOKEN_NOT_SPECIFIED"),
        ({"botToken": "x" * 41}, "BOT_TOKEN_INVALID_LENGTH"),
        ({"code": " "}, "BOT_CODE_REQUIRED"),
        ({"properties": None}, "BOT_PROPERTIES_REQUIRED"),
        ({"properties": {"lastName": "x"}}, "BOT_PROPERTIES_REQUIRED"),
        ({"type": "robot"}, "BOT_INVALID_TYPE"),
        ({"eventMode": "push"}, "BOT_INVALID_EVENT_MODE"),
        ({"eventMode": "webhook"}, "BOT_WEBHOOK_URL_REQUIRED"),
        ({"eventMode": "webhook", "webhookUrl": "nowhere"}, "BOT_INVALID_CALLBACK"),
        ({"properties": {"name": "x", "avatar": "eA=="}}, "BOT_AVATAR_INCORRECT_TYPE"),
        ({"properties": {"name": "x", "avatar": picture(5001)}}, "BOT_AVATAR_INCORRECT_SIZE"),
    ],
)
def test_registration_refusals(rest: RestClient, changes: dict[str, Any], code: str) -> None:
    assert rest.refused("imbot.v2.Bot.register", fields=card(**changes)) == (400, code)


def test_codes_and_numbers_of_bots_are_limited(rest: RestClient, bot: Robot) -> None:
    method = "imbot.v2.Bot.register"
    taken = card(botToken="another")
    assert rest.refused(method, fields=taken) == (400, "BOT_CODE_ALREADY_TAKEN")
    for number in range(99):
        register(rest, code=f"bot{number}")
    assert rest.refused(method, fields=card(code="one more")) == (400, "BOT_LIMIT_EXCEEDED")
    first = bot.call("Bot.list", limit=60)
    assert (len(first["bots"]), first["hasNextPage"]) == (60, True)
    last = bot.call("Bot.list", limit=60, offset=60)
    assert (len(last["bots"]), last["hasNextPage"]) == (40, False)


def test_bots_are_listed_and_found(rest: RestClient, bot: Robot) -> None:
    register(rest, code="watcher", type="supervisor")
    assert [b["code"] for b in bot.call("Bot.list")["bots"]] == ["support", "watcher"]
    watchers = bot.call("Bot.list", filter={"type": "supervisor"})
    assert [b["code"] for b in watchers["bots"]] == ["watcher"]
    assert bot.call("Bot.get")["bot"]["eventMode"] == "fetch"
    by_code = rest.call("imbot.v2.Bot.get", code="support", botToken="a stranger")
    assert by_code["bot"]["id"] == bot.id
    assert "eventMode" not in by_code["bot"]
    assert rest.refused("imbot.v2.Bot.get", botToken=TOKEN) == (400, "PARAMS_REQUIRED")
    assert bot.refused("Bot.get", botId=1) == (400, "BOT_NOT_FOUND")
    assert rest.refused("imbot.v2.Bot.list") == (400, "BOT_TOKEN_NOT_SPECIFIED")


def test_every_call_needs_the_right_bot(rest: RestClient, bot: Robot) -> None:
    method, params = "imbot.v2.Chat.get", {"dialogId": "1"}
    assert rest.refused(method, botId=bot.id, **params) == (400, "BOT_TOKEN_NOT_SPECIFIED")
    assert rest.refused(method, botToken=TOKEN, **params) == (400, "BOT_ID_REQUIRED")
    assert bot.refused("Chat.get", botId=777, **params) == (400, "BOT_NOT_FOUND")
    assert bot.refused("Chat.get", botToken="another", **params) == (403, "BOT_OWNERSHIP_ERROR")


def test_a_bot_is_changed(rest: RestClient, bot: Robot) -> None:
    fields = {
        "properties": {"name": "Советник", "avatar": picture(), "gender": "F"},
        "isHidden": "Y",
        "backgroundId": "steel",
        "eventMode": "webhook",
        "webhookUrl": "https://bot.example/events",
    }
    answer = bot.call("Bot.update", fields=fields)
    shown = answer["bot"]
    assert (shown["isHidden"], shown["backgroundId"], shown["eventMode"]) == (
        True,
        "steel",
        "webhook",
    )
    assert answer["users"][0]["name"] == "Советник Поддержки"
    assert bot.call("Bot.update", fields={"backgroundId": "x"})["bot"]["backgroundId"] is None
    update = "Bot.update"
    assert bot.refused(update, fields={"eventMode": "x"}) == (400, "BOT_INVALID_EVENT_MODE")
    assert bot.refused(update, fields={"webhookUrl": "x"}) == (400, "BOT_INVALID_CALLBACK")
    wrong = {"properties": {"avatar": "eA=="}}
    assert bot.refused(update, fields=wrong) == (400, "BOT_AVATAR_INCORRECT_TYPE")


def test_tokens_rotate_at_once(rest: RestClient, bot: Robot) -> None:
    register(rest, code="other", botToken="taken")
    taken = {"botToken": "taken"}
    assert bot.refused("Bot.update", fields=taken) == (400, "BOT_TOKEN_ROTATION_FAILED")
    bot.call("Bot.update", fields={"botToken": "new"})
    assert bot.refused("Chat.get", dialogId="1") == (403, "BOT_OWNERSHIP_ERROR")
    assert bot.call("Chat.get", dialogId="1", botToken="new")["chat"]["type"] == "private"


def test_an_unregistered_bot_is_gone(rest: RestClient, bot: Robot) -> None:
    assert bot.call("Bot.unregister") == {"result": True}
    assert bot.refused("Bot.unregister") == (400, "BOT_NOT_FOUND")
    assert rest.call("im.user.get", ID=bot.id)["active"] is False


def test_both_generations_know_the_same_bots(rest: RestClient, bot: Robot) -> None:
    assert rest.call("imbot.bot.list")[str(bot.id)]["CODE"] == "support"
    assert rest.call("imbot.message.add", CLIENT_ID=TOKEN, DIALOG_ID="1", MESSAGE="Привет") > 107
    assert bot.call("Bot.get")["bot"]["countMessage"] == 1


def test_a_chat_lives(rest: RestClient, bot: Robot) -> None:
    answer = bot.call(
        "Chat.add",
        fields={
            "title": "Поддержка",
            "description": "Вопросы",
            "color": "darkBlue",
            "userIds": [1, 777],
            "message": "Спрашивайте",
        },
    )
    chat = answer["chat"]
    assert (chat["dialogId"], chat["owner"], chat["role"], chat["isNew"]) == (
        f"chat{chat['id']}",
        bot.id,
        "owner",
        True,
    )
    assert (chat["color"], chat["textFieldEnabled"], chat["entityType"]) == ("#3e99ce", "Y", "")
    assert [(u["id"], u["type"]) for u in answer["users"]] == [(bot.id, "bot"), (1, "employee")]
    dialog = {"dialogId": chat["dialogId"]}
    fields = {"title": "Помощь", "description": "", "color": "green", "avatar": picture()}
    assert bot.call("Chat.update", fields=fields, **dialog) == {"result": True}
    bot.call("Chat.update", fields={"color": "green", "title": ""}, **dialog)
    shown = rest.call("im.dialog.get", DIALOG_ID=chat["dialogId"])
    assert (shown["name"], shown["description"], shown["color"]) == ("Помощь", "", "#64a513")
    assert bot.call("Chat.TextField.enabled", enabled=False, **dialog) == {"result": True}
    assert bot.call("Chat.get", **dialog)["chat"]["textFieldEnabled"] == "N"
    assert bot.call("Chat.InputAction.notify", duration=5, **dialog) == {"result": True}
    assert bot.call("Chat.leave", **dialog) == {"result": True}
    assert bot.refused("Chat.get", **dialog) == DENIED


def test_a_chat_can_belong_to_somebody_else(rest: RestClient, bot: Robot) -> None:
    answer = bot.call("Chat.add", fields={"ownerId": 10, "color": "no such"})
    assert answer["chat"]["owner"] == 10
    assert [user["id"] for user in answer["users"]] == [bot.id, 10]
    dialog = answer["chat"]["dialogId"]
    assert bot.refused("Chat.User.add", dialogId=dialog, userIds=[1]) == DENIED
    assert bot.refused("Chat.setOwner", dialogId=dialog, userId=10) == DENIED


def test_members_and_managers(rest: RestClient, bot: Robot) -> None:
    dialog = {"dialogId": f"chat{bot.chat(userIds=[1])}"}
    assert bot.call("Chat.User.add", userIds=[10, 11, 777], **dialog) == {"result": True}
    assert [u["id"] for u in bot.call("Chat.User.list", **dialog)] == [bot.id, 1, 10, 11]
    down = bot.call("Chat.User.list", order={"userId": "DESC"}, limit=2, **dialog)
    assert [u["id"] for u in down] == [bot.id, 11]
    rest.call("im.message.add", DIALOG_ID=dialog["dialogId"], MESSAGE="Я тут")
    last = bot.call("Chat.User.list", order={"lastSendMessageId": "DESC"}, **dialog)
    assert last[0]["id"] == 1
    assert bot.call("Chat.Manager.add", userIds=[10, 12], **dialog) == {"result": True}
    assert bot.call("Chat.get", **dialog)["chat"]["managerList"] == [bot.id, 10]
    assert bot.call("Chat.Manager.delete", userIds=[10], **dialog) == {"result": True}
    assert bot.call("Chat.get", **dialog)["chat"]["managerList"] == [bot.id]
    assert bot.refused("Chat.Manager.add", **dialog) == (400, "EMPTY_USER_IDS")
    assert bot.call("Chat.User.delete", userId=11, **dialog) == {"result": True}
    assert bot.call("Chat.User.delete", userId=11, **dialog) == {"result": True}
    assert bot.call("Chat.setOwner", userId=1, **dialog) == {"result": True}
    assert bot.refused("Chat.Manager.add", userIds=[10], **dialog) == DENIED
    assert rest.call("im.chat.user.list", CHAT_ID=int(dialog["dialogId"][4:])) == [bot.id, 1, 10]


def test_foreign_rooms_are_closed(bot: Robot) -> None:
    for method in ("get", "leave", "update", "User.list", "User.add", "Message.read"):
        assert bot.refused(f"Chat.{method}", dialogId="chat42", userIds=[1]) == DENIED
    for method in ("TextField.enabled", "InputAction.notify", "Message.send"):
        assert bot.refused(f"Chat.{method}", dialogId="chat42") == DENIED
    assert bot.refused("Chat.get", dialogId="777") == DENIED
    assert bot.refused("Chat.get") == DENIED


def test_messages(rest: RestClient, bot: Robot) -> None:
    sent = bot.call("Chat.Message.send", dialogId="1", fields={"message": "Здравствуйте"})
    assert sent["uuidMap"] == {}
    number = sent["id"]
    fields = {"message": "Добрый день", "keyboard": [{"text": "x"}]}
    assert bot.call("Chat.Message.update", messageId=number, fields={"message": "Добрый день"})
    history = rest.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"]
    assert [(m["author_id"], m["text"]) for m in history] == [(bot.id, "Добрый день")]
    refused = bot.refused("Chat.Message.send", dialogId="1", fields=fields)
    assert refused == (400, "SENDING_FAILED")
    assert bot.call("Chat.Message.delete", messageId=number) == {"result": True}
    assert bot.refused("Chat.Message.delete", messageId=number) == DENIED
    assert bot.refused("Chat.Message.update", messageId=777, fields={"message": "x"}) == DENIED
    assert bot.refused("Chat.Message.send", dialogId="1") == (400, "EMPTY_MESSAGE")


def test_long_texts_are_cut(rest: RestClient, bot: Robot) -> None:
    bot.call("Chat.Message.send", dialogId="1", fields={"message": "я" * 20_001})
    text = rest.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"][0]["text"]
    assert text == "я" * 20_000 + " (...)"


def test_service_messages_are_nobodys(rest: RestClient, bot: Robot) -> None:
    fields = {"message": "Обновление", "system": True}
    number = bot.call("Chat.Message.send", dialogId="1", fields=fields)["id"]
    shown = rest.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"][0]
    assert shown["author_id"] == 0
    assert bot.refused("Chat.Message.update", messageId=number, fields={"message": "x"}) == DENIED
    assert bot.refused("Chat.Message.delete", messageId=number) == DENIED


def test_owners_delete_what_others_wrote(rest: RestClient, bot: Robot) -> None:
    dialog = f"chat{bot.chat(userIds=[1])}"
    number = rest.call("im.message.add", DIALOG_ID=dialog, MESSAGE="Лишнее")
    assert bot.call("Chat.Message.delete", messageId=number, complete="Y") == {"result": True}
    texts = [m["text"] for m in rest.call("im.dialog.messages.get", DIALOG_ID=dialog)["messages"]]
    assert "Лишнее" not in texts


def test_messages_are_forwarded(rest: RestClient, bot: Robot) -> None:
    source = rest.call("im.message.add", DIALOG_ID=str(bot.id), MESSAGE="Важное")
    dialog = f"chat{bot.chat(userIds=[10])}"
    sent = bot.call("Chat.Message.send", dialogId=dialog, fields={"forwardIds": {"k": source}})
    assert sent["uuidMap"] == {"k": sent["id"]}
    watcher = register(rest, code="watcher", type="supervisor")
    bot.call("Chat.User.add", dialogId=dialog, userIds=[watcher.id])
    copy = watcher.call("Chat.Message.get", messageId=sent["id"])["message"]
    assert (copy["text"], copy["forward"]["id"], copy["forward"]["userId"]) == ("Важное", source, 1)
    foreign = {"forwardIds": {"k": 101}}
    assert bot.refused("Chat.Message.send", dialogId=dialog, fields=foreign) == DENIED
    many = {"forwardIds": {str(n): source for n in range(101)}}
    refused = bot.refused("Chat.Message.send", dialogId=dialog, fields=many)
    assert refused == (400, "SENDING_FAILED")


def test_reading(rest: RestClient, bot: Robot) -> None:
    numbers = [
        rest.call("im.message.add", DIALOG_ID=str(bot.id), MESSAGE=f"Вопрос {n}") for n in range(3)
    ]
    first = bot.call("Chat.Message.read", dialogId="1", messageId=numbers[0])
    assert (first["lastId"], first["counter"]) == (numbers[0], 2)
    assert first["viewedMessages"] == numbers[:1]
    rest_of = bot.call("Chat.Message.read", dialogId="1")
    assert (rest_of["counter"], rest_of["viewedMessages"]) == (0, numbers[1:])
    refused = bot.refused("Chat.Message.read", dialogId="1", messageId=101)
    assert refused == (400, "MESSAGE_NOT_FOUND")


def test_only_some_kinds_of_bots_read_what_others_wrote(rest: RestClient, bot: Robot) -> None:
    for method in ("get", "getContext"):
        refused = bot.refused(f"Chat.Message.{method}", messageId=101)
        assert refused == (403, "BOT_TYPE_NOT_ALLOWED")
    watcher = register(rest, code="watcher", type="personal")
    refused = watcher.refused("Chat.Message.get", messageId=101)
    assert refused == (403, "MESSAGE_ACCESS_DENIED")
    assert watcher.refused("Chat.Message.getContext", messageId=777) == (400, "MESSAGE_NOT_FOUND")
    rest.call("im.chat.user.add", CHAT_ID=42, USERS=[watcher.id], HIDE_HISTORY="N")
    shown = watcher.call("Chat.Message.get", messageId=103)
    assert (shown["message"]["authorId"], shown["user"]["name"]) == (1, "Администратор Портала")
    around = watcher.call("Chat.Message.getContext", messageId=103, range=1)
    assert [m["id"] for m in around["messages"]] == [102, 103, 104]
    assert (around["hasPrevPage"], around["hasNextPage"]) == (True, True)
    assert [user["id"] for user in around["users"]] == [10, 1]


def test_reactions(rest: RestClient, bot: Robot) -> None:
    number = rest.call("im.message.add", DIALOG_ID=str(bot.id), MESSAGE="Спасибо")
    add, delete = "Chat.Message.Reaction.add", "Chat.Message.Reaction.delete"
    like = {"messageId": number, "reaction": "like"}
    assert bot.call(add, **like) == {"result": True}
    assert bot.refused(add, **like) == (400, "REACTION_ALREADY_SET")
    message = rest.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"][0]
    assert message["params"]["LIKE"] == [bot.id]
    assert bot.call(add, messageId=number, reaction="fire") == {"result": True}
    message = rest.call("im.dialog.messages.get", DIALOG_ID=str(bot.id))["messages"][0]
    assert "LIKE" not in message["params"]
    assert bot.call(delete, messageId=number, reaction="fire") == {"result": True}
    assert bot.call(add, messageId=number, reaction="fire") == {"result": True}
    assert bot.refused(add, messageId=number, reaction="x") == (400, "REACTION_NOT_FOUND")
    assert bot.refused(delete, messageId=number, reaction="x") == (400, "REACTION_NOT_FOUND")
    assert bot.refused(add, messageId=101, reaction="like") == DENIED


def test_commands(bot: Robot) -> None:
    fields = {"command": "/help", "title": {"ru": "Справка", "en": "Help"}, "params": {"ru": "о"}}
    answer = bot.call("Command.register", fields=fields)["command"]
    assert answer == {
        "id": answer["id"],
        "botId": bot.id,
        "command": "/help",
        "common": False,
        "hidden": False,
        "extranetSupport": False,
    }
    assert bot.call("Command.register", command="help", title={"ru": "x"})["command"] == answer
    changes = {"title": {"ru": None}, "hidden": True, "params": {"ru": None, "en": "topic"}}
    changed = bot.call("Command.update", commandId=answer["id"], fields=changes)["command"]
    assert changed["hidden"] is True
    listed = bot.call("Command.list")["commands"]
    assert [(c["title"], c["params"], c["category"]) for c in listed] == [
        ("Help", "", "Бот Поддержки")
    ]
    assert bot.call("Bot.get")["bot"]["countCommand"] == 1
    assert bot.call("Command.unregister", commandId=answer["id"]) == {"result": True}
    assert bot.refused("Command.unregister", commandId=answer["id"]) == (400, "COMMAND_NOT_FOUND")


def test_command_refusals(bot: Robot) -> None:
    register_it = "Command.register"
    titled = {"title": {"ru": "x"}}
    assert bot.refused(register_it, fields=titled) == (400, "COMMAND_REQUIRED")
    named = {"command": 5, **titled}
    assert bot.refused(register_it, fields=named) == (400, "COMMAND_NAME_INVALID")
    untitled = {"command": "help"}
    assert bot.refused(register_it, fields=untitled) == (400, "COMMAND_TITLE_REQUIRED")
    hidden = bot.call(register_it, fields={**untitled, "hidden": "Y"})["command"]["id"]
    bot.call(register_it, fields={"command": "other", **titled})
    for name, code in (
        ("", "COMMAND_NAME_EMPTY"),
        (5, "COMMAND_NAME_INVALID"),
        ("other", "COMMAND_ALREADY_EXISTS"),
    ):
        fields = {"command": name}
        assert bot.refused("Command.update", commandId=hidden, fields=fields) == (400, code)
    refused = bot.refused("Command.update", commandId=777, fields=titled)
    assert refused == (400, "COMMAND_NOT_FOUND")


def test_commands_are_answered_even_from_outside(rest: RestClient, bot: Robot) -> None:
    fields = {"command": "help", "title": {"ru": "Справка"}, "common": True}
    command = bot.call("Command.register", fields=fields)["command"]["id"]
    asked = rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE="/help")
    given = {"commandId": command, "messageId": asked, "fields": {"message": "Вот"}}
    assert bot.call("Command.answer", dialogId="chat42", **given) == {"result": True}
    newest = rest.call("im.dialog.messages.get", DIALOG_ID="chat42")["messages"][0]
    assert newest["text"] == "Бот Поддержки: Вот"
    failed = (400, "COMMAND_ANSWER_FAILED")
    assert bot.refused("Command.answer", dialogId="chat43", **given) == failed
    assert bot.refused("Command.answer", dialogId="chat42", **{**given, "fields": {}}) == failed
    assert bot.refused("Command.answer", dialogId="chat42", **{**given, "commandId": 9}) == failed


def test_events_wait_until_they_are_confirmed(rest: RestClient, bot: Robot) -> None:
    assert bot.call("Event.get")["events"] == []
    fields = {"command": "help", "title": {"ru": "Справка"}}
    bot.call("Command.register", fields=fields)
    rest.call("im.message.add", DIALOG_ID=str(bot.id), MESSAGE="Привет")
    rest.call("im.message.add", DIALOG_ID=str(bot.id), MESSAGE="/help тема")
    rest.call("im.chat.user.add", CHAT_ID=42, USERS=[bot.id])
    rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE="Это не боту")
    rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE=f"[USER={bot.id}]Бот[/USER], а это ему")
    events = bot.call("Event.get")["events"]
    assert [event["type"] for event in events] == [
        "ONIMBOTV2MESSAGEADD",
        "ONIMBOTV2COMMANDADD",
        "ONIMBOTV2JOINCHAT",
        "ONIMBOTV2MESSAGEADD",
    ]
    assert events[0]["data"]["message"]["text"] == "Привет"
    assert events[0]["data"]["user"]["id"] == 1
    assert "role" not in events[0]["data"]["chat"]
    assert events[1]["data"]["command"]["params"] == "тема"
    assert (events[2]["data"]["dialogId"], events[2]["data"]["user"]["id"]) == ("chat42", 1)
    first = bot.call("Event.get", limit=1)
    assert (len(first["events"]), first["hasMore"]) == (1, True)
    second = bot.call("Event.get", offset=first["nextOffset"])
    assert len(second["events"]) == 3
    assert bot.call("Event.get", offset=second["nextOffset"])["events"] == []
    assert bot.call("Event.get")["events"] == []


def test_supervisors_hear_everything(rest: RestClient) -> None:
    watcher = register(rest, type="supervisor")
    rest.call("im.chat.user.add", CHAT_ID=42, USERS=[watcher.id])
    rest.call("im.message.add", DIALOG_ID="chat42", MESSAGE="Это не боту")
    types = [event["type"] for event in watcher.call("Event.get")["events"]]
    assert types == ["ONIMBOTV2JOINCHAT", "ONIMBOTV2MESSAGEADD"]
    assert watcher.refused("Event.get", withUserEvents=True) == (400, "USER_NOT_SUBSCRIBED")


def test_user_events_need_a_scope_of_their_own(tmp_path: Path) -> None:
    portal = open_portal(tmp_path, webhooks={(1, "limited"): frozenset({"imbot"})})
    with run(portal) as running:
        bot = register(RestClient(running.base, 1, "limited"))
        assert bot.refused("Event.get", withUserEvents="Y") == (403, "SCOPE_ERROR")


def test_files(rest: RestClient, bot: Robot) -> None:
    content = base64.b64encode("итоги".encode()).decode()
    fields = {"name": "итоги.txt", "content": content, "message": "Готово"}
    sent = bot.call("File.upload", dialogId="1", fields=fields)
    assert (sent["file"]["name"], sent["file"]["size"]) == ("итоги.txt", 10)
    address = bot.call("File.download", fileId=sent["file"]["id"])["downloadUrl"]
    request = urllib.request.Request(address, headers={"User-Agent": "test"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.read().decode() == "итоги"
    assert bot.refused("File.upload", dialogId="1", fields={}) == (400, "FILE_EMPTY")
    broken = {"name": "x", "content": "####"}
    assert bot.refused("File.upload", dialogId="1", fields=broken) == (400, "FILE_INVALID_CONTENT")
    refused = bot.refused("File.upload", dialogId="chat42", fields=fields)
    assert refused == (400, "FILE_FOLDER_ERROR")
    assert bot.refused("File.download", fileId=777) == (400, "FILE_NOT_FOUND")
    stranger = register(rest, code="stranger")
    refused = stranger.refused("File.download", fileId=sent["file"]["id"])
    assert refused == (403, "FILE_ACCESS_ERROR")


def test_revision(rest: RestClient) -> None:
    assert rest.call("imbot.v2.Revision.get") == {
        "rest": 33,
        "web": 130,
        "mobile": 23,
        "desktop": 6,
    }
