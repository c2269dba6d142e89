"""The family of bots, version 2: registering and changing bots (`imbot.v2.Bot.*`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots.access import is_address
from oint_b24.sandbox.families.bots.accounts import (
    Bot,
    bots_of,
    change_bot,
    create_bot,
    find_bot,
    find_code,
    read_profile,
    remove_bot,
)
from oint_b24.sandbox.families.bots_v2 import (
    chats,
    commands,
    events,
    files,
    members,
    messages,
    reactions,
)
from oint_b24.sandbox.families.bots_v2.access import (
    DONE,
    calling_application,
    color_name,
    flag,
    own_bot,
)
from oint_b24.sandbox.families.bots_v2.view import bot_view, users_view
from oint_b24.sandbox.families.im.chat_avatar import decode, fits, measure
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# The modules that serve the rest of this family; importing it brings them along.
PARTS = (
    chats, commands, events, files, members,
    messages, reactions,
)  # fmt: skip

_MOST = 100  # bots of one application (imbot.v2/bots/bot-register.md)
_TOKEN = 40  # characters
_KINDS = ("bot", "network", "openline", "supervisor", "personal")
_MODES = ("fetch", "webhook")
_BACKGROUNDS = (
    "azure", "mint", "steel", "slate", "teal", "cornflower", "sky", "peach", "frost",
)  # fmt: skip
_PROPERTIES = {
    "name": "NAME", "lastName": "LAST_NAME", "workPosition": "WORK_POSITION",
    "gender": "PERSONAL_GENDER", "avatar": "PERSONAL_PHOTO",
}  # fmt: skip


@method("imbot.v2.Revision.get", scope="imbot")
def revision(_call: Call) -> dict[str, int]:
    """Return the revisions of the messenger's protocols (imbot.v2/revision-get.md)."""
    return {"rest": 33, "web": 130, "mobile": 23, "desktop": 6}


@method("imbot.v2.Bot.register", scope="imbot")
def register(call: Call) -> dict[str, Any]:
    """Register a bot; a known code of the application gives the bot there is, unchanged."""
    fields = call.object("fields")
    app = calling_application(call, fields.get("botToken"))
    _check_length(call, fields.get("botToken"))
    code = str(fields.get("code") or "").strip()
    if not code:
        call.refuse("BOT_CODE_REQUIRED", "Bot code is required")
    profile = _profile(call, fields.get("properties"))
    if not profile.get("NAME", "").strip():
        call.refuse("BOT_PROPERTIES_REQUIRED", "Bot properties are required")
    account = _account(call, fields)
    known = find_code(call.store, code)
    if known is not None and known.app == app:
        return _shown(call, known)
    if known is not None:
        call.refuse("BOT_CODE_ALREADY_TAKEN", "Bot code is already taken")
    if len(bots_of(call.store, app)) >= _MOST:
        call.refuse("BOT_LIMIT_EXCEEDED", "Bot limit exceeded")
    account |= {"APP": app, "CODE": code}
    return _shown(call, create_bot(call.store, call.portal.moment(), account, profile))


def _check_length(call: Call, token: Any) -> None:
    if len(str(token or "")) > _TOKEN:
        call.refuse("BOT_TOKEN_INVALID_LENGTH", "Bot token is too long")


def _account(call: Call, fields: dict[str, Any]) -> dict[str, Any]:
    kind = str(fields.get("type") or "bot")
    if kind not in _KINDS:
        call.refuse("BOT_INVALID_TYPE", "Invalid bot type")
    mode = str(fields.get("eventMode") or "fetch")
    address = _address(call, mode, fields)
    if mode == "webhook" and not address:
        call.refuse("BOT_WEBHOOK_URL_REQUIRED", "Webhook URL is required")
    defaults = {"HIDDEN": False, "REACTIONS": True, "BACKGROUND": None}
    return {
        "KIND": kind,
        "EVENT_MODE": mode,
        "WEBHOOK_URL": address,
        **defaults,
        **_switches(fields),
        "OPENLINE": kind == "openline" or flag(fields.get("isSupportOpenline")),
    }


def _address(call: Call, mode: str, fields: dict[str, Any]) -> str:
    if mode not in _MODES:
        call.refuse("BOT_INVALID_EVENT_MODE", "Invalid event mode")
    address = str(fields.get("webhookUrl") or "").strip()
    if address and not is_address(address):
        call.refuse("BOT_INVALID_CALLBACK", "Invalid callback URL")
    return address


