"""More fields that duplicates are looked for by: crm.duplicate.volatileType.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm import owners, userfields
from oint_b24.sandbox.families.crm.fields import COMPANY, CONTACT, LEAD
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "crm_volatile_type"
_MOST = 7  # crm-duplicate-volatile-type-register.md
_TABLES = {owners.LEAD: LEAD, owners.CONTACT: CONTACT, owners.COMPANY: COMPANY}


def _admit(call: Call) -> None:
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")


def _known(call: Call, type_id: int) -> dict[str, str]:
    """Return codes and titles of the texts an object of a type has."""
    own = {
        name: field.title
        for name, field in _TABLES[type_id].items()
        if field.type == "string" and not field.is_read_only
    }
    owner = f"CRM_{(owners.kind_of(type_id) or '').upper()}"
    custom = userfields.known(call.store, owner)
    return own | {n: n for n, about in custom.items() if about["USER_TYPE_ID"] == "string"}


@method("crm.duplicate.volatileType.fields", scope="crm")
def fields(call: Call) -> list[dict[str, Any]]:
    """Return the fields there are, of one type or of all."""
    _admit(call)
    only = call.integer("entityTypeId")
    return [
        {"entityTypeId": type_id, "fieldCode": code, "fieldTitle": title}
        for type_id in _TABLES
        if only in (None, type_id)
        for code, title in _known(call, type_id).items()
    ]


@method("crm.duplicate.volatileType.list", scope="crm")
def listed(call: Call) -> list[dict[str, Any]]:
    """Return the fields in use."""
    _admit(call)
    return [{"id": number, **document} for number, document in call.store.all(_KIND)]


@method("crm.duplicate.volatileType.register", scope="crm")
def register(call: Call) -> dict[str, int]:
    """Put a field to use; one that is used already keeps its record."""
    _admit(call)
    type_id, code = call.integer("entityTypeId") or 0, call.text("fieldCode")
    if type_id not in _TABLES or code not in _known(call, type_id):
        call.refuse("FIELD_NOT_FOUND", "Field not found")
    document = {"entityTypeId": type_id, "fieldCode": code}
    for number, _ in call.store.all(_KIND, **document):
        return {"id": number}
    if call.store.count(_KIND) >= _MOST:
        text = "There is already a maximum number of volatile types"
        call.refuse("MAX_TYPES_COUNT_EXCEEDED", text)
    return {"id": call.store.add(_KIND, document)}


@method("crm.duplicate.volatileType.unregister", scope="crm")
def unregister(call: Call) -> bool:
    """Put a field out of use."""
    _admit(call)
    if not call.store.delete(_KIND, call.integer("id", 0) or 0):
        call.refuse("TYPE_IS_NOT_ASSIGNED", "This type is not assigned")
    return True
