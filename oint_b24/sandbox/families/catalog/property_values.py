"""Values of properties as products keep them: `{value, valueId}`, a list of them where multiple.

A value that is sent with its `valueId` is changed, one without replaces what was there; files of
a property of several files stay until they are removed (catalog/data-types.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.catalog import images
from oint_b24.sandbox.families.catalog.fields import Field, number
from oint_b24.sandbox.families.catalog.refusals import refuse

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

PROPERTY, ENUM = "catalog_property", "catalog_property_enum"


def field_name(number_: int, data: dict[str, Any]) -> str:
    """Return under which name products tell a property; the link to the parent has its own."""
    return "parentId" if data["userType"] == "SKU" else f"property{number_}"


def of_block(store: Store, iblock: int | None) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return the properties of an information block by the names of their fields."""
    rows = store.all(PROPERTY, iblockId=iblock)
    return {field_name(row, data): (row, data) for row, data in rows}


def as_field(name: str, data: dict[str, Any]) -> Field:
    """Return the field of a property for lists; several values are kept as a list."""
    kind = "productproperties" if data["multiple"] == "Y" else "productproperty"
    return Field(name, kind, "*" if data["isRequired"] == "Y" else "", title=data["name"])


def described(data: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a property among the fields of a product."""
    return {
        "isDynamic": True,
        "isImmutable": False,
        "isMultiple": data["multiple"] == "Y",
        "isReadOnly": False,
        "isRequired": data["isRequired"] == "Y",
        "name": data["name"],
        "propertyType": data["propertyType"],
        "type": "productproperty",
        "userType": data["userType"] or "",
    }


def default(call: Call, property_: int, data: dict[str, Any]) -> Any:
    """Return the value a new product gets."""
    if data["propertyType"] == "L":
        rows = call.store.all(ENUM, propertyId=property_, **{"def": "Y"})
        sent: list[Any] = [{"value": row} for row, _ in rows]
    else:
        sent = [{"value": data["defaultValue"]}] if data["defaultValue"] else []
    return merged(call, (property_, data), None, sent, {})


def merged(
    call: Call, owner: tuple[int, dict[str, Any]], old: Any, sent: Any, product: dict[str, Any]
) -> Any:
    """Return what is kept after `sent` came upon `old`; `product` is noted on new files."""
    property_, data = owner
    known = {row["valueId"]: row for row in rows(old)}
    kept: list[dict[str, str]] = []
    removed, named = False, set()
    for row in _sent_rows(sent, data):
        value_id = str(row.get("valueId") or "")
        named.add(value_id)
        if images.is_removal(row.get("value")) or images.is_removal(row):
            removed = True
        elif value_id in known and "value" not in row:
            kept.append(known[value_id])
        elif (value := _read(call, property_, data, row.get("value"), product)) is not None:
            kept.append({"value": value, "valueId": value_id if value_id in known else _new(call)})
    if data["propertyType"] == "F" and data["multiple"] == "Y":
        kept = [row for key, row in known.items() if key not in named] + kept
        kept = [{**row, "valueId": _new(call)} for row in kept] if removed else kept
    if data["multiple"] == "Y":
        return kept or None
    return kept[-1] if kept else None


def rows(kept: Any) -> list[dict[str, Any]]:
    """Return kept values as a list."""
    return kept if isinstance(kept, list) else [kept] if kept else []


def _sent_rows(sent: Any, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was sent as rows of value and valueId; a bare value is a row without id."""
    if sent is None or sent == "":
        return []
    if images.sent_file(sent) is not None and data["propertyType"] == "F":
        return [{"value": sent}]
    if isinstance(sent, dict):
        sent = [sent] if _is_row(sent) else list(sent.values())
    listed = sent if isinstance(sent, list) else [sent]
    return [row if _is_row(row) else {"value": row} for row in listed]


def _is_row(value: Any) -> bool:
    return isinstance(value, dict) and bool({"value", "valueId", "remove"} & set(value))


def _read(
    call: Call, property_: int, data: dict[str, Any], value: Any, product: dict[str, Any]
) -> Any:
    """Return a value as it is kept: text, an object only where the property is HTML."""
    if value is None or value == "":
        return None
    if data["propertyType"] == "F":
        file = images.sent_file(value)
        return str(images.keep(call, *file, {**product, "property": property_})) if file else None
    if isinstance(value, (dict, list)):
        return value if data["userType"] == "HTML" else None
    if data["propertyType"] == "L":
        choice = call.store.get(ENUM, whole(value))
        if choice is None or choice["propertyId"] != property_:
            refuse("0", f"Wrong value of the property {property_}")
    if data["propertyType"] == "N":
        try:
            return str(number(value))
        except ValueError:
            refuse("0", f"Wrong format of field `{field_name(property_, data)}`")
    return ("Y" if value else "N") if isinstance(value, bool) else str(value)


def _new(call: Call) -> str:
    return str(call.store.next_id("catalog_property_value"))


def shown(store: Store, name: str, data: dict[str, Any], kept: Any, product: int) -> Any:
    """Return the values of a property as a product shows them."""
    told = [_shown_row(store, name, data, row, product) for row in rows(kept)]
    return (told or None) if data["multiple"] == "Y" else (told[0] if told else None)


def _shown_row(
    store: Store, name: str, data: dict[str, Any], row: dict[str, Any], product: int
) -> dict[str, Any]:
    if data["propertyType"] == "F":
        return {**row, "value": images.field_value(store, whole(row["value"]), product, name)}
    if data["propertyType"] == "L":
        choice = store.get(ENUM, whole(row["value"]))
        return {**row, "valueEnum": choice["value"] if choice else None}
    return row


def drop_property(store: Store, property_: int, data: dict[str, Any]) -> None:
    """Take the values of a deleted property out of all products."""
    name = field_name(property_, data)
    for product, kept in store.all("product", iblockId=data["iblockId"]):
        if name not in kept:
            continue
        if data["propertyType"] == "F":
            for row in rows(kept[name]):
                images.forget(store, whole(row["value"]))
        store.put("product", product, {key: v for key, v in kept.items() if key != name})
