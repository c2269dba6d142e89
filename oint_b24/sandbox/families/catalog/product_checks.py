"""What a product must be before it is kept (catalog-product-add.md, catalog-product-update.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.catalog import property_values
from oint_b24.sandbox.families.catalog.prices import is_currency
from oint_b24.sandbox.families.catalog.product_kinds import SERVICE
from oint_b24.sandbox.families.catalog.refusals import incomplete, refuse
from oint_b24.sandbox.families.people.directory import get_user

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


def main_section(sent: dict[str, Any]) -> Any:
    """Return the section a product is put into, `IblockSection` being a list of them."""
    several = sent.get("IblockSection", sent.get("iblockSection"))
    listed = list(several.values()) if isinstance(several, dict) else several
    if sent.get("iblockSectionId") is None and isinstance(listed, list) and listed:
        return listed[0]
    return sent.get("iblockSectionId")


def check(call: Call, number: int | None, data: dict[str, Any], sent: dict[str, Any]) -> None:
    """Refuse what a portal would; `data` is the product as it shall be kept."""
    _check_section(call, data)
    if data["vatId"] is not None and call.store.get("catalog_vat", data["vatId"]) is None:
        refuse("0", "The specified VAT rate does not exist")
    currency = sent.get("purchasingCurrency")
    if currency and not is_currency(call.store, currency):
        refuse("0", f"The specified currency '{currency}' does not exist")
    for name in ("createdBy", "modifiedBy"):
        if get_user(call.store, data[name]) is None:
            refuse("0", f"The user in `{name}` does not exist")
    if not data["name"]:
        incomplete(["name"])
    _check_code(call, number, data)
    _check_parent(call, number, data)
    owned = property_values.of_block(call.store, data["iblockId"])
    empty = [n for n, (_, o) in owned.items() if o["isRequired"] == "Y" and not data.get(n)]
    if empty:
        incomplete(empty)


def _check_section(call: Call, data: dict[str, Any]) -> None:
    data["iblockSectionId"] = section = data["iblockSectionId"] or None
    if section is None:
        return
    found = call.store.get("catalog_section", section)
    if found is None or found["iblockId"] != data["iblockId"]:
        refuse("0", "The specified section does not exist")


def _check_code(call: Call, number: int | None, data: dict[str, Any]) -> None:
    if not data["code"]:
        return
    same = call.store.all("product", code=data["code"], iblockId=data["iblockId"])
    if any(other != number for other, _ in same):
        refuse("0", "A product with this symbolic code already exists")


def _check_parent(call: Call, number: int | None, data: dict[str, Any]) -> None:
    """Let a variation belong to a product of the main block that can have variations."""
    link = data.get("parentId")
    if not link:
        return
    parent = whole(link["value"])
    found = call.store.get("product", parent)
    if found is None or found["iblockId"] == data["iblockId"] or found["type"] == SERVICE:
        refuse("0", "The specified parent product does not exist")
    if parent == number:
        refuse("0", "A product cannot be its own parent")
