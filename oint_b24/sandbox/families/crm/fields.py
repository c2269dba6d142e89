"""Fields of leads, deals, contacts and companies (crm-*-fields.md), written as short tables.

A row is `NAME type flags title`. Types may name their dictionary (`crm_status:SOURCE`) or parent
(`crm_company:4`). Flags: r read-only, i settable on creation only, m multiple, d deprecated,
* required, - none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MULTI = ("PHONE", "EMAIL", "WEB", "IM", "LINK")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a CRM object. `source` is a dictionary or the number of a parent type."""

    name: str
    type: str
    title: str
    flags: str = ""
    source: str = ""

    @property
    def is_read_only(self) -> bool:
        """Say whether the portal alone fills it."""
        return "r" in self.flags

    @property
    def is_multiple(self) -> bool:
        """Say whether it holds a list."""
        return "m" in self.flags

    def shown(self) -> dict[str, Any]:
        """Return the description that `*.fields` methods answer."""
        told: dict[str, Any] = {
            "type": self.type,
            "isRequired": "*" in self.flags,
            "isReadOnly": self.is_read_only,
            "isImmutable": "i" in self.flags,
            "isMultiple": self.is_multiple,
            "isDynamic": False,
        }
        if "d" in self.flags:
            told["isDeprecated"] = True
        if self.type == "crm_status":
            told["statusType"] = self.source
        told["title"] = self.title
        if self.source.isdecimal():
            told["settings"] = {"parentEntityTypeId": int(self.source)}
        return told


def table(*texts: str) -> dict[str, Field]:
    """Return the fields that lines describe."""
    fields = {}
    for line in "\n".join(texts).splitlines():
        if line.strip():
            name, kind, flags, title = line.split(maxsplit=3)
            base, _, source = kind.partition(":")
            fields[name] = Field(name, base, title, flags.replace("-", ""), source)
    return fields


_ADDRESS = """
ADDRESS string - Адрес
ADDRESS_2 string - Адрес (продолжение)
ADDRESS_CITY string - Город
ADDRESS_POSTAL_CODE string - Индекс
ADDRESS_REGION string - Район
ADDRESS_PROVINCE string - Область
ADDRESS_COUNTRY string - Страна
ADDRESS_COUNTRY_CODE string - Код страны
ADDRESS_LOC_ADDR_ID integer - Адрес местоположения
"""
_UTM = """
UTM_SOURCE string - Рекламная система
UTM_MEDIUM string - Вид трафика
UTM_CAMPAIGN string - Кампания
UTM_CONTENT string - Содержание кампании
UTM_TERM string - Условие поиска
"""
_ORIGIN = """
ORIGINATOR_ID string - Внешний источник
ORIGIN_ID string - Номер во внешнем источнике
"""
_HAS = """
HAS_PHONE char r Есть телефон
HAS_EMAIL char r Есть почта
HAS_IMOL char r Есть открытая линия
"""
_AUTHORS = """
ASSIGNED_BY_ID user - Ответственный
CREATED_BY_ID user r Кем создано
MODIFY_BY_ID user r Кем изменено
DATE_CREATE datetime r Создано
DATE_MODIFY datetime r Изменено
"""
_MOVED = """
MOVED_BY_ID user r Кем сдвинуто
MOVED_TIME datetime r Сдвинуто
"""
_ACTIVITY = """
LAST_ACTIVITY_TIME datetime r Последнее дело
LAST_ACTIVITY_BY user r Автор последнего дела
"""
_MULTI = """
PHONE crm_multifield m Телефон
EMAIL crm_multifield m Почта
WEB crm_multifield m Сайт
IM crm_multifield m Мессенджер
LINK crm_multifield m Связь
"""
_PERSON = """
HONORIFIC crm_status:HONORIFIC - Обращение
NAME string - Имя
SECOND_NAME string - Отчество
LAST_NAME string - Фамилия
"""

