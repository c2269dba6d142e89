"""Lists of notifications: the current ones, the history, the known types."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.im.chat_dialogs import bounded
from oint_b24.sandbox.families.im.chat_moments import as_portal, parse
from oint_b24.sandbox.families.im.chat_people import cards
from oint_b24.sandbox.families.im.message_view import plain
from oint_b24.sandbox.families.im.notification_store import CONFIRM, KIND, room_of, unread_count
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

Row = tuple[int, dict[str, Any]]

_NEWEST = (("DATE", True), ("ID", True))
_SCHEMA = {
    "im": ("Чат и уведомления", {"message": "Личные сообщения", "mention": "Упоминания"}),
    "calendar": ("Календарь", {"invite": "Приглашения на встречи"}),
    "tasks": ("Задачи", {"task_update": "Изменения задач", "comment": "Комментарии к задачам"}),
    "rest": ("Приложения", {"rest_notify": "Уведомления приложений"}),
}


@method("im.notify.get", scope="im")
def notify_get(call: Call) -> dict[str, Any]:
    """Return notifications: questions first, then the rest (notifications/im-notify-get.md)."""
    last, stage = call.get("LAST_ID"), call.get("LAST_TYPE")
    if (last is None) != (stage is None):
        call.refuse(
            "LAST_ID_AND_LAST_TYPE", "Parameters LAST_ID and LAST_TYPE should be used together."
        )
    cursor = _cursor(call)
    rows = _page(call, cursor, is_first_stage=cursor is None or whole(stage) == CONFIRM)
    mine = [Where("USER_ID", "=", call.user)]
    result = _listed(call, rows)
    total = call.store.count(KIND, mine)
    if total:
        result["total_count"] = total
        result["total_unread_count"] = unread_count(call.store, call.user)
        result["chat_id"] = room_of(call.store, call.user)
    return result


def _cursor(call: Call) -> int | None:
    value = call.get("LAST_ID")
    if value is None or value == "":
        return None
    number = whole(value)
    if number is None:
        call.refuse("LAST_ID_STRING", "Last notification ID can't be string")
    return number


def _page(call: Call, cursor: int | None, *, is_first_stage: bool) -> list[Row]:
    """Return a page that begins in the stage of questions or goes on in that of the rest."""
    limit = bounded(call, "LIMIT", default=50, most=50)
    mine = [Where("USER_ID", "=", call.user)]
    after = [Where("ID", "<", cursor)] if cursor is not None else []
    rest = [*mine, Where("TYPE", "!=", CONFIRM)]
    if not is_first_stage:
        return call.store.select(KIND, [*rest, *after], _NEWEST, limit)
    questions = [*mine, Where("TYPE", "=", CONFIRM), *after]
    rows = call.store.select(KIND, questions, _NEWEST, limit)
    return rows + call.store.select(KIND, rest, _NEWEST, limit - len(rows))


@method("im.notify.history.search", scope="im")
def history_search(call: Call) -> dict[str, Any]:
    """Search the user's notifications (notifications/im-notify-history-search.md)."""
    text = call.text("SEARCH_TEXT").strip()
    where = [*_types(call), *_dates(call), *_authors(call)]
    if len(text) < 3 and not where:
        call.refuse("SEARCH_TEXT_ERROR", "SEARCH_TEXT can't be less than 3 symbols")
    if text:
        where.append(Where("TEXT", "like", text))
    if call.text("GROUP_TAG"):
        where.append(Where("TAG", "=", call.text("GROUP_TAG")))
    where.append(Where("USER_ID", "=", call.user))
    cursor = _cursor(call)
    after = [Where("ID", "<", cursor)] if cursor else []
    limit = bounded(call, "LIMIT", default=50, most=50)
    result = _listed(call, call.store.select(KIND, [*where, *after], _NEWEST, limit))
    result["chat_id"] = room_of(call.store, call.user)
    if not cursor:
        result["total_results"] = call.store.count(KIND, where)
    return result


def _types(call: Call) -> list[Where]:
    given = [*call.list("SEARCH_TYPE"), *call.list("SEARCH_TYPES")]
    wanted: list[str] = []
    for value in map(str, given):
        module, _, event = value.partition("|")
        events = [event] if event else _SCHEMA.get(module, ("", {}))[1]
        wanted += [f"{module}|{name}" for name in events]
    return [Where("EVENT", "in", wanted)] if given else []


def _dates(call: Call) -> list[Where]:
    day = parse(call.get("SEARCH_DATE"))
    begin, end = parse(call.get("SEARCH_DATE_FROM")), parse(call.get("SEARCH_DATE_TO"))
    if day is not None:
        begin, end = day, day + timedelta(days=1)
    if begin is None or end is None:
        return []
    last = "<" if day is not None else "<="
    return [Where("DATE", ">=", as_portal(begin)), Where("DATE", last, as_portal(end))]


def _authors(call: Call) -> list[Where]:
    listed = [whole(value, 0) for value in call.list("SEARCH_AUTHORS")]
    return [Where("AUTHOR_ID", "in", listed)] if listed else []


@method("im.notify.schema.get", scope="im")
def schema_get(_call: Call) -> dict[str, Any]:
    """List the types of notifications by module (notifications/im-notify-schema-get.md)."""
    return {
        module: {
            "NAME": name,
            "MODULE_ID": module,
            "LIST": [{"ID": f"{module}|{event}", "NAME": told} for event, told in events.items()],
        }
        for module, (name, events) in _SCHEMA.items()
    }


def _listed(call: Call, rows: list[Row]) -> dict[str, Any]:
    return {
        "notifications": [_row(call, number, data) for number, data in rows],
        "users": cards(call.store, (data["AUTHOR_ID"] for _, data in rows)),
    }


def _row(call: Call, number: int, data: dict[str, Any]) -> dict[str, Any]:
    module, _, event = data["EVENT"].partition("|")
    row = {
        "id": number,
        "chat_id": room_of(call.store, call.user),
        "author_id": data["AUTHOR_ID"],
        "date": data["DATE"],
        "notify_type": data["TYPE"],
        "notify_module": module,
        "notify_event": event,
        "notify_tag": data["TAG"],
        "notify_sub_tag": data["SUB_TAG"],
        "notify_title": "",
        "setting_name": data["EVENT"],
        "text": plain(data["TEXT"]) if call.flag("CONVERT_TEXT") else data["TEXT"],
        "notify_read": "Y" if data["READ"] else "N",
        "params": data["PARAMS"] or None,
    }
    if data["BUTTONS"]:
        row["notify_buttons"] = json.dumps(_keyboard(number, data["BUTTONS"]), ensure_ascii=False)
    return row


def _keyboard(number: int, buttons: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        {
            "TYPE": "BUTTON",
            "COMMAND": "notifyConfirm",
            "COMMAND_PARAMS": f"{number}|{button['value']}",
            "TEXT": button["title"],
        }
        for button in buttons
    ]
