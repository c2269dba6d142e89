"""`imbot.message.*`: writing, changing, deleting and liking messages as a bot."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from oint_b24.sandbox.families.bots.access import acting, own_bot, run
from oint_b24.sandbox.families.bots.accounts import as_bot
from oint_b24.sandbox.families.im import messages
from oint_b24.sandbox.families.im.chat_rooms import parse_dialog, post, require_message
from oint_b24.sandbox.families.im.message_markup import read_markup
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_NOT_ADDED = ("WRONG_REQUEST", "Message isn't added", 400)
NOT_ADDED = dict.fromkeys(
    ("CHAT_ID", "USER_ID_EMPTY", "USER_NOT_FOUND", "ACCESS_ERROR", "PARAMS_ERROR"), _NOT_ADDED
)
_CANNOT_EDIT = "Time has expired for modification or you don't have access"
_EDIT_WINDOW = timedelta(days=3)  # outdated/messages/imbot-message-update.md


@method("imbot.message.add", scope="imbot")
def add(call: Call) -> int:
    """Write a message as the bot, or a service message between two users (imbot-message-add.md)."""
    bot = own_bot(call)
    author, reader = call.integer("FROM_USER_ID", 0) or 0, call.integer("TO_USER_ID", 0) or 0
    is_between = author > 0 and reader > 0
    if not is_between and parse_dialog(call.get("DIALOG_ID")) is None:
        call.refuse("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
    text = call.text("MESSAGE").strip()
    if not text:
        call.refuse("MESSAGE_EMPTY", "Message can't be empty")
    if is_between:
        return _between(call, author, reader, text)
    number = run(messages.add, as_bot(call, bot, {**call.params, "MESSAGE": text}), NOT_ADDED)
    return int(number)


def _between(call: Call, author: int, reader: int, text: str) -> int:
    if get_user(call.store, author) is None or get_user(call.store, reader) is None:
        call.refuse(*_NOT_ADDED)
    markup = {name: value for name, value in read_markup(call).items() if value is not None}
    moment = call.portal.moment()
    number = post(call.store, moment, ("user", author, reader), author, text, markup)
    message = require_message(call.store, number)
    call.store.put("message", number, {**message, "SYSTEM": True})
    return number


@method("imbot.message.update", scope="imbot")
def update(call: Call) -> bool:
    """Change a message of the bot for three days (imbot-message-update.md)."""
    as_its_bot = acting(call)
    message = call.store.get("message", messages.message_parameter(call))
    if message is not None and _is_past(call, message["DATE"]):
        call.refuse("CANT_EDIT_MESSAGE", _CANNOT_EDIT, 403)
    told = {"menu_ERROR": ("MENU_ERROR", "Incorrect menu params", 400)}
    return bool(run(messages.update, as_its_bot, told))


def _is_past(call: Call, date: str) -> bool:
    now = datetime.fromisoformat(call.portal.moment())
    return now - datetime.fromisoformat(date) > _EDIT_WINDOW


@method("imbot.message.delete", scope="imbot")
def delete(call: Call) -> bool:
    """Delete a message of the bot; COMPLETE leaves no trace of it (imbot-message-delete.md)."""
    messages.delete(acting(call))
    if call.flag("COMPLETE"):
        call.store.delete("message", messages.message_parameter(call))
    return True


@method("imbot.message.like", scope="imbot")
def like(call: Call) -> bool:
    """Like a message as the bot (imbot-message-like.md)."""
    return bool(messages.like(acting(call)))
