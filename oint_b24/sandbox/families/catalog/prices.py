"""Prices of products: one of each type (catalog.price.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import table
from oint_b24.sandbox.families.catalog.records import change, create, register, require
from oint_b24.sandbox.families.catalog.refusals import WRITE, absent, admit, refuse, structure
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

CURRENCIES = ("RUB", "USD", "EUR", "UAH", "BYN", "KZT", "CNY", "BRL", "INR", "PLN")
_WRONG = "Validate price error."
_SINGLE = "Catalog product is allowed has only single price without ranges in price group"


def is_currency(store: Store, code: Any) -> bool:
    """Say whether the portal knows a currency."""
    return code in CURRENCIES or bool(store.all("crm_currency", CURRENCY=code))


def price_of(store: Store, product: int, kind: int) -> tuple[int, dict[str, Any]] | None:
    """Return the price of one type, with its id."""
    rows = store.all(PRICE.kind, productId=product, catalogGroupId=kind)
    return rows[0] if rows else None


def _check(call: Call, made: Change) -> None:
    """Check what the price is of, and that it is the only one of its type."""
    new = made.new
    if call.store.get("product", new["productId"]) is None:
        refuse("0", f"{_WRONG} Catalog product is wrong")
    if call.store.get("catalog_price_type", new["catalogGroupId"]) is None:
        refuse("0", f"{_WRONG} Catalog price group is wrong")
    if not is_currency(call.store, new["currency"]):
        refuse("0", f"{_WRONG} Currency is wrong")
    if new["price"] < 0:
        refuse("0", f"{_WRONG} Price is wrong")
    same = price_of(call.store, new["productId"], new["catalogGroupId"])
    if same is not None and same[0] != made.number:
        refuse("0", f"{_WRONG} {_SINGLE}")
    new["priceScale"] = new["price"]


PRICE = Entity(
    "catalog.price",
    "catalog_price",
    "price",
    "prices",
    table(
        """
        catalogGroupId integer i*
        currency string *
        extraId integer
        id integer r
        price double *
        priceScale double r
        productId integer i*
        quantityFrom integer
        quantityTo integer
        timestampX datetime r
        """
    ),
    Codes(("", "Price does not exist")),
    needed=("price", "currency"),
    is_read_by_staff=True,
    check=_check,
)

register(PRICE)


@method("catalog.price.modify", scope="catalog")
def modify(call: Call) -> dict[str, Any]:
    """Make the given prices the only ones of a product (catalog-price-modify.md)."""
    admit(call, WRITE)
    product = structure(call).get("product")
    if not isinstance(product, dict):
        absent("fields")
    require(product, ["id", "prices"])
    number = whole(product["id"])
    if number is None or call.store.get("product", number) is None:
        refuse("0", f"{_WRONG} Catalog product is wrong")
    rows = _rows(product["prices"])
    kept = {whole(row.get("id")) for row in rows}
    for price, _ in call.store.all(PRICE.kind, productId=number):
        if price not in kept:
            call.store.delete(PRICE.kind, price)
    return {"prices": [_set(call, number, row) for row in rows]}


def _rows(given: Any) -> list[dict[str, Any]]:
    """Return the sent prices after checking that each is whole and its type there once."""
    rows = list(given.values()) if isinstance(given, dict) else given
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        absent("fields")
    for row in rows:
        require(row, ["catalogGroupId", "price", "currency"])
    types = [whole(row["catalogGroupId"]) for row in rows]
    if len(set(types)) < len(types):
        refuse("0", f"{_WRONG} {_SINGLE}")
    return rows


def _set(call: Call, product: int, row: dict[str, Any]) -> dict[str, Any]:
    number = whole(row.get("id"))
    if number is None:
        return create(PRICE, call, {**row, "productId": product})
    known = call.store.get(PRICE.kind, number)
    if known is not None and known["productId"] != product:
        refuse(*PRICE.codes.absent)
    return change(PRICE, call, number, row)
