"""Custom fields of CRM objects: what they hold and the methods crm.*.userfield.*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import values
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.listing import conditions, ordering
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

KIND = "crm_userfield"
_LANGUAGES = (
    "ar", "br", "de", "en", "fr", "hi", "id", "in", "it", "ja", "kz",
    "la", "ms", "pl", "ru", "sc", "tc", "th", "tr", "ua", "vn",
)  # fmt: skip
_LABELS = ("EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL", "ERROR_MESSAGE",
           "HELP_MESSAGE")  # fmt: skip
_SWITCHES = {"MULTIPLE": "N", "MANDATORY": "N", "SHOW_IN_LIST": "N", "EDIT_IN_LIST": "Y",
             "IS_SEARCHABLE": "N"}  # fmt: skip
_TYPES: dict[str, dict[str, Any]] = {
    "string": {"SIZE": 20, "ROWS": 1, "REGEXP": "", "MIN_LENGTH": 0, "MAX_LENGTH": 0,
               "DEFAULT_VALUE": ""},
    "integer": {"SIZE": 20, "MIN_VALUE": 0, "MAX_VALUE": 0, "DEFAULT_VALUE": None},
    "double": {"PRECISION": 2, "SIZE": 20, "MIN_VALUE": 0, "MAX_VALUE": 0, "DEFAULT_VALUE": None},
    "boolean": {"DEFAULT_VALUE": 0, "DISPLAY": "CHECKBOX"},
    "date": {"DEFAULT_VALUE": {"TYPE": "NONE", "VALUE": ""}},
    "datetime": {"DEFAULT_VALUE": {"TYPE": "NONE", "VALUE": ""}, "USE_SECOND": "Y"},
    "money": {"DEFAULT_VALUE": ""},
    "url": {"POPUP": "Y", "SIZE": 20, "DEFAULT_VALUE": ""},
    "address": {"SHOW_MAP": "Y"},
    "enumeration": {"DISPLAY": "LIST", "LIST_HEIGHT": 1, "CAPTION_NO_VALUE": "",
                    "SHOW_NO_VALUE": "Y"},
    "file": {"SIZE": 20, "LIST_WIDTH": 0, "LIST_HEIGHT": 0, "MAX_SHOW_SIZE": 0,
             "MAX_ALLOWED_SIZE": 0, "EXTENSIONS": [], "TARGET_BLANK": "Y"},
    "employee": {},
    "crm_status": {"ENTITY_TYPE": ""},
    "iblock_section": {"IBLOCK_ID": 0, "DISPLAY": "LIST", "LIST_HEIGHT": 1, "ACTIVE_FILTER": "N"},
    "iblock_element": {"IBLOCK_ID": 0, "DISPLAY": "LIST", "LIST_HEIGHT": 1, "ACTIVE_FILTER": "N"},
    "crm": {"LEAD": "Y", "CONTACT": "N", "COMPANY": "N", "DEAL": "N"},
}  # fmt: skip


def settings_of(kind: str) -> dict[str, Any]:
    """Return the settings of a type of fields with their defaults."""
    return dict(_TYPES.get(kind, {}))


def known(store: Store, owner: str) -> dict[str, dict[str, Any]]:
    """Return the custom fields of an owner (`CRM_DEAL`) by name, in the order of their ids."""
    rows = store.select(KIND, [Where("ENTITY_ID", "=", owner)])
    return {data["FIELD_NAME"]: data for _, data in rows}


def kept(definition: dict[str, Any], value: Any) -> Any:
    """Return a sent value of a custom field the way it is kept."""
    kind = definition["USER_TYPE_ID"]
    if definition["MULTIPLE"] == "Y":
        rows = value if isinstance(value, list) else [value]
        return [one for one in (_one(kind, row) for row in rows) if one is not None] or None
    return _one(kind, value)


def _one(kind: str, value: Any) -> Any:
    if kind == "boolean":
        return "1" if str(value).upper() in ("1", "Y", "TRUE") else "0"
    return values.kept(kind, value)


def shown(definition: dict[str, Any], value: Any) -> Any:
    """Return a custom field's value as answers carry it; many values that are none are []."""
    if value is None and definition["MULTIPLE"] == "Y":
        return []
    if definition["USER_TYPE_ID"] == "double" and isinstance(value, float):
        return f"{value:g}"
    return values.shown(definition["FIELD_NAME"], definition["USER_TYPE_ID"], value)


