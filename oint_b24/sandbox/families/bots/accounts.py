"""Bots as the portal keeps them: users of the type bot with an application behind each.

The `BOT` part of the document: APP (who registered it), CODE, KIND, OPENLINE, HIDDEN, REACTIONS,
BACKGROUND, EVENT_MODE, WEBHOOK_URL, HANDLERS, SINCE (events up to this id are not for it).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.chat_avatar import accept
from oint_b24.sandbox.families.im.chat_colors import COLORS
from oint_b24.sandbox.families.people.directory import full_name, is_bot
from oint_b24.sandbox.families.people.users import blank
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_PROFILE = (
    "NAME", "LAST_NAME", "WORK_POSITION", "PERSONAL_BIRTHDAY", "PERSONAL_WWW", "PERSONAL_GENDER",
    "EMAIL",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bot:
    """A registered bot: its user id and its user document."""

    id: int
    user: dict[str, Any]

    @property
    def account(self) -> dict[str, Any]:
        """Return what makes the user a bot."""
        part: dict[str, Any] = self.user["BOT"]
        return part

    @property
    def app(self) -> str:
        """Return which application registered it."""
        return str(self.account["APP"])

    @property
    def name(self) -> str:
        """Return its full name."""
        return full_name(self.user)


def application(call: Call, key: str) -> str:
    """Return the calling application: a token's own, or the `key` a webhook gave; "" for none."""
    if call.caller.kind != "webhook" and call.caller.client_id:
        return call.caller.client_id
    return f"custom{key}" if key else ""


def find_bot(store: Store, number: int | None) -> Bot | None:
    """Return the registered bot with this user id."""
    user = store.get("user", number)
    if number is None or user is None or not is_bot(user) or not user.get("BOT"):
        return None
    return Bot(number, user)


def all_bots(store: Store) -> list[Bot]:
    """Return every registered bot by id."""
    return [Bot(n, u) for n, u in store.all("user", USER_TYPE="bot") if u.get("BOT")]


def bots_of(store: Store, app: str) -> list[Bot]:
    """Return the bots of one application, the first registered first."""
    return [bot for bot in all_bots(store) if bot.app == app]


def find_code(store: Store, code: str) -> Bot | None:
    """Return the bot with this code."""
    return next((bot for bot in all_bots(store) if bot.account["CODE"] == code), None)


def create_bot(store: Store, moment: str, account: dict[str, Any], profile: dict[str, Any]) -> Bot:
    """Take a new bot in. `profile` comes from `read_profile`."""
    last = store.select("message", order=[("ID", True)], limit=1)
    account = {"SINCE": last[0][0] if last else 0, **account}
    bot = {"USER_TYPE": "bot", "UF_DEPARTMENT": [1], "LAST_ACTIVITY_DATE": moment, "BOT": account}
    user = {**blank("", moment), **bot, **profile}
    return Bot(store.add("user", user), user)


def change_bot(store: Store, bot: Bot, account: dict[str, Any], profile: dict[str, Any]) -> Bot:
    """Keep changes of a bot and return it as it is now."""
    user = {**bot.user, **profile, "BOT": {**bot.account, **account}}
    store.put("user", bot.id, user)
    return Bot(bot.id, user)


def remove_bot(store: Store, bot: Bot) -> None:
    """Dismiss a bot; its commands and private dialogs go with it (imbot-unregister.md)."""
    user = {name: value for name, value in bot.user.items() if name != "BOT"}
    store.put("user", bot.id, {**user, "ACTIVE": False})
    for number, _ in store.all("bot_command", BOT_ID=bot.id):
        store.delete("bot_command", number)
    for number, room in store.all("private"):
        if bot.id in room["USERS"]:
            store.delete("private", number)
            for message, _ in store.select("message", [Where("PRIVATE_ID", "=", number)]):
                store.delete("message", message)
    for number, chat in store.all("chat"):
        if bot.id in chat["MEMBERS"]:
            store.put("chat", number, _without(chat, bot.id))


def _without(chat: dict[str, Any], user: int) -> dict[str, Any]:
    lists = ("MEMBERS", "MANAGERS", "MUTED")
    left = {name: [n for n in chat.get(name) or [] if n != user] for name in lists}
    owner = chat["OWNER_ID"]
    if owner == user:
        owner = next(iter(left["MEMBERS"]), 0)
    return {**chat, **left, "OWNER_ID": owner}


def read_profile(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    """Turn PROPERTIES into fields of a user; unknown names and colours are ignored."""
    fields: dict[str, Any] = {n: str(given[n]) for n in _PROFILE if given.get(n) is not None}
    color = str(given.get("COLOR") or "").upper()
    if color in COLORS:
        fields["COLOR"] = COLORS[color]
    if given.get("PERSONAL_PHOTO"):
        path = accept(call.store, given["PERSONAL_PHOTO"])
        fields["AVATAR"] = call.portal.base + path if path else ""
    return fields


def as_bot(call: Call, bot: Bot, params: dict[str, Any] | None = None) -> Call:
    """Return the call as the bot makes it: families of the messenger see the bot acting."""
    caller = replace(call.caller, user=bot.id)
    return replace(call, caller=caller, params=call.params if params is None else params)
