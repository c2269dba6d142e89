"""The family `notifications`: sending, answering, reading, deleting (im.notify*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.im import notification_lists
from oint_b24.sandbox.families.im.message_markup import read_attach
from oint_b24.sandbox.families.im.notification_store import (
    CONFIRM,
    KIND,
    PERSONAL,
    SYSTEM,
    Button,
    Notice,
    begin_room,
    notify,
    own,
    set_read,
    unread_count,
)
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.registry import method, seed
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

# The module that serves the rest of this family; importing it brings it along.
PARTS = (notification_lists,)


@method("im.notify", scope="im")
def add(call: Call) -> int | bool:
    """Send a personal or a system notification (notifications/im-notify.md)."""
    is_system = call.text("TYPE").upper() == "SYSTEM"
    return _send(call, SYSTEM if is_system else PERSONAL)


@method("im.notify.personal.add", scope="im")
def personal_add(call: Call) -> int | bool:
    """Send a notification in one's own name (notifications/im-notify-personal-add.md)."""
    return _send(call, PERSONAL)


@method("im.notify.system.add", scope="im")
def system_add(call: Call) -> int | bool:
    """Send a notification without an author (notifications/im-notify-system-add.md)."""
    return _send(call, SYSTEM)


def _send(call: Call, kind: int) -> int | bool:
    """Return the id of the notification, false where the user is not known."""
    user = call.integer("USER_ID")
    if not user or user < 1:
        call.refuse("USER_ID_EMPTY", "User ID can't be empty")
    text = call.text("MESSAGE").strip()
    if not text:
        call.refuse("MESSAGE_EMPTY", "Message can't be empty")
    attach = read_attach(call)
    if get_user(call.store, user) is None:
        return False
    notice = Notice(
        user,
        text,
        kind=kind,
        author=call.user if kind == PERSONAL else 0,
        tag=_tag(call, "TAG"),
        sub_tag=_tag(call, "SUB_TAG"),
        text_out=call.text("MESSAGE_OUT"),
        params={"ATTACH": attach} if attach else {},
    )
    return notify(call.store, call.portal.moment(), notice)


def _tag(call: Call, name: str) -> str:
    """Return a tag as the portal keeps it: with the application it belongs to in front."""
    tag = call.text(name)
    return f"MP|{_application(call)}|{tag}" if tag else ""


def _application(call: Call) -> str:
    return call.caller.client_id or call.text("CLIENT_ID")


@method("im.notify.delete", scope="im")
def delete(call: Call) -> bool:
    """Delete by id one's own, by tag those of the application (im-notify-delete.md)."""
    number = call.integer("ID")
    if number is not None and number > 0:
        found = own(call.store, call.user, number)
        return found is not None and call.store.delete(KIND, number)
    name = next((name for name in ("TAG", "SUB_TAG") if call.text(name)), None)
    if name is None:
        call.refuse("PARAMS_ERROR", "Incorrect params")
    if not _application(call):
        call.refuse("ACCESS_DENIED", "Access denied! Client ID not specified", 403)
    tagged = call.store.select(KIND, [Where(name, "=", _tag(call, name))])
    for found_id, _ in tagged:
        call.store.delete(KIND, found_id)
    return bool(tagged)


@method("im.notify.confirm", scope="im")
def confirm(call: Call) -> dict[str, Any]:
    """Press a button; the question is settled and goes (notifications/im-notify-confirm.md)."""
    number = _notify_id(call)
    value = call.text("NOTIFY_VALUE")
    if not value:
        call.refuse("NOTIFY_VALUE_ERROR", "Notification Value can't be empty")
    found = own(call.store, call.user, number)
    buttons = found.get("BUTTONS", []) if found and found["TYPE"] == CONFIRM else []
    pressed = next((button for button in buttons if button["value"] == value), None)
    if pressed is None:
        return {"result_message": False}
    call.store.delete(KIND, number)
    return {"result_message": [pressed["reply"]]}


@method("im.notify.answer", scope="im")
def answer(call: Call) -> dict[str, Any]:
    """Answer in a word where the notification takes one (notifications/im-notify-answer.md)."""
    number = _notify_id(call)
    text = call.text("ANSWER_TEXT").strip()
    if not text:
        call.refuse("ANSWER_TEXT_ERROR", "ANSWER_TEXT can't be empty")
    found = own(call.store, call.user, number)
    if found is None or found["PARAMS"].get("CAN_ANSWER") != "Y":
        return {"result_message": False}
    call.store.put(KIND, number, {**found, "READ": True, "ANSWER": text})
    return {"result_message": ["Ваш ответ успешно отправлен."]}


def _notify_id(call: Call) -> int:
    number = call.integer("NOTIFY_ID")
    if not number or number < 1:
        call.refuse("ID_ERROR", "Notification ID can't be empty")
    return number


@method("im.notify.read", scope="im")
def read(call: Call) -> bool:
    """Mark one notification, or it and all later ones (notifications/im-notify-read.md)."""
    number = call.integer("ID")
    if number is None or number < 0:
        return True
    op = "=" if call.flag("ONLY_CURRENT") else ">="
    is_read = call.flag("ACTION", default=True)
    set_read(call.store, call.user, [Where("ID", op, number)], is_read=is_read)
    return True


@method("im.notify.read.list", scope="im")
def read_list(call: Call) -> bool:
    """Mark the listed notifications, up to the first id that is none (im-notify-read-list.md)."""
    given = call.get("IDS")
    if not isinstance(given, (list, dict)):
        call.refuse("PARAMS_ERROR", "No IDS param or it is not an array")
    is_read = call.flag("ACTION", default=True)
    for value in call.list("IDS"):
        number = whole(value, 0) or 0
        if number <= 0:
            break
        set_read(call.store, call.user, [Where("ID", "=", number)], is_read=is_read)
    return True


@method("im.notify.read.all", scope="im")
def read_all(call: Call) -> dict[str, Any]:
    """Mark all notifications as read (notifications/im-notify-read-all.md)."""
    set_read(call.store, call.user, [], is_read=True)
    return {"result": True, "newCounter": unread_count(call.store, call.user)}


@seed("im.notifications")
def fill(store: Store) -> None:
    """Leave two notifications for the administrator; the second asks a question."""
    for user, room in ((1, 1), (10, 3), (11, 4), (12, 5)):
        begin_room(store, user, room)
    day = "2026-01-12T12:{}:00+03:00"
    mentioned = Notice(
        1,
        "Менеджер Продаж упомянул вас в чате «Релизы»",
        author=10,
        event="im|mention",
        params={"CAN_ANSWER": "Y"},
    )
    notify(store, day.format("00"), mentioned, id=201)
    invited = Notice(
        1,
        "Менеджер Продаж приглашает вас на встречу «Планирование»",
        kind=CONFIRM,
        author=10,
        event="calendar|invite",
        buttons=(
            Button("Принять", "Y", "Приглашение принято"),
            Button("Отклонить", "N", "Приглашение отклонено"),
        ),
    )
    notify(store, day.format("05"), invited, id=202)
