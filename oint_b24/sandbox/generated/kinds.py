"""Which JSON values a documented type takes, leniently: what PHP would still read is fine."""

from __future__ import annotations

import re
from typing import Any

from oint_b24.sandbox import facts

NUMBER, TEXT, SWITCH, ARRAY = "int", "string", "bool", "array"
_NUMERIC = re.compile(r"\s*[+-]?\d+([.,]\d*)?\s*")
_KNOWN = {
    "integer": NUMBER, "double": "float", "boolean": SWITCH, "char": TEXT, "string": TEXT,
    "text": TEXT, "datetime": TEXT, "date": TEXT, "user": NUMBER, "user.id": NUMBER,
    "crm_status": TEXT, "object": ARRAY, "array": ARRAY, "crm_multifield": ARRAY,
    "lang_map": ARRAY,
}  # fmt: skip


def kinds(type_: str) -> frozenset[str]:
    """Return the kinds of values a type takes; none of them means anything goes."""
    found = {_kind(part.strip()) for part in type_.split("|") if part.strip() not in ("", "null")}
    return frozenset() if None in found else frozenset(k for k in found if k)


def _kind(type_: str) -> str | None:
    if type_.endswith("[]"):
        return ARRAY
    thing, dot, field = type_.partition(".")
    if dot and type_ not in _KNOWN:  # a reference, `catalog_product.id`
        return _KNOWN.get(facts.data_type(thing).get(field) or "")
    return _KNOWN.get(type_)


def fits(value: Any, type_: str) -> bool:
    """Say whether a portal would read `value` where `type_` is documented."""
    wanted = kinds(type_)
    if not wanted or value is None or value == "":
        return True
    if isinstance(value, (dict, list)):
        return ARRAY in wanted
    if wanted & {TEXT, SWITCH}:
        return True
    if wanted == {ARRAY}:
        return False
    return not isinstance(value, str) or bool(_NUMERIC.fullmatch(value))


def wanted(type_: str) -> str:
    """Return the kind a refusal names."""
    return min(kinds(type_), default=TEXT)
