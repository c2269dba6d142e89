"""What folders list: children with filters, orders and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import listing
from oint_b24.sandbox.families.disk import rights
from oint_b24.sandbox.families.disk.content import OBJECT
from oint_b24.sandbox.families.disk.tree import ALIVE
from oint_b24.sandbox.families.disk.view import FOLDER_FIELDS, object_view
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

_TYPES = {"2": "folder", "3": "file"}  # the numbers behind the two words of TYPE


def children_page(call: Call, folder: int) -> Page:
    """Answer a page of what lies in `folder`; only what the acting user may read."""
    where = [Where("PARENT_ID", "=", folder), Where("DELETED_TYPE", "=", ALIVE)]
    if rights.level(call.store, call.user, folder) < rights.READ:
        visible = rights.readable_children(call.store, call.user, folder)
        where.append(Where("ID", "in", visible))
    call.params["filter"] = patterns(call.object("filter"))
    known = [name for name, _, filtered in FOLDER_FIELDS if filtered]
    return listing.page(
        call,
        OBJECT,
        lambda number, item: object_view(call, number, item),
        known=known,
        extra=where,
    )


def patterns(given: dict[str, Any]) -> dict[str, Any]:
    """Rewrite the disk's own patterns: in `=%NAME` and in a bare NAME the value carries `%`."""
    return dict(_pattern(key, value) for key, value in given.items())


def _pattern(key: str, value: Any) -> tuple[str, Any]:
    name, _ = listing.split_prefix(key)
    prefix = key.removesuffix(name)
    if name.upper() == "TYPE":
        return key, _TYPES.get(str(value), value)
    if prefix not in ("=%", "%=", "") or not isinstance(value, str):
        return key, value
    starts, ends, text = value.startswith("%"), value.endswith("%"), value.strip("%")
    if starts and ends:
        return f"%{name}", text
    if starts:
        return f"%={name}", text
    return (f"=%{name}" if ends else name), text
