"""What CRM holds in a fresh portal, and how to fill it with many deals at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm import money, owners, stage_log, stages
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

_DAY = "2026-01-12T00:00:00+03:00"
_NOW = "2026-01-12T10:00:00+03:00"
_MADE: dict[str, Any] = {
    "ASSIGNED_BY_ID": 1,
    "CREATED_BY_ID": 1,
    "MODIFY_BY_ID": 1,
    "DATE_CREATE": _NOW,
    "DATE_MODIFY": _NOW,
    "LAST_ACTIVITY_TIME": _NOW,
    "LAST_ACTIVITY_BY": 1,
    "OPENED": "Y",
}
_MOVED = {"MOVED_BY_ID": 1, "MOVED_TIME": _NOW}
_DEAL: dict[str, Any] = {
    **_MADE,
    **_MOVED,
    "TYPE_ID": "SALE",
    "CATEGORY_ID": 0,
    "STAGE_ID": "NEW",
    "STAGE_SEMANTIC_ID": "P",
    "IS_NEW": "Y",
    "IS_RECURRING": "N",
    "IS_RETURN_CUSTOMER": "N",
    "IS_REPEATED_APPROACH": "N",
    "CURRENCY_ID": "RUB",
    "OPPORTUNITY": 0.0,
    "IS_MANUAL_OPPORTUNITY": "N",
    "TAX_VALUE": 0.0,
    "BEGINDATE": _DAY,
    "CLOSEDATE": "2026-01-19T00:00:00+03:00",
    "CLOSED": "N",
}
_DEALS: tuple[dict[str, Any], ...] = (
    {"TITLE": "Поставка", "OPPORTUNITY": 15000.0, "COMPANY_ID": 1, "CONTACT_ID": 1,
     "CONTACTS": [{"CONTACT_ID": 1, "SORT": 10, "ROLE_ID": 0, "IS_PRIMARY": "Y"}]},
    {"TITLE": "Обслуживание", "STAGE_ID": "EXECUTING", "OPPORTUNITY": 9900.5, "IS_NEW": "N",
     "TYPE_ID": "SERVICE", "ASSIGNED_BY_ID": 10},
    {"TITLE": "Обучение", "STAGE_ID": "PREPARATION", "OPPORTUNITY": 120000.0, "IS_NEW": "N"},
    {"TITLE": "Лицензии", "STAGE_ID": "WON", "STAGE_SEMANTIC_ID": "S", "OPPORTUNITY": 48000.0,
     "IS_NEW": "N", "CLOSED": "Y"},
    {"TITLE": "Аренда сервера", "STAGE_ID": "LOSE", "STAGE_SEMANTIC_ID": "F", "IS_NEW": "N",
     "CLOSED": "Y", "ASSIGNED_BY_ID": 10},
)  # fmt: skip
_LEADS: tuple[dict[str, Any], ...] = (
    {"TITLE": "Заявка с сайта", "STATUS_ID": "NEW", "STATUS_SEMANTIC_ID": "P", "SOURCE_ID": "WEB",
     "NAME": "Посетитель", "LAST_NAME": "Сайта", "HAS_PHONE": "Y",
     "PHONE": [{"ID": "1", "VALUE_TYPE": "WORK", "VALUE": "+74950000001", "TYPE_ID": "PHONE"}]},
    {"TITLE": "Звонок на линию", "STATUS_ID": "IN_PROCESS", "STATUS_SEMANTIC_ID": "P",
     "SOURCE_ID": "CALL", "OPPORTUNITY": 5000.0},
    {"TITLE": "Рассылка", "STATUS_ID": "JUNK", "STATUS_SEMANTIC_ID": "F", "SOURCE_ID": "EMAIL",
     "DATE_CLOSED": _NOW},
)  # fmt: skip
_CONTACTS: tuple[dict[str, Any], ...] = (
    {"NAME": "Закупщик", "LAST_NAME": "Заказчика", "COMPANY_ID": 1,
     "COMPANIES": [{"COMPANY_ID": 1, "SORT": 10, "ROLE_ID": 0, "IS_PRIMARY": "Y"}],
     "HAS_PHONE": "Y", "HAS_EMAIL": "Y",
     "PHONE": [{"ID": "2", "VALUE_TYPE": "WORK", "VALUE": "+74950000002", "TYPE_ID": "PHONE"}],
     "EMAIL": [{"ID": "3", "VALUE_TYPE": "WORK", "VALUE": "orders@sandbox.example",
                "TYPE_ID": "EMAIL"}]},
    {"NAME": "Бухгалтер", "LAST_NAME": "Заказчика"},
)  # fmt: skip


@seed("crm.family")
def fill(store: Store) -> None:
    """Put in dictionaries, the default pipeline and the seeded objects."""
    _fill_dictionaries(store)
    money.fill(store)
    pipeline = {"NAME": "Общая", "SORT": 300, "ENTITY_TYPE_ID": owners.DEAL}
    store.add("crm_category", pipeline, id=0)
    has = {"HAS_PHONE": "N", "HAS_EMAIL": "N", "HAS_IMOL": "N"}
    lead = {**_MADE, **_MOVED, **has, "CURRENCY_ID": "RUB", "OPPORTUNITY": 0.0,
            "IS_MANUAL_OPPORTUNITY": "N", "IS_RETURN_CUSTOMER": "N"}  # fmt: skip
    contact = {**_MADE, **has, "TYPE_ID": "CLIENT", "SOURCE_ID": "CALL", "EXPORT": "Y"}
    company = {**_MADE, **has, "COMPANY_TYPE": "CUSTOMER", "CURRENCY_ID": "RUB", "REVENUE": 0.0,
               "IS_MY_COMPANY": "N", "TITLE": "Заказчик"}  # fmt: skip
    for kind, common, rows in (
        ("lead", lead, _LEADS),
        ("deal", _DEAL, _DEALS),
        ("contact", contact, _CONTACTS),
        ("company", company, ({},)),
    ):
        for place, row in enumerate(rows):
            document = {**common, **row}
            store.add(kind, document, id=place + 1)
            type_id = owners.number_of(kind) or 0
            stage_log.note(store, type_id, place + 1, _NOW, (None, document))
    store.reserve("crm_multifield", 3)


def _fill_dictionaries(store: Store) -> None:
    stages.add_stages(store, "STATUS", first=1)
    number = 11
    for entity, lines in stages.DICTIONARIES.items():
        for place, line in enumerate(lines):
            code, name = line.split(maxsplit=1)
            element = stages.Element(code, name)
            stages.add_element(store, entity, element, 10 * (place + 1), number)
            number += 2
    stages.add_stages(store, "DEAL_STAGE", first=101)
    stages.add_stages(store, "QUOTE_STATUS", first=121)


def more_deals(store: Store, count: int) -> None:
    """Add `count` deals in one go: for measuring exports, not for reading."""
    with store.transaction():
        for _ in range(count):
            number = store.next_id("deal")
            amount = float(number % 1000) * 100
            deal = {**_DEAL, "TITLE": f"Сделка #{number}", "OPPORTUNITY": amount}
            store.add("deal", deal, id=number)
