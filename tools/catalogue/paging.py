"""Tell how a list comes in pages, by the names of its parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.catalogue.parameter import Parameter
    from tools.catalogue.request import Request

_PAIRS = (("limit", "offset"), ("limit", "last_id"), ("page", "limit"), ("page", "pagesize"))
_SINGLE = (
    "offset",
    "navparams",
    "nav_params",
    "nparams",
    "aftercursor",
    "cursor",
    "last_id",
    "lastid",
    "first_id",
    "page",
    "limit",
)


def pagination(request: Request) -> str | None:
    """Return `start`, `limit+offset`, `pagination{page,limit,offset}`, ..., or None."""
    names = {one.name.lower() for one in request.params}
    if "pagination" in names:
        return f"pagination{{{','.join(_page_keys(request))}}}"
    for path, inner in request.nested.items():
        if path.lower() == "params" and {"limit", "offset"} <= _folded(inner):
            return f"{path}.limit+offset"
    if "start" in names:
        return "start"
    for first, second in _PAIRS:
        if first in names and second in names:
            return f"{first}+{second}"
    single = next((name for name in _SINGLE if name in names), None)
    return single or ("nav" if _has_nav(request) else None)


def _page_keys(request: Request) -> list[str]:
    """Return the keys of the `pagination` object (rest-v3.md tells the usual ones)."""
    listed = [one.name for one in request.nested.get("pagination", ())]
    for one in request.params:
        keys = one.facts.get("keys")
        if not listed and one.name == "pagination" and isinstance(keys, list):
            listed = keys
    return listed or ["page", "limit", "offset"]


def _has_nav(request: Request) -> bool:
    """Say whether a nested object is Bitrix's classic NAV_PARAMS (tasks, task.items.getlist)."""
    return any(
        "navparams" in _letters(path) or "pagesize" in {_letters(one.name) for one in inner}
        for path, inner in request.nested.items()
    )


def _folded(params: list[Parameter]) -> set[str]:
    return {one.name.lower() for one in params}


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
