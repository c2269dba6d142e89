"""Lists of clients to be called: crm.calllist.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.lists import where_of
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.listing import ordering, picked, split_prefix
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "crm_call_list"
_STATUSES = (
    ("IN_WORK", "В работе"),
    ("SUCCESS", "Успешно"),
    ("WRONG_NUMBER", "Неверный номер"),
    ("STOP_CALLING", "Больше не звонить"),
)
_SORTS = {"CONTACT": owners.CONTACT, "COMPANY": owners.COMPANY}
_FIELDS = {
    "ID": "integer", "DATE_CREATE": "datetime", "CREATED_BY_ID": "user",
    "WEBFORM_ID": "integer", "ENTITY_TYPE_ID": "integer",
}  # fmt: skip


def _needed(call: Call, *names: str) -> None:
    admit(call)
    for name in names:
        if call.get(name) in (None, ""):
            call.refuse("ERROR_ARGUMENT", f"{name} is not found")


def _entities(call: Call) -> tuple[int, list[int]]:
    """Return type and ids of the clients that were sent."""
    type_id = _SORTS.get(call.text("ENTITY_TYPE").upper())
    if type_id is None:
        call.refuse("ENTITY_TYPE_ERROR", "Incorrect entity type")
    given = call.get("ENTITIES")
    if not isinstance(given, list):
        call.refuse("ENTITIES_ERROR", "Entities is not array")
    return type_id, [whole(value, 0) or 0 for value in given]


def _are_known(call: Call, type_id: int, numbers: list[int]) -> bool:
    return all(owners.find(call.store, type_id, number) is not None for number in numbers)


def _items(numbers: list[int], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return participants; those that were there keep their status."""
    known = {row["ID"]: row["STATUS"] for row in before}
    return [{"ID": n, "STATUS": known.get(n, "IN_WORK")} for n in dict.fromkeys(numbers)]


@method("crm.calllist.add", scope="crm")
def add(call: Call) -> int:
    """Make a list of clients and return its id."""
    _needed(call, "ENTITY_TYPE", "ENTITIES")
    type_id, numbers = _entities(call)
    if not _are_known(call, type_id, numbers):
        call.refuse("ENTITY_ERROR", "Incorrect entities id")
    document = {
        "DATE_CREATE": call.portal.moment()[:19].replace("T", " "),
        "CREATED_BY_ID": call.user,
        "WEBFORM_ID": call.integer("WEBFORM_ID"),
        "ENTITY_TYPE_ID": type_id,
        "ITEMS": _items(numbers, []),
    }
    return call.store.add(_KIND, document)


def _shown(number: int, document: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"ID": str(number)}
    for name in _FIELDS:
        if name != "ID":
            value = document[name]
            row[name] = None if value is None else str(value)
    return row


@method("crm.calllist.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one list."""
    _needed(call, "ID")
    number = call.integer("ID", 0) or 0
    document = call.store.get(_KIND, number)
    if document is None:
        call.refuse("LIST_ID_ERROR", "Incorrect list id")
    sort = next(name for name, n in _SORTS.items() if n == document["ENTITY_TYPE_ID"])
    return {**_shown(number, document), "ENTITY_TYPE": sort}


@method("crm.calllist.list", scope="crm")
def listed(call: Call) -> list[dict[str, Any]]:
    """Return the lists that match the filter."""
    admit(call)
    given, order = call.object("FILTER"), call.object("ORDER")
    named = (*(split_prefix(key)[0] for key in given), *order, *map(str, call.list("SELECT")))
    for name in named:
        if name.upper() not in _FIELDS and name != "*":
            told = f"Unknown field definition `{name}` ({name})"
            call.refuse("100", f"{told} for \\Bitrix\\Crm\\CallList\\Internals\\CallList Entity.")
    where = where_of(call.store, _KIND, given, _FIELDS)
    rows = call.store.select(_KIND, where, [(n.upper(), d) for n, d in ordering(order)])
    return [picked(_shown(*row), call.list("SELECT")) for row in rows]


@method("crm.calllist.statuslist", scope="crm")
def statuses(call: Call) -> list[dict[str, Any]]:
    """Return what may become of a call."""
    admit(call)
    return [
        {"ID": 61 + 2 * place, "NAME": name, "SORT": 10 * (place + 1), "STATUS_ID": code}
        for place, (code, name) in enumerate(_STATUSES)
    ]


@method("crm.calllist.items.get", scope="crm")
def items(call: Call) -> list[dict[str, Any]]:
    """Return the participants of a list, of one status where that is asked for."""
    _needed(call, "LIST_ID")
    number = call.integer("LIST_ID", 0) or 0
    if number <= 0:
        call.refuse("LIST_ID_ERROR", "List id should be positive")
    document = call.store.get(_KIND, number)
    if document is None:
        call.refuse("LIST_ID_ERROR", "Call list is not found")
    status = str(call.object("FILTER").get("STATUS") or "")
    if status and status not in dict(_STATUSES):
        call.refuse("STATUS_ERROR", "Incorrect status")
    sort = {"ENTITY_TYPE": document["ENTITY_TYPE_ID"]}
    return [{**row, **sort} for row in document["ITEMS"] if status in ("", row["STATUS"])]


@method("crm.calllist.update", scope="crm")
def update(call: Call) -> bool:
    """Change the participants of a list."""
    _needed(call, "LIST_ID", "ENTITY_TYPE", "ENTITIES")
    type_id, numbers = _entities(call)
    document = call.store.get(_KIND, call.integer("LIST_ID"))
    if document is None:
        call.refuse("LIST_ID_ERROR", "Incorrect list id or access denied")
    if document["ENTITY_TYPE_ID"] != type_id:
        text = "Discrepancy between the type of call participants and incoming type"
        call.refuse("ENTITY_TYPE_ERROR", text)
    if not _are_known(call, type_id, numbers):
        call.refuse("ENTITIES_ERROR", "Incorrect entities id")
    document["ITEMS"] = _items(numbers, document["ITEMS"])
    document["WEBFORM_ID"] = call.integer("WEBFORM_ID", document["WEBFORM_ID"])
    call.store.put(_KIND, call.integer("LIST_ID") or 0, document)
    return True
