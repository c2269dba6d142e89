"""CRM objects by the number of their type: whose an activity, a comment or an address is.

Numbers of types: data-types.md, section on types of objects. Types of smart processes are called
`dynamic_1030` after their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

LEAD, DEAL, CONTACT, COMPANY, QUOTE, REQUISITE = 1, 2, 3, 4, 7, 8
KINDS = {LEAD: "lead", DEAL: "deal", CONTACT: "contact", COMPANY: "company", QUOTE: "quote"}
FIRST_DYNAMIC = 128
_HELD = ("crm_timeline", "crm_activity")
_OWNED = ("crm_requisite", "crm_bank_detail", "crm_address", "crm_requisite_link")


def kind_of(number: int | None) -> str | None:
    """Return the kind of a type's objects (`deal`), None for a number that is no type."""
    if number is not None and number >= FIRST_DYNAMIC:
        return f"dynamic_{number}"
    return KINDS.get(number or 0)


def number_of(kind: str) -> int | None:
    """Return the number of the type called `deal` or `dynamic_1030`, in any case."""
    name = kind.strip().lower()
    if name.startswith("dynamic_"):
        return whole(name.removeprefix("dynamic_"))
    return next((number for number, known in KINDS.items() if known == name), None)


def find(store: Store, type_id: int | None, number: int | None) -> dict[str, Any] | None:
    """Return an object by its type and id, or None."""
    kind = kind_of(type_id)
    return store.get(kind, number) if kind else None


def token(type_id: int, number: int) -> str:
    """Return how a document names an object it is bound to, in its list `BOUND`."""
    return f"{type_id}:{number}"


def bound_to(type_id: int, number: int) -> Where:
    """Return the condition for documents bound to an object."""
    return Where("BOUND", "like", f'"{token(type_id, number)}"')


def pairs(document: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the type and id of everything a document is bound to, the first binding first."""
    found = (text.split(":") for text in document["BOUND"])
    return [(int(type_id), int(number)) for type_id, number in found]


def bind(document: dict[str, Any], marks: list[str]) -> None:
    """Bind a document anew; where it has an owner, that is the first of its objects."""
    document["BOUND"] = marks
    if "OWNER_ID" in document and marks:
        document["OWNER_TYPE_ID"], document["OWNER_ID"] = pairs(document)[0]


def note_activity(call: Call, type_id: int, number: int) -> None:
    """Note on an object that something has happened in its timeline, and by whom."""
    document = find(call.store, type_id, number)
    if document is not None:
        document |= {"LAST_ACTIVITY_TIME": call.portal.moment(), "LAST_ACTIVITY_BY": call.user}
        call.store.put(kind_of(type_id) or "", number, document)


def forget(store: Store, type_id: int, number: int) -> None:
    """Free what was bound to a deleted object; what was bound to nothing else goes with it."""
    gone = token(type_id, number)
    for kind, held, document in _held(store, type_id, number):
        bind(document, [text for text in document["BOUND"] if text != gone])
        if document["BOUND"]:
            store.put(kind, held, document)
        else:
            store.delete(kind, held)
    for kind in _OWNED:
        for owned, _ in store.all(kind, ENTITY_TYPE_ID=type_id, ENTITY_ID=number):
            store.delete(kind, owned)
            if kind == "crm_requisite":
                forget(store, REQUISITE, owned)


def hand_over(store: Store, type_id: int, old: int, new: int) -> None:
    """Bind to one object what was bound to another one of its type."""
    gone, mark = token(type_id, old), token(type_id, new)
    for kind, held, document in _held(store, type_id, old):
        left = [text for text in document["BOUND"] if text != mark]
        bind(document, [mark if text == gone else text for text in left])
        store.put(kind, held, document)


def _held(store: Store, type_id: int, number: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for kind in _HELD:
        for held, document in store.select(kind, [bound_to(type_id, number)]):
            yield kind, held, document
