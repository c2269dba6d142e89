"""What conducting a document does to the stock, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog import stores
from oint_b24.sandbox.families.catalog.fields import number as plain

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

DOCUMENT = "catalog_document"
ELEMENTS = stores.ELEMENTS
CONTRACTORS = "catalog_document_contractor"
# Types of documents by whether goods leave a warehouse, and whether they come into one.
_LEAVES, _COMES = "MD", "ASMR"
_WITH_PRICE = "AS"


def conduct(call: Call, number: int) -> str | None:
    """Conduct a document. Returns what stands against it, or None when it is done."""
    document = call.store.get(DOCUMENT, number) or {}
    rows = _rows(call.store, number)
    problem = _problem(call.store, number, document, rows)
    if problem:
        return problem
    moves = _moves(document, rows)
    problem = _shortage(call.store, moves)
    if problem:
        return problem
    _apply(call.store, moves)
    _price(call.store, document, rows)
    total = plain(sum((row["amount"] or 0) * (row["purchasingPrice"] or 0) for row in rows))
    date = document["dateDocument"] or call.portal.moment()
    _mark(call, number, {**document, "status": "Y", "total": total, "dateDocument": date})
    return None


def cancel(call: Call, number: int) -> str | None:
    """Take a document back. Returns what stands against it, or None when it is done."""
    document = call.store.get(DOCUMENT, number) or {}
    if document.get("status") != "Y":
        return "Document has not been conducted yet"
    back = {key: -by for key, by in _moves(document, _rows(call.store, number)).items()}
    problem = _shortage(call.store, back)
    if problem is None:
        _apply(call.store, back)
        _mark(call, number, {**document, "status": "C"})
    return problem


def _rows(store: Store, number: int) -> list[dict[str, Any]]:
    return [data for _, data in store.all(ELEMENTS, docId=number)]


def _problem(
    store: Store, number: int, document: dict[str, Any], rows: list[dict[str, Any]]
) -> str | None:
    if document["status"] == "Y":
        return "The document has already been conducted"
    if not rows:
        return "There are no products in the document"
    if document["docType"] == "A" and not store.all(CONTRACTORS, documentId=number):
        return "Supplier not specified"
    return next((found for row in rows if (found := _row_problem(store, document, row))), None)


def _row_problem(store: Store, document: dict[str, Any], row: dict[str, Any]) -> str | None:
    kind = document["docType"]
    product = store.get("product", row["elementId"])
    if product is None:
        return f"Product #{row['elementId']} does not exist"
    named = f"#{row['elementId']} ({product['name']})"
    if (row["amount"] or 0) <= 0:
        return f"Incorrect quantity of product {named}"
    if kind in _LEAVES and row["storeFrom"] is None:
        return f"Source store of product {named} is not specified"
    if kind in _COMES and row["storeTo"] is None:
        return f"Destination store of product {named} is not specified"
    if kind == "M" and row["storeFrom"] == row["storeTo"]:
        return f"Product {named} cannot be moved into the same store"
    return None


def _moves(document: dict[str, Any], rows: list[dict[str, Any]]) -> dict[tuple[int, int], float]:
    """Return by how much each product changes in each warehouse."""
    moves: dict[tuple[int, int], float] = defaultdict(float)
    for row in rows:
        if document["docType"] in _LEAVES:
            moves[row["elementId"], row["storeFrom"]] -= row["amount"]
        if document["docType"] in _COMES:
            moves[row["elementId"], row["storeTo"]] += row["amount"]
    return moves


def _shortage(store: Store, moves: dict[tuple[int, int], float]) -> str | None:
    """Return which product a warehouse has too little of."""
    for (product, place), by in moves.items():
        if by < 0 and stores.amount(store, product, place) + by < 0:
            name = (store.get("product", product) or {}).get("name", "")
            return f"Not enough of product #{product} ({name}) in the store {place}"
    return None


def _apply(store: Store, moves: dict[tuple[int, int], float]) -> None:
    for (product, place), by in moves.items():
        stores.move(store, product, place, by)


def _price(store: Store, document: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Let what came in set the purchasing price of products."""
    for row in rows:
        product = store.get("product", row["elementId"])
        if document["docType"] in _WITH_PRICE and row["purchasingPrice"] and product:
            price = {
                "purchasingPrice": row["purchasingPrice"],
                "purchasingCurrency": document["currency"],
            }
            store.put("product", row["elementId"], {**product, **price})


def _mark(call: Call, number: int, document: dict[str, Any]) -> None:
    moment = call.portal.moment()
    dates = {"dateStatus": moment, "dateModify": moment}
    people = {"statusBy": call.user, "modifiedBy": call.user}
    call.store.put(DOCUMENT, number, {**document, **dates, **people})
