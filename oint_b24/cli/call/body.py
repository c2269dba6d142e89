"""A request's body from words: KEY=text, KEY:=json, KEY@file, brackets, --PARAM value."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from oint_b24.cli.call.shorthand import NAMES, pairs_of
from oint_b24.cli.call.typed import (
    INTEGER,
    file_name,
    is_switch,
    is_switch_word,
    kinds_of,
    typed,
    yes,
)
from oint_b24.errors import UsageProblem
from oint_b24.names import fold, nearest
from oint_b24.rest.catalogue import Param, fields_of
from oint_b24.rest.file_forms import file_form, held
from oint_b24.values.read import parsed, structure

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method
    from oint_b24.values.source import Source

Path = tuple[str, ...]
_SIGN = re.compile(r":=|=|@")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def catalogued(words: list[str], method: Method | None, source: Source) -> list[tuple[Path, Any]]:
    """Return (path, value) pairs of the words after the method.

    Raises UsageProblem for a word that is neither a pair nor a parameter the catalogue knows.
    """
    pairs: list[tuple[Path, Any]] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word.startswith("--"):
            _add(pairs, _optioned(word, rest, method, source))
        else:
            pairs.append(pair(word, source, method))
    return pairs


def _optioned(
    word: str, rest: list[str], method: Method | None, source: Source
) -> list[tuple[Path, Any]]:
    """Return what one `--NAME value` or `--NAME=value` means; the value is taken from `rest`."""
    option, has_value, value = word.partition("=")
    short, param = _param(option, method)
    if not has_value:
        if is_switch(param) and not (rest and is_switch_word(rest[0])):
            return [((param.name,), yes(param))]
        if not rest:
            raise UsageProblem("usage.no_value", option=option)
        value = rest.pop(0)
    if short:
        return pairs_of(short, value, param, method, source)
    return [((param.name,), typed(param, value, source, method))]


def _add(pairs: list[tuple[Path, Any]], more: list[tuple[Path, Any]]) -> None:
    """Add the pairs of one option: a list given twice grows, a condition given twice clashes."""
    for where, value in more:
        before = next((old for path_, old in pairs if path_ == where), None)
        if where[-1] == "" or before is None:
            pairs.append((where, value))
        elif len(where) > 1:
            raise UsageProblem("call.filter_twice", option=f"--{where[0]}", name=where[-1])
        elif isinstance(before, list) and isinstance(value, list):
            before.extend(value)
        else:
            pairs.append((where, value))


def _param(option: str, method: Method | None) -> tuple[str, Param]:
    """Return the parameter an option names, and which of the shorthands it is, if any."""
    name = option.removeprefix("--")
    wanted = name.casefold()
    short = wanted if wanted in NAMES else ""
    param = parameter(name, method)
    if param is None and short and method is None:
        param = Param(wanted)
    if param is None and short == "order" and method is not None:
        sort = method.param("sort")
        param = sort if sort is not None and kinds_of(sort) == ["object"] else None
    if param is None:
        raise _unknown(option, method)
    return short, param


def parameter(name: str, method: Method | None) -> Param | None:
    """Return the parameter `name` of `method`, its separators and case forgiven."""
    if method is None:
        return None
    exact = method.param(name)
    folded = fold(name)
    return exact or next((p for p in method.params if fold(p.name) == folded), None)


def _unknown(option: str, method: Method | None) -> UsageProblem:
    near = nearest(option.lstrip("-"), [p.name for p in method.params] if method else ())
    return UsageProblem(
        "usage.no_option_near" if near else "usage.no_option",
        option=option,
        near=", ".join(f"--{name}" for name in near),
        command=f"oint call {method.name if method else 'call'}",
        remedy="call.option.remedy",
    )


def pair(word: str, source: Source, method: Method | None = None) -> tuple[Path, Any]:
    """Read one KEY=text, KEY:=json or KEY@file. Raises UsageProblem."""
    at = _sign(word)
    if at is None:
        raise UsageProblem("call.pair", word=word)
    name, sign, value = word[: at[0]], word[at[0] : at[1]], word[at[1] :]
    if sign == ":=":
        whole = value == "-" or value.startswith("@")
        read = structure(value, source, name) if whole else parsed(value, name)
        return path(name), read
    if sign == "@":
        where = path(name)
        return where, _file(value, source, where, method)
    return path(name), value


def _sign(word: str) -> tuple[int, int] | None:
    """Return where the sign between name and value is: the first one outside brackets."""
    depth = 0
    for place, char in enumerate(word):
        depth += (char == "[") - (char == "]")
        found = _SIGN.match(word, place) if depth == 0 else None
        if found and place > 0:
            return found.span()
    return None


def _file(value: str, source: Source, where: Path, method: Method | None) -> Any:
    """Return a file: in its documented form where a parameter is one, else its text."""
    name = _shown(where)
    raw = source.stdin(name) if value == "-" else source.file(value, name)
    param = _at(where, method)
    form = file_form(method, param) if method is not None and param is not None else None
    if form is not None:
        is_item = where[-1] == "" or where[-1].isdecimal()
        return held(form, file_name(value), raw, in_list=is_item)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # JSON carries text only, and the platform takes files as base64.
        return base64.b64encode(raw).decode("ascii")


def _at(where: Path, method: Method | None) -> Param | None:
    """Return the documented parameter or field that a path leads to; indexes lead nowhere."""
    if method is None:
        return None
    head, *tail = [part for part in where if part and not part.isdecimal()]
    param = method.param(head)
    for name in tail:
        inner = fields_of(method, param) if param is not None else ()
        param = next((one for one in inner if one.name == name), None)
    return param


def path(name: str) -> Path:
    """Split `fields[PHONE][0][VALUE]` into its parts; `[]` is an empty part."""
    head, bracket, _ = name.partition("[")
    inner = _BRACKETS.findall(name)
    if not head or (bracket and head + "".join(f"[{p}]" for p in inner) != name):
        raise UsageProblem("call.brackets", name=name)
    return (head, *inner)


def assignments(body: dict[str, Any], pairs: list[tuple[Path, Any]]) -> dict[str, Any]:
    """Return `body` with the pairs put in; later ones win. Raises UsageProblem on a clash."""
    for where, value in pairs:
        _put(body, where, value, where)
    return body


def _put(node: Any, where: Path, value: Any, whole: Path) -> None:
    head, *tail = where
    if isinstance(node, list):
        at = len(node) if head == "" else int(head) if INTEGER.fullmatch(head) else -1
        if not 0 <= at <= len(node):
            raise UsageProblem("call.brackets", name=_shown(whole))
        if at == len(node):
            node.append(None)
        key: Any = at
    elif isinstance(node, dict):
        key = head
    else:
        raise UsageProblem("call.clash", name=_shown(whole))
    if not tail:
        node[key] = value
        return
    inner = node[key] if isinstance(node, list) else node.get(key)
    if inner is None:
        inner = [] if tail[0] in ("", "0") else {}
        node[key] = inner
    _put(inner, tuple(tail), value, whole)


def _shown(where: Path) -> str:
    return where[0] + "".join(f"[{part}]" for part in where[1:])
