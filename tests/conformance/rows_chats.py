"""Rows: chats and dialogs."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case
from tests.conformance.files import NOTE64, PNG64

ROWS = [
    Case(
        [
            "СоздатьЧат",
            *HOOK,
            "--fields",
            (
                "{'TYPE':'OPEN','TITLE':'Новый чат','DESCRIPTION':'Это новый чат','COLOR':'GREEN',"
                "'MESSAGE':'Добро пожаловать в новый чат','USERS':[10,1],'AVATAR':'aGVsbG8K',"
                "'OWNER_ID':1}"
            ),
        ],
        "im.chat.add",
        {
            "TYPE": "OPEN",
            "TITLE": "Новый чат",
            "DESCRIPTION": "Это новый чат",
            "COLOR": "GREEN",
            "MESSAGE": "Добро пожаловать в новый чат",
            "USERS": [10, 1],
            "AVATAR": NOTE64,
            "OWNER_ID": 1,
        },
    ),
    Case(
        [
            "CreateChat",
            *PORTAL,
            "-f",
            "{'TYPE':'CHAT','TITLE':'Closed chat','USERS':['10','1']}",
            "-t",
            TOKEN,
        ],
        "im.chat.add",
        {"auth": TOKEN, "TYPE": "CHAT", "TITLE": "Closed chat", "USERS": ["10", "1"]},
    ),
    Case(
        ["ПолучитьСписокПользователейЧата", *HOOK, "--chat", "872"],
        "im.chat.user.list",
        {"CHAT_ID": "872"},
    ),
    Case(
        ["GetChatUsers", *PORTAL, "-c", "872", "-t", TOKEN],
        "im.chat.user.list",
        {"auth": TOKEN, "CHAT_ID": "872"},
    ),
    Case(["ПокинутьЧат", *HOOK, "--chat", "872"], "im.chat.leave", {"CHAT_ID": "872"}),
    Case(
        ["LeaveChat", *PORTAL, "-c", "452", "-t", TOKEN],
        "im.chat.leave",
        {"auth": TOKEN, "CHAT_ID": "452"},
    ),
    Case(
        ["ПолучитьПользователей", *HOOK, "--users", "[1,10]"], "im.user.list.get", {"ID": [1, 10]}
    ),
    Case(
        ["GetUsers", *PORTAL, "-s", "10", "-t", TOKEN],
        "im.user.list.get",
        {"auth": TOKEN, "ID": ["10"]},
    ),
    Case(
        [
            "ДобавитьПользователейВЧат",
            *HOOK,
            "--chat",
            "872",
            "--users",
            "[10,12]",
            "--hide",
            "true",
        ],
        "im.chat.user.add",
        {"CHAT_ID": "872", "USERS": [10, 12], "HIDE_HISTORY": "Y"},
    ),
    Case(
        ["ДобавитьПользователейВЧат", *HOOK, "--chat", "872", "--users", "[10,12]"],
        "im.chat.user.add",
        {"CHAT_ID": "872", "USERS": [10, 12], "HIDE_HISTORY": "N"},
    ),
    Case(
        ["AddUsersToChat", *PORTAL, "-h", "true", "-s", "10", "-c", "874", "-t", TOKEN],
        "im.chat.user.add",
        {"auth": TOKEN, "CHAT_ID": "874", "USERS": ["10"], "HIDE_HISTORY": "Y"},
    ),
    Case(
        ["ИсключитьПользователяИзЧата", *HOOK, "--chat", "872", "--user", "10"],
        "im.chat.user.delete",
        {"CHAT_ID": "872", "USER_ID": "10"},
    ),
    Case(
        ["DeleteUserFromChat", *PORTAL, "-s", "10", "-c", "874", "-t", TOKEN],
        "im.chat.user.delete",
        {"auth": TOKEN, "CHAT_ID": "874", "USER_ID": "10"},
    ),
    Case(
        ["ИзменитьЗаголовокЧата", *HOOK, "--chat", "872", "--title", "Новый заголовок чата"],
        "im.chat.updateTitle",
        {"CHAT_ID": "872", "TITLE": "Новый заголовок чата"},
    ),
    Case(
        ["ChangeChatTitle", *PORTAL, "-t", "Other title", "-c", "874", "-k", TOKEN],
        "im.chat.updateTitle",
        {"auth": TOKEN, "CHAT_ID": "874", "TITLE": "Other title"},
    ),
    Case(
        ["ИзменитьЦветЧата", *HOOK, "--chat", "872", "--color", "AZURE"],
        "im.chat.updateColor",
        {"CHAT_ID": "872", "COLOR": "AZURE"},
    ),
    Case(
        ["ChangeChatColor", *PORTAL, "-l", "PURPLE", "-c", "872", "-t", TOKEN],
        "im.chat.updateColor",
        {"auth": TOKEN, "CHAT_ID": "872", "COLOR": "PURPLE"},
    ),
    Case(
        ["ИзменитьКартинкуЧата", *HOOK, "--chat", "872", "--picture", "{dir}/pic.png"],
        "im.chat.updateAvatar",
        {"CHAT_ID": "872", "AVATAR": PNG64},
    ),
    Case(
        ["ChangeChatPicture", *PORTAL, "-p", "{base}/pic.png", "-c", "872", "-t", TOKEN],
        "im.chat.updateAvatar",
        {"auth": TOKEN, "CHAT_ID": "872", "AVATAR": PNG64},
    ),
    Case(
        ["СменитьВладельцаЧата", *HOOK, "--chat", "872", "--user", "10"],
        "im.chat.setOwner",
        {"CHAT_ID": "872", "USER_ID": "10"},
    ),
    Case(
        ["ChangeChatOwner", *PORTAL, "-s", "10", "-c", "874", "-t", TOKEN],
        "im.chat.setOwner",
        {"auth": TOKEN, "CHAT_ID": "874", "USER_ID": "10"},
    ),
    Case(
        ["ОтключитьУведомленияЧата", *HOOK, "--chat", "872"],
        "im.chat.mute",
        {"CHAT_ID": "872", "MUTE": "Y"},
    ),
    Case(
        ["DisableChatNotifications", *PORTAL, "-c", "874", "-t", TOKEN],
        "im.chat.mute",
        {"auth": TOKEN, "CHAT_ID": "874", "MUTE": "Y"},
    ),
    Case(
        ["ВключитьУведомленияЧата", *HOOK, "--chat", "872"],
        "im.chat.mute",
        {"CHAT_ID": "872", "MUTE": "N"},
    ),
    Case(
        ["EnableChatNotifications", *PORTAL, "-c", "874", "-t", TOKEN],
        "im.chat.mute",
        {"auth": TOKEN, "CHAT_ID": "874", "MUTE": "N"},
    ),
    Case(
        [
            "ПолучитьСписокСообщенийЧата",
            *HOOK,
            "--chat",
            "chat872",
            "--last",
            "63490",
            "--first",
            "0",
        ],
        "im.dialog.messages.get",
        {"DIALOG_ID": "chat872", "LAST_ID": "63490", "FIRST_ID": "0"},
    ),
    Case(
        ["ПолучитьСписокСообщенийЧата", *HOOK, "--chat", "chat872"],
        "im.dialog.messages.get",
        {"DIALOG_ID": "chat872"},
    ),
    Case(
        ["GetChatMessagesList", *PORTAL, "-f", "1", "-l", "2", "-c", "10", "-t", TOKEN],
        "im.dialog.messages.get",
        {"auth": TOKEN, "DIALOG_ID": "10", "LAST_ID": "2", "FIRST_ID": "1"},
    ),
    Case(["ПолучитьДиалог", *HOOK, "--chat", "chat872"], "im.dialog.get", {"DIALOG_ID": "chat872"}),
    Case(
        ["GetDialog", *PORTAL, "-c", "chat872", "-t", TOKEN],
        "im.dialog.get",
        {"auth": TOKEN, "DIALOG_ID": "chat872"},
    ),
    Case(
        ["ПолучитьСписокПользователейДиалога", *HOOK, "--chat", "chat872"],
        "im.dialog.users.list",
        {"DIALOG_ID": "chat872"},
    ),
    Case(
        ["GetChatMembersList", *PORTAL, "-c", "10", "-t", TOKEN],
        "im.dialog.users.list",
        {"auth": TOKEN, "DIALOG_ID": "10"},
    ),
    Case(
        ["ОтправитьУведомлениеОВводе", *HOOK, "--chat", "chat872"],
        "im.dialog.writing",
        {"DIALOG_ID": "chat872"},
    ),
    Case(
        ["SendWritingNotification", *PORTAL, "-c", "10", "-t", TOKEN],
        "im.dialog.writing",
        {"auth": TOKEN, "DIALOG_ID": "10"},
    ),
    Case(["ПолучитьСтатусПользователя", *HOOK], "im.user.status.get", {}),
    Case(["GetUserStatus", *PORTAL, "-t", TOKEN], "im.user.status.get", {"auth": TOKEN}),
    Case(
        ["УстановитьСтатусПользователя", *HOOK, "--status", "dnd"],
        "im.user.status.set",
        {"STATUS": "dnd"},
    ),
    Case(
        ["SetUserStatus", *PORTAL, "-s", "away", "-t", TOKEN],
        "im.user.status.set",
        {"auth": TOKEN, "STATUS": "away"},
    ),
    Case(["ПрочитатьВсе", *HOOK], "im.dialog.read.all", {}),
    Case(["ReadAll", *PORTAL, "-t", TOKEN], "im.dialog.read.all", {"auth": TOKEN}),
    Case(
        ["ПолучитьКаталогФайловЧата", *HOOK, "--chat", "872"],
        "im.disk.folder.get",
        {"CHAT_ID": "872"},
    ),
    Case(
        ["GetChatFilesFolder", *PORTAL, "-c", "872", "-t", TOKEN],
        "im.disk.folder.get",
        {"auth": TOKEN, "CHAT_ID": "872"},
    ),
]
