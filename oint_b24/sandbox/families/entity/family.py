"""The family of data storages: the storages themselves (`entity.*`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.entity import items, properties, sections, storages
from oint_b24.sandbox.families.lists.access import KIND
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (items, properties, sections)
_TAKEN = ("ERROR_ENTITY_ALREADY_EXISTS", "Entity already exists")


@method("entity.add", scope="entity", app_only=True)
def add(call: Call) -> bool:
    """Create a storage (entity-add.md)."""
    code = storages.code(call)
    if storages.find(call, code) is not None:
        call.refuse(*_TAKEN)
    if not call.text("NAME").strip():
        call.refuse("ERROR_CORE", "Internal error adding entity. Try adding again.")
    storage = {
        "IBLOCK_TYPE_ID": storages.TYPE,
        "CLIENT": call.caller.client_id,
        "CODE": code,
        "NAME": call.text("NAME"),
        "ACCESS": storages.rights(call, call.get("ACCESS")),
    }
    call.store.add(KIND, storage)
    return True


@method("entity.get", scope="entity", app_only=True)
def get(call: Call) -> Any:
    """Return one storage, or all of the application (entity-get.md)."""
    if "ENTITY" in call.params:
        return _shown(*storages.named(call))
    return [_shown(*row) for row in storages.own(call)]


def _shown(number: int, storage: dict[str, Any]) -> dict[str, str]:
    return {
        "ID": str(number),
        "IBLOCK_TYPE_ID": storages.TYPE,
        "ENTITY": storage["CODE"],
        "NAME": storage["NAME"],
    }


@method("entity.update", scope="entity", app_only=True)
def update(call: Call) -> bool:
    """Change a storage: its name, its identifier, who may use it (entity-update.md)."""
    number, storage = storages.named(call, "X")
    if call.text("NAME").strip():
        storage["NAME"] = call.text("NAME")
    if call.get("ENTITY_NEW"):
        code = storages.code(call, "ENTITY_NEW")
        if code != storage["CODE"] and storages.find(call, code) is not None:
            call.refuse(*_TAKEN)
        storage["CODE"] = code
    if call.get("ACCESS"):
        storage["ACCESS"] = storages.rights(call, call.get("ACCESS"))
    call.store.put(KIND, number, storage)
    return True


@method("entity.delete", scope="entity", app_only=True)
def delete(call: Call) -> bool:
    """Delete a storage with all it holds (entity-delete.md)."""
    number, _ = storages.named(call, "X")
    items.forget_all(call.store, number)
    sections.forget_all(call.store, number)
    properties.forget_all(call.store, number)
    return call.store.delete(KIND, number)


@method("entity.rights", scope="entity", app_only=True)
def rights(call: Call) -> dict[str, str] | None:
    """Return who may use a storage, or set it first; null where there is none."""
    found = storages.find(call, storages.code(call))
    if found is None:
        return None
    number, storage = found
    if call.get("ACCESS"):
        if not storages.allows(call.store, call.user, storage, "X"):
            call.refuse("ACCESS_DENIED", "Access denied!")
        storage["ACCESS"] = storages.rights(call, call.get("ACCESS"))
        call.store.put(KIND, number, storage)
    access: dict[str, str] = storage["ACCESS"]
    return access
