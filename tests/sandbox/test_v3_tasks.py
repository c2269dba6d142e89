"""Tasks of REST 3.0 over HTTP: their life, their chat, results, rights, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.rest_client import RestClient
from tests.sandbox.v3_calls import DENIED, DTO, REQUEST, call, ids, item, problems, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

ADD, GET, UPDATE = "tasks.task.add", "tasks.task.get", "tasks.task.update"
FIELDS = {"title": "Отчёт", "creatorId": 1, "responsibleId": 10}


def add(client: RestClient, **fields: Any) -> int:
    number: int = item(client, ADD, fields={**FIELDS, **fields})["id"]
    return number


def read(client: RestClient, number: int, *select: str) -> dict[str, Any]:
    return item(client, GET, id=number, select=list(select))


def test_created_task_is_answered_whole(rest: RestClient) -> None:
    made = item(
        rest,
        ADD,
        fields={
            **FIELDS,
            "deadline": "2026-12-31T23:59:59+02:00",
            "priority": "high",
            "needsControl": True,
            "crmItemIds": ["L_1"],
            "mark": "N",
            "requireResult": "Y",
        },
    )

    assert made["id"] == 7
    assert made["deadline"] == "2027-01-01T00:59:59+03:00"
    assert (made["priority"], made["status"], made["mark"]) == ("high", "pending", "N")
    assert (made["needsControl"], made["requireResult"]) == (True, True)
    assert made["crmItemIds"] == ["L_1"]
    assert made["link"] == "/company/personal/user/1/tasks/task/view/7/"
    assert made["rights"]["edit"] is True
    assert "responsible" not in made


def test_both_versions_see_one_task(rest: RestClient) -> None:
    number = add(rest, priority="low", auditors=[11])
    rest.call(UPDATE, taskId=number, fields={"TITLE": "Отчёт за год"})
    old = rest.call(GET, taskId=number)["task"]

    assert (old["title"], old["priority"], old["auditors"]) == ("Отчёт за год", "0", ["11"])
    assert read(rest, number, "title", "priority") == {"title": "Отчёт за год", "priority": "low"}


def test_changed_task_shows_its_changes(rest: RestClient) -> None:
    number = add(rest, parentId=1)
    fields = {"status": "completed", "accomplices": [11, 11, 99], "description": "Готово"}

    assert call(rest, UPDATE, id=number, fields=fields) == {"result": True}
    assert read(
        rest, number, "status", "description", "accomplices.id", "closedBy.name", "parent.title"
    ) == {
        "status": "completed",
        "description": "Готово",
        "accomplices": [{"id": 11}],
        "closedBy": {"name": "Администратор Портала"},
        "parent": {"title": "Подготовить релиз"},
    }
    assert read(rest, 1, "containsSubTasks") == {"containsSubTasks": True}
    lines = rest.call("tasks.task.history.list", taskId=number)["list"]
    assert [line["field"] for line in lines] == ["NEW", "ACCOMPLICES", "DESCRIPTION", "STATUS"]


def test_empty_value_takes_a_date_back(rest: RestClient) -> None:
    number = add(rest, deadline="2026-12-31T23:59:59+03:00")
    call(rest, UPDATE, id=number, fields={"deadline": None})

    assert read(rest, number, "deadline") == {"deadline": None}


def test_deleted_task_is_gone(rest: RestClient) -> None:
    assert call(rest, "tasks.task.delete", id=2) == {"result": True}
    assert refused(rest, GET, id=2) == (400, "ENTITYNOTFOUND")
    assert refused(rest, "tasks.task.delete", id=2) == DENIED
    assert ids(rest, "tasks.task.list") == [1, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": "x"}, ["creatorId", "responsibleId"]),
        ({**FIELDS, "title": "  "}, ["title"]),
        ({**FIELDS, "title": 5, "deadline": "завтра"}, ["title", "deadline"]),
        ({**FIELDS, "responsibleId": "10"}, ["responsibleId"]),
        ({**FIELDS, "responsibleId": 99}, ["responsibleId"]),
        ({**FIELDS, "creatorId": 99}, ["creatorId"]),
        ({**FIELDS, "parentId": 99}, ["parentId"]),
        ({**FIELDS, "auditors": ["11"]}, ["auditors"]),
        ({**FIELDS, "priority": "urgent"}, ["priority"]),
        ({**FIELDS, "needsControl": "maybe"}, ["needsControl"]),
        ({**FIELDS, "link": "/x/"}, ["link"]),
        ({**FIELDS, "startPlan": "2026-02-02", "endPlan": "2026-02-01"}, ["endPlan"]),
        ({**FIELDS, "startPlan": "2026-02-02", "endPlan": "2126-02-01"}, ["endPlan"]),
    ],
)
def test_wrong_fields_are_named(
    rest: RestClient, fields: dict[str, Any], wrong: Sequence[str]
) -> None:
    assert problems(rest, ADD, fields=fields) == (REQUEST, wrong)
    assert len(ids(rest, "tasks.task.list")) == 6


def test_fields_must_be_an_object_of_known_fields(rest: RestClient) -> None:
    assert problems(rest, ADD) == (REQUEST, ["fields"])
    assert problems(rest, ADD, fields="x") == (REQUEST, ["fields"])
    assert refused(rest, ADD, fields={**FIELDS, "TITLE": "x"}) == (400, "UNKNOWNDTOPROPERTY")
    assert problems(rest, UPDATE) == (REQUEST, ["id", "fields"])
    assert problems(rest, UPDATE, id=1, fields={"creatorId": 10}) == (REQUEST, ["creatorId"])
    assert problems(rest, UPDATE, id=1, fields={"parentId": 1}) == (REQUEST, ["parentId"])


def test_rights_follow_the_role(rest: RestClient, manager: RestClient) -> None:
    assert ids(manager, "tasks.task.list") == [2, 3]
    assert refused(manager, GET, id=1) == DENIED
    assert refused(manager, UPDATE, id=1, fields={"title": "x"}) == DENIED
    assert refused(manager, UPDATE, id=2, fields={"title": "x"}) == DENIED
    assert refused(manager, "tasks.task.delete", id=2) == DENIED
    assert call(manager, UPDATE, id=2, fields={"status": "in_progress"}) == {"result": True}
    assert read(rest, 2, "status", "started")["status"] == "in_progress"


def test_head_of_a_department_sees_tasks_of_the_staff(rest: RestClient) -> None:
    rest.call("department.update", ID=2, UF_HEAD=12)
    head = RestClient(rest.base, 12, "sandboxcode12")

    assert ids(head, "tasks.task.list", order={"id": "DESC"}) == [3, 2]


def test_manager_creates_tasks_in_their_own_name(manager: RestClient) -> None:
    number = add(manager, creatorId=1)

    assert read(manager, number, "creatorId") == {"creatorId": 10}


def test_access_tells_what_may_be_done(rest: RestClient, manager: RestClient) -> None:
    own, foreign = (call(manager, "tasks.task.access.get", id=n) for n in (2, 1))
    everything = call(rest, "tasks.task.access.get", id=1)

    assert (everything["edit"], everything["remove"], everything["admin"]) == (True, True, True)
    assert (own["read"], own["edit"], own["changeStatus"]) == (True, False, True)
    assert not any(foreign.values())
    assert not any(call(rest, "tasks.task.access.get", id=99).values())
    assert problems(rest, "tasks.task.access.get") == (REQUEST, ["id"])


def test_message_goes_into_the_chat_of_the_task(rest: RestClient, manager: RestClient) -> None:
    number = add(rest)
    chat = read(rest, number, "chat")["chat"]
    fields = {"taskId": number, "text": "Начинаю"}

    assert call(manager, "tasks.task.chat.message.send", fields=fields) == {"result": True}
    assert chat == {"id": 44, "entityId": number, "entityType": "TASKS_TASK"}
    messages = rest.call("im.dialog.messages.get", DIALOG_ID="chat44")["messages"]
    assert (messages[0]["author_id"], messages[0]["text"]) == (10, "Начинаю")


def test_task_of_version_2_gets_its_chat_with_the_first_message(rest: RestClient) -> None:
    assert read(rest, 1, "chatId", "chat") == {"chatId": None, "chat": None}
    call(rest, "tasks.task.chat.message.send", fields={"taskId": 1, "text": "Привет"})
    number = read(rest, 1, "chatId")["chatId"]

    assert rest.call("tasks.task.get", taskId=1)["task"]["chatId"] == number
    assert rest.call("im.chat.user.list", CHAT_ID=number) == [1]
    call(rest, UPDATE, id=1, fields={"auditors": [11]})
    assert rest.call("im.chat.user.list", CHAT_ID=number) == [1, 11]


def test_message_needs_a_task_and_a_text(rest: RestClient, manager: RestClient) -> None:
    method = "tasks.task.chat.message.send"

    assert problems(rest, method) == (REQUEST, ["fields"])
    assert problems(rest, method, fields={}) == (DTO, ["taskId", "text"])
    assert problems(rest, method, fields={"taskId": "1", "text": "x"}) == (REQUEST, ["taskId"])
    assert problems(rest, method, fields={"taskId": 1, "text": " "}) == (DTO, ["text"])
    assert refused(manager, method, fields={"taskId": 1, "text": "x"}) == DENIED
    assert refused(rest, method, fields={"taskId": 99, "text": "x"}) == DENIED


def test_files_of_the_disk_are_attached(rest: RestClient, manager: RestClient) -> None:
    method = "tasks.task.file.attach"

    assert call(rest, method, taskId=1, fileIds=[21, 23]) == {"result": True}
    assert len(read(rest, 1, "fileIds")["fileIds"]) == 2
    assert problems(rest, method, taskId=1) == (REQUEST, ["fileIds"])
    assert problems(rest, method, taskId=1, fileIds=["21"]) == (REQUEST, ["fileIds"])
    assert problems(rest, method, taskId=1, fileIds=[22]) == (REQUEST, [None])
    assert problems(manager, method, taskId=1, fileIds=[21]) == (REQUEST, [None])


def test_time_and_links_of_version_2_are_seen(rest: RestClient) -> None:
    found = read(rest, 1, "elapsedTime.taskId", "actualDuration", "containsChecklist", "checklist")

    assert found["elapsedTime"] == {"taskId": 1}
    assert (found["containsChecklist"], found["checklist"]) == (True, [1, 2])
    assert read(rest, 3, "containsGanttLinks") == {"containsGanttLinks": True}
    assert read(rest, 6, "containsGanttLinks") == {"containsGanttLinks": False}
    rest.call("tasks.task.favorite.add", taskId=1)
    assert read(rest, 1, "inFavorite", "inMute") == {"inFavorite": [1], "inMute": []}
