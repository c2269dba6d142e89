"""How the cards of CRM objects look: crm.*.details.configuration.*."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.dynamic import type_of
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "crm_details"
_COMMON, _PERSONAL = "C", "P"


def _type(fixed: int, call: Call) -> int:
    """Return the type whose card is meant: that of the method, or the one that is sent."""
    admit(call)
    if fixed:
        return fixed
    number = call.integer("entityTypeId")
    if not number:
        call.refuse("", "Parameter 'entityTypeId' is not defined")
    is_dynamic = number >= owners.FIRST_DYNAMIC and type_of(call.store, number) is not None
    if number not in owners.KINDS and not is_dynamic:
        text = f"The entity type '{number}' is not supported in current context."
        call.refuse("", text)
    return number


def _scope(call: Call) -> tuple[str, int]:
    """Return which card is meant: the common one, or somebody's own. Refuses others' cards."""
    if call.text("scope").upper() == _COMMON:
        return _COMMON, 0
    user = call.integer("userId") or call.user
    if user != call.user and not is_admin(call.store, call.user):
        call.refuse("", "Access denied.")
    return _PERSONAL, user


def _key(fixed: int, call: Call) -> dict[str, Any]:
    type_id, (scope, user) = _type(fixed, call), _scope(call)
    extras = json.dumps(call.object("extras"), sort_keys=True)
    return {"TYPE": type_id, "SCOPE": scope, "USER": user, "EXTRAS": extras}


def _change(call: Call, scope: str) -> None:
    if scope == _COMMON and not is_admin(call.store, call.user):
        call.refuse("", "Access denied.")


def _get(fixed: int, call: Call) -> list[dict[str, Any]] | None:
    for _, document in call.store.all(_KIND, **_key(fixed, call)):
        sections: list[dict[str, Any]] = document["DATA"]
        return sections
    return None


def _set(fixed: int, call: Call) -> bool:
    key = _key(fixed, call)
    _change(call, key["SCOPE"])
    document = {**key, "DATA": _sections(call)}
    for number, _ in call.store.all(_KIND, **key):
        call.store.put(_KIND, number, document)
        return True
    call.store.add(_KIND, document)
    return True


def _sections(call: Call) -> list[dict[str, Any]]:
    """Return the sections that were sent. Refuses what is none (crm-item-details-*-set.md)."""
    data = call.get("data")
    if isinstance(data, dict) and data:
        call.refuse("", "The data must be indexed array.")
    if not isinstance(data, list) and data != {}:
        call.refuse("", "Parameter 'data' must be array.")
    if not data:
        call.refuse("", "There are no data to write.")
    return [_section(call, place, section) for place, section in enumerate(data)]


def _section(call: Call, place: int, given: Any) -> dict[str, Any]:
    sent = given if isinstance(given, dict) else {}
    if sent.get("type") != "section":
        told = f"Section at index {place} have type {sent.get('type')}."
        call.refuse("", f"{told} The expected type is 'section'.")
    for name in ("name", "title"):
        if not sent.get(name):
            call.refuse("", f"Section at index {place} does not have {name}.")
    elements = []
    for i, element in enumerate(sent.get("elements") or []):
        known = element if isinstance(element, dict) else {}
        if not known.get("name"):
            call.refuse("", f"Element at index {i} in section at index {place} does not have name.")
        flags = str(whole(known.get("optionFlags"), 0))
        more = {"options": known["options"]} if known.get("options") else {}
        elements.append({"name": str(known["name"]), "optionFlags": flags, **more})
    named = {name: str(sent[name]) for name in ("name", "title", "type")}
    return {**named, "elements": elements}


def _reset(fixed: int, call: Call) -> bool:
    key = _key(fixed, call)
    _change(call, key["SCOPE"])
    for number, _ in call.store.all(_KIND, **key):
        call.store.delete(_KIND, number)
    return True


def _force(fixed: int, call: Call) -> bool:
    type_id = _type(fixed, call)
    _change(call, _COMMON)
    for number, _ in call.store.all(_KIND, TYPE=type_id, SCOPE=_PERSONAL):
        call.store.delete(_KIND, number)
    return True


_TYPES = {"item": 0, "lead": 1, "deal": 2, "contact": 3, "company": 4}
_VERBS = {"get": _get, "set": _set, "reset": _reset, "forceCommonScopeForAll": _force}
for _name, _fixed in _TYPES.items():
    for _verb, _answer in _VERBS.items():
        method(f"crm.{_name}.details.configuration.{_verb}", scope="crm")(partial(_answer, _fixed))
