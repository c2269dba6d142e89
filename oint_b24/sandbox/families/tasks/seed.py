"""The tasks of a fresh portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.tasks.model import (
    AWAITING_CONTROL,
    COMPLETED,
    DEFERRED,
    IN_PROGRESS,
    blank,
)
from oint_b24.sandbox.families.tasks.records import HISTORY, LINK, insert

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

CREATED = "2026-01-12T10:00:00+03:00"
CHANGED = "2026-01-13T12:00:00+03:00"
FINISH_START = 2


def fill(store: Store) -> None:
    """Add tasks 1 to 6 with their history, and the dependence of 3 on 2."""
    closed = {"CLOSED_BY": 1, "CLOSED_DATE": CHANGED}
    _task(store, 1, "Подготовить релиз", DESCRIPTION="Собрать и проверить выпуск", PRIORITY=2)
    _task(store, 2, "Проверить отчёт", RESPONSIBLE_ID=10)
    _task(store, 3, "Написать заметку", AWAITING_CONTROL, CREATED_BY=10, TASK_CONTROL="Y")
    _task(store, 4, "Обновить сертификат", COMPLETED, **closed)
    _task(store, 5, "Разобрать архив", DEFERRED)
    _task(store, 6, "Настроить резервные копии", IN_PROGRESS, DATE_START=CHANGED)
    store.add(LINK, {"FROM": 2, "TO": 3, "TYPE": FINISH_START})


def more_tasks(store: Store, count: int) -> None:
    """Add `count` tasks in one go: for measuring lists, not for reading."""
    with store.transaction():
        for _ in range(count):
            number = store.next_id("task")
            guid = f"{{00000000-0000-4000-8000-{number:012d}}}"
            insert(store, blank(1, CREATED) | {"TITLE": f"Задача #{number}", "GUID": guid}, number)


def _task(store: Store, number: int, title: str, status: int = 2, **fields: Any) -> None:
    task = blank(1, CREATED) | {
        "TITLE": title,
        "GUID": f"{{00000000-0000-4000-8000-{number:012d}}}",
        **fields,
    }
    _note(store, number, task["CREATED_BY"], ("NEW", None, None), CREATED)
    if status != task["STATUS"]:
        task |= {"STATUS": status, "STATUS_CHANGED_BY": 1, "STATUS_CHANGED_DATE": CHANGED}
        task |= {"CHANGED_DATE": CHANGED, "ACTIVITY_DATE": CHANGED, "OUTLOOK_VERSION": 2}
        _note(store, number, 1, ("STATUS", "2", str(status)), CHANGED)
    insert(store, task, number)


def _note(store: Store, number: int, user: int, change: tuple[Any, Any, Any], date: str) -> None:
    field, before, after = change
    line = {"TASK_ID": number, "FIELD": field, "FROM": before, "TO": after}
    store.add(HISTORY, {**line, "USER_ID": user, "DATE": date})
