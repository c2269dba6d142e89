"""Rows: the forms of names, addresses, structures and lists."""

from __future__ import annotations

from tests.conformance.case import HOOK, TOKEN, Case

FROM_FILE = {"TITLE": "Из файла", "RESPONSIBLE_ID": 1, "TAGS": ["a", "б"]}

SPELLING = [
    Case(
        ["ОтправитьСообщение", "--url={hook}", "--chat=chat872", "--text=Текст = с равенством"],
        "im.message.add",
        {"DIALOG_ID": "chat872", "MESSAGE": "Текст = с равенством"},
    ),
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "chat872", "--text=--chat"],
        "im.message.add",
        {"DIALOG_ID": "chat872", "MESSAGE": "--chat"},
    ),
    Case(
        ["ОтправитьСообщение", *HOOK, "--chat", "-5", "--text", "- пункт"],
        "im.message.add",
        {"DIALOG_ID": "-5", "MESSAGE": "- пункт"},
    ),
    Case(["создатьчат", *HOOK, "--fields", '{"TITLE":"Чат"}'], "im.chat.add", {"TITLE": "Чат"}),
    Case(["CREATECHAT", *HOOK, "--fields", '{"TITLE":"Chat"}'], "im.chat.add", {"TITLE": "Chat"}),
    Case(["ПОЛУЧИТЬЗАДАЧУ", *HOOK, "--task", "007"], "tasks.task.get", {"taskId": "007"}),
    # The address as people paste it: without the last slash, with a method at its end.
    Case(["ПолучитьЗадачу", "--url", "{bare}", "--task", "1"], "tasks.task.get", {"taskId": "1"}),
    Case(
        ["ПолучитьЗадачу", "--url", "{hook}im.chat.add.json", "--task", "1"],
        "tasks.task.get",
        {"taskId": "1"},
    ),
    Case(
        ["ПолучитьЗадачу", "--url", "{portal}/", "--token", TOKEN, "--task", "1"],
        "tasks.task.get",
        {"auth": TOKEN, "taskId": "1"},
    ),
    Case(
        ["ПолучитьЗадачу", "--url", "{portal}/rest/", "--token", TOKEN, "--task", "1"],
        "tasks.task.get",
        {"auth": TOKEN, "taskId": "1"},
    ),
    Case(
        ["ПолучитьЗадачу", "--task", "1", "--token", TOKEN, "--url", "{portal}"],
        "tasks.task.get",
        {"auth": TOKEN, "taskId": "1"},
    ),
    Case(
        ["ПолучитьЗадачу", *HOOK, "--token", "", "--task", "1"], "tasks.task.get", {"taskId": "1"}
    ),
    Case(
        ["СоздатьЛид", "-u", "{hook}", "-f", "{'TITLE':'MegaClient','NAME':'Иван'}"],
        "crm.lead.add",
        {"fields": {"TITLE": "MegaClient", "NAME": "Иван"}},
    ),
]

STRUCTURES = [
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", "{dir}/task.json"],
        "tasks.task.add",
        {"fields": FROM_FILE},
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", "./task.json"], "tasks.task.add", {"fields": FROM_FILE}
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", "@{dir}/task.json"],
        "tasks.task.add",
        {"fields": FROM_FILE},
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", "{base}/task.json"],
        "tasks.task.add",
        {"fields": FROM_FILE},
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", "{dir}/bom.json"],
        "tasks.task.add",
        {"fields": {"TITLE": "С меткой"}},
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", "-"],
        "tasks.task.add",
        {"fields": {"TITLE": "Со входа", "N": 1}},
        stdin='{"TITLE": "Со входа", "N": 1}\n',
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields=-"],
        "tasks.task.add",
        {"fields": {"TITLE": "Со входа"}},
        stdin="{'TITLE': 'Со входа'}",
    ),
    Case(["СоздатьЧат", *HOOK, "--fields", "@{dir}/task.json"], "im.chat.add", FROM_FILE),
    Case(
        ["СоздатьКалендарь", *HOOK, "--fields", "{base}/task.json"],
        "calendar.section.add",
        FROM_FILE,
    ),
    Case(
        ["СоздатьКалендарь", *HOOK, "--fields", "-"],
        "calendar.section.add",
        {"name": "Со входа"},
        stdin='{"name": "Со входа"}',
    ),
    Case(
        [
            "СоздатьЗадачу",
            *HOOK,
            "--fields",
            " {\n 'TITLE' : 'Пробелы' ,\n 'LIST': [ 1 , 'два', null, false ] }\n",
        ],
        "tasks.task.add",
        {"fields": {"TITLE": "Пробелы", "LIST": [1, "два", None, False]}},
    ),
    # A quote of the other kind belongs to the text.
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", '{"TITLE":"It\'s \\"done\\""}'],
        "tasks.task.add",
        {"fields": {"TITLE": 'It\'s "done"'}},
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", "{'TITLE':'ООО \"Ромашка\"'}"],
        "tasks.task.add",
        {"fields": {"TITLE": 'ООО "Ромашка"'}},
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", '{"DESCRIPTION":"раз\\nдва"}'],
        "tasks.task.add",
        {"fields": {"DESCRIPTION": "раз\nдва"}},
    ),
    Case(
        ["СоздатьЗадачу", *HOOK, "--fields", '{"Z":1,"A":2,"M":{"z":1,"a":2}}'],
        "tasks.task.add",
        {"fields": {"Z": 1, "A": 2, "M": {"z": 1, "a": 2}}},
    ),
    Case(
        ["СоздатьЛид", *HOOK, "--fields", '{"COMMENTS":"\\ud83d\\ude00 😀"}'],
        "crm.lead.add",
        {"fields": {"COMMENTS": "😀 😀"}},
    ),
]

