"""Public links: an address of its own for whoever knows it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from oint_b24.sandbox.families.disk import rights, tree
from oint_b24.sandbox.families.disk.content import OBJECT

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"


def link_of(call: Call, number: int) -> str:
    """Return the public link of the object, the same one every time. Refuses ACCESS_DENIED."""
    rights.require(call, number, rights.READ)
    item = tree.get_object(call.store, number) or {}
    if not item["LINK"]:
        item["LINK"] = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        call.store.put(OBJECT, number, item)
    return f"{call.portal.base}/~{item['LINK']}"
