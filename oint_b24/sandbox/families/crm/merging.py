"""Several CRM objects made into one: the first keeps what it has and takes what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm import links, owners, stage_log
from oint_b24.sandbox.families.crm.fields import MULTI

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# Differences in these are no conflict: the first object's are taken.
_TAKEN = (
    "DATE_CREATE DATE_MODIFY CREATED_BY_ID MODIFY_BY_ID ASSIGNED_BY_ID LAST_ACTIVITY_TIME"
    " LAST_ACTIVITY_BY MOVED_BY_ID MOVED_TIME OPENED HAS_PHONE HAS_EMAIL HAS_IMOL IS_NEW"
    " BEGINDATE CLOSEDATE OPPORTUNITY CONTACTS COMPANIES QUOTE_NUMBER"
)
_OWN = frozenset(_TAKEN.split())


def merge(store: Store, kind: str, numbers: list[int]) -> bool:
    """Merge the others into the first; False where they contradict each other."""
    first, *others = numbers
    document = store.get(kind, first) or {}
    for number in others:
        other = store.get(kind, number) or {}
        if _conflicts(document, other):
            return False
        document = _joined(document, other)
    type_id = owners.number_of(kind) or 0
    store.put(kind, first, document)
    for number in others:
        owners.hand_over(store, type_id, number, first)
        links.forget(store, kind, number)
        owners.forget(store, type_id, number)
        stage_log.forget(store, type_id, number)
        store.delete(kind, number)
    return True


def _conflicts(one: dict[str, Any], other: dict[str, Any]) -> bool:
    names = (one.keys() & other.keys()) - _OWN - set(MULTI)
    return any(one[name] and other[name] and one[name] != other[name] for name in names)


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    taken = {name: value for name, value in other.items() if not one.get(name)}
    joined = {**one, **taken}
    for name in MULTI:
        known = {row["VALUE"] for row in one.get(name, [])}
        more = [row for row in other.get(name, []) if row["VALUE"] not in known]
        if name in one and more:
            joined[name] = [*one[name], *more]
    return joined
