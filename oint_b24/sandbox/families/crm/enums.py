"""Enumerations that never change: crm.enum.*, crm.multifield.fields, crm.settings.mode.get."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm.dynamic import KIND
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# crm/auxiliary/enum
_ENUMS = {
    "activitydirection": "0 ,1 входящее,2 исходящее",
    "activitynotifytype": "0 ,1 минуты,2 часы,3 дни",
    "activitypriority": "0 ,1 низкая,2 средняя,3 высокая",
    "activitystatus": "0 ,1 ожидается,2 завершено,3 завершено автоматически",
    "activitytype": "0 ,1 встреча,2 звонок,3 задача,4 письмо,5 событие,6 действие",
    "addresstype": "11 доставки,1 фактический,6 юридический,4 регистрации,8 почтовый,9 бенефициара",
    "contenttype": "0 ,1 текст,2 bbCode,3 HTML",
    "settings.mode": "1 классическая CRM,2 простая CRM",
}
_OWNERS = (
    (1, "Лид", "LEAD", "L"),
    (2, "Сделка", "DEAL", "D"),
    (3, "Контакт", "CONTACT", "C"),
    (4, "Компания", "COMPANY", "CO"),
    (5, "Счёт (старый)", "INVOICE", "I"),
    (31, "Счёт", "SMART_INVOICE", "SI"),
    (7, "Предложение", "QUOTE", "Q"),
    (8, "Реквизиты", "REQUISITE", "RQ"),
    (14, "Заказ", "ORDER", "O"),
)
_FIELDS = (
    Field("ID", "int", "ID", "r"),
    Field("NAME", "string", "Название", "r"),
    Field("SYMBOL_CODE", "string", "Код", "r"),
    Field("SYMBOL_CODE_SHORT", "string", "Короткий код", "r"),
)
_MULTI = (
    Field("ID", "int", "ID", "r"),
    Field("TYPE_ID", "string", "Вид поля", "r"),
    Field("VALUE", "string", "Значение"),
    Field("VALUE_TYPE", "string", "Вид значения"),
)
_CLASSIC = 1


def _row(number: int, name: str, code: str | None = None, short: str | None = None) -> Any:
    return {"ID": number, "NAME": name, "SYMBOL_CODE": code, "SYMBOL_CODE_SHORT": short}


def _answer(text: str, _: Call) -> list[dict[str, Any]]:
    pairs = (element.split(" ", 1) for element in text.split(","))
    return [_row(int(number), name) for number, name in pairs]


for _name, _text in _ENUMS.items():
    method(f"crm.enum.{_name}", scope="crm")(partial(_answer, _text))


@method("crm.enum.ownertype", scope="crm")
def owner_types(call: Call) -> list[dict[str, Any]]:
    """Return the types of objects, smart processes among them."""
    rows = [_row(*about) for about in _OWNERS]
    for _, about in call.store.all(KIND):
        number = about["entityTypeId"]
        rows.append(_row(number, about["title"], f"DYNAMIC_{number}", f"T{number:x}"))
    return rows


@method("crm.enum.getorderownertypes", scope="crm")
def order_owner_types(_: Call) -> list[dict[str, Any]]:
    """Return the types that orders may belong to."""
    return [{"attribute": "DYN", "code": "DEAL", "id": 2, "name": "Сделка"}]


@method("crm.enum.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the elements of enumerations."""
    return {field.name: field.shown() for field in _FIELDS}


@method("crm.multifield.fields", scope="crm")
def multi_fields(_: Call) -> dict[str, Any]:
    """Describe a phone, an e-mail and their like."""
    return {field.name: field.shown() for field in _MULTI}


@method("crm.settings.mode.get", scope="crm")
def mode(_: Call) -> int:
    """Return how CRM works: with leads."""
    return _CLASSIC
