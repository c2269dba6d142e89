"""Rows: what tasks have: custom fields, checklists, comments and results."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

ROWS = [
    Case(["ПолучитьСписокПользовательскихПолейЗадачи", *HOOK], "task.item.userfield.getlist", {}),
    Case(["GetCustomTaskFieldsList", *PORTAL, "-t", TOKEN], "task.item.userfield.getlist", {"auth": TOKEN}),
    Case(
        [
            "ДобавитьПользовательскоеПолеЗадачи", *HOOK, "--type", "date", "--fieldname", "BIRTHDAY",
            "--externalid", "BIRTHDAY_X", "--title", "День рождения", "--label", "{'en':'Birthday','ru':'День рождения'}",
        ],
        "task.item.userfield.add",
        {
            "PARAMS": {
                "USER_TYPE_ID": "date",
                "FIELD_NAME": "BIRTHDAY",
                "XML_ID": "BIRTHDAY_X",
                "LABEL": "День рождения",
                "EDIT_FORM_LABEL": {"en": "Birthday", "ru": "День рождения"},
            }
        },
    ),
    Case(
        ["ДобавитьПользовательскоеПолеЗадачи", *HOOK, "--type", "string", "--fieldname", "TEXT_FIELD"],
        "task.item.userfield.add",
        {"PARAMS": {"USER_TYPE_ID": "string", "FIELD_NAME": "TEXT_FIELD"}},
    ),
    Case(
        ["AddCustomTaskField", *PORTAL, "-b", '{"en": "F"}', "-l", "L", "-e", "X", "-f", "F", "-t", "double", "-k", TOKEN],
        "task.item.userfield.add",
        {
            "auth": TOKEN,
            "PARAMS": {"USER_TYPE_ID": "double", "FIELD_NAME": "F", "XML_ID": "X", "LABEL": "L", "EDIT_FORM_LABEL": {"en": "F"}},
        },
    ),
    Case(
        ["ИзменитьПользовательскоеПолеЗадачи", *HOOK, "--fieldid", "249", "--externalid", "NEW_X", "--title", "Новый", "--label", "{'ru':'Новый'}"],
        "task.item.userfield.update",
        {"ID": "249", "DATA": {"XML_ID": "NEW_X", "LABEL": "Новый", "EDIT_FORM_LABEL": {"ru": "Новый"}}},
    ),
    Case(["ИзменитьПользовательскоеПолеЗадачи", *HOOK, "--fieldid", "249"], "task.item.userfield.update", {"ID": "249"}),
    Case(
        ["UpdateCustomTaskField", *PORTAL, "-l", '{"en":"N"}', "-t", "N", "-e", "X", "-f", "249", "-k", TOKEN],
        "task.item.userfield.update",
        {"auth": TOKEN, "ID": "249", "DATA": {"XML_ID": "X", "LABEL": "N", "EDIT_FORM_LABEL": {"en": "N"}}},
    ),
    Case(["ПолучитьПользовательскоеПолеЗадачи", *HOOK, "--fieldid", "249"], "task.item.userfield.get", {"ID": "249"}),
    Case(["GetCustomTaskField", *PORTAL, "-f", "249", "-t", TOKEN], "task.item.userfield.get", {"auth": TOKEN, "ID": "249"}),
    Case(["УдалитьПользовательскоеПолеЗадачи", *HOOK, "--fieldid", "249"], "task.item.userfield.delete", {"ID": "249"}),
    Case(["DeleteCustomTaskField", *PORTAL, "-f", "249", "-t", TOKEN], "task.item.userfield.delete", {"auth": TOKEN, "ID": "249"}),
    Case(
        ["ДобавитьЭлементЧеклистаЗадачи", *HOOK, "--task", "1080", "--text", "Пункт", "--complete", "true"],
        "task.checklistitem.add",
        {"TASKID": "1080", "FIELDS": {"TITLE": "Пункт", "IS_COMPLETE": "Y"}},
    ),
    Case(
        ["ДобавитьЭлементЧеклистаЗадачи", *HOOK, "--task", "1080", "--text", "Пункт"],
        "task.checklistitem.add",
        {"TASKID": "1080", "FIELDS": {"TITLE": "Пункт", "IS_COMPLETE": "N"}},
    ),
    Case(
        ["AddTasksChecklistElement", *PORTAL, "-c", "true", "-x", "Item", "-t", "1080", "-k", TOKEN],
        "task.checklistitem.add",
        {"auth": TOKEN, "TASKID": "1080", "FIELDS": {"TITLE": "Item", "IS_COMPLETE": "Y"}},
    ),
    Case(
        ["ИзменитьЭлементЧеклистаЗадачи", *HOOK, "--task", "1080", "--element", "7", "--text", "Новый пункт"],
        "task.checklistitem.update",
        {"TASKID": "1080", "ITEMID": "7", "FIELDS": {"TITLE": "Новый пункт"}},
    ),
    Case(
        ["UpdateTasksChecklistElement", *PORTAL, "-x", "Item", "-e", "7", "-t", "1080", "-k", TOKEN],
        "task.checklistitem.update",
        {"auth": TOKEN, "TASKID": "1080", "ITEMID": "7", "FIELDS": {"TITLE": "Item"}},
    ),
    Case(["УдалитьЭлементЧеклистаЗадачи", *HOOK, "--task", "1080", "--element", "7"], "task.checklistitem.delete", {"TASKID": "1080", "ITEMID": "7"}),
    Case(["DeleteTasksChecklistElement", *PORTAL, "-e", "7", "-t", "1080", "-k", TOKEN], "task.checklistitem.delete", {"auth": TOKEN, "TASKID": "1080", "ITEMID": "7"}),
    Case(["ПолучитьЧеклистЗадачи", *HOOK, "--task", "1080"], "task.checklistitem.getlist", {"TASKID": "1080"}),
    Case(["GetTasksChecklist", *PORTAL, "-t", "1080", "-k", TOKEN], "task.checklistitem.getlist", {"auth": TOKEN, "TASKID": "1080"}),
    Case(["ПолучитьЭлементЧеклистаЗадачи", *HOOK, "--task", "1080", "--element", "7"], "task.checklistitem.get", {"TASKID": "1080", "ITEMID": "7"}),
    Case(["GetTasksChecklistElement", *PORTAL, "-e", "7", "-t", "1080", "-k", TOKEN], "task.checklistitem.get", {"auth": TOKEN, "TASKID": "1080", "ITEMID": "7"}),
    Case(["ВыполнитьЭлементЧеклистаЗадачи", *HOOK, "--task", "1080", "--element", "7"], "task.checklistitem.complete", {"TASKID": "1080", "ITEMID": "7"}),
    Case(["CompleteTasksChecklistElement", *PORTAL, "-e", "7", "-t", "1080", "-k", TOKEN], "task.checklistitem.complete", {"auth": TOKEN, "TASKID": "1080", "ITEMID": "7"}),
    Case(["ВозобновитьЭлементЧеклистаЗадачи", *HOOK, "--task", "1080", "--element", "7"], "task.checklistitem.renew", {"TASKID": "1080", "ITEMID": "7"}),
    Case(["RenewTasksChecklistElement", *PORTAL, "-e", "7", "-t", "1080", "-k", TOKEN], "task.checklistitem.renew", {"auth": TOKEN, "TASKID": "1080", "ITEMID": "7"}),
    # The one comment method whose key is taskId, not TASKID.
    Case(["ПолучитьСписокКомментариевЗадачи", *HOOK, "--task", "1080"], "task.commentitem.getlist", {"taskId": "1080"}),
    Case(["GetTaskCommentsList", *PORTAL, "-t", "1080", "-k", TOKEN], "task.commentitem.getlist", {"auth": TOKEN, "taskId": "1080"}),
    Case(["ПолучитьКомментарийЗадачи", *HOOK, "--task", "1080", "--comment", "2936"], "task.commentitem.get", {"TASKID": "1080", "ITEMID": "2936"}),
    Case(["GetTaskComment", *PORTAL, "-c", "2936", "-t", "1080", "-k", TOKEN], "task.commentitem.get", {"auth": TOKEN, "TASKID": "1080", "ITEMID": "2936"}),
    Case(["ДобавитьКомментарийЗадачи", *HOOK, "--task", "1082", "--text", "Текст комментария"], "task.commentitem.add", {"TASKID": "1082", "FIELDS": {"POST_MESSAGE": "Текст комментария"}}),
    Case(["AddTaskComment", *PORTAL, "-x", "Text", "-t", "1082", "-k", TOKEN], "task.commentitem.add", {"auth": TOKEN, "TASKID": "1082", "FIELDS": {"POST_MESSAGE": "Text"}}),
    Case(
        ["ИзменитьКомментарийЗадачи", *HOOK, "--task", "1080", "--comment", "2936", "--text", "Другой текст"],
        "task.commentitem.update",
        {"TASKID": "1080", "ITEMID": "2936", "FIELDS": {"POST_MESSAGE": "Другой текст"}},
    ),
    Case(
        ["UpdateTaskComment", *PORTAL, "-x", "Text", "-c", "2936", "-t", "1080", "-k", TOKEN],
        "task.commentitem.update",
        {"auth": TOKEN, "TASKID": "1080", "ITEMID": "2936", "FIELDS": {"POST_MESSAGE": "Text"}},
    ),
    Case(["УдалитьКомментарийЗадачи", *HOOK, "--task", "1082", "--comment", "2936"], "task.commentitem.delete", {"TASKID": "1082", "ITEMID": "2936"}),
    Case(["DeleteTaskComment", *PORTAL, "-c", "2936", "-t", "1082", "-k", TOKEN], "task.commentitem.delete", {"auth": TOKEN, "TASKID": "1082", "ITEMID": "2936"}),
    Case(["ПолучитьСписокРезультатов", *HOOK, "--task", "1080"], "tasks.task.result.list", {"taskId": "1080"}),
    Case(["GetResultsList", *PORTAL, "-t", "1080", "-k", TOKEN], "tasks.task.result.list", {"auth": TOKEN, "taskId": "1080"}),
    Case(["СоздатьРезультатИзКомментария", *HOOK, "--comment", "2936"], "tasks.task.result.addFromComment", {"commentId": "2936"}),
    Case(["CreateResultFromComment", *PORTAL, "-c", "2936", "-t", TOKEN], "tasks.task.result.addFromComment", {"auth": TOKEN, "commentId": "2936"}),
    Case(["УдалитьРезультатИзКомментария", *HOOK, "--comment", "2936"], "tasks.task.result.deleteFromComment", {"commentId": "2936"}),
    Case(["DeleteResultFromComment", *PORTAL, "-c", "2936", "-t", TOKEN], "tasks.task.result.deleteFromComment", {"auth": TOKEN, "commentId": "2936"}),
]
