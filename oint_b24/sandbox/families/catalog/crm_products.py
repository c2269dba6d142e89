"""Products as the CRM told them before catalog.product.* (crm.product.*)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, Refusal
from oint_b24.sandbox.families.catalog import (
    catalogs,
    crm_view,
    prices,
    product_records,
    property_values,
)
from oint_b24.sandbox.families.catalog.price_types import base_type
from oint_b24.sandbox.families.catalog.product_kinds import PRODUCT
from oint_b24.sandbox.families.catalog.records import (
    change as change_record,
    create as create_record,
)
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.listing import split_prefix
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_NOT_FOUND = "Product is not found"
_LONGEST_CODE = 100  # crm-product-add.md
# The name told, its type, its flags, the name kept and the title (crm-product-fields.md).
_ROWS = (
    ("ID", "integer", "r", "id", "ID"),
    ("CATALOG_ID", "integer", "i", "iblockId", "Каталог"),
    ("NAME", "string", "*", "name", "Название"),
    ("CODE", "string", "", "code", "Символьный код"),
    ("DESCRIPTION", "string", "", "detailText", "Описание"),
    ("DESCRIPTION_TYPE", "string", "", "detailTextType", "Тип описания"),
    ("ACTIVE", "char", "", "active", "Активен"),
    ("SORT", "integer", "", "sort", "Порядок"),
    ("SECTION_ID", "integer", "", "iblockSectionId", "Раздел"),
    ("PREVIEW_PICTURE", "product_file", "", "previewPicture", "Картинка для анонса"),
    ("DETAIL_PICTURE", "product_file", "", "detailPicture", "Детальная картинка"),
    ("XML_ID", "string", "", "xmlId", "Внешний код"),
    ("TIMESTAMP_X", "datetime", "r", "timestampX", "Дата изменения"),
    ("DATE_CREATE", "datetime", "r", "dateCreate", "Дата создания"),
    ("MODIFIED_BY", "integer", "r", "modifiedBy", "Кем изменён"),
    ("CREATED_BY", "integer", "r", "createdBy", "Кем создан"),
    ("VAT_ID", "integer", "", "vatId", "Ставка НДС"),
    ("VAT_INCLUDED", "char", "", "vatIncluded", "НДС в цене"),
    ("MEASURE", "integer", "", "measure", "Единица измерения"),
)
_PRICED = (
    Field("PRICE", "double", "Цена"),
    Field("CURRENCY_ID", "string", "Валюта"),
)
_KEPT = {told: kept for told, _, _, kept, _ in _ROWS}
_FIELDS = {told: Field(told, kind, title, flags) for told, kind, flags, _, title in _ROWS}
_PRICE_NAMES = {"PRICE": "price", "CURRENCY_ID": "currency"}
_LETTERS = str.maketrans("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye") | {
    ord(letter): latin
    for letter, latin in (
        ("ж", "zh"),
        ("х", "kh"),
        ("ц", "ts"),
        ("ч", "ch"),
        ("ш", "sh"),
        ("щ", "shch"),
        ("ъ", ""),
        ("ь", ""),
        ("ю", "yu"),
        ("я", "ya"),
    )
}


@method("crm.product.fields", scope="crm")
def fields(call: Call) -> dict[str, Any]:
    """Describe the fields, properties among them."""
    told = {field.name: field.shown() for field in (*_FIELDS.values(), *_PRICED)}
    for name, (_, owner) in _properties(call).items():
        shown = property_values.described(owner)
        described = {key: shown[key] for key in shown if key not in ("name", "type")}
        told[name] = {"type": "product_property", **described, "title": owner["name"]}
    return told


@method("crm.product.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return a product with its properties."""
    crm_view.admit(call, staff=True)
    number = crm_view.identifier(call)
    return _shown(call, number, _found(call, number))


@method("crm.product.list", scope="crm")
def listed(call: Call) -> Page:
    """Return products; properties are told where the select names them."""
    crm_view.admit(call, staff=True)
    select = call.list("select")
    has_properties = any(str(name).upper().startswith("PROPERTY_") for name in select)
    if "PROPERTY_*" in select:
        select = [*select, *_properties(call)]

    def show(number: int, data: dict[str, Any]) -> dict[str, Any]:
        told = _shown(call, number, data)
        return {k: v for k, v in told.items() if has_properties or k in (*_KEPT, *_PRICE_NAMES)}

    kind = product_records.KIND
    return crm_view.page(call, kind, _KEPT, show, extra=_extra(call), select=select)


