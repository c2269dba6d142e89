"""Properties of products as the CRM told them (crm.product.property.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, Refusal, whole
from oint_b24.sandbox.families.catalog import catalogs, crm_view, records
from oint_b24.sandbox.families.catalog.properties import ENUM, PROPERTY, USER_TYPES
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# The name told, its type, its flags and the name kept.
_ROWS = (
    ("ID", "integer", "r", "id"),
    ("TIMESTAMP_X", "string", "r", "timestampX"),
    ("IBLOCK_ID", "integer", "i", "iblockId"),
    ("NAME", "string", "*", "name"),
    ("ACTIVE", "char", "", "active"),
    ("SORT", "integer", "", "sort"),
    ("CODE", "string", "", "code"),
    ("DEFAULT_VALUE", "object", "", "defaultValue"),
    ("PROPERTY_TYPE", "char", "*", "propertyType"),
    ("ROW_COUNT", "integer", "", "rowCount"),
    ("COL_COUNT", "integer", "", "colCount"),
    ("LIST_TYPE", "char", "", "listType"),
    ("MULTIPLE", "char", "", "multiple"),
    ("XML_ID", "string", "", "xmlId"),
    ("FILE_TYPE", "string", "", "fileType"),
    ("MULTIPLE_CNT", "integer", "", "multipleCnt"),
    ("LINK_IBLOCK_ID", "integer", "", "linkIblockId"),
    ("WITH_DESCRIPTION", "char", "", "withDescription"),
    ("SEARCHABLE", "char", "", "searchable"),
    ("FILTRABLE", "char", "", "filtrable"),
    ("IS_REQUIRED", "char", "", "isRequired"),
    ("USER_TYPE", "string", "", "userType"),
    ("USER_TYPE_SETTINGS", "object", "", "userTypeSettings"),
)
_KEPT = {told: kept for told, _, _, kept in _ROWS}
_FIELDS = tuple(Field(told, kind, told, flags) for told, kind, flags, _ in _ROWS)
_ENUM_FIELDS = (
    Field("ID", "integer", "ID", "r"),
    Field("VALUE", "string", "VALUE", "*"),
    Field("XML_ID", "string", "XML_ID"),
    Field("SORT", "integer", "SORT"),
    Field("DEF", "char", "DEF"),
)
_ENUM_KEPT = {"VALUE": "value", "XML_ID": "xmlId", "SORT": "sort", "DEF": "def"}
_SETTINGS = {
    "HTML": (Field("HEIGHT", "integer", "Высота поля"),),
    "SectionAuto": (Field("VIEW", "char", "Вид"),),
    "EAutocomplete": (Field("VIEW", "char", "Вид"),),
    "EList": (Field("SIZE", "integer", "Высота списка"), Field("WIDTH", "integer", "Ширина")),
}
_TITLES = {
    "S": "Строка",
    "N": "Число",
    "L": "Список",
    "F": "Файл",
    "E": "Привязка к элементам",
    "G": "Привязка к разделам",
}


@method("crm.product.property.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a property."""
    values = Field("VALUES", "product_property_enum_element", "VALUES", "m")
    return {field.name: field.shown() for field in (*_FIELDS, values)}


@method("crm.product.property.enumeration.fields", scope="crm")
def enumeration_fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a value of a list property."""
    return {field.name: field.shown() for field in _ENUM_FIELDS}


@method("crm.product.property.settings.fields", scope="crm")
def settings_fields(call: Call) -> dict[str, Any]:
    """Describe the settings of a custom type."""
    kind, custom = call.text("propertyType"), call.text("userType")
    if kind not in USER_TYPES or (custom and custom not in USER_TYPES[kind]):
        crm_view.refuse("Property type is not supported.")
    return {field.name: field.shown() for field in _SETTINGS.get(custom, ())}


@method("crm.product.property.types", scope="crm")
def types(_: Call) -> list[dict[str, Any]]:
    """Return the types a property may have."""
    return [
        {
            "PROPERTY_TYPE": kind,
            "USER_TYPE": custom,
            "DESCRIPTION": f"{_TITLES[kind]} ({custom})" if custom else _TITLES[kind],
        }
        for kind, customs in USER_TYPES.items()
        for custom in ("", *customs)
    ]


@method("crm.product.property.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return a property."""
    crm_view.admit(call, staff=True)
    number = crm_view.identifier(call)
    return _shown(call, number, _found(call, number))


@method("crm.product.property.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the properties of the main catalogue."""
    crm_view.admit(call, staff=True)
    main = Where("iblockId", "=", catalogs.PRODUCTS)
    return crm_view.page(call, PROPERTY.kind, _KEPT, lambda n, d: _shown(call, n, d), extra=[main])


@method("crm.product.property.add", scope="crm")
def add(call: Call) -> int:
    """Make a property, with values where it is a list, and return its id."""
    crm_view.admit(call)
    sent = crm_view.fields(call)
    given = {"iblockId": catalogs.PRODUCTS, **_given(sent)}
    try:
        number = int(records.create(PROPERTY, call, given)["id"])
        _set_values(call, number, sent.get("VALUES"))
    except Refusal as refusal:
        raise crm_view.told(refusal) from None
    return number


@method("crm.product.property.update", scope="crm")
def update(call: Call) -> bool:
    """Change a property and its values; values that are not named stay."""
    crm_view.admit(call)
    number = crm_view.identifier(call)
    old = _found(call, number)
    sent = crm_view.fields(call)
    try:
        records.change(PROPERTY, call, number, {**_given(sent), "iblockId": old["iblockId"]})
        _set_values(call, number, sent.get("VALUES"))
    except Refusal as refusal:
        raise crm_view.told(refusal) from None
    return True


@method("crm.product.property.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete a property with its values."""
    crm_view.admit(call)
    number = crm_view.identifier(call)
    PROPERTY.lose(call, number, _found(call, number))
    return call.store.delete(PROPERTY.kind, number)


def _found(call: Call, number: int) -> dict[str, Any]:
    data = call.store.get(PROPERTY.kind, number)
    if data is None:
        crm_view.refuse("Property is not found")
    return data


def _given(sent: dict[str, Any]) -> dict[str, Any]:
    return {_KEPT[name.upper()]: v for name, v in sent.items() if name.upper() in _KEPT}


def _set_values(call: Call, number: int, given: Any) -> None:
    """Keep values of a list property: keys that are ids change one, others add one."""
    rows = given if isinstance(given, dict) else dict(enumerate(given or []))
    known = dict(call.store.all(ENUM.kind, propertyId=number))
    for place, (key, row) in enumerate(rows.items(), 1):
        if not isinstance(row, dict):
            continue
        taken = {_ENUM_KEPT[name]: v for name, v in row.items() if name in _ENUM_KEPT}
        old = whole(row.get("ID", key)) if isinstance(given, dict) else whole(row.get("ID"))
        if old in known:
            records.change(ENUM, call, old, {**known[old], **taken})
        else:
            code = f"value_{number}_{len(known) + place}"
            records.create(ENUM, call, {"xmlId": code, **taken, "propertyId": number})


def _shown(call: Call, number: int, data: dict[str, Any]) -> dict[str, Any]:
    kept = {"id": number, **data}
    told = {name: crm_view.text(kept[field]) for name, field in _KEPT.items()}
    if data["propertyType"] == "L":
        told["VALUES"] = {
            str(row): {"ID": str(row)}
            | {name: crm_view.text(value[field]) for name, field in _ENUM_KEPT.items()}
            for row, value in call.store.all(ENUM.kind, propertyId=number)
        }
    return told
