"""Objects of smart processes: what crm.item.* sees of a type made by crm.type.add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm.fields import table
from oint_b24.sandbox.families.crm.records import Entity

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

KIND = "crm_type"
_COMMON = """
ID integer r ID
TITLE string - Название
XML_ID string - Внешний код
ASSIGNED_BY_ID user - Ответственный
CREATED_BY_ID user r Кем создано
MODIFY_BY_ID user r Кем изменено
MOVED_BY_ID user r Кем сдвинуто
DATE_CREATE datetime r Создано
DATE_MODIFY datetime r Изменено
MOVED_TIME datetime r Сдвинуто
OPENED boolean - Доступен всем
WEBFORM_ID integer r Форма
LAST_ACTIVITY_TIME datetime r Последнее дело
LAST_ACTIVITY_BY user r Автор последнего дела
CATEGORY_ID crm_category - Воронка
STAGE_ID crm_status - Стадия
PREVIOUS_STAGE_ID crm_status r Прежняя стадия
UTM_SOURCE string - Рекламная система
UTM_MEDIUM string - Вид трафика
UTM_CAMPAIGN string - Кампания
UTM_CONTENT string - Содержание кампании
UTM_TERM string - Условие поиска
"""
# Fields a type has only where its switch is on (crm-type-add.md).
_SWITCHED = {
    "isBeginCloseDatesEnabled": """
BEGINDATE date - Дата начала
CLOSEDATE date - Дата завершения
""",
    "isClientEnabled": """
COMPANY_ID crm_company:4 - Компания
CONTACT_ID crm_contact - Контакт
CONTACT_IDS crm_contact m Контакты
""",
    "isLinkWithProductsEnabled": """
OPPORTUNITY double - Сумма
IS_MANUAL_OPPORTUNITY boolean - Сумма вручную
TAX_VALUE double r Налог
CURRENCY_ID crm_currency - Валюта
""",
    "isMycompanyEnabled": "MYCOMPANY_ID crm_company - Моя компания",
    "isSourceEnabled": """
SOURCE_ID crm_status:SOURCE - Источник
SOURCE_DESCRIPTION string - Об источнике
""",
}


def type_of(store: Store, type_id: int) -> tuple[int, dict[str, Any]] | None:
    """Return a type and its id by the number of its objects' type."""
    return next(iter(store.all(KIND, entityTypeId=type_id)), None)


def entity(store: Store, type_id: int) -> Entity | None:
    """Return the objects of a type as the methods of records take them, None for no type."""
    found = type_of(store, type_id)
    if found is None:
        return None
    number, about = found
    more = [fields for switch, fields in _SWITCHED.items() if about[switch] == "Y"]
    defaults: dict[str, Any] = {"OPENED": "Y"}
    if about["isLinkWithProductsEnabled"] == "Y":
        money = {"OPPORTUNITY": 0.0, "CURRENCY_ID": "RUB", "IS_MANUAL_OPPORTUNITY": "N"}
        defaults |= {**money, "TAX_VALUE": 0.0}
    fields = table(_COMMON, *more)
    kind = f"dynamic_{type_id}"
    return Entity(kind, fields, about["title"], {}, defaults, owner=f"CRM_{number}")
