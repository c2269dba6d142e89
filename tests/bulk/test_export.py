from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.bulk.state import claimed, part_of, state_of
from oint_b24.output.stores import SqliteWriter
from tests.bulk.small_portal import (
    Answer,
    CutError,
    RefusedError,
    SmallPortal,
    deals,
    number,
    table,
)
from tests.cli.console import Console, Ended

if TYPE_CHECKING:
    from pathlib import Path

ALL = list(range(1, 6001))
METHODS = {"crm.deal.list": table(deals(ALL))}


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """Run command lines, without waiting before requests are repeated."""
    return Console(tmp_path / "home")


def export(console: Console, small: SmallPortal, target: Path, *words: str) -> Ended:
    return console(
        "export", "crm.deal.list", str(target), "--url", small.url, "--retries", "0",
        "--no-check", *words,
    )  # fmt: skip


def ids_in(path: Path) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [int(json.loads(line)["ID"]) for line in lines]


def test_ndjson_is_one_row_a_line(console: Console, tmp_path: Path) -> None:
    with SmallPortal(METHODS) as small:
        done = export(console, small, tmp_path / "deals.ndjson")

    assert done.code == 0, done.err
    assert ids_in(tmp_path / "deals.ndjson") == ALL
    assert (tmp_path / "deals.ndjson").read_text().startswith('{"ID":"1","TITLE":"Сделка 1"}\n')
    assert "6000 строк" in done.err
    assert "портал насчитал столько же" in done.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deals.ndjson", "home"]


