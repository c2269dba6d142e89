from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from rich.cells import cell_len

import oint_b24
from oint_b24.errors import Exit, PartialProblem, UsageProblem, remedy, tell
from oint_b24.output import layout, paint, ranking, rows
from oint_b24.output.colour import wants_colour
from oint_b24.output.format import FORMATS, Format
from oint_b24.output.render import check, write
from oint_b24.text import has, table
from oint_b24.world import World

ROOT = Path(oint_b24.__file__).parents[1]
ANSI = re.compile(r"\x1b\[[0-9;]*m")
TIME = {"start": 1.5, "duration": 0.1234, "processing": 0.05, "operating": 0.003}
TASKS = [
    {"id": "1", "title": "Релиз 2.4", "done": False, "tags": ["a", "б"], "closed": None},
    {"id": "2", "title": "Сборка", "done": True, "tags": [], "closed": "2024-05-01"},
]
DEALS = [
    {
        "STAGE_ID": "NEW",
        "ASSIGNED_BY_ID": "1",
        "COMMENTS": "Очень длинный комментарий [/rest/x] " * 5,
        "ID": str(number),
        "TITLE": f"Сделка №{number} — поставка\nоборудования 中文字",
        "EMPTY": None,
        "OPPORTUNITY": 100.5 * number,
        "CONTACT": {"ID": 1, "NAME": "[b]Имя\x1b[31m"},
        "CREATED_TIME": "2024-01-01T10:00:00+03:00",
    }
    for number in range(1, 4)
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Legacy(io.TextIOWrapper):
    """A stream with a narrow encoding that forgives nothing."""

    def __init__(self, encoding: str, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, errors="strict", newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def shown(self) -> str:
        self.flush()
        self.seek(0)
        return self.read()


def run(
    body: object,
    output: str = "auto",
    *,
    tty: bool = False,
    width: int = 80,
    env: dict[str, str] | None = None,
    seconds: float | None = None,
    **wishes: Any,
) -> tuple[str, str]:
    out, err = (Terminal(), Terminal()) if tty else (io.StringIO(newline=""), io.StringIO())
    world = World(
        env={"COLUMNS": str(width), **(env or {})}, stdin=io.StringIO(), stdout=out, stderr=err
    )
    write(body, Format(output, **wishes), world, seconds)
    return out.getvalue(), err.getvalue()


def plain(text: str) -> list[str]:
    return ANSI.sub("", text).splitlines()


@pytest.mark.parametrize(
    ("tty", "env", "flag", "wanted"),
    [
        (True, {}, "auto", True),
        (False, {}, "auto", False),
        (False, {}, "always", True),
        (True, {}, "never", False),
        (True, {"NO_COLOR": "1"}, "auto", False),
        (True, {"NO_COLOR": ""}, "auto", True),
        (True, {"NO_COLOR": "1"}, "always", True),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
        (False, {"FORCE_COLOR": "1"}, "auto", True),
        (False, {"CLICOLOR_FORCE": "1"}, "auto", True),
        (True, {"FORCE_COLOR": "0"}, "auto", False),
        (True, {"CLICOLOR_FORCE": "0"}, "auto", False),
        (False, {"FORCE_COLOR": ""}, "auto", False),
        (True, {"TERM": "dumb"}, "auto", False),
        (True, {"TERM": "dumb", "FORCE_COLOR": "1"}, "auto", True),
        (False, {"GITHUB_ACTIONS": "true", "CI": "1", "PY_COLORS": "1"}, "auto", False),
    ],
)
def test_colour_is_decided_by_flag_then_environment_then_stream(
    tty: bool, env: dict[str, str], flag: str, wanted: bool
) -> None:
    stream = Terminal() if tty else io.StringIO()

    assert wants_colour(stream, env, flag) is wanted


def test_a_closed_stream_gets_no_colour() -> None:
    stream = io.StringIO()
    stream.close()

    assert wants_colour(stream, {}) is False


def test_inks_nest_and_switch_off() -> None:
    assert paint.bold(paint.red("a") + "b") == "\x1b[1m\x1b[31ma\x1b[39mb\x1b[22m"
    assert paint.dim("a", on=False) == "a"
    assert paint.yellow("a") == "\x1b[33ma\x1b[39m"
    assert paint.cyan("a", on=False) == "a"


def test_painted_json_is_the_same_json_under_its_colours() -> None:
    text = json.dumps({"a": [1, -2.5e3, True, None, 'кав"ычка: 1'], "b:": "x"}, ensure_ascii=False)

    painted = paint.paint_json(text)

    assert ANSI.sub("", painted) == text
    assert painted.startswith('{\x1b[36m"a"\x1b[39m: [\x1b[33m1\x1b[39m')


def test_a_pipe_gets_the_whole_envelope_with_indent_one() -> None:
    body = {"result": [{"NAME": "Ёлка «2»", "ID": 7}], "time": TIME, "next": 50, "total": 130}

    out, err = run(body, seconds=0.2)

    assert out == json.dumps(body, ensure_ascii=False, indent=1) + "\n"
    assert err == ""


@pytest.mark.parametrize("env", [{"GITHUB_ACTIONS": "true"}, {"FORCE_COLOR": "1"}])
def test_what_scripts_read_by_default_is_never_coloured_by_a_variable(env: dict[str, str]) -> None:
    assert "\x1b" not in run({"result": 1}, env=env)[0]
    assert "\x1b" not in run([1, {"a": 2}], "ndjson", env=env)[0]


def test_colours_asked_for_reach_a_pipe() -> None:
    assert (
        run({"result": 1}, colour="always")[0]
        == '{\n \x1b[36m"result"\x1b[39m: \x1b[33m1\x1b[39m\n}\n'
    )
    assert run({"a": 1}, "json", env={"FORCE_COLOR": "1"})[0].count("\x1b") == 4


def test_json_on_a_terminal_is_painted_and_stays_silent_about_timing() -> None:
    out, err = run({"result": "Ё", "time": TIME}, "json", tty=True)

    assert json.loads(ANSI.sub("", out)) == {"result": "Ё", "time": TIME}
    assert '\x1b[32m"Ё"\x1b[39m' in out
    assert err == ""


def test_json_on_a_terminal_without_colours_has_no_escapes_at_all() -> None:
    assert run({"a": 1}, "json", tty=True, env={"NO_COLOR": "1"})[0] == '{\n "a": 1\n}\n'


def test_ascii_escapes_everything_beyond_it() -> None:
    out, _ = run({"result": "Ёж 😀"}, ascii=True)

    assert out == '{\n "result": "\\u0401\\u0436 \\ud83d\\ude00"\n}\n'


def test_result_leaves_the_envelope_out() -> None:
    assert run({"result": {"a": None}, "time": TIME}, result=True)[0] == '{\n "a": null\n}\n'
    assert run([1], "json", result=True)[0] == "[\n 1\n]\n"


def test_query_is_applied_to_the_envelope_and_with_result_to_the_result() -> None:
    body = {"result": {"id": 1417}, "total": 3}

    assert run(body, query="total")[0] == "3\n"
    assert run(body, query="id", result=True)[0] == "1417\n"
    assert run(body, "value", query="result.id")[0] == "1417\n"


def test_query_that_finds_nothing_is_null_in_json_and_empty_as_a_value() -> None:
    assert run({"result": 1}, query="no.such")[0] == "null\n"
    assert run({"result": 1}, "value", query="no.such")[0] == ""


@pytest.mark.parametrize(
    ("expression", "position", "place"),
    [
        ("result[?", 9, "result[?▸"),
        ("a b", 3, "a ▸b"),
        ("result.#", 8, "result.▸#"),
        ("", 1, "▸"),
        ("'x", 1, "▸'x"),
        ("[&a]", 2, "[▸&a]"),
        ("a && &b", 6, "a && ▸&b"),
        ("a[::0]", 4, "a[:▸:0]"),
        ("result[].имя", 10, "result[].▸имя"),
    ],
)
def test_wrong_query_is_refused_with_its_position(
    expression: str, position: int, place: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        check(Format(query=expression))

    assert caught.value.key == "output.bad_query"
    assert caught.value.params["position"] == position
    assert tell(caught.value, "ru") == f"--query: ошибка в позиции {position}: {place}"
    assert "JMESPath" in (remedy(caught.value, "ru") or "")


def test_unknown_function_is_refused_before_sending_with_the_nearest_name() -> None:
    with pytest.raises(UsageProblem) as caught:
        check(Format(query="a | lenght(@)"))

    assert tell(caught.value, "en") == '--query: there is no function "lenght" (position 5)'
    assert remedy(caught.value, "en") == "similar ones: length"


def test_wrong_count_of_arguments_is_refused_before_sending() -> None:
    with pytest.raises(UsageProblem) as caught:
        check(Format(query="length(a, b)"))

    assert tell(caught.value, "ru") == (
        "--query: функции length (позиция 1) нужно 1 значение, а дано 2"
    )


def test_functions_with_references_and_any_count_of_arguments_are_allowed() -> None:
    check(Format(query="sort_by(result, &ID) | merge(a, b, c) | not_null(a, b)"))
    check(Format(query="a[::2] && `word`"))


def test_query_that_does_not_suit_the_answer_says_that_the_call_is_done() -> None:
    with pytest.raises(PartialProblem) as caught:
        run({"result": 5}, query="length(result)")

    assert caught.value.exit == Exit.PARTIAL
    assert tell(caught.value, "ru") == (
        "вызов выполнен, но --query к его ответу не подходит: "
        "функция length ждёт string, array, object, а получила number"
    )


def test_query_that_overflows_is_told_the_same_way() -> None:
    with pytest.raises(PartialProblem) as caught:
        run({}, query="ceil(to_number('1e999'))")

    assert caught.value.key == "output.query_failed"


@pytest.mark.parametrize(
    ("result", "items", "many"),
    [
        ([1, 2], [1, 2], True),
        ([], [], True),
        (1417, [1417], False),
        (None, [None], False),
        ({}, [{}], False),
        ({"items": [{"a": 1}]}, [{"a": 1}], True),
        ({"items": []}, [], True),
        ({"tasks": [{"a": 1}], "total": 5, "more": False}, [{"a": 1}], True),
        ({"task": {"id": 1}}, [{"id": 1}], False),
        ({"7": {"id": "7"}, "9": {"ID": 9}}, [{"id": "7"}, {"ID": 9}], True),
        ({"7": {"n": 1}}, [{"key": "7", "n": 1}], True),
        (
            {"ID": {"type": "integer"}, "TITLE": {"type": "string"}},
            [{"key": "ID", "type": "integer"}, {"key": "TITLE", "type": "string"}],
            True,
        ),
        ({"ID": "5", "PHONE": [{"VALUE": "1"}]}, [{"ID": "5", "PHONE": [{"VALUE": "1"}]}], False),
        ({"a": [{"x": 1}], "b": [{"y": 1}]}, [{"a": [{"x": 1}], "b": [{"y": 1}]}], False),
        ({"name": "n", "tags": [1]}, [{"name": "n", "tags": [1]}], False),
        ({"result": {"a": 1}, "errors": []}, [{"result": {"a": 1}, "errors": []}], False),
    ],
)
def test_rows_are_found_where_the_answer_has_them(
    result: object, items: list[object], many: bool
) -> None:
    assert rows.rows_of(result) == rows.Rows(items, many)


def test_ndjson_has_a_row_per_line_and_keeps_it_one_line_for_every_reader() -> None:
    out, _ = run({"result": [{"t": "a\u2028b\x85c\nd"}, 5, None]}, "ndjson")

    assert out == '{"t":"a\\u2028b\\u0085c\\nd"}\n5\nnull\n'
    assert [json.loads(line) for line in out.splitlines()] == [{"t": "a\u2028b\x85c\nd"}, 5, None]


def test_csv_quotes_as_rfc_4180_does() -> None:
    body = {"result": [{"a": 'x "y", z\nw', "b": True, "c": None, "d": {"k": [1, "ё"]}, "e": 1.5}]}

    out, _ = run(body, "csv")

    assert out == ('a,b,c,d,e\r\n"x ""y"", z\nw",true,,"{""k"":[1,""ё""]}",1.5\r\n')


def test_csv_has_the_columns_of_all_rows_and_leaves_formulas_alone() -> None:
    out, _ = run({"result": {"items": [{"a": "=1+1"}, {"b": 2}]}}, "csv")

    assert out == "a,b\r\n=1+1,\r\n,2\r\n"


def test_rows_that_are_no_objects_have_the_column_value() -> None:
    assert run({"result": [1, [2], "x"]}, "csv")[0] == "value\r\n1\r\n[2]\r\nx\r\n"


@pytest.mark.parametrize("output", ["csv", "tsv", "table"])
def test_no_rows_and_no_columns_are_no_text(output: str) -> None:
    assert run({"result": []}, output)[0] == ""
    assert run({"result": {}}, output)[0] == ""


def test_no_rows_still_have_the_columns_asked_for() -> None:
    assert run({"result": []}, "csv", columns=("ID", "TITLE")) == ("ID,TITLE\r\n", "")


def test_tsv_escapes_so_that_a_row_is_a_line() -> None:
    out, _ = run({"result": [{"a": "1\t2\r\n3\\n", "b": None, "c": False}]}, "tsv")

    assert out == "a\tb\tc\n1\\t2\\r\\n3\\\\n\t\tfalse\n"


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (1417, "1417\n"),
        ('строка «с» "ней"', 'строка «с» "ней"\n'),
        (True, "true\n"),
        (None, ""),
        ([1, "b", None, False], "1\nb\n\nfalse\n"),
        ({"a": [1, "ё"]}, '{"a":[1,"ё"]}\n'),
        ([{"a": 1}, [2]], '{"a":1}\n[2]\n'),
        ([], ""),
    ],
)
def test_value_is_bare(result: object, shown: str) -> None:
    assert run({"result": result, "time": TIME}, "value")[0] == shown
    assert run({"result": result}, "value", query="result")[0] == shown


def test_none_writes_nothing() -> None:
    assert run({"result": 1}, "none", tty=True) == ("", "")


def test_columns_are_picked_in_order_by_dotted_path_and_any_case() -> None:
    items = [{"ID": 1, "contact": {"Name": "Ё", "phones": [{"v": 5}]}, "a.b": 2, "id": 9}]

    out, err = run(items, "ndjson", columns=("a.b", "Contact.name", "contact.phones.0.V", "id"))

    assert out == '{"a.b":2,"Contact.name":"Ё","contact.phones.0.V":5,"id":9}\n'
    assert err == ""


def test_unknown_column_is_told_with_the_nearest_names_and_stays_empty() -> None:
    body = {"result": [{"TITLE": "a", "CONTACT": {"NAME": "b"}}]}

    out, err = run(body, "csv", columns=("TITEL", "TITLE", "CONTACT.NAMES", "zzz"), quiet=True)

    assert out == "TITEL,TITLE,CONTACT.NAMES,zzz\r\n,a,,\r\n"
    assert err == (
        "нет колонки «TITEL», похожие: TITLE\n"
        "нет колонки «CONTACT.NAMES», похожие: CONTACT.NAME, CONTACT\n"
        "нет колонки «zzz»\n"
    )


def test_column_of_some_rows_is_no_unknown_column() -> None:
    assert run([{"a": 1}, {"b": 2}], "csv", columns=("b",)) == ('b\r\n""\r\n2\r\n', "")


def test_columns_where_there_are_none_are_told_to_have_no_effect() -> None:
    out, err = run({"result": 1}, "json", columns=("a",), lang="en")

    assert out == '{\n "result": 1\n}\n'
    assert err == (
        "--columns has no effect with --output json: table, csv, tsv and ndjson have columns\n"
    )


def test_table_in_a_pipe_is_aligned_and_complete() -> None:
    out, err = run({"result": {"tasks": TASKS}}, "table")

    assert out == (
        "id  title      done   tags       closed\n"
        '1   Релиз 2.4  false  ["a","б"]\n'
        "2   Сборка     true   []         2024-05-01\n"
    )
    assert err == ""


def test_table_in_a_pipe_counts_cells_not_letters() -> None:
    out, _ = run(
        [{"a": "中文", "b": 1}, {"a": "e\u0301й", "b": 2}, {"a": "x\ny\x1b", "b": 3}], "table"
    )

    assert out.splitlines() == ["a        b", "中文     1", "e\u0301й       2", "x y\\x1b  3"]
    assert layout.width("中e\u0301") == 3


@pytest.mark.parametrize("width", [20, 40, 60, 200])
@pytest.mark.parametrize("output", ["auto", "table"])
def test_no_line_of_a_table_is_wider_than_the_terminal(width: int, output: str) -> None:
    out, _ = run({"result": DEALS, "time": TIME}, output, tty=True, width=width)
    lines = plain(out)

    assert len(lines) == 2 + len(DEALS)
    assert max(cell_len(line) for line in lines) <= width
    assert lines[0].startswith("ID  TITLE")
    assert lines[2].startswith("1   Сделка №1")


def test_wide_terminal_shows_long_titles_at_length() -> None:
    out, _ = run({"result": DEALS}, tty=True, width=200)

    assert "Сделка №1 — поставка оборудования" in out


def test_columns_left_out_are_told_and_empty_ones_are_not_missed() -> None:
    _, err = run({"result": DEALS}, tty=True, width=40)
    quiet = run({"result": DEALS}, tty=True, width=40, quiet=True)[1]

    assert " ".join(ANSI.sub("", err).split()) == (
        "не поместилось 4 колонки: ASSIGNED_BY_ID, CREATED_TIME, COMMENTS, CONTACT; "
        "показать: --columns ИМЯ,ИМЯ или --output json"
    )
    assert quiet == ""


def ranked(*rows_: object) -> list[str]:
    cut = rows.grid(list(rows_))
    return [cut.columns[place] for place in ranking.leading(cut)]


def test_columns_people_look_for_come_first_and_flags_last() -> None:
    deal = {
        "TYPE_ID": "SALE", "STAGE_SEMANTIC_ID": "P", "IS_NEW": "Y", "CURRENCY_ID": "RUB",
        "CONTACT": {"ID": 1}, "DATE_CREATE": "2026-01-12", "CLOSEDATE": "2026-02-12",
        "ASSIGNED_BY_ID": "1", "OPPORTUNITY": "5000.00", "STAGE_ID": "NEW", "TITLE": "Поставка",
        "COMMENTS": "", "ID": "1",
    }  # fmt: skip

    assert ranked(deal) == [
        "ID", "TITLE", "STAGE_ID", "OPPORTUNITY", "CLOSEDATE", "ASSIGNED_BY_ID", "DATE_CREATE",
        "CURRENCY_ID", "TYPE_ID", "CONTACT", "STAGE_SEMANTIC_ID", "IS_NEW",
    ]  # fmt: skip


def test_columns_of_tasks_and_users_rank_alike_in_either_spelling() -> None:
    task = {
        "multitask": "N", "priority": "1", "responsibleId": "1", "deadline": "2026-01-12",
        "status": "2", "title": "Отчёт", "id": "1",
    }  # fmt: skip
    user = {
        "IS_ONLINE": "Y", "ACTIVE": True, "WORK_POSITION": "Менеджер", "EMAIL": "a@portal.example",
        "LAST_NAME": "Портала", "NAME": "Администратор", "ID": "1",
    }  # fmt: skip

    assert ranked(task) == [
        "id", "title", "status", "deadline", "responsibleId", "priority", "multitask",
    ]  # fmt: skip
    assert ranked(user) == [
        "ID", "LAST_NAME", "NAME", "WORK_POSITION", "EMAIL", "ACTIVE", "IS_ONLINE",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 200])
