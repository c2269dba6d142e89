"""Custom fields of a feed post, each answered with its whole definition (log-blogpost-get.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_TYPES = "Bitrix\\Main\\UserField\\Types\\"


@dataclass(frozen=True, slots=True)
class _Definition:
    number: int
    name: str
    type: str
    handler: str
    caption: str
    base: str = "int"
    is_multiple: bool = False
    is_searchable: bool = False
    label: str | None = None


_DEFINITIONS = (
    _Definition(1, "UF_BLOG_POST_DOC", "file", "FileType", "Файл", "file", True, True),
    _Definition(
        5,
        "UF_BLOG_POST_URL_PRV",
        "url_preview",
        "Bitrix\\Main\\UrlPreview\\UrlPreviewUserType",
        "Содержимое ссылки",
        is_searchable=True,
    ),
    _Definition(9, "UF_GRATITUDE", "integer", "IntegerType", "Целое число"),
    _Definition(
        19,
        "UF_BLOG_POST_FILE",
        "disk_file",
        "Bitrix\\Disk\\Uf\\FileUserType",
        "Файл (Диск)",
        is_multiple=True,
        is_searchable=True,
    ),
    _Definition(
        83, "UF_BLOG_POST_IMPRTNT", "integer", "IntegerType", "Целое число", label="Важное"
    ),
    _Definition(
        85, "UF_IMPRTANT_DATE_END", "datetime", "DateTimeType", "Дата со временем", "datetime"
    ),
    _Definition(131, "UF_BLOG_POST_VOTE", "vote", "Bitrix\\Vote\\Uf\\VoteUserType", "Опрос"),
    _Definition(439, "UF_MAIL_MESSAGE", "mail_message", "Bitrix\\Mail\\MessageUserType", "Письмо"),
)


def shown(post: int, files: list[int], document: dict[str, Any]) -> dict[str, Any]:
    """Return the custom fields of a post with their values. `files` are attachment ids."""
    values: dict[str, Any] = {
        "UF_BLOG_POST_DOC": False,
        "UF_GRATITUDE": document.get("GRATITUDE"),
        "UF_BLOG_POST_FILE": files or False,
        "UF_BLOG_POST_IMPRTNT": "1" if document["IMPORTANT"] else None,
        "UF_IMPRTANT_DATE_END": document.get("IMPORTANT_DATE_END") or "",
        "UF_BLOG_POST_VOTE": document.get("VOTE"),
    }
    return {d.name: _shown(d, post, values.get(d.name)) for d in _DEFINITIONS}


def _shown(definition: _Definition, post: int, value: Any) -> dict[str, Any]:
    handler = definition.handler
    return {
        "ID": str(definition.number),
        "ENTITY_ID": "BLOG_POST",
        "FIELD_NAME": definition.name,
        "USER_TYPE_ID": definition.type,
        "XML_ID": definition.name if definition.number < 400 else "",
        "SORT": "100",
        "MULTIPLE": "Y" if definition.is_multiple else "N",
        "MANDATORY": "N",
        "SHOW_FILTER": "N",
        "SHOW_IN_LIST": "Y" if definition.number in (83, 131) else "N",
        "EDIT_IN_LIST": "Y",
        "IS_SEARCHABLE": "Y" if definition.is_searchable else "N",
        "SETTINGS": [],
        "EDIT_FORM_LABEL": definition.label,
        "LIST_COLUMN_LABEL": definition.label,
        "LIST_FILTER_LABEL": definition.label,
        "ERROR_MESSAGE": None,
        "HELP_MESSAGE": None,
        "USER_TYPE": {
            "USER_TYPE_ID": definition.type,
            "CLASS_NAME": handler if "\\" in handler else _TYPES + handler,
            "DESCRIPTION": definition.caption,
            "BASE_TYPE": definition.base,
        },
        "VALUE": value,
        "ENTITY_VALUE_ID": post,
        "VALUE_EXISTS": True,
        "VALUE_RAW": _raw(value),
        "CUSTOM_DATA": {"PHOTO_TEMPLATE": "gallery"} if definition.type == "disk_file" else [],
    }


def _raw(value: Any) -> Any:
    """Return a list the way the portal keeps it, in PHP's serialised form."""
    if not isinstance(value, list):
        return value or None
    inner = "".join(f"i:{i};i:{v};" for i, v in enumerate(value))
    return f"a:{len(value)}:{{{inner}}}"
