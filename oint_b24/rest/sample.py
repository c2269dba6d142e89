"""A ready command line for a method: what it requires, filled with values of the right kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from oint_b24.rest.catalogue import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.catalogue import Method, Param

Path = tuple[str, ...]
_DEEPEST = 3
_PLAIN = frozenset("_@%+=:,./-")  # beside letters and digits, what no shell reads as its own
_ADDRESS = "https://example.com/hook"
_TEXT = {"ru": "текст", "en": "text"}
_BY_TYPE: dict[str, Any] = {
    "integer": 1,
    "int": 1,
    "double": 1.5,
    "float": 1.5,
    "boolean": True,
    "char": "Y",
    "date": "2026-01-31",
    "datetime": "2026-01-31T10:00:00+03:00",
    "file": ["file.txt", "dGVzdA=="],
    "crm_currency": "RUB",
    "crm_currency.currency": "RUB",
}
# What a parameter of this name takes says more than its type does.
_BY_NAME: dict[str, Any] = {
    "entitytypeid": 2,
    "dialog_id": "chat42",
    "dialogid": "chat42",
    "email": "user@example.com",
    "auth_type": 1,
    "cmd": "user.current",
    "users": 1,
    "responsible_id": 1,
    "created_by": 1,
    "user_id": 1,
}
# Documented as arrays, meant as PHP's arrays with keys.
_KEYED = frozenset({"fields", "field", "params", "data", "properties", "settings", "options"})
_NUMBERS = ("ID", "IDS", "Id", "Ids")
_TEXTS = frozenset({"string", "text", "char", "html", "any"})


def command_line(method: Method, lang: str) -> str:
    """Return `oint call …` with what `method` requires, quoted for a shell."""
    version = ["--v3"] if method.version == 3 else []
    words = (_word(path, value) for path, value in pairs(method, lang))
    return " ".join(["oint", "call", method.name, *version, *words])


def pairs(method: Method, lang: str) -> list[tuple[Path, Any]]:
    """Return paths and values of what `method` requires.

    Of parameters that stand for one another the first is taken. A method that changes something
    and requires nothing gets its first parameter: it does nothing without any.
    """
    named: set[str] = set()
    found: list[tuple[Path, Any]] = []
    for param in method.params:
        if _is_needed(param) and not named.intersection(param.required_unless):
            named.add(param.name)
            found += _filled(method, param, (param.name,), lang)
    if not found and method.effect != "read" and method.params:
        found += _filled(method, method.params[0], (method.params[0].name,), lang)
    return found


def _is_needed(param: Param) -> bool:
    return param.required or param.required_for == "webhook" or bool(param.required_unless)


def _filled(method: Method, param: Param, path: Path, lang: str) -> Iterator[tuple[Path, Any]]:
    kind = _kind(param)
    inner = _inner(method, param) if kind in ("object", "array") else []
    if kind == "array" and inner and param.name.casefold() not in _KEYED:
        path = (*path, "0")
    if not inner or len(path) > _DEEPEST:
        yield path, value(param, lang)
        return
    for child in inner:
        yield from _filled(method, child, (*path, child.name), lang)


def _inner(method: Method, param: Param) -> list[Param]:
    """Return the fields of an object worth giving: the required ones, else the first."""
    if param.operators or param.directions or param.fields_from:
        return []
    fields = [field for field in fields_of(method, param) if not field.pattern]
    wanted = [f for f in fields if f.required]
    return wanted or [f for f in fields if f.name in param.keys] or fields[:1]


def value(param: Param, lang: str) -> Any:
    """Return a value `param` would take: a documented one, else one of its kind."""
    listed = [v for v in param.enum if "<" not in v]
    kind = _kind(param)
    scalar = _scalar(param, kind.removesuffix("[]"), listed, lang)
    if kind == "array" or kind.endswith("[]"):
        return [scalar]
    return scalar


def _scalar(param: Param, kind: str, listed: list[str], lang: str) -> Any:
    if listed:
        return int(listed[0]) if kind == "integer" and listed[0].isdecimal() else listed[0]
    if param.name.casefold() in _BY_NAME:
        return _BY_NAME[param.name.casefold()]
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind == "object":
        return {}
    if kind == "array" and param.name.endswith(_NUMBERS):
        return 1
    if kind in _TEXTS or kind == "array" or not kind:
        return _ADDRESS if _is_address(param.name) else _TEXT[lang]
    # The rest are names of the platform's own types: `user`, `crm_company`, `sale_order.id`.
    return 1 if not kind.endswith((".code", ".symbol", ".lid")) else _TEXT[lang]


def _is_address(name: str) -> bool:
    folded = name.casefold()
    return "url" in folded or folded.endswith("handler")


def _kind(param: Param) -> str:
    """Return the first of the types a parameter may have, in lower case."""
    first = (param.type or "").split("|")[0].strip().casefold()
    return "array" if first == "object[]" else first


def _word(path: Path, given: Any) -> str:
    name = path[0] + "".join(f"[{part}]" for part in path[1:])
    is_text = isinstance(given, str)
    word = f"{name}={given}" if is_text else f"{name}:={json.dumps(given, ensure_ascii=False)}"
    is_plain = all(char.isalnum() or char in _PLAIN for char in word)
    if is_plain:
        return word
    import shlex

    return shlex.quote(word)
