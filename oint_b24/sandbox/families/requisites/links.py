"""Which requisites a deal or a quote is made with: crm.requisite.link.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.lists import order_of, where_of
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.requisites import base
from oint_b24.sandbox.listing import PAGE, picked
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "crm_requisite_link"
_OWNER = ("ENTITY_TYPE_ID", "ENTITY_ID")
_PARTS = ("REQUISITE_ID", "BANK_DETAIL_ID", "MC_REQUISITE_ID", "MC_BANK_DETAIL_ID")
_FIELDS = (
    Field("ENTITY_TYPE_ID", "integer", "Тип объекта", "*i"),
    Field("ENTITY_ID", "integer", "Номер объекта", "*i"),
    Field("REQUISITE_ID", "integer", "Реквизиты", "*"),
    Field("BANK_DETAIL_ID", "integer", "Банковские реквизиты", "*"),
    Field("MC_REQUISITE_ID", "integer", "Реквизиты моей компании", "*"),
    Field("MC_BANK_DETAIL_ID", "integer", "Банковские реквизиты моей компании", "*"),
)
_TYPES = {field.name: field.type for field in _FIELDS}


@method("crm.requisite.link.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a link."""
    return {field.name: field.shown() for field in _FIELDS}


@method("crm.requisite.link.register", scope="crm")
def register(call: Call) -> bool:
    """Note which requisites an object is made with; 0 stands for none."""
    admit(call)
    sent = array(call, "fields", required=True)
    link = {name: base.needed(call, {name: whole(sent.get(name))}, name) for name in _OWNER}
    for name in _PARTS:
        number = whole(sent.get(name))
        if number is None or number < 0:
            call.refuse("", f"{name} is not defined or invalid.")
        link[name] = number
    owner = owners.find(call.store, link["ENTITY_TYPE_ID"], link["ENTITY_ID"])
    if owner is None or link["ENTITY_TYPE_ID"] in (owners.CONTACT, owners.COMPANY, owners.LEAD):
        call.refuse("", "Entity is not found")
    _check(call, link, owner)
    _check_own(call, link)
    before = _link(call, link["ENTITY_TYPE_ID"], link["ENTITY_ID"])
    if before is None:
        call.store.add(_KIND, link)
    else:
        call.store.put(_KIND, before[0], link)
    return True


def _check(call: Call, link: dict[str, int], owner: dict[str, Any]) -> None:
    """Check the client's side: the requisites must be those of the object's client."""
    number, bank = link["REQUISITE_ID"], link["BANK_DETAIL_ID"]
    requisite = call.store.get(base.KIND, number)
    if number and requisite is None:
        call.refuse("", f"The Requisite with ID '{number}' is not found")
    if requisite is not None:
        name = "Company" if owner.get("COMPANY_ID") else "Contact"
        client = owner.get(f"{name.upper()}_ID") or 0
        type_id = owners.COMPANY if name == "Company" else owners.CONTACT
        if (requisite["ENTITY_TYPE_ID"], requisite["ENTITY_ID"]) != (type_id, client):
            text = f"The Requisite with ID '{number}' is not assigned to {name}"
            call.refuse("", f"{text} with ID '{client}'")
    detail = call.store.get(base.BANK, bank)
    if bank and detail is None:
        call.refuse("", f"The BankDetail with ID '{bank}' is not found")
    if detail is not None and detail["ENTITY_ID"] != number:
        text = f"The BankDetail with ID '{bank}' is not assigned to Requisite with ID '{number}'"
        call.refuse("", text)


def _check_own(call: Call, link: dict[str, int]) -> None:
    """Check the seller's side: the requisites must be those of a company of one's own."""
    number, bank = link["MC_REQUISITE_ID"], link["MC_BANK_DETAIL_ID"]
    requisite = call.store.get(base.KIND, number)
    if number and requisite is None:
        call.refuse("", f"The Requisite of your company with ID '{number}' is not found")
    if requisite is not None:
        company = call.store.get("company", requisite["ENTITY_ID"]) or {}
        is_own = requisite["ENTITY_TYPE_ID"] == owners.COMPANY
        if not is_own or company.get("IS_MY_COMPANY") != "Y":
            text = f"The Requisite with ID '{number}' is not assigned to your company"
            call.refuse("", f"{text} with ID '{requisite['ENTITY_ID']}'")
    detail = call.store.get(base.BANK, bank)
    told = f"The BankDetail of your company with ID '{bank}'"
    if bank and detail is None:
        call.refuse("", f"{told} is not found")
    if detail is not None and detail["ENTITY_ID"] != number:
        call.refuse("", f"{told} is not assigned to Requisite of your company with ID '{number}'")


def _link(call: Call, type_id: int, number: int) -> tuple[int, dict[str, Any]] | None:
    rows = call.store.all(_KIND, ENTITY_TYPE_ID=type_id, ENTITY_ID=number)
    return next(iter(rows), None)


def _asked(call: Call) -> tuple[int, int]:
    admit(call)
    found = []
    for name in ("entityTypeId", "entityId"):
        number = call.integer(name)
        if number is None or number <= 0:
            call.refuse("", f"{name} is not defined or invalid.")
        found.append(number)
    return found[0], found[1]


@method("crm.requisite.link.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return the link of one object."""
    type_id, number = _asked(call)
    found = _link(call, type_id, number)
    if found is None:
        call.refuse("", "Not found")
    parts = {name: str(found[1][name]) for name in _PARTS}
    return {"ENTITY_TYPE_ID": type_id, "ENTITY_ID": number, **parts}


@method("crm.requisite.link.unregister", scope="crm")
def unregister(call: Call) -> bool:
    """Forget the link of an object."""
    found = _link(call, *_asked(call))
    if found is not None:
        call.store.delete(_KIND, found[0])
    return True


@method("crm.requisite.link.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the links that match the filter, 50 at a time."""
    admit(call)
    where = where_of(call.store, _KIND, array(call, "filter"), _TYPES)
    order = order_of(call, _TYPES)
    start = max(whole(call.get("start"), 0) or 0, 0)
    rows = [
        picked({name: str(link[name]) for name in _TYPES}, call.list("select"), ())
        for _, link in call.store.select(_KIND, where, [*order, ("ID", False)], PAGE, start)
    ]
    total, after = call.store.count(_KIND, where), start + PAGE
    return Page(rows, total=total, next=after if after < total else None)
