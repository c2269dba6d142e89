"""Names of a portal made safe for a disk of any system, and free ones found.

A portal's names come from anybody who may upload there: they must not lead out of the directory,
name a device, hide what they are, or fail on Windows only.
"""

from __future__ import annotations

import re
from unicodedata import normalize

_HOSTILE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u2028\u2029\ud800-\udfff]')
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # reverse what is read
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?")
_LONGEST = 200  # bytes; systems take 255, and « (1)» and «.part.json» must fit as well
_LONGEST_ENDING = 20
_UNNAMED = "file"


def safe(name: str) -> str:
    """Return a portal's name as a file name that every system takes and that stays where it is."""
    plain = _HOSTILE.sub("_", _TURNS.sub("", normalize("NFC", name)))
    plain = plain.strip(" ").rstrip(". ")
    if not plain.strip("."):
        plain = _UNNAMED
    if _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    return _shortened(plain)


def _shortened(name: str) -> str:
    """Cut a long name in its middle: the ending says what it is."""
    if len(name.encode()) <= _LONGEST:
        return name
    stem, ending = split(name)
    room = _LONGEST - len(ending.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + ending


def split(name: str) -> tuple[str, str]:
    """Return a name's stem and its ending, where it has one."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > _LONGEST_ENDING:
        return name, ""
    return stem, dot + ending


def numbered(name: str, number: int) -> str:
    """Return `name (1).txt`, as portals name copies; 0 leaves the name alone."""
    if not number:
        return name
    stem, ending = split(name)
    return f"{stem} ({number}){ending}"


class Names:
    """The names of one directory that are given away; systems that ignore case are the measure."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str, leftovers: tuple[str, ...] = ()) -> str:
        """Return a safe and free form of `name`, with its `leftovers` (endings) free as well."""
        plain, number = safe(name), 0
        while self._taken & self._all(numbered(plain, number), leftovers):
            number += 1
        chosen = numbered(plain, number)
        self._taken |= self._all(chosen, leftovers)
        return chosen

    @staticmethod
    def _all(name: str, leftovers: tuple[str, ...]) -> set[str]:
        return {f"{name}{ending}".casefold() for ending in ("", *leftovers)}
