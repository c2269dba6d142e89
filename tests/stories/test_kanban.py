"""Kanban: stages of «my plan», their order, and tasks moved between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def titles(rest: RestClient) -> list[str]:
    stages = rest.call("task.stages.get", entityId=0)
    return [s["TITLE"] for s in sorted(stages.values(), key=lambda s: int(s["SORT"]))]


def test_a_stage_is_added_moved_filled_emptied_and_deleted(do: Teller, rest: RestClient) -> None:
    number = do("ДобавитьСтадиюКанбана --title Проверка --color 47E4C2 --prevstage 1")

    assert titles(rest)[1] == "Проверка"
    assert do("GetKanbanStages --entityid 0")[str(number)]["COLOR"] == "47E4C2"
    do(f"UpdateKanbansStage --title Приёмка --stage {number} --color 75D900 --prevstage 2")
    assert titles(rest)[2] == "Приёмка"
    assert do("ПолучитьСтадииКанбана")[str(number)]["COLOR"] == "75D900"
    assert do(f"ПеренестиЗадачуВСтадиюКанбана --task 1 --stage {number}") is True
    assert do.refused(f"DeleteKanbanStage --stage {number}")[1] == "ACCESS_DENIED"
    assert do("MoveTaskToKanbanStage --task 1 --stage 2") is True
    assert do(f"УдалитьСтадиюКанбана --stage {number}") is True
    assert "Приёмка" not in titles(rest)


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    before = titles(rest)
    number = do("AddKanbanStage -t Последняя -p 3")
    assert titles(rest) == [*before, "Последняя"]

    do(f"ИзменитьСтадиюКанбана -t Итог -s {number}")
    assert titles(rest) == [*before, "Итог"]
    do("ПеренестиЗадачуВСтадиюКанбана -t 1 -s 3")
    do("ПеренестиЗадачуВСтадиюКанбана -t 6 -s 3 --before 1")
    do(f"DeleteKanbanStage -s {number}")
    assert titles(rest) == before
