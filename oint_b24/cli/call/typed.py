"""Texts of the command line to values, as the catalogue types the parameter they are for.

The catalogue advises, it never gates: a text that does not fit its type is sent as it is, and the
advice before sending says so.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from oint_b24.rest.file_forms import file_form, held
from oint_b24.values.read import binary, listed, looks_json, structure
from oint_b24.values.source import is_address

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method, Param
    from oint_b24.rest.file_forms import Form
    from oint_b24.values.source import Source

# More digits than these are a text: no id has them, and JSON readers would round them.
INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,6}")
_YES = frozenset({"true", "yes", "да", "истина"})
_NO = frozenset({"false", "no", "нет", "ложь"})
_MARKS = {"y": True, "n": False, "1": True, "0": False}
_LISTS = frozenset({"array"})
_WHOLE = frozenset({"integer", "int", "user"})
_REAL = frozenset({"double", "float"})


def typed(param: Param, value: str, source: Source, method: Method | None = None) -> Any:
    """Return the text `value` as the value of `param`. Raises UsageProblem."""
    option = f"--{param.name}"
    form = file_form(method, param) if method is not None else None
    if form is not None:
        found = _file(form, param, value, source)
        if found is not None:
            return found
    kinds = kinds_of(param)
    if (form or _takes_structure(kinds)) and looks_json(value.strip()):
        return structure(value, source, option)
    if kinds and all(kind.endswith("[]") or kind in _LISTS for kind in kinds):
        return [_item(kinds, one) for one in listed(value, source, option)]
    if kinds == ["object"]:
        return structure(value, source, option)
    if any(kind.endswith("[]") for kind in kinds) and "," in value:
        return [_item(kinds, one) for one in listed(value, source, option)]
    return plain(param, source.text(value, option), method)


def kinds_of(param: Param) -> list[str]:
    """Return the types a parameter may have, in lower case."""
    return [kind.strip() for kind in (param.type or "").casefold().split("|") if kind.strip()]


def _takes_structure(kinds: list[str]) -> bool:
    """Say whether JSON is meant as such: not where the type is a text only."""
    return not kinds or any(k in ("object", "array", "any") or k.endswith("[]") for k in kinds)


def _item(kinds: list[str], item: Any) -> Any:
    """Return an item of a list; JSON has typed it already, plain texts are typed here."""
    is_whole = any(kind in ("integer[]", "int[]") for kind in kinds)
    return int(item) if is_whole and isinstance(item, str) and INTEGER.fullmatch(item) else item


def plain(param: Param, text: str, method: Method | None = None) -> Any:
    """Return a text without structure as the type of `param` has it."""
    kinds = kinds_of(param)
    if is_switch(param):
        return _switched(param, text, strictly=method is not None and method.version == 3)
    if any(kind in _WHOLE or kind.endswith(".id") for kind in kinds) and INTEGER.fullmatch(text):
        return int(text)
    if _REAL.intersection(kinds) and (INTEGER.fullmatch(text) or _NUMBER.fullmatch(text)):
        return float(text) if "." in text else int(text)
    return text


def is_switch(param: Param) -> bool:
    """Say whether a parameter means yes or no, so that it may stand alone."""
    return kinds_of(param) == ["boolean"] or _is_yes_no(param)


def _is_yes_no(param: Param) -> bool:
    return set(param.enum) == {"Y", "N"}


def is_switch_word(text: str) -> bool:
    """Say whether `text` answers a switch."""
    word = text.strip().casefold()
    return word in _YES or word in _NO or word in _MARKS


def _switched(param: Param, text: str, *, strictly: bool) -> Any:
    """Return yes or no in the documented spelling.

    A plain boolean of version 2 is sent as typed where that is one of the platform's own marks
    (Y, N, 1, 0: data-types.md); version 3 reads JSON's booleans only.
    """
    word = text.strip().casefold()
    meant = word in _YES if word in _YES | _NO else None
    if meant is None and (strictly or _is_yes_no(param)):
        meant = _MARKS.get(word)
    if meant is None:
        return text
    return ("Y" if meant else "N") if _is_yes_no(param) else meant


def yes(param: Param) -> Any:
    """Return the value of a switch that stands alone."""
    return "Y" if _is_yes_no(param) else True


def _file(form: Form, param: Param, value: str, source: Source) -> Any:
    """Return a file in its documented form; None where the value is something else, as an id."""
    kinds = kinds_of(param)
    is_named = value == "-" or (value.startswith("@") and not value.startswith("@@"))
    if looks_json(value.strip()) or value == "":
        return None
    if not is_named and not source.is_file(value) and set(kinds) != {"file"}:
        return None
    has_name = is_named or source.is_file(value) or is_address(value)
    name = file_name(value) if has_name else "file"  # else it is base64
    return held(form, name, binary(value, source, f"--{param.name}"))


def file_name(value: str) -> str:
    """Return the name of the file that `value` refers to."""
    where = unquote(urlsplit(value).path) if is_address(value) else value.removeprefix("@")
    return PurePath(where).name.removeprefix("-") or "file"
