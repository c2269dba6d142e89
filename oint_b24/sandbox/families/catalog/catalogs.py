"""Trade catalogues (catalog.catalog.*) and fixed enumerations (catalog.enum.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog.entity import Codes, Entity
from oint_b24.sandbox.families.catalog.fields import table
from oint_b24.sandbox.families.catalog.measures import READ_ONLY
from oint_b24.sandbox.families.catalog.records import found, read_access, register
from oint_b24.sandbox.families.catalog.refusals import identifier
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

PRODUCTS, OFFERS = 24, 26  # information blocks of a fresh portal
DOCUMENT_TYPES = {
    "A": "Приход",
    "S": "Оприходование",
    "M": "Перемещение",
    "R": "Возврат",
    "D": "Списание",
}
_ROUND_TYPES = {1: "Математическое", 2: "В пользу магазина", 4: "В пользу клиента"}

CATALOG = Entity(
    "catalog.catalog",
    "catalog_catalog",
    "catalog",
    "catalogs",
    table(
        """
        iblockId integer i*
        iblockTypeId integer r
        id integer r
        lid string r
        name string r
        productIblockId integer
        skuPropertyId integer
        subscription char
        vatId integer
        """
    ),
    Codes(("0", "Catalog does not exist")),
)

register(CATALOG, READ_ONLY)


def is_catalog(store: Store, iblock: int | None) -> bool:
    """Say whether an information block is a trade catalogue."""
    return iblock is not None and store.get(CATALOG.kind, iblock) is not None


@method("catalog.catalog.isOffers", scope="catalog")
def is_offers(call: Call) -> bool:
    """Say whether a catalogue holds variations (catalog-catalog-is-offers.md)."""
    read_access(CATALOG, call)
    return found(CATALOG, call, identifier(call))["productIblockId"] is not None


@method("catalog.enum.getRoundTypes", scope="catalog")
def round_types(_: Call) -> dict[str, Any]:
    """Return the ways of rounding."""
    return {"enum": [{"id": number, "name": name} for number, name in _ROUND_TYPES.items()]}


@method("catalog.enum.getStoreDocumentTypes", scope="catalog")
def document_types(_: Call) -> dict[str, Any]:
    """Return the types of inventory documents."""
    return {"enum": [{"id": code, "name": name} for code, name in DOCUMENT_TYPES.items()]}
