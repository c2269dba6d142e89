"""Quotes: their fields (crm-quote-fields.md) and what sets them apart from other objects."""

from __future__ import annotations

from oint_b24.sandbox.families.crm.fields import table
from oint_b24.sandbox.families.crm.records import Entity

_FIELDS = table(
    """
ID integer r ID
QUOTE_NUMBER string r Номер
TITLE string * Тема
STATUS_ID crm_status:QUOTE_STATUS - Стадия
CURRENCY_ID crm_currency - Валюта
OPPORTUNITY double - Сумма
TAX_VALUE double - Налог
COMPANY_ID crm_company - Компания
MYCOMPANY_ID crm_company - Моя компания
CONTACT_ID crm_contact d Контакт
CONTACT_IDS crm_contact m Контакты
BEGINDATE date - Дата выставления
CLOSEDATE date - Дата завершения
ACTUAL_DATE date - Действительно до
OPENED char - Доступно всем
CLOSED char - Завершено
COMMENTS string - Комментарий
CONTENT string - Содержание
TERMS string - Условия
CLIENT_TITLE string d Клиент
CLIENT_ADDR string d Адрес клиента
CLIENT_CONTACT string d Контактное лицо
CLIENT_EMAIL string d Почта клиента
CLIENT_PHONE string d Телефон клиента
CLIENT_TP_ID string d ИНН клиента
CLIENT_TPA_ID string d КПП клиента
ASSIGNED_BY_ID user - Ответственный
CREATED_BY_ID user r Кем создано
MODIFY_BY_ID user r Кем изменено
DATE_CREATE datetime r Создано
DATE_MODIFY datetime r Изменено
LEAD_ID crm_lead - Лид
DEAL_ID crm_deal - Сделка
PERSON_TYPE_ID integer - Тип плательщика
LOCATION_ID location - Местоположение
UTM_SOURCE string - Рекламная система
UTM_MEDIUM string - Вид трафика
UTM_CAMPAIGN string - Кампания
UTM_CONTENT string - Содержание кампании
UTM_TERM string - Условие поиска
LAST_ACTIVITY_TIME datetime r Последнее дело
LAST_ACTIVITY_BY user r Автор последнего дела
LAST_COMMUNICATION_TIME string r Последнее общение
"""
)
QUOTE = Entity(
    "quote",
    _FIELDS,
    "Предложение",
    # crm-quote-update.md, crm-quote-delete.md
    {"update": ("", "Quote is not found"), "delete": ("ERROR_CORE", "Element not found")},
    {"CURRENCY_ID": "RUB", "OPPORTUNITY": 0.0, "TAX_VALUE": 0.0, "OPENED": "Y"},
)