def test_csv_has_the_columns_of_the_first_rows(console: Console, tmp_path: Path) -> None:
    with SmallPortal(METHODS) as small:
        export(console, small, tmp_path / "deals.csv")

    with (tmp_path / "deals.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["ID"]) for row in rows] == ALL
    assert list(rows[0]) == ["ID", "TITLE"]


def test_tsv_with_wanted_columns(console: Console, tmp_path: Path) -> None:
    with SmallPortal(METHODS) as small:
        export(console, small, tmp_path / "deals.tsv", "--columns", "TITLE,ID", "--limit", "2")

    assert (tmp_path / "deals.tsv").read_text(encoding="utf-8") == (
        "TITLE\tID\nСделка 1\t1\nСделка 2\t2\n"
    )


def test_json_is_one_array(console: Console, tmp_path: Path) -> None:
    with SmallPortal(METHODS) as small:
        export(console, small, tmp_path / "deals.json", "--columns", "ID")

    found = json.loads((tmp_path / "deals.json").read_text(encoding="utf-8"))
    assert found == [{"ID": str(n)} for n in ALL]


@pytest.mark.parametrize(("name", "content"), [("e.json", "[]\n"), ("e.csv", ""), ("e.ndjson", "")])
def test_an_empty_list_is_an_empty_file(
    console: Console, tmp_path: Path, name: str, content: str
) -> None:
    with SmallPortal({"crm.deal.list": table([])}) as small:
        done = export(console, small, tmp_path / name)

    assert done.code == 0
    assert (tmp_path / name).read_text(encoding="utf-8") == content


def test_sqlite_keeps_numbers_texts_and_nested_values(console: Console, tmp_path: Path) -> None:
    rows = [{"ID": n, "A": "ё", "B": None, "C": {"x": [1]}, "D": 1.5, "E": True} for n in ALL[:70]]
    with SmallPortal({"crm.deal.list": table(rows)}) as small:
        done = export(console, small, tmp_path / "deals.sqlite")

    assert done.code == 0, done.err
    base = sqlite3.connect(tmp_path / "deals.sqlite")
    found = base.execute("SELECT * FROM rows").fetchall()
    base.close()
    assert found == [(n, "ё", None, '{"x":[1]}', 1.5, 1) for n in ALL[:70]]


def test_parquet_without_its_library_says_what_to_install(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with SmallPortal(METHODS) as small:
        done = export(console, small, tmp_path / "deals.parquet")

    assert done.code == 2
    assert "pyarrow" in done.err
    assert small.requests == []


@pytest.mark.parametrize("target", ["deals", "deals.xlsx", "no/such/place.csv"])
def test_a_file_that_cannot_be_is_refused_before_anything_is_sent(
    console: Console, tmp_path: Path, target: str
) -> None:
    with SmallPortal(METHODS) as small:
        done = export(console, small, tmp_path / target)

    assert done.code == 2
    assert small.requests == []


def test_a_field_the_first_rows_did_not_have_is_told(console: Console, tmp_path: Path) -> None:
    rows = [{"ID": str(n), **({"LATE": 1} if n == 150 else {})} for n in range(1, 201)]
    with SmallPortal({"crm.deal.list": table(rows)}) as small:
        done = export(console, small, tmp_path / "deals.csv")

    assert done.code == 3
    assert "LATE" in done.err


def failing_after(count: int, failure: Exception) -> Any:
    """Return a hook that fails from the request after `count` on."""
    asked = iter(range(1, 10_000))

    def before_request(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) > count:
            raise failure

    return before_request


@pytest.mark.parametrize("form", ["ndjson", "csv", "json", "tsv", "sqlite"])
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_cut_export_goes_on_after_its_last_whole_row(
    console: Console, tmp_path: Path, form: str, count: int
) -> None:
    target = tmp_path / f"deals.{form}"
    with SmallPortal(METHODS) as whole:
        export(console, whole, tmp_path / f"whole.{form}", "--parallel", "2")
        failing = failing_after(count, RefusedError("ERROR_CORE"))
        with SmallPortal(METHODS, failing) as small:
            cut = export(console, small, target, "--parallel", "2")
            # The same portal, well again.
            small.before_request = whole.before_request
            assert cut.code == 1
            assert not target.exists()
            assert part_of(target).exists() == state_of(target).exists() or count == 1
            done = export(console, small, target, "--parallel", "3", "--resume")

    assert done.code == 0, done.err
    assert not part_of(target).exists()
    assert not state_of(target).exists()
    if form == "sqlite":
        assert ids_in_base(target) == ALL
    else:
        assert target.read_bytes() == (tmp_path / f"whole.{form}").read_bytes()


def ids_in_base(path: Path) -> list[int]:
    base = sqlite3.connect(path)
    found = [int(row[0]) for row in base.execute("SELECT ID FROM rows")]
    base.close()
    return found


def cut_export(console: Console, target: Path, *words: str) -> tuple[SmallPortal, Ended]:
    small = SmallPortal(METHODS, failing_after(3, CutError()))
    with small:
        done = export(console, small, target, "--parallel", "1", *words)
    return small, done


def test_a_half_row_behind_the_last_whole_one_is_cut_off(console: Console, tmp_path: Path) -> None:
    target = tmp_path / "deals.ndjson"
    with SmallPortal(METHODS, failing_after(3, CutError())) as small:
        export(console, small, target, "--parallel", "1")
        with part_of(target).open("ab") as file:
            file.write(b'{"ID":"6001","TIT')
        small.before_request = lambda _method, _params: None
        done = export(console, small, target, "--resume")

    assert done.code == 0, done.err
    assert "продолжаю" in done.err
    assert ids_in(target) == ALL


def test_a_cut_export_says_how_to_go_on(console: Console, tmp_path: Path) -> None:
    _, done = cut_export(console, tmp_path / "deals.ndjson")

    assert done.code == 6
    assert "--resume" in done.err


def test_another_export_is_not_gone_on_with(console: Console, tmp_path: Path) -> None:
    target = tmp_path / "deals.ndjson"
    with SmallPortal(METHODS, failing_after(3, CutError())) as small:
        export(console, small, target, "--parallel", "1")
        done = export(console, small, target, "--resume", "--filter", "STAGE_ID=WON")

    assert done.code == 2
    assert "params" in done.err


def test_without_resume_a_cut_export_starts_anew(console: Console, tmp_path: Path) -> None:
    target = tmp_path / "deals.ndjson"
    with SmallPortal(METHODS, failing_after(3, CutError())) as small:
        export(console, small, target, "--parallel", "1")
        small.before_request = lambda _method, _params: None
        done = export(console, small, target)

    assert done.code == 0
    assert ids_in(target) == ALL


def test_resume_with_nothing_to_go_on_with_starts(console: Console, tmp_path: Path) -> None:
    with SmallPortal(METHODS) as small:
        done = export(console, small, tmp_path / "deals.ndjson", "--resume")

    assert done.code == 0
    assert ids_in(tmp_path / "deals.ndjson") == ALL


def test_a_limit_counts_the_rows_from_before_the_cut(console: Console, tmp_path: Path) -> None:
    target = tmp_path / "deals.ndjson"
    with SmallPortal(METHODS, failing_after(3, CutError())) as small:
        export(console, small, target, "--parallel", "1", "--limit", "5700")
        small.before_request = lambda _method, _params: None
        done = export(console, small, target, "--resume", "--limit", "5700")

    assert done.code == 0, done.err
    assert ids_in(target) == ALL[:5700]


@pytest.mark.parametrize("words", [("--resume",), ("--output", "parquet", "--resume")])
def test_only_a_file_of_rows_can_be_gone_on_with(
    console: Console, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", object())
    target = "/dev/null" if len(words) == 1 else str(tmp_path / "x.parquet")
    with SmallPortal(METHODS) as small:
        done = console(
            "export", "crm.deal.list", target, "--url", small.url, "--output", "ndjson", *words
        )

    assert done.code == 2


def test_a_lost_part_is_told(console: Console, tmp_path: Path) -> None:
    target = tmp_path / "deals.ndjson"
    with SmallPortal(METHODS, failing_after(3, CutError())) as small:
        export(console, small, target, "--parallel", "1")
        part_of(target).write_bytes(b"")
        done = export(console, small, target, "--resume")

    assert done.code == 2
    assert ".part" in done.err


def test_a_list_with_missing_rows_leaves_no_whole_file(console: Console, tmp_path: Path) -> None:
    def method(params: dict[str, Any]) -> Any:
        known = deals(range(1, 501))
        return table(known if number(params["start"]) >= 0 else known[:200] + known[210:])(params)

    target = tmp_path / "deals.ndjson"
    with SmallPortal({"crm.deal.list": method}) as small:
        done = export(console, small, target)
        again = export(console, small, target, "--resume")

    assert (done.code, again.code) == (3, 3)
    assert "10 строк" in done.err
    assert not target.exists()
    assert part_of(target).exists()


def test_an_older_file_stays_until_the_new_one_is_whole(console: Console, tmp_path: Path) -> None:
    target = tmp_path / "deals.ndjson"
    target.write_text("old\n")
    cut_export(console, target)

    assert target.read_text() == "old\n"


def test_page_numbers_go_on_too(console: Console, tmp_path: Path) -> None:
    known = [{"ID": str(n)} for n in ALL]

    def method(params: dict[str, Any]) -> Answer:
        start = number(params.get("start"))
        after = start + 50
        return Answer(known[start:after], len(known), after if after < len(known) else None)

    target = tmp_path / "users.ndjson"
    words = ("--no-check", "--retries", "0", "--parallel", "1")
    with SmallPortal({"user.get": method}, failing_after(1, CutError())) as small:
        cut = console("export", "user.get", str(target), "--url", small.url, *words)
        small.before_request = lambda _method, _params: None
        done = console("export", "user.get", str(target), "--url", small.url, "--resume", *words)

    assert (cut.code, done.code) == (6, 0), done.err
    assert ids_in(target) == ALL


def test_a_list_that_turned_to_page_numbers_goes_on_by_them(
    console: Console, tmp_path: Path
) -> None:
    def method(params: dict[str, Any]) -> Any:
        return METHODS["crm.deal.list"]({**params, "filter": {}})

    target = tmp_path / "deals.ndjson"
    with SmallPortal({"crm.deal.list": method}, failing_after(3, CutError())) as small:
        cut = export(console, small, target, "--parallel", "1")
        assert part_of(target).exists()
        small.before_request = lambda _method, _params: None
        done = export(console, small, target, "--resume")

    assert (cut.code, done.code) == (6, 0), done.err
    assert ids_in(target) == ALL


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_cursor_goes_on_too(console: Console, tmp_path: Path, count: int) -> None:
    known = [{"ID": n, "id": n} for n in range(130, 0, -1)]

    def method(params: dict[str, Any]) -> Any:
        last = number(params.get("LAST_ID"), 1000)
        return {"messages": [row for row in known if row["id"] < last][:50]}

    target = tmp_path / "messages.ndjson"
    words = ("im.dialog.messages.get", str(target), "DIALOG_ID=chat1", "--retries", "0")
    failing = failing_after(count, CutError())
    with SmallPortal({"im.dialog.messages.get": method}, failing) as small:
        console("export", *words, "--url", small.url)
        small.before_request = lambda _method, _params: None
        done = console("export", *words, "--url", small.url, "--resume")

    assert done.code == 0, done.err
    assert ids_in(target) == list(range(130, 0, -1))


def test_a_database_goes_on_after_its_last_kept_row(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    first = SqliteWriter(("ID",))
    first.open(path)
    first.put(first.pack([{"ID": 1}, {"ID": 2}]))
    mark = first.mark()
    first.put(first.pack([{"ID": 3}]))
    first.close(is_whole=False)

    second = SqliteWriter(("ID",))
    second.open(path, mark)
    second.put(second.pack([{"ID": 4}]))
    second.close(is_whole=True)

    assert mark == 2
    assert ids_in_base(path) == [1, 2, 4]


def test_breaks_inside_texts_stay_inside_their_line(console: Console, tmp_path: Path) -> None:
    text = 'а\nб\u2028в\u0085г\td\\e"f'
    with SmallPortal({"crm.deal.list": table([{"ID": "1", "T": text}])}) as small:
        for form in ("ndjson", "csv", "tsv"):
            export(console, small, tmp_path / f"x.{form}")

    lines = (tmp_path / "x.ndjson").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["T"] for line in lines] == [text]
    raw = (tmp_path / "x.csv").read_bytes().decode()
    assert list(csv.reader(io.StringIO(raw, newline="")))[1] == ["1", text]
    assert (tmp_path / "x.tsv").read_text(encoding="utf-8").count("\n") == 2


@pytest.mark.parametrize("form", ["ndjson", "csv", "sqlite"])
def test_two_exports_do_not_share_a_file(console: Console, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"deals.{form}"
    with SmallPortal(METHODS) as small:
        with claimed(target):
            second = export(console, small, target)
        asked = list(small.requests)
        third = export(console, small, target)

    assert (second.code, asked) == (2, [])
    assert "другая выгрузка" in second.err
    assert third.code == 0, third.err
    assert [path.name for path in tmp_path.glob("deals*")] == [target.name]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_written_to_as_it_is(console: Console, tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_text("utf-8")))
    reader.start()
    with SmallPortal(METHODS) as small:
        done = export(console, small, pipe, "--output", "csv", "--columns", "ID", "--limit", "2")
    reader.join()

    assert done.code == 0, done.err
    assert got[0].split() == ["ID", "1", "2"]


def test_a_database_on_a_full_disk_is_told_as_one(tmp_path: Path) -> None:
    writer = SqliteWriter(("ID",))
    writer.open(tmp_path / "rows.sqlite")
    base = writer._base
    assert base is not None
    base.execute("COMMIT")
    base.execute("PRAGMA max_page_count = 2")
    base.execute("BEGIN")
    with pytest.raises(OSError, match="full"):
        writer.put(writer.pack([{"ID": "x" * 100}] * 1000))
    writer.close(is_whole=False)


def test_one_record_is_no_list(console: Console) -> None:
    user = {"ID": "1", "NAME": "Имя", "UF_DEPARTMENT": [1]}
    with SmallPortal({"user.current": lambda _params: Answer(user)}) as small:
        done = console("list", "user.current", "--url", small.url)

    assert (done.code, done.out) == (2, "")
    assert "нет списка" in done.err


@pytest.mark.parametrize("form", ["csv", "ndjson", "sqlite"])
def test_a_wanted_column_that_no_row_has_is_told(
    console: Console, tmp_path: Path, form: str
) -> None:
    rows = [{"ID": str(n), **({"LATE": 1} if n == 150 else {})} for n in range(1, 201)]
    with SmallPortal({"crm.deal.list": table(rows)}) as small:
        done = export(console, small, tmp_path / f"d.{form}", "--columns", "ID,LATE,TITEL")

    assert done.code == 0
    assert "нет колонки «TITEL»" in done.err
    assert "LATE" not in done.err
