"""Storages as they are kept: finding the one meant, and who may do what with it.

A storage is an information block of a type of its own, so that ids do not meet those of lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.families.lists.access import KIND
from oint_b24.sandbox.families.people.departments_messenger import ancestors
from oint_b24.sandbox.families.people.directory import get_user, is_admin

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Storage = dict[str, Any]

TYPE = "rest_entity"
LEVELS = "RWX"  # read, write, manage (entity/index.md)
_LONGEST = 50  # of the code of a block, the application's part included
_FOREIGN = re.compile(r"[^A-Za-z0-9_]")


def code(call: Call, name: str = "ENTITY") -> str:
    """Return the identifier in a parameter, without characters that may not be in one."""
    text = cleaned(call.get(name))
    if not text:
        empty(name)
    longest = _LONGEST - len(f"APP_{call.caller.client_id}_")
    if len(text) > longest:
        told = f"Entity code is too long. Max length is {longest} characters."
        raise Refusal("ERROR_ARGUMENT", told, argument="")
    return text


def cleaned(value: Any) -> str:
    """Return `value` with nothing but letters, digits and `_`."""
    return _FOREIGN.sub("", str(value)) if isinstance(value, (str, int)) else ""


def empty(name: str) -> NoReturn:
    """Refuse a call without an argument."""
    raise Refusal("ERROR_ARGUMENT", f"Argument '{name}' is null or empty", argument=name)


def wrong(description: str) -> NoReturn:
    """Refuse an argument that cannot be."""
    raise Refusal("ERROR_ARGUMENT", description, argument="")


def own(call: Call) -> list[tuple[int, Storage]]:
    """Return the storages of the calling application."""
    return call.store.all(KIND, IBLOCK_TYPE_ID=TYPE, CLIENT=call.caller.client_id)


def find(call: Call, name: str) -> tuple[int, Storage] | None:
    """Return the application's storage `name`."""
    return next((row for row in own(call) if row[1]["CODE"] == name), None)


def named(call: Call, wanted: str = "") -> tuple[int, Storage]:
    """Return the storage ENTITY names, on which the caller has at least the level `wanted`."""
    found = find(call, code(call))
    if found is None:
        call.refuse("ERROR_ENTITY_NOT_FOUND", "Entity not found")
    if wanted and not allows(call.store, call.user, found[1], wanted):
        call.refuse("ACCESS_DENIED", "Access denied!")
    return found


def allows(store: Store, user: int, storage: Storage, wanted: str) -> bool:
    """Say whether a user has at least the level `wanted`; administrators have all of them."""
    if is_admin(store, user):
        return True
    meant = _codes(store, user)
    held = (LEVELS.index(level) for code, level in storage["ACCESS"].items() if code in meant)
    return max(held, default=-1) >= LEVELS.index(wanted)


def _codes(store: Store, user: int) -> set[str]:
    departments = (get_user(store, user) or {}).get("UF_DEPARTMENT") or []
    above = [up for number in departments for up in ancestors(store, number)]
    return {
        "AU",
        "G2",
        f"U{user}",
        *(f"D{number}" for number in departments),
        *(f"DR{number}" for number in [*departments, *above]),
    }


def rights(call: Call, given: Any) -> dict[str, str]:
    """Read ACCESS: other levels are left out, and the caller always manages the storage."""
    rows = given.items() if isinstance(given, dict) else ()
    kept = {str(code): level for code, level in rows if level in tuple(LEVELS)}
    return {**kept, f"U{call.user}": "X"}
