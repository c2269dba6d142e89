"""CRM values: how they are sent, kept and shown (data-types.md).

Kept typed, so that filters and orders compare numbers as numbers; shown as the texts that the
methods of this generation answer: `"ID": "5"`, `"OPPORTUNITY": "1000.00"`.
"""

from __future__ import annotations

from typing import Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.portal.dates import moment_text

_NUMBERS = ("integer", "user", "crm_lead", "crm_contact", "crm_company", "crm_quote", "employee",
            "crm_category", "enumeration")  # fmt: skip
_FLAGS = ("char", "boolean")
# A date that is not set is shown as empty text (crm-lead-get.md), any other field as null.
_EMPTY = {"BIRTHDATE": "", "DATE_CLOSED": "", "CLOSEDATE": "", "BEGINDATE": ""}


def kept(kind: str, value: Any) -> Any:
    """Return a sent value the way it is kept; emptiness becomes None."""
    if isinstance(value, list):
        return [kept(kind, inner) for inner in value]
    if value is None or value == "":
        return None
    if kind in _NUMBERS:
        return whole(value) or (0 if kind in ("integer", "crm_category") else None)
    if kind == "double":
        return _double(value)
    if kind in _FLAGS:
        return "Y" if str(value).upper() in ("Y", "1", "TRUE") else "N"
    if kind in ("date", "datetime"):
        return moment_text(str(value), midnight=kind == "date")
    return value if isinstance(value, dict) else str(value)


def _double(value: Any) -> float:
    try:
        return round(float(str(value).replace(",", ".").partition("|")[0]), 4)
    except ValueError:
        return 0.0


def shown(name: str, kind: str, value: Any) -> Any:
    """Return a kept value the way answers carry it."""
    if value is None:
        return _EMPTY.get(name)
    if isinstance(value, list):
        return [shown(name, kind, inner) for inner in value]
    if kind == "double" and isinstance(value, (int, float)):
        return f"{value:.2f}"
    if isinstance(value, bool):
        return "Y" if value else "N"
    return str(value) if isinstance(value, (int, float)) else value
