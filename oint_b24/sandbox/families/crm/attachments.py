"""Files of comments and activities: they lie on the disk, in a folder storages do not show.

The platform saves what comes with a comment to the disk (files/how-to-update-files.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm.uploads import Held, many
from oint_b24.sandbox.families.disk import rights, tree

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FOLDER = "crm"


def keep(call: Call, given: Any, before: list[int] | None = None) -> list[int]:
    """Save the files a parameter carries and return their disk ids, kept ones among them."""
    found = []
    for sent in many(given):
        if isinstance(sent, Held):
            if sent.id in (before or []) and not sent.is_removed:
                found.append(sent.id)
            continue
        moment, folder = call.portal.moment(), _folder(call)
        number = tree.create_file(
            call.store, folder, sent.name, sent.content, call.user, moment, unique=True
        )
        found.append(number)
    return found


def _folder(call: Call) -> int:
    for number, item in call.store.all("disk_object", NAME=_FOLDER, PARENT_ID=tree.CHATS_ROOT):
        if item["TYPE"] == "folder":
            return number
    made = tree.create_folder(call.store, tree.CHATS_ROOT, _FOLDER, call.user, call.portal.moment())
    rights.grant(call.store, made, "*", rights.READ)
    return made


def files(call: Call, numbers: list[int]) -> list[tuple[int, dict[str, Any]]]:
    """Return the files that are still there."""
    found = ((number, tree.get_object(call.store, number)) for number in numbers)
    return [(number, item) for number, item in found if item and not tree.is_deleted(item)]
