"""Addresses of requisites and leads: crm.address.*.

An address has no id of its own: its type and its object name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import owners, values
from oint_b24.sandbox.families.crm.lists import order_of, where_of
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.requisites import base
from oint_b24.sandbox.families.requisites.fields import ADDRESS
from oint_b24.sandbox.listing import PAGE, picked
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "crm_address"
_NAMED_BY = ("TYPE_ID", "ENTITY_TYPE_ID", "ENTITY_ID")
_TYPES = {name: field.type for name, field in ADDRESS.items()}


@method("crm.address.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of an address."""
    return {name: field.shown() for name, field in ADDRESS.items()}


def _named(call: Call) -> tuple[dict[str, int], dict[str, Any]]:
    """Return what names an address, and all fields that were sent."""
    admit(call)
    sent = array(call, "fields", required=True)
    given = {name: whole(sent.get(name)) for name in _NAMED_BY}
    return {name: base.needed(call, given, name) for name in _NAMED_BY}, sent


def _found(call: Call, named: dict[str, int]) -> tuple[int, dict[str, Any]]:
    found = next(iter(call.store.all(_KIND, **named)), None)
    if found is None:
        call.refuse("", "TypeAddress not found.")
    return found


def _anchor(call: Call, named: dict[str, int]) -> dict[str, int]:
    """Return the object an address is shown at. Refuses where there is none."""
    type_id, number = named["ENTITY_TYPE_ID"], named["ENTITY_ID"]
    if type_id not in (owners.LEAD, owners.REQUISITE):
        call.refuse("", "ENTITY_TYPE_ID is not defined or invalid.")
    kind = base.KIND if type_id == owners.REQUISITE else "lead"
    document = call.store.get(kind, number)
    if document is None:
        call.refuse("", "ENTITY_ID is not defined or invalid.")
    if type_id == owners.LEAD:
        return {"ANCHOR_TYPE_ID": type_id, "ANCHOR_ID": number}
    anchor = document["ENTITY_TYPE_ID"], document["ENTITY_ID"]
    return {"ANCHOR_TYPE_ID": anchor[0], "ANCHOR_ID": anchor[1]}


def _fill(document: dict[str, Any], sent: dict[str, Any]) -> None:
    for name, value in sent.items():
        field = ADDRESS.get(name)
        if field is not None and not field.is_read_only and name not in _NAMED_BY:
            document[name] = values.kept(field.type, value)


@method("crm.address.add", scope="crm")
def add(call: Call) -> bool:
    """Add an address; an object has one of each type."""
    named, sent = _named(call)
    anchor = _anchor(call, named)
    if call.store.all(_KIND, **named):
        call.refuse("", "TypeAddress exists.")
    document: dict[str, Any] = {**named, **anchor}
    _fill(document, sent)
    document["LOC_ADDR_ID"] = call.store.next_id("location_address")
    call.store.add(_KIND, document)
    return True


@method("crm.address.update", scope="crm")
def update(call: Call) -> bool:
    """Change an address."""
    named, sent = _named(call)
    number, document = _found(call, named)
    _fill(document, sent)
    call.store.put(_KIND, number, document)
    return True


@method("crm.address.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete an address."""
    named, _ = _named(call)
    return call.store.delete(_KIND, _found(call, named)[0])


@method("crm.address.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the addresses that match the filter, 50 at a time."""
    admit(call)
    where = where_of(call.store, _KIND, array(call, "filter"), _TYPES)
    order = order_of(call, _TYPES)
    start = max(whole(call.get("start"), 0) or 0, 0)
    rows = call.store.select(_KIND, where, [*order, ("ID", False)], PAGE, start)
    shown = [
        picked(
            {name: values.shown(name, kind, document.get(name)) for name, kind in _TYPES.items()},
            call.list("select"),
            (),
        )
        for _, document in rows
    ]
    total, after = call.store.count(_KIND, where), start + PAGE
    return Page(shown, total=total, next=after if after < total else None)