def put_defaults(fields: dict[str, dict[str, Any]], document: dict[str, Any]) -> None:
    """Give a new object the default values of fields it did not send."""
    for name, definition in fields.items():
        default = definition["SETTINGS"].get("DEFAULT_VALUE")
        if name not in document and default not in (None, "") and not isinstance(default, dict):
            document[name] = kept(definition, default)


def described(definition: dict[str, Any]) -> dict[str, Any]:
    """Return the field's description among those of its owner (crm-company-fields.md)."""
    labels = definition["LABELS"]
    told: dict[str, Any] = {
        "type": definition["USER_TYPE_ID"],
        "isRequired": definition["MANDATORY"] == "Y",
        "isReadOnly": False,
        "isImmutable": False,
        "isMultiple": definition["MULTIPLE"] == "Y",
        "isDynamic": True,
    }
    if definition["USER_TYPE_ID"] == "enumeration":
        told["items"] = [{"ID": i["ID"], "VALUE": i["VALUE"]} for i in definition["LIST"]]
    return told | {
        "title": definition["FIELD_NAME"],
        "listLabel": labels["LIST_COLUMN_LABEL"]["ru"],
        "formLabel": labels["EDIT_FORM_LABEL"]["ru"],
        "filterLabel": labels["LIST_FILTER_LABEL"]["ru"],
        "settings": definition["SETTINGS"],
    }


def add(owner: str, call: Call) -> int:
    """Create a custom field and return its id (crm-deal-userfield-add.md)."""
    _admit(call)
    fields = _fields(call)
    kind = str(fields.get("USER_TYPE_ID") or "")
    for name in ("USER_TYPE_ID", "FIELD_NAME"):
        if not fields.get(name):
            call.refuse("", f"The '{name}' field is not found.")
    full = _full_name(call, str(fields["FIELD_NAME"]).upper())
    if kind not in _TYPES:
        call.refuse("ERROR_CORE", "Incorrect custom type specified.")
    if full in known(call.store, owner):
        call.refuse("ERROR_CORE", f"Field {full} for object {owner} already exists.")
    definition: dict[str, Any] = {
        "ENTITY_ID": owner,
        "FIELD_NAME": full,
        "USER_TYPE_ID": kind,
        "XML_ID": None,
        "SORT": 100,
        **_SWITCHES,
        "SHOW_FILTER": "N",
        "SETTINGS": dict(_TYPES[kind]),
        "LABELS": {name: _languages(fields.get("LABEL", "")) for name in _LABELS},
        "LIST": [],
    }
    _apply(call, definition, fields, creating=True)
    return call.store.add(KIND, definition)


def _full_name(call: Call, name: str) -> str:
    bare = name.removeprefix("UF_").removeprefix("CRM_") if name.startswith("UF_") else name
    full = f"UF_CRM_{bare}"
    if len(full) > 50:
        call.refuse("ERROR_CORE", "Field name is too long (more than 50 characters).")
    if not re.fullmatch(r"[A-Z0-9_]+", full):
        call.refuse(
            "ERROR_CORE",
            "Field name contains invalid characters. Allowed characters are: A-Z, 0-9 and _.",
        )
    return full


def _apply(
    call: Call, definition: dict[str, Any], fields: dict[str, Any], *, creating: bool = False
) -> None:
    kind = definition["USER_TYPE_ID"]
    for name in _SWITCHES:
        if name in fields and (creating or name != "MULTIPLE"):
            definition[name] = values.kept("boolean", fields[name]) or "N"
    if kind == "boolean":
        definition["MULTIPLE"] = "N"
    if "SHOW_FILTER" in fields:
        exact = "I" if kind in ("employee", "crm", "crm_status") else "E"
        definition["SHOW_FILTER"] = "N" if str(fields["SHOW_FILTER"]).upper() == "N" else exact
    if "XML_ID" in fields:
        definition["XML_ID"] = fields["XML_ID"]
    definition["SORT"] = whole(fields.get("SORT")) or definition["SORT"]
    settings = fields.get("SETTINGS")
    if isinstance(settings, dict):
        definition["SETTINGS"] |= {k: v for k, v in settings.items() if k in _TYPES[kind]}
    for name in _LABELS:
        if name in fields:
            spare = fields.get("LABEL", "") if creating else ""
            definition["LABELS"][name] = _languages(fields[name], spare)
    if kind == "enumeration" and "LIST" in fields:
        definition["LIST"] = _elements(call, fields["LIST"])


