"""The family of bots, previous generation: registering bots (`imbot.register` and the like)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots import chats, commands, messages
from oint_b24.sandbox.families.bots.access import calling_application, is_address, own_bot
from oint_b24.sandbox.families.bots.accounts import (
    all_bots,
    bots_of,
    change_bot,
    create_bot,
    find_code,
    read_profile,
    remove_bot,
)
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# The modules that serve the rest of this family; importing it brings them along.
PARTS = (chats, commands, messages)

_MOST = 5  # bots of one application (chat-bots/outdated/bots/imbot-register.md)
_KINDS = {"B": "bot", "H": "bot", "O": "openline", "S": "supervisor"}
_NEEDED = {
    "EVENT_MESSAGE_ADD": "Message add",
    "EVENT_WELCOME_MESSAGE": "Welcome message",
    "EVENT_BOT_DELETE": "Bot delete",
}
_HANDLERS = (*_NEEDED, "EVENT_MESSAGE_UPDATE", "EVENT_MESSAGE_DELETE")


@method("imbot.register", scope="imbot")
def register(call: Call) -> int:
    """Register a bot and return its id; a known code gives the bot there is."""
    app = calling_application(call)
    handlers = _handlers(call, call.params)
    for name, event in _NEEDED.items():
        if name not in handlers:
            call.refuse(f"{name}_ERROR", f'Handler for "{event}" event isn\'t specified')
    code = call.text("CODE").strip()
    if not code:
        call.refuse("CODE_ERROR", "Bot code isn't specified")
    given = call.object("PROPERTIES")
    if not _is_named(given):
        call.refuse("NAME_ERROR", "Bot name isn't specified")
    known = find_code(call.store, code)
    if known is not None and known.app == app:
        return known.id
    if known is not None or _is_taken(call, given):
        call.refuse("WRONG_REQUEST", "Bot can't be created")
    if len(bots_of(call.store, app)) >= _MOST:
        told = f"Has reached the maximum number of bots for application (max: {_MOST})"
        call.refuse("MAX_COUNT_ERROR", told)
    account = _account(call, app, code, handlers)
    profile = read_profile(call, given)
    return create_bot(call.store, call.portal.moment(), account, profile).id


def _account(call: Call, app: str, code: str, handlers: dict[str, str]) -> dict[str, Any]:
    kind = _KINDS.get(call.text("TYPE", "B").upper(), "bot")
    return {
        "APP": app,
        "CODE": code,
        "KIND": kind,
        "OPENLINE": kind == "openline" or call.flag("OPENLINE"),
        "HIDDEN": False,
        "REACTIONS": True,
        "BACKGROUND": None,
        "EVENT_MODE": "webhook",
        "WEBHOOK_URL": handlers["EVENT_MESSAGE_ADD"],
        "HANDLERS": handlers,
    }


def _handlers(call: Call, given: dict[str, Any]) -> dict[str, str]:
    """Collect addresses of handlers; EVENT_HANDLER stands for all of them."""
    common = given.get("EVENT_HANDLER")
    found = {}
    for name in _HANDLERS:
        address = str(common or given.get(name) or "").strip()
        if address and not is_address(address):
            call.refuse(f"{name}_ERROR", "Wrong handler URL")
        if address:
            found[name] = address
    return found


def _is_named(given: dict[str, Any]) -> bool:
    return any(str(given.get(name) or "").strip() for name in ("NAME", "LAST_NAME"))


def _is_taken(call: Call, given: dict[str, Any]) -> bool:
    """Say whether the bot's e-mail belongs to a person."""
    email = str(given.get("EMAIL") or "").casefold()
    people = (u for _, u in call.store.all("user") if u.get("USER_TYPE") != "bot")
    return bool(email) and any(str(u["EMAIL"]).casefold() == email for u in people)


@method("imbot.update", scope="imbot")
def update(call: Call) -> bool:
    """Change a bot's code, handlers and profile (outdated/bots/imbot-update.md)."""
    bot = own_bot(call, is_required=True)
    given = call.object("FIELDS")
    handlers = _handlers(call, given)
    properties = given.get("PROPERTIES")
    properties = properties if isinstance(properties, dict) else {}
    code = str(given.get("CODE") or "").strip()
    if not handlers and not code and not properties:
        call.refuse("WRONG_REQUEST", "Update fields can't be empty")
    if {"NAME", "LAST_NAME"} <= set(properties) and not _is_named(properties):
        call.refuse("NAME_ERROR", "Bot name isn't specified")
    other = find_code(call.store, code) if code else None
    if (other is not None and other.id != bot.id) or _is_taken(call, properties):
        call.refuse("WRONG_REQUEST", "Bot can't be updated")
    account: dict[str, Any] = {"CODE": code} if code else {}
    if handlers:
        account["HANDLERS"] = {**bot.account.get("HANDLERS", {}), **handlers}
    change_bot(call.store, bot, account, read_profile(call, properties))
    return True


@method("imbot.unregister", scope="imbot")
def unregister(call: Call) -> bool:
    """Remove a bot (outdated/bots/imbot-unregister.md)."""
    remove_bot(call.store, own_bot(call, is_required=True))
    return True


@method("imbot.bot.list", scope="imbot")
def bot_list(call: Call) -> Any:
    """Return the bots of the portal by id (outdated/bots/imbot-bot-list.md)."""
    rows = {
        str(bot.id): {
            "ID": bot.id,
            "NAME": bot.name,
            "CODE": bot.account["CODE"],
            "OPENLINE": "Y" if bot.account["OPENLINE"] else "N",
        }
        for bot in all_bots(call.store)
    }
    return rows or []  # PHP prints an empty map as an empty list
