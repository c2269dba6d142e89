"""Badges that configurable activities show on a kanban: crm.activity.badge.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "crm_activity_badge"
_NAMES = ("code", "title", "value", "type")


def _admin(call: Call) -> None:
    admit(call)
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    """Return a badge; of texts in several languages the portal's own."""
    told = {}
    for name in _NAMES:
        value = document[name]
        told[name] = next(iter(value.values()), "") if isinstance(value, dict) else value
        if isinstance(value, dict) and "ru" in value:
            told[name] = value["ru"]
    return told


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    found = next(iter(call.store.all(_KIND, code=call.text("code"))), None)
    if found is None:
        call.refuse("NOT_FOUND", "Not found.")
    return found


@method("crm.activity.badge.add", scope="crm")
def add(call: Call) -> dict[str, Any]:
    """Add a badge, or replace the one of the same code."""
    _admin(call)
    document = {name: call.get(name) for name in _NAMES}
    missing = [name for name, value in document.items() if not value]
    if missing:
        call.refuse("REQUIRED_ARG_MISSING", f"Required arguments: {', '.join(missing)}")
    for number, _ in call.store.all(_KIND, code=document["code"]):
        call.store.put(_KIND, number, document)
        return {"badge": _shown(document)}
    call.store.add(_KIND, document)
    return {"badge": _shown(document)}


@method("crm.activity.badge.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one badge."""
    admit(call)
    return {"badge": _shown(_found(call)[1])}


@method("crm.activity.badge.list", scope="crm")
def listed(call: Call) -> dict[str, Any]:
    """Return all badges."""
    admit(call)
    return {"badges": [_shown(document) for _, document in call.store.all(_KIND)]}


@method("crm.activity.badge.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete a badge."""
    _admin(call)
    return call.store.delete(_KIND, _found(call)[0])
