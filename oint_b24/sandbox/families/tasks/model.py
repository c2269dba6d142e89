"""What a task consists of: its document, its statuses, the description of its fields."""

from __future__ import annotations

import uuid
from typing import Any

KIND = "task"
PENDING, IN_PROGRESS, AWAITING_CONTROL, COMPLETED, DEFERRED = 2, 3, 4, 5, 6
STATUSES = {
    PENDING: "Ждёт выполнения",
    IN_PROGRESS: "Выполняется",
    AWAITING_CONTROL: "Ждёт контроля",
    COMPLETED: "Завершена",
    DEFERRED: "Отложена",
}
# What SE_PARAMETER switches on (tasks-task-add.md): no completion without a result.
RESULT_REQUIRED = "3"

_YES_NO = {"Y": "Да", "N": "Нет"}
_VALUES: dict[str, Any] = {
    "mark": {"N": "Отрицательная", "P": "Положительная"},
    "priority": {"2": "Высокий", "1": "Средний", "0": "Низкий"},
    "status": {str(number): title for number, title in STATUSES.items()},
    "yn": _YES_NO,
    "duration": ["secs", "mins", "hours", "days", "weeks", "months", "years"],
}
# NAME type default title; a type `enum:x` takes its values from _VALUES, a default `.` is none,
# a title `-` is null. The primary and the required ones are listed below the table.
_TABLE = """
ID integer . ID
PARENT_ID integer 0 ID базовой задачи
TITLE string . Название
DESCRIPTION string . Описание
MARK enum:mark null Оценка
PRIORITY enum:priority 1 Приоритет
STATUS enum:status 2 Статус
MULTITASK enum:yn N Базовая задача с подзадачами
NOT_VIEWED enum:yn N -
REPLICATE enum:yn N Повторяемая задача
GROUP_ID integer 0 Проект
STAGE_ID integer 0 Стадия
SPRINT_ID integer 0 Спринт
BACKLOG_ID integer 0 Бэклог
CREATED_BY integer . Постановщик
CREATED_DATE datetime . -
RESPONSIBLE_ID integer . Исполнитель
ACCOMPLICES array . -
AUDITORS array . -
CHANGED_BY integer . Кем изменена
CHANGED_DATE datetime . Дата изменения
STATUS_CHANGED_BY integer . Кем изменён статус
STATUS_CHANGED_DATE datetime . Дата изменения статуса
CLOSED_BY integer null Кем закрыта
CLOSED_DATE datetime null Дата закрытия
ACTIVITY_DATE datetime null -
DATE_START datetime null Дата начала
DEADLINE datetime null Крайний срок
START_DATE_PLAN datetime null Плановое начало
END_DATE_PLAN datetime null Плановое завершение
GUID string null GUID
XML_ID string null XML_ID
COMMENTS_COUNT integer 0 Количество комментариев
SERVICE_COMMENTS_COUNT integer 0 -
NEW_COMMENTS_COUNT integer 0 -
ALLOW_CHANGE_DEADLINE enum:yn N -
ALLOW_TIME_TRACKING enum:yn N -
TASK_CONTROL enum:yn N Принять работу
ADD_IN_REPORT enum:yn N Включить в отчёт
FORKED_BY_TEMPLATE_ID enum:yn N Создана из шаблона
TIME_ESTIMATE integer . Затраты времени по плану
TIME_SPENT_IN_LOGS integer . Затраты времени по журналу
MATCH_WORK_TIME integer . Пропустить выходные дни
FORUM_TOPIC_ID integer . FORUM_TOPIC_ID
FORUM_ID integer . FORUM_ID
SITE_ID string . SITE_ID
SUBORDINATE enum:yn null Задача подчинённого
FAVORITE enum:yn null -
EXCHANGE_MODIFIED datetime null EXCHANGE_MODIFIED
EXCHANGE_ID integer null EXCHANGE_ID
OUTLOOK_VERSION integer null OUTLOOK_VERSION
VIEWED_DATE datetime . Дата последнего просмотра
SORTING double . Индекс сортировки
DURATION_PLAN integer . Длительность по плану
DURATION_FACT integer . Длительность по факту
CHECKLIST array . -
DURATION_TYPE enum:duration days DURATION_TYPE
IS_MUTED enum:yn N -
IS_PINNED enum:yn N -
IS_PINNED_IN_GROUP enum:yn N -
FLOW_ID integer 0 Поток
"""
_REQUIRED = ("TITLE", "CREATED_BY", "RESPONSIBLE_ID")