def test_columns_asked_for_are_squeezed_rather_than_left_out(width: int) -> None:
    columns = ("STAGE_ID", "comments", "TITLE", "contact.name", "EMPTY", "ID")
    out, err = run({"result": DEALS}, tty=True, width=width, columns=columns)
    lines = plain(out)

    assert max(cell_len(line) for line in lines) <= width
    assert len(lines[0].split()) == len(columns)
    assert err == ""


def test_numbers_are_set_right_and_cut_cells_end_in_an_ellipsis() -> None:
    body = {"result": [{"id": 1, "name": "я" * 60, "n": 5}, {"id": 20, "name": "b", "n": 1000}]}

    out, _ = run(body, tty=True, width=40)

    assert plain(out) == [
        f"id  name{' ' * 26}     n",
        f"──  {'─' * 30}  ────",
        f" 1  {'я' * 29}…     5",
        f"20  b{' ' * 29}  1000",
    ]


def test_nested_values_in_a_table_are_compact_coloured_json() -> None:
    out, _ = run({"result": [{"id": 1, "x": {"a": 5}}]}, tty=True)

    assert '{\x1b[36m"a"\x1b[0m:\x1b[33m5\x1b[0m}' in out


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (1417, "1417"),
        ("Готово", "Готово"),
        (True, "true"),
        (None, "null"),
        ("", '""'),
        ([], "[]"),
        ({}, "{}"),
        ({"items": []}, "[]"),
    ],
)
def test_scalar_is_one_bold_line(result: object, shown: str) -> None:
    assert run({"result": result}, tty=True)[0] == f"\x1b[1m{shown}\x1b[22m\n"


