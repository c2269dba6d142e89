"""Properties of products and variations, and the values of list properties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog import catalogs
from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import table
from oint_b24.sandbox.families.catalog.property_values import drop_property
from oint_b24.sandbox.families.catalog.records import register
from oint_b24.sandbox.families.catalog.refusals import refuse

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# Custom types by the basic type they belong to (catalog-product-property-add.md).
USER_TYPES = {
    "S": (
        "DateTime",
        "Date",
        "Money",
        "directory",
        "employee",
        "UserID",
        "HTML",
        "map_google",
        "map_yandex",
        "DiskFile",
        "ECrm",
    ),
    "N": ("Sequence",),
    "L": ("BoolEnum",),
    "F": (),
    "E": ("EList", "EAutocomplete", "SKU"),
    "G": ("SectionAuto",),
}
OF_PROPERTY = ("catalog_property_enum", "catalog_property_feature")
SECTION_SETTINGS = "catalog_property_section"


def _check(call: Call, change: Change) -> None:
    """Check block, types and code."""
    new = change.new
    if not catalogs.is_catalog(call.store, new["iblockId"]):
        refuse("0", "The specified iblock is not a product catalog")
    if change.number is not None and new["iblockId"] != change.old["iblockId"]:
        refuse("0", "Invalid information block code")
    custom = new["userType"]
    if new["propertyType"] not in USER_TYPES or (
        custom is not None and custom not in USER_TYPES[new["propertyType"]]
    ):
        refuse("0", "Invalid property type specified")
    if new["userTypeSettings"] is not None and not isinstance(new["userTypeSettings"], dict):
        refuse("0", "Invalid custom property type settings specified")
    code = new["code"]
    if code and code[0].isdigit():
        refuse("0", "Property code cannot start with a digit")
    if code and not re.fullmatch(r"\w+", code, re.ASCII):
        refuse("0", "Property code may hold Latin letters, digits and underscores only")


def _lose(call: Call, number: int, data: dict[str, Any]) -> None:
    """Take the values of a property along, wherever they are."""
    for kind in OF_PROPERTY:
        for row, _ in call.store.all(kind, propertyId=number):
            call.store.delete(kind, row)
    call.store.delete(SECTION_SETTINGS, number)
    drop_property(call.store, number, data)


def _check_enum(call: Call, change: Change) -> None:
    """Check whose value it is and that its external code is the only one."""
    new = change.new
    owner = call.store.get(PROPERTY.kind, new["propertyId"])
    if owner is None:
        refuse(*ENUM.codes.absent)
    if owner["propertyType"] != "L":
        refuse("0", "Only list properties are supported")
    if change.number is not None and new["propertyId"] != change.old["propertyId"]:
        refuse(*ENUM.codes.absent)
    same = call.store.all(ENUM.kind, propertyId=new["propertyId"], xmlId=new["xmlId"])
    if any(number != change.number for number, _ in same):
        text = f"A value with xmlId '{new['xmlId']}' already exists."
        refuse("BX_INVALID_VALUE", text)


def _keep_one_default(call: Call, number: int, change: Change) -> None:
    """Let a property of one value have one default."""
    owner = call.store.get(PROPERTY.kind, change.new["propertyId"]) or {}
    if change.new["def"] != "Y" or owner.get("multiple") == "Y":
        return
    rivals = call.store.all(ENUM.kind, propertyId=change.new["propertyId"], **{"def": "Y"})
    for other, data in rivals:
        if other != number:
            call.store.put(ENUM.kind, other, {**data, "def": "N"})


PROPERTY = Entity(
    "catalog.productProperty",
    "catalog_property",
    "productProperty",
    "productProperties",
    table(
        """
        active char - Y
        code string
        colCount integer - 30
        defaultValue text
        fileType string
        filtrable char - N
        hint string
        iblockId integer *
        id integer r
        isRequired char - N
        linkIblockId integer
        listType char - L
        multiple char - N
        multipleCnt integer
        name string *
        propertyType string *
        rowCount integer - 1
        searchable char - N
        sort integer - 500
        timestampX datetime r
        userType string
        userTypeSettings productpropertysettings
        withDescription char
        xmlId string
        """
    ),
    Codes(("", "productProperty does not exist."), read="0", write="0", delete="0"),
    needed=("iblockId",),
    is_read_by_staff=True,
    check=_check,
    lose=_lose,
)
ENUM = Entity(
    "catalog.productPropertyEnum",
    "catalog_property_enum",
    "productPropertyEnum",
    "productPropertyEnums",
    table(
        """
        def char - N
        id integer r
        propertyId integer *
        sort integer - 500
        value string *
        xmlId string *
        """
    ),
    Codes(("0", "productPropertyEnum does not exist."), read="0", write="0", delete="0"),
    needed=("propertyId", "value", "xmlId"),
    is_read_by_staff=True,
    check=_check_enum,
    follow=_keep_one_default,
)

register(PROPERTY)
register(ENUM)