def descriptions() -> dict[str, dict[str, Any]]:
    """Return what tasks.task.getFields says of the system's own fields."""
    rows = (line.split(maxsplit=3) for line in _TABLE.strip().splitlines())
    return {name: _described(name, *rest) for name, *rest in rows}


def _described(name: str, kind: str, default: str, title: str) -> dict[str, Any]:
    base, _, values = kind.partition(":")
    told: dict[str, Any] = {"title": None if title == "-" else title, "type": base}
    if name == "ID":
        told["primary"] = True
    if name in _REQUIRED:
        told["required"] = True
    if values:
        told["values"] = _VALUES[values]
    if default != ".":
        known = {"null": None}
        told["default"] = int(default) if default.isdecimal() else known.get(default, default)
    return told


def blank(user: int, moment: str) -> dict[str, Any]:
    """Return the document of a task about which nothing else was said."""
    return {
        "TITLE": "",
        "DESCRIPTION": "",
        "PARENT_ID": None,
        "MARK": None,
        "PRIORITY": 1,
        "STATUS": PENDING,
        "STATUS_CHANGED_BY": None,
        "STATUS_CHANGED_DATE": moment,
        "GROUP_ID": 0,
        "STAGE_ID": 0,
        "CREATED_BY": user,
        "CREATED_DATE": moment,
        "RESPONSIBLE_ID": user,
        "ACCOMPLICES": [],
        "AUDITORS": [],
        "CHANGED_BY": user,
        "CHANGED_DATE": moment,
        "CLOSED_BY": None,
        "CLOSED_DATE": None,
        "ACTIVITY_DATE": moment,
        "DATE_START": None,
        "DEADLINE": None,
        "START_DATE_PLAN": None,
        "END_DATE_PLAN": None,
        "GUID": f"{{{uuid.uuid4()}}}",
        "XML_ID": None,
        "COMMENTS_COUNT": None,
        "SERVICE_COMMENTS_COUNT": None,
        "FORUM_TOPIC_ID": None,
        "FORUM_ID": None,
        "TIME_ESTIMATE": 0,
        "TIME_SPENT_IN_LOGS": None,
        "DURATION_PLAN": None,
        "DURATION_FACT": None,
        "DURATION_TYPE": "days",
        "OUTLOOK_VERSION": 1,
        "FLOW_ID": None,
        "CHAT_ID": None,
        **dict.fromkeys(SWITCHES, "N"),
        "TAGS": [],
        "DEPENDS_ON": [],
        "UF_CRM_TASK": [],
        "SE_PARAMETER": {},
        **{mark: [] for mark in MARKS},
    }


SWITCHES = (
    "MULTITASK",
    "REPLICATE",
    "ALLOW_CHANGE_DEADLINE",
    "ALLOW_TIME_TRACKING",
    "TASK_CONTROL",
    "ADD_IN_REPORT",
    "MATCH_WORK_TIME",
)
# Everyone has marks of their own: whose they are is kept with the task.
MARKS = {"FAVORITE_OF": "FAVORITE", "MUTED_BY": "IS_MUTED", "PINNED_BY": "IS_PINNED"}
SYSTEM_USER_FIELDS = ("UF_CRM_TASK", "UF_TASK_WEBDAV_FILES", "UF_MAIL_MESSAGE")
