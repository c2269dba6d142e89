"""Rows: the forms of texts, switches and files."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case
from tests.conformance.files import NOTE64, PNG64

TEXTS = [
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "1", "--text", "раз\\nдва\\r\\f\\v"],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": "раз\nдва\r\f\v"},
    ),
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "1", "--text", "@{dir}/message.txt"],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": "Текст из файла\nв две строки"},
    ),
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "1", "--text", "-"],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": "Текст со входа"},
        stdin="Текст со входа",
    ),
    # A text is a text: no JSON, no number, no address, no path is looked for in it.
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "1", "--text", "{'a':1}"],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": "{'a':1}"},
    ),
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "1", "--text", "0"],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": "0"},
    ),
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "1", "--text", "{base}/note.txt"],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": "{base}/note.txt"},
    ),
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "1", "--text", "./note.txt"],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": "./note.txt"},
    ),
    # A text given as empty is sent: that is how a message is emptied (OPI cannot).
    Case(
        ["ИзменитьСообщение", *HOOK, "--message", "7", "--text", ""],
        "im.message.update",
        {"MESSAGE_ID": "7", "MESSAGE": ""},
    ),
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "1", "--text="],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": ""},
    ),
    # Whatever else is optional and empty is left out.
    Case(["ПолучитьСписокСделок", *HOOK, "--filter", "{}"], "crm.deal.list", {}),
    Case(
        ["ИзменитьСообщение", *HOOK, "--message", "7", "--text", "Т", "--blocks", ""],
        "im.message.update",
        {"MESSAGE_ID": "7", "MESSAGE": "Т"},
    ),
    Case(["ПолучитьСписокСделок", *HOOK, "--filter", "", "--offset", ""], "crm.deal.list", {}),
    Case(
        ["ПолучитьСписокЗадач", *HOOK, "--filter=", "--offset=0", "--select="],
        "tasks.task.list",
        {"start": "0"},
    ),
    Case(
        ["СоздатьНовость", *HOOK, "--text", "Т", "--title", "", "--files", ""],
        "log.blogpost.add",
        {"POST_MESSAGE": "Т", "DEST": ["UA"], "IMPORTANT": "N"},
    ),
    Case(
        ["НачатьУчетВремени", *HOOK, "--userid", "", "--time", "", "--report", ""],
        "timeman.open",
        {},
    ),
]

SWITCHES = (
    [
        Case(
            ["СоздатьНовость", *HOOK, "--text", "Т", f"--important={word}"],
            "log.blogpost.add",
            {"POST_MESSAGE": "Т", "DEST": ["UA"], "IMPORTANT": "Y"},
        )
        for word in ("true", "True", "TRUE", "Истина", "истина", "да", "Да")
    ]
    + [
        Case(
            ["СоздатьНовость", *HOOK, "--text", "Т", "--important", word],
            "log.blogpost.add",
            {"POST_MESSAGE": "Т", "DEST": ["UA"], "IMPORTANT": "N"},
        )
        for word in ("false", "False", "Ложь", "ложь", "нет", "НЕТ")
    ]
    + [
        Case(
            ["СоздатьНовость", *HOOK, "--text", "Т", "--important"],
            "log.blogpost.add",
            {"POST_MESSAGE": "Т", "DEST": ["UA"], "IMPORTANT": "Y"},
        ),
        Case(
            ["СоздатьНовость", *HOOK, "--important", "--text", "Т"],
            "log.blogpost.add",
            {"POST_MESSAGE": "Т", "DEST": ["UA"], "IMPORTANT": "Y"},
        ),
        Case(
            ["CreatePost", *PORTAL, "-i", "-t", "T", "-k", TOKEN],
            "log.blogpost.add",
            {"auth": TOKEN, "POST_MESSAGE": "T", "DEST": ["UA"], "IMPORTANT": "Y"},
        ),
        Case(
            ["ИзменитьСтадиюКанбана", *HOOK, "--title", "С", "--stage", "6", "--admin"],
            "task.stages.update",
            {"id": "6", "fields": {"TITLE": "С", "isAdmin": True}},
        ),
        Case(
            ["ИзменитьСтадиюКанбана", *HOOK, "--title", "С", "--stage", "6", "--admin", "Ложь"],
            "task.stages.update",
            {"id": "6", "fields": {"TITLE": "С", "isAdmin": False}},
        ),
        Case(
            ["ДобавитьПользователейВЧат", *HOOK, "--chat", "1", "--users", "10", "--hide"],
            "im.chat.user.add",
            {"CHAT_ID": "1", "USERS": ["10"], "HIDE_HISTORY": "Y"},
        ),
        Case(
            ["AddUsersToChat", "-u", "{hook}", "-h", "-c", "1", "-s", "10"],
            "im.chat.user.add",
            {"CHAT_ID": "1", "USERS": ["10"], "HIDE_HISTORY": "Y"},
        ),
        Case(
            ["ИзменитьСтатусПользователя", *HOOK, "--userid", "1004", "--fire"],
            "user.update",
            {"ACTIVE": "N", "ID": "1004"},
        ),
        Case(
            ["ИзменитьСтатусПользователя", *HOOK, "--userid", "1004", "--fire", "да"],
            "user.update",
            {"ACTIVE": "N", "ID": "1004"},
        ),
        Case(
            ["ИзменитьСтатусПользователя", *HOOK, "--userid", "1004", "--fire=Ложь"],
            "user.update",
            {"ACTIVE": "Y", "ID": "1004"},
        ),
    ]
)

FILES = [
    Case(
        ["ИзменитьКартинкуЧата", *HOOK, "--chat", "1", "--picture", "./pic.png"],
        "im.chat.updateAvatar",
        {"CHAT_ID": "1", "AVATAR": PNG64},
    ),
    Case(
        ["ИзменитьКартинкуЧата", *HOOK, "--chat", "1", "--picture", "@{dir}/pic.png"],
        "im.chat.updateAvatar",
        {"CHAT_ID": "1", "AVATAR": PNG64},
    ),
    Case(
        ["ИзменитьКартинкуЧата", *HOOK, "--chat", "1", "--picture", "{base}/pic.png"],
        "im.chat.updateAvatar",
        {"CHAT_ID": "1", "AVATAR": PNG64},
    ),
    Case(
        ["ИзменитьКартинкуЧата", *HOOK, "--chat", "1", "--picture", "iVBORw0KGgoA/w=="],
        "im.chat.updateAvatar",
        {"CHAT_ID": "1", "AVATAR": PNG64},
    ),
    Case(
        ["ИзменитьКартинкуЧата", *HOOK, "--chat", "1", "--picture", "-"],
        "im.chat.updateAvatar",
        {"CHAT_ID": "1", "AVATAR": NOTE64},
        stdin="hello\n",
    ),
    Case(
        [
            "СоздатьНовость",
            *HOOK,
            "--text",
            "Т",
            "--files",
            '{"я.txt":"{dir}/note.txt","b.png":"{base}/pic.png","c.txt":"aGVsbG8K"}',
        ],
        "log.blogpost.add",
        {
            "POST_MESSAGE": "Т",
            "DEST": ["UA"],
            "IMPORTANT": "N",
            "FILES": [["я.txt", NOTE64], ["b.png", PNG64], ["c.txt", NOTE64]],
        },
    ),
]

# The one deliberate change of a request: an edit does not reset who sees a post.
KEPT = [
    Case(
        ["ИзменитьНовость", *HOOK, "--postid", "86", "--text", "Т"],
        "log.blogpost.update",
        {"POST_MESSAGE": "Т", "POST_ID": "86"},
    ),
    Case(
        ["UpdatePost", *PORTAL, "-p", "86", "-t", "T", "-k", TOKEN],
        "log.blogpost.update",
        {"auth": TOKEN, "POST_MESSAGE": "T", "POST_ID": "86"},
    ),
]

ROWS = [*TEXTS, *SWITCHES, *FILES, *KEPT]
