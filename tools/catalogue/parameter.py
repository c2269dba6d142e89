"""A parameter while the pages are read, and how two tellings of it become one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Fact = str | int | bool | list[str]

# In the order of the row. What a second table adds to the first is the upper part only.
SHARED_FACTS = ("enum", "default", "keys", "operators", "directions", "formats")


@dataclass(slots=True)
class Parameter:
    """One row of a parameter table; `text` is the row as written, for links and inner tables."""

    name: str
    type: str | None
    required: bool
    text: str = ""
    variants: list[str] = field(default_factory=list)
    required_in_variant: bool = False
    facts: dict[str, Fact] = field(default_factory=dict)

    def row(self) -> dict[str, Fact]:
        """Return what the catalogue keeps: absent means unknown, empty or false."""
        told: dict[str, Fact | None] = {
            "name": self.name,
            "type": self.type,
            "required": self.required,
            "required_in_variant": self.required_in_variant,
            **self.facts,
            "enum_from": None,  # matters only while two tellings are compared
            "variants": self.variants,
        }
        return {k: v for k, v in told.items() if v is not None and v is not False and v != []}


def merge(known: list[Parameter], more: Iterable[Parameter], variant: str | None = None) -> None:
    """Add `more` to `known`; what both tell is completed, not told twice.

    Tables in tabs are variants of one call: there a parameter is required only if each of them
    requires it.
    """
    by_name = {one.name: one for one in known}
    for new in more:
        old = by_name.get(new.name)
        if old is None:
            new.variants = [variant] if variant else []
            known.append(new)
            by_name[new.name] = new
            continue
        if variant:
            old.variants.append(variant)
        both = old.required and new.required
        old.required = both if variant else old.required or new.required
        _complete(old, new)


def _complete(old: Parameter, new: Parameter) -> None:
    old.type = old.type or new.type
    for fact in SHARED_FACTS:
        if new.facts.get(fact) and not old.facts.get(fact):
            old.facts[fact] = new.facts[fact]