def test_list_of_scalars_is_a_line_each() -> None:
    assert run({"result": [1, "б", [2]]}, tty=True)[0] == "1\nб\n[2]\n"


@pytest.mark.parametrize("width", [40, 60, 200])
def test_object_is_names_and_values_within_the_width(width: int) -> None:
    out, _ = run({"result": DEALS[0]}, tty=True, width=width)
    lines = plain(out)

    assert max(cell_len(line) for line in lines) <= width
    assert [line.split()[0] for line in lines if line[0] != " "] == list(DEALS[0])
    assert "".join(out.split()).count("комментарий[/rest/x]") == 5


def test_what_is_nested_is_broken_between_its_parts() -> None:
    rights = {"manage_users_add": "member", "manage_users_delete": "manager", "manage_ui": "all"}
    out, _ = run({"result": {"id": 1, "permissions": rights}}, tty=True, width=40)

    assert plain(out)[1:] == [
        'permissions  {"manage_users_add":',
        '             "member",',
        '             "manage_users_delete":',
        '             "manager", "manage_ui":',
        '             "all"}',
    ]


def test_object_inside_a_wrapper_is_shown_itself() -> None:
    out, _ = run({"result": {"task": {"id": "7", "ok": None}}}, tty=True)

    assert plain(out) == ["id  7", "ok  null"]
    assert run({"result": {"task": {"id": "7", "ok": None}}}, "table", tty=True)[0] == out


