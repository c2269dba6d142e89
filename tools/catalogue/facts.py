"""Collect what a parameter's description tells besides its type: values, default, limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.catalogue.limits import conditions, limits
from tools.catalogue.markdown import plain
from tools.catalogue.tables import tables
from tools.catalogue.values import distinct, own_text, values
from tools.catalogue.wording import PARAMETER_TABLE

if TYPE_CHECKING:
    from tools.catalogue.parameter import Fact
    from tools.catalogue.tables import Rows

_CAPITALS = re.compile(r"[A-Z_]{4,}")
_TOKEN = re.compile(r"[A-Za-z0-9_:.-]{1,40}")
_TEXTUAL = re.compile(r"(char|boolean|string)$")
_YES_NO = re.compile(r"`?\bY\b`?\s*(?:/|,|or|and|\\?\||или|и)\s*`?\bN\b`?")
_COMPOUND = re.compile(r"(object|array)")
_DEFAULTS = (
    re.compile(
        r"\b(?:by default|default(?: value)?(?: is)?|defaults to|the default(?: value)?(?: is)?"
        r"|по умолчанию(?: значение)?|значение по умолчанию)\s*(?:[—–:=-]|is|are|set to|to|value"
        r"|используется|равно|it is|is set to|the value is|value is used|is used)*"
        r"\s*`+([^`\n]{1,60})`+",
        re.IGNORECASE,
    ),
    re.compile(
        r"`+([^`\n]{1,40})`+\s*(?:[—–-][^`\n]{0,40}?)?[,(]?\s*\(?(?:by default|default(?: value)?"
        r"|(?:значение )?по умолчанию)\s*(?=[).,;\n]|$)",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        r"\bdefault(?: value)?(?: is|\s*[—–:=-])\s*(true|false|null|Y|N|\d+)\b", re.IGNORECASE
    ),
)


def facts(name: str, kind: str | None, description: str) -> dict[str, Fact]:
    """Return the facts about the parameter `name` of type `kind`, by the catalogue's columns."""
    found = values(kind, description)
    if "enum" not in found:
        found |= _tabled(description) or _yes_no(kind, description)
    default = _default(name, kind, description)
    if default:
        found["default"] = default
    if name.lower() in ("filter", "select", "fields") and "enum" in found:
        found.setdefault("keys", found["enum"])
        del found["enum"], found["enum_from"]
    own = own_text(description)
    return {**found, **limits(own), **conditions(own)}


def _tabled(description: str) -> dict[str, Fact]:
    for table in tables(description):
        told = _first_column(table.rows)
        if len(told) > 1 and all(_TOKEN.fullmatch(value) for value in told):
            return {"enum": told, "enum_from": "table"}
    return {}


def _first_column(rows: Rows) -> list[str]:
    """Return the values a table inside a description lists; none if it lists fields."""
    head = plain(rows[0][0]) if rows and rows[0] else ""
    if (len(rows) > 2 and not PARAMETER_TABLE.match(head)) or _CAPITALS.fullmatch(head):
        return distinct(plain(row[0]) for row in rows[1:] if row and row[0])
    return []


def _yes_no(kind: str | None, description: str) -> dict[str, Fact]:
    if _TEXTUAL.match(kind or "") and _YES_NO.search(own_text(description)):
        return {"enum": ["Y", "N"], "enum_from": "inline"}
    return {}


def _default(name: str, kind: str | None, description: str) -> str | None:
    text = own_text(description)
    found = next((told for form in _DEFAULTS if (told := form.search(text))), None)
    value = found[1].strip().strip("\"'") if found else ""
    if value.lower().startswith(f"{name.lower()}="):
        value = value.split("=", 1)[1].strip()
    is_json = value[:1] in ("[", "{")
    if (" " in value and not is_json) or " = " in value or value in ("", "=", "!="):
        return None
    return None if _COMPOUND.match(kind or "") and not is_json else value
