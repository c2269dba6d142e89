"""Files that information blocks keep themselves: read from parameters, kept, served.

They are no objects of the disk; a field holds the id of the file (how-to-update-files.md).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.exchange import Exchange, Reply
from oint_b24.sandbox.families.disk.content import decoded, keep
from oint_b24.sandbox.registry import route

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Portal
    from oint_b24.sandbox.store import Store

KIND = "iblock_file"
_LISTS = "/company/lists/"
_UPLOADS = "/iblock/files/"  # a name of its own: all of /upload/ is the disk's


class NumberOfFile(ValueError):  # noqa: N818 - what was sent, not a failure of this program
    """A number where a file's content belongs."""


def sent(value: Any) -> list[tuple[str, bytes]]:
    """Read files: Base64, `[name, Base64]`, `{"fileData": […]}`, or many of these.

    Raises NumberOfFile where an id was sent (lists-element-add.md, ERROR_ELEMENT_FIELD_VALUE).
    """
    if isinstance(value, dict):
        value = value.get("fileData") or list(value.values())
    if value in (None, "", False) or value == []:
        return []
    if isinstance(value, (int, float)) or (isinstance(value, str) and whole(value) is not None):
        raise NumberOfFile
    if isinstance(value, str):
        return [(f"{secrets.token_hex(8)}.bin", decoded(value))]
    if _is_pair(value):
        return [(str(value[0]), decoded(value[1]))]
    return [file for one in value for file in sent(one)]


def _is_pair(value: list[Any]) -> bool:
    return len(value) == 2 and all(isinstance(v, str) for v in value) and "." in value[0]


def add(store: Store, file: tuple[str, bytes]) -> int:
    """Keep a file and return its id."""
    name, content = file
    blob, size = keep(store, content)
    document = {"NAME": name, "SIZE": size, "BLOB": blob, "TOKEN": secrets.token_hex(8)}
    return store.add(KIND, document)


def remove(store: Store, number: Any) -> None:
    """Forget a file and its bytes."""
    file = store.get(KIND, whole(number)) if number else None
    if file is not None:
        store.file(file["BLOB"]).unlink(missing_ok=True)
        store.delete(KIND, int(number))


def address(call: Call, number: Any) -> str | None:
    """Return the address of a file's bytes, None where there is no file."""
    file = call.store.get(KIND, whole(number))
    if file is None:
        return None
    return f"{call.portal.base}{_UPLOADS}{file['TOKEN']}/{quote(file['NAME'])}"


def path_in_list(block: int, section: int, element: int, field: int, number: str) -> str:
    """Return where a list offers a file of a property (lists-element-get-file-url.md)."""
    place = f"{block}/file/{section}/{element}/PROPERTY_{field}/{number}"
    return f"{_LISTS}{place}/?ncc=y&download=y"


@route(_LISTS)
def serve_from_list(exchange: Exchange, portal: Portal) -> Reply:
    """Serve a file by its number, the last part of the path."""
    number = exchange.path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return _reply(portal.store, portal.store.get(KIND, whole(number)))


@route(_UPLOADS)
def serve_upload(exchange: Exchange, portal: Portal) -> Reply:
    """Serve a file by the name of its directory, which nobody can guess."""
    token = exchange.path.removeprefix(_UPLOADS).partition("/")[0]
    found = portal.store.all(KIND, TOKEN=token)
    return _reply(portal.store, found[0][1] if found else None)


def _reply(store: Store, file: dict[str, Any] | None) -> Reply:
    if file is None:
        return Reply(404, raw=b"404 Not Found", headers={"Content-Type": "text/plain"})
    name = quote(file["NAME"])
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
    }
    return Reply(file=store.file(file["BLOB"]), headers=headers)
