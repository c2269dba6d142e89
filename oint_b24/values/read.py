"""Texts to values: JSON, lists, booleans, dates, binary; each names its option when it fails."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem
from oint_b24.values.relaxed import NotJson, loads
from oint_b24.values.source import decoded, is_address

if TYPE_CHECKING:
    from oint_b24.values.source import Source

_YES = frozenset({"true", "1", "y", "yes", "да", "истина", "д"})
_NO = frozenset({"false", "0", "n", "no", "нет", "ложь", "н"})
_ESCAPED = re.compile(r"\\([nrfv])")
_CURLY = tuple("“”„‟«»‘’‚")
_CONTROL = {"n": "\n", "r": "\r", "f": "\f", "v": "\v"}


def plain(value: str, source: Source, option: str) -> str:
    r"""Return a plain text; `\n \r \f \v` typed in it become what they name, as OPI does."""
    if value.startswith("@") or value == "-":
        return source.text(value, option)
    return _ESCAPED.sub(lambda found: _CONTROL[found[1]], value)


def parsed(text: str, option: str, file: str = "") -> Any:
    """Read JSON (single quotes accepted). Raises UsageProblem with the place.

    `file` is where the text was found, if not on the command line.
    """
    where = f" ({file})" if file else ""
    try:
        return loads(text)
    except NotJson as error:
        if not text.strip():
            raise UsageProblem("value.empty_json", option=option, where=where) from None
        line = text.split("\n")[error.line - 1]
        shown, column = _excerpt(line, error.column)
        raise UsageProblem(
            "value.bad_json",
            remedy=_remedy(error.why, text, line[: error.column]),
            option=option,
            where=where,
            line=error.line,
            column=error.column,
            why=error.why,
            excerpt=shown,
            pointer=" " * column + "^",
        ) from None


def _remedy(why: str, text: str, read: str) -> str | None:
    """Return what spoilt JSON on its way here, as the key of a message, where it can be seen.

    `read` is the line up to and with the character that does not fit.
    """
    if read[-1:] in _CURLY:
        return "value.bad_json.curly"
    is_word = read[-1:].isalpha()
    if is_word and why in ("json.key", "json.value") and "'" not in text and '"' not in text:
        return "value.bad_json.eaten" if looks_json(text.strip()) else None
    if is_word and why == "json.comma" and read[-2:-1] == "'":
        return "value.bad_json.apostrophe"
    return None


def _excerpt(line: str, column: int, around: int = 24) -> tuple[str, int]:
    """Return the part of `line` about `column` and where the place stands in it (from 0)."""
    start = max(column - 1 - around, 0)
    part = line[start : column - 1 + around]
    lead, tail = ("…" if start else ""), ("…" if column - 1 + around < len(line) else "")
    shown = "".join(c if c.isprintable() else " " for c in f"{lead}{part}{tail}")
    return shown, len(lead) + column - 1 - start


def structure(value: str, source: Source, option: str) -> Any:
    """Return a JSON value given inline, as `@file`, `-`, the path of a file or an address.

    Raises UsageProblem.
    """
    if value == "-" or value.startswith("@"):
        file = "stdin" if value == "-" else value[1:] if value[1:2] != "@" else ""
        return parsed(source.text(value, option), option, file)
    text = value.strip()
    if looks_json(text):
        return parsed(text, option)
    if source.is_file(value):
        return parsed(decoded(source.file(value, option), option), option, value)
    if is_address(text):
        return parsed(decoded(source.download(text), option), option)
    if text.lower().endswith(".json"):
        source.file(value, option)
    return parsed(text, option)


def _looks_path(text: str, source: Source) -> bool:
    """Say whether a plain text means a file: a bare word like 10 or UA may only be called so."""
    has_folder = "/" in text or "\\" in text
    return text.lower().endswith(".json") or (has_folder and source.is_file(text))


def looks_json(text: str) -> bool:
    """Say whether `text` means to be a JSON object, array or text."""
    return text[:1] in ("{", "[", '"', "'")


def entity(value: str, source: Source, option: str) -> dict[str, Any]:
    """Return a JSON object. Raises UsageProblem for anything else."""
    found = structure(value, source, option)
    if not isinstance(found, dict):
        raise UsageProblem("value.not_object", option=option, why=f"json.kind_{kind_of(found)}")
    return found


def listed(value: str, source: Source, option: str) -> list[Any]:
    """Return a list: a JSON array, one JSON object, or plain texts between commas.

    Plain texts stay texts ("10", not 10), as OPI sends them. Raises UsageProblem.
    """
    text = value.strip()
    is_reference = value == "-" or value.startswith("@")
    if is_reference or looks_json(text) or is_address(text) or _looks_path(text, source):
        found = structure(value, source, option)
        return found if isinstance(found, list) else [found]
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def kind_of(value: Any) -> str:
    """Return the JSON name of a value's kind."""
    if value is None:
        return "null"
    kinds = {bool: "boolean", int: "number", float: "number", str: "string", list: "array"}
    return kinds.get(type(value), "object")


def switch(value: str, option: str) -> bool:
    """Return a boolean given in words of either language. Raises UsageProblem."""
    word = value.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UsageProblem("value.bad_bool", option=option, value=value)


def moment(value: str, option: str) -> str:
    """Return an ISO date and time as `yyyy-MM-ddTHH:mm:ss`, its zone dropped, as OPI sends it.

    Raises UsageProblem.
    """
    from datetime import datetime

    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        raise UsageProblem("value.bad_date", option=option, value=value) from None
    return found.replace(tzinfo=None).isoformat(timespec="seconds")


def binary(value: str, source: Source, option: str) -> bytes:
    """Return bytes given as the path of a file, an address, base64, `@file` or `-`.

    Raises UsageProblem.
    """
    if value == "-":
        return source.stdin(option)
    if value.startswith("@") and len(value) > 1:
        return source.file(value[1:], option)
    if source.is_file(value):
        return source.file(value, option)
    if is_address(value):
        return source.download(value)
    return _from_base64(value, option)


def _from_base64(value: str, option: str) -> bytes:
    text = "".join(value.split())
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not found:
        shown = value if len(value) <= 60 else value[:57] + "…"
        raise UsageProblem("value.no_binary", option=option, value=shown)
    return found
