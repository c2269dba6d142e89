"""All rows that make one request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conformance import (
    rows_calendar,
    rows_chats,
    rows_comments,
    rows_crm,
    rows_feed,
    rows_files,
    rows_folders,
    rows_forms,
    rows_kanban,
    rows_messages,
    rows_people,
    rows_task_fields,
    rows_tasks,
    rows_texts,
    rows_time,
)

if TYPE_CHECKING:
    from tests.conformance.case import Case

CASES: list[Case] = [
    *rows_feed.ROWS,
    *rows_tasks.ROWS,
    *rows_task_fields.ROWS,
    *rows_comments.ROWS,
    *rows_kanban.ROWS,
    *rows_time.ROWS,
    *rows_folders.ROWS,
    *rows_files.ROWS,
    *rows_chats.ROWS,
    *rows_messages.ROWS,
    *rows_people.ROWS,
    *rows_crm.ROWS,
    *rows_calendar.ROWS,
    *rows_forms.ROWS,
    *rows_texts.ROWS,
]
