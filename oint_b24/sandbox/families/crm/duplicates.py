"""Clients that are known already: crm.duplicate.findbycomm, crm.entity.mergeBatch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import merging, owners
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KINDS = ("lead", "contact", "company")
_MOST = 20  # of values, and of matches of one kind (crm-duplicate-find-by-comm.md)
_NUMBER = 10  # digits that tell phones apart, whatever stands before them


@method("crm.duplicate.findbycomm", scope="crm")
def find(call: Call) -> Any:
    """Return leads, contacts and companies with one of the phones or e-mails."""
    admit(call)
    sort = call.text("type").upper()
    if not sort:
        call.refuse("Communication type is not defined", "Parameter 'type' is required.")
    if sort not in ("PHONE", "EMAIL"):
        text = f"Communication type '{sort}' is not supported in current context"
        call.refuse(text, text)
    wanted = {_plain(sort, str(value)) for value in call.list("values")[:_MOST]} - {""}
    if not wanted:
        call.refuse("Communication values is not defined", "Parameter 'values' is required.")
    only = call.text("entity_type").lower()
    found: dict[str, list[int]] = {}
    for kind in _KINDS:
        if only and kind != only:
            continue
        numbers = _matches(call, kind, sort, wanted)
        if numbers:
            found[kind.upper()] = numbers[:_MOST]
        if len(numbers) >= _MOST:
            break
    return found or []


def _matches(call: Call, kind: str, sort: str, wanted: set[str]) -> list[int]:
    rows = call.store.select(kind, [Where(sort, "!=", "")])
    return [
        number
        for number, document in rows
        if wanted & {_plain(sort, row["VALUE"]) for row in document.get(sort, [])}
    ]


def _plain(sort: str, value: str) -> str:
    if sort == "EMAIL":
        return value.strip().lower()
    bare = re.split(r"[;,x]|доб", value.lower(), maxsplit=1)[0]
    return re.sub(r"\D", "", bare)[-_NUMBER:]


@method("crm.entity.mergeBatch", scope="crm")
def merge(call: Call) -> dict[str, Any]:
    """Merge objects of one type into the first of them."""
    admit(call)
    params = call.object("params")
    type_id = whole(params.get("entityTypeId"))
    if type_id is None:
        call.refuse("0", "The parameter entityTypeId is required.")
    kind = owners.kind_of(type_id)
    if kind is None:
        call.refuse("0", f"Entity type {type_id} is not supported")
    given = params.get("entityIds")
    numbers = [whole(v) or 0 for v in (given if isinstance(given, list) else [])]
    if not any(numbers):
        call.refuse("0", "The parameter entityIds does not contains valid elements.")
    if len(numbers) < 2:
        call.refuse("0", "The parameter entityIds must contains at least two elements.")
    if any(call.store.get(kind, number) is None for number in numbers):
        call.refuse("0", "Owner was not found")
    merged = merging.merge(call.store, kind, numbers)
    return {
        "STATUS": "SUCCESS" if merged else "CONFLICT",
        "ENTITY_IDS": numbers[1:] if merged else [],
    }
