"""Batches and imports of REST 3.0: all or nothing, and safe to repeat under a key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from oint_b24.bulk.importing.api import import_rows
from oint_b24.portal.batches.batch import Command
from oint_b24.portal.batches.version_3 import run
from oint_b24.rest.catalogue import find
from tests.bulk.portals import ECHO
from tests.bulk.test_batch import TEXTS, VALUES
from tests.bulk.test_import import killed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oint_b24.portal.client import Portal
    from tests.bulk.portals import Fate, TrickyPortal
    from tests.cli.console import Console
    from tests.faults.stopped import Stopped

ADD = "tasks.task.add"
SEEDED = 6


@pytest.fixture(autouse=True)
def _in_own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def task(number: int, **more: Any) -> dict[str, Any]:
    return {"title": f"T{number}", "responsibleId": 1, "creatorId": 1, **more}


def written(count: int, first: int = 1) -> str:
    lines = (json.dumps(task(n)) for n in range(first, first + count))
    with open("t.ndjson", "w", encoding="utf-8") as file:  # noqa: PTH123 - in the test's own directory
        file.write("\n".join(lines))
    return "t.ndjson"


def titles(portal: TrickyPortal) -> list[str]:
    found = [task["TITLE"] for _, task in portal.store.select("task", [], [])]
    return [title for title in found if title.startswith("T")]


def expected(count: int) -> list[str]:
    return [f"T{n}" for n in range(1, count + 1)]


def losing(*unlucky: int, way: Fate = "after") -> Callable[[int], Fate]:
    return lambda number: way if number in unlucky else ""


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(params=st.dictionaries(TEXTS, VALUES, max_size=5))
def test_every_json_value_arrives_as_in_a_single_call(
    sly: TrickyPortal, client: Portal, params: dict[str, Any]
) -> None:
    sly.calls.clear()
    client.call(ECHO, params, version=3)
    commands = [Command(key, ECHO, params, is_literal=True) for key in ("a", "b")]
    made = run(client, commands)

    alone, *together = (given for method, given in sly.calls if method == ECHO)
    assert together == [alone, alone]
    assert [outcome.state for outcome in made.outcomes] == ["done", "done"]


def test_commands_of_a_file_refer_to_earlier_ones(oint: Console, sly: TrickyPortal) -> None:
    lines = (
        f"new: {ADD} fields[title]=T1 fields[responsibleId]:=1 fields[creatorId]:=1\n"
        'seen: tasks.task.get id:=\'{"$ref": "new.item.id"}\' select:=\'["id", "title"]\'\n'
    )
    done = oint("batch", "-", "--v3", stdin=lines)

    assert done.code == 0, done.err
    assert done.json["result"]["seen"]["result"] == {"item": {"id": SEEDED + 1, "title": "T1"}}
    assert sly.requests == ["batch"]


def test_the_body_of_a_batch_is_understood(oint: Console) -> None:
    body = [
        {"method": "tasks.task.get", "query": {"id": 1, "select": ["id"]}, "as": "one"},
        {"method": "tasks.task.get", "query": {"id": 2, "select": ["id"]}},
    ]
    done = oint("batch", "-", "--v3", "--output", "ndjson", stdin=json.dumps(body))

    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row["key"] for row in rows] == ["one", "1"]
    assert [row["result"]["item"]["id"] for row in rows] == [1, 2]


def test_one_refusal_is_that_of_all(oint: Console, sly: TrickyPortal) -> None:
    lines = f"a: {ADD} fields:='{json.dumps(task(1))}'\nb: tasks.task.get id:=999\n"
    done = oint("batch", "-", "--v3", stdin=lines)

    assert done.code == 1
    assert titles(sly) == []


def test_a_query_and_a_lost_reference_are_refused_before_sending(
    oint: Console, sly: TrickyPortal
) -> None:
    query = oint("batch", "-", "--v3", stdin="tasks.task.get?id=1\n")
    lost = oint("batch", "-", "--v3", stdin='tasks.task.get id:=\'{"$ref": "x.item.id"}\'\n')

    assert (query.code, lost.code) == (2, 2)
    assert "«x»" in lost.err
    assert sly.requests == []


def test_a_table_becomes_tasks_with_the_types_of_their_fields(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(
        "title;responsibleId;deadline;needsControl\nT1;1;31.12.2026 10:00;да\nT2;10;;нет\n", "utf-8"
    )
    done = oint("import", ADD, "t.csv", "--v3", "--set", "creatorId:=1")

    assert done.code == 0, done.err
    first, second = (sly.store.get("task", number) or {} for number in (SEEDED + 1, SEEDED + 2))
    assert (first["TITLE"], first["RESPONSIBLE_ID"], first["TASK_CONTROL"]) == ("T1", 1, "Y")
    assert first["DEADLINE"].startswith("2026-12-31T10:00:00")
    assert (second["TITLE"], second["RESPONSIBLE_ID"], second["TASK_CONTROL"]) == ("T2", 10, "N")


def test_rows_go_in_batches_and_their_ids_are_kept(oint: Console, sly: TrickyPortal) -> None:
    done = oint("import", ADD, written(120), "--v3", "--output", "ndjson")

    rows = [json.loads(line) for line in done.out.splitlines()]
    assert titles(sly) == expected(120)
    assert [row["id"] for row in rows] == [str(SEEDED + n) for n in range(1, 121)]
    assert sly.requests.count("batch") == 4  # of 10, 20, 40 and 50 rows


def test_a_refused_row_does_not_hold_up_those_beside_it(
    oint: Console, sly: TrickyPortal, tmp_path: Path
) -> None:
    rows = [task(n) if n not in (17, 40) else task(n, responsibleId="x") for n in range(1, 61)]
    (tmp_path / "t.ndjson").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    done = oint("import", ADD, "t.ndjson", "--v3", "--as-is")

    assert done.code == 3, done.err
    assert sorted(titles(sly)) == sorted(f"T{n}" for n in range(1, 61) if n not in (17, 40))
    kept = (tmp_path / "t.ndjson.refused.ndjson").read_text("utf-8").splitlines()
    refused = [json.loads(line) for line in kept]
    assert [row["_oint"]["line"] for row in refused] == [17, 40]
    assert "responsibleId" in refused[0]["_oint"]["error_description"]


@pytest.mark.parametrize("way", ["before", "after"])
def test_a_lost_answer_is_asked_for_again_under_its_key(
    sly: TrickyPortal, client: Portal, clock: Stopped, way: Fate
) -> None:
    sly.fate = losing(1, 3, 4, way=way)
    report = import_rows(client, ADD, [task(n) for n in range(1, 101)], version=3)

    assert (report.done, report.unknown) == (100, 0)
    assert titles(sly) == expected(100)
    assert clock.slept  # the portal may still be at work on what was lost


@pytest.mark.parametrize("way", ["before", "after"])
def test_kill_9_loses_and_doubles_nothing_and_no_field_is_needed(
    oint: Console, sly: TrickyPortal, tmp_path: Path, way: Fate
) -> None:
    words = ("import", ADD, written(150), "--v3", "--settle", "0")
    sly.fate = losing(1, 3, 5, way=way)
    codes = [killed(oint, sly, tmp_path, *words) for _ in range(4)]

    assert [bool(code) for code in codes] == [True, True, True, False]
    assert sorted(titles(sly)) == sorted(expected(150))


def test_a_key_is_of_no_use_after_a_day(
    sly: TrickyPortal, client: Portal, clock: Stopped, tmp_path: Path
) -> None:
    sly.fate = lambda _: "after"
    journal = tmp_path / "kept"
    rows = [task(n) for n in range(1, 6)]

    def imported(**given: Any) -> Any:
        return import_rows(
            client, ADD, rows, version=3, journal=journal, waiting=clock.waiting(), **given
        )

    lost = imported()
    sly.fate = lambda _: ""
    clock.time += 24 * 3600
    later = imported()
    again = imported(resends=True)

    assert (lost.unknown, later.unknown) == (5, 5)
    assert (again.done, again.unknown) == (5, 0)
    assert titles(sly) == expected(5) * 2  # sent again on the caller's own word


def test_updates_name_their_records_by_number(oint: Console, sly: TrickyPortal) -> None:
    table = "id;title\n1;T1\n2;T2\n"
    done = oint("import", "tasks.task.update", "-", "--v3", "--format", "csv", stdin=table)

    assert done.code == 0, done.err
    assert titles(sly) == ["T1", "T2"]


def test_unique_is_refused_and_a_dry_run_shows_the_batch(oint: Console) -> None:
    name = written(3)
    refused = oint("import", ADD, name, "--v3", "--unique", "title")
    shown = oint("import", ADD, name, "--v3", "--dry-run")

    assert refused.code == 2
    assert "--unique: в версии 3 не нужен" in refused.err
    (request,) = shown.json["requests"]
    assert "/rest/api/" in request["url"]
    assert request["params"][0] == {"method": ADD, "query": {"fields": task(1)}}


def test_the_effect_of_a_batch_is_that_of_its_worst_call() -> None:
    known = find(ADD, 3)

    assert known is not None
    assert known.effect == "write"
