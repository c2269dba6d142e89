"""The family of people: its modules, and the people of a fresh portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import access_codes, messenger, oneself, options, users
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (access_codes, messenger, oneself, options, users)


@seed("people.family")
def fill(store: Store) -> None:
    """Let the four people of a fresh portal in."""
    people: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
        (1, "Администратор", "Портала", {"IS_ADMIN": True, "UF_DEPARTMENT": [1]}),
        (10, "Менеджер", "Продаж", {"WORK_POSITION": "Менеджер", "UF_DEPARTMENT": [2]}),
        (11, "Разработчик", "Сайта", {"WORK_POSITION": "Разработчик", "UF_DEPARTMENT": [3]}),
        (12, "Гость", "Экстранета", {"USER_TYPE": "extranet"}),
    )
    for number, name, last_name, fields in people:
        person = users.blank(f"user{number}@sandbox.example", "2026-01-12T00:00:00+03:00")
        seen = {"LAST_ACTIVITY_DATE": "2026-01-12T10:00:00+03:00", "IS_ONLINE": "Y"}
        store.add(
            "user", {**person, "NAME": name, "LAST_NAME": last_name, **seen, **fields}, id=number
        )
