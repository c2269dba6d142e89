"""Files of the disk in tasks and comments: attaching by `n21`, what is shown of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import attached, rights, tree

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

TASK, COMMENT = "tasks_task", "forum_message"


def file_ids(values: list[Any]) -> list[int]:
    """Return the disk files among `["n21", "1079"]`: those with an `n` (tasks/index.md)."""
    numbers = [whole(str(value)[1:]) for value in values if str(value).startswith("n")]
    return [number for number in numbers if number is not None]


def kept_ids(values: list[Any]) -> list[int]:
    """Return the attachments among `["n21", "1079"]`: those without an `n`."""
    numbers = [whole(value) for value in values]
    return [number for number in numbers if number is not None]


def is_readable(store: Store, user: int, file: int) -> bool:
    """Say whether there is such a file and the user may read it."""
    item = tree.get_object(store, file)
    if item is None or item["TYPE"] != "file" or tree.is_deleted(item):
        return False
    return rights.level(store, user, file) >= rights.READ


def attach(call: Call, entity: tuple[str, int], file: int) -> int:
    """Attach the file and return the id of the attachment."""
    module = "tasks" if entity[0] == TASK else "forum"
    moment = call.portal.moment()
    return attached.attach(call.store, file, module, entity, call.user, moment)


def replace(call: Call, entity: tuple[str, int], values: list[Any]) -> None:
    """Make `values` all that is attached: the list of files is always overwritten whole."""
    keep = kept_ids(values)
    new = file_ids(values)
    for record, file in attachments(call.store, entity):
        if record not in keep and file not in new:
            attached.detach(call.store, record)
    for file in new:
        attach(call, entity, file)


def detach_all(store: Store, entity: tuple[str, int]) -> None:
    """Detach everything; the files stay on the disk."""
    for record, _ in attachments(store, entity):
        attached.detach(store, record)


def attachments(store: Store, entity: tuple[str, int]) -> list[tuple[int, int]]:
    """Return (attachment, file) ids."""
    return attached.attached_to(store, *entity)


def described(call: Call, entity: tuple[str, int]) -> dict[str, Any]:
    """Return the attachments as comments show them (task-comment-item-get.md)."""
    return {str(r): _described(call, r, file) for r, file in attachments(call.store, entity)}


def _described(call: Call, record: int, file: int) -> dict[str, Any]:
    item = tree.get_object(call.store, file) or {}
    url = attached.address(call, record).removeprefix(call.portal.base)
    return {
        "ATTACHMENT_ID": str(record),
        "NAME": item.get("NAME", ""),
        "SIZE": str(item.get("SIZE", 0)),
        "FILE_ID": str(file),
        "DOWNLOAD_URL": url,
        "VIEW_URL": url.replace("action=download", "action=show"),
    }
