"""Users in rooms: their cards, names, mentions, and which of them are no people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people.directory import full_name, get_user
from oint_b24.sandbox.families.people.view import messenger_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.sandbox.store import Store

# Accounts that are no people: what SKIP_EXTERNAL leaves out (im-dialog-users-list.md).
_EXTERNAL = frozenset({"bot", "email", "network", "connector"})


def card(store: Store, user_id: int) -> dict[str, Any] | None:
    """Return the messenger's card of a user (chat-users/im-dialog-users-list.md), or None."""
    user = get_user(store, user_id)
    return None if user is None else messenger_view(user_id, user)


def cards(store: Store, user_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return the cards of the known users among `user_ids`, each once, in the order given."""
    found = (card(store, number) for number in dict.fromkeys(user_ids))
    return [shown for shown in found if shown is not None]


def name_of(store: Store, user_id: int) -> str:
    """Return the full name of a user, empty for an unknown one."""
    user = get_user(store, user_id)
    return full_name(user) if user else ""


def mention(store: Store, user_id: int) -> str:
    """Return the mark-up that names a user in a service message (im-dialog-messages-get.md)."""
    return f"[USER={user_id} REPLACE]{name_of(store, user_id)}[/USER]"


def is_external(store: Store, user_id: int) -> bool:
    """Say whether the account is a bot or another technical user."""
    user = get_user(store, user_id)
    return user is not None and user.get("USER_TYPE") in _EXTERNAL


def auth_kind(store: Store, user_id: int) -> str:
    """Return which kind of account a user is, as SKIP_EXTERNAL_EXCEPT_TYPES names it."""
    user = get_user(store, user_id)
    return str(user.get("USER_TYPE", "")) if user else ""
