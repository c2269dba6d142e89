"""Objects of REST 3.0 and their fields: what an answer holds and a request may use.

A table of fields is text, one field a line: `name kind column flags…`. A kind that ends with
`Dto` is a related object, `UserDto[]` several of them; `-` is a field the store does not keep
under a name of its own. Flags: `filter`, `sort`, `edit` (may be written), `add` (required in a new
object), `init` (written at creation only), `extra` (comes only when a select names it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# How `*.field.list` names the kinds.
_SHOWN_TYPES = {"datetime": "object"}
DESCRIPTION = "DtoFieldDto"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `values` are the words of an enumeration and what the store keeps for them."""

    name: str
    kind: str
    column: str
    flags: frozenset[str]
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def related(self) -> str:
        """Return the name of the related object, or "" where the field is a plain value."""
        return self.kind.removesuffix("[]") if self.kind.removesuffix("[]").endswith("Dto") else ""

    @property
    def is_many(self) -> bool:
        """Say whether the field holds several related objects."""
        return self.kind.endswith("[]")

    @property
    def type(self) -> str:
        """Return the type as `*.field.list` shows it."""
        if self.is_many:
            return "array"
        return "object" if self.related else _SHOWN_TYPES.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class Dto:
    """An object: its name (`TaskDto`), the module it belongs to, its fields by name."""

    name: str
    module: str
    fields: dict[str, Field]

    @property
    def schema(self) -> str:
        """Return the name of its schema in the OpenAPI document."""
        return f"bitrix.{self.module}.{self.name.lower()}"

    def plain(self) -> tuple[str, ...]:
        """Return the names of fields that are values of their own."""
        return tuple(n for n, f in self.fields.items() if not f.related)

    def basic(self) -> tuple[str, ...]:
        """Return the names of fields an answer holds without a select."""
        return tuple(n for n in self.plain() if "extra" not in self.fields[n].flags)


_KNOWN: dict[str, Dto] = {}


def define(
    name: str, module: str, table: str, values: dict[str, dict[str, Any]] | None = None
) -> Dto:
    """Make an object known from its table of fields, with the words of its enumerations."""
    rows = (line.split() for line in table.strip().splitlines())
    told = values or {}
    fields = {
        n: Field(n, kind, "" if column == "-" else column, frozenset(flags), told.get(n, {}))
        for n, kind, column, *flags in rows
    }
    _KNOWN[name] = Dto(name, module, fields)
    return _KNOWN[name]


def find(name: str) -> Dto:
    """Return a known object. Raises KeyError for another name."""
    return _KNOWN[name]


def everything() -> list[Dto]:
    """Return the known objects by the names of their schemas."""
    return sorted(_KNOWN.values(), key=lambda dto: dto.schema)


def description(dto: Dto, name: str) -> dict[str, Any]:
    """Return what `*.field.get` tells about a field."""
    told = dto.fields[name]
    return {
        "name": name,
        "type": told.type,
        "title": name,
        "description": None,
        "validationRules": [],
        "requiredGroups": ["add"] if "add" in told.flags else None,
        "filterable": "filter" in told.flags,
        "sortable": "sort" in told.flags,
        "editable": "edit" in told.flags,
        "multiple": told.is_many,
        "elementType": told.related or None if told.is_many else None,
    }


FIELD = define(
    DESCRIPTION,
    "rest",
    """
name string -
type string -
title string -
description string -
validationRules array -
requiredGroups array -
filterable bool -
sortable bool -
editable bool -
multiple bool -
elementType string -
""",
)
