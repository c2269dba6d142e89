"""`oint batch`: commands from files of every form, outcomes on stdout, exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.bulk.portals import ECHO

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bulk.portals import TrickyPortal
    from tests.cli.console import Console

ROW_A = '{"key": "a", "method": "crm.deal.get", "params": {"id": 1}}'
ROW_B = '{"key": "b", "method": "test.echo", "params": {"x": "ё"}}'
LINES = """
# кто я и какие у меня сделки
я: user.current
сделки: crm.deal.list filter[ASSIGNED_BY_ID]=$result[я][ID] select:='["ID", "TITLE"]'
crm.deal.get?id=1
новая: crm.deal.add fields[TITLE]="Поставка & монтаж" fields[OPPORTUNITY]:=10.50
"""


def test_commands_one_per_line(oint: Console, sly: TrickyPortal) -> None:
    done = oint("batch", "-", stdin=LINES)

    result = done.json["result"]
    assert (done.code, done.err) == (0, "")
    assert list(result) == ["я", "сделки", "5", "новая"]
    assert result["я"]["result"]["ID"] == "1"
    assert set(result["сделки"]["result"][0]) == {"ID", "TITLE"}
    assert result["сделки"]["total"] == len(result["сделки"]["result"])
    assert result["5"]["result"]["TITLE"] == "Поставка"
    assert result["5"]["time"]["finish"] >= done.json["time"]["start"]
    assert sly.calls[-1][1]["fields"] == {"TITLE": "Поставка & монтаж", "OPPORTUNITY": "10.5"}
    assert sly.requests == ["batch"]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "crm.deal.get?id=1", "b": {"method": "test.echo", "params": {"x": "ё"}}}',
        f"[{ROW_A},\n {ROW_B}]",
        f"{ROW_A}\n{ROW_B}\n",
        '{"halt": 1, "cmd": {"a": "crm.deal.get?id=1", "b": "test.echo?x=ё"}}',
        "a: crm.deal.get?id=1\nb: test.echo?x=ё",
        "a: crm.deal.get id=1\nb: test.echo x='ё'",
    ],
)
def test_json_ndjson_and_lines_mean_the_same(
    oint: Console, sly: TrickyPortal, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "commands"
    file.write_text(text, encoding="utf-8")
    done = oint("batch", str(file))

    assert done.code == 0, done.err
    assert [row["key"] for row in done.json["result"].values()] == ["a", "b"]
    assert sly.calls == [("crm.deal.get", {"id": "1"}), (ECHO, {"x": "ё"})]


def test_values_no_query_carries_arrive_too(oint: Console, sly: TrickyPortal) -> None:
    done = oint("batch", "-", stdin="a: test.echo x:=null y:=[] z:=false\nb: test.echo x:=false")

    assert done.code == 0, done.err
    assert sly.calls == [(ECHO, {"x": None, "y": [], "z": False}), (ECHO, {"x": "0"})]


def test_failed_commands_are_listed_and_exit_3(oint: Console) -> None:
    done = oint("batch", "-", stdin="a: crm.deal.get?id=1\nb: crm.deal.get?id=99\nc: no.such?x=1")

    assert done.code == 3
    assert done.json["result"]["a"]["state"] == "done"
    assert done.json["result"]["b"]["error_description"] == "Not found"
    assert done.json["result"]["c"]["error"] == "ERROR_METHOD_NOT_FOUND"
    assert "2 команды не выполнены из 3" in done.err
    assert "c: ERROR_METHOD_NOT_FOUND Method not found!" in done.err


def test_halt_leaves_the_rest_unrun(oint: Console) -> None:
    done = oint("batch", "-", "--halt", stdin="a: crm.deal.get?id=99\nb: profile")

    assert done.code == 3
    assert [row["state"] for row in done.json["result"].values()] == ["failed", "skipped"]
    assert "b: не запускалась" in done.err


def test_a_lost_answer_is_exit_8(oint: Console, sly: TrickyPortal) -> None:
    sly.fate = lambda _: "after"
    done = oint("batch", "-", stdin="a: crm.deal.add fields[TITLE]=x")

    assert done.code == 8
    assert done.json["result"]["a"]["state"] == "unknown"
    assert "неизвестно: a" in done.err


def test_ndjson_is_a_line_per_command(oint: Console) -> None:
    for text in ("a: profile\nb: server.time", "a: profile"):
        done = oint("batch", "-", "--output", "ndjson", stdin=text)

        rows = [json.loads(line) for line in done.out.splitlines()]
        assert [(row["key"], row["state"]) for row in rows] == [
            (line[0], "done") for line in text.splitlines()
        ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: profile\nb: crm.deal.get id", "строка 2: id: не похоже на параметр"),
        ("a: profile\n\nb: echo 'x", "строка 3: кавычки не закрыты"),
        ("a: profile\n! нет", "строка 2: нет имени метода"),
        ("a: profile\na: profile", "строка 2: ключ «a» уже есть"),
        ('{"method": "profile"}\n{"method": 5}', "строка 2: не команда"),
        ('{"method": "profile"}\n{"method": ', "строка 2"),
        ('{"a": "profile", "b": {"metod": "profile"}}', "«b»: не команда"),
        ('{"a": "profile",\n "b": }', "2"),
        ("a: profile\nb: test.echo x=$result[c]", "b: ссылка $result[c]"),
        ("# ничего\n", "команд нет"),
    ],
)
def test_bad_files_are_told_by_line_and_nothing_is_sent(
    oint: Console, sly: TrickyPortal, text: str, told: str
) -> None:
    done = oint("batch", "-", stdin=text)

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert sly.requests == []


def test_a_dry_run_shows_every_request_and_sends_none(oint: Console, sly: TrickyPortal) -> None:
    done = oint("batch", "-", "--dry-run", stdin="a: profile\nb: test.echo x:=null")

    assert done.code == 0
    assert [request["method"] for request in done.json["requests"]] == ["batch", ECHO]
    assert done.json["requests"][0]["params"] == {"halt": 0, "cmd": {"a": "profile"}}
    assert "sandboxcode1" not in done.out
    assert sly.requests == []


def test_curl_shows_a_command_for_each_request(oint: Console, sly: TrickyPortal) -> None:
    done = oint("batch", "-", "--curl", stdin="a: profile\nb: test.echo x:=null")

    assert [line.split()[0] for line in done.out.splitlines()] == ["curl", "curl"]
    assert sly.requests == []


def test_advice_names_the_command(oint: Console) -> None:
    text = "чат: im.chat.add TITLE=x COLOR=GREN"
    told = oint("batch", "-", stdin=text)
    strict = oint("batch", "-", "--strict", stdin=text)

    assert "чат: " in told.err
    assert "GREN" in told.err
    assert (told.code, strict.code) == (0, 2)
