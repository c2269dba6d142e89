"""How a list looks in answers."""

from __future__ import annotations

from typing import Any

from oint_b24.sandbox.families.lists.values import site_text

# What lists never use, as a portal answers it (lists-get.md).
_UNUSED = (
    "API_CODE", "LIST_PAGE_URL", "DETAIL_PAGE_URL", "SECTION_PAGE_URL", "CANONICAL_PAGE_URL",
)  # fmt: skip


def shown(number: int, block: dict[str, Any]) -> dict[str, Any]:
    """Return a list as `lists.get` answers (lists-get.md)."""
    group, picture = block["SOCNET_GROUP_ID"], block["PICTURE"]
    labels = block["MESSAGES"]
    return {
        "ID": str(number),
        "TIMESTAMP_X": site_text(block["TIMESTAMP_X"]),
        "IBLOCK_TYPE_ID": block["IBLOCK_TYPE_ID"],
        "LID": "s1",
        "CODE": block["CODE"],
        "NAME": block["NAME"],
        "ACTIVE": "Y",
        "SORT": str(block["SORT"]),
        **dict.fromkeys(_UNUSED),
        "PICTURE": str(picture) if picture else None,
        "DESCRIPTION": block["DESCRIPTION"],
        "DESCRIPTION_TYPE": "text",
        "RSS_TTL": "24",
        "RSS_ACTIVE": "Y",
        "RSS_FILE_ACTIVE": "N",
        "RSS_FILE_LIMIT": None,
        "RSS_FILE_DAYS": None,
        "RSS_YANDEX_ACTIVE": "N",
        "XML_ID": None,
        "TMP_ID": None,
        "INDEX_ELEMENT": "Y",
        "INDEX_SECTION": "N",
        "WORKFLOW": "N",
        "BIZPROC": block["BIZPROC"] or "N",
        "SECTION_CHOOSER": "L",
        "LIST_MODE": None,
        "RIGHTS_MODE": "E",
        "SECTION_PROPERTY": None,
        "PROPERTY_INDEX": None,
        "VERSION": "1",
        "LAST_CONV_ELEMENT": "0",
        "SOCNET_GROUP_ID": str(group) if group else None,
        "EDIT_FILE_BEFORE": None,
        "EDIT_FILE_AFTER": None,
        "SECTIONS_NAME": labels.get("SECTIONS_NAME", "Разделы"),
        "SECTION_NAME": labels.get("SECTION_NAME", "Раздел"),
        "ELEMENTS_NAME": labels.get("ELEMENTS_NAME", "Элементы"),
        "ELEMENT_NAME": labels.get("ELEMENT_NAME", "Элемент"),
        "REST_ON": "N",
        "FULLTEXT_INDEX": "N",
        "EXTERNAL_ID": None,
        "LANG_DIR": "/",
        "SERVER_NAME": None,
    }