def test_object_with_columns_is_a_table() -> None:
    out, _ = run({"result": {"id": 7, "x": 1}}, tty=True, columns=("X",))

    assert plain(out) == ["X", "─", "1"]


def test_without_colours_a_terminal_gets_no_escape_at_all() -> None:
    for body in ({"result": DEALS}, {"result": DEALS[0]}, {"result": 5, "time": TIME}):
        out, err = run(body, tty=True, env={"NO_COLOR": "1"})

        assert "\x1b" not in out + err


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_the_environment_does_not_reach_past_our_decision(
    term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FORCE_COLOR", "GITHUB_ACTIONS", "TTY_COMPATIBLE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("TERM", term)
    out, _ = run({"result": TASKS}, tty=True, width=120, colour="never")

    assert "\x1b" not in out
    assert "closed" in out


def test_text_that_looks_like_markup_is_text() -> None:
    out, _ = run(
        {"result": [{"id": 1, "name": "[/rest/x] [b]жир[/b] :smile: [link=http://a]"}]}, tty=True
    )

    assert "[/rest/x] [b]жир[/b] :smile: [link=http://a]" in out


@pytest.mark.parametrize("output", ["auto", "table", "csv", "tsv", "value", "json", "ndjson"])
@pytest.mark.parametrize(
    "shape", [lambda t: t, lambda t: [t], lambda t: [{t: t}], lambda t: {t: t, "b": {t: t}}]
)
def test_no_control_character_of_the_portal_reaches_a_terminal(output: str, shape: Any) -> None:
    evil = "a\x1b]0;title\x07\x1b[2J\x9b31m\x7f\u202eb\rc"

    out, err = run({"result": shape(evil), "next": evil}, output, tty=True, env={"NO_COLOR": "1"})

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out + err)


