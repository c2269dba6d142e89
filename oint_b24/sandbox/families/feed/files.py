"""Files of posts and comments: they go to the author's disk and are attached from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import attached as disk_attached, tree
from oint_b24.sandbox.families.disk.content import decoded

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_COMMON_ROOT = 12


def attach(call: Call, entity: tuple[str, int], author: int) -> list[int]:
    """Attach what FILES (or else UF_BLOG_POST_FILE) brings, and detach what it says to.

    `entity` is a type and an id, e.g. `("blog_post", 1)`. Returns the attachments it now has.
    """
    given = call.get("FILES")
    if given:
        for record in _removed(given):
            disk_attached.detach(call.store, record)
        for name, content in _sent(given):
            folder = _own_folder(call.store, author)
            moment = call.portal.moment()
            file = tree.create_file(call.store, folder, name, content, author, moment, unique=True)
            _tie(call, file, entity, author)
    else:
        _attach_disk_files(call, entity, author)
    return attached(call.store, entity)


def attached(store: Store, entity: tuple[str, int]) -> list[int]:
    """Return the attachments of a post or comment."""
    return [record for record, _ in disk_attached.attached_to(store, *entity)]


def detach_all(store: Store, entity: tuple[str, int]) -> None:
    """Forget the attachments of something that is deleted; files stay on the disk."""
    for record in attached(store, entity):
        disk_attached.detach(store, record)


def _attach_disk_files(call: Call, entity: tuple[str, int], author: int) -> None:
    codes = [str(code) for code in call.list("UF_BLOG_POST_FILE")]
    if not codes:
        return
    detach_all(call.store, entity)
    for code in codes:
        file = whole(code.removeprefix("n"))
        item = tree.get_object(call.store, file)
        if file and item is not None and item["TYPE"] == "file":
            _tie(call, file, entity, author)


def _tie(call: Call, file: int, entity: tuple[str, int], author: int) -> None:
    disk_attached.attach(call.store, file, "blog", entity, author, call.portal.moment())


def _removed(given: Any) -> list[int]:
    """Return the ids of `{"505": "del"}`."""
    rows = given.items() if isinstance(given, dict) else ()
    numbers = [whole(name) for name, value in rows if value == "del"]
    return [number for number in numbers if number is not None]


def _sent(given: Any) -> list[tuple[str, bytes]]:
    """Read `[[name, base64], …]`; a single pair is a list of one."""
    rows = list(given.values()) if isinstance(given, dict) else given
    if isinstance(rows, list) and len(rows) == 2 and all(isinstance(r, str) for r in rows):
        rows = [rows]
    pairs = [list(r.values()) if isinstance(r, dict) else r for r in rows]
    return [
        (str(pair[0]), decoded(str(pair[1])))
        for pair in pairs
        if isinstance(pair, list) and len(pair) >= 2
    ]


def _own_folder(store: Store, user: int) -> int:
    for _, storage in store.all("storage", ENTITY_TYPE="user", ENTITY_ID=user):
        return int(storage["ROOT_OBJECT_ID"])
    return _COMMON_ROOT
