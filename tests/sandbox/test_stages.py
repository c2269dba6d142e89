"""Stages of «Мой план» and of kanbans over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def titles(client: RestClient) -> list[str]:
    return [stage["TITLE"] for stage in client.call("task.stages.get", entityId="0").values()]


def tasks_in(client: RestClient, stage: int) -> list[str]:
    found = client.call("tasks.task.list", filter={"STAGE_ID": stage}, select=["ID"])
    return [row["id"] for row in found["tasks"]]


def trouble(client: RestClient, method: str, **params: Any) -> tuple[int, str, str]:
    status, body = client.raw(f"task.stages.{method}", params)
    return status, body["error"], body["error_description"]


def test_seeded_plan(rest: RestClient) -> None:
    stages = rest.call("task.stages.get", entityId="0", isAdmin="N")

    assert list(stages) == ["1", "2", "3"]
    assert stages["1"] == {
        "ID": "1",
        "TITLE": "Не спланированы",
        "SORT": "100",
        "COLOR": "00C4FB",
        "SYSTEM_TYPE": "NEW",
        "ENTITY_ID": "1",
        "ENTITY_TYPE": "U",
        "ADDITIONAL_FILTER": [],
        "TO_UPDATE": [],
        "TO_UPDATE_ACCESS": None,
    }
    assert stages["2"]["SYSTEM_TYPE"] is None


def test_stages_are_added_moved_and_deleted(rest: RestClient) -> None:
    first = {"TITLE": "Сначала", "COLOR": "FFD800", "AFTER_ID": "0", "ENTITY_ID": "0"}
    number = rest.call("task.stages.add", fields={**first, "isAdmin": "N"})
    after = rest.call("task.stages.add", fields={"TITLE": "Потом", "AFTER_ID": "2"})

    assert (number, after) == (4, 5)
    assert titles(rest)[:1] == ["Сначала"]
    assert titles(rest)[2:4] == ["Сделаю на неделе", "Потом"]
    fields = {"TITLE": "Важное", "COLOR": "000000", "AFTER_ID": "5", "isAdmin": False}
    assert rest.call("task.stages.update", id="4", fields=fields) is True
    shown = rest.call("task.stages.get", entityId=0)
    assert list(shown) == ["1", "2", "5", "4", "3"]
    assert (shown["4"]["TITLE"], shown["4"]["COLOR"]) == ("Важное", "000000")
    assert [stage["SORT"] for stage in shown.values()] == ["100", "200", "300", "400", "500"]
    assert rest.call("task.stages.delete", id="4", isAdmin="N") is True
    assert "Важное" not in titles(rest)


def test_renaming_does_not_move(rest: RestClient) -> None:
    rest.call("task.stages.update", id=2, fields={"TITLE": "Неделя"})

    assert titles(rest) == ["Не спланированы", "Неделя", "Сделаю сегодня"]


def test_tasks_move_between_stages(rest: RestClient) -> None:
    assert tasks_in(rest, 1) == ["6", "5", "4", "3", "1"]
    assert rest.call("task.stages.movetask", id="1", stageId="2", after="0") is True
    rest.call("task.stages.movetask", id=6, stageId=2, before=1)

    assert tasks_in(rest, 2) == ["6", "1"]
    assert tasks_in(rest, 1) == ["5", "4", "3"]
    assert trouble(rest, "delete", id=2)[:2] == (400, "ACCESS_DENIED")
    rest.call("task.stages.movetask", id=6, stageId=3)
    rest.call("task.stages.movetask", id=1, stageId=3, after=6)
    assert rest.call("task.stages.delete", id=2) is True
    rest.call("tasks.task.delete", taskId=6)
    assert tasks_in(rest, 3) == ["1"]


def test_everyone_has_a_plan_of_their_own(rest: RestClient, manager: RestClient) -> None:
    assert titles(manager) == ["Не спланированы", "Сделаю на неделе"]

    denied = (400, "ACCESS_DENIED", "You cannot modify stages in this group")
    assert trouble(manager, "update", id=2, fields={"TITLE": "x"}) == denied
    assert trouble(rest, "update", id=4, fields={"TITLE": "x"}, isAdmin="Y") == denied
    moving = (400, "ACCESS_DENIED_MOVE", "You cannot move this task")
    assert trouble(manager, "movetask", id=2, stageId=2) == moving
    assert manager.call("task.stages.movetask", id=2, stageId=5) is True
    assert tasks_in(manager, 5) == ["2"]
    assert tasks_in(rest, 5) == []


def test_wrong_stages_are_refused(rest: RestClient, manager: RestClient) -> None:
    absent = (400, "NOT_FOUND", "Stage not found")

    assert trouble(rest, "add", fields={"TITLE": " "}) == (
        400, "EMPTY_TITLE", "Stage title is not specified",
    )  # fmt: skip
    assert trouble(rest, "update", id=99, fields={}) == absent
    assert trouble(rest, "delete", id=99) == absent
    assert trouble(rest, "movetask", id=1, stageId=99) == absent
    assert trouble(rest, "delete", id=1)[1] == "CANT_DELETE_FIRST"
    assert trouble(manager, "movetask", id=1, stageId=1)[1] == "TASK_NOT_FOUND"
    assert trouble(manager, "delete", id=2) == (400, "ACCESS_DENIED", "You cannot manage stages")


def test_kanbans_of_groups_are_for_those_with_access(rest: RestClient, manager: RestClient) -> None:
    group = {"TITLE": "В работе", "ENTITY_ID": 7}

    assert trouble(rest, "add", fields=group)[1] == "ACCESS_DENIED"
    assert trouble(manager, "add", fields=group, isAdmin="Y")[1] == "ACCESS_DENIED"
    number = rest.call("task.stages.add", fields=group, isAdmin=True)
    assert list(rest.call("task.stages.get", entityId=7, isAdmin="Y")) == [str(number)]
    assert trouble(rest, "get", entityId=7) == (
        400, "ACCESS_DENIED", "You cannot view stages in this group.",
    )  # fmt: skip
    assert trouble(rest, "movetask", id=1, stageId=number)[1] == "ACCESS_DENIED_MOVE"
    assert rest.call("task.stages.get", entityId=8, isAdmin="Y") == []


def test_whether_tasks_can_be_moved(rest: RestClient) -> None:
    can = "task.stages.canmovetask"

    assert rest.call(can, entityId="1", entityType="U") is True
    assert rest.call(can, entityId=10, entityType="U") is False
    assert rest.call(can, entityId=7, entityType="G") is False
    assert rest.call(can, entityId=1, entityType="X") is False


def test_a_members_kanban_is_his_to_arrange(rest: RestClient, manager: RestClient) -> None:
    stage = {"TITLE": "В работе", "ENTITY_ID": 1}
    assert int(manager.call("task.stages.add", fields=stage)) > 0
    hidden = {"TITLE": "В работе", "ENTITY_ID": 2}
    assert int(rest.call("task.stages.add", fields=hidden, isAdmin="Y")) > 0
