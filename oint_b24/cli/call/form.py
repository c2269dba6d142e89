"""Form data to parameters: names with brackets become objects and lists, as PHP reads them.

data-encoding.md: `fields[PHONE][0][VALUE]=…`, `USERS[]=…`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the parameters that the (name, text) `pairs` of a form or a query string mean."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head, *inner = _path(name)
        node, key = tree, head
        for part in inner:
            below = node.get(key)
            if not isinstance(below, dict):
                below = node[key] = {}
            node, key = below, part or str(len(below))
        node[key] = value
    return {key: _listed(value) for key, value in tree.items()}


def _path(name: str) -> list[str]:
    head, bracket, rest = name.partition("[")
    inner = _BRACKETS.findall(bracket + rest)
    is_whole = head and "".join(f"[{part}]" for part in inner) == bracket + rest
    return [head, *inner] if is_whole else [name]


def _listed(value: Any) -> Any:
    """Make a list of what is numbered from nought, at every level."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    is_list = list(inner) == [str(number) for number in range(len(inner))]
    return list(inner.values()) if is_list else inner
