"""Timekeeping: time spent on tasks, and the working day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def record(rest: RestClient, number: int) -> dict[str, Any]:
    return rest.call("task.elapseditem.get", TASKID=1, ITEMID=number)


def test_time_spent_is_noted_corrected_and_struck_out(do: Teller, rest: RestClient) -> None:
    number = do(
        "ДобавитьТрудозатратыЗадачи --task 1 --amount 3600 --text Сборка"
        " --date 2026-01-15T10:00:00+05:00"
    )

    kept = record(rest, number)
    assert (kept["SECONDS"], kept["COMMENT_TEXT"], kept["USER_ID"]) == ("3600", "Сборка", "1")
    assert kept["CREATED_DATE"] == "2026-01-15T10:00:00+03:00"
    assert do(f"GetTaskTimeAccounting --task 1 --record {number}") == kept
    do(f"ИзменитьТрудозатратыЗадачи --task 1 --record {number} --amount 5400 --text Выпуск")
    assert (record(rest, number)["SECONDS"], record(rest, number)["MINUTES"]) == ("5400", "90")
    listed = do("ПолучитьСписокТрудозатратЗадачи --task 1 --order", "{'ID':'desc'}")
    assert listed[0] == record(rest, number)
    do(f"DeleteTaskTimeAccounting --task 1 --record {number}")
    assert rest.refused("task.elapseditem.get", TASKID=1, ITEMID=number)[0] == 400


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("AddTaskTimeAccounting -t 1 -a 60 -s 1")

    do(f"UpdateTaskTimeAccounting -t 1 -r {number} -a 120 -x Минуты")
    assert do(f"ПолучитьТрудозатратыЗадачи -t 1 -r {number}") == record(rest, number)
    assert record(rest, number)["COMMENT_TEXT"] == "Минуты"
    do(f"УдалитьТрудозатратыЗадачи -t 1 -r {number}")
    ids = [row["ID"] for row in do("GetTaskTimeAccountingList -t 1")]
    assert ids == ["1", "2"]


def test_a_working_day(do: Teller, rest: RestClient) -> None:
    for name, expected in (
        ("НачатьУчетВремени", "OPENED"), ("PauseTimekeeping", "PAUSED"),
        ("StartTimekeeping", "OPENED"), ("ПриостановитьУчетВремени", "PAUSED"),
        ("ЗавершитьУчетВремени --report Готово", "CLOSED"),
    ):  # fmt: skip
        assert do(name)["STATUS"] == expected, name
        assert rest.call("timeman.status")["STATUS"] == expected, name
    assert do("GetTimekeepingStatus") == rest.call("timeman.status")
    assert do("ПолучитьСтатусУчетаВремени --userid 10")["STATUS"] == "OPENED"
    assert do("StopTimekeeping --userid 10")["STATUS"] == "CLOSED"
    assert rest.call("timeman.status", USER_ID=10)["STATUS"] == "CLOSED"
    settings = rest.call("timeman.settings")
    assert do("ПолучитьНастройкиУчетаВремени") == do("GetTimekeepingSettings -s 1") == settings