def test_a_pipe_gets_control_characters_as_they_are() -> None:
    assert run({"result": "a\x1bb\r\n"}, "value")[0] == "a\x1bb\r\n\n"


def test_one_dim_line_tells_the_timing_after_the_view() -> None:
    body = {"result": 1, "time": TIME, "total": 31400, "next": 50}

    russian = run(body, tty=True, seconds=0.5)[1]
    english = run(body, tty=True, lang="en")[1]

    assert russian == (
        "\x1b[2m0,50 с · операций 0,003 с · всего 31\u00a0400 · "
        "есть ещё, следующая страница start=50\x1b[22m\n"
    )
    assert plain(english) == [
        "0.12 s · operating 0.003 s · total 31,400 · there is more, next page start=50"
    ]


def test_timing_says_only_what_the_answer_has() -> None:
    assert run({"result": 1}, tty=True)[1] == ""
    assert run([1], tty=True)[1] == ""
    assert run({"result": 1, "time": {"duration": "x"}, "total": True}, tty=True)[1] == ""
    assert plain(run({"result": 1}, tty=True, seconds=0.004)[1]) == ["0,004 с"]
    assert run({"result": 1, "time": TIME}, tty=True, quiet=True)[1] == ""


def test_verbose_tells_the_timing_in_a_pipe_too() -> None:
    assert run({"result": 1, "time": TIME}, verbose=1)[1] == (
        "0,12 с · обработка 0,050 с · операций 0,003 с\n"
    )


