"""Product rows of deals and leads: crm.deal.productrows.*, crm.lead.productrows.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import owners, records, recurring
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.crm.records import Entity
    from oint_b24.sandbox.store import Store

KIND = "crm_product_row"
_OWNERS = {"deal": "D", "lead": "L", "quote": "Q"}


def code_of(kind: str) -> str:
    """Return the short code of a kind; that of a smart process is `T` and its number in hex."""
    number = owners.number_of(kind) if kind.startswith("dynamic_") else None
    return f"T{number:x}" if number else _OWNERS.get(kind, "")


def get(kind: str, call: Call) -> list[dict[str, Any]]:
    """Return the product rows of an object in their order."""
    number, _ = _owner(kind, call)
    return [_shown(row, data) for row, data in rows_of(call.store, kind, number)]


def replace(kind: str, call: Call) -> bool:
    """Make `rows` the product rows: those with an ID are changed, missing ones are removed."""
    number, document = _owner(kind, call)
    given = call.get("rows")
    if not isinstance(given, (list, dict)):
        call.refuse("", "The parameter rows must be array.")
    rows = given if isinstance(given, list) else list(given.values())
    sent = [row if isinstance(row, dict) else {} for row in rows]
    for item in sent:
        _check_discount(call, item)
    old = dict(rows_of(call.store, kind, number))
    for row in old:
        call.store.delete(KIND, row)
    for item in sent:
        _keep(call, kind, number, old, item)
    recount(call, kind, number, document)
    return True


def recount(call: Call, kind: str, number: int, document: dict[str, Any]) -> None:
    """Make the sum of the rows the amount of their object, unless that is set by hand."""
    if document.get("IS_MANUAL_OPPORTUNITY") != "Y":
        kept = [data for _, data in rows_of(call.store, kind, number)]
        document["OPPORTUNITY"] = sum(row["PRICE"] * row["QUANTITY"] for row in kept)
        document["DATE_MODIFY"] = call.portal.moment()
        call.store.put(kind, number, document)


def rows_of(store: Store, kind: str, number: int) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of an object."""
    where = [Where("OWNER_ID", "=", number), Where("OWNER_TYPE", "=", code_of(kind))]
    return store.select(KIND, where, [("SORT", False), ("ID", False)])


def delete_owner(entity: Entity, call: Call) -> bool:
    """Delete a CRM object together with its product rows, where it may have some."""
    done = records.delete(entity, call)
    if code_of(entity.kind):
        for row, _ in rows_of(call.store, entity.kind, records.object_id(call)):
            call.store.delete(KIND, row)
    if entity.kind == "deal":
        recurring.forget(call.store, records.object_id(call))
    return done


def _owner(kind: str, call: Call) -> tuple[int, dict[str, Any]]:
    records.admit(call)
    number = whole(call.get("id", call.get("ID")))
    if number is None or number <= 0:
        call.refuse("", "The parameter id is invalid or not defined.")
    document = call.store.get(kind, number)
    if document is None:
        call.refuse("", "Not found")
    return number, document


def _keep(call: Call, kind: str, owner: int, old: dict[int, Any], item: dict[str, Any]) -> None:
    row = whole(item.get("ID"))
    row = row if row in old else call.store.next_id(KIND)
    price = _number(item, "PRICE", 0.0)
    discount = _number(item, "DISCOUNT_SUM", 0.0)
    data = {
        "OWNER_ID": owner,
        "OWNER_TYPE": code_of(kind),
        "PRODUCT_ID": whole(item.get("PRODUCT_ID"), 0),
        "PRODUCT_NAME": str(item.get("PRODUCT_NAME") or catalogued(call, item) or f"[{row}]"),
        "PRICE": price,
        "PRICE_EXCLUSIVE": _number(item, "PRICE_EXCLUSIVE", price),
        "PRICE_NETTO": _number(item, "PRICE_NETTO", price + discount),
        "PRICE_BRUTTO": _number(item, "PRICE_BRUTTO", price + discount),
        "QUANTITY": _number(item, "QUANTITY", 1.0),
        "DISCOUNT_TYPE_ID": whole(item.get("DISCOUNT_TYPE_ID"), 2),
        "DISCOUNT_RATE": _number(item, "DISCOUNT_RATE", 0.0),
        "DISCOUNT_SUM": discount,
        "TAX_RATE": _number(item, "TAX_RATE", 0.0) if item.get("TAX_RATE") else None,
        "TAX_INCLUDED": "Y" if str(item.get("TAX_INCLUDED")).upper() == "Y" else "N",
        "MEASURE_CODE": whole(item.get("MEASURE_CODE"), 0),
        "MEASURE_NAME": str(item.get("MEASURE_NAME") or ""),
        "SORT": whole(item.get("SORT"), 0),
    }
    call.store.add(KIND, data, id=row)


def catalogued(call: Call, item: dict[str, Any]) -> str | None:
    """Return the name of the catalogue's product a row speaks of."""
    product = call.store.get("product", whole(item.get("PRODUCT_ID")))
    return product["name"] if product else None


def _check_discount(call: Call, item: dict[str, Any]) -> None:
    kind = whole(item.get("DISCOUNT_TYPE_ID"))
    rate, given = item.get("DISCOUNT_RATE"), item.get("DISCOUNT_SUM")
    percentage = "is required if Percentage Discount Type (DISCOUNT_TYPE_ID) is defined"
    if kind == 2 and rate in (None, ""):
        call.refuse("ERROR_CORE", f"Discount Rate (DISCOUNT_RATE) {percentage}")
    if kind == 2 and _number(item, "DISCOUNT_RATE", 0.0) == 100 and given in (None, ""):
        hundred = "and Discount Rate (DISCOUNT_RATE) is 100%"
        call.refuse("ERROR_CORE", f"Discount Sum (DISCOUNT_SUM) {percentage} {hundred}")
    if kind == 1 and given in (None, ""):
        monetary = percentage.replace("Percentage", "Monetary")
        call.refuse("ERROR_CORE", f"Discount Sum (DISCOUNT_SUM) {monetary}")


def _number(item: dict[str, Any], name: str, default: float) -> float:
    try:
        return float(item.get(name, default))
    except (TypeError, ValueError):
        return default


def _shown(number: int, data: dict[str, Any]) -> dict[str, Any]:
    """Return a row as answered: its ids are texts, its amounts numbers (productrows-get.md)."""
    told = {name: _plain(value) for name, value in data.items()}
    return {
        "ID": str(number),
        **told,
        "OWNER_ID": str(data["OWNER_ID"]),
        "ORIGINAL_PRODUCT_NAME": data["PRODUCT_NAME"] if data["PRODUCT_ID"] else "",
        "PRODUCT_DESCRIPTION": None,
        "PRICE_ACCOUNT": f"{data['PRICE']:.2f}",
        "CUSTOMIZED": "Y",
        "XML_ID": "",
        "TYPE": 1,
        "STORE_ID": None,
        "RESERVE_ID": None,
        "DATE_RESERVE_END": None,
        "RESERVE_QUANTITY": None,
    }


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
