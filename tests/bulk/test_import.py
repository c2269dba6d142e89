"""`oint import`: each row once, whatever happens; what is uncertain is told, never guessed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.bulk.importing.api import import_rows
from oint_b24.portal.batches import batch
from tests.cli.console import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from oint_b24.portal.batches.answer import Sent
    from oint_b24.portal.batches.parts import Part
    from oint_b24.portal.client import Portal
    from tests.bulk.portals import TrickyPortal
    from tests.cli.console import Console
    from tests.faults.stopped import Stopped

ADD = "crm.deal.add"


@pytest.fixture(autouse=True)
def _in_own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(path: Path, count: int, first: int = 1) -> Path:
    """Write deals with a number of their own."""
    rows = ({"TITLE": f"Сделка {n}", "ORIGIN_ID": f"A{n}"} for n in range(first, first + count))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def imported(portal: TrickyPortal) -> list[str]:
    """Return the numbers of the deals that came from a file, in the order they were made."""
    rows = portal.store.select("deal")
    return [data["ORIGIN_ID"] for _, data in rows if data.get("ORIGIN_ID")]


def numbers(count: int) -> list[str]:
    return [f"A{n}" for n in range(1, count + 1)]


def test_columns_find_their_fields_and_cells_their_types(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "d.csv").write_text(
        "Название;Сумма;Дата начала;Закрыта;клиент;Мусор;Ответственный\n"
        '"Поставка; монтаж";1 234,50;31.12.2026;нет;A1;x;\n',
        encoding="cp1251",
    )
    done = oint("import", ADD, "d.csv", "--map", "клиент=ORIGIN_ID", "--map=Мусор=",
        "--set", "SOURCE_ID=CALL")  # fmt: skip

    assert done.code == 0, done.err
    assert sly.calls[-1] == (
        ADD,
        {
            "fields": {
                "TITLE": "Поставка; монтаж", "OPPORTUNITY": "1234.50", "BEGINDATE": "2026-12-31",
                "CLOSED": "N", "ORIGIN_ID": "A1", "SOURCE_ID": "CALL",
            }
        },
    )  # fmt: skip
    assert "Мусор" not in done.err
    assert done.json["result"] == {
        "method": ADD, "file": "d.csv", "rows": 1, "done": 1, "refused": 0, "unknown": 0,
        "left": 0, "requests": 1, "journal": "d.csv.oint-journal",
    }  # fmt: skip


def test_phones_of_a_cell_become_rows(oint: Console, sly: TrickyPortal, tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_text(
        "NAME\tPHONE\tEMAIL[0][VALUE]\tEMAIL[0][VALUE_TYPE]\tCOMMENTS\n"
        "Закупщик\t+7 900 1; +7 900 2\tone@sandbox.example\tHOME\tпервая\\nвторая\n",
        encoding="utf-8",
    )
    done = oint("import", "crm.contact.add", "c.tsv")

    assert done.code == 0, done.err
    assert sly.calls[-1][1]["fields"] == {
        "NAME": "Закупщик",
        "PHONE": [{"VALUE": "+7 900 1", "VALUE_TYPE": "WORK"},
                  {"VALUE": "+7 900 2", "VALUE_TYPE": "WORK"}],
        "EMAIL": [{"VALUE": "one@sandbox.example", "VALUE_TYPE": "HOME"}],
        "COMMENTS": "первая\nвторая",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.ndjson", '{"TITLE": "a", "ORIGIN_ID": "A1"}\n\n{"TITLE": "b", "ORIGIN_ID": "A2"}\n'),
        ("r.json", '[{"TITLE": "a", "ORIGIN_ID": "A1"}, {"TITLE": "b", "ORIGIN_ID": "A2"}]'),
        ("r.json", '{"result": [{"TITLE": "a", "ORIGIN_ID": "A1"}, {"ORIGIN_ID": "A2"}]}'),
        ("r.csv", "TITLE,ORIGIN_ID\na,A1\n,,\nb,A2\n"),
        ("r.csv", "\ufeffTITLE;ORIGIN_ID\r\na;A1\r\nb;A2\r\n"),
        ("r.txt", "TITLE\tORIGIN_ID\na\tA1\nb\tA2\n"),
        ("r", '{"TITLE": "a", "ORIGIN_ID": "A1"}\n{"TITLE": "b", "ORIGIN_ID": "A2"}'),
        ("-", "TITLE,ORIGIN_ID\na,A1\nb,A2\n"),
    ],
)
def test_forms_of_files(
    oint: Console, sly: TrickyPortal, tmp_path: Path, name: str, text: str
) -> None:
    if name != "-":
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = oint("import", ADD, name, stdin=text)

    assert done.code == 0, done.err
    assert imported(sly) == ["A1", "A2"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("r.ndjson", '{"TITLE": "a"}\n{"TITLE": \n', "строка 2"),
        ("r.ndjson", '{"TITLE": "a"}\n[1]\n', "строка 2"),
        ("r.csv", "TITLE,B\na,1\nb,2,3\n", "строка 3: ячеек 3, а столбцов 2"),
        ("r.csv", "TITLE,TITLE\na,1\n", "«TITLE» есть дважды"),
        ("r.csv", 'TITLE,B\nx,2\n"a,1\nb,2\n', "строка 3: кавычка открыта"),
        ("r.csv", 'TITLE,B\n"a" b,1\n', "строка 2: после закрывающей кавычки"),
        ("r.xlsx", "PK\x03\x04 and so on", "книга электронной таблицы"),
        ("r.json", '[{"TITLE": "a"},\n {"TITLE" 5}]', "строка 2"),
        ("none.csv", None, "none.csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_by_line_before_anything_is_sent(
    oint: Console, sly: TrickyPortal, tmp_path: Path, name: str, text: str | None, told: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = oint("import", ADD, name)

    assert done.code == 2
    assert told in done.err
    assert sly.requests == []


def test_the_same_command_sends_nothing_twice(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 120)
    first = oint("import", ADD, "d.ndjson")
    again = oint("import", ADD, "d.ndjson")

    assert (first.code, again.code) == (0, 0)
    assert imported(sly) == numbers(120)
    # The first batches are small: how long one takes is not known yet.
    assert sly.requests.count("batch") - 2 * sly.requests.count("crm.deal.fields") <= 4
    assert again.json["result"]["done"] == 120
    assert again.json["result"]["requests"] == 0


def test_refused_rows_are_kept_corrected_and_imported(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "d.csv").write_text(
        "Имя,ORIGIN_ID,CURRENCY_ID,OPPORTUNITY\na,A1,RUB,1\nb,A2,XXX,2\nc,A3,RUB,много\n",
        encoding="utf-8",
    )
    done = oint("import", ADD, "d.csv", "--map", "Имя=TITLE")

    assert done.code == 3
    assert "2 строки не приняты, сделано 1 из 3" in done.err
    kept = tmp_path / "d.csv.refused.ndjson"
    rows = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [(row["ORIGIN_ID"], row["_oint"]["line"]) for row in rows] == [("A2", 3), ("A3", 4)]
    assert rows[0]["_oint"]["error_description"] == 'Invalid value for the "Currency" field'
    kept.write_text(kept.read_text("utf-8").replace("XXX", "USD").replace("много", "5"), "utf-8")
    better = oint("import", ADD, kept.name, "--map", "Имя=TITLE")
    assert better.code == 0, better.err
    assert imported(sly) == ["A1", "A2", "A3"]
    assert oint("import", ADD, "d.csv", "--map", "Имя=TITLE").code == 3


def test_limit_errors_stops_early(oint: Console, sly: TrickyPortal, tmp_path: Path) -> None:
    rows = "".join(f"{n},XXX\n" for n in range(100))
    (tmp_path / "d.csv").write_text("TITLE,CURRENCY_ID\n" + rows, encoding="utf-8")
    done = oint("import", ADD, "d.csv", "--limit-errors", "5")

    assert done.code == 3
    assert done.json["result"]["stopped"] == "errors"
    assert done.json["result"]["left"] == 90
    assert "--limit-errors" in done.err


def test_a_lost_answer_leaves_rows_unknown_listed_and_unsent(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 60)
    sly.fate = lambda n: {2: "after", 3: "before"}.get(n, "")
    done = oint("import", ADD, "d.ndjson")
    again = oint("import", ADD, "d.ndjson")

    assert (done.code, again.code) == (8, 8)
    result = again.json["result"]
    assert (result["done"], result["unknown"], result["left"]) == (30, 30, 0)
    assert result["unknown_lines"] == [*range(11, 41)]
    assert "исход неизвестен у 30 строк" in done.err
    assert len(imported(sly)) == len(set(imported(sly))) == 50


def test_unique_finds_what_took_and_sends_what_did_not(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 60)
    sly.fate = lambda n: {2: "after", 3: "before"}.get(n, "")
    oint("import", ADD, "d.ndjson")
    done = oint("import", ADD, "d.ndjson", "--unique", "ORIGIN_ID", "--settle", "0")

    assert done.code == 0, done.err
    assert sorted(imported(sly)) == sorted(numbers(60))
    assert done.json["result"]["done"] == 60


def test_with_unique_one_run_is_enough(
    client: Portal, sly: TrickyPortal, clock: Stopped, tmp_path: Path
) -> None:
    file = written(tmp_path / "d.ndjson", 300)
    sly.fate = lambda n: ("", "after", "", "before")[n % 4]
    report = import_rows(client, ADD, file, unique="ORIGIN_ID", waiting=clock.waiting())

    assert (report.done, report.unknown, report.left) == (300, 0, 0)
    assert sorted(imported(sly)) == sorted(numbers(300))


def test_several_batches_at_once_make_every_row_once(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 600)
    sly.fate = lambda n: {4: "after", 7: "before"}.get(n, "")
    words = ("import", ADD, "d.ndjson", "--unique", "ORIGIN_ID", "--settle", "0")
    done = oint(*words, "--parallel", "8", "--output", "ndjson")

    assert done.code == 0, done.err
    assert sorted(imported(sly)) == sorted(numbers(600))
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row["line"] for row in rows] == list(range(1, 601))  # told in the order of the file
    assert sly.most_at_once > 1


def test_an_error_of_ours_leaves_no_row_that_looks_unsent(
    client: Portal, sly: TrickyPortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = batch.send

    def crashing(portal: Portal, part: Part) -> Sent:
        made = sent(portal, part)
        if part.commands[0].key == "31":
            raise RuntimeError
        return made

    monkeypatch.setattr(batch, "send", crashing)
    rows = [{"TITLE": f"Сделка {n}", "ORIGIN_ID": f"A{n}"} for n in range(1, 91)]
    with pytest.raises(RuntimeError):
        import_rows(client, ADD, rows, journal=tmp_path / "kept", parallel=4)
    monkeypatch.undo()
    report = import_rows(client, ADD, rows, journal=tmp_path / "kept", parallel=4)

    assert (report.done, report.unknown) == (70, 20)
    assert sorted(imported(sly)) == sorted(numbers(90))


def test_a_portal_that_never_answers_stops_the_import(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 100)
    sly.fate = lambda _: "before"
    done = oint("import", ADD, "d.ndjson")

    assert done.code == 8
    assert done.json["result"]["unknown"] == 10 + 5 + 2
    assert done.json["result"]["stopped"] == "lost"
    assert "раз за разом не отвечает" in done.err


def test_the_row_that_breaks_the_portal_is_found_and_left(
    client: Portal, sly: TrickyPortal, clock: Stopped, tmp_path: Path
) -> None:
    file = written(tmp_path / "d.ndjson", 40)
    sly.fate = lambda _: "poison"
    sly.poison = 'ORIGIN_ID]=A7"'
    report = import_rows(client, ADD, file, unique="ORIGIN_ID", waiting=clock.waiting())

    assert (report.done, report.unknown, report.left, report.stop) == (39, 0, 1, "lost")
    assert sorted(imported(sly)) == sorted(set(numbers(40)) - {"A7"})


def test_unknown_rows_go_again_when_told_so(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 5)
    sly.fate = lambda n: "before" if n == 1 else ""
    assert oint("import", ADD, "d.ndjson").code == 8
    done = oint("import", ADD, "d.ndjson", "--resend-unknown", "--settle", "0")

    assert done.code == 0, done.err
    assert imported(sly) == numbers(5)


def test_unique_is_refused_where_the_portal_does_not_filter_by_it(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 5)
    done = oint("import", ADD, "d.ndjson", "--unique", "NO_SUCH")

    assert done.code == 2
    assert "не ищет по полю NO_SUCH" in done.err
    assert imported(sly) == []


@pytest.mark.parametrize("parallel", ["1", "4"])
@pytest.mark.parametrize("fate", ["before", "after"])
def test_kill_9_loses_and_doubles_nothing(
    oint: Console, sly: TrickyPortal, tmp_path: Path, fate: str, parallel: str
) -> None:
    written(tmp_path / "d.ndjson", 150)
    words = ("import", ADD, "d.ndjson", "--unique", "ORIGIN_ID", "--settle", "0",
        "--parallel", parallel)  # fmt: skip
    sly.fate = lambda n: fate if n in (1, 3, 6) else ""
    codes = [killed(oint, sly, tmp_path, *words) for _ in range(4)]

    # One run in parallel may meet two of the fates at once.
    assert codes[0] != 0
    assert codes[-1] == 0
    assert sorted(imported(sly)) == sorted(numbers(150))


def test_kill_9_without_unique_lists_what_is_uncertain(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 60)
    sly.fate = lambda n: "after" if n == 2 else ""
    killed(oint, sly, tmp_path, "import", ADD, "d.ndjson")
    done = oint("import", ADD, "d.ndjson")

    assert done.code == 8
    assert done.json["result"]["unknown_lines"] == [*range(11, 31)]
    assert imported(sly) == numbers(60)


def killed(oint: Console, sly: TrickyPortal, place: Path, *argv: str) -> int:
    """Run a command that is killed when its answer is lost; return how it ended."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()}
    child = subprocess.Popen(
        [sys.executable, "-m", "oint_b24", *argv], env=env, cwd=place,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    sly.met = child.kill
    return child.wait(60)


def test_ctrl_c_ends_the_batch_under_way_and_says_how_to_go_on(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 60)
    sly.fate = lambda n: "signal" if n == 2 else ""
    sly.met = lambda: signal.raise_signal(signal.SIGINT)
    done = oint("import", ADD, "d.ndjson")

    assert done.code == 130
    assert "прервано; сделано 30 из 60, не отправлено 30; продолжить — той же командой" in done.err
    sly.fate = lambda _: ""
    assert oint("import", ADD, "d.ndjson").code == 0
    assert imported(sly) == numbers(60)


def test_another_file_or_mapping_does_not_use_the_journal(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    file = written(tmp_path / "d.ndjson", 2)
    assert oint("import", ADD, "d.ndjson").code == 0
    mapped = oint("import", ADD, "d.ndjson", "--set", "SOURCE_ID=CALL")
    written(file, 2, first=3)
    other = oint("import", ADD, "d.ndjson")

    assert (mapped.code, other.code) == (2, 2)
    assert "журнал импорта с другими --map" in mapped.err
    assert "журнал другого содержимого файла" in other.err
    assert "--restart" in other.err
    assert oint("import", ADD, "d.ndjson", "--restart").code == 0
    assert imported(sly) == numbers(4)
    assert (tmp_path / "d.ndjson.oint-journal.old").exists()
    assert oint("import", ADD, "d.ndjson", "--restart").json["result"]["requests"] == 0


def test_a_trial_on_another_portal_is_not_taken_for_the_import(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 1)
    assert oint("import", ADD, "d.ndjson", "--profile", "sandbox").code == 0
    done = oint("import", ADD, "d.ndjson")

    assert done.code == 2
    assert "журнал импорта на другой портал" in done.err
    assert oint("import", ADD, "d.ndjson", "--profile", "sandbox").code == 0
    assert imported(sly) == []


def test_one_import_runs_at_a_time(oint: Console, sly: TrickyPortal, tmp_path: Path) -> None:
    written(tmp_path / "d.ndjson", 20)
    told: list[Any] = []
    sly.fate = lambda n: "signal" if n == 1 else ""
    sly.met = lambda: told.append(oint("import", ADD, "d.ndjson"))
    done = oint("import", ADD, "d.ndjson")

    assert (done.code, told[0].code) == (0, 2)
    assert "уже идёт в другом процессе" in told[0].err
    assert imported(sly) == numbers(20)


def test_limits_inside_a_batch_are_waited_for(
    client: Portal, sly: TrickyPortal, clock: Stopped, tmp_path: Path
) -> None:
    file = written(tmp_path / "d.ndjson", 20)
    sly.limits = {3, 4}
    report = import_rows(client, ADD, file, is_typed=False, waiting=clock.waiting())

    assert (report.done, report.refused) == (20, 0)
    assert clock.slept == [10.0]
    assert sorted(imported(sly)) == sorted(numbers(20))


def test_rows_are_looked_up_only_when_the_portal_is_surely_done(
    client: Portal, sly: TrickyPortal, clock: Stopped, tmp_path: Path
) -> None:
    file = written(tmp_path / "d.ndjson", 20)
    sly.fate = lambda n: "after" if n == 1 else ""
    report = import_rows(client, ADD, file, unique="ORIGIN_ID", waiting=clock.waiting())

    assert (report.done, report.unknown) == (20, 0)
    assert clock.slept == [65.0]
    assert clock.told[0][0] == "import.wait"
    assert imported(sly) == numbers(20)


def test_rows_at_hand_need_no_file(client: Portal, sly: TrickyPortal) -> None:
    report = import_rows(client, ADD, [{"TITLE": "a", "ORIGIN_ID": "A1"}], fixed={"OPENED": True})

    assert (report.rows, report.done, report.journal) == (1, 1, None)
    assert sly.calls[-1] == (
        ADD, {"fields": {"TITLE": "a", "ORIGIN_ID": "A1", "OPENED": "1"}}
    )  # fmt: skip


def test_a_missing_right_stops_at_once_and_sends_the_rest_later(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 20)
    done = oint("import", "crm.no.such.add", "d.ndjson")

    assert done.code == 1
    assert "ERROR_METHOD_NOT_FOUND" in done.err
    assert done.json["result"]["left"] == 20


def test_deletions_ask_first(oint: Console, sly: TrickyPortal, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("1\n# прочие\n2\n99\n", encoding="utf-8")
    asked = oint("import", "crm.deal.delete", "ids.txt")
    done = oint("import", "crm.deal.delete", "ids.txt", "--yes")

    assert asked.code == 4
    assert "удаление 3 записей не подтверждено" in asked.err
    assert (done.code, done.json["result"]["done"]) == (3, 2)
    assert sly.store.get("deal", 1) is None
    assert sly.calls[0] == ("crm.deal.delete", {"id": "1"})


def test_update_by_changes_what_is_there_and_makes_the_rest(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    written(tmp_path / "d.ndjson", 3)
    oint("import", ADD, "d.ndjson")
    rows = [("A2", "Другая"), ("A9", "Новая"), ("A9", "Новая снова"), ("", "Без номера")]
    text = "".join(f"{origin},{title}\n" for origin, title in rows)
    (tmp_path / "u.csv").write_text("ORIGIN_ID,TITLE\n" + text, encoding="utf-8")
    done = oint("import", ADD, "u.csv", "--update-by", "ORIGIN_ID")

    assert done.code == 3
    assert "искать запись не по чему" in (tmp_path / "u.csv.refused.ndjson").read_text("utf-8")
    titles = {data["ORIGIN_ID"]: data["TITLE"] for _, data in sly.store.select("deal")
              if data.get("ORIGIN_ID")}  # fmt: skip
    assert titles == {"A1": "Сделка 1", "A2": "Другая", "A3": "Сделка 3", "A9": "Новая снова"}
    assert len(imported(sly)) == 4


def test_update_by_does_not_double_phones(oint: Console, sly: TrickyPortal, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("NAME,PHONE,ORIGIN_ID\nА,+7900;+7901,A1\n", encoding="utf-8")
    assert oint("import", "crm.contact.add", "c.csv", "--update-by", "ORIGIN_ID").code == 0
    (tmp_path / "c2.csv").write_text("NAME,PHONE,ORIGIN_ID\nБ,+7901;+7902,A1\n", encoding="utf-8")
    done = oint("import", "crm.contact.add", "c2.csv", "--update-by", "ORIGIN_ID")

    assert done.code == 0, done.err
    (contact,) = [d for _, d in sly.store.select("contact") if d.get("ORIGIN_ID") == "A1"]
    assert contact["NAME"] == "Б"
    assert [row["VALUE"] for row in contact["PHONE"]] == ["+7900", "+7901", "+7902"]


def test_items_of_the_universal_methods(oint: Console, sly: TrickyPortal, tmp_path: Path) -> None:
    (tmp_path / "i.csv").write_text("title,originId\nОдна,A1\n", encoding="utf-8")
    words = ("import", "crm.item.add", "i.csv", "--set", "entityTypeId=2")
    done = oint(*words, "--unique", "originId")
    rows = oint(*words, "--unique", "originId", "--output", "csv")

    assert done.code == 0, done.err
    ((number, deal),) = [r for r in sly.store.select("deal") if r[1].get("ORIGIN_ID") == "A1"]
    assert deal["TITLE"] == "Одна"
    assert rows.out == f"line,state,id\r\n2,done,{number}\r\n"


def test_order_sensitive_methods_get_documented_order(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("текст,задача\nПривет,1\n", encoding="utf-8")
    done = oint("import", "task.commentitem.add", "c.csv", "--map", "задача=TASKID",
        "--map", "текст=FIELDS[POST_MESSAGE]")  # fmt: skip

    assert done.code == 0, done.err
    assert list(sly.calls[-1][1].items()) == [
        ("TASKID", "1"), ("FIELDS", {"POST_MESSAGE": "Привет"})
    ]  # fmt: skip


def test_a_terminal_sees_how_far_it_is(oint: Console, tmp_path: Path) -> None:
    written(tmp_path / "d.ndjson", 120)
    done = oint("import", ADD, "d.ndjson", tty=True)

    assert done.code == 0, done.err
    assert "120" in done.out


def test_a_dry_run_sends_nothing_and_shows_what_would_go(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "d.csv").write_text("TITLE,OPPORTUNITY,x\na,1,\nb,два,\n", encoding="utf-8")
    done = oint("import", ADD, "d.csv", "--dry-run", "--map", "x=")

    assert done.code == 0
    assert done.json["columns"] == {
        "TITLE": "fields[TITLE]", "OPPORTUNITY": "fields[OPPORTUNITY]", "x": None
    }  # fmt: skip
    assert done.json["unfit"][0]["line"] == 3
    assert done.json["requests"][0]["params"]["cmd"] == {
        "1": "crm.deal.add?fields[TITLE]=a&fields[OPPORTUNITY]=1"
    }
    assert sly.requests == []
    assert not (tmp_path / "d.csv.oint-journal").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((ADD,), "METHOD FILE"),
        ((ADD, "d.ndjson", "more"), "more"),
        ((ADD, "d.ndjson", "--uniqe", "X"), "--unique"),
        ((ADD, "d.ndjson", "--map", "X"), "СТОЛБЕЦ=ПОЛЕ"),
        ((ADD, "d.ndjson", "--limit-errors", "x"), "--limit-errors"),
        ((ADD, "d.ndjson", "--format", "xls"), "xls"),
        (("crm.deal.update", "d.ndjson", "--unique", "ORIGIN_ID"), "не создаёт"),
        (("crm.item.add", "d.ndjson", "--unique", "originId"), "--set entityTypeId"),
        (("im.chat.add", "d.ndjson", "--update-by", "TITLE"), "нет метода изменения"),
    ],
)
def test_wrong_words_are_told_and_nothing_is_sent(
    oint: Console, sly: TrickyPortal, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    written(tmp_path / "d.ndjson", 1)
    done = oint("import", *words)

    assert done.code == 2
    assert told in done.err
    assert imported(sly) == []


def test_values_no_query_carries_go_as_calls_of_their_own(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "d.ndjson").write_text(
        '{"TITLE": "$result[1]", "ORIGIN_ID": "A1", "COMMENTS": null}\n'
        '{"TITLE": "b", "ORIGIN_ID": "A2", "UF_CRM_1": {"a": null}}\n',
        encoding="utf-8",
    )
    done = oint("import", ADD, "d.ndjson", "--no-check")

    assert done.code == 0, done.err
    assert sly.requests[-2:] == [ADD, ADD]
    assert sly.calls[-2][1]["fields"]["TITLE"] == "$result[1]"
    assert "COMMENTS" not in sly.calls[-2][1]["fields"]


def test_a_read_is_no_import(oint: Console, sly: TrickyPortal, tmp_path: Path) -> None:
    written(tmp_path / "d.ndjson", 1)
    done = oint("import", "crm.deal.list", "d.ndjson")

    assert done.code == 2
    assert "oint list crm.deal.list" in done.err
    assert sly.requests == []


def test_a_mapped_column_that_the_table_lacks_is_told(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "d.csv").write_text("Имя,ORIGIN_ID\na,A1\n", encoding="utf-8")
    done = oint("import", ADD, "d.csv", "--map", "Имья=TITLE")

    assert done.code == 2
    assert "нет столбца «Имья», есть: Имя, ORIGIN_ID" in done.err
    assert imported(sly) == []


def test_columns_the_portal_has_no_field_for_are_told(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "d.csv").write_text("TITLE,Цвет стен,ORIGIN_ID\na,red,A1\n", encoding="utf-8")
    done = oint("import", ADD, "d.csv")

    assert done.code == 0
    assert "нет полей для столбцов: Цвет стен;" in done.err
    assert imported(sly) == ["A1"]


def test_refused_rows_are_told_with_their_lines(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    lines = [f"a,A{n},{'много' if n < 8 else n}" for n in range(1, 9)]
    text = "\n".join(["TITLE,ORIGIN_ID,OPPORTUNITY", *lines, ""])
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    done = oint("import", ADD, "d.csv")

    assert done.code == 3
    assert imported(sly) == ["A8"]
    assert "  строка 2: OPPORTUNITY: «много» — не число (double)\n" in done.err
    assert "строка 7:" not in done.err
    assert "  и ещё 2\n" in done.err


def test_rows_somebody_has_corrected_are_not_written_over(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "d.csv").write_text("TITLE,ORIGIN_ID,OPPORTUNITY\na,A1,много\n", encoding="utf-8")
    kept = tmp_path / "d.csv.refused.ndjson"
    oint("import", ADD, "d.csv")
    first = kept.read_text("utf-8")
    oint("import", ADD, "d.csv")
    corrected = first.replace("много", "5")
    kept.write_text(corrected, "utf-8")
    again = oint("import", ADD, "d.csv")

    assert kept.read_text("utf-8") == corrected
    assert again.json["result"]["refused_file"] == "d.csv.refused.2.ndjson"
    assert (tmp_path / "d.csv.refused.2.ndjson").read_text("utf-8") == first
    assert imported(sly) == []


@pytest.mark.parametrize("text", ["", "TITLE,ORIGIN_ID\n"])
def test_a_file_without_rows_is_told(
    oint: Console, sly: TrickyPortal, tmp_path: Path, text: str
) -> None:
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    done = oint("import", ADD, "d.csv")

    assert (done.code, imported(sly)) == (0, [])
    assert "d.csv: ни одной строки" in done.err


def test_a_misspelt_keyword_is_no_wish(client: Portal, sly: TrickyPortal) -> None:
    with pytest.raises(TypeError, match="uniqe"):
        import_rows(client, ADD, [{"TITLE": "a"}], uniqe="ORIGIN_ID")  # type: ignore[call-arg]

    assert sly.requests == []


def test_rows_at_hand_may_hold_dates_and_exact_numbers(client: Portal, sly: TrickyPortal) -> None:
    row = {"TITLE": "a", "CLOSEDATE": date(2026, 12, 31), "OPPORTUNITY": Decimal("0.10")}
    import_rows(client, ADD, [row])

    assert sly.calls[-1][1]["fields"] == {
        "TITLE": "a", "CLOSEDATE": "2026-12-31", "OPPORTUNITY": "0.10",
    }  # fmt: skip
