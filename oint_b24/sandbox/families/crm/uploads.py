"""Files as parameters carry them into CRM (files/how-to-upload-files.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oint_b24.sandbox.call import YES, whole
from oint_b24.sandbox.families.disk.content import decoded


@dataclass(frozen=True, slots=True)
class Upload:
    """A new file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """A file the field holds already, to be kept or removed."""

    id: int
    is_removed: bool = False


def read(value: Any) -> Upload | Held | None:
    """Read one file: `["name", "base64"]`, `{"fileData": [...]}`, `{"id": 5}` or a bare id.

    None for anything else; `{"remove": "Y"}` without an id removes what there is.
    """
    if isinstance(value, dict):
        return _described(value)
    if isinstance(value, list):
        return _pair(value)
    number = whole(value)
    return Held(number) if number else None


def _described(value: dict[str, Any]) -> Upload | Held | None:
    pair = value.get("fileData", value.get("FILE_DATA"))
    if isinstance(pair, list):
        return _pair(pair)
    if "0" in value and "1" in value:  # a PHP array
        return _pair([value["0"], value["1"]])
    number = whole(value.get("id", value.get("ID")))
    is_removed = str(value.get("remove", value.get("REMOVE", ""))).upper() in YES
    return Held(number or 0, is_removed) if number or is_removed else None


def _pair(value: list[Any]) -> Upload | None:
    if len(value) != 2 or not all(isinstance(part, str) for part in value) or not value[0]:
        return None
    if all(part.isdecimal() for part in value):  # two ids of a form
        return None
    return Upload(value[0], decoded(value[1]))


def many(value: Any) -> list[Upload | Held]:
    """Read a list of files; a single one counts as a list of one, what is no file is dropped."""
    single = read(value)
    if single is not None:
        return [single]
    rows = list(value.values()) if isinstance(value, dict) else value
    found = (read(row) for row in (rows if isinstance(rows, list) else []))
    return [one for one in found if one is not None]
