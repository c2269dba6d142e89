"""Scrum: backlogs, sprints, epics, kanbans, tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

API = "tasks.api.scrum."


@pytest.fixture
def scrum(rest: RestClient) -> RestClient:
    """Have group 3, a scrum with a backlog (entity 1)."""
    assert rest.call("sonet_group.create", NAME="Скрам", SCRUM_MASTER_ID=11) == 3
    rest.call(f"{API}backlog.add", fields={"groupId": 3, "createdBy": 1})
    return rest


def told(rest: RestClient, name: str, **params: Any) -> str:
    """Return how a call is refused: the code of these methods is 0."""
    status, body = rest.raw(f"{API}{name}", params)
    assert (status, body["error"]) == (400, "0"), body
    return str(body["error_description"])


def sprint(rest: RestClient, **fields: Any) -> int:
    given = {"groupId": 3, "name": "Спринт", **fields}
    number: int = rest.call(f"{API}sprint.add", fields=given)["id"]
    return number


def task(rest: RestClient, **fields: Any) -> int:
    made = rest.call(
        "tasks.task.add", fields={"TITLE": "Задача", "RESPONSIBLE_ID": 1, "GROUP_ID": 3}
    )
    number = int(made["task"]["id"])
    if fields:
        done = rest.call(f"{API}task.update", id=number, fields=fields)
        assert done == {"status": "success", "data": True, "errors": []}
    return number


def test_a_group_has_one_backlog(scrum: RestClient, manager: RestClient) -> None:
    assert scrum.call(f"{API}backlog.get", id=3) == {
        "id": 1,
        "groupId": 3,
        "createdBy": 1,
        "modifiedBy": 0,
    }
    again = {"groupId": 3, "createdBy": 1}
    assert told(scrum, "backlog.add", fields=again) == "Backlog already added"
    assert told(manager, "backlog.get", id=3) == "Access denied"
    assert told(scrum, "backlog.get", id=1) == "Backlog not found"
    moved = scrum.call(f"{API}backlog.update", id=1, fields={"groupId": 1, "modifiedBy": 10})
    assert (moved["groupId"], moved["modifiedBy"]) == (1, 10)
    scrum.call(f"{API}backlog.add", fields={"groupId": 2, "createdBy": 1})
    here = {"id": 1, "fields": {"groupId": 2}}
    assert told(scrum, "backlog.update", **here) == "The target group already has a backlog"
    assert scrum.call(f"{API}backlog.delete", id=1) == []
    assert told(scrum, "backlog.delete", id=1) == "Backlog not found"


@pytest.mark.parametrize(
    ("name", "params", "description"),
    [
        ("backlog.add", {"fields": {}}, "Group id not found"),
        ("backlog.add", {"fields": {"groupId": 9}}, "Access denied"),
        ("backlog.add", {"fields": {"groupId": 2}}, "createdBy user not found"),
        (
            "backlog.add",
            {"fields": {"groupId": 2, "createdBy": 99}},
            "createdBy user not found",
        ),
        ("backlog.get", {}, "Group id not found"),
        ("backlog.delete", {}, "Backlog id not found"),
        ("epic.add", {"fields": {"name": "а"}}, "Group is not found"),
        ("epic.add", {"fields": {"groupId": 3}}, "Name is not found"),
        ("epic.get", {"id": 9}, "Epic not found"),
        ("sprint.add", {"fields": {"groupId": 9}}, "Access denied"),
        ("sprint.add", {"fields": {"groupId": 3}}, "Sprint not created"),
        (
            "sprint.add",
            {"fields": {"groupId": 3, "name": "а", "dateStart": "вчера"}},
            "Incorrect dateStart format",
        ),
        (
            "sprint.add",
            {"fields": {"groupId": 3, "name": "а", "status": "lost"}},
            "Incorrect sprint status",
        ),
        ("sprint.get", {"id": 1}, "Sprint not found"),
        ("sprint.complete", {"id": 3}, "Sprint not found"),
        ("kanban.getStages", {}, "Sprint id not found"),
        ("kanban.getStages", {"sprintId": 9}, "Sprint not found"),
        ("kanban.addStage", {"fields": {}}, "Sprint id not found"),
        ("kanban.updateStage", {"fields": {}}, "Stage id not found"),
        ("kanban.deleteStage", {"stageId": 9}, "Stage not found"),
        ("kanban.addTask", {"sprintId": 1}, "TaskId id not found"),
        ("kanban.addTask", {"sprintId": 1, "taskId": 1}, "StageId id not found"),
        ("kanban.deleteTask", {"taskId": 1}, "Sprint id not found"),
        ("task.get", {"id": 1}, "Task not found"),
        ("task.get", {"id": 999}, "Task not found"),
    ],
)
def test_refusals(scrum: RestClient, name: str, params: dict[str, Any], description: str) -> None:
    assert told(scrum, name, **params) == description


def test_parameters_are_checked_first(rest: RestClient) -> None:
    for params, description in (
        ({}, "Could not find value for parameter {id}"),
        (
            {"id": "x"},
            "Invalid value {x} to match with parameter {id}. Should be value of type int.",
        ),
    ):
        status, body = rest.raw(f"{API}sprint.start", params)
        assert (status, body["error"], body["error_description"]) == (400, "100", description)
    for params in ({}, {"fields": "x"}):
        assert rest.refused(f"{API}epic.add", **params) == (400, "100")


def test_fields_are_described(rest: RestClient) -> None:
    for name, field in (
        ("backlog", "groupId"),
        ("sprint", "dateEnd"),
        ("epic", "files"),
        ("task", "storyPoints"),
        ("kanban", "sprintId"),
    ):
        assert field in rest.call(f"{API}{name}.getFields")["fields"]


def test_epics_are_listed_and_changed(scrum: RestClient, manager: RestClient) -> None:
    fields = {"groupId": 3, "name": "Корзина", "color": "#69dafc", "files": ["n21"]}
    epic = scrum.call(f"{API}epic.add", fields=fields)
    assert (epic["name"], epic["createdBy"], epic["description"]) == ("Корзина", 1, "")
    scrum.call(f"{API}epic.add", fields={"groupId": 3, "name": "Оплата"})
    assert scrum.call(f"{API}epic.get", id=epic["id"])["files"]["VALUE"] == [21]
    rows = scrum.call(f"{API}epic.list", filter={"%NAME": "опл"}, select=["ID", "NAME"])
    assert rows == [{"id": 2, "name": "Оплата"}]
    assert manager.call(f"{API}epic.list") == []
    done = task(scrum, epicId=epic["id"])
    changed = scrum.call(f"{API}epic.update", id=epic["id"], fields={"name": "Каталог"})
    assert changed["name"] == "Каталог"
    assert told(scrum, "epic.update", id=epic["id"], fields={"name": ""}) == "Epic not updated"
    assert scrum.call(f"{API}epic.delete", id=epic["id"]) == []
    assert scrum.call(f"{API}task.get", id=done)["epicId"] == 0
    assert told(scrum, "task.update", id=done, fields={"epicId": 9}) == "Epic not found"


def test_sprints_are_listed_and_changed(scrum: RestClient) -> None:
    first = sprint(scrum, dateStart="2026-02-01T00:00:00+03:00", dateEnd=1772312400)
    row = scrum.call(f"{API}sprint.get", id=first)
    assert (row["status"], row["dateStart"]) == ("planned", "2026-02-01T00:00:00+03:00")
    assert row["dateEnd"] == "2026-03-01T00:00:00+03:00"
    sprint(scrum, name="Второй", sort=5)
    rows = scrum.call(f"{API}sprint.list", filter={"GROUP_ID": 3}, order={"SORT": "desc"})
    assert [row["name"] for row in rows] == ["Второй", "Спринт"]
    late = {"<=DATE_END": "2026-03-01T00:00:00+03:00"}
    assert [row["id"] for row in scrum.call(f"{API}sprint.list", filter=late)] == [first]
    changed = scrum.call(f"{API}sprint.update", id=first, fields={"name": "Первый"})
    assert (changed["name"], changed["groupId"]) == ("Первый", 3)


def test_a_sprint_runs_from_start_to_end(scrum: RestClient) -> None:
    number = sprint(scrum)
    undone, done = task(scrum, entityId=number, storyPoints="8"), task(scrum, entityId=number)
    started = scrum.call(f"{API}sprint.start", id=number)
    assert started["status"] == "active"
    assert told(scrum, "sprint.start", id=number) == "Sprint must be planned"
    other = sprint(scrum)
    assert told(scrum, "sprint.start", id=other) == "Unable to add two active sprint"
    stages = scrum.call(f"{API}kanban.getStages", sprintId=number)
    assert [stage["type"] for stage in stages] == ["NEW", "WORK", "FINISH"]
    scrum.call("tasks.task.complete", taskId=done)
    completed = scrum.call(f"{API}sprint.complete", id=3)
    assert completed["status"] == "completed"
    assert scrum.call(f"{API}task.get", id=done)["entityId"] == number
    left = scrum.call(f"{API}task.get", id=undone)
    assert (left["entityId"], left["storyPoints"]) == (1, "8")
    assert told(scrum, "backlog.delete", id=1) == "It is forbidden remove a backlog with items"
    scrum.call(f"{API}task.update", id=done, fields={"entityId": other})
    assert scrum.call(f"{API}sprint.delete", id=other) == []
    assert scrum.call(f"{API}task.get", id=done)["entityId"] == 1


def test_a_task_lies_in_the_backlog_until_it_is_placed(scrum: RestClient) -> None:
    number = task(scrum)
    row = scrum.call(f"{API}task.get", id=number)
    assert (row["entityId"], row["storyPoints"], row["createdBy"]) == (1, "", 1)
    foreign = {"entityId": 99}
    assert told(scrum, "task.update", id=number, fields=foreign) == "Item not created"


def test_tasks_move_through_the_kanban(scrum: RestClient) -> None:
    number = sprint(scrum, status="active")
    placed = task(scrum, entityId=number)
    fields = {"sprintId": number, "name": "Проверка", "color": "#FF0000"}
    stage = scrum.call(f"{API}kanban.addStage", fields=fields)
    rows = scrum.call(f"{API}kanban.getStages", sprintId=number)
    assert (rows[-1]["name"], rows[-1]["sort"], rows[-1]["color"]) == ("Проверка", "400", "FF0000")
    here = {"sprintId": number, "taskId": placed}
    assert scrum.call(f"{API}kanban.addTask", **here, stageId=stage) is True
    assert told(scrum, "kanban.deleteStage", stageId=stage) == "Stage has tasks"
    assert told(scrum, "kanban.addTask", **here, stageId=99) == "Stage not found"
    foreign = {"sprintId": number, "taskId": 1, "stageId": stage}
    assert told(scrum, "kanban.addTask", **foreign).startswith("Task not found.")
    assert scrum.call(f"{API}kanban.deleteTask", **here) is True
    assert scrum.call(f"{API}task.get", id=placed)["entityId"] == number
    changed = {"stageId": stage, "fields": {"name": "Приёмка", "type": "FINISH", "sort": 50}}
    assert scrum.call(f"{API}kanban.updateStage", **changed) is True
    assert scrum.call(f"{API}kanban.getStages", sprintId=number)[0]["name"] == "Приёмка"
    lost = {"stageId": stage, "fields": {"sprintId": 1}}
    assert told(scrum, "kanban.updateStage", **lost) == "Incorrect sprintId value"
    assert scrum.call(f"{API}kanban.deleteStage", stageId=stage) is True
    nameless = {"sprintId": number}
    assert told(scrum, "kanban.addStage", fields=nameless) == "Incorrect name format"
