"""Types of custom task fields: what they are called and what settings they begin with."""

from __future__ import annotations

from typing import Any

ENTITY = "TASKS_TASK"
LANGUAGES = ("ar", "br", "de", "en", "fr", "id", "it", "ja", "la", "ms", "pl", "ru", "sc", "tc",
    "th", "tr", "ua", "vn")  # fmt: skip
LABELS = (
    "EDIT_FORM_LABEL",
    "LIST_COLUMN_LABEL",
    "LIST_FILTER_LABEL",
    "ERROR_MESSAGE",
    "HELP_MESSAGE",
)
# Portals list all of these, and promise only the first four to work in tasks.
TYPES = {
    "string": "Строка",
    "double": "Число",
    "boolean": "Да/Нет",
    "datetime": "Дата со временем",
    "integer": "Целое число",
    "enumeration": "Список",
    "date": "Дата",
    "money": "Деньги",
    "url": "Ссылка",
    "address": "Адрес",
    "file": "Файл",
    "employee": "Привязка к сотруднику",
    "crm_status": "Привязка к справочникам CRM",
    "iblock_section": "Привязка к разделам инфоблоков",
    "iblock_element": "Привязка к элементам инфоблоков",
    "crm": "Привязка к элементам CRM",
}
_MOMENT = {"DEFAULT_VALUE": {"TYPE": "NONE", "VALUE": ""}}
_SETTINGS: dict[str, dict[str, Any]] = {
    "string": {
        "SIZE": 20,
        "ROWS": 1,
        "REGEXP": "",
        "MIN_LENGTH": 0,
        "MAX_LENGTH": 0,
        "DEFAULT_VALUE": "",
    },
    "double": {
        "PRECISION": 4,
        "SIZE": 20,
        "MIN_VALUE": 0,
        "MAX_VALUE": 0,
        "DEFAULT_VALUE": None,
    },
    "boolean": {"DEFAULT_VALUE": 0, "DISPLAY": "CHECKBOX", "LABEL": ["", ""], "LABEL_CHECKBOX": ""},
    "datetime": _MOMENT,
    "date": _MOMENT,
}
# NAME type flag title; flags: r read-only, i unchangeable after creation, m multiple.
_DESCRIPTION = """
ID int r ID
ENTITY_ID string i Объект
FIELD_NAME string i Код
USER_TYPE_ID string i Тип данных
XML_ID string - Внешний код
SORT int - Индекс сортировки
MULTIPLE char - Множественное
MANDATORY char - Обязательное
SHOW_FILTER char - Показывать в фильтре списка
SHOW_IN_LIST char - Показывать в списке
EDIT_IN_LIST char - Разрешить правку
IS_SEARCHABLE char - Участвует в поиске
EDIT_FORM_LABEL string - Подпись в форме
LIST_COLUMN_LABEL string - Заголовок в списке
LIST_FILTER_LABEL string - Подпись в фильтре
ERROR_MESSAGE string - Сообщение об ошибке
HELP_MESSAGE string - Подсказка
LIST uf_enum_element m Элементы списка
SETTINGS object - Дополнительные настройки
"""
_FLAGS = {"r": "isReadOnly", "i": "isImmutable", "m": "isMultiple"}


def settings(kind: str) -> Any:
    """Return the settings a field of this type begins with."""
    return dict(_SETTINGS[kind]) if kind in _SETTINGS else []


def description() -> dict[str, dict[str, Any]]:
    """Return what task.item.userfield.getfields answers."""
    told: dict[str, dict[str, Any]] = {}
    for line in _DESCRIPTION.strip().splitlines():
        name, kind, flag, title = line.split(maxsplit=3)
        told[name] = {"type": kind, "title": title}
        if flag in _FLAGS:
            told[name][_FLAGS[flag]] = True
    return told


def labels(text: str) -> dict[str, str]:
    """Return one text in every language."""
    return dict.fromkeys(LANGUAGES, text)
