"""The reference: methods found by words, one method in full, scopes, events and help topics."""

from __future__ import annotations

import csv
import io
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from oint_b24.cli.call.body import assignments, catalogued
from oint_b24.cli.topics import TOPICS
from oint_b24.errors import Exit
from oint_b24.rest.catalogue import all_methods, find
from oint_b24.rest.sample import command_line, pairs
from oint_b24.rest.search import entries, search
from oint_b24.values.source import Source
from oint_b24.world import World
from tests.cli.console import ROOT, Console

if TYPE_CHECKING:
    from pathlib import Path

METHODS = list(all_methods())


@pytest.fixture
def oint(tmp_path: Path) -> Console:
    """Run command lines in an empty home."""
    return Console(tmp_path / "home")


def names(page: str) -> list[str]:
    """Return the names a list shows: the first words of lines that stand two columns in."""
    return [line.split()[0] for line in page.splitlines() if re.match(r"  \S", line)]


def too_long(page: str, width: int) -> list[str]:
    """Return the lines wider than `width` that could have been broken."""
    return [
        line
        for line in page.splitlines()
        if len(line) > width and " " in line.strip().removesuffix(" \\")
    ]


@pytest.mark.parametrize(
    "words",
    ["создать чат", "чат создать", "создание чата", "создат чатт", "СОЗДАТЬ ЧАТ", "new chat",
     "create chat", "chta create", "добавить чат", "im.chat.add", "imchatadd"],
)  # fmt: skip
def test_a_method_is_found_first_however_it_is_asked_for(oint: Console, words: str) -> None:
    found = oint("methods", *words.split())

    assert found.code == 0
    assert names(found.out)[0] == "im.chat.add"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("создать задачу", "tasks.task.add"),
        ("переименовать чат", "im.chat.updateTitle"),
        ("изменить название чата", "im.chat.updateTitle"),
        ("отправить сообщение", "im.message.add"),
        ("externalcall register", "telephony.externalCall.register"),
        ("crm.item.list", "crm.item.list"),
        ("бронированеи добавить", "booking.v1.booking.add"),
        ("прикрепить файл", "tasks.task.file.attach"),
    ],
)
def test_the_best_match_comes_first(oint: Console, words: str, name: str) -> None:
    assert names(oint("methods", *words.split()).out)[0] == name


def test_all_words_of_a_query_count() -> None:
    texts = [(e.name, *e.title.values()) for e in entries()]
    found = {entries()[place].name for place in search(["удалить", "пользователя", "чата"], texts)}

    assert found == {
        "im.chat.user.delete",
        "imbot.chat.user.delete",
        "imbot.v2.Chat.User.delete",
        "imopenlines.crm.chat.user.delete",
    }


def test_a_list_knows_of_a_method_what_the_catalogue_knows() -> None:
    listed = {(e.name, e.version): e for e in entries()}

    assert len(listed) == len(METHODS)
    for method in METHODS:
        entry = listed[method.name, method.version]
        scopes = method.scopes or tuple(filter(None, [method.scope]))
        assert (entry.title, entry.effect) == (method.title, method.effect)
        assert (entry.scopes, entry.deprecated) == (scopes, method.deprecated)


def test_deprecated_methods_come_last(oint: Console) -> None:
    rows = oint("methods", "чат", "--output", "json").json
    flags = [row["deprecated"] for row in rows]

    assert flags == sorted(flags)
    assert any(flags)
    assert "imbot.chat.add" in oint("methods", "чат", "--deprecated").out


@pytest.mark.parametrize(
    ("argv", "key", "values"),
    [
        (["--effect", "delete", "--scope", "im"], "effect", {"delete"}),
        (["--v3"], "version", {3}),
        (["--scope", "Disk"], "scope", {"disk"}),
        (["--deprecated"], "deprecated", {True}),
    ],
)
def test_filters_leave_what_they_say(
    oint: Console, argv: list[str], key: str, values: set[object]
) -> None:
    rows = oint("methods", *argv, "--output", "json").json

    assert {row[key] for row in rows} == values


def test_methods_are_data_where_data_is_asked_for(oint: Console) -> None:
    rows = oint("methods", "создать", "чат", "--output", "json", "--lang", "en").json
    table = list(csv.reader(io.StringIO(oint("methods", "чат", "--output", "csv").out)))
    chosen = oint("methods", "создать", "чат", "--query", "[0].name", "--output", "value")

    assert rows[0] == {
        "name": "im.chat.add",
        "title": "Create Chat",
        "version": 2,
        "scope": "im",
        "effect": "write",
        "deprecated": False,
    }
    assert table[0] == ["name", "title", "version", "scope", "effect", "deprecated"]
    assert chosen.out == "im.chat.add\n"