LEAD = table(
    "ID integer r ID",
    "TITLE string - Название лида",
    _PERSON,
    "BIRTHDATE date - Дата рождения",
    "COMPANY_TITLE string - Название компании",
    "SOURCE_ID crm_status:SOURCE - Источник",
    "SOURCE_DESCRIPTION string - Об источнике",
    "STATUS_ID crm_status:STATUS - Стадия",
    "STATUS_DESCRIPTION string - О стадии",
    "STATUS_SEMANTIC_ID string r Группа стадий",
    "POST string - Должность",
    _ADDRESS,
    "CURRENCY_ID crm_currency - Валюта",
    "OPPORTUNITY double - Сумма",
    "IS_MANUAL_OPPORTUNITY char - Сумма вручную",
    "OPENED char - Доступен всем",
    "COMMENTS string - Комментарий",
    _HAS,
    _AUTHORS,
    _MOVED,
    "COMPANY_ID crm_company:4 - Компания",
    "CONTACT_ID crm_contact d Контакт",
    "CONTACT_IDS crm_contact m Контакты",
    "IS_RETURN_CUSTOMER char r Повторный лид",
    "DATE_CLOSED datetime r Завершён",
    _ORIGIN,
    _UTM,
    _ACTIVITY,
    _MULTI,
)
DEAL = table(
    "ID integer r ID",
    "TITLE string - Название",
    "TYPE_ID crm_status:DEAL_TYPE - Тип",
    "CATEGORY_ID crm_category i Воронка",
    "STAGE_ID crm_status:DEAL_STAGE - Стадия сделки",
    "STAGE_SEMANTIC_ID string r Группа стадий",
    "IS_NEW char r Новая сделка",
    "IS_RECURRING char - Регулярная сделка",
    "IS_RETURN_CUSTOMER char - Повторная сделка",
    "IS_REPEATED_APPROACH char - Повторное обращение",
    "PROBABILITY integer - Вероятность",
    "CURRENCY_ID crm_currency - Валюта",
    "OPPORTUNITY double - Сумма",
    "IS_MANUAL_OPPORTUNITY char - Сумма вручную",
    "TAX_VALUE double - Налог",
    "COMPANY_ID crm_company:4 - Компания",
    "CONTACT_ID crm_contact d Контакт",
    "CONTACT_IDS crm_contact m Контакты",
    "QUOTE_ID crm_quote:7 r Предложение",
    "BEGINDATE date - Дата начала",
    "CLOSEDATE date - Дата завершения",
    "OPENED char - Доступна всем",
    "CLOSED char - Закрыта",
    "COMMENTS string - Комментарий",
    _AUTHORS,
    _MOVED,
    "SOURCE_ID crm_status:SOURCE - Источник",
    "SOURCE_DESCRIPTION string - Об источнике",
    "LEAD_ID crm_lead:1 r Лид",
    "ADDITIONAL_INFO string - Дополнительно",
    "LOCATION_ID location - Местоположение",
    _ORIGIN,
    _UTM,
    _ACTIVITY,
)
CONTACT = table(
    "ID integer r ID",
    _PERSON.replace(" string - ", " string * "),
    "PHOTO file - Фотография",
    "BIRTHDATE date - Дата рождения",
    "TYPE_ID crm_status:CONTACT_TYPE - Тип контакта",
    "SOURCE_ID crm_status:SOURCE - Источник",
    "SOURCE_DESCRIPTION string - Об источнике",
    "POST string - Должность",
    _ADDRESS,
    "COMMENTS string - Комментарий",
    "OPENED char - Доступен всем",
    "EXPORT char - Участвует в экспорте",
    _HAS,
    _AUTHORS,
    "COMPANY_ID crm_company d Компания",
    "COMPANY_IDS crm_company m Компании",
    "LEAD_ID crm_lead:1 r Лид",
    _ORIGIN,
    "ORIGIN_VERSION string - Версия данных источника",
    _UTM,
    _ACTIVITY,
    _MULTI,
)
COMPANY = table(
    "ID integer r ID",
    "TITLE string * Название компании",
    "COMPANY_TYPE crm_status:COMPANY_TYPE - Тип компании",
    "LOGO file - Логотип",
    _ADDRESS,
    "ADDRESS_LEGAL string - Юридический адрес",
    _ADDRESS.replace("ADDRESS", "REG_ADDRESS"),
    "BANKING_DETAILS string - Банковские реквизиты",
    "INDUSTRY crm_status:INDUSTRY - Отрасль",
    "EMPLOYEES crm_status:EMPLOYEES - Число сотрудников",
    "CURRENCY_ID crm_currency - Валюта",
    "REVENUE double - Годовой оборот",
    "OPENED char - Доступна всем",
    "COMMENTS string - Комментарий",
    _HAS,
    "IS_MY_COMPANY char - Моя компания",
    _AUTHORS,
    "CONTACT_ID crm_contact m Контакты",
    "LEAD_ID crm_lead:1 r Лид",
    _ORIGIN,
    "ORIGIN_VERSION string - Версия данных источника",
    _UTM,
    _ACTIVITY,
    "LAST_COMMUNICATION_TIME string r Последнее общение",
    _MULTI,
)
