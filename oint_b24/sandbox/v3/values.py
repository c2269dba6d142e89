"""Values of REST 3.0: which JSON suits a field, and what the store keeps of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.clock import ZONE

if TYPE_CHECKING:
    from oint_b24.sandbox.v3.dto import Field

# The types as refusals name them.
NAMES = {"datetime": "DateTime"}
_FLAGS = {True: "Y", False: "N", "Y": "Y", "N": "N"}


def stored(field: Field, value: Any) -> Any:
    """Return what the store keeps of a value; null stays null.

    Raises ValueError with the name of the type the field wants. Numbers in quotes are texts:
    version 3 does not turn one into the other (tasks-task-get-rest-v3.md).
    """
    if value is None:
        return None
    if field.values:
        return _word(field, value)
    if field.is_many:
        return _numbers(value)
    kept = _READERS[field.kind](value)
    if kept is None:
        raise ValueError(NAMES.get(field.kind, field.kind))
    return kept


def _word(field: Field, value: Any) -> Any:
    if not isinstance(value, str) or value not in field.values:
        raise ValueError("|".join(field.values))
    return field.values[value]


def _numbers(value: Any) -> list[int]:
    if not isinstance(value, list) or not all(_is_number(one) for one in value):
        raise ValueError("int[]")
    return list(dict.fromkeys(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _moment(value: Any) -> str | None:
    try:
        parsed = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    local = parsed.astimezone(ZONE) if parsed.tzinfo else parsed.replace(tzinfo=ZONE)
    return local.isoformat(timespec="seconds")


def _flag(value: Any) -> str | None:
    # The pages write yes and no as Y and N, the answers as true and false.
    return _FLAGS.get(value) if isinstance(value, (bool, str)) else None


_READERS = {
    "int": lambda value: value if _is_number(value) else None,
    "float": lambda value: float(value) if _is_number(value) or type(value) is float else None,
    "string": lambda value: value if isinstance(value, str) else None,
    "bool": _flag,
    "array": lambda value: value if isinstance(value, list) else None,
    "datetime": _moment,
}
