"""ANSI colours without a library: five inks and a painter for JSON text.

Each ink ends with its own «off» code, so that one inside another does not end the outer one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*")(?P<key>\s*:)?'
    r"|(?P<word>\b(?:true|false|null)\b)"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN)"
)
# What a piece of JSON is -> its colour; Rich knows the colours by the same names.
INKS = {"key": "cyan", "text": "green", "number": "yellow", "word": "magenta"}
_CODES = {
    "bold": (1, 22),
    "dim": (2, 22),
    "red": (31, 39),
    "green": (32, 39),
    "yellow": (33, 39),
    "magenta": (35, 39),
    "cyan": (36, 39),
}


def bold(text: str, on: bool = True) -> str:
    """Return `text` in bold; as it is where colours are not `on`."""
    return _ink("bold", text) if on else text


def dim(text: str, on: bool = True) -> str:
    """Return `text` dimmed; as it is where colours are not `on`."""
    return _ink("dim", text) if on else text


def red(text: str, on: bool = True) -> str:
    """Return `text` in red; as it is where colours are not `on`."""
    return _ink("red", text) if on else text


def yellow(text: str, on: bool = True) -> str:
    """Return `text` in yellow; as it is where colours are not `on`."""
    return _ink("yellow", text) if on else text


def cyan(text: str, on: bool = True) -> str:
    """Return `text` in cyan; as it is where colours are not `on`."""
    return _ink("cyan", text) if on else text


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind (a key of INKS) of each piece of JSON text worth a colour."""
    for found in _TOKEN.finditer(text):
        if found["text"] is None:
            yield found.start(), found.end(), str(found.lastgroup)
        else:
            yield found.start(), found.end("text"), "key" if found["key"] else "text"


def paint_json(text: str) -> str:
    """Return JSON text with its keys, strings, numbers and words coloured."""
    pieces, done = [], 0
    for start, end, kind in tokens(text):
        pieces += [text[done:start], _ink(INKS[kind], text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _ink(name: str, text: str) -> str:
    start, end = _CODES[name]
    return f"\x1b[{start}m{text}\x1b[{end}m"
