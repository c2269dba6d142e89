"""Rows: settings and the news feed."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case
from tests.conformance.files import NOTE64, PNG64

ROWS = [
    Case(["СерверноеВремя", *HOOK], "server.time", {}, "GET"),
    Case(["СерверноеВремя", "--url", "{portal}", "--token", TOKEN], "server.time", {"auth": TOKEN}, "GET"),
    Case(["ServerTime", *PORTAL, "-t", TOKEN], "server.time", {"auth": TOKEN}, "GET"),
    Case(
        [
            "СоздатьНовость", *HOOK, "--text", "Текст новости", "--vision", "UA",
            "--files", "{'1.png':'{base}/pic.png','2.txt':'./note.txt'}",
            "--title", "Заголовок новости", "--important", "true",
        ],
        "log.blogpost.add",
        {
            "POST_MESSAGE": "Текст новости",
            "POST_TITLE": "Заголовок новости",
            "DEST": ["UA"],
            "IMPORTANT": "Y",
            "FILES": [["1.png", PNG64], ["2.txt", NOTE64]],
        },
    ),
    Case(
        ["СоздатьНовость", *HOOK, "--text", "Текст новости"],
        "log.blogpost.add",
        {"POST_MESSAGE": "Текст новости", "DEST": ["UA"], "IMPORTANT": "N"},
    ),
    Case(
        [
            "CreatePost", *PORTAL, "-k", TOKEN, "-i", "false", "-l", "Title", "-f",
            '{"a.png": "{dir}/pic.png"}', "-v", "['SG1','U10']", "-t", "Text",
        ],
        "log.blogpost.add",
        {
            "auth": TOKEN,
            "POST_MESSAGE": "Text",
            "POST_TITLE": "Title",
            "DEST": ["SG1", "U10"],
            "IMPORTANT": "N",
            "FILES": [["a.png", PNG64]],
        },
    ),
    Case(
        [
            "ИзменитьНовость", *HOOK, "--postid", "86", "--text", "Новый текст", "--vision", "UA",
            "--files", "{'1.png':'{dir}/pic.png'}", "--title", "Новый заголовок",
        ],
        "log.blogpost.update",
        {
            "POST_MESSAGE": "Новый текст",
            "POST_TITLE": "Новый заголовок",
            "DEST": ["UA"],
            "POST_ID": "86",
            "FILES": [["1.png", PNG64]],
        },
    ),
    Case(
        [
            "UpdatePost", *PORTAL, "-p", "86", "-t", "Text", "-v", "U1",
            "-f", "{'n.txt':'aGVsbG8K'}", "-l", "Title", "-k", TOKEN,
        ],
        "log.blogpost.update",
        {
            "auth": TOKEN,
            "POST_MESSAGE": "Text",
            "POST_TITLE": "Title",
            "DEST": ["U1"],
            "POST_ID": "86",
            "FILES": [["n.txt", NOTE64]],
        },
    ),
    Case(["УдалитьНовость", *HOOK, "--postid", "86"], "log.blogpost.delete", {"POST_ID": "86"}),
    Case(["DeletePost", *PORTAL, "-p", "88", "-t", TOKEN], "log.blogpost.delete", {"auth": TOKEN, "POST_ID": "88"}),
    Case(["ПолучитьСписокПросмотревшихВажное", *HOOK, "--postid", "86"], "log.blogpost.getusers.important", {"POST_ID": "86"}),
    Case(["GetImportantPostViewers", *PORTAL, "-p", "86", "-t", TOKEN], "log.blogpost.getusers.important", {"auth": TOKEN, "POST_ID": "86"}),
    Case(["ПолучитьНовости", *HOOK, "--postid", "88", "--sel", "U5"], "log.blogpost.get", {"POST_ID": "88", "LOG_RIGHTS": "U5"}),
    Case(["ПолучитьНовости", *HOOK], "log.blogpost.get", {"LOG_RIGHTS": "UA"}),
    Case(["GetPosts", *PORTAL, "-s", "SG2", "-p", "88", "-t", TOKEN], "log.blogpost.get", {"auth": TOKEN, "POST_ID": "88", "LOG_RIGHTS": "SG2"}),
    Case(["ДобавитьКомментарийНовости", *HOOK, "--postid", "88", "--text", "Комментарий к новости"], "log.blogcomment.add", {"POST_ID": "88", "TEXT": "Комментарий к новости"}),
    Case(["AddPostComment", *PORTAL, "-t", "Comment", "-p", "88", "-k", TOKEN], "log.blogcomment.add", {"auth": TOKEN, "POST_ID": "88", "TEXT": "Comment"}),
    Case(["ДобавитьПолучателейКНовости", *HOOK, "--postid", "88", "--vision", "UA"], "log.blogpost.share", {"POST_ID": "88", "DEST": "UA"}),
    Case(["AddPostRecipients", *PORTAL, "-v", "SG1,U2", "-p", "88", "-t", TOKEN], "log.blogpost.share", {"auth": TOKEN, "POST_ID": "88", "DEST": "SG1,U2"}),
]
