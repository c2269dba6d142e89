"""Values of the properties of items: one a property, files as ids of kept files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.entity import storages
from oint_b24.sandbox.families.lists import elements_store, files, properties

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

Held = dict[str, Any]  # id of a property -> its value


def taken(call: Call, block: int, held: Held, given: Any) -> Held:
    """Return the values of an item once PROPERTY_VALUES is written over `held`.

    Codes the storage does not know are left out. Raises Refusal for what is no number or file.
    """
    kept = dict(held)
    rows = given if isinstance(given, dict) else {}
    for number, field in properties.of(call.store, block).items():
        if _is_deleted(rows.get(f"{field['CODE']}_DEL")):
            files.remove(call.store, kept.pop(str(number), None))
        if field["CODE"] not in rows:
            continue
        value = _one(call, field, rows[field["CODE"]], kept.get(str(number)))
        if value is None:
            kept.pop(str(number), None)
        else:
            kept[str(number)] = value
    return kept


def _is_deleted(mark: Any) -> bool:
    marks = list(mark.values()) if isinstance(mark, dict) else [mark]
    return any(str(one).upper() == "Y" for one in marks)


def _one(call: Call, field: dict[str, Any], value: Any, held: Any) -> Any:
    if field["TYPE"] == "F":
        return picture(call, value, held)
    if isinstance(value, (list, dict)):
        inner = list(value.values()) if isinstance(value, dict) else value
        value = inner[0] if inner else None
    if value in (None, "", False):
        return None
    if field["TYPE"] == "N" and not _is_number(value):
        storages.wrong(f"Invalid value of property '{field['CODE']}'")
    return str(value)


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def picture(call: Call, value: Any, held: Any) -> Any:
    """Return the file a field has then: a new one, none for `false`, else the one it had."""
    if value is False:
        files.remove(call.store, held)
        return None
    try:
        sent = files.sent(value)
    except files.NumberOfFile:
        storages.wrong("Invalid file type")
    if not sent:
        return held
    files.remove(call.store, held)
    return files.add(call.store, sent[0])


def shown(call: Call, block: int, held: Held) -> dict[str, Any]:
    """Return PROPERTY_VALUES: codes with values, files as links."""
    told = {}
    for number, field in properties.of(call.store, block).items():
        value = held.get(str(number))
        told[field["CODE"]] = files.address(call, value) if field["TYPE"] == "F" else value
    return told


def compared(store: Store, block: int, held: Held) -> dict[str, Any]:
    """Return the values under the names a filter knows them by: `PROPERTY_PRICE`."""
    return {
        f"{properties.PREFIX}{field['CODE'].upper()}": held.get(str(number))
        for number, field in properties.of(store, block).items()
    }


def forget(store: Store, block: int, held: Held) -> None:
    """Let go of the files among the values."""
    for number, field in properties.of(store, block).items():
        if field["TYPE"] == "F":
            files.remove(store, held.get(str(number)))


def forget_property(store: Store, block: int, number: int, kind: str) -> None:
    """Delete the values of a property from all items."""
    for item, document in elements_store.of(store, block):
        value = document["VALUES"].pop(str(number), None)
        if kind == "F":
            files.remove(store, value)
        store.put(elements_store.KIND, item, document)
