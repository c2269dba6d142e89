"""Answers of methods that describe an entity's fields: `*.fields`, `*.field.list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.facts import fold
from oint_b24.sandbox.generated.entities import entity_fields
from oint_b24.sandbox.generated.fields import own_fields

if TYPE_CHECKING:
    from oint_b24.sandbox.facts import Fact, Types

_DESCRIBED = frozenset(
    fold(name)
    for name in ("isRequired", "isReadOnly", "isImmutable", "required", "primary", "values")
)
_V3_TYPES = {"integer": "int", "boolean": "bool", "double": "float"}


def describes(fact: Fact) -> bool:
    """Say whether the method tells about fields, not about things."""
    if fact.version == 3:
        return fact.name.endswith((".field.list", ".field.get"))
    return fact.verb in ("fields", "getfields") and fact.effect == "read"


def answer(fact: Fact, params: dict[str, Any], kind: str) -> Any:
    """Return descriptions of the entity's fields. Raises Refusal for an unknown one."""
    if fact.version == 3:
        return _version3(fact, params)
    path = fact.object_path or fact.list_path
    key = path.partition(".")[2]
    fields = described(fact, key)
    told: Any = {name: _description(name, type_) for name, type_ in fields.items()}
    if kind == "array" or fact.list_path:
        told = [{"name": name, **description} for name, description in told.items()]
    return {key: told} if key else told


def described(fact: Fact, key: str) -> Types:
    """Return the fields of the entity: those the page lists, else those of its methods."""
    own = own_fields(fact, key)
    if not own or _is_description(own):
        own = own_fields(fact, "") if key else {}
    if own and not _is_description(own) and (not key or key not in own):
        return own
    return entity_fields(fact)


def _is_description(fields: Types) -> bool:
    return any(fold(name) in _DESCRIBED for name in fields)


def _description(name: str, type_: str | None) -> dict[str, Any]:
    is_own = fold(name) == "id"
    return {
        "type": (type_ or "string").partition("|")[0].removesuffix("[]"),
        "isRequired": False,
        "isReadOnly": is_own,
        "isImmutable": is_own,
        "isMultiple": (type_ or "").endswith("[]"),
        "isDynamic": False,
        "title": name,
    }


def _version3(fact: Fact, params: dict[str, Any]) -> dict[str, Any]:
    fields, select = entity_fields(fact), params.get("select")
    is_one = fact.verb == "get"
    names = [str(params.get("name"))] if is_one else list(fields)
    rows = [
        {
            key: value
            for key, value in _property(name, fields.get(name)).items()
            if _is_in(key, select)
        }
        for name in names
    ]
    return {"item": rows[0]} if is_one else {"items": rows}


def _is_in(name: str, select: Any) -> bool:
    return not select or name in select


def _property(name: str, type_: str | None) -> dict[str, Any]:
    first = (type_ or "string").partition("|")[0]
    is_plain = first not in ("object", "array")
    return {
        "name": name,
        "type": _V3_TYPES.get(first, first),
        "title": name,
        "description": None,
        "filterable": is_plain,
        "sortable": is_plain,
        "multiple": first == "array",
    }
