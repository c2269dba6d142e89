"""Kinds of products and the fields each of them has (catalog/data-types.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog import catalogs, property_values
from oint_b24.sandbox.families.catalog.fields import Field, table

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

SIMPLE, PARENT, OFFER, FREE_OFFER, EMPTY_PARENT, SERVICE = 1, 3, 4, 5, 6, 7
FIELDS = table(
    """
    active char - Y Активность
    available char r Y Доступность для покупки
    barcodeMulti char - N Штрихкод у каждого экземпляра
    bundle char r N Наличие набора
    canBuyZero char - Y Покупка при отсутствии
    code string - ~ Символьный код
    createdBy integer - ~ Кем создан
    dateActiveFrom datetime - ~ Начало активности
    dateActiveTo datetime - ~ Конец активности
    dateCreate datetime - ~ Дата создания
    detailPicture file - ~ Детальная картинка
    detailText string - ~ Детальное описание
    detailTextType string - text Тип детального описания
    height double - ~ Высота
    iblockId integer i* ~ Информационный блок
    iblockSectionId integer - ~ Основной раздел
    id integer r ~ Идентификатор
    length double - ~ Длина
    measure integer - ~ Единица измерения
    modifiedBy integer - ~ Кем изменён
    name string * ~ Название
    negativeAmountTrace char r ~ Отрицательный остаток
    previewPicture file - ~ Картинка для анонса
    previewText string - ~ Описание для анонса
    previewTextType string - text Тип описания для анонса
    priceType char - ~ Тип платежа
    purchasingCurrency string - ~ Валюта закупочной цены
    purchasingPrice string - ~ Закупочная цена
    quantity double - 0 Доступное количество
    quantityReserved double - 0 Зарезервированное количество
    quantityTrace char - Y Количественный учёт
    recurSchemeLength integer - ~ Длина периода оплаты
    recurSchemeType string - ~ Единица периода оплаты
    sort integer - 500 Порядок
    subscribe char - Y Подписка на товар
    timestampX datetime r ~ Дата изменения
    trialPriceId integer - ~ Товар для пробной оплаты
    type integer r ~ Тип товара
    vatId integer - ~ Ставка НДС
    vatIncluded char - N НДС в цене
    weight double - ~ Вес
    width double - ~ Ширина
    withoutOrder char - N Продление без заказа
    xmlId string - ~ Внешний код
    """
)
# Told by getFieldsByFilter, not by the objects themselves.
_DESCRIBED_ONLY = ("negativeAmountTrace", "priceType")
_OF_SUBSCRIPTIONS = ("recurSchemeLength", "recurSchemeType", "trialPriceId", "withoutOrder")
_NOT_OF_PARENTS = (
    *_OF_SUBSCRIPTIONS,
    "barcodeMulti",
    "quantityReserved",
    "quantityTrace",
    "negativeAmountTrace",
)
_NOT_OF_SERVICES = (
    *_NOT_OF_PARENTS,
    "canBuyZero",
    "height",
    "length",
    "measure",
    "purchasingCurrency",
    "purchasingPrice",
    "quantity",
    "subscribe",
    "weight",
    "width",
)
# What inventory accounting decides once it is on; the portal's is (catalog/data-types.md).
BY_DOCUMENTS = ("quantity", "quantityReserved", "purchasingPrice", "purchasingCurrency")
PICTURES = {"detailPicture": "DETAIL_PICTURE", "previewPicture": "PREVIEW_PICTURE"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A group of methods. `types` are those it sees, none means all; `made` is that of new ones."""

    prefix: str
    one: str
    many: str
    made: int
    types: tuple[int, ...] = ()
    lacks: tuple[str, ...] = ()
    answer: str = ""  # under which name a change is answered
    iblock: int = catalogs.PRODUCTS

    @property
    def changed(self) -> str:
        """Return under which name add and update answer the product."""
        return self.answer or self.one

    def sees(self, data: dict[str, Any]) -> bool:
        """Say whether a product is of this kind."""
        return not self.types or data["type"] in self.types


# catalog.product.* knows all products; it answers changes as `element` (catalog-product-add.md).
PRODUCT = Kind("catalog.product", "product", "products", SIMPLE, answer="element")
KINDS = (
    PRODUCT,
    Kind(
        "catalog.product.offer",
        "offer",
        "offers",
        FREE_OFFER,
        (OFFER, FREE_OFFER),
        iblock=catalogs.OFFERS,
    ),
    Kind(
        "catalog.product.sku", "sku", "units", EMPTY_PARENT, (PARENT, EMPTY_PARENT), _NOT_OF_PARENTS
    ),
    Kind("catalog.product.service", "service", "services", SERVICE, (SERVICE,), _NOT_OF_SERVICES),
)


def described_fields(kind: Kind) -> list[Field]:
    """Return the fields getFieldsByFilter tells, without properties."""
    hidden = (*kind.lacks, *_OF_SUBSCRIPTIONS, "barcodeMulti")
    return [field for field in FIELDS.values() if field.name not in hidden]


def shown_fields(kind: Kind) -> dict[str, Field]:
    """Return the fields a product shows, without properties."""
    hidden = (*kind.lacks, *_DESCRIBED_ONLY)
    return {name: field for name, field in FIELDS.items() if name not in hidden}


def all_fields(store: Store, kind: Kind, iblock: int | None) -> dict[str, Field]:
    """Return the fields a product of a block shows, properties among them."""
    owned = property_values.of_block(store, iblock)
    return shown_fields(kind) | {
        name: property_values.as_field(name, data) for name, (_, data) in owned.items()
    }
