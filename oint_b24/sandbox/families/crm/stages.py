"""CRM dictionaries: stages, sources, types (crm/status) and the pipelines of deals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a dictionary. `semantics` of a stage: S, F or None (in progress)."""

    code: str
    name: str
    semantics: str | None = None
    color: str | None = None
    system: str = "N"


DEAL = 2  # the type whose pipelines are the oldest
_BLUE, _GREEN, _RED = "#39A8EF", "#7BD500", "#FF5752"
DEAL_STAGES = (
    Element("NEW", "Новая", None, _BLUE, "Y"),
    Element("PREPARATION", "Подготовка документов", None, "#2FC6F6", "N"),
    Element("PREPAYMENT_INVOICE", "Счёт на предоплату", None, "#55D0E0", "N"),
    Element("EXECUTING", "В работе", None, "#47E4C2", "N"),
    Element("FINAL_INVOICE", "Финальный счёт", None, "#FFA900", "N"),
    Element("WON", "Сделка успешна", "S", _GREEN, "Y"),
    Element("LOSE", "Сделка провалена", "F", _RED, "Y"),
    Element("APOLOGY", "Разбор причин провала", "F", _RED, "N"),
)
LEAD_STAGES = (
    Element("NEW", "Не обработан", None, _BLUE, "Y"),
    Element("IN_PROCESS", "В работе", None, "#2FC6F6", "N"),
    Element("PROCESSED", "Обработан", None, "#55D0E0", "N"),
    Element("CONVERTED", "Качественный лид", "S", _GREEN, "Y"),
    Element("JUNK", "Некачественный лид", "F", _RED, "Y"),
)
QUOTE_STAGES = (
    Element("DRAFT", "Черновик", None, _BLUE, "Y"),
    Element("SENT", "Отправлено клиенту", None, "#2FC6F6", "N"),
    Element("APPROVED", "Принято", "S", _GREEN, "Y"),
    Element("DECLAINED", "Отклонено", "F", _RED, "Y"),
)
DYNAMIC_STAGES = (
    Element("NEW", "Начало", None, _BLUE, "Y"),
    Element("PREPARATION", "Подготовка", None, "#2FC6F6", "N"),
    Element("CLIENT", "Согласование", None, "#55D0E0", "N"),
    Element("SUCCESS", "Успех", "S", _GREEN, "Y"),
    Element("FAIL", "Провал", "F", _RED, "Y"),
)
_STAGES = {"STATUS": LEAD_STAGES, "QUOTE_STATUS": QUOTE_STAGES}
DICTIONARIES = {
    "SOURCE": ("CALL Звонок", "EMAIL Электронная почта", "WEB Веб-сайт", "ADVERTISING Реклама",
               "PARTNER Существующий клиент", "RECOMMENDATION По рекомендации",
               "TRADE_SHOW Выставка", "WEBFORM CRM-форма", "CALLBACK Обратный звонок",
               "RC_GENERATOR Генератор продаж", "STORE Интернет-магазин", "OTHER Другое"),
    "CONTACT_TYPE": ("CLIENT Клиенты", "SUPPLIER Поставщики", "PARTNER Партнёры", "OTHER Другое"),
    "COMPANY_TYPE": ("CUSTOMER Клиент", "SUPPLIER Поставщик", "COMPETITOR Конкурент",
                     "PARTNER Партнёр", "OTHER Другое"),
    "EMPLOYEES": ("EMPLOYEES_1 до 50", "EMPLOYEES_2 50–250", "EMPLOYEES_3 250–500",
                  "EMPLOYEES_4 больше 500"),
    "INDUSTRY": ("IT Информационные технологии", "MANUFACTURING Производство",
                 "DELIVERY Доставка", "OTHER Другое"),
    "DEAL_TYPE": ("SALE Продажа", "COMPLEX Комплексная продажа", "GOODS Продажа товара",
                  "SERVICES Услуги", "SERVICE Сервисное обслуживание"),
    "HONORIFIC": ("HNR_RU_1 г-н", "HNR_RU_2 г-жа"),
}  # fmt: skip
NAMES = {
    "STATUS": "Стадии лидов", "SOURCE": "Источники", "CONTACT_TYPE": "Тип контакта",
    "COMPANY_TYPE": "Тип компании", "EMPLOYEES": "Число сотрудников", "INDUSTRY": "Отрасль",
    "DEAL_TYPE": "Тип сделки", "DEAL_STAGE": "Стадии сделок", "HONORIFIC": "Обращения",
    "QUOTE_STATUS": "Стадии предложений",
}  # fmt: skip


