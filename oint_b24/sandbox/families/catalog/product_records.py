"""Products as the store keeps them: made, changed, deleted, shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.catalog import images, product_checks, property_values
from oint_b24.sandbox.families.catalog.measures import default_measure
from oint_b24.sandbox.families.catalog.product_kinds import (
    BY_DOCUMENTS,
    EMPTY_PARENT,
    FIELDS,
    FREE_OFFER,
    OFFER,
    PARENT,
    PICTURES,
    SERVICE,
    SIMPLE,
    shown_fields,
)
from oint_b24.sandbox.families.catalog.refusals import refuse
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.catalog.product_kinds import Kind
    from oint_b24.sandbox.store import Store

KIND = "product"
_OF_PRODUCT = ("catalog_price", "catalog_ratio", "catalog_store_product", images.KIND)


def create(call: Call, kind: Kind, sent: dict[str, Any]) -> int:
    """Make a product of `kind` and return its id. The fields are checked here."""
    data = blank(kind.made)
    data |= {name: value for name, value in _taken(kind, sent).items() if value is not None}
    data |= {"type": kind.made, "measure": _measure(call, kind, data)}
    moment = call.portal.moment()
    data |= {"timestampX": moment, "dateCreate": data["dateCreate"] or moment}
    data |= {name: data[name] or call.user for name in ("createdBy", "modifiedBy")}
    number = call.store.next_id(KIND)
    data["xmlId"] = data["xmlId"] or str(number)
    _write_values(call, number, data, sent, is_new=True)
    product_checks.check(call, None, data, sent)
    call.store.add(KIND, data, id=number)
    if kind.made != EMPTY_PARENT:
        ratio = {"productId": number, "ratio": 1, "isDefault": "Y"}
        call.store.add("catalog_ratio", ratio)
    _settle(call.store, number)
    return number


def blank(made: int) -> dict[str, Any]:
    """Return the fields of a product nobody has said anything about."""
    data = {name: field.default for name, field in FIELDS.items() if name != "id"}
    if made == EMPTY_PARENT:
        data |= {"quantity": None, "quantityReserved": None}
    if made == SERVICE:
        data["available"] = "N"  # catalog-product-service-add.md
    return data


def update(call: Call, kind: Kind, number: int, sent: dict[str, Any]) -> None:
    """Change a product; the fields are checked here."""
    old = call.store.get(KIND, number) or {}
    taken = {n: v for n, v in _taken(kind, sent).items() if not FIELDS[n].is_immutable}
    data = {**old, **taken, "timestampX": call.portal.moment()}
    data["modifiedBy"] = taken.get("modifiedBy") or call.user
    _write_values(call, number, data, sent, is_new=False)
    product_checks.check(call, number, data, sent)
    call.store.put(KIND, number, data)
    for parent in {_parent(old), _parent(data)} - {None}:
        _settle_parent(call.store, parent)
    _settle(call.store, number)


def _taken(kind: Kind, sent: dict[str, Any]) -> dict[str, Any]:
    """Return the plain fields that may be written."""
    fields = shown_fields(kind)
    section = product_checks.main_section(sent)
    if section is not None:
        sent = {**sent, "iblockSectionId": section}
    taken = {}
    for name, value in sent.items():
        field = fields.get(name)
        if field is None or field.is_read_only or name in (*PICTURES, *BY_DOCUMENTS):
            continue
        try:
            taken[name] = field.read(value)
        except ValueError:
            refuse("0", f"Wrong format of field `{name}`")
    return taken


def _measure(call: Call, kind: Kind, data: dict[str, Any]) -> int | None:
    if kind.made == EMPTY_PARENT:
        return None
    measure = whole(data["measure"])
    return default_measure(call.store) if measure is None else measure


def _write_values(
    call: Call, number: int, data: dict[str, Any], sent: dict[str, Any], *, is_new: bool
) -> None:
    """Put sent pictures and values of properties into `data`."""
    for name, kind in PICTURES.items():
        if name in sent:
            data[name] = _picture(call, data[name], sent[name], {"productId": number, "type": kind})
    for name, owner in property_values.of_block(call.store, data["iblockId"]).items():
        given = sent.get(name)
        old = data.get(name)
        if name in sent:
            files = {"productId": number, "type": owner[1]["code"] or name}
            value = property_values.merged(call, owner, old, given, files)
        else:
            value = property_values.default(call, *owner) if is_new else old
        data[name] = value


def _picture(call: Call, old: int | None, sent: Any, owner: dict[str, Any]) -> int | None:
    file = images.sent_file(sent)
    if file is not None:
        images.forget(call.store, old)
        return images.keep(call, *file, owner)
    if images.is_removal(sent):
        images.forget(call.store, old)
        return None
    return old


def erase(store: Store, number: int) -> None:
    """Delete a product with its prices, pictures, stock and variations."""
    data = store.get(KIND, number)
    if data is None:
        return
    for kind in _OF_PRODUCT:
        for row, _ in store.all(kind, productId=number):
            if kind == images.KIND:
                images.forget(store, row)
            store.delete(kind, row)
    for offer in offers(store, number):
        erase(store, offer)
    store.delete(KIND, number)
    _settle_parent(store, _parent(data))


def offers(store: Store, parent: int) -> list[int]:
    """Return the variations of a product."""
    where = [Where("parentId.value", "=", str(parent))]
    return [number for number, _ in store.select(KIND, where)]


def _parent(data: dict[str, Any]) -> int | None:
    link = data.get("parentId")
    return whole(link["value"]) if link else None


def _settle(store: Store, number: int) -> None:
    """Let the type of a variation, and that of its parent, follow from the link between them."""
    data = store.get(KIND, number) or {}
    if data.get("type") in (OFFER, FREE_OFFER):
        parent = _parent(data)
        store.put(KIND, number, {**data, "type": OFFER if parent else FREE_OFFER})
        _settle_parent(store, parent)


def _settle_parent(store: Store, number: int | None) -> None:
    data = store.get(KIND, number)
    if data is None or number is None or data["type"] not in (SIMPLE, PARENT, EMPTY_PARENT):
        return
    has = bool(offers(store, number))
    if has or data["type"] != SIMPLE:
        store.put(KIND, number, {**data, "type": PARENT if has else EMPTY_PARENT})


def shown(
    store: Store, kind: Kind, number: int, data: dict[str, Any], *, in_list: bool = False
) -> dict[str, Any]:
    """Return a product as answered; lists tell the purchasing price as a number."""
    owned = property_values.of_block(store, data["iblockId"])
    told = {name: data.get(name) for name in shown_fields(kind)} | {"id": number}
    for name in PICTURES:
        told[name] = images.field_value(store, data[name], number, name)
    for name, (_, owner) in owned.items():
        told[name] = property_values.shown(store, name, owner, data.get(name), number)
    told["available"] = _available(data)
    price = data["purchasingPrice"]
    if "purchasingPrice" in told and price is not None and not in_list:
        told["purchasingPrice"] = f"{price:.6f}"
    return {name: told[name] for name in sorted(told)}


def _available(data: dict[str, Any]) -> str:
    """Say whether a product may be bought: there is some, or nobody counts."""
    if data["type"] == SERVICE:
        return str(data["available"])
    counted = data["quantityTrace"] == "Y" and data["canBuyZero"] != "Y"
    return "N" if counted and (data["quantity"] or 0) <= 0 else "Y"
