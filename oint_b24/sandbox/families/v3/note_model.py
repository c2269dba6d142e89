"""Knowledge bases of REST 3.0: their objects, who may do what, what a fresh portal holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.v3 import dto as v3_dto
from oint_b24.sandbox.v3.errors import access_denied, not_found, refusal

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Document = dict[str, Any]

BASE, PAGE, FILE = "note_collection", "note_document", "note_file"
NONE, VIEW, MANAGE, MODERATE = LEVELS = ("none", "view", "manage", "moderate")
LONGEST_NAME = 255
_SEEDED = "2026-01-12T07:00:00Z"

COLLECTION = v3_dto.define(
    "CollectionItemDto",
    "note",
    """
id int -
name string NAME edit add
position int POSITION init
policyLevel string POLICY
createdBy int CREATED_BY
createdAt string CREATED_AT
updatedBy int UPDATED_BY
updatedAt string UPDATED_AT
""",
)
DOCUMENT = v3_dto.define(
    "DocumentItemDto",
    "note",
    """
id int -
collectionId int COLLECTION_ID add
parentId int PARENT_ID init
title string TITLE edit add
markdown string MARKDOWN edit
position int POSITION
createdBy int CREATED_BY
updatedBy int UPDATED_BY
createdAt string CREATED_AT
updatedAt string UPDATED_AT
""",
)
TREE = v3_dto.define(
    "DocumentTreeItemDto",
    "note",
    """
id int -
collectionId int COLLECTION_ID
parentId int PARENT_ID
title string TITLE
position int POSITION
children array -
""",
)
FOUND = v3_dto.define(
    "SearchResultItemDto",
    "note",
    """
documentId int -
collectionId int -
title string -
score float -
snippet string -
sharedAccess bool -
""",
)
ATTACHMENT = v3_dto.define(
    "FileItemDto",
    "note",
    """
id int -
documentId int DOCUMENT_ID
name string NAME
size int SIZE
mimeType string MIME
assetType string ASSET
assetMarkdown string -
""",
)


def item(dto: v3_dto.Dto, number: int, data: Document) -> dict[str, Any]:
    """Return an object as answers show it."""
    return {
        name: number if name == "id" else data.get(field.column)
        for name, field in dto.fields.items()
    }


def now(call: Call) -> str:
    """Return the moment as knowledge bases write it: in UTC, with a Z."""
    return datetime.fromtimestamp(call.portal.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamps(call: Call) -> Document:
    """Return who made a new object, and when."""
    moment = now(call)
    return {
        "CREATED_BY": call.user,
        "UPDATED_BY": call.user,
        "CREATED_AT": moment,
        "UPDATED_AT": moment,
    }


def admit(call: Call) -> None:
    """Refuse guests: knowledge bases are the company's own."""
    user = people.get_user(call.store, call.user)
    if not people.is_intranet(user):
        raise access_denied()


def level(call: Call, base: Document) -> int:
    """Return how far the acting user's rights in a base go, as a place in LEVELS.

    Its author and administrators may do everything, the others what its base policy says.
    """
    own = base["CREATED_BY"] == call.user or people.is_admin(call.store, call.user)
    return LEVELS.index(MODERATE if own else base["POLICY"])


def require_base(call: Call, number: int, needed: str, *, archived: bool = False) -> Document:
    """Return a knowledge base the acting user may do `needed` with.

    One in the trash or out of sight is refused ENTITYNOTFOUND, as is an archived one unless
    `archived`; too few rights are refused ACCESSDENIED.
    """
    admit(call)
    base = call.store.get(BASE, number)
    if base is None or base["TRASHED"] or (base["ARCHIVED"] and not archived):
        raise not_found(number)
    held = level(call, base)
    if held == LEVELS.index(NONE):
        raise refusal("ENTITYNOTFOUND", "Knowledge base not found")
    if held < LEVELS.index(needed):
        raise access_denied()
    return base


def require_page(call: Call, number: int, needed: str, *, archived: bool = False) -> Document:
    """Return a document whose knowledge base lets the acting user do `needed`."""
    admit(call)
    page = call.store.get(PAGE, number)
    if page is None or page["TRASHED"] or (page["ARCHIVED"] and not archived):
        raise not_found(number)
    require_base(call, page["COLLECTION_ID"], needed, archived=archived)
    return page


def children(store: Store, base: int) -> dict[int | None, list[tuple[int, Document]]]:
    """Return the documents of a base by their parent, in order; those in the trash are left out."""
    found: dict[int | None, list[tuple[int, Document]]] = {}
    pages = store.all(PAGE, COLLECTION_ID=base, TRASHED=0)
    for number, page in sorted(pages, key=lambda row: (row[1]["POSITION"], row[0])):
        found.setdefault(page["PARENT_ID"], []).append((number, page))
    return found


def fill(store: Store) -> None:
    """Put in three knowledge bases with documents, and one that is being imported."""
    _base(store, 1, "Регламенты", VIEW)
    _base(store, 2, "Заметки отдела продаж", MANAGE)
    _base(store, 3, "Личные записи", NONE)
    _base(store, 4, "Перенос документов", VIEW, IMPORTING=True)
    _page(store, 1, (1, None), "Отпуска", "# Отпуска\n\nЗаявление подаётся за две недели.")
    _page(store, 2, (1, 1), "Перенос отпуска", "Перенос согласует руководитель отдела.")
    _page(store, 3, (2, None), "Скрипт звонка", "Представьтесь и назовите повод звонка.")
    # Somebody has this one open in the editor: note.document.update asks for `overwrite`.
    _page(store, 4, (1, None), "Черновик", "Текст в работе.", UNSAVED=True)


def _base(store: Store, number: int, name: str, policy: str, **more: Any) -> None:
    data = {"NAME": name, "POSITION": number * 100, "POLICY": policy, "IMPORTING": False, **more}
    store.add(BASE, {**data, **_made(), "ARCHIVED": 0, "TRASHED": 0}, id=number)


def _page(
    store: Store, number: int, place: tuple[int, int | None], title: str, text: str, **more: Any
) -> None:
    base, parent = place
    data = {"COLLECTION_ID": base, "PARENT_ID": parent, "TITLE": title, "MARKDOWN": text}
    state = {"POSITION": number, "UNSAVED": False, "ARCHIVED": 0, "TRASHED": 0, **more}
    store.add(PAGE, {**data, **_made(), **state}, id=number)


def _made() -> Document:
    return {"CREATED_BY": 1, "UPDATED_BY": 1, "CREATED_AT": _SEEDED, "UPDATED_AT": _SEEDED}