def legacy(body: object, output: str, *, terminal: bool = False, encoding: str = "cp866") -> str:
    stream = Legacy(encoding, terminal)
    world = World(env={}, stdin=io.StringIO(), stdout=stream, stderr=Legacy(encoding))
    write(body, Format(output, lang="ru"), world, 0.5)
    return stream.shown()


def test_json_stays_json_in_a_narrow_encoding() -> None:
    body = {"result": "Ёж — «цена» 5 € 😀"}

    out = legacy(body, "json")

    assert "Ёж \\u2014" in out
    assert json.loads(out) == body


def test_text_in_a_narrow_encoding_is_escaped_or_replaced() -> None:
    assert legacy({"result": "Ёж — «цена» 5 €"}, "value") == 'Ёж - "цена" 5 \\u20ac\n'


def test_table_in_a_narrow_encoding_keeps_its_columns() -> None:
    out = legacy(
        {"result": [{"id": 1, "name": "ы—" * 90}, {"id": 2, "name": "€"}]}, "auto", terminal=True
    )

    lines = plain(out)
    assert [cell_len(line) for line in lines[1:3]] == [80, 80]
    assert lines[1].startswith("──  ───")
    assert lines[2].endswith("ы-ы~")
    assert lines[3] == " 2  \\u20ac"


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("terminal", [True, False])
def test_lone_surrogates_do_not_stop_anything(output: str, terminal: bool) -> None:
    body = {"result": [{"id": "a\ud800b", "\udc80": 1}], "next": "\udcff"}

    out = legacy(body, output, terminal=terminal, encoding="utf-8")

    assert out == "" if output == "none" else "a\\ud800b" in out


