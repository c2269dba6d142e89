"""`imbot.command.*`: slash commands of bots, previous generation.

A document of the kind `bot_command` has BOT_ID, COMMAND without the slash, COMMON, HIDDEN,
EXTRANET, TITLE and PARAMS by language, HANDLER.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots.access import calling_application, is_address, own_bot, run
from oint_b24.sandbox.families.bots.accounts import Bot, as_bot, find_bot
from oint_b24.sandbox.families.bots.messages import NOT_ADDED
from oint_b24.sandbox.families.im import messages
from oint_b24.sandbox.families.im.chat_rooms import SYSTEM, Room, post, room_of_message
from oint_b24.sandbox.families.im.message_markup import read_markup
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

KIND = "bot_command"


def bare(command: Any) -> str:
    """Return a command without its slash and spaces around."""
    return str(command or "").strip().removeprefix("/").strip()


def find_command(store: Store, bot: int, command: str) -> int | None:
    """Return the id of a bot's command."""
    found = store.all(KIND, BOT_ID=bot, COMMAND=bare(command))
    return found[0][0] if found else None


@method("imbot.command.register", scope="imbot")
def register(call: Call) -> int:
    """Register a command; a known one gives the command there is (imbot-command-register.md)."""
    calling_application(call)
    handler = call.text("EVENT_COMMAND_ADD").strip()
    if not handler:
        call.refuse("EVENT_COMMAND_ADD_ERROR", 'Handler for "Command add" event isn\'t specified')
    if not is_address(handler):
        call.refuse("EVENT_COMMAND_ADD_ERROR", "Wrong handler URL")
    command = bare(call.get("COMMAND"))
    if not command:
        call.refuse("COMMAND_ERROR", "Command isn't specified")
    bot = own_bot(call, is_required=True)
    titles, hints = _languages(call.list("LANG"))
    if not titles:
        call.refuse("LANG_ERROR", "Lang set can't be empty")
    known = find_command(call.store, bot.id, command)
    if known is not None:
        return known
    row = {
        "BOT_ID": bot.id,
        "COMMAND": command,
        "COMMON": call.flag("COMMON"),
        "HIDDEN": call.flag("HIDDEN"),
        "EXTRANET": call.flag("EXTRANET_SUPPORT"),
        "TITLE": titles,
        "PARAMS": hints,
        "HANDLER": handler,
    }
    return call.store.add(KIND, row)


def _languages(given: list[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Read LANG into titles and hints by language; sets without a title are left out."""
    sets = [s for s in given if isinstance(s, dict) and s.get("LANGUAGE_ID") and s.get("TITLE")]
    titles = {str(s["LANGUAGE_ID"]): str(s["TITLE"]) for s in sets}
    hints = {str(s["LANGUAGE_ID"]): str(s["PARAMS"]) for s in sets if s.get("PARAMS")}
    return titles, hints


def _own_command(call: Call, number: int | None) -> tuple[int, dict[str, Any], Bot]:
    app = calling_application(call)
    row = call.store.get(KIND, number)
    bot = find_bot(call.store, row["BOT_ID"]) if row else None
    if number is None or row is None or bot is None:
        call.refuse("COMMAND_ID_ERROR", "Command not found")
    if bot.app != app:
        call.refuse("APP_ID_ERROR", "Command was installed by another REST application")
    return number, row, bot


@method("imbot.command.update", scope="imbot")
def update(call: Call) -> bool:
    """Change a command (outdated/commands/imbot-command-update.md)."""
    number, row, bot = _own_command(call, call.integer("COMMAND_ID"))
    given = call.object("FIELDS")
    changes = _changes(call, given)
    if not changes:
        call.refuse("WRONG_REQUEST", "Update fields can't be empty")
    if find_command(call.store, bot.id, changes.get("COMMAND", "")) not in (None, number):
        call.refuse("WRONG_REQUEST", "Command can't be updated")
    call.store.put(KIND, number, {**row, **changes})
    return True


def _changes(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if bare(given.get("COMMAND")):
        found["COMMAND"] = bare(given["COMMAND"])
    if given.get("EVENT_COMMAND_ADD"):
        if not is_address(str(given["EVENT_COMMAND_ADD"])):
            call.refuse("EVENT_COMMAND_ADD_ERROR", "Wrong handler URL")
        found["HANDLER"] = str(given["EVENT_COMMAND_ADD"])
    for name, kept in (("HIDDEN", "HIDDEN"), ("EXTRANET_SUPPORT", "EXTRANET")):
        if given.get(name) is not None:
            found[kept] = str(given[name]).upper() in ("Y", "TRUE", "1")
    languages = given.get("LANG")
    listed = list(languages.values()) if isinstance(languages, dict) else languages
    titles, hints = _languages(listed if isinstance(listed, list) else [])
    return {**found, "TITLE": titles, "PARAMS": hints} if titles else found


@method("imbot.command.unregister", scope="imbot")
def unregister(call: Call) -> bool:
    """Remove a command (outdated/commands/imbot-command-unregister.md)."""
    call.store.delete(KIND, _own_command(call, call.integer("COMMAND_ID"))[0])
    return True


@method("imbot.command.answer", scope="imbot")
def answer(call: Call) -> int:
    """Answer the message that called a command (outdated/commands/imbot-command-answer.md)."""
    app = calling_application(call)
    number = call.integer("COMMAND_ID")
    if number is None:
        number = _named(call, app)
    _, _, bot = _own_command(call, number)
    asked = call.integer("MESSAGE_ID")
    if not asked or asked < 1:
        call.refuse("MESSAGE_ID_EMPTY", "Message ID can't be empty")
    if not call.text("MESSAGE").strip():
        call.refuse("MESSAGE_EMPTY", "Message can't be empty")
    message = call.store.get("message", asked)
    room = room_of_message(call.store, message) if message else None
    if room is None:
        call.refuse("WRONG_REQUEST", "Message isn't added")
    return reply(call, bot, room)


def _named(call: Call, app: str) -> int | None:
    """Return the application's command called COMMAND."""
    for number, row in call.store.all(KIND, COMMAND=bare(call.get("COMMAND"))):
        bot = find_bot(call.store, row["BOT_ID"])
        if bot is not None and bot.app == app:
            return number
    return None


def reply(call: Call, bot: Bot, room: Room) -> int:
    """Write an answer into a room; a bot that is not in it speaks by a service message."""
    if bot.id in room.members:
        params = {**call.params, "DIALOG_ID": room.dialog_id_for(bot.id)}
        return int(run(messages.add, as_bot(call, bot, params), NOT_ADDED))
    markup = {name: value for name, value in read_markup(call).items() if value is not None}
    text = f"{bot.name}: {call.text('MESSAGE').strip()}"
    dialog: tuple[str, int] | tuple[str, int, int] = ("chat", room.id)
    if room.kind == "private":
        dialog = ("user", room.members[0], room.members[-1])
    return post(call.store, call.portal.moment(), dialog, SYSTEM, text, markup)
