"""Currencies and how they are written: crm.currency.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import money, values
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.money import KIND, LOCALE
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FIELDS = (
    Field("CURRENCY", "string", "Валюта"),
    Field("AMOUNT_CNT", "int", "Номинал"),
    Field("AMOUNT", "double", "Курс"),
    Field("BASE", "char", "Базовая валюта", "r"),
    Field("SORT", "int", "Порядок"),
    Field("DATE_UPDATE", "datetime", "Изменена", "r"),
    Field("LID", "string", "Язык", "r"),
    Field("FORMAT_STRING", "string", "Формат", "r"),
    Field("FULL_NAME", "string", "Название", "r"),
    Field("DEC_POINT", "string", "Десятичный разделитель", "r"),
    Field("THOUSANDS_SEP", "string", "Разделитель тысяч", "r"),
    Field("DECIMALS", "int", "Знаков после запятой", "r"),
    Field("LANG", "crm_currency_localization", "Местные настройки", "m"),
)
_LOCALE_FIELDS = (
    Field("FULL_NAME", "string", "Название"),
    Field("FORMAT_STRING", "string", "Формат"),
    Field("DEC_POINT", "string", "Десятичный разделитель"),
    Field("THOUSANDS_VARIANT", "string", "Вид разделителя тысяч"),
    Field("THOUSANDS_SEP", "string", "Разделитель тысяч"),
    Field("DECIMALS", "integer", "Знаков после запятой"),
    Field("HIDE_ZERO", "char", "Скрывать нули"),
)
_SITE = "ru"  # the language the portal writes in
_CODE = 3  # letters
_REQUIRED = ("CURRENCY", "AMOUNT_CNT", "AMOUNT")


@method("crm.currency.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a currency."""
    return {field.name: field.shown() for field in _FIELDS}


@method("crm.currency.localizations.fields", scope="crm")
def locale_fields(_: Call) -> dict[str, Any]:
    """Describe how a currency is written in a language."""
    return {field.name: field.shown() for field in _LOCALE_FIELDS}


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    locales = document["LANG"]
    language = _SITE if _SITE in locales else next(iter(locales), _SITE)
    own = {**LOCALE, **locales.get(language, {})}
    written = ("FULL_NAME", "FORMAT_STRING", "DEC_POINT", "THOUSANDS_SEP", "DECIMALS")
    return {
        "CURRENCY": document["CURRENCY"],
        "AMOUNT_CNT": str(document["AMOUNT_CNT"]),
        "AMOUNT": f"{document['AMOUNT']:.4f}",
        "SORT": str(document["SORT"]),
        "BASE": document["BASE"],
        "LID": language,
        **{name: own[name] for name in written},
        "DATE_UPDATE": document["DATE_UPDATE"],
    }


def _admin(call: Call) -> None:
    admit(call)
    if not is_admin(call.store, call.user):
        call.refuse("", "Access denied.")


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    code = call.text("id", call.text("ID")).upper()
    if not code:
        call.refuse("", "The parameter id is invalid or not defined.")
    found = money.find(call.store, code)
    if found is None:
        call.refuse("", "Not found")
    return found


@method("crm.currency.list", scope="crm")
def listed(call: Call) -> Page:
    """Return all currencies in the order that is asked for."""
    admit(call)
    known = {field.name for field in _FIELDS}
    given = array(call, "order") or {"SORT": "ASC"}
    rows = [_shown(document) for _, document in call.store.all(KIND)]
    for name, way in reversed([(n.upper(), w) for n, w in given.items()]):
        if name in known:
            is_down = str(way).upper().startswith("DESC")
            rows.sort(key=lambda row: _rank(row.get(name)), reverse=is_down)
    return Page(rows, total=len(rows))


def _rank(value: Any) -> tuple[float, str]:
    try:
        return float(value), ""
    except (TypeError, ValueError):
        return 0.0, str(value)


