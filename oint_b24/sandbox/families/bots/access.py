"""Which bot an `imbot.*` call means, and how refusals of `im.*` sound when a bot acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.families.bots.accounts import application, as_bot, bots_of, find_bot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.bots.accounts import Bot

    Told = Mapping[str, tuple[str, str, int]]


def calling_application(call: Call) -> str:
    """Return the application; a webhook names it by CLIENT_ID (imbot-register.md)."""
    app = application(call, call.text("CLIENT_ID").strip())
    if not app:
        call.refuse("ACCESS_DENIED", "Access denied! Client ID not specified", 403)
    return app


def own_bot(call: Call, *, is_required: bool = False) -> Bot:
    """Return the bot of BOT_ID, else the first one of the application.

    Refuses BOT_ID_ERROR, and APP_ID_ERROR for a bot of another application.
    """
    app = calling_application(call)
    if call.get("BOT_ID") is None and not is_required:
        bot = next(iter(bots_of(call.store, app)), None)
    else:
        bot = find_bot(call.store, call.integer("BOT_ID"))
    if bot is None:
        call.refuse("BOT_ID_ERROR", "Bot not found")
    if bot.app != app:
        call.refuse("APP_ID_ERROR", "Bot was installed by another REST application")
    return bot


def acting(call: Call) -> Call:
    """Return the call as the bot it means makes it."""
    return as_bot(call, own_bot(call))


def run(answer: Callable[[Call], Any], call: Call, told: Told) -> Any:
    """Run a method of `im.*`, its refusals put as `told` by code: code, text, status."""
    try:
        return answer(call)
    except Refusal as refusal:
        if refusal.code not in told:
            raise
        raise Refusal(*told[refusal.code]) from refusal


def is_address(value: str) -> bool:
    """Say whether a handler could be called at this address."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