def _switches(fields: dict[str, Any]) -> dict[str, Any]:
    """Read the settings that are given; a background there is not becomes none."""
    names = {
        "isHidden": "HIDDEN",
        "isReactionsEnabled": "REACTIONS",
        "isSupportOpenline": "OPENLINE",
    }
    found: dict[str, Any] = {
        kept: flag(fields[name]) for name, kept in names.items() if fields.get(name) is not None
    }
    if "backgroundId" in fields:
        asked = fields["backgroundId"]
        found["BACKGROUND"] = asked if asked in _BACKGROUNDS else None
    return found


def _profile(call: Call, given: Any) -> dict[str, Any]:
    """Turn `properties` into fields of a user; the avatar has to be an image."""
    properties = given if isinstance(given, dict) else {}
    upper = {new: properties[old] for old, new in _PROPERTIES.items() if old in properties}
    if upper.get("PERSONAL_PHOTO"):
        image = decode(upper["PERSONAL_PHOTO"])
        size = measure(image) if image else None
        if size is None:
            call.refuse("BOT_AVATAR_INCORRECT_TYPE", "Avatar must be an image")
        if not fits(size):
            call.refuse("BOT_AVATAR_INCORRECT_SIZE", "Avatar exceeds maximum size")
    return read_profile(call, {**upper, "COLOR": color_name(properties.get("color"))})


def _shown(call: Call, bot: Bot, *, is_owner: bool = True) -> dict[str, Any]:
    return {
        "bot": bot_view(call.store, bot, is_owner=is_owner),
        "users": users_view(call.store, [bot.id]),
    }


@method("imbot.v2.Bot.get", scope="imbot")
def get(call: Call) -> dict[str, Any]:
    """Return a bot by id or code, in full to its owner (imbot.v2/bots/bot-get.md)."""
    app = calling_application(call, call.get("botToken"))
    number, code = call.integer("botId"), call.text("code").strip()
    if not number and not code:
        call.refuse("PARAMS_REQUIRED", "Required parameters are missing")
    bot = find_bot(call.store, number) if number else find_code(call.store, code)
    if bot is None:
        call.refuse("BOT_NOT_FOUND", "Bot not found")
    return _shown(call, bot, is_owner=bot.app == app)


@method("imbot.v2.Bot.list", scope="imbot")
def bot_list(call: Call) -> dict[str, Any]:
    """Return the application's bots page by page (imbot.v2/bots/bot-list.md)."""
    app = calling_application(call, call.get("botToken"))
    kind = call.object("filter").get("type")
    bots = [b for b in bots_of(call.store, app) if kind in (None, b.account["KIND"])]
    offset = max(call.integer("offset", 0) or 0, 0)
    after = offset + max(call.integer("limit", 50) or 50, 1)
    shown = bots[offset:after]
    return {
        "bots": [bot_view(call.store, bot) for bot in shown],
        "users": users_view(call.store, [bot.id for bot in shown]),
        "hasNextPage": after < len(bots),
    }


@method("imbot.v2.Bot.update", scope="imbot")
def update(call: Call) -> dict[str, Any]:
    """Change a bot; `fields.botToken` replaces its token (imbot.v2/bots/bot-update.md)."""
    bot = own_bot(call)
    fields = call.object("fields")
    account = _switches(fields)
    if "eventMode" in fields or "webhookUrl" in fields:
        account["EVENT_MODE"] = str(fields.get("eventMode") or bot.account["EVENT_MODE"])
        address = _address(call, account["EVENT_MODE"], fields)
        account["WEBHOOK_URL"] = address or bot.account["WEBHOOK_URL"]
    token = str(fields.get("botToken") or "").strip()
    if token and call.caller.kind == "webhook":
        _check_length(call, token)
        account["APP"] = f"custom{token}"
        if any(other.id != bot.id for other in bots_of(call.store, account["APP"])):
            call.refuse("BOT_TOKEN_ROTATION_FAILED", "Bot token rotation failed")
    profile = _profile(call, fields.get("properties"))
    return _shown(call, change_bot(call.store, bot, account, profile))


@method("imbot.v2.Bot.unregister", scope="imbot")
def unregister(call: Call) -> dict[str, bool]:
    """Remove a bot (imbot.v2/bots/bot-unregister.md)."""
    remove_bot(call.store, own_bot(call))
    return DONE