def test_a_search_on_a_terminal_fits_the_screen(oint: Console) -> None:
    screen, pipe = oint("methods", "задача", tty=True), oint("methods", "задача")
    few = oint("methods", "задача", "--limit", "3")

    assert len(names(screen.out)) == 20
    assert "показано 20 из" in screen.err
    assert len(names(pipe.out)) > 100
    assert pipe.err == ""
    assert len(names(few.out)) == 3


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lists_fit_the_width(oint: Console, columns: int) -> None:
    for argv in (["methods"], ["methods", "--lang", "en"], ["scopes"], ["events"]):
        assert too_long(oint(*argv, columns=columns).out, columns) == []


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["methods", "--scope", "tsk"], "похожие: task"),
        (["methods", "--effect", "reed"], "read, write, delete"),
        (["methods", "--limit", "много"], "--limit: нужно целое число"),
        (["method", "crm.item.lst"], "похожие: crm.item.list"),
        (["method", "im.chat.add", "--v3"], "есть только в версии 2"),
        (["method", "нет-такого"], "oint methods СЛОВА"),
        (["method", "im.chat.add", "--depth", "-1"], "--depth"),
        (["help", "exitcode5"], "похожие: exit-codes"),
        (["help", "call", "лишнее"], "лишнее слово"),
    ],
)
def test_what_is_unknown_is_wrong_usage(oint: Console, argv: list[str], said: str) -> None:
    ended = oint(*argv)

    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_the_beginning_of_names_tells_the_methods(oint: Console) -> None:
    ended = oint("method", "crm.currency")

    assert ended.code == 2
    assert "crm.currency — лишь начало имён (12 методов): crm.currency.add, " in ended.err
    assert "oint methods crm.currency" in ended.err


def test_nothing_found_is_no_error(oint: Console) -> None:
    ended = oint("methods", "zzzzqqq")

    assert (ended.code, ended.out) == (0, "")
    assert "ничего не найдено" in ended.err
    assert oint("methods", "zzzzqqq", "--output", "json").json == []


def test_one_method_is_told_in_full(oint: Console) -> None:
    page = oint("method", "CRM.Item.List").out

    assert (
        page
        == """\
crm.item.list
Получить список элементов

  действие  читает
  право     crm
  версия    REST 2
  страницы  start: по 50 строк; дальше — next из ответа; сколько всего — total
  https://apidocs.bitrix24.ru/api-reference/crm/universal/crm-item-list.html

Параметры
  entityTypeId *      integer
  select              array; поля даёт oint call crm.item.fields
  filter              object; знаки перед полем: >= > <= < @ !@ % =% %= !% !=%
                      !%= = != !; поля даёт oint call crm.item.fields
  order               object; поля даёт oint call crm.item.fields
  start               integer
  useOriginalUfNames  boolean; значения: Y, N; по умолчанию N
  * обязательный

Ответ
  тип     object
  строки  result.items
  всего   total
  result  items item[]

Ошибки
  INVALID_ARG_VALUE           значение параметра не годится (HTTP 400)
  allowed_only_intranet_user  метод открыт только сотрудникам (HTTP 403)
  NOT_FOUND                   объект не найден (HTTP 400)

Вызов
  oint call crm.item.list entityTypeId:=2
"""
    )


def test_one_method_is_data_too(oint: Console) -> None:
    row = oint("method", "tasks.task.add", "--v3", "--output", "json", "--lang", "en").json

    assert (row["name"], row["version"], row["effect"]) == ("tasks.task.add", 3, "write")
    assert row["documentation"].startswith("https://apidocs.bitrix24.com/")
    assert row["params"][0]["fields"][0] == {"name": "title", "type": "string", "required": True}
    assert row["result"]["object_path"] == "result.item"
    assert row["errors"][0]["meaning"].startswith("version 3 did not accept")
    assert row["command"].startswith("oint call tasks.task.add --v3 'fields[title]=text'")


def test_nested_fields_are_a_tree_as_deep_as_wanted(oint: Console) -> None:
    two = oint("method", "crm.company.userfield.add").out
    one = oint("method", "crm.company.userfield.add", "--depth", "1").out
    deep = oint("method", "crm.company.userfield.add", "--depth", "3").out

    assert re.search(r"^    FIELD_NAME \*? +string", two, re.MULTILINE)
    assert "показано уровней: 2 из" in two
    assert "FIELD_NAME" not in one.partition("Ошибки")[0].partition("Ответ")[0]
    assert re.search(r"^  fields .*внутри \d+ (поле|поля|полей)", one, re.MULTILINE)
    assert re.search(r"^      DEFAULT_VALUE ", deep, re.MULTILINE)


def test_a_type_that_holds_itself_is_told_once(oint: Console) -> None:
    def depth(params: list[dict[str, object]]) -> int:
        return 1 + max((depth(p["fields"]) for p in params if "fields" in p), default=0)  # type: ignore[arg-type]

    row = oint("method", "tasks.task.get", "--v3", "--output", "json").json
    told = oint("method", "tasks.task.get", "--v3", "--output", "json").out

    assert depth(row["params"]) <= 6
    assert len(told) < 100_000


