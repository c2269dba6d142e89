"""Objects a timeline record stands in: crm.timeline.bindings.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.timeline.records import KIND
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FIELDS = (
    Field("OWNER_ID", "integer", "Номер записи", "*i"),
    Field("ENTITY_ID", "integer", "Номер объекта", "*i"),
    Field("ENTITY_TYPE", "string", "Тип объекта", "*i"),
)


@method("crm.timeline.bindings.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a binding."""
    return {field.name: field.shown() for field in _FIELDS}


def _owner(call: Call, given: dict[str, Any]) -> int:
    number = whole(given.get("OWNER_ID"))
    if number is None or number <= 0:
        call.refuse("", "OWNER_ID is not defined or invalid.")
    return number


def _named(call: Call) -> tuple[int, dict[str, Any], tuple[int, int]]:
    """Return a record, its id, and the object that `fields` name."""
    admit(call)
    given = array(call, "fields", required=True)
    owner = _owner(call, given)
    number = whole(given.get("ENTITY_ID"))
    if number is None or number <= 0:
        call.refuse("", "ENTITY_ID is not defined or invalid.")
    type_id = owners.number_of(str(given.get("ENTITY_TYPE") or ""))
    if type_id is None:
        call.refuse("", "ENTITY_TYPE is not defined or invalid.")
    document = call.store.get(KIND, owner)
    if document is None:
        call.refuse("", "Not found.")
    return owner, document, (type_id, number)


@method("crm.timeline.bindings.bind", scope="crm")
def bind(call: Call) -> bool:
    """Let a record stand in one more object; say whether that is new."""
    owner, document, target = _named(call)
    if owners.find(call.store, *target) is None:
        call.refuse("", "Access denied.")
    if target in owners.pairs(document):
        return False
    document["BOUND"].append(owners.token(*target))
    call.store.put(KIND, owner, document)
    return True


@method("crm.timeline.bindings.unbind", scope="crm")
def unbind(call: Call) -> bool:
    """Take a record out of an object; the last one keeps it."""
    owner, document, target = _named(call)
    if target not in owners.pairs(document):
        call.refuse("", "Not found.")
    if len(document["BOUND"]) == 1:
        return False
    document["BOUND"].remove(owners.token(*target))
    call.store.put(KIND, owner, document)
    return True


@method("crm.timeline.bindings.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the objects a record stands in."""
    admit(call)
    given = {name.lstrip("=").upper(): value for name, value in array(call, "filter").items()}
    owner = _owner(call, given)
    document = call.store.get(KIND, owner)
    rows = [
        {
            "OWNER_ID": str(owner),
            "ENTITY_ID": str(number),
            "ENTITY_TYPE": owners.kind_of(type_id),
        }
        for type_id, number in (owners.pairs(document) if document else [])
    ]
    wanted = {name: str(value).lower() for name, value in given.items()}
    found = [r for r in rows if all(r.get(n, v) == v for n, v in wanted.items())]
    return Page(found, total=len(found))
