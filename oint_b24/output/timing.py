"""The one line after an answer: how long it took, how much there is, where it goes on."""

from __future__ import annotations

from oint_b24.output.printable import one_line
from oint_b24.text import text

_DOT = " · "
_EXACT_BELOW = 0.1  # seconds; under it two digits would say too little


def line(body: object, seconds: float | None, lang: str, verbose: int = 0) -> str:
    """Return the line for an envelope, or nothing where it tells none of these things.

    `seconds` is the duration measured here; without it the portal's own is told. `operating`
    is the time that counts against the method's limit (limits.md).
    """
    envelope = body if isinstance(body, dict) else {}
    clock = envelope.get("time")
    clock = clock if isinstance(clock, dict) else {}
    parts = [
        _seconds(
            "output.duration", _number(clock.get("duration")) if seconds is None else seconds, lang
        ),
        _seconds("output.processing", _number(clock.get("processing")), lang) if verbose else "",
        _seconds("output.operating", _number(clock.get("operating")), lang),
        _count(envelope.get("total"), lang),
        _next(envelope.get("next"), lang),
    ]
    return _DOT.join(part for part in parts if part)


def _number(value: object) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _seconds(key: str, value: float | None, lang: str) -> str:
    if value is None:
        return ""
    shown = f"{value:.{2 if value >= _EXACT_BELOW else 3}f}"
    return text(key, lang, value=shown if lang == "en" else shown.replace(".", ","))


def _count(value: object, lang: str) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return ""
    shown = f"{value:,}"
    return text("output.total", lang, value=shown if lang == "en" else shown.replace(",", "\u00a0"))


def _next(value: object, lang: str) -> str:
    if value in (None, "", False):
        return ""
    return text("output.next", lang, start=one_line(str(value)))
