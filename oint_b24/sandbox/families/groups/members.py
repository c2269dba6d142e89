"""Who is in a group and as what: A owner, E moderator, K member, Z not yet one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

KIND = "sonet_member"
MEMBERS = ("A", "E", "K")
ASKED, INVITED = "U", "G"  # who began it: the user, or the group


@dataclass(frozen=True, slots=True)
class Tie:
    """How a user stands to a group. `id` is the record's own."""

    id: int
    user: int
    role: str
    begun_by: str


def ties(store: Store, group: int) -> list[Tie]:
    """Return everybody who has to do with a group: the owner first, then by rank."""
    found = [_tie(*row) for row in store.all(KIND, GROUP_ID=group)]
    return sorted(found, key=lambda tie: ("AEKZ".index(tie.role), tie.id))


def _tie(number: int, record: dict[str, Any]) -> Tie:
    return Tie(number, record["USER_ID"], record["ROLE"], record["INITIATED_BY_TYPE"])


def tie(store: Store, group: int | None, user: int) -> Tie | None:
    """Return how a user stands to a group, or None."""
    for row in store.all(KIND, GROUP_ID=group, USER_ID=user):
        return _tie(*row)
    return None


def role_of(store: Store, group: int | None, user: int) -> str:
    """Return a user's role in a group, "" for a stranger."""
    found = tie(store, group, user)
    return found.role if found else ""


def members(store: Store, group: int) -> list[Tie]:
    """Return the members: who was asked or has asked is none yet."""
    return [one for one in ties(store, group) if one.role in MEMBERS]


def groups_of(store: Store, user: int) -> list[tuple[int, str]]:
    """Return the groups a user is a member of, with the roles."""
    rows = (row for _, row in store.all(KIND, USER_ID=user))
    return sorted((row["GROUP_ID"], row["ROLE"]) for row in rows if row["ROLE"] in MEMBERS)


def put(store: Store, group: int, user: int, role: str, begun_by: str = INVITED) -> None:
    """Give a user a role in a group, whatever it was before."""
    record = {"GROUP_ID": group, "USER_ID": user, "ROLE": role, "INITIATED_BY_TYPE": begun_by}
    known = tie(store, group, user)
    if known is None:
        store.add(KIND, record)
    else:
        store.put(KIND, known.id, record)


def drop(store: Store, group: int, user: int) -> None:
    """Let a user out of a group."""
    known = tie(store, group, user)
    if known is not None:
        store.delete(KIND, known.id)


def forget(store: Store, group: int) -> None:
    """Let everybody out of a group that is no more."""
    for one in ties(store, group):
        store.delete(KIND, one.id)
