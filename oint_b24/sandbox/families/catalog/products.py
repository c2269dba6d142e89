"""Methods of products, variations, parent products and services (catalog.product.*)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.catalog import (
    catalogs,
    images,
    lists,
    product_records,
    property_values,
)
from oint_b24.sandbox.families.catalog.product_kinds import (
    KINDS,
    PICTURES,
    PRODUCT,
    all_fields,
    described_fields,
)
from oint_b24.sandbox.families.catalog.records import require
from oint_b24.sandbox.families.catalog.refusals import (
    READ,
    admit,
    identifier,
    incomplete,
    refuse,
    structure,
)
from oint_b24.sandbox.families.catalog.sections import require_block
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.catalog.product_kinds import Kind

_NO_BLOCK, _NO_RIGHTS = 200040300000, 200040300040
_KIND = product_records.KIND


def add(kind: Kind, call: Call) -> dict[str, Any]:
    """Make a product."""
    admit(call, _NO_RIGHTS)
    sent = structure(call)
    require(sent, ["iblockId", "name"])
    iblock = whole(sent["iblockId"])
    if not catalogs.is_catalog(call.store, iblock):
        refuse(_NO_BLOCK, "Iblock does not exist")
    if iblock != kind.iblock:
        refuse("0", f"The information block {iblock} does not hold such products")
    return {kind.changed: _shown(kind, call, product_records.create(call, kind, sent))}


def get(kind: Kind, call: Call) -> dict[str, Any]:
    """Return a product."""
    admit(call, READ)
    number = identifier(call)
    _found(kind, call, number)
    return {kind.one: _shown(kind, call, number)}


def update(kind: Kind, call: Call) -> dict[str, Any]:
    """Change a product."""
    admit(call, _NO_RIGHTS)
    number = identifier(call)
    sent = structure(call)
    found = _found(kind, call, number)
    iblock = whole(sent.get("iblockId"), found["iblockId"])
    if not catalogs.is_catalog(call.store, iblock):
        refuse(_NO_BLOCK, "Iblock does not exist")
    if iblock != found["iblockId"]:
        refuse("0", f"There is no such product in the information block {iblock}")
    product_records.update(call, kind, number, sent)
    return {kind.changed: _shown(kind, call, number)}


def delete(kind: Kind, call: Call) -> bool:
    """Delete a product; without it there is no block to look into (catalog-product-delete.md)."""
    admit(call, _NO_RIGHTS)
    number = identifier(call)
    data = call.store.get(_KIND, number)
    if data is None or not kind.sees(data):
        refuse(_NO_BLOCK, "Iblock does not exist")
    product_records.erase(call.store, number)
    return True


def listed(kind: Kind, call: Call) -> Page:
    """Return products of an information block; both lists of names are obligatory."""
    admit(call, READ, staff=kind is PRODUCT)
    selected = set(call.list("select"))
    if not selected & {"*"} and not {"id", "iblockId"} <= selected:
        refuse("0", "Required select fields: id, iblockId")
    require_block(call)
    asked = call.object("filter")
    iblock = next((whole(v) for key, v in asked.items() if key.endswith("iblockId")), None)
    fields = all_fields(call.store, kind, iblock)
    extra = [Where("type", "in", list(kind.types))] if kind.types else []

    def show(number: int, data: dict[str, Any]) -> dict[str, Any]:
        return product_records.shown(call.store, kind, number, data, in_list=True)

    rows = lists.select(call, _KIND, fields, show, extra)
    return Page({kind.many: rows.result}, rows.total, rows.next)


def get_fields(kind: Kind, call: Call) -> dict[str, Any]:
    """Describe the fields of products of an information block."""
    admit(call, READ)
    given = structure(call, "filter")
    if not given.get("iblockId"):
        incomplete(["iblockId"])
    told = {field.name: field.described() for field in described_fields(kind)}
    owned = property_values.of_block(call.store, whole(given["iblockId"]))
    told |= {name: property_values.described(data) for name, (_, data) in owned.items()}
    return {kind.one: {name: told[name] for name in sorted(told)}}


def download(kind: Kind, call: Call) -> dict[str, Any]:
    """Return where the bytes of a product's file are.

    A portal sends the bytes themselves (catalog-product-download.md).
    """
    admit(call, READ)
    sent = structure(call)
    require(sent, ["fileId", "productId", "fieldName"])
    number = whole(sent["productId"], 0) or 0
    data = _found(kind, call, number)
    held = _files(call, data, str(sent["fieldName"]))
    file = call.store.get(images.KIND, whole(sent["fileId"]))
    if file is None or whole(sent["fileId"]) not in held:
        refuse("0", "The specified file does not exist")
    return {"name": file["name"], "url": call.portal.base + images.path(file)}


def _files(call: Call, data: dict[str, Any], name: str) -> list[int | None]:
    """Return the files in a field that is named in any of its spellings."""
    for field, kind in PICTURES.items():
        if name in (field, kind):
            return [data[field]]
    for field, (number, owner) in property_values.of_block(call.store, data["iblockId"]).items():
        spellings = (field, field.upper(), f"PROPERTY_{number}", f"PROPERTY_{owner['code']}")
        if name in spellings and owner["propertyType"] == "F":
            return [whole(row["value"]) for row in property_values.rows(data.get(field))]
    return refuse("0", f"The property '{name}' does not exist or holds no files")


def _found(kind: Kind, call: Call, number: int) -> dict[str, Any]:
    data = call.store.get(_KIND, number)
    if data is None or not kind.sees(data):
        refuse("0", f"{kind.one} does not exist")
    return data


def _shown(kind: Kind, call: Call, number: int) -> dict[str, Any]:
    return product_records.shown(call.store, kind, number, _found(kind, call, number))


_ANSWERS = {
    "add": add,
    "get": get,
    "list": listed,
    "update": update,
    "delete": delete,
    "getFieldsByFilter": get_fields,
    "download": download,
}
for _kind in KINDS:
    for _name, _answer in _ANSWERS.items():
        method(f"{_kind.prefix}.{_name}", scope="catalog")(partial(_answer, _kind))
