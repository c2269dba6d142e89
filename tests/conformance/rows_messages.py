"""Rows: messages and notifications."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

ROWS = [
    Case(
        [
            "ОтправитьСообщение", *HOOK, "--chat", "chat872", "--text", "Текст сообщения", "--blocks",
            "[{'IMAGE':{'NAME':'Картинка1','LINK':'https://portal.example/picture.jpg'}},{'FILE':{'NAME':'Файл1.docx','LINK':'https://portal.example/document.docx'}}]",
        ],
        "im.message.add",
        {
            "DIALOG_ID": "chat872",
            "MESSAGE": "Текст сообщения",
            "ATTACH": [
                {"IMAGE": {"NAME": "Картинка1", "LINK": "https://portal.example/picture.jpg"}},
                {"FILE": {"NAME": "Файл1.docx", "LINK": "https://portal.example/document.docx"}},
            ],
        },
    ),
    Case(["ОтправитьСообщение", *HOOK, "--chat", "10", "--text", "Текст сообщения"], "im.message.add", {"DIALOG_ID": "10", "MESSAGE": "Текст сообщения"}),
    Case(
        ["SendMessage", *PORTAL, "-b", '{"MESSAGE":"one"}', "-t", "Text", "-c", "10", "-k", TOKEN],
        "im.message.add",
        {"auth": TOKEN, "DIALOG_ID": "10", "MESSAGE": "Text", "ATTACH": [{"MESSAGE": "one"}]},
    ),
    Case(
        ["ИзменитьСообщение", *HOOK, "--message", "63490", "--text", "Новый текст сообщения", "--blocks", "[{'MESSAGE':'Строка'}]"],
        "im.message.update",
        {"MESSAGE_ID": "63490", "MESSAGE": "Новый текст сообщения", "ATTACH": [{"MESSAGE": "Строка"}]},
    ),
    Case(
        ["EditMessage", *PORTAL, "-b", "[{'MESSAGE':'a'}]", "-t", "Text", "-m", "63492", "-k", TOKEN],
        "im.message.update",
        {"auth": TOKEN, "MESSAGE_ID": "63492", "MESSAGE": "Text", "ATTACH": [{"MESSAGE": "a"}]},
    ),
    Case(["УстановитьРеакциюНаСообщение", *HOOK, "--message", "63490"], "im.message.like", {"MESSAGE_ID": "63490"}),
    Case(["SetMessageReaction", *PORTAL, "-m", "63492", "-t", TOKEN], "im.message.like", {"auth": TOKEN, "MESSAGE_ID": "63492"}),
    Case(["УдалитьСообщение", *HOOK, "--message", "63490"], "im.message.delete", {"MESSAGE_ID": "63490"}),
    Case(["DeleteMessage", *PORTAL, "-m", "63492", "-t", TOKEN], "im.message.delete", {"auth": TOKEN, "MESSAGE_ID": "63492"}),
    Case(
        ["ОтправитьФайл", *HOOK, "--chat", "872", "--fileid", "44208", "--description", "Очень важный файл"],
        "im.disk.file.commit",
        {"CHAT_ID": "872", "UPLOAD_ID": "44208", "MESSAGE": "Очень важный файл"},
    ),
    Case(["ОтправитьФайл", *HOOK, "--chat", "872", "--fileid", "44208"], "im.disk.file.commit", {"CHAT_ID": "872", "UPLOAD_ID": "44208"}),
    Case(
        ["SendFile", *PORTAL, "-d", "Important", "-f", "44210", "-c", "874", "-t", TOKEN],
        "im.disk.file.commit",
        {"auth": TOKEN, "CHAT_ID": "874", "UPLOAD_ID": "44210", "MESSAGE": "Important"},
    ),
    Case(
        ["ОтметитьСообщениеКакПрочитанное", *HOOK, "--chat", "chat872", "--message", "63490"],
        "im.dialog.read",
        {"DIALOG_ID": "chat872", "MESSAGE_ID": "63490"},
    ),
    Case(["MarkMessageAsReaded", *PORTAL, "-m", "63492", "-c", "10", "-t", TOKEN], "im.dialog.read", {"auth": TOKEN, "DIALOG_ID": "10", "MESSAGE_ID": "63492"}),
    Case(
        ["ОтметитьСообщениеКакНепрочитанное", *HOOK, "--chat", "chat872", "--message", "63490"],
        "im.dialog.unread",
        {"DIALOG_ID": "chat872", "MESSAGE_ID": "63490"},
    ),
    Case(["MarkMessageAsUnreaded", *PORTAL, "-m", "63492", "-c", "10", "-t", TOKEN], "im.dialog.unread", {"auth": TOKEN, "DIALOG_ID": "10", "MESSAGE_ID": "63492"}),
    Case(
        ["СоздатьПерсональноеУведомление", *HOOK, "--user", "10", "--text", "Текст", "--tag", "T1", "--blocks", "[{'MESSAGE':'Блок'}]"],
        "im.notify.personal.add",
        {"USER_ID": "10", "MESSAGE": "Текст", "TAG": "T1", "ATTACH": [{"MESSAGE": "Блок"}]},
    ),
    Case(["СоздатьПерсональноеУведомление", *HOOK, "--user", "10", "--text", "Текст"], "im.notify.personal.add", {"USER_ID": "10", "MESSAGE": "Текст"}),
    Case(
        ["CreatePersonalNotification", *PORTAL, "-b", "[{'MESSAGE':'a'}]", "-g", "T1", "-t", "Text", "-s", "10", "-k", TOKEN],
        "im.notify.personal.add",
        {"auth": TOKEN, "USER_ID": "10", "MESSAGE": "Text", "TAG": "T1", "ATTACH": [{"MESSAGE": "a"}]},
    ),
    Case(
        ["СоздатьСистемноеУведомление", *HOOK, "--user", "10", "--text", "Текст", "--tag", "T1", "--blocks", "[{'MESSAGE':'Блок'}]"],
        "im.notify.system.add",
        {"USER_ID": "10", "MESSAGE": "Текст", "TAG": "T1", "ATTACH": [{"MESSAGE": "Блок"}]},
    ),
    Case(
        ["CreateSystemNotification", *PORTAL, "-b", "[{'MESSAGE':'a'}]", "-g", "T1", "-t", "Text", "-s", "10", "-k", TOKEN],
        "im.notify.system.add",
        {"auth": TOKEN, "USER_ID": "10", "MESSAGE": "Text", "TAG": "T1", "ATTACH": [{"MESSAGE": "a"}]},
    ),
    Case(["УдалитьУведомление", *HOOK, "--notif", "77"], "im.notify.delete", {"ID": "77"}),
    Case(["DeleteNotification", *PORTAL, "-n", "77", "-t", TOKEN], "im.notify.delete", {"auth": TOKEN, "ID": "77"}),
]
