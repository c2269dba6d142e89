"""Warehouses and how much of a product lies in each (catalog.store.*, catalog.storeproduct.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog import images
from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import number, table
from oint_b24.sandbox.families.catalog.measures import READ_ONLY
from oint_b24.sandbox.families.catalog.records import register
from oint_b24.sandbox.families.catalog.refusals import refuse

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

ELEMENTS = "catalog_document_element"


def _check(call: Call, change: Change) -> None:
    """Keep an address, and the picture that was sent."""
    if not change.new["address"]:
        refuse("0", "Required fields: address")
    if not change.named("imageId"):
        return
    sent = change.sent["imageId"]
    old = change.old.get("imageId")
    file = images.sent_file(sent)
    change.new["imageId"] = old
    if file is not None:
        change.new["imageId"] = images.keep(call, *file, {"storeImage": True})
    elif images.is_removal(sent):
        change.new["imageId"] = None
    if old is not None and change.new["imageId"] != old:
        images.forget(call.store, old)


def _lose(call: Call, number: int, data: dict[str, Any]) -> None:
    """Keep a warehouse that documents speak of (catalog-store-delete.md)."""
    for side in ("storeFrom", "storeTo"):
        if call.store.all(ELEMENTS, **{side: number}):
            refuse("0", "There are documents of this store")
    for row, _ in call.store.all(STORE_PRODUCT.kind, storeId=number):
        call.store.delete(STORE_PRODUCT.kind, row)
    images.forget(call.store, data["imageId"])


def _show(call: Call, number: int, data: dict[str, Any]) -> dict[str, Any]:
    image = call.store.get(images.KIND, data["imageId"])
    shown = {"id": data["imageId"], "url": images.path(image)} if image else None
    return {"id": number, **data, "imageId": shown}


STORE = Entity(
    "catalog.store",
    "catalog_store",
    "store",
    "stores",
    table(
        """
        active char - Y
        address string *
        code string
        dateCreate datetime
        dateModify datetime
        description string
        email string
        gpsN double
        gpsS double
        id integer r
        imageId file
        issuingCenter char - N
        modifiedBy integer
        phone string
        schedule string
        sort integer - 100
        title string
        userId integer
        xmlId string
        """
    ),
    Codes((201100000000, "Store does not exist")),
    check=_check,
    lose=_lose,
    show=_show,
)
STORE_PRODUCT = Entity(
    "catalog.storeproduct",
    "catalog_store_product",
    "storeProduct",
    "storeProducts",
    table(
        """
        amount double r
        id integer r
        productId integer r
        quantityReserved double r
        storeId integer r
        """
    ),
    Codes(("", "Store product does not exist")),
    is_read_by_staff=True,
)

register(STORE)
register(STORE_PRODUCT, READ_ONLY)


def amount(store: Store, product: int, place: int) -> float:
    """Return how much of a product lies in a warehouse."""
    rows = store.all(STORE_PRODUCT.kind, productId=product, storeId=place)
    return float(rows[0][1]["amount"]) if rows else 0


def move(store: Store, product: int, place: int, by: float) -> None:
    """Change how much of a product lies in a warehouse, and its quantity as a whole."""
    rows = store.all(STORE_PRODUCT.kind, productId=product, storeId=place)
    if rows:
        row, data = rows[0]
        store.put(STORE_PRODUCT.kind, row, {**data, "amount": number(data["amount"] + by)})
    else:
        fresh = {"productId": product, "storeId": place, "quantityReserved": 0}
        store.add(STORE_PRODUCT.kind, {**fresh, "amount": number(by)})
    found = store.get("product", product)
    if found is not None:
        store.put("product", product, {**found, "quantity": number(total(store, product))})


def total(store: Store, product: int) -> float:
    """Return how much of a product there is in all warehouses."""
    return sum(
        float(data["amount"]) for _, data in store.all(STORE_PRODUCT.kind, productId=product)
    )
