"""A ready command line for a method: what it requires, filled with values of the right kind."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.rest.catalogue import fields_of
from oint_b24.rest.sample_values import is_settled, kind_of, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.catalogue import Method, Param

Path = tuple[str, ...]
_DEEPEST = 3
_PLAIN = frozenset("_@%+=:,./-")  # beside letters and digits, what no shell reads as its own
# Documented as arrays, meant as PHP's arrays with keys.
_KEYED = frozenset({"fields", "field", "params", "data", "properties", "settings", "options"})
_SEARCHED = frozenset({"find", "search_text", "query"})


def command_line(method: Method, lang: str) -> str:
    """Return `oint call …` with what `method` requires, quoted for a shell."""
    version = ["--v3"] if method.version == 3 else []
    words = (_word(path, value) for path, value in pairs(method, lang))
    return " ".join(["oint", "call", method.name, *version, *words])


def pairs(method: Method, lang: str) -> list[tuple[Path, Any]]:
    """Return paths and values of what `method` requires.

    Of parameters that stand for one another the first is taken. Where the documentation requires
    less than a call needs to do anything, what it is about is added: the fields to change, the
    object to read, the words to search for.
    """
    named: set[str] = set()
    found: list[tuple[Path, Any]] = []
    for param in (*filter(partial(_is_needed, method), method.params), *_useful(method)):
        if param.name not in named and not named.intersection(param.required_unless):
            named.add(param.name)
            found += _filled(method, param, tuple(param.name.split(".")), lang)
    return [
        (path, given)
        for path, given in found
        # `fields` itself where `fields.TITLE` is required too
        if given != {} or not any(other[: len(path)] == path != other for other, _ in found)
    ]


def _is_needed(method: Method, param: Param) -> bool:
    is_told = param.required or param.required_for == "webhook" or bool(param.required_unless)
    return is_told or is_settled(method, param)


def _useful(method: Method) -> Iterator[Param]:
    """Yield what a call would be about, where nothing or only an id is required."""
    needed = [param for param in method.params if _is_needed(method, param)]
    last = method.name.rpartition(".")[2].casefold()
    changed = [p for p in method.params if p.name.casefold() in ("fields", "data", "rows")]
    if last in ("update", "add", "set") and changed and len(needed) < 2:
        if not needed and last == "update":
            yield from (p for p in method.params[:1] if p.name.casefold() in ("id", "code"))
        yield changed[0]
    elif needed:
        return
    elif method.effect != "read":
        yield from method.params[:1]
    elif last == "get" and not method.pagination:
        yield from (p for p in method.params[:1] if p.name.casefold().endswith("id"))
    else:
        yield from (p for p in method.params if p.name.casefold() in _SEARCHED)


def _filled(method: Method, param: Param, path: Path, lang: str) -> Iterator[tuple[Path, Any]]:
    kind = kind_of(param)
    is_list = kind == "array" or kind.endswith("[]")
    inner = _inner(method, param) if kind == "object" or is_list else []
    is_keyed = param.name.casefold() in _KEYED and not kind.endswith("[]")
    if not inner or len(path) > _DEEPEST or is_settled(method, param, exactly=False):
        given = value(method, param, lang)
        yield path, {"NAME": given[0]} if is_list and is_keyed and param.fields_from else given
        return
    if is_list and not is_keyed:
        path = (*path, "0")
    for child in inner:
        yield from _filled(method, child, (*path, child.name), lang)


def _inner(method: Method, param: Param) -> list[Param]:
    """Return the fields of an object worth giving: the required ones, else the first."""
    fields = [field for field in fields_of(method, param) if not field.pattern]
    wanted = [f for f in fields if f.required or f.required_for]
    if wanted:
        return wanted
    if param.operators or param.directions or param.fields_from:
        return []
    return [f for f in fields if f.name in param.keys] or fields[:1]


def _word(path: Path, given: Any) -> str:
    name = path[0] + "".join(f"[{part}]" for part in path[1:])
    is_text = isinstance(given, str)
    word = f"{name}={given}" if is_text else f"{name}:={_json(given)}"
    is_plain = all(char.isalnum() or char in _PLAIN for char in word)
    if is_plain:
        return word
    import shlex

    return shlex.quote(word)


def _json(given: Any) -> str:
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"))
