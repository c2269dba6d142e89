"""Phones, e-mails and other many-valued contacts of a CRM object (crm-contact-update.md).

A row without ID adds, a row with ID changes, a row with ID and `DELETE` or without a value
deletes; rows that are not sent stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal, whole
from oint_b24.sandbox.families.crm.fields import MULTI

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store


def merge(store: Store, document: dict[str, Any], fields: dict[str, Any]) -> None:
    """Apply the many-valued fields among `fields` to `document`.

    Raises Refusal with `ERROR_CORE` for an e-mail that is none.
    """
    for name in MULTI:
        given = fields.get(name)
        if isinstance(given, (list, dict)):
            rows = given if isinstance(given, list) else list(given.values())
            merged = _merged(store, name, document.get(name, []), rows)
            document[name] = merged
            if not merged:
                del document[name]
    _note_presence(document)


def _note_presence(document: dict[str, Any]) -> None:
    links = [row["VALUE"] for row in document.get("IM", [])]
    document["HAS_PHONE"] = "Y" if document.get("PHONE") else "N"
    document["HAS_EMAIL"] = "Y" if document.get("EMAIL") else "N"
    document["HAS_IMOL"] = "Y" if any(v.startswith("imol|") for v in links) else "N"


def _merged(
    store: Store, name: str, old: list[dict[str, Any]], rows: list[Any]
) -> list[dict[str, Any]]:
    kept = {row["ID"]: row for row in old}
    for row in rows:
        sent = row if isinstance(row, dict) else {"VALUE": row}
        value = str(sent.get("VALUE") or "")
        number = str(whole(sent.get("ID")) or "")
        if number and (not value or str(sent.get("DELETE", "")).upper() == "Y"):
            kept.pop(number, None)
        elif number in kept:
            changed = {"VALUE": value, "VALUE_TYPE": sent.get("VALUE_TYPE")}
            kept[number] |= {k: str(v) for k, v in changed.items() if v}
        elif value and not number:
            number = str(store.next_id("crm_multifield"))
            kept[number] = {
                "ID": number,
                "VALUE_TYPE": str(sent.get("VALUE_TYPE") or "WORK"),
                "VALUE": value,
                "TYPE_ID": name,
            }
        _check(name, value)
    return list(kept.values())


def _check(name: str, value: str) -> None:
    if name == "EMAIL" and value and "@" not in value.strip("@"):
        raise Refusal("ERROR_CORE", "Поле «E-mail» содержит некорректный адрес")