def _extra(call: Call) -> list[Where]:
    """Return the conditions that are not about the product itself: its block and its price."""
    given = call.object("filter")
    names = {split_prefix(key)[0].upper() for key in given}
    extra = [] if "CATALOG_ID" in names else [Where("iblockId", "=", catalogs.PRODUCTS)]
    priced = crm_view.conditions(given, _PRICE_NAMES)
    if priced:
        of_base = Where("catalogGroupId", "=", base_type(call.store))
        rows = call.store.select(prices.PRICE.kind, [*priced, of_base])
        extra.append(Where("id", "in", [data["productId"] for _, data in rows]))
    return extra


@method("crm.product.add", scope="crm")
def add(call: Call) -> int:
    """Make a product and return its id; its code comes of its name (crm-product-add.md)."""
    crm_view.admit(call)
    sent = crm_view.fields(call)
    if not sent.get("NAME"):
        crm_view.refuse("Product name is not specified.")
    given = {"iblockId": catalogs.PRODUCTS, **_given(call, sent)}
    given["code"] = given.get("code") or _code(call, str(sent["NAME"]))
    try:
        number = product_records.create(call, PRODUCT, given)
        _set_price(call, number, {"CURRENCY_ID": "RUB", **sent})
    except Refusal as refusal:
        raise crm_view.told(refusal) from None
    return number


@method("crm.product.update", scope="crm")
def update(call: Call) -> bool:
    """Change a product; a price needs its currency beside it (crm-product-update.md)."""
    crm_view.admit(call)
    number = crm_view.identifier(call)
    _found(call, number)
    sent = crm_view.fields(call)
    try:
        product_records.update(call, PRODUCT, number, _given(call, sent))
        _set_price(call, number, sent)
    except Refusal as refusal:
        raise crm_view.told(refusal) from None
    return True


@method("crm.product.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete a product."""
    crm_view.admit(call)
    number = crm_view.identifier(call)
    _found(call, number)
    product_records.erase(call.store, number)
    return True


def _found(call: Call, number: int) -> dict[str, Any]:
    data = call.store.get(product_records.KIND, number)
    if data is None:
        crm_view.refuse(_NOT_FOUND)
    return data


def _given(call: Call, sent: dict[str, Any]) -> dict[str, Any]:
    """Return sent fields under the names products keep them."""
    taken = {
        _KEPT[name.upper()]: value
        for name, value in sent.items()
        if name.upper() in _KEPT and not _FIELDS[name.upper()].is_read_only
    }
    for name, (number, owner) in _properties(call).items():
        if name in sent:
            taken[property_values.field_name(number, owner)] = sent[name]
    return taken


def _properties(call: Call) -> dict[str, tuple[int, dict[str, Any]]]:
    owned = property_values.of_block(call.store, catalogs.PRODUCTS)
    return {f"PROPERTY_{number}": (number, owner) for number, owner in owned.values()}


def _set_price(call: Call, number: int, sent: dict[str, Any]) -> None:
    """Set the base price where price and currency are given."""
    if sent.get("PRICE") in (None, "") or not sent.get("CURRENCY_ID"):
        return
    kind = base_type(call.store)
    old = prices.price_of(call.store, number, kind)
    given = {"price": sent["PRICE"], "currency": sent["CURRENCY_ID"]}
    if old is None:
        whole_price = {**given, "productId": number, "catalogGroupId": kind}
        create_record(prices.PRICE, call, whole_price)
    else:
        change_record(prices.PRICE, call, old[0], given)


def _shown(call: Call, number: int, data: dict[str, Any]) -> dict[str, Any]:
    told = product_records.shown(call.store, PRODUCT, number, data)
    price = prices.price_of(call.store, number, base_type(call.store))
    shown = {name: crm_view.text(told[kept]) for name, kept in _KEPT.items()}
    shown["PRICE"] = f"{price[1]['price']:.2f}" if price else None
    shown["CURRENCY_ID"] = price[1]["currency"] if price else None
    for row, owner in property_values.of_block(call.store, data["iblockId"]).values():
        shown[f"PROPERTY_{row}"] = told[property_values.field_name(row, owner)]
    return shown


def _code(call: Call, name: str) -> str:
    """Return a code made of a name that no product has yet."""
    stem = (
        re.sub(r"[^a-z0-9]+", "_", name.lower().translate(_LETTERS)).strip("_")[:_LONGEST_CODE]
        or "product"
    )
    code, count = stem, 1
    while call.store.all(product_records.KIND, code=code, iblockId=catalogs.PRODUCTS):
        count += 1
        code = f"{stem[: _LONGEST_CODE - 8]}_{count}"
    return code
