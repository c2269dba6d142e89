"""Documents of knowledge bases (`note.document.*`, REST 3.0) and the tree they form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.families.v3.note_model import (
    DOCUMENT,
    LONGEST_NAME,
    MANAGE,
    PAGE,
    TREE,
    VIEW,
    children,
    item,
    now,
    require_base,
    require_page,
    stamps,
)
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3 import params
from oint_b24.sandbox.v3.errors import DTO, invalid

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Document = dict[str, Any]
    Nodes = list[dict[str, Any]]

LARGEST = 1_048_576  # bytes of Markdown (note-document-add.md)
MOST_NODES = 5000  # note-document-tree-list.md


def _check(fields: Document) -> None:
    """Refuse a title that is empty or too long, and text that is too large."""
    if "title" in fields:
        title = fields["title"] or ""
        if not title.strip():
            raise invalid(DTO, ("title", "The title of a document cannot be empty"))
        if len(title) > LONGEST_NAME:
            text = f"The title of a document cannot be longer than {LONGEST_NAME} characters"
            raise invalid(DTO, ("title", text))
    if len((fields.get("markdown") or "").encode()) > LARGEST:
        text = f"The document is larger than {LARGEST} bytes"
        raise Refusal("NOTE_MARKDOWN_TOO_LARGE", text)


@method("note.document.add", scope="note", version=3)
def add(call: Call) -> dict[str, Any]:
    """Create a document, the last among its neighbours (note-document-add.md)."""
    fields = params.written(DOCUMENT, params.fields(call), params.NOTES, new=True)
    _check(fields)
    base, parent = fields["collectionId"], fields.get("parentId")
    require_base(call, base, MANAGE)
    if parent is not None:
        _require_parent(call.store, base, parent)
    beside = children(call.store, base).get(parent, [])
    page = {
        "COLLECTION_ID": base,
        "PARENT_ID": parent,
        "TITLE": fields["title"],
        "MARKDOWN": fields.get("markdown") or "",
        "POSITION": max((data["POSITION"] for _, data in beside), default=0) + 1,
        "UNSAVED": False,
        "ARCHIVED": 0,
        "TRASHED": 0,
        **stamps(call),
    }
    return {"item": item(DOCUMENT, call.store.add(PAGE, page), page)}


def _require_parent(store: Store, base: int, parent: int) -> None:
    page = store.get(PAGE, parent)
    if page is None or page["TRASHED"] or page["ARCHIVED"] or page["COLLECTION_ID"] != base:
        text = "The parent document is not in this knowledge base"
        raise Refusal("NOTE_INVALID_PARENT", text)


@method("note.document.get", scope="note", version=3)
def get(call: Call) -> dict[str, Any]:
    """Return a document with its text (note-document-get.md)."""
    number = params.number(call)
    return {"item": item(DOCUMENT, number, require_page(call, number, VIEW))}


@method("note.document.update", scope="note", version=3)
def update(call: Call) -> dict[str, Any]:
    """Change the title or the text of a document (note-document-update.md)."""
    number, given = params.required(call, id="int", fields="object")
    overwrite = params.optional(call, "overwrite", "bool", default=False)
    page = require_page(call, number, MANAGE)
    fields = params.written(DOCUMENT, given or {}, params.NOTES)
    if not fields:
        raise Refusal("NOTE_EMPTY_UPDATE", "The request changes no field")
    _check(fields)
    if "markdown" in fields:
        if page["UNSAVED"] and not overwrite:
            text = "The document has unsaved changes: pass overwrite=true to replace them"
            raise Refusal("NOTE_DOCUMENT_HAS_UNSAVED_CHANGES", text)
        page |= {"MARKDOWN": fields["markdown"] or "", "UNSAVED": False}
    page |= {"TITLE": fields.get("title", page["TITLE"])}
    page |= {"UPDATED_BY": call.user, "UPDATED_AT": now(call)}
    call.store.put(PAGE, number, page)
    return {"item": item(DOCUMENT, number, page)}


@method("note.document.archive", scope="note", version=3)
def archive(call: Call) -> dict[str, bool]:
    """Archive a document with the pages below it (note-document-archive.md)."""
    number = params.number(call)
    return _put_away(call, number, require_page(call, number, MANAGE), "ARCHIVED")


@method("note.document.delete", scope="note", version=3)
def delete(call: Call) -> dict[str, bool]:
    """Move a document with the pages below it to the trash (note-document-delete.md)."""
    number = params.number(call)
    page = require_page(call, number, MANAGE, archived=True)
    return _put_away(call, number, page, "TRASHED")


def _put_away(call: Call, number: int, page: Document, state: str) -> dict[str, bool]:
    below = children(call.store, page["COLLECTION_ID"])
    waiting = [(number, page)]
    while waiting:
        current, data = waiting.pop()
        call.store.put(PAGE, current, {**data, state: 1})
        waiting += below.get(current, [])
    return {"result": True}


@method("note.document.tree.list", scope="note", version=3)
def tree(call: Call) -> dict[str, Any]:
    """Return the documents of a knowledge base as a tree (note-document-tree-list.md)."""
    (base,) = params.required(call, collectionId="int")
    require_base(call, base, VIEW)
    pages = children(call.store, base)
    items: Nodes = []
    room, truncated = MOST_NODES, False
    for number, data in pages.get(None, []):
        if data["ARCHIVED"]:
            continue
        node, size, is_cut = _grown(pages, number, data, MOST_NODES)
        if items and size > room:
            truncated = True
            break
        items.append(node)
        room -= size
        truncated = truncated or is_cut
    return {"items": items, "truncated": truncated}


def _grown(
    pages: dict[int | None, list[tuple[int, Document]]], number: int, data: Document, most: int
) -> tuple[dict[str, Any], int, bool]:
    """Return a root with what is below it, level by level, how much that is, and if it was cut."""
    root = _node(number, data)
    waiting, size = [(number, root)], 1
    for parent, node in waiting:  # grows while it is walked: breadth first
        for child, page in pages.get(parent, []):
            if page["ARCHIVED"]:
                continue
            if size == most:
                return root, size, True
            inner = _node(child, page)
            node["children"].append(inner)
            waiting.append((child, inner))
            size += 1
    return root, size, False


def _node(number: int, data: Document) -> dict[str, Any]:
    return {**item(TREE, number, data), "children": []}