def add_element(
    store: Store,
    entity: str,
    element: Element,
    sort: int,
    id: int | None = None,  # noqa: A002 - the store's name for it
) -> int:
    """Keep one element of a dictionary and return its id."""
    _, _, category = entity.partition("STAGE_")
    data = {
        "ENTITY_ID": entity,
        "STATUS_ID": element.code,
        "NAME": element.name,
        "NAME_INIT": element.name if element.system == "Y" else "",
        "SORT": sort,
        "SYSTEM": element.system,
        "CATEGORY_ID": int(category) if category else None,
        "COLOR": element.color,
        "SEMANTICS": element.semantics,
    }
    return store.add("crm_status", data, id=id)


def add_stages(store: Store, entity: str, *, prefix: str = "", first: int | None = None) -> None:
    """Keep the standard stages of a dictionary or of one pipeline."""
    of_pipelines = DYNAMIC_STAGES if entity.startswith("DYNAMIC_") else DEAL_STAGES
    for place, stage in enumerate(_STAGES.get(entity, of_pipelines)):
        element = replace(stage, code=prefix + stage.code)
        add_element(store, entity, element, 10 * (place + 1), first + 2 * place if first else None)


def stage_entity(category: int) -> str:
    """Return the dictionary of a pipeline's stages (crm-deal-add.md)."""
    return f"DEAL_STAGE_{category}" if category else "DEAL_STAGE"


def dynamic_entity(type_id: int, category: int) -> str:
    """Return the dictionary of the stages of a smart process."""
    return f"DYNAMIC_{type_id}_STAGE_{category}"


def stages_of(type_id: int, category: int) -> tuple[str, str]:
    """Return the dictionary of a pipeline's stages and what their codes begin with."""
    if type_id == DEAL:
        return stage_entity(category), f"C{category}:" if category else ""
    return dynamic_entity(type_id, category), f"DT{type_id}_{category}:"


def pipelines(store: Store, type_id: int) -> list[tuple[int, dict[str, Any]]]:
    """Return the pipelines of deals or of a smart process in their order."""
    where = Where("ENTITY_TYPE_ID", "=", type_id)
    return store.select("crm_category", [where], [("SORT", False), ("ID", False)])


def pipeline(store: Store, type_id: int, number: int) -> dict[str, Any] | None:
    """Return one pipeline, or None."""
    found = store.get("crm_category", number)
    return found if found and found["ENTITY_TYPE_ID"] == type_id else None


def add_pipeline(store: Store, type_id: int, data: dict[str, Any]) -> int:
    """Keep a pipeline with the standard stages and return its id."""
    number = store.add("crm_category", {**data, "ENTITY_TYPE_ID": type_id})
    entity, prefix = stages_of(type_id, number)
    add_stages(store, entity, prefix=prefix)
    return number


def remove_pipeline(store: Store, type_id: int, number: int) -> None:
    """Delete a pipeline with its stages."""
    for stage, _ in stages(store, stages_of(type_id, number)[0]):
        store.delete("crm_status", stage)
    store.delete("crm_category", number)


def stages(store: Store, entity: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the elements of a dictionary in their order."""
    return store.select(
        "crm_status", [Where("ENTITY_ID", "=", entity)], [("SORT", False), ("ID", False)]
    )


def find_stage(store: Store, entity: str, code: str) -> dict[str, Any] | None:
    """Return the element `code` of a dictionary, or None."""
    return next((data for _, data in stages(store, entity) if data["STATUS_ID"] == code), None)


def first_stage(store: Store, entity: str) -> str:
    """Return the code a new object starts with."""
    return str(stages(store, entity)[0][1]["STATUS_ID"])
