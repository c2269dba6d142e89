"""The family of knowledge bases (`note.*`, REST 3.0): the bases themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.families.v3 import note_documents, note_files, note_model, note_search
from oint_b24.sandbox.families.v3.note_model import (
    BASE,
    COLLECTION,
    LONGEST_NAME,
    MANAGE,
    MODERATE,
    PAGE,
    VIEW,
    admit,
    item,
    level,
    now,
    require_base,
    stamps,
)
from oint_b24.sandbox.registry import method, seed
from oint_b24.sandbox.store import Where
from oint_b24.sandbox.v3 import params
from oint_b24.sandbox.v3.errors import DTO, REQUEST, invalid, missing, mistyped
from oint_b24.sandbox.v3.fields import describe
from oint_b24.sandbox.v3.listing import portion

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (note_documents, note_files, note_search)
LARGEST = 200  # note-collection-list.md

describe("note.collection", "note", COLLECTION, admit)
describe("note.document", "note", note_model.DOCUMENT, admit)
describe("note.document.tree", "note", note_model.TREE, admit)
describe("note.document.search", "note", note_model.FOUND, admit)
describe("note.file", "note", note_model.ATTACHMENT, admit)


@seed("v3.notes")
def fill(store: Store) -> None:
    """Put the knowledge bases of a fresh portal in."""
    note_model.fill(store)
    note_files.fill(store)


def _name(fields: dict[str, Any]) -> None:
    """Refuse a name that is empty or too long."""
    name = fields["name"] if fields.get("name") is not None else ""
    if not name.strip():
        raise invalid(DTO, ("name", "The name of a knowledge base cannot be empty"))
    if len(name) > LONGEST_NAME:
        text = f"The name of a knowledge base cannot be longer than {LONGEST_NAME} characters"
        raise invalid(DTO, ("name", text))


@method("note.collection.add", scope="note", version=3)
def add(call: Call) -> dict[str, Any]:
    """Create a knowledge base everyone may view (note-collection-add.md)."""
    admit(call)
    fields = params.written(COLLECTION, params.fields(call), params.NOTES, new=True)
    _name(fields)
    place = {"NAME": fields["name"], "POSITION": fields.get("position") or 0, "POLICY": VIEW}
    state = {"IMPORTING": False, "ARCHIVED": 0, "TRASHED": 0}
    base = {**place, **stamps(call), **state}
    return {"item": item(COLLECTION, call.store.add(BASE, base), base)}


@method("note.collection.get", scope="note", version=3)
def get(call: Call) -> dict[str, Any]:
    """Return a knowledge base (note-collection-get.md)."""
    number = params.number(call)
    base = require_base(call, number, VIEW, archived=True)
    return {"item": item(COLLECTION, number, base)}


@method("note.collection.list", scope="note", version=3)
def list_bases(call: Call) -> dict[str, Any]:
    """List the knowledge bases one may view, by position (note-collection-list.md)."""
    admit(call)
    given = params.optional(call, "pagination", "object", {}) or {}
    limit, _ = portion({"limit": given.get("limit")}, LARGEST)
    after = _cursor(given.get("afterCursor"))
    where, order = [Where("ARCHIVED", "=", 0)], [("POSITION", False), ("ID", False)]
    where += [Where("TRASHED", "=", 0)]
    rows = call.store.select(BASE, where, order)
    seen = [(n, b) for n, b in rows if level(call, b) and (b["POSITION"], n) > after]
    shown = seen[:limit]
    is_last = len(seen) <= limit
    last = None if is_last else {"position": shown[-1][1]["POSITION"], "id": shown[-1][0]}
    return {"items": [item(COLLECTION, n, base) for n, base in shown], "nextCursor": last}


def _cursor(given: Any) -> tuple[int, int]:
    """Return after which base the page begins, by position and id."""
    if given is None:
        return (-(2**63), 0)
    if not isinstance(given, dict):
        raise invalid(REQUEST, mistyped("pagination.afterCursor", "object"))
    found = []
    for name in ("position", "id"):
        value = given.get(name)
        if value is None:
            raise invalid(REQUEST, missing(f"pagination.afterCursor.{name}"))
        if not isinstance(value, int) or isinstance(value, bool):
            raise invalid(REQUEST, mistyped(f"pagination.afterCursor.{name}", "int"))
        found.append(value)
    return (found[0], found[1])


@method("note.collection.update", scope="note", version=3)
def update(call: Call) -> dict[str, Any]:
    """Rename a knowledge base (note-collection-update.md)."""
    number, given = params.required(call, id="int", fields="object")
    base = require_base(call, number, MANAGE, archived=True)
    fields = params.written(COLLECTION, given or {}, params.NOTES)
    _name(fields)
    base |= {"NAME": fields["name"], "UPDATED_BY": call.user, "UPDATED_AT": now(call)}
    call.store.put(BASE, number, base)
    return {"item": item(COLLECTION, number, base)}


@method("note.collection.archive", scope="note", version=3)
def archive(call: Call) -> dict[str, bool]:
    """Archive a knowledge base with its documents (note-collection-archive.md)."""
    number = params.number(call)
    return _put_away(call, number, require_base(call, number, MODERATE), "ARCHIVED")


@method("note.collection.delete", scope="note", version=3)
def delete(call: Call) -> dict[str, bool]:
    """Move a knowledge base with its documents to the trash (note-collection-delete.md)."""
    number = params.number(call)
    base = require_base(call, number, MODERATE, archived=True)
    if base["IMPORTING"]:
        text = "Documents are being imported into the knowledge base"
        raise Refusal("NOTE_COLLECTION_UNDER_IMPORT", text, 409)
    return _put_away(call, number, base, "TRASHED")


def _put_away(call: Call, number: int, base: dict[str, Any], state: str) -> dict[str, bool]:
    call.store.put(BASE, number, {**base, state: 1})
    for page, data in call.store.all(PAGE, COLLECTION_ID=number):
        call.store.put(PAGE, page, {**data, state: 1})
    return {"result": True}
