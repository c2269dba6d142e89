"""Rows: kanban and timekeeping."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

ROWS = [
    Case(
        [
            "ДобавитьСтадиюКанбана", *HOOK, "--title", "Стадия", "--color", "FAD2E0",
            "--prevstage", "6", "--entityid", "3", "--admin", "true",
        ],
        "task.stages.add",
        {"fields": {"TITLE": "Стадия", "COLOR": "FAD2E0", "AFTER_ID": "6", "ENTITY_ID": "3", "isAdmin": "Y"}},
    ),
    Case(
        ["ДобавитьСтадиюКанбана", *HOOK, "--title", "Стадия"],
        "task.stages.add",
        {"fields": {"TITLE": "Стадия", "COLOR": "FFD800", "isAdmin": "N"}},
    ),
    Case(
        ["AddKanbanStage", *PORTAL, "-a", "false", "-e", "0", "-p", "0", "-c", "00FF00", "-t", "Stage", "-k", TOKEN],
        "task.stages.add",
        {"auth": TOKEN, "fields": {"TITLE": "Stage", "COLOR": "00FF00", "AFTER_ID": "0", "ENTITY_ID": "0", "isAdmin": "N"}},
    ),
    Case(
        ["ИзменитьСтадиюКанбана", *HOOK, "--title", "Стадия", "--stage", "6", "--color", "FAD2E0", "--prevstage", "4", "--admin", "true"],
        "task.stages.update",
        {"id": "6", "fields": {"TITLE": "Стадия", "COLOR": "FAD2E0", "AFTER_ID": "4", "isAdmin": True}},
    ),
    Case(
        ["ИзменитьСтадиюКанбана", *HOOK, "--title", "Стадия", "--stage", "6"],
        "task.stages.update",
        {"id": "6", "fields": {"TITLE": "Стадия", "isAdmin": False}},
    ),
    Case(
        ["UpdateKanbansStage", *PORTAL, "-a", "true", "-p", "4", "-c", "00FF00", "-s", "6", "-t", "Stage", "-k", TOKEN],
        "task.stages.update",
        {"auth": TOKEN, "id": "6", "fields": {"TITLE": "Stage", "COLOR": "00FF00", "AFTER_ID": "4", "isAdmin": True}},
    ),
    Case(["УдалитьСтадиюКанбана", *HOOK, "--stage", "6"], "task.stages.delete", {"id": "6", "isAdmin": "N"}),
    Case(["DeleteKanbanStage", *PORTAL, "-a", "true", "-s", "6", "-t", TOKEN], "task.stages.delete", {"auth": TOKEN, "id": "6", "isAdmin": "Y"}),
    # The order of these two keys is not settled by the description of the command.
    Case(["ПолучитьСтадииКанбана", *HOOK], "task.stages.get", {"isAdmin": "N", "entityId": "0"}, any_order=True),
    Case(
        ["ПолучитьСтадииКанбана", *HOOK, "--entityid", "3", "--admin", "true"],
        "task.stages.get",
        {"isAdmin": "Y", "entityId": "3"},
        any_order=True,
    ),
    Case(
        ["GetKanbanStages", *PORTAL, "-a", "true", "-e", "3", "-t", TOKEN],
        "task.stages.get",
        {"auth": TOKEN, "isAdmin": "Y", "entityId": "3"},
        any_order=True,
    ),
    Case(
        ["ПеренестиЗадачуВСтадиюКанбана", *HOOK, "--task", "1080", "--stage", "6"],
        "task.stages.movetask",
        {"id": "1080", "stageId": "6", "after": "0"},
    ),
    Case(
        ["ПеренестиЗадачуВСтадиюКанбана", *HOOK, "--task", "1080", "--stage", "6", "--after", "1082"],
        "task.stages.movetask",
        {"id": "1080", "stageId": "6", "after": "1082"},
    ),
    Case(
        ["ПеренестиЗадачуВСтадиюКанбана", *HOOK, "--task", "1080", "--stage", "6", "--before", "1082"],
        "task.stages.movetask",
        {"id": "1080", "stageId": "6", "before": "1082"},
    ),
    Case(
        ["MoveTaskToKanbanStage", *PORTAL, "-a", "1084", "-b", "1082", "-s", "6", "-t", "1080", "-k", TOKEN],
        "task.stages.movetask",
        {"auth": TOKEN, "id": "1080", "stageId": "6", "before": "1082"},
    ),
    Case(
        ["MoveTaskToKanbanStage", *PORTAL, "-a", "1084", "-s", "6", "-t", "1080", "-k", TOKEN],
        "task.stages.movetask",
        {"auth": TOKEN, "id": "1080", "stageId": "6", "after": "1084"},
    ),
    Case(
        [
            "ДобавитьТрудозатратыЗадачи", *HOOK, "--task", "728", "--amount", "3600", "--user", "1",
            "--text", "Работа", "--date", "2025-03-01T10:00:00+03:00",
        ],
        "task.elapseditem.add",
        {
            "TASKID": "728",
            "ARFIELDS": {"SECONDS": "3600", "COMMENT_TEXT": "Работа", "USER_ID": "1", "CREATED_DATE": "2025-03-01T10:00:00"},
        },
    ),
    Case(
        ["ДобавитьТрудозатратыЗадачи", *HOOK, "--task", "728", "--amount", "60"],
        "task.elapseditem.add",
        {"TASKID": "728", "ARFIELDS": {"SECONDS": "60"}},
    ),
    Case(
        ["AddTaskTimeAccounting", *PORTAL, "-d", "2025-03-01T10:00:00", "-x", "Work", "-s", "1", "-a", "60", "-t", "728", "-k", TOKEN],
        "task.elapseditem.add",
        {
            "auth": TOKEN,
            "TASKID": "728",
            "ARFIELDS": {"SECONDS": "60", "COMMENT_TEXT": "Work", "USER_ID": "1", "CREATED_DATE": "2025-03-01T10:00:00"},
        },
    ),
    Case(["УдалитьТрудозатратыЗадачи", *HOOK, "--task", "728", "--record", "5"], "task.elapseditem.delete", {"TASKID": "728", "ITEMID": "5"}),
    Case(["DeleteTaskTimeAccounting", *PORTAL, "-r", "5", "-t", "728", "-k", TOKEN], "task.elapseditem.delete", {"auth": TOKEN, "TASKID": "728", "ITEMID": "5"}),
    Case(["ПолучитьСписокТрудозатратЗадачи", *HOOK, "--task", "728"], "task.elapseditem.getlist", {"TASKID": "728"}),
    Case(["GetTaskTimeAccountingList", *PORTAL, "-t", "728", "-k", TOKEN], "task.elapseditem.getlist", {"auth": TOKEN, "TASKID": "728"}),
    Case(["ПолучитьТрудозатратыЗадачи", *HOOK, "--task", "728", "--record", "5"], "task.elapseditem.get", {"TASKID": "728", "ITEMID": "5"}),
    Case(["GetTaskTimeAccounting", *PORTAL, "-r", "5", "-t", "728", "-k", TOKEN], "task.elapseditem.get", {"auth": TOKEN, "TASKID": "728", "ITEMID": "5"}),
    Case(
        ["ИзменитьТрудозатратыЗадачи", *HOOK, "--task", "728", "--record", "5", "--amount", "90", "--text", "Правка", "--date", "2025-03-01T10:00:00Z"],
        "task.elapseditem.update",
        {"TASKID": "728", "ITEMID": "5", "ARFIELDS": {"SECONDS": "90", "COMMENT_TEXT": "Правка", "CREATED_DATE": "2025-03-01T10:00:00"}},
    ),
    Case(
        ["ИзменитьТрудозатратыЗадачи", *HOOK, "--task", "728", "--record", "5", "--amount", "90"],
        "task.elapseditem.update",
        {"TASKID": "728", "ITEMID": "5", "ARFIELDS": {"SECONDS": "90"}},
    ),
    Case(
        ["UpdateTaskTimeAccounting", *PORTAL, "-d", "2025-03-01", "-x", "Fix", "-a", "90", "-r", "5", "-t", "728", "-k", TOKEN],
        "task.elapseditem.update",
        {
            "auth": TOKEN,
            "TASKID": "728",
            "ITEMID": "5",
            "ARFIELDS": {"SECONDS": "90", "COMMENT_TEXT": "Fix", "CREATED_DATE": "2025-03-01T00:00:00"},
        },
    ),
    Case(
        ["НачатьУчетВремени", *HOOK, "--userid", "1", "--time", "2025-03-01T09:00:00+03:00", "--report", "Начал"],
        "timeman.open",
        {"USER_ID": "1", "TIME": "2025-03-01T09:00:00Z", "REPORT": "Начал"},
    ),
    Case(["НачатьУчетВремени", *HOOK], "timeman.open", {}),
    Case(
        ["StartTimekeeping", *PORTAL, "-r", "Started", "-t", "2025-03-01T09:00:00", "-s", "1", "-k", TOKEN],
        "timeman.open",
        {"auth": TOKEN, "USER_ID": "1", "TIME": "2025-03-01T09:00:00Z", "REPORT": "Started"},
    ),
    Case(
        ["ЗавершитьУчетВремени", *HOOK, "--userid", "1", "--time", "2025-03-01T18:00:00-05:00", "--report", "Закончил"],
        "timeman.close",
        {"USER_ID": "1", "TIME": "2025-03-01T18:00:00Z", "REPORT": "Закончил"},
    ),
    Case(
        ["StopTimekeeping", *PORTAL, "-r", "Done", "-t", "2025-03-01T18:00:00Z", "-s", "1", "-k", TOKEN],
        "timeman.close",
        {"auth": TOKEN, "USER_ID": "1", "TIME": "2025-03-01T18:00:00Z", "REPORT": "Done"},
    ),
    Case(["ПриостановитьУчетВремени", *HOOK, "--userid", "1"], "timeman.pause", {"USER_ID": "1"}),
    Case(["PauseTimekeeping", *PORTAL, "-s", "1", "-t", TOKEN], "timeman.pause", {"auth": TOKEN, "USER_ID": "1"}),
    Case(["ПолучитьСтатусУчетаВремени", *HOOK, "--userid", "1"], "timeman.status", {"USER_ID": "1"}),
    Case(["GetTimekeepingStatus", *PORTAL, "-s", "1", "-t", TOKEN], "timeman.status", {"auth": TOKEN, "USER_ID": "1"}),
    Case(["ПолучитьНастройкиУчетаВремени", *HOOK, "--userid", "1"], "timeman.settings", {"USER_ID": "1"}),
    Case(["GetTimekeepingSettings", *PORTAL, "-s", "1", "-t", TOKEN], "timeman.settings", {"auth": TOKEN, "USER_ID": "1"}),
]
