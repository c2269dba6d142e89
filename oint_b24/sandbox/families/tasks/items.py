"""The family of what hangs on tasks: checklists, comments, time spent, results; its seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.families.tasks import checklists, comments, elapsed, results
from oint_b24.sandbox.families.tasks.model import KIND
from oint_b24.sandbox.families.tasks.records import HISTORY, RESULT, save
from oint_b24.sandbox.families.tasks.tree import KIND as CHECKLIST
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

_DATE = "2026-01-12T11:00:00+03:00"
_COMMENTS = ("Сборка готова", "Отчёт приложу завтра")
_SPENT = ((3600, "Подготовка"), (1800, "Проверка"))


@seed("tasks.items")
def fill(store: Store) -> None:
    """Give task 1 a checklist of one item, two comments, a result and two records of time."""
    for number, (title, parent) in enumerate((("Чек-лист 1", 0), ("Собрать изменения", 1)), 1):
        item = checklists.blank(1, parent, title, 0, 1)
        store.add(CHECKLIST, item, id=number)
        _note(store, "CHECKLIST_ITEM_CREATE", "", title)
    author = {"AUTHOR_ID": 1, "AUTHOR_NAME": "Администратор Портала"}
    for number, text in enumerate(_COMMENTS, 1):
        comment = {"TASK_ID": 1, "POST_DATE": _DATE, "POST_MESSAGE": text}
        store.add(comments.KIND, {**comment, **author}, id=number)
        _note(store, "COMMENT", None, str(number))
    first = store.get(comments.KIND, 1) or {}
    store.add(RESULT, results.blank(1, first, 1, _DATE), id=1)
    for number, (seconds, text) in enumerate(_SPENT, 1):
        record = elapsed.blank(1, 1, _DATE)
        record |= {"SECONDS": seconds, "MINUTES": seconds // 60, "COMMENT_TEXT": text}
        store.add(elapsed.KIND, record, id=number)
    _totals(store)


def _note(store: Store, field: str, before: str | None, after: str) -> None:
    line = {"TASK_ID": 1, "FIELD": field, "FROM": before, "TO": after}
    store.add(HISTORY, {**line, "USER_ID": 1, "DATE": _DATE})


def _totals(store: Store) -> None:
    spent = sum(seconds for seconds, _ in _SPENT)
    task = store.get(KIND, 1) or {}
    task |= {
        "COMMENTS_COUNT": len(_COMMENTS),
        "FORUM_ID": comments.FORUM,
        "FORUM_TOPIC_ID": store.next_id("forum_topic"),
        "TIME_SPENT_IN_LOGS": spent,
        "DURATION_FACT": spent // 60,
        "ACTIVITY_DATE": _DATE,
    }
    save(store, 1, task)
