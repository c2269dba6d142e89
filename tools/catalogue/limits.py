"""Read from a description how long, large or many a value may be, and when it is required."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.catalogue.parameter import Fact

_NUMBER = r"`?\**(\d{1,3}(?:[,\u00a0 ]\d{3})+|\d+)(?!\d)\**`?"
_CHARACTERS = r"\s*(?:char|symbol)"
# In this order: a length in characters must not be taken for a largest value.
_NUMBERS = {
    "max": re.compile(
        r"max(?:imum)?(?: (?:allowed|possible))?(?: value| number[^`\d\n]{0,30}|)"
        r"\s*(?:is|are|of|:|[—–-]|=)*\s*[—–-]?\s*" + _NUMBER + r"(?! *(?:char|symbol|KB|MB|GB|byte"
        r"|px|x|×|pixel|%|day|hour|min|sec))",
        re.IGNORECASE,
    ),
    "max_len": re.compile(
        r"(?:max(?:imum)?(?: (?:allowed|text|string))?(?: length| size)?|up to|no more than"
        r"|must not exceed|limit(?:ed)?(?: to| is)?)\s*(?:is|of|:|[—–-])*\s*"
        + _NUMBER
        + _CHARACTERS,
        re.IGNORECASE,
    ),
    "min_len": re.compile(
        r"(?:min(?:imum)?|at least)(?: number of characters[^`\d\n]{0,30}| length)?"
        r"\s*(?:is|of|must be|:|[—–-])*\s*(?:at least )?" + _NUMBER + _CHARACTERS,
        re.IGNORECASE,
    ),
    "min": re.compile(
        r"min(?:imum)?(?: (?:allowed|possible))?(?: value|)\s*(?:is|of|:|[—–-]|=)*\s*"
        + _NUMBER
        + r"(?! *(?:char|symbol|KB|MB|byte|px|x|×|pixel))",
        re.IGNORECASE,
    ),
}
_RANGE = re.compile(r"\(`?(\d+)`?\s*[–—-]\s*`?(\d+)`?\)")
_PIXELS = re.compile(r"(\d{3,5})\s*[x×]\s*(\d{3,5})")
_BYTES = re.compile(
    r"(?:max\w*|exceed\w*|limit\w*|up to)[^.\n]{0,40}?(\d+)\s*(KB|MB|GB)", re.IGNORECASE
)
_REQUIRED = re.compile(r"[Rr]equired (?:parameter )?(?:only )?(?:if|when)\s+([^.\n]{0,120})")
_NAMES = re.compile(r"`([A-Za-z_][A-Za-z0-9_.]*)[^`]*`")
_ABSENT = re.compile(r"\bnot\b|neither|missing|absent|empty|omitted")
_WEBHOOK = re.compile(
    r"required (?:only )?(?:for|when calling (?:via|through) a?|in case of|with)\s*"
    r"(?:authorization via )?webhooks?|required only when calling via a webhook",
    re.IGNORECASE,
)
_NO_NAME = frozenset({"Y", "N", "true", "false", "null"})


def limits(text: str) -> dict[str, Fact]:
    """Return the largest and smallest values and sizes that `text` tells."""
    told: dict[str, Fact] = {}
    between = _RANGE.search(text)
    if between and int(between[1]) < int(between[2]):
        told = {"min": int(between[1]), "max": int(between[2])}
    for fact, form in _NUMBERS.items():
        found = form.search(text)
        if found and fact not in told:
            told[fact] = int(re.sub(r"[^\d]", "", found[1]))
    if pixels := _PIXELS.search(text):
        told["max_px"] = f"{pixels[1]}x{pixels[2]}"
    if size := _BYTES.search(text):
        told["max_size"] = size[1] + size[2].upper()
    return told


def conditions(text: str) -> dict[str, Fact]:
    """Return when the parameter is required: with a webhook, with or without other parameters."""
    told: dict[str, Fact] = {}
    found = _REQUIRED.search(text)
    if found and "webhook" in found[1].lower() and "`" not in found[1]:
        told["required_for"] = "webhook"
    elif found:
        names = [name for name in _NAMES.findall(found[1]) if name not in _NO_NAME]
        told["required_unless" if _ABSENT.search(found[1]) else "required_if"] = names
    if _WEBHOOK.search(text):
        told["required_for"] = "webhook"
    return told
