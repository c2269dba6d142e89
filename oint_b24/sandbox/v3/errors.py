"""Refusals of REST 3.0: codes of one family, and a list of what is wrong (rest-v3.md)."""

from __future__ import annotations

import json
from typing import Any

from oint_b24.sandbox.call import Refusal

REQUEST = "VALIDATION_REQUESTVALIDATION"
DTO = "VALIDATION_DTOVALIDATION"
FILTER = "VALIDATION_REQUESTFILTERVALIDATION"
_TEXTS = {
    REQUEST: "The request object is not valid",
    DTO: "The object is not valid",
    FILTER: "The filter of the request is not valid",
}
# What the portal refuses before a method is reached, under the names of version 3.
_SYSTEM = {
    "insufficient_scope": "INSUFFICIENTSCOPE",
    "error_method_not_found": "METHODNOTFOUND",
    "access_denied": "ACCESSDENIED",
}


def code(name: str) -> str:
    """Return the full code: `INVALIDJSON` is `BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION`."""
    return f"BITRIX_REST_V3_EXCEPTION_{name}EXCEPTION"


def system_code(given: str) -> str:
    """Return the code version 3 has for a refusal of the portal itself; others stay."""
    name = _SYSTEM.get(given.lower())
    return code(name) if name else given


def refusal(name: str, message: str, status: int = 400) -> Refusal:
    """Return a refusal without a list of problems."""
    return Refusal(code(name), message, status)


def invalid(name: str, *problems: tuple[str, str]) -> Refusal:
    """Return a validation refusal; `problems` are pairs of a field (or "") and what is wrong."""
    rows = [{"message": text, **({"field": field} if field else {})} for field, text in problems]
    return Refusal(code(name), _TEXTS[name], 400, validation=rows)


def missing(field: str) -> tuple[str, str]:
    """Return the problem of a required field that was not sent."""
    return field, f"Required field `{field}` is not specified"


def mistyped(field: str, kind: str) -> tuple[str, str]:
    """Return the problem of a value of the wrong type."""
    return field, f"Field `{field}` requires data type `{kind}` for this request"


def not_marked(field: str, dto: str, attribute: str) -> tuple[str, str]:
    """Return the problem of a field that a request may not use so."""
    return field, f"In DTO `{dto}` the field `{field}` lacks the attribute `{attribute}`"


def unknown_property(field: str, dto: str) -> Refusal:
    """Return the refusal of a field that the object does not have."""
    return refusal("UNKNOWNDTOPROPERTY", f"Unknown field `{field}` for entity `{dto}`")


def unreadable(what: str, value: Any) -> Refusal:
    """Return the refusal of a SELECT, FILTER, ORDER or PAGINATION that is none."""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return refusal(f"INVALID{what}", f"Unable to recognize {what.lower()} expression `{shown}`")


def not_found(number: int) -> Refusal:
    """Return the refusal of an id nobody has."""
    return refusal("ENTITYNOTFOUND", f"Record with ID = `{number}` not found")


def access_denied() -> Refusal:
    """Return the refusal for a lack of rights."""
    return refusal("ACCESSDENIED", "Access denied", 403)
