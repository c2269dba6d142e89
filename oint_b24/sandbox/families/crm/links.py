"""Who belongs to whom: contacts of deals and leads, companies of contacts.

A link is kept in the document of the object that names it: `CONTACTS` of a deal or a lead,
`COMPANIES` of a contact; its primary one is repeated in CONTACT_ID or COMPANY_ID.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the links of a kind are kept, and what they point to."""

    name: str
    key: str
    target: str


_CONTACTS = Slot("CONTACTS", "CONTACT_ID", "contact")
SLOTS = {
    "deal": _CONTACTS,
    "lead": _CONTACTS,
    "quote": _CONTACTS,
    "contact": Slot("COMPANIES", "COMPANY_ID", "company"),
}


def slot_of(kind: str) -> Slot | None:
    """Return where objects of a kind keep their links; those of smart processes have contacts."""
    return _CONTACTS if kind.startswith("dynamic_") else SLOTS.get(kind)


def write(store: Store, kind: str, document: dict[str, Any], sent: dict[str, Any]) -> None:
    """Apply CONTACT_IDS (or COMPANY_IDS), which replace, and the single id, which leads them."""
    slot = slot_of(kind)
    if slot is None:
        return
    plural = f"{slot.key}S"
    if plural in sent:
        given = sent[plural] if isinstance(sent[plural], list) else [sent[plural]]
        settle(store, document, slot, [{slot.key: number} for number in given])
    elif slot.key in sent:
        number = whole(sent[slot.key])
        others = [row for row in document.get(slot.name, []) if row[slot.key] != number]
        rows = [{slot.key: number, "IS_PRIMARY": "Y"}, *_demoted(others)] if number else []
        settle(store, document, slot, rows)


def _demoted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "IS_PRIMARY": "N"} for row in rows]


def settle(store: Store, document: dict[str, Any], slot: Slot, items: list[Any]) -> None:
    """Replace the links of a document: known targets only, exactly one of them primary."""
    rows: dict[int, dict[str, Any]] = {}
    for place, item in enumerate(items):
        number = whole(item.get(slot.key)) if isinstance(item, dict) else None
        if number is None or number in rows or store.get(slot.target, number) is None:
            continue
        rows[number] = {
            slot.key: number,
            "SORT": whole(item.get("SORT"), (place + 1) * 10),
            "ROLE_ID": 0,
            "IS_PRIMARY": str(item.get("IS_PRIMARY", "N")).upper(),
        }
    keep(document, slot, list(rows.values()))


def keep(document: dict[str, Any], slot: Slot, rows: list[dict[str, Any]]) -> None:
    """Put links into a document and settle which one is primary."""
    primary = next((row for row in rows if row["IS_PRIMARY"] == "Y"), rows[0] if rows else None)
    for row in rows:
        row["IS_PRIMARY"] = "Y" if row is primary else "N"
    document[slot.name] = rows
    document.pop(slot.key, None)
    if primary is not None:
        document[slot.key] = primary[slot.key]


def naming(store: Store, kind: str, slot: Slot, number: int) -> list[tuple[int, dict[str, Any]]]:
    """Return the documents of `kind` with a link to `number`."""
    return store.select(kind, [Where(slot.name, "like", f'"{slot.key}":{number},')])


def forget(store: Store, kind: str, number: int) -> None:
    """Remove every link to a deleted object."""
    for owner, slot in SLOTS.items():
        if slot.target == kind:
            for found, document in naming(store, owner, slot, number):
                unlink(document, slot, number)
                store.put(owner, found, document)


def unlink(document: dict[str, Any], slot: Slot, number: int) -> bool:
    """Remove one link and say whether there was one."""
    old = document.get(slot.name, [])
    left = [row for row in old if row[slot.key] != number]
    keep(document, slot, left)
    return len(left) < len(old)


def set_company_contacts(store: Store, company: int, given: Any) -> None:
    """Make `given` the contacts of a company: they keep the link."""
    slot = SLOTS["contact"]
    wanted = {whole(v) for v in (given if isinstance(given, list) else [given])}
    for number, document in naming(store, "contact", slot, company):
        if number not in wanted:
            unlink(document, slot, company)
            store.put("contact", number, document)
    for number in sorted(n for n in wanted if n):
        link_company(store, number, company)


def link_company(store: Store, contact: int, company: int) -> bool:
    """Link a contact to a company and say whether that is new."""
    document = store.get("contact", contact)
    slot = SLOTS["contact"]
    if document is None:
        return False
    rows = document.get(slot.name, [])
    if any(row[slot.key] == company for row in rows):
        return False
    settle(store, document, slot, [*rows, {slot.key: company}])
    store.put("contact", contact, document)
    return True
