"""Values of custom task fields: how each type keeps what was sent, and the defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES, whole
from oint_b24.sandbox.families.tasks.model import SYSTEM_USER_FIELDS
from oint_b24.sandbox.families.tasks.names import moment_of

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

    Field = dict[str, Any]

KIND = "task_userfield"


def custom_fields(store: Store) -> dict[str, Field]:
    """Return the custom fields by name; the three of the system are not among them."""
    fields = (data for _, data in store.all(KIND))
    return {f["FIELD_NAME"]: f for f in fields if f["FIELD_NAME"] not in SYSTEM_USER_FIELDS}


def kept(field: Field, value: Any) -> Any:
    """Return what a field keeps of a value that was sent.

    Raises ValueError where the value does not suit the field's type.
    """
    if field["MULTIPLE"] == "Y":
        values = value if isinstance(value, list) else [value]
        return [v for v in (_single(field, v) for v in values) if v is not None] or False
    return _single(field, value)


def _single(field: Field, value: Any) -> Any:
    if value is None or value == "":
        return None
    kind = field["USER_TYPE_ID"]
    if kind == "boolean":
        return "1" if str(value).upper() in YES else "0"
    if kind in ("datetime", "date"):
        return moment_of(value)
    if kind == "double":
        return float(value)
    if kind == "integer":
        return whole(value)
    return str(value)


def default(field: Field, moment: str) -> Any:
    """Return what the field holds in a new task that says nothing of it."""
    settings = field["SETTINGS"]
    given = settings.get("DEFAULT_VALUE") if isinstance(settings, dict) else None
    if isinstance(given, dict):
        fixed = {"NOW": moment, "FIXED": given.get("VALUE")}
        given = fixed.get(str(given.get("TYPE")))
    return kept(field, given)


def is_empty(value: Any) -> bool:
    """Say whether a required field would be left without a value."""
    return value is None or value is False or value == ""
