"""Lists that are paged by OFFSET and LIMIT instead of `start` (chats/search/index.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call

_DEFAULT, _MOST = 10, 50


def offset_page(call: Call, rows: list[Any], show: Callable[[list[Any]], Any]) -> Page:
    """Answer the asked part of `rows`, put into its final form by `show`."""
    offset = max(call.integer("OFFSET", 0) or 0, 0)
    limit = call.integer("LIMIT", _DEFAULT) or _DEFAULT
    after = offset + min(max(limit, 1), _MOST)
    shown = show(rows[offset:after])
    return Page(shown, total=len(rows), next=after if after < len(rows) else None)
