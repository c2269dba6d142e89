"""Comments in timelines: crm.timeline.comment.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import attachments, owners
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.im.chat_avatar import measure
from oint_b24.sandbox.families.people.directory import full_name, get_user
from oint_b24.sandbox.families.timeline import records
from oint_b24.sandbox.families.timeline.records import COMMENT, KIND
from oint_b24.sandbox.listing import PAGE, ordering, picked
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FIELDS = (
    Field("ID", "integer", "ID", "r"),
    Field("CREATED", "datetime", "Добавлен", "r"),
    Field("ENTITY_ID", "integer", "Номер объекта", "*i"),
    Field("ENTITY_TYPE", "string", "Тип объекта", "*i"),
    Field("AUTHOR_ID", "integer", "Автор", "i"),
    Field("COMMENT", "string", "Текст"),
    Field("FILES", "attached_diskfile", "Файлы", "m"),
)
_ORDERED = ("ID", "CREATED", "AUTHOR_ID")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp")


@method("crm.timeline.comment.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a comment."""
    return {field.name: field.shown() for field in _FIELDS}


@method("crm.timeline.comment.add", scope="crm")
def add(call: Call) -> int:
    """Add a comment to an object and return its id."""
    admit(call)
    sent = records.needed_fields(call, "ENTITY_ID", "ENTITY_TYPE")
    type_id = owners.number_of(str(sent["ENTITY_TYPE"]))
    owner = records.owner_of(call, type_id, sent["ENTITY_ID"])
    author = whole(sent.get("AUTHOR_ID")) or call.user
    return records.add(
        call,
        COMMENT,
        owner,
        COMMENT=_text(call, sent),
        FILES=attachments.keep(call, sent.get("FILES")),
        AUTHOR_ID=author if get_user(call.store, author) else call.user,
    )


def _text(call: Call, sent: dict[str, Any]) -> str:
    text = str(sent.get("COMMENT") or "").strip()
    if not text:
        call.refuse("INVALID_ARG_VALUE", "Empty comment message")
    return text


@method("crm.timeline.comment.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one comment."""
    admit(call)
    number = call.integer("id")
    if number is None or number <= 0:
        call.refuse("", "ID is not defined or invalid.")
    document = call.store.get(KIND, number)
    if document is None or document["SORT"] != COMMENT:
        call.refuse("", "Not found.")
    return _shown(call, number, document, owners.pairs(document)[0])


def _shown(
    call: Call, number: int, document: dict[str, Any], owner: tuple[int, int]
) -> dict[str, Any]:
    return {
        "ID": str(number),
        "ENTITY_ID": str(owner[1]),
        "ENTITY_TYPE": owners.kind_of(owner[0]),
        "CREATED": document["CREATED"],
        "COMMENT": document["COMMENT"],
        "AUTHOR_ID": str(document["AUTHOR_ID"]),
        "FILES": {
            str(number): _file(call, number, item)
            for number, item in attachments.files(call, document["FILES"])
        },
    }


def _file(call: Call, number: int, item: dict[str, Any]) -> dict[str, Any]:
    name, base = item["NAME"], call.portal.base
    is_image = name.lower().endswith(_PICTURES)
    told: dict[str, Any] = {
        "id": number,
        "date": item["CREATE_TIME"],
        "type": "image" if is_image else "file",
        "name": name,
        "size": item["SIZE"],
    }
    if is_image:
        with call.store.file(item["BLOB"]).open("rb") as file:
            size = measure(file.read(1 << 16)) or ("", 0, 0)
        told["image"] = {"width": size[1], "height": size[2]}
    shown = f"{base}/disk/showFile/{number}/?&ncc=1&filename={name}"
    return {
        **told,
        "authorId": item["CREATED_BY"],
        "authorName": full_name(get_user(call.store, item["CREATED_BY"]) or {}),
        "urlPreview": f"{shown}&width=640&height=640" if is_image else "",
        "urlShow": shown,
        "urlDownload": f"{base}/disk/downloadFile/{number}/?&ncc=1&filename={name}",
    }


@method("crm.timeline.comment.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the comments of one object, 50 at a time."""
    admit(call)
    given = {name.lstrip("=").upper(): value for name, value in array(call, "filter").items()}
    type_id = owners.number_of(str(given.get("ENTITY_TYPE") or ""))
    number = whole(given.get("ENTITY_ID"))
    if type_id is None or number is None or owners.find(call.store, type_id, number) is None:
        call.refuse("", "Access denied.")
    where = [Where("SORT", "=", COMMENT), owners.bound_to(type_id, number)]
    order = [
        (name.upper(), down)
        for name, down in ordering(array(call, "order"))
        if name.upper() in _ORDERED
    ]
    start = max(whole(call.get("start"), 0) or 0, 0)
    select = call.list("select")
    rows = [
        picked(_shown(call, found, document, (type_id, number)), select, ())
        for found, document in call.store.select(KIND, where, order, PAGE, start)
    ]
    total, after = call.store.count(KIND, where), start + PAGE
    return Page(rows, total=total, next=after if after < total else None)


@method("crm.timeline.comment.update", scope="crm")
def update(call: Call) -> int:
    """Change a comment; `FILES`, where it is sent, replaces all files it had."""
    admit(call)
    records.needed(call, "id")
    number, document = records.record(call, call.get("id"), COMMENT)
    sent = records.needed_fields(call)
    _bound_owner(call, document)
    if "COMMENT" in sent:
        document["COMMENT"] = _text(call, sent)
    if "FILES" in sent:
        document["FILES"] = attachments.keep(call, sent["FILES"], document["FILES"])
    call.store.put(KIND, number, document)
    return number


def _bound_owner(call: Call, document: dict[str, Any]) -> tuple[int, int] | None:
    """Return the object that `ownerTypeId` and `ownerId` name, of those a comment stands in."""
    given = call.integer("ownerTypeId"), call.integer("ownerId")
    if given == (None, None):
        return None
    found = next((pair for pair in owners.pairs(document) if pair == given), None)
    if found is None:
        call.refuse("OWNER_NOT_FOUND", "The owner of the element is not found")
    return found


@method("crm.timeline.comment.delete", scope="crm")
def delete(call: Call) -> None:
    """Delete a comment, or take it out of one of the objects it stands in."""
    admit(call)
    records.needed(call, "id")
    number, document = records.record(call, call.get("id"), COMMENT)
    owner = _bound_owner(call, document)
    if len(document["BOUND"]) == 1:
        records.remove(call, number)
        return
    if owner is None:
        call.refuse("MULTIPLE_BINDINGS", "The element is bound to several objects")
    document["BOUND"].remove(owners.token(*owner))
    call.store.put(KIND, number, document)
