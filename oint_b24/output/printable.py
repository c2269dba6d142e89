"""Text of strangers made fit for where it goes.

Terminals obey control characters, and an encoding may lack a letter. Nothing here raises: what
cannot be shown is shown as an escape.
"""

from __future__ import annotations

import json
from typing import NamedTuple

# DEL and C1 (an 8-bit ESC hides in there), and the marks that reorder a line for the eye.
_UNSEEN = (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_KEPT = "\n\t"
_CONTROLS = (*(c for c in range(0x20) if chr(c) not in _KEPT), *_UNSEEN)
# Where an encoding lacks a sign of our own making, a plain one of the same width.
_STAND_INS = {"…": "~", "─": "-", "—": "-", "·": "|", "▸": ">", "«": '"', "»": '"'}


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_AS_TEXT = {code: _escape(code) for code in _CONTROLS}
_AS_JSON = {code: f"\\u{code:04x}" for code in _UNSEEN}
_AS_SPACE = {ord(c): " " for c in "\r\n\t\v\f\x85\u2028\u2029"}


def calm(text: str) -> str:
    """Return `text` with every control character but line feed and tab shown as an escape."""
    return text.replace("\r\n", "\n").translate(_AS_TEXT)


def calm_json(text: str) -> str:
    """Return JSON text in which no character commands a terminal; it stays the same JSON."""
    return text.translate(_AS_JSON)


def one_line(text: str) -> str:
    """Return `text` on one line, calm: breaks and tabs become spaces."""
    return text.replace("\r\n", " ").translate(_AS_SPACE).translate(_AS_TEXT)


def fitted(text: str, encoding: str) -> str:
    """Return `text` with what `encoding` cannot hold replaced by a stand-in or an escape."""
    lacking = _lacking(text, encoding)
    return text.translate({ord(c): _STAND_INS.get(c) or _escape(ord(c)) for c in lacking})


def fitted_json(text: str, encoding: str) -> str:
    """Return JSON text with what `encoding` cannot hold as JSON's own escapes."""
    lacking = _lacking(text, encoding)
    return text.translate({ord(c): json.dumps(c)[1:-1] for c in lacking})


def _lacking(text: str, encoding: str) -> list[str]:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return [c for c in set(text) if not _holds(encoding, c)]
    return []


def _holds(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class Screen(NamedTuple):
    """A terminal as its texts need to know it."""

    width: int
    encoding: str
    colour: bool

    def text(self, text: str) -> str:
        """Return `text` ready to be laid out: calm, and only letters the terminal has."""
        return fitted(calm(text), self.encoding)

    def line(self, text: str) -> str:
        """Return `text` ready to be laid out on one line."""
        return fitted(one_line(text), self.encoding)
