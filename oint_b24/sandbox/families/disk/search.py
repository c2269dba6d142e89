"""disk.file.search: words in names, and in the text of documents (file/disk-file-search.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import content, rights, tree, view
from oint_b24.sandbox.families.disk.content import OBJECT
from oint_b24.sandbox.listing import PAGE
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_OWN_RIGHTS = ("user", "common", "group")  # storages whose rights are the disk's own
_TEXTS = (".txt", ".csv", ".md", ".json", ".log", ".xml", ".html")
_TEXT_LIMIT = 1 << 20
_START_LIMIT = 1000


@method("disk.file.search", scope="disk")
def search(call: Call) -> list[dict[str, Any]]:
    """Find files and folders by a text."""
    words = _words(call)
    kind = call.text("TYPE", "file")
    if kind not in ("file", "folder", "all"):
        call.refuse("INVALID_TYPE", "Search result type is invalid. (INVALID_TYPE).")
    within = _scope(call)
    found = [
        (number, item)
        for number, item in _candidates(call.store, kind, within)
        if _matches(call.store, item, words)
        and rights.level(call.store, call.user, number) >= rights.READ
    ]
    start = min(max(whole(call.get("start"), 0) or 0, 0), _START_LIMIT)
    return [view.object_view(call, *pair) for pair in found[start : start + PAGE]]


def _words(call: Call) -> list[str]:
    value = call.get("QUERY")
    if value is None:
        text = "Invalid value of parameter { Parameter #0 [ <required> $QUERY ] }."
        call.refuse("ERROR_ARGUMENT", text)
    query = " ".join(value.split()) if isinstance(value, str) else ""
    if not 3 <= len(query) <= 255:
        call.refuse("INVALID_QUERY", "Search query is invalid. (INVALID_QUERY).")
    return query.casefold().split()


def _scope(call: Call) -> tuple[int | None, int | None]:
    """Return storage and folder of FILTER, each None where the search is not limited by it."""
    given = call.get("FILTER")
    if given is None or given == []:
        return None, None
    if not isinstance(given, dict):
        _no_scope(call)
    if set(given) - {"STORAGE_ID", "FOLDER_ID"}:
        call.refuse("INVALID_FILTER", "Search filter contains an unknown field. (INVALID_FILTER).")
    storage = _storage(call, given["STORAGE_ID"]) if "STORAGE_ID" in given else None
    folder = _folder(call, given["FOLDER_ID"], storage) if "FOLDER_ID" in given else None
    return storage, folder


def _storage(call: Call, value: Any) -> int:
    number = whole(value, 0) or 0
    storage = call.store.get("storage", number)
    if storage is None:
        _no_scope(call)
    if storage["ENTITY_TYPE"] not in _OWN_RIGHTS:
        text = "Search is not supported for this storage. (UNSUPPORTED_STORAGE)."
        call.refuse("UNSUPPORTED_STORAGE", text)
    if rights.level(call.store, call.user, storage["ROOT_OBJECT_ID"]) < rights.READ:
        _no_scope(call)
    return number


def _folder(call: Call, value: Any, storage: int | None) -> int:
    number = whole(value, 0) or 0
    item = tree.get_object(call.store, number)
    if item is None or item["TYPE"] != "folder" or tree.is_deleted(item):
        _no_scope(call)
    foreign = storage is not None and item["STORAGE_ID"] != storage
    if foreign or rights.level(call.store, call.user, number) < rights.READ:
        _no_scope(call)
    return number


def _no_scope(call: Call) -> NoReturn:
    call.refuse("NOT_FOUND", "Search scope was not found. (NOT_FOUND).")


def _candidates(
    store: Store, kind: str, within: tuple[int | None, int | None]
) -> Iterator[tuple[int, dict[str, Any]]]:
    storage, folder = within
    where = [Where("DELETED_TYPE", "=", tree.ALIVE)]
    if kind != "all":
        where.append(Where("TYPE", "=", kind))
    if storage is not None:
        where.append(Where("STORAGE_ID", "=", storage))
    searched = {n for n, s in store.all("storage") if s["ENTITY_TYPE"] in _OWN_RIGHTS}
    for number, item in store.select(OBJECT, where):
        if item["STORAGE_ID"] not in searched or item["PARENT_ID"] is None:
            continue
        if folder is not None and not tree.is_inside(store, item["PARENT_ID"], folder):
            continue
        if not rights.in_chat(store, number):
            yield number, item


def _matches(store: Store, item: dict[str, Any], words: list[str]) -> bool:
    text = item["NAME"].casefold()
    if all(word in text for word in words):
        return True
    if item["TYPE"] != "file" or not text.endswith(_TEXTS) or item["SIZE"] > _TEXT_LIMIT:
        return False
    path = content.blob_path(store, item)
    text += "\n" + path.read_text("utf-8", "replace").casefold() if path.exists() else ""
    return all(word in text for word in words)
