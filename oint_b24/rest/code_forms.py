"""What the form of an error code tells: `CHAT_ID_EMPTY` says by itself that CHAT_ID is missing.

For the codes that have no explanation of their own. A form names a message `code.rule.<name>` and
the part of the code that names a thing.
"""

from __future__ import annotations

import re

# Where a code comes from says nothing about what went wrong.
_ORIGIN = r"^(engine_register_error|error|validation|sonet_controller(_livefeed)?|sign_hcmlink)_"
_VERB = (
    "add|update|delete|save|create|register|unregister|registration|unregistration|apply|send"
    "|sending|rotation|renaming|upload|answer|execution|internal"
)
_WRONG = "invalid|wrong|incorrect|bad|unexpected|unsupported|unsuitable"
# The first form that fits a whole code is taken. In catalogue and shop the digits five to seven
# are an HTTP status (200140400001).
_FORMS = (
    (r"http_(?P<what>\d{3})", "http"),
    (r"20\d\d(403\d+|040300\d\d|0403000\d)", "number_rights"),
    (r"20\d\d404\d+", "number_missing"),
    (r"20\d\d[035]\d{4,}", "number_refused"),
    (r"0x[0-9a-f]+|10485\d\d", "bits"),
    (r"(?P<what>.+?)_(module_\w+_)?(is_)?not_installed", "not_installed"),
    (r"(?P<what>\w+)_is_not_empty|(?:has_\w+)", "locked"),
    (r"(.+_)?(empty|missing_required)_(?P<what>.+)", "empty"),
    (r"(?P<what>.+?)_(is_)?(empty|required|missing|no_exists?)", "empty"),
    (r"(?P<what>.+?)_(is_)?not_(specified|provided)", "empty"),
    (r"no_(?P<what>.+)_exist", "not_found"),
    (r"no_(?P<what>.+)", "empty"),
    (r"(?P<what>.+?)_(is_)?(not_(found|exists?)|no_exist)", "not_found"),
    (r"(?P<what>.+?)_(is_)?not_(assigned|subscribed|linked)", "not_found"),
    (r"(?P<what>.+?)_(is_)?(already_\w+|exists?|not_unique|unique)", "exists"),
    (r"duplicate_(exist_)?(?P<what>.+)", "exists"),
    (r"(?P<what>.+?)_(access|permission)_(denied|error)", "rights"),
    (r"(access_)?denied_(?P<what>.+)", "rights"),
    (r"(?P<what>.+?)_(not_(allowed|owner|operator)|denied|rights|auth\w*_error)", "rights"),
    (r"(?P<what>auth\w*|scope)_error", "rights"),
    (r"(?P<what>.+?)_?(licen[cs]e|payment_failed)(_\w+)?", "plan"),
    (r"(?P<what>.+?)_(restricted|not_avail|not_supported)(_\w+)?", "plan"),
    (r"(?P<what>.+?)_(oversize|too_(large|long|many)|exceeded|reached)", "limit"),
    (r"(?P<what>.+?)_limit(_\w+)?|max_(?P<count>.+?)(_exceeded|_error)?", "limit"),
    (r"(?P<what>.+?)_(is_lock|contains_\w+|completed|disabled?|cannot_\w+)", "locked"),
    (r"(can_not|cannot|cant|unable)_(?P<what>.+)", "locked"),
    (r"(?P<what>is_system|inactive|canceled)", "locked"),
    (rf"({_WRONG})_(?P<what>.+)", "wrong"),
    (rf"(?P<what>.+?)_(is_)?({_WRONG})(_\w+)?", "wrong"),
    (rf"(?P<what>(.+_)?({_VERB}))_(error(_point)?|failed|failure|fail)", "failed"),
    (r"(?P<what>(add|update|delete|save)_.+|.+_(add|update|delete|apply|execution))", "failed"),
    (r"(?P<what>.+?)_(failed|failure|fail|restrict)", "failed"),
    (r"(?P<what>.+?)_(error|format|type|string|mode)(_\w+)?", "wrong"),
)
# Some modules answer with a sentence, of which documentation keeps the first word.
_WORD = r"[A-Z][a-z]+"


def form_of(code: str) -> tuple[str, str] | None:
    """Return the name of the form of `code` and the thing it speaks of; None where it has none."""
    short = code.lower()
    bare = re.sub(_ORIGIN, "", short)
    for pattern, name in _FORMS:
        found = re.fullmatch(pattern, bare)  # compiled by `re` only as far as it is needed
        if found:
            thing = next((part for part in found.groupdict().values() if part), bare)
            return name, thing.strip("_").upper()
    if re.fullmatch(_WORD, code):
        return "phrase", code
    return ("wrong", bare.upper()) if bare != short else None
