"""Product rows one by one: crm.item.productrow.* over the same rows as the older methods."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Call, Page, whole
from oint_b24.sandbox.families.crm import payments, products
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.item_names import camel
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.crm.search import Search
from oint_b24.sandbox.listing import PAGE, split_prefix
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELDS = (
    Field("ID", "integer", "ID", "r"),
    Field("OWNER_ID", "integer", "Владелец", "*i"),
    Field("OWNER_TYPE", "string", "Тип владельца", "*i"),
    Field("PRODUCT_ID", "integer", "Товар", "*"),
    Field("PRODUCT_NAME", "string", "Название"),
    Field("PRICE", "double", "Цена"),
    Field("PRICE_ACCOUNT", "double", "Цена в валюте учёта", "r"),
    Field("PRICE_EXCLUSIVE", "double", "Цена со скидкой без налога", "r"),
    Field("PRICE_NETTO", "double", "Цена без скидки и налога", "r"),
    Field("PRICE_BRUTTO", "double", "Цена без скидки с налогом", "r"),
    Field("QUANTITY", "double", "Количество"),
    Field("DISCOUNT_TYPE_ID", "integer", "Вид скидки"),
    Field("DISCOUNT_RATE", "double", "Скидка в процентах"),
    Field("DISCOUNT_SUM", "double", "Сумма скидки"),
    Field("TAX_RATE", "double", "Налог"),
    Field("TAX_INCLUDED", "char", "Налог в цене"),
    Field("CUSTOMIZED", "char", "Изменено"),
    Field("MEASURE_CODE", "integer", "Код единицы"),
    Field("MEASURE_NAME", "string", "Единица"),
    Field("SORT", "integer", "Порядок"),
    Field("TYPE", "integer", "Вид", "r"),
    Field("STORE_ID", "integer", "Склад", "r"),
)
_NAMES = {camel(field.name): field.name for field in _FIELDS}
_KINDS = {"D": "deal", "L": "lead", "Q": "quote"}
_MONETARY, _PERCENTAGE = 1, 2
_DYNAMIC = re.compile(r"[Tt]([0-9a-fA-F]+)")


@method("crm.item.productrow.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a row."""
    return {"fields": {camel(field.name): field.shown() for field in _FIELDS}}


def _owner(call: Call, code: Any, number: Any) -> tuple[str, int, dict[str, Any]]:
    """Return kind, id and document of the object that a code and an id name."""
    dynamic = _DYNAMIC.fullmatch(str(code or ""))
    kind = f"dynamic_{int(dynamic[1], 16)}" if dynamic else _KINDS.get(str(code))
    if kind is None:
        call.refuse("ENTITY_TYPE_NOT_SUPPORTED", f"Entity type `{code}` is not supported")
    found = whole(number)
    document = call.store.get(kind, found)
    if document is None or found is None:
        call.refuse("OWNER_NOT_FOUND", "Owner was not found")
    return kind, found, document


def _needed(call: Call, given: dict[str, Any], names: Iterable[str], where: str = "") -> None:
    for name in names:
        if given.get(name) in (None, ""):
            told = f"{where}[{name}]" if where else name
            call.refuse("100", f"Could not find value for parameter {{{told}}}")


def _priced(row: dict[str, Any]) -> dict[str, Any]:
    """Fill in the prices that follow from price, discount and tax."""
    price, tax = row["PRICE"], 1 + (row["TAX_RATE"] or 0) / 100
    exclusive = price / tax if row["TAX_INCLUDED"] == "Y" else price
    rate, given = row["DISCOUNT_RATE"], row["DISCOUNT_SUM"]
    if row["DISCOUNT_TYPE_ID"] == _MONETARY:
        netto = exclusive + given
        rate = given / netto * 100 if netto else 0.0
    else:
        netto = exclusive / (1 - rate / 100) if rate < 100 else exclusive + given
        given = netto - exclusive
    told = {"PRICE_EXCLUSIVE": exclusive, "PRICE_NETTO": netto, "PRICE_BRUTTO": netto * tax,
            "DISCOUNT_SUM": given, "DISCOUNT_RATE": rate}  # fmt: skip
    return {**row, **{name: round(value, 2) for name, value in told.items()}}


