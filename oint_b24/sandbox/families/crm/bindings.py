"""Methods that link CRM objects: crm.deal.contact.*, crm.contact.company.* and their kin."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import links
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.crm.links import Slot

_TITLES = {"CONTACT_ID": "Контакт", "COMPANY_ID": "Компания"}


def register() -> None:
    """Register the methods of all four links."""
    for kind, slot in links.SLOTS.items():
        prefix = f"crm.{kind}.{slot.target}"
        method(f"{prefix}.add", scope="crm")(partial(_add, kind, slot))
        method(f"{prefix}.delete", scope="crm")(partial(_delete, kind, slot))
        method(f"{prefix}.fields", scope="crm")(partial(_fields, slot.key))
        method(f"{prefix}.items.get", scope="crm")(partial(_get, kind, slot))
        method(f"{prefix}.items.set", scope="crm")(partial(_set, kind, slot))
        method(f"{prefix}.items.delete", scope="crm")(partial(_clear, kind, slot))


def _owner_id(call: Call) -> int:
    admit(call)
    number = whole(call.get("id", call.get("ID")))
    if number is None or number <= 0:
        call.refuse("", "The parameter 'ownerEntityID' is invalid or not defined.")
    return number


def _owner(call: Call, kind: str) -> tuple[int, dict[str, Any]]:
    number = _owner_id(call)
    document = call.store.get(kind, number)
    if document is None:
        # Leads alone have a code of their own (crm-lead-contact-add.md).
        call.refuse("NOT_FOUND" if kind == "lead" else "", "Not found.")
    return number, document


def _item(call: Call, key: str, name: str) -> tuple[int, dict[str, Any]]:
    fields = call.get("fields")
    if not isinstance(fields, dict):
        call.refuse("", f"The parameter '{name}' must be array.")
    target = whole(fields.get(key))
    if target is None or target <= 0:
        call.refuse("", "The parameter 'fields' is not valid.")
    return target, fields


def _add(kind: str, slot: Slot, call: Call) -> bool:
    number, document = _owner(call, kind)
    target, fields = _item(call, slot.key, "fields")
    rows = document.get(slot.name, [])
    if any(row[slot.key] == target for row in rows):
        return False
    leads = str(fields.get("IS_PRIMARY", "")).upper() == "Y"
    if leads:
        rows = [{**row, "IS_PRIMARY": "N"} for row in rows]
    after = max((row["SORT"] for row in rows), default=0) + 10
    new = {
        slot.key: target,
        "SORT": whole(fields.get("SORT"), after),
        "IS_PRIMARY": "Y" if leads else "N",
    }
    links.settle(call.store, document, slot, [*rows, new])
    call.store.put(kind, number, document)
    return any(row[slot.key] == target for row in document[slot.name])


def _delete(kind: str, slot: Slot, call: Call) -> bool:
    number, document = _owner(call, kind)
    target, _ = _item(call, slot.key, "item")
    done = links.unlink(document, slot, target)
    call.store.put(kind, number, document)
    return done


def _get(kind: str, slot: Slot, call: Call) -> list[dict[str, Any]]:
    _, document = _owner(call, kind)
    rows: list[dict[str, Any]] = document.get(slot.name, [])
    return sorted(rows, key=lambda row: row["SORT"])


def _set(kind: str, slot: Slot, call: Call) -> bool:
    number, document = _owner(call, kind)
    items = _items(call)
    links.settle(call.store, document, slot, items)
    call.store.put(kind, number, document)
    return True


def _items(call: Call) -> list[Any]:
    items = call.get("items")
    if not isinstance(items, (list, dict)):
        call.refuse("", "The parameter items must be array.")
    return items if isinstance(items, list) else list(items.values())


def _clear(kind: str, slot: Slot, call: Call) -> bool:
    number, document = _owner(call, kind)
    links.keep(document, slot, [])
    call.store.put(kind, number, document)
    return True


def _fields(key: str, _: Call) -> dict[str, Any]:
    fields = (
        Field(key, "integer", _TITLES[key], "*"),
        Field("SORT", "integer", "Порядок"),
        Field("IS_PRIMARY", "char", "Главная связь"),
    )
    return {field.name: field.shown() for field in fields}


@method("crm.company.contact.fields", scope="crm")
def company_fields(call: Call) -> dict[str, Any]:
    """Describe the link of a company and a contact."""
    return _fields("CONTACT_ID", call)


@method("crm.company.contact.add", scope="crm")
def company_add(call: Call) -> bool:
    """Link a contact to a company; the contact keeps the link."""
    company, _ = _owner(call, "company")
    contact, _ = _item(call, "CONTACT_ID", "fields")
    return links.link_company(call.store, contact, company)


@method("crm.company.contact.delete", scope="crm")
def company_delete(call: Call) -> bool:
    """Unlink one contact of a company."""
    company, _ = _owner(call, "company")
    contact, _ = _item(call, "CONTACT_ID", "item")
    document = call.store.get("contact", contact)
    if document is None or not links.unlink(document, links.SLOTS["contact"], company):
        return False
    call.store.put("contact", contact, document)
    return True


@method("crm.company.contact.items.get", scope="crm")
def company_items(call: Call) -> list[dict[str, Any]]:
    """Return the contacts of a company; the first of them is its primary one."""
    company, _ = _owner(call, "company")
    found = links.naming(call.store, "contact", links.SLOTS["contact"], company)
    return [
        {
            "CONTACT_ID": number,
            "SORT": (place + 1) * 10,
            "ROLE_ID": 0,
            "IS_PRIMARY": "N" if place else "Y",
        }
        for place, (number, _) in enumerate(found)
    ]


@method("crm.company.contact.items.set", scope="crm")
def company_set(call: Call) -> bool:
    """Make the sent contacts those of a company."""
    company, _ = _owner(call, "company")
    wanted = [item.get("CONTACT_ID") for item in _items(call) if isinstance(item, dict)]
    links.set_company_contacts(call.store, company, wanted)
    return True


@method("crm.company.contact.items.delete", scope="crm")
def company_clear(call: Call) -> bool:
    """Unlink all contacts of a company."""
    company, _ = _owner(call, "company")
    links.set_company_contacts(call.store, company, [])
    return True
