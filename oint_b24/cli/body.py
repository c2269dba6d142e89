"""A request's body from words: KEY=text, KEY:=json, KEY@file, brackets, --PARAM value."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem
from oint_b24.names import fold, nearest
from oint_b24.values.read import listed, parsed, structure, switch

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method, Param
    from oint_b24.values.source import Source

Path = tuple[str, ...]
_SIGN = re.compile(r":=|=|@")
# More digits than these are a text: no id has them, and JSON readers would round them.
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def catalogued(words: list[str], method: Method | None, source: Source) -> list[tuple[Path, Any]]:
    """Return (path, value) pairs of the words after the method.

    Raises UsageProblem for a word that is neither a pair nor a parameter the catalogue knows.
    """
    pairs: list[tuple[Path, Any]] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            pairs.append(pair(word, source))
            continue
        name, has_value, value = word.partition("=")
        param = _param(name, method)
        if not has_value:
            if not rest:
                raise UsageProblem("usage.no_value", option=name)
            value = rest.pop(0)
        pairs.append(((param.name,), typed(param, value, source)))
    return pairs


def _param(option: str, method: Method | None) -> Param:
    known = {fold(p.name): p for p in method.params} if method else {}
    param = known.get(fold(option))
    if param is None:
        near = nearest(option.lstrip("-"), [p.name for p in known.values()])
        key = "usage.no_option_near" if near else "usage.no_option"
        shown = ", ".join(f"--{name}" for name in near)
        name = method.name if method else "call"
        raise UsageProblem(
            key, option=option, near=shown, command=f"oint call {name}", remedy="call.option.remedy"
        )
    return param


def typed(param: Param, value: str, source: Source) -> Any:
    """Return a text as the catalogue types the parameter. Raises UsageProblem."""
    kind, option = (param.type or "").lower(), f"--{param.name}"
    if "[]" in kind or kind == "array":
        return listed(value, source, option)
    if kind == "object":
        return structure(value, source, option)
    text = source.text(value, option)
    if kind in ("integer", "int") and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "boolean" and text.lower() in ("true", "false"):
        return switch(text, option)
    return text


def pair(word: str, source: Source) -> tuple[Path, Any]:
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
        return path(name), _file(value, source, name)
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


def _file(value: str, source: Source, name: str) -> str:
    raw = source.stdin(name) if value == "-" else source.file(value, name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # JSON carries text only, and the platform takes files as base64.
        return base64.b64encode(raw).decode("ascii")


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
        at = len(node) if head == "" else int(head) if _INTEGER.fullmatch(head) else -1
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
