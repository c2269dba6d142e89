"""Tasks of the sandbox over HTTP: their life, their rights, lists and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.rest_client import RestClient

if TYPE_CHECKING:
    from tests.rest_client import RestClient as Client

NOT_ALLOWED = "Action on the task is not allowed"
FAR = "2099-05-06T12:00:00+03:00"


def task(client: Client, number: Any, *select: str) -> Any:
    params: dict[str, Any] = {"taskId": number}
    if select:
        params["select"] = list(select)
    return client.call("tasks.task.get", **params)["task"]


def add(client: Client, title: str = "Новая задача", responsible: int = 1, **fields: Any) -> str:
    given = {"TITLE": title, "RESPONSIBLE_ID": responsible, **fields}
    return client.call("tasks.task.add", fields=given)["task"]["id"]


def ids(client: Client, **params: Any) -> list[str]:
    return [row["id"] for row in client.call("tasks.task.list", select=["ID"], **params)["tasks"]]


def changes(client: Client, number: Any) -> list[tuple[str, Any, Any]]:
    lines = client.call("tasks.task.history.list", taskId=number)["list"]
    return [(line["field"], line["value"]["from"], line["value"]["to"]) for line in lines]


def refused(client: Client, method: str, **params: Any) -> tuple[int, str, str]:
    status, body = client.raw(method, params)
    return status, body["error"], body["error_description"]


def test_seeded_tasks_have_their_statuses(rest: RestClient) -> None:
    rows = rest.call("tasks.task.list", order={"ID": "asc"})["tasks"]

    assert [(row["id"], row["status"]) for row in rows] == [
        ("1", "2"), ("2", "2"), ("3", "4"), ("4", "5"), ("5", "6"), ("6", "3"),
    ]  # fmt: skip
    assert rows[1]["responsible"]["name"] == "Менеджер Продаж"
    assert rows[3]["closedBy"] == "1"


def test_created_task_is_answered_as_documented(rest: RestClient) -> None:
    made = rest.call(
        "tasks.task.add",
        fields={
            "TITLE": "Отчёт",
            "RESPONSIBLE_ID": "10",
            "DEADLINE": "2099-05-06T14:00:00+05:00",
            "PRIORITY": "2",
            "AUDITORS": ["11"],
            "ACCOMPLICES": [12, 999],
            "ALLOW_TIME_TRACKING": True,
        },
    )["task"]

    assert made["id"] == "7"
    assert made["createdBy"] == "1"
    assert made["responsibleId"] == "10"
    assert made["deadline"] == FAR
    assert (made["priority"], made["status"], made["groupId"]) == ("2", "2", "0")
    assert (made["parentId"], made["closedBy"], made["commentsCount"]) == (None, None, None)
    assert (made["auditors"], made["accomplices"]) == (["11"], ["12"])
    assert list(made["auditorsData"]) == ["11"]
    assert made["allowTimeTracking"] == "Y"
    assert made["guid"].startswith("{")
    assert made["checklist"] == []
    assert made["action"]["start"] is True
    assert made["action"]["edit.originator"] is False
    assert made["checkListTree"]["nodeId"] == 0
    assert made["checkListCanAdd"] is True
    assert "ufCrmTask" not in made
    assert changes(rest, 7) == [("NEW", None, None)]


def test_names_of_fields_may_be_camel_case(rest: RestClient) -> None:
    made = rest.call("tasks.task.add", fields={"title": "Имена", "responsibleId": 1, "unknown": 1})

    assert made["task"]["title"] == "Имена"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"RESPONSIBLE_ID": 1}, "Task title is not specified<br>"),
        ({"TITLE": "x"}, "Responsible person not specified<br>"),
        (
            {"TITLE": "x", "RESPONSIBLE_ID": 77},
            'User specified in the "Responsible" field not found<br>',
        ),
        ({"TITLE": "x", "RESPONSIBLE_ID": 1, "STATUS": 9}, "Incorrect status<br>"),
        (
            {"TITLE": "x", "RESPONSIBLE_ID": 1, "PARENT_ID": 77},
            'Task specified in the "Parent Task" field not found<br>',
        ),
        (
            {
                "TITLE": "x",
                "RESPONSIBLE_ID": 1,
                "START_DATE_PLAN": "02.02.2026 10:00:00",
                "END_DATE_PLAN": "2026-02-01",
            },
            "The end date in scheduling is earlier than the start date<br>",
        ),
        (
            {
                "TITLE": "x",
                "RESPONSIBLE_ID": 1,
                "START_DATE_PLAN": "2026-01-01",
                "END_DATE_PLAN": "2126-01-01",
            },
            "The specified task duration is too long<br>",
        ),
        (
            {"TITLE": "x", "RESPONSIBLE_ID": 1, "DEADLINE": "завтра"},
            "Incorrect date in the DEADLINE field<br>",
        ),
        (
            {"TITLE": "x", "RESPONSIBLE_ID": 1, "UF_TASK_WEBDAV_FILES": ["n999"]},
            "Insufficient permissions.<br>",
        ),
    ],
)
def test_wrong_fields_are_refused(rest: RestClient, fields: dict[str, Any], text: str) -> None:
    assert refused(rest, "tasks.task.add", fields=fields) == (400, "ERROR_CORE", text)
    assert len(ids(rest)) == 6


def test_missing_fields_are_refused(rest: RestClient) -> None:
    text = "Could not find value for parameter {fields} (internal error)"

    assert refused(rest, "tasks.task.add") == (400, "100", text)
    assert refused(rest, "tasks.task.update", taskId=1, fields={}) == (400, "100", text)


def test_several_problems_are_told_at_once(rest: RestClient) -> None:
    _, _, text = refused(rest, "tasks.task.add", fields={"DESCRIPTION": "без названия"})

    assert text == "Task title is not specified<br>Responsible person not specified<br>"


def test_custom_fields_are_shown_when_asked_for(rest: RestClient) -> None:
    number = add(rest, UF_AUTO_PRIORITY="A", UF_CRM_TASK=["D_1"], UF_TASK_WEBDAV_FILES=["n21"])

    shown = task(rest, number, "TITLE", "UF_AUTO_PRIORITY", "UF_CRM_TASK")

    assert shown["ufAutoPriority"] == "A"
    assert shown["ufCrmTask"] == ["D_1"]
    assert len(shown["ufTaskWebdavFiles"]) == 1
    assert shown["ufMailMessage"] is None
    assert "description" not in shown
    assert "ufAutoPriority" not in task(rest, number)
    assert task(rest, number, "*")["ufAutoPriority"] == "A"
    assert task(rest, 1, "UF_CRM_TASK")["ufCrmTask"] is False


def test_selection_keeps_what_always_comes(rest: RestClient) -> None:
    assert set(task(rest, 1, "chatId")) == {"id", "chatId", "favorite", "group", "action"}
    assert set(task(rest, 1, "createdBy", "CHECKLIST")) >= {"creator", "createdBy", "checklist"}


def test_ids_that_are_none_are_refused(rest: RestClient) -> None:
    real = "CTaskItem All parameters in the constructor must have real class type"

    assert rest.call("tasks.task.get", taskId=99) == []
    assert refused(rest, "tasks.task.get") == (400, "100", f"{real} (internal error)")
    assert refused(rest, "tasks.task.get", taskId="один") == (400, "0", "wrong task id")
    assert refused(rest, "tasks.task.delete") == (400, "100", real)
    assert refused(rest, "tasks.task.delete", taskId="0") == (400, "0", "wrong task id")
    status, code, text = refused(rest, "tasks.task.get", taskId=1, select="TITLE")
    assert (status, code) == (400, "100")
    assert "match with parameter {select}" in text


def test_update_changes_fields_and_writes_history(rest: RestClient) -> None:
    rest.call("tasks.task.update", taskId="1", fields={"TITLE": "Выпуск", "PRIORITY": 1})
    rest.call("tasks.task.update", taskId=1, fields={"DEADLINE": FAR, "TAGS": ["сайт"]})
    shown = rest.call("tasks.task.update", taskId=1, fields={"DESCRIPTION": "Иначе", "STATUS": 3})

    assert shown["task"]["title"] == "Выпуск"
    assert shown["task"]["outlookVersion"] == "5"
    assert shown["task"]["status"] == "3"
    assert changes(rest, 1)[-6:] == [
        ("TITLE", "Подготовить релиз", "Выпуск"),
        ("PRIORITY", "2", "1"),
        ("DEADLINE", "", "4081741200"),
        ("TAGS", "", "сайт"),
        ("DESCRIPTION", "", ""),
        ("STATUS", "2", "3"),
    ]
    assert [tag["title"] for tag in task(rest, 1, "TAGS")["tags"].values()] == ["сайт"]


def test_same_value_again_is_no_change(rest: RestClient) -> None:
    before = changes(rest, 2)

    rest.call("tasks.task.update", taskId=2, fields={"TITLE": "Проверить отчёт"})

    assert changes(rest, 2) == before


def test_parents_make_no_loops(rest: RestClient) -> None:
    child = add(rest, "Часть", PARENT_ID=1)
    grandchild = add(rest, "Часть части", PARENT_ID=child)

    def attempt(parent: Any) -> tuple[int, str, str]:
        return refused(rest, "tasks.task.update", taskId=1, fields={"PARENT_ID": parent})

    assert attempt(1)[2] == "Cannot bind the node to itself<br>"
    assert attempt(grandchild)[2] == "Creating cyclic links in tasks is prohibited<br>"
    assert ids(rest, filter={"PARENT_ID": 1}) == [child]
    assert grandchild not in ids(rest, filter={"ONLY_ROOT_TASKS": "Y"})
    rest.call("tasks.task.delete", taskId=child)
    assert task(rest, grandchild)["parentId"] == "1"


def test_only_who_may_edit_changes_a_task(rest: RestClient, manager: RestClient) -> None:
    text = f"{NOT_ALLOWED} (internal error)"

    for number in (2, 1, 99):
        found = refused(manager, "tasks.task.update", taskId=number, fields={"TITLE": "Моё"})
        assert found == (400, "0", text)
    rest.call("tasks.task.update", taskId=2, fields={"ALLOW_CHANGE_DEADLINE": "Y"})
    changed = manager.call("tasks.task.update", taskId=2, fields={"DEADLINE": FAR})
    assert changed["task"]["deadline"] == FAR


def test_deleted_task_is_gone_with_its_parts(rest: RestClient, manager: RestClient) -> None:
    forbidden = refused(manager, "tasks.task.delete", taskId=2)
    assert forbidden == (400, "1048582", "No access to delete the task")

    assert rest.call("tasks.task.delete", taskId="1") == {"task": True}
    assert rest.call("tasks.task.get", taskId=1) == []
    assert rest.call("tasks.task.history.list", taskId=1) == {"list": []}
    assert rest.refused("task.commentitem.getlist", TASKID=1) == (400, "ERROR_CORE")
    assert rest.refused("tasks.task.delete", taskId=1) == (400, "1048582")


def test_statuses_follow_each_other(rest: RestClient) -> None:
    started = rest.call("tasks.task.start", taskId="1")["task"]
    assert (started["status"], started["action"]["pause"]) == ("3", True)
    assert started["dateStart"] == started["statusChangedDate"]
    assert rest.call("task.planner.getlist") == [1, 6]
    assert rest.call("tasks.task.pause", taskId=1)["task"]["status"] == "2"
    assert rest.call("tasks.task.defer", taskId=1)["task"]["status"] == "6"
    assert rest.call("tasks.task.renew", taskId=1)["task"]["closedBy"] == "0"
    done = rest.call("tasks.task.complete", taskId=1)["task"]
    assert (done["status"], done["closedBy"], done["statusChangedBy"]) == ("5", "1", "1")
    assert done["closedDate"] == done["changedDate"]
    assert [line for line in changes(rest, 1) if line[0] == "STATUS"] == [
        ("STATUS", "2", "3"), ("STATUS", "3", "2"), ("STATUS", "2", "6"),
        ("STATUS", "6", "2"), ("STATUS", "2", "5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "number", "code"),
    [
        ("complete", 4, "0"),
        ("complete", 99, "0"),
        ("start", 6, "0"),
        ("start", 5, "0"),
        ("pause", 1, "1048582"),
        ("defer", 6, "1048582"),
        ("defer", 99, "1048582"),
        ("renew", 1, "1048582"),
        ("approve", 1, "1048582"),
        ("disapprove", 4, "1048582"),
    ],
)
def test_moves_a_status_does_not_know(
    rest: RestClient, action: str, number: int, code: str
) -> None:
    found = refused(rest, f"tasks.task.{action}", taskId=number)

    assert found == (400, code, NOT_ALLOWED)


def test_controlled_work_is_judged_by_its_creator(rest: RestClient, manager: RestClient) -> None:
    returned = manager.call("tasks.task.disapprove", taskId=3)["task"]
    assert (returned["status"], returned["action"]["complete"]) == ("2", True)
    assert rest.call("tasks.task.complete", taskId=3)["task"]["status"] == "4"
    assert rest.refused("tasks.task.complete", taskId=3) == (400, "0")
    accepted = manager.call("tasks.task.approve", taskId=3)["task"]
    assert (accepted["status"], accepted["closedBy"]) == ("5", "10")


def test_worker_does_not_judge_own_work(rest: RestClient, manager: RestClient) -> None:
    number = add(rest, responsible=10, TASK_CONTROL="Y")
    manager.call("tasks.task.complete", taskId=number)

    assert manager.refused("tasks.task.approve", taskId=number) == (400, "1048582")


def test_required_result_holds_completion_back(rest: RestClient) -> None:
    number = add(rest, SE_PARAMETER=[{"CODE": 3, "VALUE": "Y"}])
    assert rest.refused("tasks.task.complete", taskId=number) == (400, "0")
    comment = rest.call("task.commentitem.add", TASKID=number, FIELDS={"POST_MESSAGE": "Готово"})
    rest.call("tasks.task.result.addFromComment", commentId=comment)

    assert rest.call("tasks.task.complete", taskId=number)["task"]["status"] == "5"


def test_delegated_task_is_watched_by_who_had_it(rest: RestClient, manager: RestClient) -> None:
    assert manager.call("tasks.task.delegate", taskId=2, userId="11")["task"]["status"] == "2"

    shown = task(rest, 2)
    assert (shown["responsibleId"], shown["auditors"]) == ("11", ["10"])
    assert changes(rest, 2)[-1] == ("RESPONSIBLE_ID", "10", "11")
    assert manager.refused("tasks.task.delegate", taskId=2, userId=10) == (400, "0")
    missing = refused(rest, "tasks.task.delegate", taskId=2)
    assert missing == (400, "100", "Could not find value for parameter {userId}")
    assert rest.refused("tasks.task.delegate", taskId=2, userId=77) == (400, "0")


def test_auditors_come_and_go(rest: RestClient, manager: RestClient) -> None:
    watched = manager.call("tasks.task.startwatch", taskId="2")["task"]
    assert watched["auditors"] == ["10"]
    assert list(watched["auditorsData"]) == ["10"]
    assert ids(rest, filter={"AUDITOR": 10}) == ["2"]
    assert manager.call("tasks.task.stopwatch", taskId=2)["task"]["auditorsData"] == []
    assert changes(rest, 2)[-2:] == [("AUDITORS", "", "10"), ("AUDITORS", "10", "")]
    assert refused(manager, "tasks.task.startwatch", taskId=1) == (400, "1048584", "a:0:{}")
    assert manager.refused("tasks.task.stopwatch", taskId="нет") == (400, "0")


def test_favourites_are_everyones_own(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("tasks.task.favorite.add", taskId="2") is True

    assert task(rest, 2)["favorite"] == "Y"
    assert task(rest, 2)["action"]["deleteFavorite"] is True
    assert task(manager, 2)["favorite"] == "N"
    assert ids(rest, filter={"::SUBFILTER-PARAMS": {"FAVORITE": "Y"}}) == ["2"]
    assert ids(rest, order={"FAVORITE": "desc"})[0] == "2"
    assert rest.call("tasks.task.favorite.remove", taskId=2) is True
    assert task(rest, 2)["favorite"] == "N"
    text = "Task not found or not accessible"
    assert refused(manager, "tasks.task.favorite.add", taskId=1) == (400, "1", text)


def test_silent_and_pinned_tasks(rest: RestClient) -> None:
    assert rest.call("tasks.task.mute", id=2)["task"]["isMuted"] == "Y"
    assert rest.call("tasks.task.mute", taskId="2")["task"]["isMuted"] == "Y"
    assert rest.call("tasks.task.unmute", taskId="2")["task"]["isMuted"] == "N"
    assert rest.call("tasks.task.pin", id=2)["task"]["isPinned"] == "Y"
    assert rest.call("tasks.task.unpin", id=2)["task"]["isPinned"] == "N"
    assert rest.call("tasks.task.mute", id=99) == []
    assert refused(rest, "tasks.task.mute", id="два") == (400, "0", "wrong task id")


def test_access_is_told_for_each_user(rest: RestClient, manager: RestClient) -> None:
    found = rest.call("tasks.task.getaccess", taskId="2", users=["1", "10", "77"])

    allowed = found["allowedActions"]
    assert list(allowed) == ["1", "10", "77"]
    assert (allowed["1"]["EDIT"], allowed["10"]["EDIT"]) == (True, False)
    assert (allowed["10"]["COMPLETE"], allowed["10"]["CHANGE_DEADLINE"]) == (True, False)
    assert not any(allowed["77"].values())
    assert len(allowed["1"]) == 27
    assert list(rest.call("tasks.task.getaccess", taskId=2)["allowedActions"]) == ["1"]
    assert manager.call("tasks.task.getaccess", taskId=1) == {"allowedActions": []}
    assert rest.refused("tasks.task.getaccess", taskId=2, users="1") == (400, "100")


def test_history_can_be_filtered_and_turned(rest: RestClient, manager: RestClient) -> None:
    rest.call("tasks.task.start", taskId=2)
    lines = rest.call("tasks.task.history.list", taskId=2, order={"createdDate": "desc"})["list"]

    assert [line["field"] for line in lines] == ["STATUS", "NEW"]
    assert lines[1]["user"]["lastName"] == "Портала"
    only = rest.call("tasks.task.history.list", taskId=2, filter={"FIELD": "NEW"})["list"]
    assert [line["field"] for line in only] == ["NEW"]
    text = "Access denied. (internal error)"
    assert refused(manager, "tasks.task.history.list", taskId=1) == (400, "0", text)


def test_lists_come_by_fifty_newest_first(rest: RestClient) -> None:
    for number in range(50):
        add(rest, f"Задача {number}")

    status, first = rest.raw("tasks.task.list", {"select": ["ID"]})
    assert status == 200
    assert (first["total"], first["next"], len(first["result"]["tasks"])) == (56, 50, 50)
    assert first["result"]["tasks"][0] == {"id": "56", "group": []}
    _, second = rest.raw("tasks.task.list", {"select": ["ID"], "start": "50"})
    assert ("next" in second, len(second["result"]["tasks"])) == (False, 6)
    _, uncounted = rest.raw("tasks.task.list", {"start": -1, "filter": {">ID": 55}})
    assert ("total" in uncounted, len(uncounted["result"]["tasks"])) == (False, 1)


def test_people_see_their_own_tasks_only(rest: RestClient, manager: RestClient) -> None:
    assert ids(manager) == ["3", "2"]
    number = add(rest, AUDITORS=[10])
    assert ids(manager) == [number, "3", "2"]
    guest = RestClient(rest.base, 12, "sandboxcode12")
    assert ids(guest) == []


def test_heads_see_the_tasks_of_their_people(rest: RestClient, manager: RestClient) -> None:
    rest.call("user.update", ID=11, UF_DEPARTMENT=[2])
    number = add(rest, responsible=11)

    assert ids(manager) == [number, "3", "2"]
    assert manager.call("tasks.task.start", taskId=number)["task"]["status"] == "3"
    assert manager.call("tasks.task.update", taskId=number, fields={"TITLE": "Наше"})


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"REAL_STATUS": [2, 3]}, ["6", "2", "1"]),
        ({"!REAL_STATUS": 2}, ["6", "5", "4", "3"]),
        ({"STATUS": 2}, ["2", "1"]),
        ({">STATUS": 4}, ["5", "4"]),
        ({"RESPONSIBLE_ID": "10"}, ["2"]),
        ({"responsibleId": "10"}, ["2"]),
        ({"CREATED_BY": 10}, ["3"]),
        ({"%TITLE": "РЕЛИЗ"}, ["1"]),
        ({"TITLE": "%отчёт%"}, ["2"]),
        ({"TITLE": "Под%"}, ["1"]),
        ({">=ID": 3, "<ID": 5}, ["4", "3"]),
        ({"PARENT_ID": 0}, ["6", "5", "4", "3", "2", "1"]),
        ({"DEPENDS_ON": 2}, ["3"]),
        ({"STAGE_ID": 1}, ["6", "5", "4", "3", "1"]),
        ({">CLOSED_DATE": "13.01.2026"}, ["4"]),
        ({"<CREATED_DATE": "2026-01-12T06:00:00Z"}, []),
        ({"NO_SUCH_FIELD": 1}, ["6", "5", "4", "3", "2", "1"]),
    ],
)
def test_filters_of_the_list(rest: RestClient, given: dict[str, Any], found: list[str]) -> None:
    assert ids(rest, filter=given) == found


def test_filters_by_what_tasks_hold_several_of(rest: RestClient) -> None:
    number = add(rest, TAGS="сайт, срочно", ACCOMPLICES=[11], UF_CRM_TASK=["D_1"])

    assert ids(rest, filter={"TAG": "срочно"}) == [number]
    assert ids(rest, filter={"ACCOMPLICE": [11, 12]}) == [number]
    assert ids(rest, filter={"UF_CRM_TASK": "D_1"}) == [number]
    assert number not in ids(rest, filter={"!ACCOMPLICE": 11})


def test_overdue_tasks_have_a_status_of_their_own(rest: RestClient) -> None:
    late = add(rest, DEADLINE="2026-01-14")
    add(rest, DEADLINE=FAR)

    rows = rest.call("tasks.task.list", filter={"STATUS": -1}, select=["ID", "STATUS"])["tasks"]

    assert rows == [{"id": late, "status": "2", "group": [], "subStatus": "-1"}]
    assert rest.call("tasks.task.counters.get")["expired"] == {"counter": 1, "code": 6291456}
    rest.call("tasks.task.mute", id=late)
    assert rest.call("tasks.task.counters.get")["expired"]["counter"] == 0


def test_orders_of_the_list(rest: RestClient) -> None:
    assert ids(rest, order={"TITLE": "asc"})[:2] == ["3", "6"]
    assert ids(rest, order={"PRIORITY": "desc", "ID": "asc"}) == ["1", "2", "3", "4", "5", "6"]
    assert ids(rest, order={"responsibleLastName": "asc"})[-1] == "2"
    text = "Invalid sorting key (internal error)"
    assert refused(rest, "tasks.task.list", order={"COLOR": "asc"}) == (400, "0", text)


def test_additional_information_in_lists(rest: RestClient) -> None:
    params = {"WITH_RESULT_INFO": True, "WITH_TIMER_INFO": "Y", "WITH_PARSED_DESCRIPTION": "Y"}
    [row] = rest.call(
        "tasks.task.list", filter={"ID": 1}, params=params, select=["ID", "COUNTERS"]
    )["tasks"]

    assert (row["taskHasResult"], row["taskHasOpenResult"]) == ("Y", "Y")
    assert (row["taskRequireResult"], row["timeElapsed"]) == ("N", 5400)
    assert row["parsedDescription"] == "Собрать и проверить выпуск"
    assert row["counter"]["value"] == 0


def test_counters_of_people(rest: RestClient, manager: RestClient) -> None:
    manager.call("task.commentitem.add", TASKID=2, FIELDS={"POST_MESSAGE": "Вопрос"})

    assert rest.call("tasks.task.counters.get")["new_comments"]["counter"] == 1
    assert task(rest, 2)["newCommentsCount"] == 1
    mine = rest.call("tasks.task.counters.get", type="view_role_responsible")
    assert mine["new_comments"]["counter"] == 0
    rest.call("task.commentitem.add", TASKID=2, FIELDS={"POST_MESSAGE": "Ответ"})
    assert rest.call("tasks.task.counters.get")["new_comments"]["counter"] == 0
    theirs = rest.call("tasks.task.counters.get", userId=10)
    assert theirs["new_comments"] == {"counter": 1, "code": 12582912}
    assert rest.raw("tasks.task.counters.get")[1]["total"] == 1
    assert manager.call("tasks.task.counters.get", userId=1) == []
    assert rest.refused("tasks.task.counters.get", userId="я") == (400, "0")
    assert rest.refused("tasks.task.counters.get", groupId=5) == (400, "0")


def test_files_of_the_disk_are_attached(rest: RestClient, manager: RestClient) -> None:
    first = rest.call("tasks.task.files.attach", taskId="1", fileId="21")["attachmentId"]
    second = rest.call("tasks.task.files.attach", taskId=1, fileId=23)["attachmentId"]
    assert task(rest, 1, "UF_TASK_WEBDAV_FILES")["ufTaskWebdavFiles"] == [first, second]

    rest.call("tasks.task.update", taskId=1, fields={"UF_TASK_WEBDAV_FILES": [str(second)]})
    assert task(rest, 1, "UF_TASK_WEBDAV_FILES")["ufTaskWebdavFiles"] == [second]
    assert refused(rest, "tasks.task.files.attach", taskId=1) == (
        400, "100", "Could not find value for parameter {fileId} (internal error)",
    )  # fmt: skip
    assert rest.refused("tasks.task.files.attach", taskId=1, fileId="x") == (400, "100")
    assert rest.refused("tasks.task.files.attach", taskId=1, fileId=99) == (400, "ERROR_CORE")
    assert rest.refused("tasks.task.files.attach", taskId=99, fileId=21) == (400, "0")
    assert manager.refused("tasks.task.files.attach", taskId=3, fileId=21) == (400, "ERROR_CORE")


def test_dependences_make_no_loops(rest: RestClient, manager: RestClient) -> None:
    def link(first: int, second: int, kind: Any = "2") -> Any:
        return rest.raw(
            "task.dependence.add",
            {"taskIdFrom": str(first), "taskIdTo": str(second), "linkType": kind},
        )[1]

    assert link(1, 2)["result"] == []
    assert link(1, 2)["error"] == "ILLEGAL_NEW_LINK"
    assert link(2, 3)["error"] == "ILLEGAL_NEW_LINK"
    for pair in ((1, 1), (3, 1), (1, 99)):
        assert link(*pair)["error"] == "ACTION_NOT_ALLOWED"
    assert link(4, 5, 7)["error"] == "ACTION_NOT_ALLOWED"
    assert rest.refused("task.dependence.add", taskIdFrom=4, taskIdTo=5) == (400, "100")
    assert rest.refused("task.dependence.add", taskIdFrom="x", taskIdTo=5) == (400, "100")
    assert ids(rest, filter={"DEPENDS_ON": 1}) == ["2"]
    assert manager.refused("task.dependence.delete", taskIdFrom=1, taskIdTo=2) == (
        400, "ACTION_NOT_ALLOWED",
    )  # fmt: skip
    assert rest.call("task.dependence.delete", taskIdFrom=1, taskIdTo=2, linkType="2") == []
    assert rest.refused("task.dependence.delete", taskIdFrom=1, taskIdTo=2) == (
        400, "ILLEGAL_NEW_LINK",
    )  # fmt: skip
    assert changes(rest, 2)[-2:] == [("DEPENDS_ON", "", "1"), ("DEPENDS_ON", "1", "")]


def test_fields_are_described(rest: RestClient) -> None:
    fields = rest.call("tasks.task.getFields")["fields"]

    assert fields["ID"] == {"title": "ID", "type": "integer", "primary": True}
    assert fields["TITLE"]["required"] is True
    assert list(fields["STATUS"]["values"]) == ["2", "3", "4", "5", "6"]
    assert fields["MARK"]["default"] is None
    assert fields["PRIORITY"]["default"] == 1
    assert fields["UF_TASK_WEBDAV_FILES"]["type"] == "disk_file"
    assert fields["UF_AUTO_PRIORITY"] == {"title": "Автоприоритет", "type": "string"}
