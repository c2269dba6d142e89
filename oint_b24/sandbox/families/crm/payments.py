"""Payments for CRM objects and the product rows in them: crm.item.payment.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES, whole
from oint_b24.sandbox.families.crm import owners, products
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.crm.search import Search
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND, ITEM = "crm_payment", "crm_payment_item"
_SYSTEMS = {1: "Наличные", 2: "Банковский перевод"}
_SHOWN = ("accountNumber", "paid", "datePaid", "empPaidId", "paySystemId", "currency")
_TYPES = {"id": "integer", "paid": "string", "paySystemId": "integer", "datePaid": "datetime"}
_ITEM_TYPES = {"id": "integer", "rowId": "integer", "quantity": "double"}


def _needed(call: Call, *names: str) -> list[int]:
    admit(call)
    found = []
    for name in names:
        if call.get(name) in (None, ""):
            call.refuse("100", f"Could not find value for parameter {{{name}}}")
        found.append(call.integer(name, 0) or 0)
    return found


def _owner(call: Call) -> tuple[int, int, dict[str, Any]]:
    number, type_id = _needed(call, "entityId", "entityTypeId")
    if owners.kind_of(type_id) is None:
        call.refuse("0", "Invalid entity type")
    document = owners.find(call.store, type_id, number)
    if document is None:
        call.refuse("0", f"Entity with identifier №{number} does not exist")
    return type_id, number, document


def _payment(call: Call, name: str = "id") -> tuple[int, dict[str, Any]]:
    (number,) = _needed(call, name)
    document = call.store.get(_KIND, number)
    if document is None:
        text = "Insufficient permissions" if name == "id" else "Payment has not been found"
        call.refuse("0", text)
    return number, document


def _shown(call: Call, number: int, document: dict[str, Any]) -> dict[str, Any]:
    rows = call.store.all(ITEM, paymentId=number)
    prices = (
        (call.store.get(products.KIND, row["rowId"]) or {}).get("PRICE", 0) for _, row in rows
    )
    total = sum(price * row["quantity"] for price, (_, row) in zip(prices, rows, strict=True))
    told = {name: document[name] for name in _SHOWN}
    system = _SYSTEMS[document["paySystemId"]]
    return {"id": number, **told, "sum": round(total, 2), "paySystemName": system}


@method("crm.item.payment.add", scope="crm")
def add(call: Call) -> int:
    """Add an empty payment to an object and return its id."""
    type_id, number, owner = _owner(call)
    named = {"entityTypeId": type_id, "entityId": number}
    place = len(call.store.all(_KIND, **named)) + 1
    document = {
        **named,
        "accountNumber": f"{number}/{place}",
        "paid": "N",
        "datePaid": None,
        "empPaidId": None,
        "paySystemId": 1,
        "currency": owner.get("CURRENCY_ID") or "RUB",
    }
    return call.store.add(_KIND, document)


@method("crm.item.payment.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one payment."""
    return _shown(call, *_payment(call))


@method("crm.item.payment.list", scope="crm")
def listed(call: Call) -> list[dict[str, Any]]:
    """Return the payments of an object."""
    type_id, number, _ = _owner(call)
    search = Search(call, _KIND, _TYPES, {name: name for name in _TYPES})
    own = [Where("entityTypeId", "=", type_id), Where("entityId", "=", number)]
    where = [*own, *search.conditions(call.object("filter"))]
    return [_shown(call, *row) for row in call.store.select(_KIND, where, search.order())]


def _mark(call: Call, document: dict[str, Any], *, is_paid: bool) -> None:
    if (document["paid"] == "Y") != is_paid:
        document["paid"] = "Y" if is_paid else "N"
        document["datePaid"] = call.portal.moment() if is_paid else None
        document["empPaidId"] = call.user if is_paid else None


def _pay(call: Call, *, is_paid: bool) -> bool:
    number, document = _payment(call)
    _mark(call, document, is_paid=is_paid)
    call.store.put(_KIND, number, document)
    return True


