"""`imbot.v2.Command.*`: slash commands of bots; the documents are those of `imbot.command.*`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.families.bots.commands import KIND, bare, find_command, reply
from oint_b24.sandbox.families.bots_v2.access import DONE, flag, own_bot
from oint_b24.sandbox.families.bots_v2.messages import upper_fields
from oint_b24.sandbox.families.bots_v2.view import LANGUAGE
from oint_b24.sandbox.families.im.chat_rooms import room_of_message
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.bots.accounts import Bot

_FLAGS = {"common": "COMMON", "hidden": "HIDDEN", "extranetSupport": "EXTRANET"}
_FAILED = ("COMMAND_ANSWER_FAILED", "Command answer failed", 400)


@method("imbot.v2.Command.register", scope="imbot")
def register(call: Call) -> dict[str, Any]:
    """Register a command; a known one is answered unchanged (commands/command-register.md)."""
    bot = own_bot(call)
    fields = call.object("fields") or call.params  # the flat form of earlier revisions
    _check_kind(call, fields)
    command = bare(fields.get("command"))
    if not command:
        call.refuse("COMMAND_REQUIRED", "Command is required")
    row = {kept: flag(fields.get(name)) for name, kept in _FLAGS.items()}
    titles = _texts(fields.get("title"))
    if not titles and not row["HIDDEN"]:
        call.refuse("COMMAND_TITLE_REQUIRED", "Command title is required")
    number = find_command(call.store, bot.id, command)
    if number is None:
        hints = _texts(fields.get("params"))
        named = {"BOT_ID": bot.id, "COMMAND": command, "TITLE": titles, "PARAMS": hints}
        number = call.store.add(KIND, {**row, **named, "HANDLER": ""})
    return {"command": _short(number, call.store.get(KIND, number) or {})}


def _check_kind(call: Call, fields: dict[str, Any]) -> None:
    if fields.get("command") is not None and not isinstance(fields["command"], str):
        call.refuse("COMMAND_NAME_INVALID", "Command name is invalid")


def _texts(given: Any) -> dict[str, str]:
    listed = given if isinstance(given, dict) else {}
    return {str(code): str(text) for code, text in listed.items() if text is not None}


def _short(number: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "botId": row["BOT_ID"],
        "command": f"/{row['COMMAND']}",
        **{name: row[kept] for name, kept in _FLAGS.items()},
    }


def _spoken(texts: dict[str, str]) -> str:
    """Return a text in the portal's language, else in English, else in any."""
    return texts.get(LANGUAGE) or texts.get("en") or next(iter(texts.values()), "")


@method("imbot.v2.Command.list", scope="imbot")
def command_list(call: Call) -> dict[str, Any]:
    """Return the bot's commands with their texts (commands/command-list.md)."""
    bot = own_bot(call)
    return {
        "commands": [
            {
                **_short(number, row),
                "title": _spoken(row["TITLE"]),
                "params": _spoken(row["PARAMS"]),
                "category": bot.name,
                "context": "",
            }
            for number, row in call.store.all(KIND, BOT_ID=bot.id)
        ]
    }


@method("imbot.v2.Command.update", scope="imbot")
def update(call: Call) -> dict[str, Any]:
    """Change a command; a text of null takes a translation out (commands/command-update.md)."""
    bot = own_bot(call)
    number, row = _found(call, bot)
    fields = call.object("fields")
    _check_kind(call, fields)
    changed = {**row}
    if fields.get("command") is not None:
        changed["COMMAND"] = _new_name(call, bot, number, fields["command"])
    for name, kept in _FLAGS.items():
        if fields.get(name) is not None:
            changed[kept] = flag(fields[name])
    titles, hints = fields.get("title"), fields.get("params")
    if isinstance(titles, dict):
        changed["TITLE"] = _merged(row["TITLE"], titles)
        given = hints if isinstance(hints, dict) else {}
        told = {code: text for code, text in given.items() if code in titles}
        changed["PARAMS"] = _merged(row["PARAMS"], told)
    call.store.put(KIND, number, changed)
    return {"command": _short(number, changed)}


def _new_name(call: Call, bot: Bot, number: int, given: Any) -> str:
    command = bare(given)
    if not command:
        call.refuse("COMMAND_NAME_EMPTY", "Command name is empty")
    if find_command(call.store, bot.id, command) not in (None, number):
        call.refuse("COMMAND_ALREADY_EXISTS", "Command already exists")
    return command


def _merged(texts: dict[str, str], given: dict[str, Any]) -> dict[str, str]:
    return _texts({**texts, **given})


def _found(call: Call, bot: Bot) -> tuple[int, dict[str, Any]]:
    number = call.integer("commandId")
    row = call.store.get(KIND, number)
    if number is None or row is None or row["BOT_ID"] != bot.id:
        call.refuse("COMMAND_NOT_FOUND", "Command not found")
    return number, row


@method("imbot.v2.Command.unregister", scope="imbot")
def unregister(call: Call) -> dict[str, bool]:
    """Remove a command (commands/command-unregister.md)."""
    call.store.delete(KIND, _found(call, own_bot(call))[0])
    return DONE


@method("imbot.v2.Command.answer", scope="imbot")
def answer(call: Call) -> dict[str, bool]:
    """Answer the message that called a command, even from outside (commands/command-answer.md)."""
    bot = own_bot(call)
    row = call.store.get(KIND, call.integer("commandId"))
    message = call.store.get("message", call.integer("messageId"))
    room = room_of_message(call.store, message) if message else None
    params = upper_fields(call.object("fields"))
    is_bots = row is not None and row["BOT_ID"] == bot.id
    if not is_bots or room is None or not str(params.get("MESSAGE", "")).strip():
        call.refuse(*_FAILED)
    if call.text("dialogId") not in (room.dialog_id, room.dialog_id_for(bot.id)):
        call.refuse(*_FAILED)
    try:
        reply(replace(call, params=params), bot, room)
    except Refusal as refusal:
        raise Refusal(*_FAILED) from refusal
    return DONE
