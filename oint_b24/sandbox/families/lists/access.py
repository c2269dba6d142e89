"""Who may do what with a list: access codes, levels, groups, and finding the list meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.families.groups.members import MEMBERS, role_of
from oint_b24.sandbox.families.people.departments_messenger import ancestors
from oint_b24.sandbox.families.people.directory import get_user, is_admin

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Block = dict[str, Any]

KIND = "iblock"
TYPES = ("lists", "bitrix_processes", "lists_socnet")
SOCNET = "lists_socnet"
# From no access to full access (lists-add.md, RIGHTS).
LEVELS = "DRESTUWX"
_OF_ROLES = {"A": "X", "E": "W", "K": "E"}


def level(store: Store, user: int, block: Block) -> int:
    """Return the place of the user's level in `LEVELS`; administrators may do everything."""
    if is_admin(store, user):
        return LEVELS.index("X")
    if block["IBLOCK_TYPE_ID"] == SOCNET:
        role = role_of(store, block["SOCNET_GROUP_ID"], user)
        return LEVELS.index(_OF_ROLES[role] if role in MEMBERS else "D")
    meant = _codes(store, user)
    held = (LEVELS.index(value) for code, value in block["RIGHTS"].items() if code in meant)
    return max(held, default=0)


def _codes(store: Store, user: int) -> set[str]:
    own = (get_user(store, user) or {}).get("UF_DEPARTMENT") or []
    above = [up for department in own for up in ancestors(store, department)]
    return {
        "*",
        f"U{user}",
        *(f"D{number}" for number in own),
        *(f"DR{number}" for number in [*own, *above]),
    }


def rights(given: Any) -> dict[str, str]:
    """Read RIGHTS: codes with levels; other levels are left out."""
    found = given if isinstance(given, dict) else {}
    return {str(code): str(value) for code, value in found.items() if str(value) in tuple(LEVELS)}


def allows(store: Store, user: int, block: Block, wanted: str) -> bool:
    """Say whether the user holds at least the level `wanted`."""
    return level(store, user, block) >= LEVELS.index(wanted)


def required(call: Call, *names: str) -> None:
    """Refuse a call without one of the parameters."""
    for name in names:
        if call.get(name) in (None, "", [], {}):
            missing(call, name)


def missing(call: Call, name: str) -> NoReturn:
    """Refuse for the sake of a parameter that is not there."""
    text = f"Required parameter `{name}` is missing"
    call.refuse("ERROR_REQUIRED_PARAMETERS_MISSING", text)


def fields(call: Call, *names: str) -> dict[str, Any]:
    """Return FIELDS, in which `names` must be filled."""
    required(call, "FIELDS")
    given = call.object("FIELDS")
    for name in names:
        if given.get(name) in (None, "", [], {}):
            missing(call, name)
    return given


def deny(call: Call) -> NoReturn:
    """Refuse for want of rights."""
    call.refuse("ACCESS_DENIED", "Access denied")


def find(store: Store, kind: str, number: int | None, code: str) -> tuple[int, Block] | None:
    """Return the list of a type by its id or its code."""
    if number is not None:
        block = store.get(KIND, number)
        return (number, block) if block and block["IBLOCK_TYPE_ID"] == kind else None
    found = store.all(KIND, IBLOCK_TYPE_ID=kind, CODE=code) if code else []
    return found[0] if found else None


def block(
    call: Call, wanted: str, code: str = "ERROR_IBLOCK_NOT_FOUND", text: str = "Iblock not found"
) -> tuple[int, Block]:
    """Return the list a call names; `code` and `text` refuse where there is none.

    Raises Refusal also without a type, without id and code, and without the level `wanted`.
    """
    required(call, "IBLOCK_TYPE_ID")
    number, name = call.integer("IBLOCK_ID"), call.text("IBLOCK_CODE")
    if number is None and not name:
        missing(call, "IBLOCK_ID")
    kind = call.text("IBLOCK_TYPE_ID")
    found = find(call.store, kind, number, name) if kind in TYPES else None
    if found is None:
        call.refuse(code, text)
    if not allows(call.store, call.user, found[1], wanted):
        deny(call)
    return found
