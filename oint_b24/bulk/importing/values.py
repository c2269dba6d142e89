"""Cells to values: what people and spreadsheets write, as a portal reads it (data-types.md)."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from oint_b24.errors import tell
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.bulk.importing.kinds import Kind
    from oint_b24.errors import UsageProblem

_INTEGERS = frozenset({"integer", "int"})
_NUMBERS = frozenset({"double", "float", "number"})
_FLAGS = frozenset({"char", "boolean", "bool"})
_INNER = frozenset({"array", "object"})
_DATES = frozenset({"date", "datetime"})
_YES = frozenset({"y", "yes", "true", "1", "да", "истина", "+"})
_NO = frozenset({"n", "no", "false", "0", "нет", "ложь", "-"})
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_MULTIFIELD = "crm_multifield"
_OWN = ("ID", "TYPE_ID")  # of a multifield's row on the portal it was read from


class Unfit(ValueError):  # noqa: N818 - a finding about a cell, told with its row
    """A value does not fit its field. `why` is the key of a message."""

    def __init__(self, why: str, kind: Kind, value: Any) -> None:
        super().__init__(why)
        self.why = why
        self.params = {"field": kind.name, "type": kind.type, "value": str(value)[:80]}


def explained(problem: Unfit | UsageProblem, lang: str) -> dict[str, str]:
    """Return what is wrong with a row as an error of the kind a portal gives."""
    if isinstance(problem, Unfit):
        told = text(problem.why, lang, **problem.params)
        return {"error": problem.why, "error_description": told}
    return {"error": problem.key, "error_description": tell(problem, lang)}


def fitted(value: Any, kind: Kind, *, is_new: bool) -> Any:
    """Return a value as the portal takes it for a field of `kind`.

    `is_new` says that the record does not exist yet: rows of phones and addresses copied from
    another one lose their ids. Raises Unfit.
    """
    if kind.type == _MULTIFIELD:
        return _multifield(value, kind, is_new=is_new)
    if not isinstance(value, str):
        return _flag(value, kind) if kind.type in _FLAGS else value
    text = value.strip()
    if kind.is_multiple:
        return [_single(part, kind) for part in _parts(text, kind)]
    return _single(value if kind.type == "string" else text, kind)


def strict(value: Any, kind: Kind) -> Any:
    """Return a fitted value as version 3 wants it: numbers and flags are no texts there."""
    if isinstance(value, list):
        return [strict(inner, kind) for inner in value]
    if not isinstance(value, str):
        return value
    if kind.type in _INNER:  # a moment is an object too, in what version 3 tells of fields
        inner = _json(value)
        is_moment = inner is None and _DAY.fullmatch(value.strip()) is not None
        return _moment(value, kind) if is_moment else value if inner is None else inner
    if kind.type in _FLAGS - {"char"} and value in ("Y", "N"):
        return value == "Y"
    if kind.type in _INTEGERS:
        return int(value)
    return float(value) if kind.type in _NUMBERS else value


def _single(value: Any, kind: Kind) -> Any:
    if not isinstance(value, str):
        return value
    if kind.choices:
        return kind.choices.get(value.strip().casefold(), value)
    if kind.type in _INTEGERS | _NUMBERS:
        return _number(value, kind)
    if kind.type in _DATES:
        return _moment(value, kind)
    return _flag(value, kind) if kind.type in _FLAGS else value


def _parts(text: str, kind: Kind) -> list[Any]:
    """Return the values of a cell that holds several: JSON, or texts between semicolons."""
    listed = _json(text)
    if isinstance(listed, list):
        return listed
    between = r"[;\n]" if kind.type in ("string", "enumeration", "url", "address") else r"[;,\n]"
    return [part.strip() for part in re.split(between, text) if part.strip()]


def _json(text: str) -> Any:
    if text[:1] not in ("[", "{"):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _multifield(value: Any, kind: Kind, *, is_new: bool) -> Any:
    """Return phones and the like as rows; a plain text is one or more values of them."""
    if isinstance(value, str):
        listed = _json(value.strip())
        between = r"[;,\n]" if kind.name in ("PHONE", "EMAIL") else r"[;\n]"
        parts = [part.strip() for part in re.split(between, value) if part.strip()]
        rows = [{"VALUE": part, "VALUE_TYPE": "WORK"} for part in parts]
        value = listed if isinstance(listed, list) else rows
    if not (is_new and isinstance(value, list)):
        return value
    return [
        {name: inner for name, inner in row.items() if name not in _OWN}
        if isinstance(row, dict)
        else row
        for row in value
    ]


def _flag(value: Any, kind: Kind) -> Any:
    word = str(value).strip().casefold()
    if isinstance(value, bool) or word in _YES | _NO:
        return "Y" if word in _YES else "N"
    if kind.type == "char" or not isinstance(value, str):  # some hold a letter of their own
        return value
    raise Unfit("import.not_flag", kind, value)


def _number(value: str, kind: Kind) -> str:
    """Return `1 234,50` as `1234.50`: groups by spaces, a comma or a dot before the fraction."""
    text = _SPACES.sub("", value)
    if "," in text and "." in text:
        last = max(text.rfind(","), text.rfind("."))
        text = re.sub(r"[.,]", "", text[:last]) + "." + text[last + 1 :]
    text = text.replace(",", ".")
    if kind.type in _INTEGERS:
        text = re.sub(r"\.0+\Z", "", text)  # spreadsheets write 5 as 5.0
    pattern = r"[+-]?\d+" if kind.type in _INTEGERS else r"[+-]?(\d+\.?\d*|\.\d+)"
    if re.fullmatch(pattern, text) is None:
        raise Unfit("import.not_number", kind, value)
    return text


def _moment(value: str, kind: Kind) -> str:
    """Return a date or a time in ISO 8601; `31.12.2025 10:30` is understood too."""
    text = value.strip()
    match = _DAY.fullmatch(text)
    try:
        if match is not None:
            day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
            found = date(year, month, day).isoformat()
            is_day = kind.type == "date" or match[4] is None
            return found if is_day else f"{found}T{time(hour, minute, second).isoformat()}"
        datetime.fromisoformat(text)
    except ValueError:
        raise Unfit("import.not_date", kind, value) from None
    return text
