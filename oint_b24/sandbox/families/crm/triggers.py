"""Triggers of automation: crm.automation.trigger, crm.automation.trigger.*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "crm_trigger"
_CODE = re.compile(r"[a-z0-9.\-_]+", re.IGNORECASE)
_TARGET = re.compile(r"([A-Z][A-Z0-9_]*?)_(\d+)")


@method("crm.automation.trigger", scope="crm")
def fire(call: Call) -> bool:
    """Fire the triggers that wait for a request from outside: here, none does."""
    admit(call)
    target = call.text("target")
    if not target:
        call.refuse("", "Target is not set.")
    found = _TARGET.fullmatch(target.upper())
    if found is None:
        call.refuse("", "Incorrect target format.")
    if owners.find(call.store, owners.number_of(found[1]), int(found[2])) is None:
        call.refuse("", "Target is not found.")
    return True


def _admin(call: Call) -> None:
    admit(call)
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied! Admin permissions required", 403)


def _code(call: Call) -> str:
    code = call.text("CODE")
    if not code:
        call.refuse("", "Empty trigger code!")
    if not _CODE.fullmatch(code):
        call.refuse("", "Wrong trigger code!")
    return code


def _registered(call: Call, code: str) -> tuple[int, dict[str, Any]] | None:
    rows = call.store.all(_KIND, CLIENT=call.caller.client_id, CODE=code)
    return next(iter(rows), None)


@method("crm.automation.trigger.add", scope="crm", app_only=True)
def add(call: Call) -> bool:
    """Register a trigger, or rename the one of the same code."""
    _admin(call)
    code, name = _code(call), call.text("NAME")
    if not name:
        call.refuse("", "Empty trigger name!")
    document = {"CLIENT": call.caller.client_id, "CODE": code, "NAME": name}
    before = _registered(call, code)
    if before is None:
        call.store.add(_KIND, document)
    else:
        call.store.put(_KIND, before[0], document)
    return True


@method("crm.automation.trigger.list", scope="crm", app_only=True)
def listed(call: Call) -> list[dict[str, Any]]:
    """Return the triggers of the application."""
    _admin(call)
    rows = call.store.all(_KIND, CLIENT=call.caller.client_id)
    return [{"NAME": document["NAME"], "CODE": document["CODE"]} for _, document in rows]


@method("crm.automation.trigger.delete", scope="crm", app_only=True)
def delete(call: Call) -> bool:
    """Forget a trigger."""
    _admin(call)
    found = _registered(call, _code(call))
    if found is None:
        call.refuse("", "Trigger not found")
    return call.store.delete(_KIND, found[0])


@method("crm.automation.trigger.execute", scope="crm", app_only=True)
def execute(call: Call) -> bool:
    """Fire a trigger of the application for an object."""
    admit(call)
    code = _code(call)
    type_id, number = call.integer("OWNER_TYPE_ID"), call.integer("OWNER_ID", 0) or 0
    if owners.kind_of(type_id) is None:
        call.refuse("", "Incorrect parameter OWNER_TYPE_ID.")
    if number <= 0 or owners.find(call.store, type_id, number) is None:
        call.refuse("", "Incorrect parameter OWNER_ID.")
    if _registered(call, code) is None:
        call.refuse("", f"Trigger with code {code} is not registered.")
    return True
