"""Rows: tasks."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

ROWS = [
    Case(["ПолучитьЗадачу", *HOOK, "--task", "1080"], "tasks.task.get", {"taskId": "1080"}),
    Case(
        ["GetTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.get",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        [
            "ПолучитьСписокЗадач",
            *HOOK,
            "--filter",
            "{'!STATUS':5,'>=DEADLINE':'2025-01-01'}",
            "--offset",
            "50",
            "--select",
            "['ID','TITLE']",
        ],
        "tasks.task.list",
        {
            "filter": {"!STATUS": 5, ">=DEADLINE": "2025-01-01"},
            "start": "50",
            "select": ["ID", "TITLE"],
        },
    ),
    Case(["ПолучитьСписокЗадач", *HOOK], "tasks.task.list", {}),
    Case(
        ["GetTasksList", *PORTAL, "-s", "ID", "-o", "0", "-f", '{"ID": [1, 2]}', "-t", TOKEN],
        "tasks.task.list",
        {"auth": TOKEN, "filter": {"ID": [1, 2]}, "start": "0", "select": ["ID"]},
    ),
    Case(
        [
            "СоздатьЗадачу",
            *HOOK,
            "--fields",
            (
                "{'TITLE':'Новая задача','DESCRIPTION':'Новое описание задачи','PRIORITY':'2',"
                "'DEADLINE':'2025-12-11T10:32:15','RESPONSIBLE_ID':1}"
            ),
        ],
        "tasks.task.add",
        {
            "fields": {
                "TITLE": "Новая задача",
                "DESCRIPTION": "Новое описание задачи",
                "PRIORITY": "2",
                "DEADLINE": "2025-12-11T10:32:15",
                "RESPONSIBLE_ID": 1,
            }
        },
    ),
    Case(
        ["CreateTask", *PORTAL, "-f", '{"TITLE":"New task","RESPONSIBLE_ID":1}', "-t", TOKEN],
        "tasks.task.add",
        {"auth": TOKEN, "fields": {"TITLE": "New task", "RESPONSIBLE_ID": 1}},
    ),
    Case(
        [
            "ИзменитьЗадачу",
            *HOOK,
            "--task",
            "1080",
            "--fields",
            "{'TITLE':'Другой заголовок задачи','PRIORITY':'1'}",
        ],
        "tasks.task.update",
        {"fields": {"TITLE": "Другой заголовок задачи", "PRIORITY": "1"}, "taskId": "1080"},
    ),
    Case(
        ["UpdateTask", *PORTAL, "-t", "1080", "-f", "{'TITLE':'Another'}", "-k", TOKEN],
        "tasks.task.update",
        {"auth": TOKEN, "fields": {"TITLE": "Another"}, "taskId": "1080"},
    ),
    Case(["УдалитьЗадачу", *HOOK, "--task", "1080"], "tasks.task.delete", {"taskId": "1080"}),
    Case(
        ["DeleteTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.delete",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["ДобавитьФайлВЗадачу", *HOOK, "--task", "1080", "--fileid", "2482"],
        "tasks.task.files.attach",
        {"fileId": "2482", "taskId": "1080"},
    ),
    Case(
        ["AttachFileToTopic", *PORTAL, "-t", "1080", "-f", "2482", "-k", TOKEN],
        "tasks.task.files.attach",
        {"auth": TOKEN, "fileId": "2482", "taskId": "1080"},
    ),
    Case(["ПринятьЗадачу", *HOOK, "--task", "1080"], "tasks.task.approve", {"taskId": "1080"}),
    Case(
        ["ApproveTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.approve",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(["ОтклонитьЗадачу", *HOOK, "--task", "1080"], "tasks.task.disapprove", {"taskId": "1080"}),
    Case(
        ["DisapproveTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.disapprove",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(["ЗавершитьЗадачу", *HOOK, "--task", "1080"], "tasks.task.complete", {"taskId": "1080"}),
    Case(
        ["CompleteTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.complete",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(["ВозобновитьЗадачу", *HOOK, "--task", "1080"], "tasks.task.renew", {"taskId": "1080"}),
    Case(
        ["RenewTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.renew",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(["ОтложитьЗадачу", *HOOK, "--task", "1080"], "tasks.task.defer", {"taskId": "1080"}),
    Case(
        ["DeferTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.defer",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(["ПриостановитьЗадачу", *HOOK, "--task", "1080"], "tasks.task.pause", {"taskId": "1080"}),
    Case(
        ["PauseTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.pause",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["НачатьВыполнениеЗадачи", *HOOK, "--task", "1080"], "tasks.task.start", {"taskId": "1080"}
    ),
    Case(
        ["StartTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.start",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["НачатьНаблюдатьЗаЗадачей", *HOOK, "--task", "1080"],
        "tasks.task.startwatch",
        {"taskId": "1080"},
    ),
    Case(
        ["StartWatchingTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.startwatch",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["ПрекратитьНаблюдатьЗаЗадачей", *HOOK, "--task", "1080"],
        "tasks.task.stopwatch",
        {"taskId": "1080"},
    ),
    Case(
        ["StopWatchingTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.stopwatch",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["ДелегироватьЗадачу", *HOOK, "--task", "1080", "--user", "1"],
        "tasks.task.delegate",
        {"taskId": "1080", "userId": "1"},
    ),
    Case(
        ["DelegateTask", *PORTAL, "-s", "1", "-t", "1080", "-k", TOKEN],
        "tasks.task.delegate",
        {"auth": TOKEN, "taskId": "1080", "userId": "1"},
    ),
    Case(
        ["ДобавитьЗадачуВИзбранное", *HOOK, "--task", "1080"],
        "tasks.task.favorite.add",
        {"taskId": "1080"},
    ),
    Case(
        ["AddTaskToFavorites", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.favorite.add",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["УбратьЗадачуИзИзбранного", *HOOK, "--task", "1080"],
        "tasks.task.favorite.remove",
        {"taskId": "1080"},
    ),
    Case(
        ["RemoveTaskFromFavorites", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.favorite.remove",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["ПолучитьИсториюЗадачи", *HOOK, "--task", "1080"],
        "tasks.task.history.list",
        {"taskId": "1080"},
    ),
    Case(
        ["GetTaskHistory", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.history.list",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["ПроверитьДоступКЗадаче", *HOOK, "--task", "1080", "--users", "[1,10]"],
        "tasks.task.getaccess",
        {"taskId": "1080", "users": [1, 10]},
    ),
    Case(
        ["ПроверитьДоступКЗадаче", *HOOK, "--task", "1080"],
        "tasks.task.getaccess",
        {"taskId": "1080"},
    ),
    Case(
        ["CheckTaskAccesses", *PORTAL, "-s", "10", "-t", "1080", "-k", TOKEN],
        "tasks.task.getaccess",
        {"auth": TOKEN, "taskId": "1080", "users": ["10"]},
    ),
    Case(["ОтключитьЗвукЗадачи", *HOOK, "--task", "1080"], "tasks.task.mute", {"taskId": "1080"}),
    Case(
        ["MuteTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.mute",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(["ВключитьЗвукЗадачи", *HOOK, "--task", "1080"], "tasks.task.unmute", {"taskId": "1080"}),
    Case(
        ["UnmuteTask", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.unmute",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        [
            "СоздатьЗависимостьЗадач",
            *HOOK,
            "--taskfrom",
            "1080",
            "--taskto",
            "1082",
            "--linktype",
            "0",
        ],
        "task.dependence.add",
        {"taskIdFrom": "1080", "taskIdTo": "1082", "linkType": "0"},
    ),
    Case(
        ["CreateTasksDependencies", *PORTAL, "-l", "2", "-s", "1082", "-t", "1080", "-k", TOKEN],
        "task.dependence.add",
        {"auth": TOKEN, "taskIdFrom": "1080", "taskIdTo": "1082", "linkType": "2"},
    ),
    Case(
        [
            "УдалитьЗависимостьЗадач",
            *HOOK,
            "--taskfrom",
            "1080",
            "--taskto",
            "1082",
            "--linktype",
            "0",
        ],
        "task.dependence.delete",
        {"taskIdFrom": "1080", "taskIdTo": "1082", "linkType": "0"},
    ),
    Case(
        ["DeleteTasksDependencies", *PORTAL, "-l", "2", "-s", "1082", "-t", "1080", "-k", TOKEN],
        "task.dependence.delete",
        {"auth": TOKEN, "taskIdFrom": "1080", "taskIdTo": "1082", "linkType": "2"},
    ),
    Case(["ПолучитьПланЗадачНаДень", *HOOK], "task.planner.getlist", {}),
    Case(["GetDailyPlan", *PORTAL, "-t", TOKEN], "task.planner.getlist", {"auth": TOKEN}),
    Case(["ПолучитьСтруктуруЗадачи", *HOOK], "tasks.task.getFields", {}, "GET"),
    Case(
        ["GetTaskFieldsStructure", *PORTAL, "-t", TOKEN],
        "tasks.task.getFields",
        {"auth": TOKEN},
        "GET",
    ),
]