def test_a_name_of_both_versions_is_version_2_and_says_so(oint: Console) -> None:
    told = oint("method", "tasks.task.add")

    assert "REST 2\n" in told.out
    assert "в версии 3 есть другой tasks.task.add" in told.err
    assert "REST 3.0" in oint("method", "note.document.archive").out


def test_what_a_caller_must_know_stands_on_the_page(oint: Console) -> None:
    assert "взамен: crm.item.add" in oint("method", "crm.deal.add").out
    assert "вебхук не годится" in oint("method", "event.bind").out
    assert "читаются по месту" in oint("method", "task.commentitem.add").out


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_no_line_of_a_method_is_broken(oint: Console, columns: int, lang: str) -> None:
    for method in METHODS[::17]:
        version = ["--v3"] if method.version == 3 else []
        page = oint("method", method.name, *version, "--lang", lang, columns=columns)
        assert page.code == 0
        assert too_long(page.out, columns) == []


def test_every_ready_call_can_be_read_and_names_what_is_required() -> None:
    source = Source(World(), lambda _: b"")
    for method in METHODS:
        _, _, name, *words = shlex.split(command_line(method, "ru"))
        words = [word for word in words if word != "--v3"]
        body = assignments({}, catalogued(words, method, source))
        alternatives = {p.name for p in method.params if p.required_unless}
        required = {p.name.partition(".")[0] for p in method.params if p.required} - alternatives
        assert name == method.name
        assert required <= body.keys(), method.name


def test_a_ready_call_takes_values_of_the_right_kind() -> None:
    method = find("tasks.task.add", 3)
    assert method is not None

    assert pairs(method, "en") == [
        (("fields", "title"), "text"),
        (("fields", "creatorId"), 1),
        (("fields", "responsibleId"), 1),
    ]


def test_a_ready_call_goes_through_call(oint: Console) -> None:
    line = oint("method", "crm.item.add", "--query", "command", "--output", "value").out
    sent = oint(*shlex.split(line)[1:], "--dry-run")

    assert sent.code == 0
    assert sent.json["params"]["entityTypeId"] == 2


def test_scopes_are_told_with_the_number_of_their_methods(oint: Console) -> None:
    rows = {row["scope"]: row for row in oint("scopes", "--output", "json").json}

    assert rows["im"] == {"scope": "im", "title": "Чат и уведомления", "methods": 70}
    assert {"note", "mail", "tasks"} <= rows.keys()
    assert "im  " in oint("scopes").out


def test_events_are_found_by_words(oint: Console) -> None:
    found = oint("events", "задача")
    rows = oint("events", "task", "--output", "json").json

    assert "ONTASKADD" in names(found.out)
    assert rows[0]["documentation"].startswith("https://apidocs.bitrix24.ru/")
    assert len(names(oint("events").out)) > 150


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_topic_is_told_in_any_width(oint: Console, topic: str, lang: str) -> None:
    for columns in (40, 80, 200):
        page = oint("help", topic, "--lang", lang, columns=columns)
        assert page.code == 0
        assert too_long(page.out, columns) == []


def test_topics_answer_to_other_names(oint: Console) -> None:
    assert oint("help", "коды-выхода").out == oint("help", "Exit_Codes").out
    assert oint("help", "окружение").out == oint("help", "env").out
    assert all(topic in oint("help").out for topic in TOPICS)


def test_every_exit_code_and_variable_is_told(oint: Console) -> None:
    codes = oint("help", "exit-codes").out
    told = oint("help", "environment").out
    sources = "".join(
        p.read_text(encoding="utf-8")
        for p in (ROOT / "oint_b24").rglob("*.py")
        if "sandbox" not in p.parts
    )
    # OINT_B24_CODE is a variable of the printed curl command.
    read = set(re.findall(r'"(OINT_[A-Z0-9_]+)"', sources)) - {"OINT_B24_CODE"}

    assert all(re.search(rf"^  {code:d} ", codes, re.MULTILINE) for code in Exit)
    assert {name for name in read if name not in told} == set()


@pytest.mark.parametrize(
    "words", [["call"], ["bitrix24", "СоздатьЧат"], ["profile", "add"], ["profile"], ["methods"]]
)
def test_help_of_a_command_is_its_own_help(oint: Console, words: list[str]) -> None:
    assert oint("help", *words).out == oint(*words, "--help").out


@pytest.mark.parametrize(
    "argv",
    [["methods", "чат"], ["method", "im.chat.add"], ["explain", "0"], ["scopes"], ["help", "env"]],
)
def test_the_reference_loads_nothing_heavy(oint: Console, argv: list[str]) -> None:
    program = (
        "import sys\n"
        "from oint_b24.__main__ import main\n"
        f"sys.argv = ['oint', *{argv!r}]\n"
        "main()\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    env = {"PYTHONPATH": str(ROOT), **oint.environment()}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=env, check=True, timeout=60
    )
    loaded = {name.partition(".")[0] for name in done.stderr.decode().split()}

    assert loaded.isdisjoint({"rich", "urllib3", "pydantic", "jmespath", "csv", "sqlite3"})