def _row(call: Call, sent: dict[str, Any], before: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a row with what was sent; a new one begins empty."""
    given = {_NAMES[name]: value for name, value in sent.items() if name in _NAMES}
    row = {
        "PRODUCT_ID": 0,
        "PRODUCT_NAME": None,
        "PRICE": 0.0,
        "QUANTITY": 1.0,
        "DISCOUNT_TYPE_ID": _PERCENTAGE,
        "DISCOUNT_RATE": 0.0,
        "DISCOUNT_SUM": 0.0,
        "TAX_RATE": None,
        "TAX_INCLUDED": "N",
        "MEASURE_CODE": 0,
        "MEASURE_NAME": "",
        "SORT": 0,
        **before,
    }
    types = {field.name: field.type for field in _FIELDS if not field.is_read_only}
    for name in row.keys() & given.keys():
        if name not in ("OWNER_ID", "OWNER_TYPE") and name in types:
            row[name] = _kept(types[name], given[name])
    row["TAX_INCLUDED"] = row["TAX_INCLUDED"] or "N"
    known = products.catalogued(call, row)
    row["PRODUCT_NAME"] = row["PRODUCT_NAME"] or known or f"[{number}]"
    return _priced(row)


def _kept(kind: str, value: Any) -> Any:
    if kind == "double":
        try:
            return None if value is None else float(value)
        except (TypeError, ValueError):
            return 0.0
    if kind == "integer":
        return whole(value, 0)
    return None if value is None else str(value)


def shown(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the newer methods tell it."""
    told: dict[str, Any] = {"id": number}
    for name, field in _NAMES.items():
        value = row.get(field)
        plain = isinstance(value, float) and value.is_integer()
        told[name] = int(value) if plain and value is not None else value
    more = {"priceAccount": told["price"], "customized": "Y", "xmlId": "", "type": 1}
    return {**told, "id": number, **more}


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    admit(call)
    _needed(call, call.params, ["id"])
    number = call.integer("id")
    row = call.store.get(products.KIND, number)
    if row is None or number is None:
        call.refuse("NOT_FOUND", "Item not found")
    return number, row


def _recount(call: Call, row: dict[str, Any]) -> None:
    kind, number, document = _owner(call, row["OWNER_TYPE"], row["OWNER_ID"])
    products.recount(call, kind, number, document)


@method("crm.item.productrow.add", scope="crm")
def add(call: Call) -> dict[str, Any]:
    """Add a row to an object."""
    admit(call)
    _needed(call, call.params, ["fields"])
    sent = call.object("fields")
    _needed(call, sent, ("ownerId", "ownerType"), "fields")
    kind, owner, _ = _owner(call, sent["ownerType"], sent["ownerId"])
    number = call.store.next_id(products.KIND)
    named = {"OWNER_ID": owner, "OWNER_TYPE": products.code_of(kind)}
    row = {**named, **_row(call, sent, {}, number)}
    call.store.add(products.KIND, row, id=number)
    _recount(call, row)
    return {"productRow": shown(number, row)}


@method("crm.item.productrow.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one row."""
    return {"productRow": shown(*_found(call))}


@method("crm.item.productrow.update", scope="crm")
def update(call: Call) -> dict[str, Any]:
    """Change a row."""
    number, before = _found(call)
    _needed(call, call.params, ["fields"])
    row = _row(call, call.object("fields"), before, number)
    call.store.put(products.KIND, number, row)
    _recount(call, row)
    return {"productRow": shown(number, row)}


@method("crm.item.productrow.delete", scope="crm")
def delete(call: Call) -> None:
    """Delete a row."""
    number, row = _found(call)
    call.store.delete(products.KIND, number)
    _recount(call, row)


@method("crm.item.productrow.set", scope="crm")
def replace(call: Call) -> dict[str, Any]:
    """Make the sent rows those of an object: the ones with an id stay, the others go."""
    admit(call)
    _needed(call, call.params, ("ownerId", "ownerType", "productRows"))
    kind, owner, document = _owner(call, call.get("ownerType"), call.get("ownerId"))
    old = dict(products.rows_of(call.store, kind, owner))
    for number in old:
        call.store.delete(products.KIND, number)
    named = {"OWNER_ID": owner, "OWNER_TYPE": products.code_of(kind)}
    for sent in call.list("productRows"):
        given = sent if isinstance(sent, dict) else {}
        known = whole(given.get("id"))
        number = known if known in old else call.store.next_id(products.KIND)
        row = {**named, **_row(call, given, old.get(number, {}), number)}
        call.store.add(products.KIND, row, id=number)
    products.recount(call, kind, owner, document)
    rows = products.rows_of(call.store, kind, owner)
    return {"productRows": [shown(*row) for row in rows]}


@method("crm.item.productrow.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the rows of one object, 50 at a time."""
    admit(call)
    _needed(call, call.params, ["filter"])
    given = call.object("filter")
    named = {name: value for key, value in given.items() for name in [split_prefix(key)[0]]}
    _needed(call, named, ("ownerType", "ownerId"), "filter")
    types = {field.name: field.type for field in _FIELDS}
    ways = {name: str(way).upper() for name, way in call.object("order").items()}
    asked = Call(call.method, {**call.params, "order": ways}, call.caller, call.portal)
    search = Search(asked, products.KIND, types, _NAMES)
    where = search.conditions(given)
    start = max(whole(call.get("start"), 0) or 0, 0)
    rows = [
        shown(*row) for row in call.store.select(products.KIND, where, search.order(), PAGE, start)
    ]
    total, after = call.store.count(products.KIND, where), start + PAGE
    return Page({"productRows": rows}, total=total, next=after if after < total else None)


@method("crm.item.productrow.getAvailableForPayment", scope="crm")
def unpaid(call: Call) -> dict[str, Any]:
    """Return the rows of an object, and of them what is in no payment yet."""
    admit(call)
    _needed(call, call.params, ("ownerId", "ownerType"))
    kind, owner, _ = _owner(call, call.get("ownerType"), call.get("ownerId"))
    rows = products.rows_of(call.store, kind, owner)
    left = [(n, {**row, "QUANTITY": payments.free(call, n)}) for n, row in rows]
    return {"productRows": [shown(n, row) for n, row in left if row["QUANTITY"] > 0]}
