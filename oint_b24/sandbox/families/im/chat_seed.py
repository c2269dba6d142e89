"""The chats and messages a fresh portal holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.chat_rooms import Room, mark_read, require_room
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

_DAY = "2026-01-12T{}:00+03:00"
_PRIVATE = 41
_MESSAGES = (
    (101, 42, 1, "10:00", "Коллеги, релиз 2.4 готовим на четверг"),
    (102, 42, 10, "10:05", "Клиентам сообщим в пятницу"),
    (103, 42, 1, "10:10", "Список изменений собран"),
    (104, 42, 10, "10:20", "Спасибо, проверю тексты"),
    (105, 42, 11, "10:30", "Сборка готова, тесты прошли"),
    (106, _PRIVATE, 1, "11:00", "Нужна сводка по сделкам за неделю"),
    (107, _PRIVATE, 10, "11:15", "Пришлю до обеда"),
)


def _chat(title: str, members: list[int], **fields: Any) -> dict[str, Any]:
    return {
        "TITLE": title,
        "DESCRIPTION": "",
        "TYPE": "CHAT",
        "COLOR": "AZURE",
        "AVATAR": "",
        "OWNER_ID": 1,
        "ENTITY_TYPE": "",
        "ENTITY_ID": "",
        "MEMBERS": members,
        "MANAGERS": [],
        "MUTED": [],
        "DATE_CREATE": _DAY.format("09:00"),
        "FOLDER_ID": None,
        "READ": {},
        **fields,
    }


@seed("im.chats")
def fill(store: Store) -> None:
    """Fill a fresh portal with three chats and a private dialog."""
    general = _chat("Общий чат", [1, 10, 11], TYPE="OPEN", ENTITY_TYPE="GENERAL")
    store.add("chat", general, id=2)
    store.add("chat", _chat("Релизы", [1, 10, 11], COLOR="GREEN", FOLDER_ID=16), id=42)
    deal = _chat("Сделка: Поставка", [1, 10], ENTITY_TYPE="CRM", ENTITY_ID="DEAL|1")
    store.add("chat", deal, id=43)
    dialog = {"USERS": [1, 10], "MUTED": [], "DATE_CREATE": _DAY.format("10:59"), "READ": {}}
    store.add("private", dialog, id=_PRIVATE)
    store.reserve("chat", 43)


def more_chats(store: Store, count: int) -> None:
    """Add `count` chats in one go: for measuring lists, not for reading."""
    with store.transaction():
        for _ in range(count):
            number = store.next_id("chat")
            store.add("chat", _chat(f"Чат #{number}", [1, 10]), id=number)


@seed("im.messages")
def talk(store: Store) -> None:
    """Fill the rooms with what was said; user 1 has not read the last message of both."""
    for number, room, author, time, text in _MESSAGES:
        where: dict[str, int | None] = {"CHAT_ID": None, "PRIVATE_ID": None}
        where["PRIVATE_ID" if room == _PRIVATE else "CHAT_ID"] = room
        fields = {"PARAMS": {}, "DELETED": False, "FILES": [], "LIKES": []}
        stamp = {"AUTHOR_ID": author, "DATE": _DAY.format(time), "TEXT": text}
        store.add("message", {**where, **stamp, **fields}, id=number)
    releases = require_room(store, 42)
    for user, last in ((1, 104), (10, 105), (11, 105)):
        mark_read(store, releases, user, last)
    dialog = Room("private", _PRIVATE, store.get("private", _PRIVATE) or {})
    for user, last in ((1, 106), (10, 107)):
        mark_read(store, dialog, user, last)
