"""What custom fields are made of: crm.userfield.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm import userfields
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_TITLES = {
    "string": "Строка", "integer": "Целое число", "double": "Число", "boolean": "Да/Нет",
    "enumeration": "Список", "datetime": "Дата со временем", "date": "Дата", "money": "Деньги",
    "url": "Ссылка", "address": "Адрес", "file": "Файл", "employee": "Сотрудник",
    "crm_status": "Справочник CRM", "iblock_section": "Раздел инфоблока",
    "iblock_element": "Элемент инфоблока", "crm": "Объект CRM",
}  # fmt: skip
# Name, type, title and, after them, `r` for what the portal sets, `i` for what is set once.
_FIELDS = """
ID int ID r
ENTITY_ID string Объект i
FIELD_NAME string Код i
USER_TYPE_ID string Тип i
XML_ID string Внешний код
SORT int Порядок
MULTIPLE char Множественное
MANDATORY char Обязательное
SHOW_FILTER char В фильтре
SHOW_IN_LIST char В списке
EDIT_IN_LIST char Изменяется
IS_SEARCHABLE char Участвует в поиске
EDIT_FORM_LABEL string Подпись в карточке
LIST_COLUMN_LABEL string Заголовок в списке
LIST_FILTER_LABEL string Подпись в фильтре
ERROR_MESSAGE string Сообщение об ошибке
HELP_MESSAGE string Подсказка
LIST uf_enum_element Элементы списка
SETTINGS object Настройки
"""
_ELEMENT = """
ID int ID r
SORT int Порядок
VALUE string Значение
DEF string По умолчанию
DEL string Удалить
"""
_MARKS = {"r": "isReadOnly", "i": "isImmutable"}


def _described(lines: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in lines.strip().splitlines():
        name, kind, title = line.split(maxsplit=2)
        bare, _, mark = title.rpartition(" ")
        about = {"type": kind, "title": bare if mark in _MARKS else title}
        found[name] = about | ({_MARKS[mark]: True} if mark in _MARKS else {})
    return found


@method("crm.userfield.types", scope="crm")
def types(_: Call) -> list[dict[str, str]]:
    """Return the types a custom field may be of."""
    return [{"ID": name, "title": title} for name, title in _TITLES.items()]


@method("crm.userfield.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe a custom field."""
    return _described(_FIELDS)


@method("crm.userfield.enumeration.fields", scope="crm")
def enumeration_fields(_: Call) -> dict[str, Any]:
    """Describe an element of a list."""
    return _described(_ELEMENT)


@method("crm.userfield.settings.fields", scope="crm")
def settings_fields(call: Call) -> dict[str, Any]:
    """Describe the settings of a type."""
    kind = call.text("type")
    if not kind:
        call.refuse("", "Parameter 'type' is not specified or empty.")
    settings = userfields.settings_of(kind)
    return {name: {"type": _type(value), "title": name} for name, value in settings.items()}


def _type(default: Any) -> str:
    if isinstance(default, (dict, list)):
        return "object"
    return "int" if isinstance(default, int) else "string"
