"""The history of the last searches: `im.search.last.*`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.chat_rooms import (
    Room,
    find_chat,
    find_group_chat,
    is_open_to,
    parse_dialog,
)
from oint_b24.sandbox.families.im.chat_view import dialog
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.families.people.view import messenger_view
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "search_last"
# chats/search/im-search-last-get.md answers this much about a chat.
_CHAT = (
    "id", "name", "owner", "extranet", "avatar", "color", "type", "entity_type", "entity_id",
    "entity_data_1", "entity_data_2", "entity_data_3", "mute_list", "date_create", "message_type",
)  # fmt: skip


@method("im.search.last.add", scope="im")
def add(call: Call) -> bool:
    """Remember a dialog; one that is remembered already is fine too (im-search-last-add.md)."""
    kind, number = _dialog(call)
    if not _exists(call, kind, number):
        return False
    _forget(call, kind, number)
    call.store.add(_KIND, {"USER": call.user, "DIALOG": kind, "NUMBER": number})
    return True


@method("im.search.last.delete", scope="im")
def delete(call: Call) -> bool:
    """Forget a dialog; false where it was not remembered (im-search-last-delete.md)."""
    return _forget(call, *_dialog(call))


@method("im.search.last.get", scope="im")
def get(call: Call) -> list[dict[str, Any]]:
    """Return the remembered dialogs, the latest first (im-search-last-get.md)."""
    skipped = {"chat": call.flag("SKIP_CHAT"), "user": call.flag("SKIP_DIALOG")}
    rows = reversed(call.store.all(_KIND, USER=call.user))
    shown = (_row(call, r["DIALOG"], r["NUMBER"]) for _, r in rows if not skipped[r["DIALOG"]])
    return [row for row in shown if row is not None]


def _dialog(call: Call) -> tuple[str, int]:
    dialog_id = parse_dialog(call.get("DIALOG_ID"))
    if dialog_id is None:
        call.refuse("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
    kind, number = dialog_id
    if kind != "group":
        return dialog_id
    room = find_group_chat(call.store, number)
    return "chat", room.id if room else 0


def _room(call: Call, number: int) -> Room | None:
    room = find_chat(call.store, number)
    return room if room is not None and is_open_to(call.store, room, call.user) else None


def _exists(call: Call, kind: str, number: int) -> bool:
    if kind == "user":
        return get_user(call.store, number) is not None
    return _room(call, number) is not None


def _forget(call: Call, kind: str, number: int) -> bool:
    rows = call.store.all(_KIND, USER=call.user, DIALOG=kind, NUMBER=number)
    return any(call.store.delete(_KIND, row) for row, _ in rows)


def _row(call: Call, kind: str, number: int) -> dict[str, Any] | None:
    if kind == "user":
        user = get_user(call.store, number)
        return _titled(number, "user", messenger_view(number, user)) if user else None
    room = _room(call, number)
    if room is None:
        return None
    shown = dialog(call, room, room.dialog_id)
    return _titled(f"chat{number}", "chat", {name: shown[name] for name in _CHAT})


def _titled(number: int | str, kind: str, card: dict[str, Any]) -> dict[str, Any]:
    avatar = {"url": card["avatar"], "color": card["color"]}
    return {"id": number, "type": kind, "avatar": avatar, "title": card["name"], kind: card}
