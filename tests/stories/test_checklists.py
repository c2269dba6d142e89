"""Task checklists: items added, ticked, unticked, renamed and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def item(rest: RestClient, number: int) -> dict[str, Any]:
    return rest.call("task.checklistitem.get", TASKID=1, ITEMID=number)


def test_an_item_is_added_changed_ticked_and_deleted(do: Teller, rest: RestClient) -> None:
    number = do("ДобавитьЭлементЧеклистаЗадачи --task 1 --text 'Обновить журнал' --complete true")

    assert (item(rest, number)["TITLE"], item(rest, number)["IS_COMPLETE"]) == (
        "Обновить журнал", "Y",
    )  # fmt: skip
    assert do(f"GetTasksChecklistElement --task 1 --element {number}") == item(rest, number)
    do(f"ВозобновитьЭлементЧеклистаЗадачи --task 1 --element {number}")
    assert item(rest, number)["IS_COMPLETE"] == "N"
    do(f"CompleteTasksChecklistElement --task 1 --element {number}")
    assert item(rest, number)["IS_COMPLETE"] == "Y"
    do(f"UpdateTasksChecklistElement --task 1 --element {number} --text 'Обновить всё'")
    assert item(rest, number)["TITLE"] == "Обновить всё"
    titles = [row["TITLE"] for row in do("ПолучитьЧеклистЗадачи --task 1")]
    assert "Обновить всё" in titles
    do(f"УдалитьЭлементЧеклистаЗадачи --task 1 --element {number}")
    assert rest.refused("task.checklistitem.get", TASKID=1, ITEMID=number)[0] == 400


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("AddTasksChecklistElement -t 1 -x 'Позвонить'")

    assert item(rest, number)["IS_COMPLETE"] == "N"
    do(f"ВыполнитьЭлементЧеклистаЗадачи -t 1 -e {number}")
    assert item(rest, number)["IS_COMPLETE"] == "Y"
    do(f"RenewTasksChecklistElement -t 1 -e {number}")
    assert do(f"ПолучитьЭлементЧеклистаЗадачи -t 1 -e {number}")["IS_COMPLETE"] == "N"
    do(f"ИзменитьЭлементЧеклистаЗадачи -t 1 -e {number} -x 'Написать'")
    listed = do("GetTasksChecklist -t 1 --order", "{'ID':'desc'}")
    assert listed[0]["TITLE"] == "Написать"
    do(f"DeleteTasksChecklistElement -t 1 -e {number}")
    ids = [row["ID"] for row in rest.call("task.checklistitem.getlist", TASKID=1)]
    assert str(number) not in ids
