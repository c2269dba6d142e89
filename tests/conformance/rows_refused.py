"""Rows: what is stopped before sending, where the original would have gone on."""

from __future__ import annotations

from tests.conformance.case import HOOK, Refused

BAD_VALUES = [
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "{'TITLE': "], 2, "--fields"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "{TITLE: 1}"], 2, "--fields"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "{'TITLE': 'a'} x"], 2, "--fields"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "просто текст"], 2, "--fields"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "{dir}/broken.json"], 2, "--fields"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "@{dir}/broken.json"], 2, "--fields"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "{base}/broken.json"], 2, "--fields"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "-"], 2, "--fields", stdin="{'TITLE': "),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "-"], 2, "--fields", stdin=""),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "@{dir}/absent.json"], 2, "--fields"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", "{dir}/absent.json"], 2, "--fields"),
    Refused(["СоздатьЧат", *HOOK, "--fields", "{dir}/array.json"], 2, "--fields"),
    Refused(["СоздатьЧат", *HOOK, "--fields", "[1,2]"], 2, "--fields"),
    Refused(["СоздатьКалендарь", *HOOK, "--fields", "[{'name':'a'}]"], 2, "--fields"),
    Refused(["ИзменитьПользователя", *HOOK, "--userid", "1", "--fields", "имя"], 2, "--fields"),
    Refused(["ПолучитьСписокСделок", *HOOK, "--filter", "TITLE=x"], 2, "--filter"),
    Refused(["ПолучитьСписокЗадач", *HOOK, "--select", "['ID',"], 2, "--select"),
    Refused(
        ["ПолучитьСобытияКалендарей", *HOOK, "--owner", "1", "--type", "user", "--filter", "[1]"],
        2,
        "--filter",
    ),
    Refused(["СоздатьНовость", *HOOK, "--text", "Т", "--files", "[1]"], 2, "--files"),
    Refused(
        ["СоздатьНовость", *HOOK, "--text", "Т", "--files", "{'a.png':'{dir}/absent.png'}"],
        2,
        "--files",
    ),
    Refused(["СоздатьНовость", *HOOK, "--text", "Т", "--important", "возможно"], 2, "--important"),
    Refused(["СоздатьНовость", *HOOK, "--text", "Т", "--important=2"], 2, "--important"),
    Refused(["НачатьУчетВремени", *HOOK, "--time", "вчера"], 2, "--time"),
    Refused(
        [
            "ДобавитьТрудозатратыЗадачи",
            *HOOK,
            "--task",
            "1",
            "--amount",
            "60",
            "--date",
            "2025-13-01",
        ],
        2,
        "--date",
    ),
    Refused(
        ["ИзменитьКартинкуЧата", *HOOK, "--chat", "1", "--picture", "{dir}/absent.png"],
        2,
        "--picture",
    ),
    Refused(
        [
            "ЗагрузитьФайлВКаталог",
            *HOOK,
            "--title",
            "a",
            "--file",
            "{dir}/absent.png",
            "--folderid",
            "1",
        ],
        2,
        "--file",
    ),
]

OPTIONS = [
    Refused(["ПолучитьЗадачу", *HOOK], 2, "--task"),
    Refused(["GetTask", "-u", "{hook}"], 2, "--task"),
    Refused(["ОтправитьСообщение", *HOOK, "--chat", "1"], 2, "--text"),
    Refused(["СоздатьЗадачу", *HOOK, "--fields", ""], 2, "--fields"),
    Refused(["ПолучитьЗадачу", *HOOK, "--task", "   "], 2, "--task"),
    Refused(["ПолучитьПользователей", *HOOK, "--users", ""], 2, "--users"),
    Refused(["ПолучитьПользователей", *HOOK, "--users", " , "], 2, "--users"),
    Refused(["ИзменитьСтадиюКанбана", *HOOK, "--stage", "6"], 2, "--title"),
    Refused(["ПолучитьЗадачу", *HOOK, "--task", "1", "--taskid", "2"], 2, "--taskid"),
    Refused(["ПолучитьЗадачу", *HOOK, "--task", "1", "-z", "2"], 2, "-z"),
    Refused(["СкопироватьКаталог", *HOOK, "--folderid", "1", "--targetid", "2"], 2, "--tagetid"),
    Refused(["ПолучитьЗадачу", *HOOK, "--task"], 2, "--task"),
    Refused(["ОтправитьСообщение", *HOOK, "--chat", "1", "--text", "--blocks", "[]"], 2, "--text"),
    Refused(["ПолучитьЗадачу", *HOOK, "--task", "1", "лишнее"], 2, "лишнее"),
    Refused(["ПолучитьЗадчу", *HOOK, "--task", "1"], 2, "ПолучитьЗадачу"),
    Refused(["GetTsk", *HOOK, "-t", "1"], 2, "GetTask"),
    Refused(["ПолучитьЗадачу", "--task", "1"], 2, "--url"),
    Refused(["ПолучитьБлокКартинки", "--title", "Картинка"], 2, "--url"),
    Refused(["ПолучитьСсылкуАвторизацииПриложения", "--domain", "portal.example"], 2, "--clientid"),
    Refused(["ПолучитьТокен", "--clientid", "a", "--clientsecret", "b"], 2, "--code"),
]

# Its default dismisses the user: that takes a word from a person, and here is none to ask.
CONFIRMED = [
    Refused(["ИзменитьСтатусПользователя", *HOOK, "--userid", "1004"], 4, "--fire"),
    Refused(["ChangeUserStatus", "-u", "{hook}", "-s", "1004"], 4, "--fire"),
]

ROWS = [*BAD_VALUES, *OPTIONS, *CONFIRMED]
