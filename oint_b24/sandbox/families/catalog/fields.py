"""Fields of the catalogue's objects: short tables, their descriptions and their values.

A line of a table is `name type marks default title`, all but the first two optional. Marks:
* required, r read-only, i settable on creation only, - none; the default ~ is «nothing».
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.portal.dates import moment_text

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object."""

    name: str
    type: str
    marks: str = ""
    default: Any = None
    title: str = ""

    @property
    def is_read_only(self) -> bool:
        """Say whether the portal alone fills it."""
        return "r" in self.marks

    @property
    def is_immutable(self) -> bool:
        """Say whether it is settled when the object is made."""
        return "i" in self.marks

    @property
    def is_required(self) -> bool:
        """Say whether an object cannot be made without it."""
        return "*" in self.marks

    def described(self) -> dict[str, Any]:
        """Return the description that getFields answers (catalog/data-types.md)."""
        told: dict[str, Any] = {
            "isImmutable": self.is_immutable,
            "isReadOnly": self.is_read_only,
            "isRequired": self.is_required,
            "type": self.type,
        }
        return {**told, "name": self.title} if self.title else told

    def read(self, value: Any) -> Any:
        """Return a sent value as it is kept. Raises ValueError where it is of another type."""
        if value is None or value == "":
            return None
        reader = _READERS.get(self.type)
        return value if reader is None else reader(value)

    def sought(self, value: Any) -> Any:
        """Return a value of a filter as it would be kept; what does not fit stays as it is."""
        if isinstance(value, (list, dict)):
            values = value.values() if isinstance(value, dict) else value
            return [self.sought(one) for one in values]
        try:
            return self.read(value)
        except ValueError:
            return value


def number(value: Any) -> float:
    """Read an amount; whole amounts are whole numbers (100, not 100.0).

    Raises ValueError where it is none.
    """
    amount = float(value) if isinstance(value, (str, int, float)) else math.nan
    if not math.isfinite(amount):
        raise ValueError(value)
    return int(amount) if amount.is_integer() else amount


def _integer(value: Any) -> int:
    found = whole(value)
    if found is None:
        raise ValueError(value)
    return found


def _text(value: Any) -> str:
    if not isinstance(value, (str, int, float)):
        raise ValueError(value)  # noqa: TRY004 - what is sent is wrong, not the caller
    return ("Y" if value else "N") if isinstance(value, bool) else str(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "double": number,
    "char": _text,
    "string": _text,
    "text": _text,
    "datetime": lambda value: moment_text(_text(value)),
}


def table(text: str) -> dict[str, Field]:
    """Read a table of fields."""
    return {field.name: field for field in map(_field, text.strip().splitlines())}


def _field(line: str) -> Field:
    name, kind, *more = line.split(maxsplit=4)
    marks, default, title = (*more, *("-", "~", "")[len(more) :])
    value = None if default == "~" else int(default) if default.isdecimal() else default
    return Field(name, kind, marks.strip("-"), value, title)
