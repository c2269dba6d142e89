"""What fields a list can have: system ones and properties, with captions and settings."""

from __future__ import annotations

from typing import Any

# Captions in the portal's language (lists-field-type-get.md).
SYSTEM = {
    "SORT": "Сортировка",
    "ACTIVE_FROM": "Начало активности",
    "ACTIVE_TO": "Окончание активности",
    "PREVIEW_PICTURE": "Картинка для анонса",
    "PREVIEW_TEXT": "Текст для анонса",
    "DETAIL_PICTURE": "Детальная картинка",
    "DETAIL_TEXT": "Детальный текст",
    "DATE_CREATE": "Дата создания",
    "CREATED_BY": "Кем создан",
    "TIMESTAMP_X": "Дата изменения",
    "MODIFIED_BY": "Кем изменён",
}
PROPERTIES = {
    "S": "Строка",
    "N": "Число",
    "L": "Список",
    "F": "Файл",
    "G": "Привязка к разделам",
    "E": "Привязка к элементам",
    "S:Date": "Дата",
    "S:DateTime": "Дата/Время",
    "S:HTML": "HTML/текст",
    "E:EList": "Привязка к элементам в виде списка",
    "N:Sequence": "Счётчик",
    "S:ECrm": "Привязка к элементам CRM",
    "S:Money": "Деньги",
    "S:DiskFile": "Файл (Диск)",
    "S:employee": "Привязка к сотруднику",
}
LINKED = ("G", "E", "E:EList")  # these name another list
SETTINGS = {
    "SHOW_ADD_FORM": "Y",
    "SHOW_EDIT_FORM": "Y",
    "ADD_READ_ONLY_FIELD": "N",
    "EDIT_READ_ONLY_FIELD": "N",
    "SHOW_FIELD_PREVIEW": "N",
}
_USER_SETTINGS: dict[str, dict[str, Any]] = {
    "S:HTML": {"height": 200},
    "E:EList": {"size": 1, "width": 0, "group": "N", "multiple": "N"},
    "N:Sequence": {"write": "N", "VALUE": 1},
    "S:ECrm": {"VISIBLE": "N", "LEAD": "N", "CONTACT": "N", "COMPANY": "N", "DEAL": "N"},
}


def user_settings(kind: str) -> dict[str, Any] | None:
    """Return the settings a type has by default, None where it has none."""
    found = _USER_SETTINGS.get(kind)
    return dict(found) if found else None


def split(kind: str) -> tuple[str, str | bool]:
    """Split `S:Date` into the property's type and the user type, false where there is none."""
    base, _, user = kind.partition(":")
    return base, user or False


def blank(kind: str, name: str) -> dict[str, Any]:
    """Return a field of type `kind` about which nothing else is known."""
    return {
        "TYPE": kind,
        "NAME": name,
        "SORT": 500 if kind in PROPERTIES else 10,
        "IS_REQUIRED": "N",
        "MULTIPLE": "N",
        "DEFAULT_VALUE": "",
        "CODE": "",
        "SETTINGS": dict(SETTINGS),
        "USER_TYPE_SETTINGS": user_settings(kind),
        "LINK_IBLOCK_ID": None,
        "ROW_COUNT": 1,
        "COL_COUNT": 30,
        "LIST": [],
    }
