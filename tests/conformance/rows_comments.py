"""Rows: comments and results of tasks."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

ROWS = [
    # The one comment method whose key is taskId, not TASKID.
    Case(
        ["ПолучитьСписокКомментариевЗадачи", *HOOK, "--task", "1080"],
        "task.commentitem.getlist",
        {"taskId": "1080"},
    ),
    Case(
        ["GetTaskCommentsList", *PORTAL, "-t", "1080", "-k", TOKEN],
        "task.commentitem.getlist",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["ПолучитьКомментарийЗадачи", *HOOK, "--task", "1080", "--comment", "2936"],
        "task.commentitem.get",
        {"TASKID": "1080", "ITEMID": "2936"},
    ),
    Case(
        ["GetTaskComment", *PORTAL, "-c", "2936", "-t", "1080", "-k", TOKEN],
        "task.commentitem.get",
        {"auth": TOKEN, "TASKID": "1080", "ITEMID": "2936"},
    ),
    Case(
        ["ДобавитьКомментарийЗадачи", *HOOK, "--task", "1082", "--text", "Текст комментария"],
        "task.commentitem.add",
        {"TASKID": "1082", "FIELDS": {"POST_MESSAGE": "Текст комментария"}},
    ),
    Case(
        ["AddTaskComment", *PORTAL, "-x", "Text", "-t", "1082", "-k", TOKEN],
        "task.commentitem.add",
        {"auth": TOKEN, "TASKID": "1082", "FIELDS": {"POST_MESSAGE": "Text"}},
    ),
    Case(
        [
            "ИзменитьКомментарийЗадачи",
            *HOOK,
            "--task",
            "1080",
            "--comment",
            "2936",
            "--text",
            "Другой текст",
        ],
        "task.commentitem.update",
        {"TASKID": "1080", "ITEMID": "2936", "FIELDS": {"POST_MESSAGE": "Другой текст"}},
    ),
    Case(
        ["UpdateTaskComment", *PORTAL, "-x", "Text", "-c", "2936", "-t", "1080", "-k", TOKEN],
        "task.commentitem.update",
        {"auth": TOKEN, "TASKID": "1080", "ITEMID": "2936", "FIELDS": {"POST_MESSAGE": "Text"}},
    ),
    Case(
        ["УдалитьКомментарийЗадачи", *HOOK, "--task", "1082", "--comment", "2936"],
        "task.commentitem.delete",
        {"TASKID": "1082", "ITEMID": "2936"},
    ),
    Case(
        ["DeleteTaskComment", *PORTAL, "-c", "2936", "-t", "1082", "-k", TOKEN],
        "task.commentitem.delete",
        {"auth": TOKEN, "TASKID": "1082", "ITEMID": "2936"},
    ),
    Case(
        ["ПолучитьСписокРезультатов", *HOOK, "--task", "1080"],
        "tasks.task.result.list",
        {"taskId": "1080"},
    ),
    Case(
        ["GetResultsList", *PORTAL, "-t", "1080", "-k", TOKEN],
        "tasks.task.result.list",
        {"auth": TOKEN, "taskId": "1080"},
    ),
    Case(
        ["СоздатьРезультатИзКомментария", *HOOK, "--comment", "2936"],
        "tasks.task.result.addFromComment",
        {"commentId": "2936"},
    ),
    Case(
        ["CreateResultFromComment", *PORTAL, "-c", "2936", "-t", TOKEN],
        "tasks.task.result.addFromComment",
        {"auth": TOKEN, "commentId": "2936"},
    ),
    Case(
        ["УдалитьРезультатИзКомментария", *HOOK, "--comment", "2936"],
        "tasks.task.result.deleteFromComment",
        {"commentId": "2936"},
    ),
    Case(
        ["DeleteResultFromComment", *PORTAL, "-c", "2936", "-t", TOKEN],
        "tasks.task.result.deleteFromComment",
        {"auth": TOKEN, "commentId": "2936"},
    ),
]
