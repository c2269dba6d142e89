"""Types of prices: who may see them, their translations, the rules by which prices are rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page
from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import table
from oint_b24.sandbox.families.catalog.records import ALL, register
from oint_b24.sandbox.families.catalog.refusals import READ, admit, refuse
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_ABSENT = (201000000000, "Price type does not exist")
_ROUNDINGS = (1, 2, 4)  # catalog-enum-get-round-types.md
_CUSTOMER_GROUPS = range(1, 25)  # groups of users a fresh portal has
_DEPENDENT = (
    "catalog_price",
    "catalog_price_type_group",
    "catalog_price_type_lang",
    "catalog_rounding_rule",
)
LANGUAGES = {
    "br": "Português (Brasil)",
    "de": "Deutsch",
    "en": "English",
    "fr": "Français",
    "it": "Italiano",
    "kz": "Қазақша",
    "la": "Español",
    "pl": "Polski",
    "ru": "Русский",
    "tr": "Türkçe",
}


def base_type(store: Store) -> int:
    """Return the price type that is the base one."""
    return next((number for number, _ in store.all("catalog_price_type", base="Y")), 1)


def _check_type(_: Call, change: Change) -> None:
    """Let the base type stay base until another one takes over."""
    if change.old.get("base") == "Y":
        change.new["base"] = "Y"


def _take_over(call: Call, number: int, change: Change) -> None:
    if change.new["base"] != "Y":
        return
    for other, data in call.store.all(PRICE_TYPE.kind, base="Y"):
        if other != number:
            call.store.put(PRICE_TYPE.kind, other, {**data, "base": "N"})


def _lose_type(call: Call, number: int, data: dict[str, Any]) -> None:
    """Keep the base type; prices of another one go with it (catalog-price-type-delete.md)."""
    if data["base"] == "Y":
        refuse("BASE", "The base price type cannot be deleted")
    for kind in _DEPENDENT:
        for dependent, _ in call.store.all(kind, catalogGroupId=number):
            call.store.delete(kind, dependent)


def _check_group(call: Call, change: Change) -> None:
    new = change.new
    if call.store.get(PRICE_TYPE.kind, new["catalogGroupId"]) is None:
        refuse("0", "The specified price type does not exist")
    if new["groupId"] not in _CUSTOMER_GROUPS:
        refuse("0", "The specified group does not exist")
    if new["access"] not in ("Y", "N"):
        refuse("0", "Invalid access type provided. The available values are: Y, N")
    if call.store.all(PRICE_TYPE_GROUP.kind, **new):
        refuse("0", "The specified access type for this group already exists")


def _check_lang(call: Call, change: Change) -> None:
    new = change.new
    if new["lang"] not in LANGUAGES:
        refuse(201200000010, "Language does not exist")
    _check_price_type(call, change)
    pair = {name: new[name] for name in ("catalogGroupId", "lang")}
    if any(number != change.number for number, _ in call.store.all(PRICE_TYPE_LANG.kind, **pair)):
        refuse("400", "There is a translation into this language already")


def _check_price_type(call: Call, change: Change) -> None:
    if call.store.get(PRICE_TYPE.kind, change.new["catalogGroupId"]) is None:
        refuse(*_ABSENT)


def _check_rounding(call: Call, change: Change) -> None:
    new = change.new
    if call.store.get(PRICE_TYPE.kind, new["catalogGroupId"]) is None:
        refuse("0", _ABSENT[1])
    if new["roundType"] not in _ROUNDINGS:
        refuse("0", "Unknown rounding type")
    if not new["roundPrecision"] > 0:
        refuse("0", "The rounding precision must be positive")


PRICE_TYPE = Entity(
    "catalog.priceType",
    "catalog_price_type",
    "priceType",
    "priceTypes",
    table(
        """
        base string - N
        createdBy integer r
        dateCreate datetime r
        id integer r
        modifiedBy integer r
        name string *
        sort integer - 100
        timestampX datetime r
        xmlId string
        """
    ),
    Codes(_ABSENT),
    needed=("name",),
    check=_check_type,
    follow=_take_over,
    lose=_lose_type,
)
PRICE_TYPE_GROUP = Entity(
    "catalog.priceTypeGroup",
    "catalog_price_type_group",
    "priceTypeGroup",
    "priceTypeGroups",
    table(
        """
        access char *
        catalogGroupId integer *
        groupId integer *
        id integer i
        """
    ),
    Codes(("0", "Entity does not exist")),
    is_read_by_staff=True,
    check=_check_group,
)
PRICE_TYPE_LANG = Entity(
    "catalog.priceTypeLang",
    "catalog_price_type_lang",
    "priceTypeLang",
    "priceTypeLangs",
    table(
        """
        catalogGroupId integer *
        id integer i
        lang string *
        name string *
        """
    ),
    Codes((201200000000, "Translation does not exist")),
    check=_check_lang,
)
ROUNDING_RULE = Entity(
    "catalog.roundingRule",
    "catalog_rounding_rule",
    "roundingRule",
    "roundingRules",
    table(
        """
        catalogGroupId integer *
        createdBy integer r
        dateCreate datetime r
        dateModify datetime r
        id integer r
        modifiedBy integer r
        price double *
        roundPrecision double *
        roundType integer *
        """
    ),
    Codes((200900000000, "Rounding rule does not exist")),
    needed=("catalogGroupId", "price", "roundType", "roundPrecision"),
    check=_check_rounding,
)

register(PRICE_TYPE)
register(PRICE_TYPE_GROUP, ("getFields", "list", "add", "delete"))
register(PRICE_TYPE_LANG, ALL)
register(ROUNDING_RULE)


@method("catalog.priceTypeLang.getLanguages", scope="catalog")
def languages(call: Call) -> Page:
    """Return the languages names of price types may be translated into."""
    admit(call, READ)
    rows = [{"active": "Y", "lid": lid, "name": name} for lid, name in LANGUAGES.items()]
    return Page({"languages": rows}, total=len(rows))