def test_lone_surrogates_come_back_from_json() -> None:
    body = {"result": "a\ud800"}

    assert json.loads(legacy(body, "json", encoding="utf-8")) == body


def test_out_writes_the_file_keeps_stdout_empty_and_says_so(tmp_path: Path) -> None:
    target = tmp_path / "ответ.json"
    body = {"result": "Ёлка \ud800"}

    out, err = run(body, tty=True, out=str(target), colour="always")

    assert out == ""
    assert f"записано: {target}" in " ".join(ANSI.sub("", err).split())
    assert json.loads(target.read_bytes()) == body
    assert target.read_bytes().startswith(b'{\n "result": "\xd0\x81')
    assert [path.name for path in tmp_path.iterdir()] == ["ответ.json"]


def test_out_is_quiet_when_asked(tmp_path: Path) -> None:
    assert run({"result": 1}, "value", out=str(tmp_path / "a"), quiet=True) == ("", "")
    assert (tmp_path / "a").read_text() == "1\n"


def test_out_dash_is_stdout() -> None:
    assert run({"result": 1}, "value", out="-")[0] == "1\n"


def test_out_keeps_mode_and_links_of_what_it_replaces(tmp_path: Path) -> None:
    real = tmp_path / "real.json"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(real)

    run({"result": 2}, "value", out=str(link))

    assert link.is_symlink()
    assert real.read_text() == "2\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_out_does_not_replace_a_device() -> None:
    run({"result": 1}, out=os.devnull, quiet=True)

    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)  # noqa: PTH116 - os.devnull is a name, not a path of ours


@pytest.mark.parametrize(
    ("name", "key"), [("", "output.out_directory"), ("no/such/file.json", "output.out_parent")]
)
def test_out_that_cannot_be_written_is_refused_before_sending(
    name: str, key: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageProblem) as caught:
        check(Format(out=str(tmp_path / name)))

    assert caught.value.key == key
    assert list(tmp_path.iterdir()) == []


def test_out_without_permission_is_refused_before_sending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(UsageProblem) as caught:
        check(Format(out=str(tmp_path / "a.json")))

    assert caught.value.key == "output.out_denied"


def test_disk_that_fails_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copymode", full)
    with pytest.raises(PartialProblem) as caught:
        run({"result": 1}, out=str(target))

    assert "нет места на диске" in tell(caught.value, "ru")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_unknown_format_is_refused_with_the_list() -> None:
    with pytest.raises(UsageProblem) as caught:
        check(Format("xml"))

    assert tell(caught.value, "ru") == "--output: нет формата «xml»"
    assert remedy(caught.value, "ru") == f"есть: {', '.join(FORMATS)}"


def test_every_message_speaks_both_languages() -> None:
    for key, message in table("output").items():
        assert key.startswith("output."), key
        assert set(message) == {"ru", "en"}, key
        places = [set(re.findall(r"\{(\w+)", told)) for told in message.values()]
        assert places[0] == places[1], key
        assert not key.endswith(".remedy") or has(key.removesuffix(".remedy"))