@method("crm.item.payment.pay", scope="crm")
def pay(call: Call) -> bool:
    """Mark a payment as made."""
    return _pay(call, is_paid=True)


@method("crm.item.payment.unpay", scope="crm")
def unpay(call: Call) -> bool:
    """Mark a payment as not made."""
    return _pay(call, is_paid=False)


@method("crm.item.payment.update", scope="crm")
def update(call: Call) -> bool:
    """Change the way of a payment or whether it is made."""
    number, document = _payment(call)
    if not isinstance(call.get("fields"), dict):
        call.refuse("100", "Could not find value for parameter {fields}")
    sent = call.object("fields")
    system = whole(sent.get("paySystemId"), document["paySystemId"])
    if system not in _SYSTEMS:
        call.refuse("0", "Pay system has not been found")
    document["paySystemId"] = system
    if "paid" in sent:
        _mark(call, document, is_paid=str(sent["paid"]).upper() in YES)
    call.store.put(_KIND, number, document)
    return True


@method("crm.item.payment.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete a payment that is not made, with its rows."""
    number, document = _payment(call)
    if document["paid"] == "Y":
        call.refuse("0", "A paid payment cannot be deleted")
    for row, _ in call.store.all(ITEM, paymentId=number):
        call.store.delete(ITEM, row)
    return call.store.delete(_KIND, number)


def free(call: Call, row: int) -> float:
    """Return how much of a product row is in no payment yet."""
    known = float((call.store.get(products.KIND, row) or {}).get("QUANTITY", 0.0))
    taken = sum(float(item["quantity"]) for _, item in call.store.all(ITEM, rowId=row))
    return known - taken


def _quantity(call: Call, row: int, before: float = 0.0) -> float:
    try:
        quantity = float(call.text("quantity"))
    except ValueError:
        quantity = 0.0
    if quantity <= 0:
        call.refuse("0", "Quantity must be greater than 0")
    if quantity > free(call, row) + before:
        call.refuse("0", "Insufficient product quantity")
    return quantity


@method("crm.item.payment.product.add", scope="crm")
def add_product(call: Call) -> int:
    """Put a product row, or a part of it, into a payment; return the id of the part."""
    payment, document = _payment(call, "paymentId")
    row, _ = _needed(call, "rowId", "quantity")
    known = call.store.get(products.KIND, row)
    kind = owners.kind_of(document["entityTypeId"]) or ""
    owner = (products.code_of(kind), document["entityId"])
    if known is None or (known["OWNER_TYPE"], known["OWNER_ID"]) != owner:
        call.refuse("0", "Product row has not been found")
    item = {"paymentId": payment, "rowId": row, "quantity": _quantity(call, row)}
    return call.store.add(ITEM, item)


def _item(call: Call) -> tuple[int, dict[str, Any]]:
    (number,) = _needed(call, "id")
    item = call.store.get(ITEM, number)
    if item is None:
        call.refuse("0", "Payable item has not been found")
    return number, item


@method("crm.item.payment.product.list", scope="crm")
def list_products(call: Call) -> list[dict[str, Any]]:
    """Return the parts of a payment."""
    payment, _ = _payment(call, "paymentId")
    search = Search(call, ITEM, _ITEM_TYPES, {name: name for name in _ITEM_TYPES})
    own = Where("paymentId", "=", payment)
    where = [own, *search.conditions(call.object("filter"))]
    rows = call.store.select(ITEM, where, search.order())
    return [{"id": number, **item} for number, item in rows]


@method("crm.item.payment.product.setQuantity", scope="crm")
def set_quantity(call: Call) -> bool:
    """Change how much of a row a payment is for."""
    number, item = _item(call)
    _needed(call, "quantity")
    item["quantity"] = _quantity(call, item["rowId"], item["quantity"])
    call.store.put(ITEM, number, item)
    return True


@method("crm.item.payment.product.delete", scope="crm")
def delete_product(call: Call) -> bool:
    """Take a part out of a payment."""
    return call.store.delete(ITEM, _item(call)[0])