def _languages(given: Any, spare: Any = "") -> dict[str, str]:
    texts = given if isinstance(given, dict) else dict.fromkeys(_LANGUAGES, str(given))
    return {language: str(texts.get(language, spare)) for language in _LANGUAGES}


def _elements(call: Call, given: Any) -> list[dict[str, str]]:
    rows = list(given.values()) if isinstance(given, dict) else given
    rows = [row for row in rows or [] if isinstance(row, dict) and row.get("VALUE")]
    elements: list[dict[str, str]] = []
    for row in rows:
        number = str(whole(row.get("ID")) or call.store.next_id("crm_enum"))
        xml_id = str(row.get("XML_ID") or f"value_{number}")
        if any(e["XML_ID"] == xml_id for e in elements):
            call.refuse("ERROR_CORE", f"List item with value XML_ID={xml_id} already exists.")
        elements.append(
            {
                "ID": number,
                "SORT": str(whole(row.get("SORT"), 0)),
                "VALUE": str(row["VALUE"]),
                "DEF": values.kept("boolean", row.get("DEF")) or "N",
                "XML_ID": xml_id,
            }
        )
    return sorted(elements, key=lambda e: int(e["SORT"]))


def get(owner: str, call: Call) -> dict[str, Any]:
    """Return one custom field with its texts in all languages."""
    number, definition = _found(owner, call)
    return {**_told(number, definition, None), **definition["LABELS"]}


def listed(owner: str, call: Call) -> Page:
    """Return all custom fields of an owner; texts only with `LANG` in the filter."""
    given = dict(_array(call, "filter"))
    language = str(given.pop("LANG", ""))
    order = ordering(_array(call, "order") or {"SORT": "ASC"})
    where = [Where("ENTITY_ID", "=", owner), *conditions(given, _FILTERED)]
    rows = call.store.select(KIND, where, [(n.upper(), d) for n, d in order if n in _FILTERED])
    return Page([_told(n, data, language) for n, data in rows], total=len(rows))


_FILTERED = ("ID", "FIELD_NAME", "USER_TYPE_ID", "XML_ID", "SORT", "SHOW_FILTER", *_SWITCHES)


def _told(number: int, definition: dict[str, Any], language: str | None) -> dict[str, Any]:
    told = {"ID": str(number)} | {
        name: str(value) if name == "SORT" else value
        for name, value in definition.items()
        if name not in ("LABELS", "LIST")
    }
    if language:
        for name, texts in definition["LABELS"].items():
            told[name] = texts.get(language) or None
    if definition["USER_TYPE_ID"] == "enumeration":
        told["LIST"] = definition["LIST"]
    return told


def update(owner: str, call: Call) -> bool:
    """Change a custom field."""
    _admit(call)
    fields = _fields(call)
    number, definition = _found(owner, call)
    _apply(call, definition, fields)
    call.store.put(KIND, number, definition)
    return True


def delete(owner: str, call: Call) -> bool:
    """Delete a custom field."""
    _admit(call)
    number, _ = _found(owner, call)
    return call.store.delete(KIND, number)


def _admit(call: Call) -> None:
    if not is_admin(call.store, call.user):
        call.refuse("", "Access denied.")


def _fields(call: Call) -> dict[str, Any]:
    fields = call.get("fields")
    if not isinstance(fields, dict):
        call.refuse("", "Parameter 'fields' must be array.")
    return fields


def _array(call: Call, name: str) -> dict[str, Any]:
    value = call.get(name)
    if value in (None, "", []):
        return {}
    if not isinstance(value, dict):
        call.refuse("", f"Parameter '{name}' must be array.")
    return value


def _found(owner: str, call: Call) -> tuple[int, dict[str, Any]]:
    number = call.integer("id")
    if number is None or number <= 0:
        call.refuse("", "ID is not defined or invalid.")
    definition = call.store.get(KIND, number)
    if definition is None:
        call.refuse("ERROR_NOT_FOUND", f"The entity with ID '{number}' is not found")
    if definition["ENTITY_ID"] != owner:
        call.refuse("", "Access denied.")
    return number, definition
