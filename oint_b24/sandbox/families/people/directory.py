"""Look-ups in the directory of users: who is who, and who may see whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.groups.members import groups_of

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store


def get_user(store: Store, id: int | None) -> dict[str, Any] | None:  # noqa: A002 - the domain word
    """Return the document of a user, or None."""
    return store.get("user", id)


def is_admin(store: Store, id: int) -> bool:  # noqa: A002 - the domain word
    """Say whether the user administers the portal."""
    user = store.get("user", id)
    return bool(user and user.get("IS_ADMIN"))


def full_name(user: dict[str, Any]) -> str:
    """Return the name as the portal shows it: first name, last name."""
    return f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip()


def active_users(store: Store) -> list[tuple[int, dict[str, Any]]]:
    """Return the users who may sign in, by id; bots are not people."""
    return [(n, u) for n, u in store.all("user", ACTIVE=True) if not is_bot(u)]


def is_extranet(user: dict[str, Any]) -> bool:
    """Say whether a user is from outside the company."""
    return user.get("USER_TYPE") == "extranet"


def is_bot(user: dict[str, Any]) -> bool:
    """Say whether a user is a chat bot."""
    return user.get("USER_TYPE") == "bot"


def is_intranet(user: dict[str, Any] | None) -> bool:
    """Say whether a user works in the company: no guests, no bots."""
    return user is not None and not is_extranet(user) and not is_bot(user)


def is_visible(store: Store, viewer: int, id: int) -> bool:  # noqa: A002 - the domain word
    """Say whether `viewer` may see the user; a guest sees only the people of their own groups.

    Platform: chats/users/im-user-get.md (ACCESS_DENIED), user/user-add.md (SONET_GROUP_ID).
    """
    looking, seen = store.get("user", viewer), store.get("user", id)
    if seen is None:
        return False
    if looking is None or not is_extranet(looking) or viewer == id:
        return True
    return bool(_groups(store, viewer, looking) & _groups(store, id, seen))


def _groups(store: Store, number: int, user: dict[str, Any]) -> set[int]:
    """Return the groups a user was invited into, and those the user is a member of."""
    return {*user.get("GROUPS", []), *(group for group, _ in groups_of(store, number))}
