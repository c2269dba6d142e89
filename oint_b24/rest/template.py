"""A skeleton of a method's body: what is required filled in, the rest as hints in its place.

A hint is a text such as `<integer>` or `<string: OPEN, CHAT>`. A body that is sent with hints
still in it loses them first, so that an untouched skeleton is the smallest call.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from oint_b24.rest.catalogue import fields_of
from oint_b24.rest.sample import pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.catalogue import Method, Param

_DEEPEST = 3
_FEW = 3  # fields shown of those a list can be filtered by; all: `oint method NAME`
_VALUES = 12
_GONE = object()


def skeleton(method: Method, lang: str) -> dict[str, Any]:
    """Return a body of `method`: sendable values for what it requires, then hints."""
    body = _required(method, lang)
    for param in method.params:
        if not param.pattern:
            _complete(method, param, body, 1)
    return body


def without_hints(body: Any, method: Method, lang: str) -> Any:
    """Return `body` without the hints that its skeleton had, and without what they leave empty.

    A required object stays, be it empty.
    """
    if not isinstance(body, dict) or not any(_is_hint(text) for text in _texts(body)):
        return body
    hints = {text for text in _texts(skeleton(method, lang)) if _is_hint(text)}
    required = {param.name for param in method.params if param.required}
    cleared = {key: _cleared(one, hints) for key, one in body.items()}
    left = {k: {} if v is _GONE and k in required else v for k, v in cleared.items()}
    return {key: one for key, one in left.items() if one is not _GONE}


def _required(method: Method, lang: str) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for path, value in pairs(method, lang):
        node: Any = body
        for part, below in pairwise(path):
            empty: Any = [] if below == "0" else {}
            if isinstance(node, list):
                node.append(empty)
                node = empty
            else:
                node = node.setdefault(part, empty)
        if isinstance(node, list):
            node.append(value)
        else:
            node[path[-1]] = value
    return body


def _complete(method: Method, param: Param, node: dict[str, Any], level: int) -> None:
    """Put hints for `param`, and for what is missing inside it, into `node`."""
    inner = [one for one in fields_of(method, param) if not one.pattern]
    folded = param.name.casefold()
    if param.name not in node:
        listed = {"filter": _filter, "select": _select, "order": _order}.get(folded)
        if listed is not None:
            node[param.name] = listed(param, inner, method.version)
            return
        node[param.name] = _hint(param) if not inner or level >= _DEEPEST else _holder(param)
    below = node[param.name]
    if isinstance(below, list) and len(below) == 1:
        below = below[0]
    if isinstance(below, dict) and level < _DEEPEST and not param.operators:
        for child in inner:
            _complete(method, child, below, level + 1)


def _holder(param: Param) -> Any:
    """Return an empty object, in a list where the type is a list of objects."""
    return [{}] if (param.type or "").endswith("[]") else {}


def _filter(param: Param, inner: list[Param], version: int) -> Any:
    if version == 3 and param.type != "object":
        return ["<[field, operator, value]>"]
    return {one.name: _hint(one) for one in inner[:_FEW]} or "<object>"


def _select(param: Param, inner: list[Param], version: int) -> Any:
    del param, version
    return [f"<{one.name}>" for one in inner[:_FEW]] or ["<field>"]


def _order(param: Param, inner: list[Param], version: int) -> Any:
    del version
    if param.type == "string":
        return _hint(param)
    directions = ", ".join(param.directions) or "ASC, DESC"
    return {one.name: f"<{directions}>" for one in inner[:1]} or "<object>"


def _hint(param: Param) -> Any:
    told = param.type or "any"
    if param.enum:
        dots = ", …" if len(param.enum) > _VALUES else ""
        told += f": {', '.join(param.enum[:_VALUES])}{dots}"
    if param.default is not None:
        told += f" = {param.default}"
    return f"<{told}>"


def _is_hint(text: str) -> bool:
    return text.startswith("<") and text.endswith(">")


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, (dict, list)):
        for one in node.values() if isinstance(node, dict) else node:
            yield from _texts(one)


def _cleared(node: Any, hints: set[str]) -> Any:
    """Return `node` without hints; `_GONE` for a hint, and for what held nothing else."""
    if isinstance(node, str):
        return _GONE if node in hints else node
    if isinstance(node, dict) and node:
        kept = {key: _cleared(one, hints) for key, one in node.items()}
        return {k: v for k, v in kept.items() if v is not _GONE} or _GONE
    if isinstance(node, list) and node:
        return [one for one in (_cleared(one, hints) for one in node) if one is not _GONE] or _GONE
    return node