LISTS = [
    Case(
        ["ПолучитьПользователей", *HOOK, "--users", "10,11"],
        "im.user.list.get",
        {"ID": ["10", "11"]},
    ),
    Case(
        ["ПолучитьПользователей", *HOOK, "--users", "10, 11"],
        "im.user.list.get",
        {"ID": ["10", "11"]},
    ),
    Case(
        ["ПолучитьПользователей", *HOOK, "--users", "['1','10']"],
        "im.user.list.get",
        {"ID": ["1", "10"]},
    ),
    Case(
        ["ПолучитьПользователей", *HOOK, "--users", "{dir}/users.json"],
        "im.user.list.get",
        {"ID": [10, 1]},
    ),
    Case(
        ["ПолучитьПользователей", *HOOK, "--users", "@{dir}/users.json"],
        "im.user.list.get",
        {"ID": [10, 1]},
    ),
    Case(
        ["ПолучитьПользователей", *HOOK, "--users", "{base}/users.json"],
        "im.user.list.get",
        {"ID": [10, 1]},
    ),
    Case(
        ["ПолучитьПользователей", *HOOK, "--users", "-"],
        "im.user.list.get",
        {"ID": [10, 1]},
        stdin="[10, 1]",
    ),
    Case(
        ["ПолучитьСписокЗадач", *HOOK, "--select", "ID,TITLE"],
        "tasks.task.list",
        {"select": ["ID", "TITLE"]},
    ),
    Case(["ПолучитьСписокЗадач", *HOOK, "--select", "*"], "tasks.task.list", {"select": ["*"]}),
    Case(
        ["ДобавитьПользователейВЧат", *HOOK, "--chat", "872", "--users", "10,11"],
        "im.chat.user.add",
        {"CHAT_ID": "872", "USERS": ["10", "11"], "HIDE_HISTORY": "N"},
    ),
    Case(
        ["СоздатьНовость", *HOOK, "--text", "Т", "--vision", "SG1,U10"],
        "log.blogpost.add",
        {"POST_MESSAGE": "Т", "DEST": ["SG1", "U10"], "IMPORTANT": "N"},
    ),
    Case(
        [
            "ПолучитьЗанятостьПользователей",
            *HOOK,
            "--users",
            "1,2",
            "--from",
            "2025-03-01",
            "--to",
            "2025-03-02",
        ],
        "calendar.accessibility.get",
        {"users": ["1", "2"], "from": "2025-03-01", "to": "2025-03-02"},
    ),
    Case(
        [
            "ОтправитьСообщение",
            *HOOK,
            "--chat",
            "1",
            "--text",
            "Т",
            "--blocks",
            "@{dir}/blocks.json",
        ],
        "im.message.add",
        {"DIALOG_ID": "1", "MESSAGE": "Т", "ATTACH": [{"MESSAGE": "Строка\nвторая"}]},
    ),
]

ROWS = [*SPELLING, *STRUCTURES, *LISTS]
