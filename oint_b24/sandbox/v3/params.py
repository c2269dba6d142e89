"""Parameters of REST 3.0 methods: required ones, their types, the fields a request writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.v3.errors import (
    DTO,
    REQUEST,
    invalid,
    missing,
    mistyped,
    not_marked,
    unknown_property,
)
from oint_b24.sandbox.v3.values import stored

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.v3.dto import Dto

    Fields = dict[str, Any]

_TYPES = {"int": int, "string": str, "bool": bool, "array": list, "object": dict}


@dataclass(frozen=True, slots=True)
class Manner:
    """Under which codes a family refuses fields: missing, of the wrong type, not to be written."""

    missing: str = DTO
    mistyped: str = DTO
    closed: str = DTO


TASKS = Manner(REQUEST, REQUEST, REQUEST)
RESULTS = Manner(DTO, REQUEST, DTO)
NOTES = Manner()


def required(call: Call, **kinds: str) -> list[Any]:
    """Return the parameters named in `kinds`, each of its kind, in that order.

    Raises a validation refusal that lists every one that is missing or of another type.
    """
    given = {name: call.get(name) for name in kinds}
    problems = [_problem(name, given[name], kind) for name, kind in kinds.items()]
    if found := [problem for problem in problems if problem]:
        raise invalid(REQUEST, *found)
    return list(given.values())


def optional(call: Call, name: str, kind: str, default: Any) -> Any:
    """Return a parameter of `kind`, or `default` without it."""
    value = call.get(name)
    if value is None:
        return default
    if not _suits(value, kind):
        raise invalid(REQUEST, mistyped(name, kind))
    return value


def _problem(name: str, value: Any, kind: str) -> tuple[str, str] | None:
    if value is None:
        return missing(name)
    return None if _suits(value, kind) else mistyped(name, kind)


def _suits(value: Any, kind: str) -> bool:
    if kind == "object" and value == []:
        return True  # an empty object, the way PHP writes it
    if isinstance(value, bool) and kind != "bool":
        return False
    return isinstance(value, _TYPES[kind])


def number(call: Call) -> int:
    """Return the parameter `id`."""
    (found,) = required(call, id="int")
    return int(found)


def fields(call: Call) -> Fields:
    """Return the parameter `fields`, an object."""
    (found,) = required(call, fields="object")
    return found or {}


def written(dto: Dto, given: Fields, manner: Manner, *, new: bool = False) -> Fields:
    """Return the fields a request writes, by their names in the object, as the store keeps them.

    Raises Refusal: UNKNOWNDTOPROPERTY for a field the object does not have; a validation refusal
    under the codes of `manner` for those that cannot be written, are missing or mistyped.
    """
    allowed = {"edit", "init", "add"} if new else {"edit"}
    for name in given:
        if name not in dto.fields:
            raise unknown_property(name, dto.name)
    closed = [n for n in given if not dto.fields[n].flags & allowed]
    if closed:
        raise invalid(manner.closed, *(not_marked(n, dto.name, "Editable") for n in closed))
    if new:
        _require(dto, given, manner)
    return _stored(dto, given, manner)


def _require(dto: Dto, given: Fields, manner: Manner) -> None:
    needed = (name for name, field in dto.fields.items() if "add" in field.flags)
    if lacking := [name for name in needed if given.get(name) is None]:
        raise invalid(manner.missing, *(missing(name) for name in lacking))


def _stored(dto: Dto, given: Fields, manner: Manner) -> Fields:
    found, problems = {}, []
    for name, value in given.items():
        try:
            found[name] = stored(dto.fields[name], value)
        except ValueError as problem:
            problems.append(mistyped(name, str(problem)))
    if problems:
        raise invalid(manner.mistyped, *problems)
    return found
