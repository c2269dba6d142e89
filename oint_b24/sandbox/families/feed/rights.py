"""Who a feed post is for: UA, U<id>, DR<id>, SG<id> (log-blogpost-add.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.groups.members import groups_of
from oint_b24.sandbox.families.people.directory import get_user, is_admin, is_intranet

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_CODE = re.compile(r"UA|(?:SG|U|DR)[1-9]\d*")


def codes(value: Any) -> list[str]:
    """Read recipients: a list, an object or one text; what is no code is left out."""
    if isinstance(value, dict):
        value = list(value.values())
    rows = value if isinstance(value, list) else str(value or "").split(",")
    found = [str(row).strip().upper() for row in rows]
    return list(dict.fromkeys(code for code in found if _CODE.fullmatch(code)))


def exists(store: Store, code: str) -> bool:
    """Say whether there is such a recipient."""
    if code.startswith("DR"):
        return store.get("department", int(code[2:])) is not None
    if code.startswith("U") and code != "UA":
        return get_user(store, int(code[1:])) is not None
    if code.startswith("SG"):
        return store.get("sonet_group", int(code[2:])) is not None
    return True


def meant(store: Store, user: int) -> set[str]:
    """Return the codes that mean `user`; a department means those under it, too."""
    person = get_user(store, user)
    found = {f"U{user}", *(f"SG{group}" for group, _ in groups_of(store, user))}
    if person is None or not is_intranet(person):
        return found
    found.add("UA")
    for department in person.get("UF_DEPARTMENT") or []:
        above: int | None = int(department)
        while above and f"DR{above}" not in found:
            found.add(f"DR{above}")
            parent = (store.get("department", above) or {}).get("PARENT")
            above = int(parent) if parent else None
    return found


def can_read(store: Store, user: int, post: dict[str, Any]) -> bool:
    """Say whether a post is for `user`; its author and administrators read it anyway."""
    if post["AUTHOR_ID"] == user or is_admin(store, user):
        return True
    return not meant(store, user).isdisjoint(post["RIGHTS"])


def can_write(store: Store, user: int, post: dict[str, Any]) -> bool:
    """Say whether `user` may change a post."""
    return bool(post["AUTHOR_ID"] == user) or is_admin(store, user)


def actor(call: Call) -> int:
    """Return as whom a call acts: only administrators may name another user in USER_ID."""
    other = call.integer("USER_ID")
    if other and is_admin(call.store, call.user) and get_user(call.store, other) is not None:
        return other
    return call.user
