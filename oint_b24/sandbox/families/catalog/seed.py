"""What the catalogue of a fresh portal holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog import catalogs, product_records
from oint_b24.sandbox.families.catalog.measures import MEASURE, VAT
from oint_b24.sandbox.families.catalog.price_types import PRICE_TYPE
from oint_b24.sandbox.families.catalog.product_kinds import SERVICE, SIMPLE
from oint_b24.sandbox.families.catalog.properties import ENUM, PROPERTY
from oint_b24.sandbox.families.catalog.sections import SECTION
from oint_b24.sandbox.families.catalog.stores import STORE
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.families.catalog.entity import Entity
    from oint_b24.sandbox.store import Store

_MOMENT = "2026-01-12T10:00:00+03:00"
_BY = {"createdBy": 1, "modifiedBy": 1, "dateCreate": _MOMENT, "timestampX": _MOMENT}
_DEFAULT_MEASURE = 5
_MEASURES = (
    (6, "Метр", "м", "m", "MTR"),
    (112, "Литр", "л", "l", "LTR"),
    (163, "Грамм", "г", "g", "GRM"),
    (166, "Килограмм", "кг", "kg", "KGM"),
    (796, "Штука", "шт", "pc. 1", "PCE. NMB"),
)
_PHOTOS = {
    "name": "Картинки",
    "code": "MORE_PHOTO",
    "propertyType": "F",
    "multiple": "Y",
    "fileType": "jpg, gif, bmp, png, jpeg, webp",
}
_PARENT_LINK = {
    "name": "Элемент каталога",
    "code": "CML2_LINK",
    "propertyType": "E",
    "userType": "SKU",
    "linkIblockId": catalogs.PRODUCTS,
}
_COLOR = {"name": "Цвет", "code": "COLOR", "propertyType": "L"}
_MATERIAL = {"name": "Материал", "code": "MATERIAL", "propertyType": "S"}


@seed("catalog.family")
def fill(store: Store) -> None:
    """Fill the catalogue."""
    _fill_dictionaries(store)
    _fill_properties(store)
    section = {"iblockId": catalogs.PRODUCTS, "name": "Оборудование", "code": "equipment"}
    _keep(store, SECTION, 1, section)
    people = {"userId": 1, "modifiedBy": 1, "dateCreate": _MOMENT, "dateModify": _MOMENT}
    _keep(store, STORE, 1, {"title": "Основной склад", "address": "Склад компании", **people})
    _product(store, 1, SIMPLE, "Кабель", 1500)
    _product(store, 2, SIMPLE, "Монитор", 25000)
    _product(store, 3, SERVICE, "Настройка", None)


def _fill_dictionaries(store: Store) -> None:
    fixed = {"iblockTypeId": 0, "lid": "s1", "subscription": "N"}
    link = {"productIblockId": None, "skuPropertyId": None, "vatId": 1}
    main = {**fixed, **link, "iblockId": catalogs.PRODUCTS, "name": "Товарный каталог"}
    store.add("catalog_catalog", main, id=catalogs.PRODUCTS)
    link = {"productIblockId": catalogs.PRODUCTS, "skuPropertyId": 2, "vatId": 1}
    name = "Товарный каталог (предложения)"
    offers = {**fixed, **link, "iblockId": catalogs.OFFERS, "name": name}
    store.add("catalog_catalog", offers, id=catalogs.OFFERS)
    for number, (code, title, symbol, intl, letters) in enumerate(_MEASURES, 1):
        default = "Y" if number == _DEFAULT_MEASURE else "N"
        names = {"measureTitle": title, "symbol": symbol, "isDefault": default}
        more = {"symbolIntl": intl, "symbolLetterIntl": letters}
        _keep(store, MEASURE, number, {"code": code, **names, **more})
    _keep(store, VAT, 1, {"name": "Без НДС", "rate": 0, "sort": 100, "timestampX": _MOMENT})
    _keep(store, VAT, 2, {"name": "НДС 20%", "rate": 20, "sort": 200, "timestampX": _MOMENT})
    _keep(store, PRICE_TYPE, 1, {"name": "BASE", "base": "Y", "xmlId": "BASE", **_BY})
    lang = {"catalogGroupId": 1, "lang": "ru", "name": "Розничная цена"}
    store.add("catalog_price_type_lang", lang, id=1)
    for number, access in enumerate("YN", 1):
        binding = {"catalogGroupId": 1, "groupId": 2, "access": access}
        store.add("catalog_price_type_group", binding, id=number)
    store.add("catalog_extra", {"name": "Наценка", "percentage": 10}, id=1)


def _fill_properties(store: Store) -> None:
    own = {"iblockId": catalogs.PRODUCTS, "timestampX": _MOMENT}
    of_offers = {"iblockId": catalogs.OFFERS, "timestampX": _MOMENT}
    _keep(store, PROPERTY, 1, {**_PHOTOS, **own})
    _keep(store, PROPERTY, 2, {**_PARENT_LINK, **of_offers})
    _keep(store, PROPERTY, 3, {**_PHOTOS, **of_offers})
    _keep(store, PROPERTY, 4, {**_MATERIAL, **own})
    _keep(store, PROPERTY, 5, {**_COLOR, **of_offers})
    for number, (value, code) in enumerate((("Чёрный", "black"), ("Белый", "white")), 1):
        _keep(store, ENUM, number, {"propertyId": 5, "value": value, "xmlId": code})
    feature = {"propertyId": 4, "moduleId": "iblock", "featureId": "LIST_PAGE_SHOW"}
    store.add("catalog_property_feature", {**feature, "isEnabled": "Y"}, id=1)


def _keep(store: Store, entity: Entity, number: int, given: dict[str, Any]) -> None:
    blank = {f.name: f.default for f in entity.fields.values() if f.name != "id"}
    store.add(entity.kind, {**blank, **given}, id=number)


def _product(store: Store, number: int, made: int, name: str, price: int | None) -> None:
    """Keep a product; those with a price lie in the section and have it in roubles."""
    section = 1 if price else None
    named = {"name": name, "xmlId": str(number), "type": made, "iblockSectionId": section}
    place = {"iblockId": catalogs.PRODUCTS, "measure": _DEFAULT_MEASURE, "vatId": 1}
    store.add("product", {**product_records.blank(made), **named, **place, **_BY}, id=number)
    store.add("catalog_ratio", {"productId": number, "ratio": 1, "isDefault": "Y"})
    if price is not None:
        of = {"productId": number, "catalogGroupId": 1, "currency": "RUB", "timestampX": _MOMENT}
        unset = {"extraId": None, "quantityFrom": None, "quantityTo": None}
        store.add("catalog_price", {**of, **unset, "price": price, "priceScale": price})
