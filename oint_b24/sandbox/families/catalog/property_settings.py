"""Features of properties and how properties stand in the filter of sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page
from oint_b24.sandbox.families.catalog import catalogs, lists
from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import table
from oint_b24.sandbox.families.catalog.properties import PROPERTY, SECTION_SETTINGS
from oint_b24.sandbox.families.catalog.records import read_access, register
from oint_b24.sandbox.families.catalog.refusals import admit, identifier, refuse, structure
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_PAGES = {
    ("iblock", "LIST_PAGE_SHOW"): "Показывать на странице списка элементов",
    ("iblock", "DETAIL_PAGE_SHOW"): "Показывать на детальной странице элемента",
}
_OF_OFFERS = {
    ("catalog", "IN_BASKET"): "Показывать в корзине",
    ("catalog", "OFFER_TREE"): "Использовать для выбора вариации",
}
_NO_FEATURE = ("0", "productPropertyFeature does not exist.")
_NO_SETTINGS = ("0", "productPropertySection does not exist.")
_SETTINGS = table(
    """
    displayExpanded char - N
    displayType char - F
    filterHint string
    propertyId integer
    smartFilter char - N
    """
)
_CHOICES = {"displayType": "FKP", "displayExpanded": "YN", "smartFilter": "YN"}


def _available(data: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Return the features a property may have, with their names."""
    return _PAGES | _OF_OFFERS if data["iblockId"] == catalogs.OFFERS else _PAGES


def _check(call: Call, change: Change) -> None:
    """Check the property, the feature and that the pair is new."""
    new = change.new
    owner = call.store.get(PROPERTY.kind, new["propertyId"])
    if owner is None:
        refuse(*_NO_FEATURE)
    if (new["moduleId"], new["featureId"]) not in _available(owner) or (
        new["isEnabled"] not in ("Y", "N")
    ):
        refuse("0", "Invalid property parameter set")
    key = {name: new[name] for name in ("propertyId", "moduleId", "featureId")}
    if any(number != change.number for number, _ in call.store.all(FEATURE.kind, **key)):
        entry = "-".join(str(value) for value in key.values())
        refuse("0", f"Mysql query error: (1062) Duplicate entry '{entry}'")


FEATURE = Entity(
    "catalog.productPropertyFeature",
    "catalog_property_feature",
    "productPropertyFeature",
    "productPropertyFeatures",
    table(
        """
        featureId string *
        id integer r
        isEnabled char *
        moduleId string *
        propertyId integer *
        """
    ),
    Codes(_NO_FEATURE, read="0", write="0", delete="0"),
    needed=("propertyId", "moduleId", "featureId", "isEnabled"),
    is_read_by_staff=True,
    check=_check,
)

register(FEATURE, ("getFields", "get", "list", "add", "update"))


@method("catalog.productPropertyFeature.getAvailableFeaturesByProperty", scope="catalog")
def available(call: Call) -> dict[str, Any]:
    """Return the features a property may have."""
    read_access(FEATURE, call)
    data = call.store.get(PROPERTY.kind, identifier(call, "propertyId"))
    if data is None:
        refuse(*_NO_FEATURE)
    rows = [
        {"featureId": feature, "featureName": name, "moduleId": module}
        for (module, feature), name in _available(data).items()
    ]
    return {"features": rows}


@method("catalog.productPropertySection.get", scope="catalog")
def get_settings(call: Call) -> dict[str, Any]:
    """Return how a property stands in the filter; unset settings are the defaults."""
    admit(call, "0", staff=True)
    number, _ = _property(call)
    kept = call.store.get(SECTION_SETTINGS, number) or _defaults(number)
    return {"productPropertySection": kept}


@method("catalog.productPropertySection.list", scope="catalog")
def list_settings(call: Call) -> Page:
    """Return the settings that were made."""
    admit(call, "0", staff=True)
    rows = lists.select(call, SECTION_SETTINGS, _SETTINGS, lambda _, data: data)
    return Page({"productPropertySections": rows.result}, rows.total, rows.next)


@method("catalog.productPropertySection.set", scope="catalog")
def set_settings(call: Call) -> dict[str, Any]:
    """Say how a property stands in the filter; this answer tells ids as text."""
    admit(call, "0")
    number, owner = _property(call)
    kept = call.store.get(SECTION_SETTINGS, number) or _defaults(number)
    for name, value in structure(call).items():
        if name not in _SETTINGS or name == "propertyId":
            continue
        if name in _CHOICES and (len(str(value)) != 1 or str(value) not in _CHOICES[name]):
            refuse("0", "Error setting section properties")
        kept[name] = value
    call.store.put(SECTION_SETTINGS, number, kept)
    ids = {"iblockId": str(owner["iblockId"]), "propertyId": str(number), "sectionId": "0"}
    return {"productPropertySection": {**kept, **ids}}


def _property(call: Call) -> tuple[int, dict[str, Any]]:
    number = identifier(call, "propertyId")
    data = call.store.get(PROPERTY.kind, number)
    if data is None:
        refuse(*_NO_SETTINGS)
    return number, data


def _defaults(number: int) -> dict[str, Any]:
    made = {name: field.default for name, field in _SETTINGS.items()}
    return {**made, "propertyId": number}