@method("crm.currency.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one currency with its settings in all languages."""
    admit(call)
    _, document = _found(call)
    return {**_shown(document), "LANG": document["LANG"]}


def _fill(call: Call, document: dict[str, Any], sent: dict[str, Any]) -> None:
    for name in ("AMOUNT_CNT", "SORT"):
        document[name] = whole(sent.get(name), document[name])
    if sent.get("AMOUNT") not in (None, ""):
        document["AMOUNT"] = values.kept("double", sent["AMOUNT"])
    _localize(document, sent.get("LANG"))
    document["DATE_UPDATE"] = call.portal.moment()


def _localize(document: dict[str, Any], given: Any) -> None:
    known = {field.name for field in _LOCALE_FIELDS}
    for language, about in (given if isinstance(given, dict) else {}).items():
        told = about if isinstance(about, dict) else {}
        own = {n: str(v) for n, v in told.items() if n in known}
        document["LANG"][language] = {**LOCALE, **document["LANG"].get(language, {}), **own}


@method("crm.currency.add", scope="crm")
def add(call: Call) -> str:
    """Add a currency and return its code."""
    _admin(call)
    sent = array(call, "fields", required=True)
    for name in _REQUIRED:
        if sent.get(name) in (None, ""):
            call.refuse("ERROR_CORE", f'Undefined array key "{name}"')
    code = str(sent["CURRENCY"]).upper()
    if len(code) != _CODE or not code.isalpha():
        call.refuse("ERROR_CORE", "The code of a currency has three letters")
    if money.find(call.store, code) is not None:
        call.refuse("ERROR_CORE", f"Currency {code} already exists")
    document: dict[str, Any] = {"CURRENCY": code, "AMOUNT_CNT": 1, "AMOUNT": 1.0, "SORT": 100}
    document |= {"BASE": "N", "LANG": {}}
    _fill(call, document, sent)
    call.store.add(KIND, document)
    return code


@method("crm.currency.update", scope="crm")
def update(call: Call) -> bool:
    """Change a currency."""
    _admin(call)
    number, document = _found(call)
    _fill(call, document, array(call, "fields"))
    call.store.put(KIND, number, document)
    return True


@method("crm.currency.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete a currency other than the base one."""
    _admin(call)
    number, document = _found(call)
    if document["BASE"] == "Y":
        call.refuse("", "Cannot delete base currency.")
    return call.store.delete(KIND, number)


@method("crm.currency.base.get", scope="crm")
def base(call: Call) -> str:
    """Return the code of the base currency."""
    admit(call)
    return str(call.store.all(KIND, BASE="Y")[0][1]["CURRENCY"])


@method("crm.currency.base.set", scope="crm")
def set_base(call: Call) -> bool:
    """Make a currency the base one; the rates of the others follow it."""
    _admin(call)
    chosen, document = _found(call)
    unit = document["AMOUNT"] / document["AMOUNT_CNT"]
    for number, other in call.store.all(KIND):
        rate = 1.0 if number == chosen else round(other["AMOUNT"] / unit, 4)
        is_base = "Y" if number == chosen else "N"
        count = 1 if number == chosen else other["AMOUNT_CNT"]
        changed = {"AMOUNT": rate, "AMOUNT_CNT": count, "BASE": is_base}
        call.store.put(KIND, number, {**other, **changed})
    return True


@method("crm.currency.localizations.get", scope="crm")
def locales(call: Call) -> Any:
    """Return how a currency is written in all languages."""
    admit(call)
    return _found(call)[1]["LANG"] or []


@method("crm.currency.localizations.set", scope="crm")
def set_locales(call: Call) -> bool:
    """Say how a currency is written in some languages."""
    _admin(call)
    number, document = _found(call)
    _localize(document, call.get("localizations"))
    call.store.put(KIND, number, document)
    return True


@method("crm.currency.localizations.delete", scope="crm")
def delete_locales(call: Call) -> bool:
    """Forget how a currency is written in some languages."""
    _admin(call)
    number, document = _found(call)
    for language in call.list("lids"):
        document["LANG"].pop(str(language), None)
    call.store.put(KIND, number, document)
    return True
