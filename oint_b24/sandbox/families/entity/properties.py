"""`entity.item.property.*`: what more than the usual the items of a storage hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.entity import storages, values
from oint_b24.sandbox.families.lists import properties
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Property = dict[str, Any]

_TYPES = ("S", "N", "F")


@method("entity.item.property.add", scope="entity", app_only=True)
def add(call: Call) -> bool:
    """Add a property to the items of a storage (entity-item-property-add.md)."""
    block, _ = storages.named(call, "X")
    code = _code(call)
    if code in _by_code(call, block):
        call.refuse("ERROR_PROPERTY_ALREADY_EXISTS", "Property already exists")
    field = {
        "IBLOCK_ID": block,
        "CODE": _checked(call, code),
        "NAME": call.text("NAME") or code,
        "TYPE": _type(call, "S"),
        "SORT": call.integer("SORT", 500),
    }
    call.store.add(properties.KIND, field)
    return True


def _code(call: Call, name: str = "PROPERTY") -> str:
    code = storages.cleaned(call.get(name))
    if not code:
        storages.empty(name)
    return code


def _checked(call: Call, code: str) -> str:
    if code[0].isdigit():
        call.refuse("ERROR_CORE", "Property code cannot start with a digit")
    return code


def _type(call: Call, default: str) -> str:
    kind = call.text("TYPE") or default
    if kind == "L":
        call.refuse("ERROR_UNSUPPORTED_PROPERTY_TYPE", "Invalid property type")
    if kind not in _TYPES:
        storages.wrong("Wrong entity item property type")
    return kind


def _by_code(call: Call, block: int) -> dict[str, tuple[int, Property]]:
    return {field["CODE"]: (n, field) for n, field in properties.of(call.store, block).items()}


def _named(call: Call, block: int) -> tuple[int, Property]:
    found = _by_code(call, block).get(_code(call))
    if found is None:
        call.refuse("ERROR_PROPERTY_NOT_FOUND", "Property not found")
    return found


@method("entity.item.property.get", scope="entity", app_only=True)
def get(call: Call) -> Any:
    """Return one property, or all of a storage (entity-item-property-get.md)."""
    block, _ = storages.named(call)
    if call.get("PROPERTY") not in (None, ""):
        return _shown(_named(call, block)[1])
    return [_shown(field) for field in properties.of(call.store, block).values()]


def _shown(field: Property) -> dict[str, str]:
    return {
        "PROPERTY": field["CODE"],
        "NAME": field["NAME"],
        "TYPE": field["TYPE"],
        "SORT": str(field["SORT"]),
    }


@method("entity.item.property.update", scope="entity", app_only=True)
def update(call: Call) -> bool:
    """Change a property; none becomes a file (entity-item-property-update.md)."""
    block, _ = storages.named(call, "X")
    number, field = _named(call, block)
    kind = _type(call, field["TYPE"])
    if kind == "F" and field["TYPE"] != "F":
        storages.wrong("Cannot change property type to File")
    code = storages.cleaned(call.get("PROPERTY_NEW")) or field["CODE"]
    if code != field["CODE"] and code in _by_code(call, block):
        call.refuse("ERROR_PROPERTY_ALREADY_EXISTS", f"Property {code} already exists")
    changed = {
        **field,
        "CODE": _checked(call, code),
        "NAME": call.text("NAME") or field["NAME"],
        "TYPE": kind,
        "SORT": call.integer("SORT", field["SORT"]),
    }
    call.store.put(properties.KIND, number, changed)
    return True


@method("entity.item.property.delete", scope="entity", app_only=True)
def delete(call: Call) -> bool:
    """Delete a property with its values (entity-item-property-delete.md)."""
    block, _ = storages.named(call, "X")
    number, field = _named(call, block)
    values.forget_property(call.store, block, number, field["TYPE"])
    return call.store.delete(properties.KIND, number)


def forget_all(store: Store, block: int) -> None:
    """Delete the properties of a storage that is no more."""
    for number in properties.of(store, block):
        store.delete(properties.KIND, number)
