"""A kind of object of the catalogue: its names, fields and codes, what a change brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog.refusals import DENIED, READ, WRITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.catalog.fields import Field


@dataclass(slots=True)
class Change:
    """A change before it is kept. `number` is None for a new object; `new` may be altered."""

    number: int | None
    old: dict[str, Any]
    new: dict[str, Any]
    sent: dict[str, Any]

    def named(self, name: str) -> bool:
        """Say whether the change itself speaks of a field."""
        return name in self.sent


def _nothing(_: Call, __: Change) -> None:
    return None


def _no_loss(_: Call, __: int, ___: dict[str, Any]) -> None:
    return None


def plain(_: Call, number: int, data: dict[str, Any]) -> dict[str, Any]:
    """Show an object as it is kept."""
    return {"id": number, **data}


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of refusals of one kind of object: who may not, and what does not exist."""

    absent: tuple[int | str, str]
    read: int | str = READ
    write: int | str = WRITE
    delete: int | str = WRITE
    denied: str = DENIED


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of object. `needed` are the fields an update must name again."""

    prefix: str
    kind: str
    one: str
    many: str
    fields: dict[str, Field]
    codes: Codes
    needed: tuple[str, ...] = ()
    is_read_by_staff: bool = False
    check: Callable[[Call, Change], None] = _nothing
    follow: Callable[[Call, int, Change], None] = field(default=lambda _, __, ___: None)
    lose: Callable[[Call, int, dict[str, Any]], None] = _no_loss
    show: Callable[[Call, int, dict[str, Any]], dict[str, Any]] = plain
