"""Access codes: what they are called (`access.name`) and whose they are (`user.access`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.groups.members import groups_of
from oint_b24.sandbox.families.people.departments_messenger import ancestors
from oint_b24.sandbox.families.people.directory import full_name, get_user, is_admin, is_bot
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_FIXED = {
    "AU": "Все авторизованные пользователи",
    "G1": "Администраторы",
    "G2": "Все посетители",
}
_CODE = re.compile(r"(?P<kind>U|DR|D|SG)(?P<number>[1-9]\d*)(?:_(?P<role>[AEK]))?")
_ROLES = {"A": "Владелец", "E": "Модераторы", "K": "Все участники"}


@method("access.name", scope="")
def name(call: Call) -> Any:
    """Return what access codes are called; false without any (system/access-name.md)."""
    codes = [str(code) for code in call.list("ACCESS")]
    found = {code: _described(call.store, code) for code in codes}
    return {code: told for code, told in found.items() if told} if codes else False


def _described(store: Store, code: str) -> dict[str, str] | None:
    if code in _FIXED:
        return {"provider": "", "name": _FIXED[code], "provider_id": "other"}
    found = _CODE.fullmatch(code)
    if found is None or (found["role"] and found["kind"] != "SG"):
        return None
    number = int(found["number"])
    if found["kind"] == "U":
        user = get_user(store, number)
        known = user is not None and not is_bot(user)
        return _told("Пользователи", full_name(user), "user") if user and known else None
    if found["kind"] == "SG":
        group = store.get("sonet_group", number)
        role = f": {_ROLES[found['role']]}" if found["role"] else ""
        return _told("Группы", f"{group['NAME']}{role}", "socnetgroup") if group else None
    department = store.get("department", number)
    deep = " (с подотделами)" if found["kind"] == "DR" else ""
    return _told("Отделы", department["NAME"] + deep, "intranet") if department else None


def _told(provider: str, text: str, provider_id: str) -> dict[str, str]:
    return {"provider": provider, "name": text, "provider_id": provider_id}


@method("user.access", scope="")
def access(call: Call) -> bool:
    """Say whether the acting user has one of the access codes (users/user-access.md)."""
    if is_admin(call.store, call.user):
        return True
    held = codes_of(call.store, call.user)
    return any(str(code).upper() in held for code in call.list("ACCESS"))


def codes_of(store: Store, user: int) -> set[str]:
    """Return the codes a user has: own, of departments and of groups."""
    departments = (get_user(store, user) or {}).get("UF_DEPARTMENT") or []
    above = [up for number in departments for up in ancestors(store, number)]
    found = {f"U{user}", "AU", "G2"}  # G2 is everybody
    found |= {f"D{number}" for number in departments}
    found |= {f"DR{number}" for number in [*departments, *above]}
    for group, role in groups_of(store, user):
        below = "AEK"["AEK".index(role) :]  # an owner is a moderator and a member, too
        found |= {f"SG{group}", *(f"SG{group}_{one}" for one in below)}
    return found
