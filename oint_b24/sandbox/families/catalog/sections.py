"""Sections of the catalogue: a tree of its own in every information block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog import catalogs, product_records
from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import table
from oint_b24.sandbox.families.catalog.lists import page
from oint_b24.sandbox.families.catalog.records import found, register, shown
from oint_b24.sandbox.families.catalog.refusals import admit, identifier, incomplete, refuse
from oint_b24.sandbox.listing import split_prefix
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.store import Store

_LIST, _EDIT, _DELETE = 200040300030, 200040300040, 200040300050
_DEEPEST = 100


def _check(call: Call, change: Change) -> None:
    """Check block, parent and code (catalog-section-add.md, catalog-section-update.md)."""
    new = change.new
    if not catalogs.is_catalog(call.store, new["iblockId"]):
        refuse(200700300050, "Iblock does not exist")
    code = 200700300000 if change.number is None else 200700300010
    parent = new["iblockSectionId"] = new["iblockSectionId"] or None
    if parent is not None:
        above = call.store.get(SECTION.kind, parent)
        if above is None or above["iblockId"] != new["iblockId"]:
            refuse(code, "The parent section belongs to another information block")
        if change.number in _upwards(call.store, parent):
            refuse(code, "A section cannot lie in itself")
    same = call.store.all(SECTION.kind, code=new["code"], iblockId=new["iblockId"])
    if new["code"] and any(number != change.number for number, _ in same):
        refuse(200700300040, "A section with this code already exists")


def _upwards(store: Store, number: int | None) -> list[int]:
    """Return a section and what it lies in."""
    chain: list[int] = []
    while number is not None and number not in chain and len(chain) < _DEEPEST:
        chain.append(number)
        number = (store.get(SECTION.kind, number) or {}).get("iblockSectionId")
    return chain


def _lose(call: Call, number: int, _: dict[str, Any]) -> None:
    """Take the sections and the products inside along."""
    for child, data in call.store.all(SECTION.kind, iblockSectionId=number):
        _lose(call, child, data)
        call.store.delete(SECTION.kind, child)
    for product, _data in call.store.all("product", iblockSectionId=number):
        product_records.erase(call.store, product)


SECTION = Entity(
    "catalog.section",
    "catalog_section",
    "section",
    "sections",
    table(
        """
        active char - Y
        code string
        description string
        descriptionType string - text
        iblockId integer *
        iblockSectionId integer
        id integer r
        name string *
        sort integer - 500
        xmlId string
        """
    ),
    Codes((200700300030, "Section does not exist"), write=_EDIT, delete=_DELETE),
    needed=("iblockId", "name"),
    check=_check,
    lose=_lose,
)

register(SECTION, ("add", "update", "delete"))


@method("catalog.section.getFields", scope="catalog")
def get_fields(_: Call) -> dict[str, Any]:
    """Describe the fields; anybody may ask."""
    return {"section": {name: field.described() for name, field in SECTION.fields.items()}}


@method("catalog.section.get", scope="catalog")
def get(call: Call) -> dict[str, Any]:
    """Return a section."""
    admit(call, _EDIT)
    number = identifier(call)
    return {"section": shown(SECTION, call, number, found(SECTION, call, number))}


@method("catalog.section.list", scope="catalog")
def listed(call: Call) -> Page:
    """Return sections of an information block, which the filter must name."""
    admit(call, _LIST)
    require_block(call)
    return page(call, SECTION)


def require_block(call: Call) -> None:
    """Refuse a list whose filter does not say the information block."""
    names = {split_prefix(key)[0] for key in call.object("filter")}
    if "iblockId" not in names:
        incomplete(["iblockId"])
