"""Tasks: from the first line of a plan to a closed task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller

WAITING, RUNNING, ASKED_TO_CHECK, DONE, DEFERRED = "2", "3", "4", "5", "6"


def task(rest: RestClient, number: str) -> dict[str, Any]:
    names = ["ID", "TITLE", "STATUS", "RESPONSIBLE_ID", "AUDITORS", "FAVORITE", "IS_MUTED", "UF_*"]
    return rest.call("tasks.task.get", taskId=number, select=names)["task"]


def status(rest: RestClient, number: str) -> str:
    return task(rest, number)["status"]


def test_a_task_is_created_read_changed_listed_and_deleted(do: Teller, rest: RestClient) -> None:
    made = do("СоздатьЗадачу --fields", "{'TITLE':'Собрать релиз','RESPONSIBLE_ID':'11'}")
    number = made["task"]["id"]

    assert do(f"GetTask --task {number} --select ID,TITLE")["task"]["title"] == "Собрать релиз"
    do(f"ИзменитьЗадачу --task {number} --fields", "{'TITLE':'Выпустить «2.4»','PRIORITY':2}")
    assert task(rest, number)["title"] == "Выпустить «2.4»"
    found = do("GetTasksList --select ID,TITLE --filter", "{'RESPONSIBLE_ID':11}")["tasks"]
    assert [row["title"] for row in found] == ["Выпустить «2.4»"]
    assert do(f"ПолучитьЗадачу -t {number}")["task"]["priority"] == "2"
    assert do(f"DeleteTask --task {number}") == {"task": True}
    assert do("ПолучитьСписокЗадач --filter", "{'RESPONSIBLE_ID':11}")["tasks"] == []
    assert rest.call("tasks.task.get", taskId=number) == []


def test_a_task_goes_through_its_states(do: Teller, rest: RestClient) -> None:
    steps = (
        ("НачатьВыполнениеЗадачи", RUNNING), ("PauseTask", WAITING), ("ОтложитьЗадачу", DEFERRED),
        ("RenewTask", WAITING), ("StartTask", RUNNING), ("ПриостановитьЗадачу", WAITING),
        ("DeferTask", DEFERRED), ("ВозобновитьЗадачу", WAITING), ("ЗавершитьЗадачу", DONE),
        ("RenewTask", WAITING), ("CompleteTask", DONE),
    )  # fmt: skip
    for name, expected in steps:
        shown = do(f"{name} --task 1")["task"]

        assert shown["status"] == expected, name
        assert status(rest, "1") == expected, name
    assert do.refused("StartTask --task 1")[0] == 1


def test_a_result_under_control_is_sent_back_then_accepted(
    do: Teller, rest: RestClient, manager: RestClient
) -> None:
    made = do("CreateTask --fields", '{"TITLE":"Заметка","RESPONSIBLE_ID":10,"TASK_CONTROL":"Y"}')
    number = made["task"]["id"]
    manager.call("tasks.task.complete", taskId=number)
    assert status(rest, number) == ASKED_TO_CHECK

    do(f"ОтклонитьЗадачу --task {number}")
    assert status(rest, number) == WAITING
    manager.call("tasks.task.complete", taskId=number)
    do(f"ApproveTask --task {number}")
    assert status(rest, number) == DONE
    assert do.refused(f"DisapproveTask --task {number}")[0] == 1
    assert do(f"УдалитьЗадачу -t {number}") == {"task": True}
    do("ПринятьЗадачу --task 3")
    assert status(rest, "3") == DONE


def test_people_of_a_task(do: Teller, rest: RestClient, manager: RestClient) -> None:
    do("НачатьНаблюдатьЗаЗадачей --task 2")
    assert task(rest, "2")["auditors"] == ["1"]
    do("StopWatchingTask --task 2")
    assert task(rest, "2")["auditors"] == []
    do("StartWatchingTask --task 2")
    do("ПрекратитьНаблюдатьЗаЗадачей --task 2")
    assert task(rest, "2")["auditors"] == []
    do("ДелегироватьЗадачу --task 1 --user 10")
    assert task(rest, "1")["responsibleId"] == "10"
    assert task(manager, "1")["responsibleId"] == "10"
    moved = do("DelegateTask --task 6 --user 11")["task"]
    assert moved["responsibleId"] == "11"


def test_marks_of_a_person(do: Teller, rest: RestClient) -> None:
    for add, remove in (
        ("ДобавитьЗадачуВИзбранное", "RemoveTaskFromFavorites"),
        ("AddTaskToFavorites", "УбратьЗадачуИзИзбранного"),
    ):
        assert do(f"{add} --task 1") is True
        assert task(rest, "1")["favorite"] == "Y"
        assert do(f"{remove} --task 1") is True
        assert task(rest, "1")["favorite"] == "N"
    for off, on in (("ОтключитьЗвукЗадачи", "UnmuteTask"), ("MuteTask", "ВключитьЗвукЗадачи")):
        do(f"{off} --task 1")
        assert task(rest, "1")["isMuted"] == "Y"
        do(f"{on} --task 1")
        assert task(rest, "1")["isMuted"] == "N"


def test_a_file_of_the_disk_is_attached(do: Teller, rest: RestClient) -> None:
    first = do("ДобавитьФайлВЗадачу --task 1 --fileid 21")["attachmentId"]
    second = do("AttachFileToTopic --task 1 --fileid 23")["attachmentId"]

    attached = task(rest, "1")["ufTaskWebdavFiles"]
    assert attached[-2:] == [first, second]
    assert rest.call("disk.attachedObject.get", id=first)["NAME"] == "план.txt"


def test_history_and_rights(do: Teller, rest: RestClient) -> None:
    do("UpdateTask --task 1 --fields", "{'TITLE':'Другое имя'}")

    told = rest.call("tasks.task.history.list", taskId=1)
    assert do("ПолучитьИсториюЗадачи --task 1") == told
    changed = [line for line in do("GetTaskHistory -t 1")["list"] if line["field"] == "TITLE"]
    assert changed[-1]["value"] == {"from": "Подготовить релиз", "to": "Другое имя"}
    allowed = do("ПроверитьДоступКЗадаче --task 1 --users 1,10")["allowedActions"]
    assert (allowed["1"]["EDIT"], allowed["10"]["EDIT"]) == (True, False)
    assert list(do("CheckTaskAccesses --task 1")["allowedActions"]) == ["1"]


def test_dependencies_and_the_day_plan(do: Teller, rest: RestClient) -> None:
    link = {"taskIdFrom": 1, "taskIdTo": 6, "linkType": 2}
    do("СоздатьЗависимостьЗадач --taskfrom 1 --taskto 6 --linktype 2")
    assert rest.refused("task.dependence.add", **link)[0] == 400
    do("DeleteTasksDependencies --taskfrom 1 --taskto 6 --linktype 2")
    do("CreateTasksDependencies --taskfrom 1 --taskto 6 --linktype 2")
    do("УдалитьЗависимостьЗадач --taskfrom 1 --taskto 6 --linktype 2")
    assert rest.refused("task.dependence.delete", **link)[0] == 400
    plan = rest.call("task.planner.getlist")
    assert do("ПолучитьПланЗадачНаДень") == do("GetDailyPlan") == plan
    assert 6 in plan


def test_structures(do: Teller, rest: RestClient) -> None:
    fields = rest.call("tasks.task.getFields")
    assert do("ПолучитьСтруктуруЗадачи") == do("GetTaskFieldsStructure") == fields
    skeleton = do("ПолучитьСтруктуруФильтраЗадач --empty true")
    assert "RESPONSIBLE_ID" in skeleton
    assert set(skeleton.values()) == {""}
    assert do("GetTasksFilterStructure --empty").keys() == skeleton.keys()
    assert do("GetTasksFilterStructure")["RESPONSIBLE_ID"] != ""
