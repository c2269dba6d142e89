"""`--filter 'field>=value'`, `--select a,b`, `--order field:desc`: lists asked for in short.

Version 2 writes the operator before the field's name (`{">=ID": 10}`), version 3 between field and
value (`["id", ">=", 10]`: rest-v3.md). A whole JSON value goes as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from oint_b24.cli.call.typed import kinds_of, plain
from oint_b24.cli.tree import Option
from oint_b24.errors import UsageProblem
from oint_b24.rest.catalogue import Param, fields_of
from oint_b24.text import LANGUAGES, text as told_in
from oint_b24.values.read import listed, looks_json, parsed, structure

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method
    from oint_b24.values.source import Source

Path = tuple[str, ...]
METAVARS = {"filter": "FIELD>=VALUE", "select": "A,B", "order": "FIELD[:desc]"}
NAMES = tuple(METAVARS)
_CONDITION = re.compile(
    r"\s*(?P<field>[\w.]+)\s*"
    r"(?P<sign>:=|!=%|!%=|>=|<=|!=|!%|!@|=%|%=|==|=|>|<|%|@|!|(?<=\s)(?:in|between)(?=\s))\s*"
    r"(?P<value>.*)\Z",
    re.DOTALL | re.IGNORECASE,
)
_LISTS = ("@", "!@", "in", "between")
_V3 = {"@": "in", "==": "="}
_V3_SIGNS = ("=", "!=", ">", ">=", "<", "<=", "in", "between")


class Condition(NamedTuple):
    """One condition of a filter: `sign` as it was typed, the value as the field's type has it."""

    field: str
    sign: str
    value: Any


def options(*names: str) -> tuple[Option, ...]:
    """Return the shorthands as options of a command."""
    return tuple(
        Option(
            f"--{name}",
            {lang: told_in(f"call.option.{name}", lang) for lang in LANGUAGES},
            "many",
            metavar=METAVARS[name],
        )
        for name in names or NAMES
    )


def pairs_of(
    name: str, text: str, param: Param, method: Method | None, source: Source
) -> list[tuple[Path, Any]]:
    """Return where in the body the values of one `--filter`, `--select` or `--order` go.

    `name` says which of the three, `param` is the method's own. Raises UsageProblem.
    """
    if name == "select":
        return [((param.name, ""), one) for one in listed(text, source, _option(param))]
    if name == "order":
        return _order(text, param, method, source)
    if _is_triples(param, method):
        triples = _triples(text, param, method, source)
        return [((param.name, ""), one) for one in triples]
    entries = _entries(text, param, method, source)
    return [((param.name, key), value) for key, value in entries]


def _is_triples(param: Param, method: Method | None) -> bool:
    return method is not None and method.version == 3 and "object" not in kinds_of(param)


def _is_whole(text: str) -> bool:
    return text == "-" or text.startswith("@") or looks_json(text.strip())


def _entries(
    text: str, param: Param, method: Method | None, source: Source
) -> list[tuple[str, Any]]:
    """Return the keys and values of one `--filter` of version 2."""
    if _is_whole(text):
        whole = structure(text, source, _option(param))
        if not isinstance(whole, dict):
            raise UsageProblem("call.bad_filter", option=_option(param), value=text)
        return list(whole.items())
    name, sign, value = _condition(text, param, method)
    if sign == "between":
        return [(f">={name}", value[0]), (f"<={name}", value[1])]
    return [(_prefix(sign, param) + name, value)]


def _prefix(sign: str, param: Param) -> str:
    """Return how version 2 writes a sign.

    Equality is what a bare name means, and some fields are read by their bare names only
    (catalog's iblockId); `==` writes the sign out.
    """
    if sign in ("=", ":="):
        return ""
    if sign == "!=" and param.operators and "!=" not in param.operators and "!" in param.operators:
        return "!"
    return {"==": "=", "in": "@"}.get(sign, sign)


def _triples(text: str, param: Param, method: Method | None, source: Source) -> list[Any]:
    """Return the conditions of one `--filter` of version 3."""
    if _is_whole(text):
        whole = structure(text, source, _option(param))
        is_one = isinstance(whole, dict) or (whole and isinstance(whole[0], str))
        return [whole] if is_one else list(whole)
    name, sign, value = _condition(text, param, method)
    if sign == ":=":
        return [[name, "in" if isinstance(value, list) else "=", value]]
    sign = _V3.get(sign, sign)
    if sign not in _V3_SIGNS:
        told = {"value": sign, "choices": ", ".join(_V3_SIGNS)}
        raise UsageProblem("usage.choice", option=_option(param), **told)
    return [[name, sign, value]]


def _condition(text: str, param: Param, method: Method | None) -> Condition:
    found = _CONDITION.match(text)
    if found is None:
        raise UsageProblem("call.bad_filter", option=_option(param), value=text)
    name, sign, value = found["field"], found["sign"].casefold(), found["value"]
    if sign == ":=":
        return Condition(name, sign, parsed(value, _option(param)))
    field = _field(name, param, method)
    if sign not in _LISTS:
        return Condition(field.name, sign, plain(field, value, method))
    many = [plain(field, part.strip(), method) for part in value.split(",")]
    if sign == "between" and len(many) != 2:
        raise UsageProblem("call.bad_filter", option=_option(param), value=text)
    return Condition(field.name, sign, many)


def _field(name: str, param: Param, method: Method | None) -> Param:
    """Return the field of a list: in its documented spelling where that differs in case only."""
    known = fields_of(method, param) if method is not None else ()
    if method is not None and not known:
        select = method.param("select")
        known = fields_of(method, select) if select else ()
    folded = name.casefold()
    alike = [one for one in known if one.name.casefold() == folded]
    exact = next((one for one in alike if one.name == name), None)
    return exact or (alike[0] if len(alike) == 1 else Param(name))


def _order(
    text: str, param: Param, method: Method | None, source: Source
) -> list[tuple[Path, Any]]:
    if _is_whole(text):
        whole = structure(text, source, _option(param))
        if not isinstance(whole, dict):
            return [((param.name,), whole)]
        return [((param.name, key), value) for key, value in whole.items()]
    if kinds_of(param) == ["string"]:
        return _order_in_two(text, param, method)
    found: list[tuple[Path, Any]] = []
    for part in text.split(","):
        name, _, direction = part.strip().partition(":")
        field = _field(name.strip(), param, method)
        found.append(((param.name, field.name), _direction(direction, param)))
    return found


def _order_in_two(text: str, param: Param, method: Method | None) -> list[tuple[Path, Any]]:
    """Return field and direction where a method takes them apart (user/user-get.md)."""
    sort = method.param("sort") if method is not None else None
    name, colon, direction = text.partition(":")
    if sort is None or not colon:
        return [((param.name,), text)]
    return [((sort.name,), name.strip()), ((param.name,), _direction(direction, param))]


def _direction(word: str, param: Param) -> str:
    """Return a direction in the documented spelling. Raises UsageProblem."""
    wanted = word.strip().casefold() or "asc"
    spelled = [one for one in param.directions if one.casefold() in ("asc", "desc")]
    known = {one.casefold(): one for one in spelled} or {"asc": "ASC", "desc": "DESC"}
    if wanted not in known:
        told = {"value": word, "choices": ", ".join(known.values())}
        raise UsageProblem("usage.choice", option=_option(param), **told)
    return known[wanted]


def _option(param: Param) -> str:
    return f"--{param.name}"
