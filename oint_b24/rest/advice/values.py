"""Judge one plain value: documented list, plain type, limits.

A documented list is a hint at most where portals extend it, and nothing where it holds examples.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.rest.advice.alike import closest
from oint_b24.rest.advice.finding import Advice, is_placeholder, is_reference, shown, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.advice.finding import Path
    from oint_b24.rest.catalogue import Param

_OBJECTS = {"object"}
_NUMBERS = {"integer", "double"}
_PLAIN = _NUMBERS | {"boolean", "char", "date", "datetime"}
_BOOLEAN = {"Y", "N", "1", "0", "true", "false"}  # data-types.md: usually Y and N, some take others
_DIRECTIONS = {"asc", "desc"}  # read in any case
_PLACE = re.compile(r"<[^>]*>|\{[^}]*\}|X{3,}|(?<=_)N\Z|(?<=_)\Z")
_NUMBER = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)?\s*\Z")
_FREE_TEXT = {"title", "text", "markdown", "description", "comment", "message", "subject", "body"}
_LISTED = 12  # values shown of a long list


def value_advice(param: Param, value: Any, path: Path, *, in_filter: bool = False) -> list[Advice]:
    """Return what looks wrong with `value` of `param`, which stands at `path`.

    In a filter several values may stand for one, and a part for the whole.
    """
    if value is None or value == "" or is_reference(value):
        return []
    found = [] if in_filter else list(_typed(param, value, path))
    if not found and param.enum:
        values = value if isinstance(value, list) else [value]
        found = [advice for one in values if (advice := _listed(param, one, path)) is not None]
        found = found if _is_a_list_of_values(param) else []
    if found and is_placeholder(value):
        told = {"name": spelled(path), "value": value}
        return [Advice("advice.placeholder", told, is_hint=True)]
    return found or list(_limits(param, value, path))


def _typed(param: Param, value: Any, path: Path) -> Iterator[Advice]:
    """Tell of a text for an object, an object or a word for a number; nothing less certain."""
    types = set((param.type or "").split("|"))
    if isinstance(value, str) and types <= _OBJECTS:
        yield Advice("advice.object", {"name": spelled(path), "value": shown(value)})
    elif isinstance(value, dict) and types <= _PLAIN:
        yield Advice("advice.plain", {"name": spelled(path), "type": param.type})
    elif types <= _NUMBERS and not param.enum and _is_word(value):
        told = {"name": spelled(path), "value": shown(value)}
        yield Advice("advice.number", told, is_hint=True)  # some ids are words


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and not _NUMBER.match(value) and value not in _BOOLEAN


def _is_a_list_of_values(param: Param) -> bool:
    """Say whether the list names values, not examples or fields the text speaks of."""
    listed = sorted(param.enum, key=len)
    is_one_word = all(item.endswith("_" + listed[0]) for item in listed[1:])
    if param.type == "integer" and any(item.strip("-0123456789") for item in listed):
        return False
    names_itself = any("." in item and item.endswith(f".{param.name}") for item in listed)
    return not (is_one_word or names_itself or param.name.casefold() in _FREE_TEXT)


def _listed(param: Param, value: Any, path: Path) -> Advice | None:
    """Return advice where `value` is outside the documented list."""
    if isinstance(value, (dict, list)) or value is None or _fits(param, value):
        return None
    name, text = spelled(path), _text(value)
    told = {"name": name, "value": shown(text)}
    exact = next((item for item in param.enum if item.casefold() == text.casefold()), None)
    if exact is not None:
        return Advice("advice.value_case", {**told, "near": exact})
    is_open = _is_open(param, text)
    near = closest(text, [item for item in param.enum if not _PLACE.search(item)])
    if near is not None:
        is_other_spelling = near.replace("_", "").casefold() == text.casefold()
        is_hint = is_open or is_other_spelling
        return Advice("advice.value_near", {**told, "near": near}, is_hint=is_hint)
    listed = ", ".join(item or "''" for item in param.enum[:_LISTED])
    dots = ", …" if len(param.enum) > _LISTED else ""
    return Advice("advice.value", {**told, "list": listed + dots}, is_hint=is_open)


def _is_open(param: Param, text: str) -> bool:
    """Say whether a value outside the list may be right.

    Portals have statuses of their own, yes and no are spelled in three ways, and of a parameter
    that several types of a field share the list is told for one.
    """
    if set(param.enum) <= _BOOLEAN:
        return text.casefold() in _BOOLEAN
    return param.type == "crm_status" or len(param.variants) > 1


def _fits(param: Param, value: Any) -> bool:
    text = _text(value)
    if text in param.enum or text == "" or is_reference(value):
        return True
    if "boolean" in (param.type or "") and text in _BOOLEAN:
        return True
    if text.casefold() in _DIRECTIONS >= {item.casefold() for item in param.enum}:
        return True
    if "," in text and all(part.strip() in param.enum for part in text.split(",")):
        return True
    return any(_matches(item, text) for item in param.enum)


def _matches(item: str, text: str) -> bool:
    """Say whether `text` has the form `item` shows: `U<id>`, `DYNAMIC_XXX`, `CO_`; or ends `.mp3`.

    The last for lists of file types.
    """
    if _PLACE.search(item):
        fixed = [re.escape(part) for part in _PLACE.split(item)]
        return re.fullmatch(".+".join(fixed), text, re.DOTALL) is not None
    return bool(item) and text.casefold().endswith(f".{item.casefold()}")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _limits(param: Param, value: Any, path: Path) -> Iterator[Advice]:
    """Tell of a number or a text that is longer than the documentation allows."""
    name = spelled(path)
    if isinstance(value, int) and not isinstance(value, bool):
        if param.max is not None and value > param.max:
            yield Advice("advice.max", {"name": name, "value": value, "max": param.max})
        if param.min is not None and value < param.min:
            yield Advice("advice.min", {"name": name, "value": value, "min": param.min})
    if isinstance(value, str) and param.max_len is not None and len(value) > param.max_len:
        yield Advice("advice.max_len", {"name": name, "count": len(value), "max": param.max_len})