def test_a_closed_pipe_is_left_to_the_door() -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    world = World(env={}, stdin=io.StringIO(), stdout=Closed(), stderr=io.StringIO())

    with pytest.raises(BrokenPipeError):
        write({"result": 1}, Format(), world)


LOADED = """
import io, json, sys
from oint_b24.output.format import FORMATS, Format
from oint_b24.output.render import write
from oint_b24.world import World
class Terminal(io.StringIO):
    def isatty(self): return True
def world(out): return World(env={}, stdin=io.StringIO(), stdout=out, stderr=io.StringIO())
def loaded(): return [m for m in ("rich", "jmespath", "urllib3", "typer") if m in sys.modules]
body = {"result": [{"id": 1, "title": "t"}], "time": {"duration": 1}}
for output in FORMATS:
    write(body, Format(output, columns=("id",)), world(io.StringIO()))
for output in ("json", "csv", "value"):
    write(body, Format(output), world(Terminal()))
write({"result": 1417}, Format(), world(Terminal()))
seen = [loaded()]
write(body, Format(query="result"), world(io.StringIO()))
seen.append(loaded())
write(body, Format(), world(Terminal()))
print(json.dumps([*seen, loaded()]))
"""


def test_rich_is_loaded_only_for_a_view_and_jmespath_only_for_a_query() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert json.loads(done.stdout) == [[], ["jmespath"], ["rich", "jmespath"]]


TEXTS = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["[/b]", "\x1b[1m", "id", "中", "\u200d"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
BODIES = VALUES | st.fixed_dictionaries(
    {"result": VALUES}, optional={"next": VALUES, "total": VALUES, "time": VALUES}
)


@settings(max_examples=60, deadline=None)
@given(body=BODIES, columns=st.lists(TEXTS, max_size=2).map(tuple), terminal=st.booleans())
def test_any_answer_goes_through_every_format(
    body: Any, columns: tuple[str, ...], terminal: bool
) -> None:
    for output in FORMATS:
        for encoding in ("utf-8", "cp866"):
            stream = Legacy(encoding, terminal)
            error = Legacy(encoding, terminal)
            world = World(env={"COLUMNS": "40"}, stdin=io.StringIO(), stdout=stream, stderr=error)
            write(body, Format(output, columns=columns, colour="never"), world, 0.1)

            shown = stream.shown()
            if output == "json":
                assert json.loads(shown) == body
            if terminal:
                assert "\x1b" not in shown + error.shown()


@settings(max_examples=100, deadline=None)
@given(items=st.lists(VALUES, max_size=5))
def test_ndjson_comes_back_row_by_row(items: list[Any]) -> None:
    out, _ = run({"result": items}, "ndjson")

    assert [json.loads(line) for line in out.splitlines()] == items


@settings(max_examples=100, deadline=None)
@given(items=st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), min_size=1, max_size=5))
def test_csv_and_tsv_come_back_cell_by_cell(items: list[dict[str, str]]) -> None:
    fitted = [
        {k: v.encode("utf-8", "backslashreplace").decode() for k, v in row.items()} for row in items
    ]

    commas, _ = run({"result": items}, "csv")
    tabs, _ = run({"result": items}, "tsv")

    assert list(csv.DictReader(io.StringIO(commas, newline=""))) == fitted
    assert len(tabs.split("\n")) == len(items) + 2
    assert all(line.count("\t") == 1 for line in tabs.split("\n")[:-1])


@settings(max_examples=100, deadline=None)
@given(
    items=st.lists(st.dictionaries(TEXTS, SCALARS, min_size=1, max_size=6), min_size=1, max_size=4),
    width=st.sampled_from([20, 40, 60, 200]),
)
def test_no_table_is_ever_wider_than_its_terminal(items: list[Any], width: int) -> None:
    for output in ("auto", "table"):
        out, _ = run({"result": items}, output, tty=True, width=width, colour="never")

        assert max(cell_len(line) for line in out.split("\n")) <= width
        assert len(out.split("\n")) == 2 + len(items) + 1


@settings(max_examples=200, deadline=None)
@given(st.text("ab.[]*?&|`'\"(){},:@0 -!=<>length", max_size=12), VALUES)
def test_any_expression_is_refused_or_answered(expression: str, body: Any) -> None:
    try:
        check(Format(query=expression))
    except UsageProblem:
        return
    with suppress(PartialProblem):
        json.loads(run(body, "json", query=expression)[0])
