"""Read the JSON samples of the documentation, which people write: comments, dots, lost commas."""

from __future__ import annotations

import json
import re
from typing import Any

_REPAIRS = (
    (re.compile(r"(?<=[:\[,\s])\*\*([^*\"\n]+)\*\*"), r'"<\1>"'),  # a bold placeholder
    (re.compile(r"^\s*//.*$", re.MULTILINE), ""),
    (re.compile(r"(?<=[,\[{\]}\"\d\w])\s+//[^\n\"]*$", re.MULTILINE), ""),
    (re.compile(r"/\*.*?\*/", re.DOTALL), ""),
    (re.compile(r"^\s*(\.\.\.|…)[^\n\"]*$", re.MULTILINE), ""),
    (re.compile(r",?\s*(\.\.\.|…)\s*,?(?=\s*[\]}\n])"), ""),
    (re.compile(r"\\(?![\"\\/bfnrtu])"), r"\\\\"),
    (re.compile(r",(\s*[\]}])"), r"\1"),
)
_LOST_COMMAS = (
    (re.compile(r"([}\]\"\d])(\s*\n\s*\")"), r"\1,\2"),
    (re.compile(r",(\s*[\]}])"), r"\1"),
)


def strict(text: str) -> Any:
    """Return the value of well-formed JSON, or None."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def loose(text: str) -> Any:
    """Return the value of `text`, repaired where it needs to be, or None where it is no JSON."""
    repaired = _apply(_REPAIRS, text)
    with_commas = _apply(_LOST_COMMAS, repaired)
    for attempt in (text, repaired, with_commas):
        value = strict(attempt)
        if value is not None:
            return value
    return _beginning(with_commas)


def _apply(repairs: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    for form, instead in repairs:
        text = form.sub(instead, text)
    return text


def _beginning(text: str) -> Any:
    """Return the first value of a text that holds several, if it is an object or a list."""
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text.strip())
    except ValueError:
        return None
    return value if isinstance(value, (dict, list)) else None
