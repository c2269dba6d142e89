"""The family of the event log (`main.eventlog.*`, REST 3.0): for administrators only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.portal import event_log
from oint_b24.sandbox.families.portal.event_log import KIND
from oint_b24.sandbox.registry import method, seed
from oint_b24.sandbox.v3 import dto, filter as v3_filter, listing, params
from oint_b24.sandbox.v3.errors import (
    REQUEST,
    access_denied,
    invalid,
    mistyped,
    not_found,
    not_marked,
    unknown_property,
    unreadable,
)
from oint_b24.sandbox.v3.fields import describe
from oint_b24.sandbox.v3.filter import Condition, Group
from oint_b24.sandbox.v3.listing import Limits
from oint_b24.sandbox.v3.select import Row, selection, shown
from oint_b24.sandbox.v3.values import stored

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

ENTRY = dto.define(
    "EventLogDto",
    "main",
    """
id int ID filter sort
timestampX datetime TIMESTAMP_X filter sort
severity string SEVERITY
auditTypeId string AUDIT_TYPE_ID filter sort
moduleId string MODULE_ID
itemId string ITEM_ID
remoteAddr string REMOTE_ADDR
userAgent string USER_AGENT
requestUri string REQUEST_URI
siteId string SITE_ID
userId int USER_ID filter sort
guestId int GUEST_ID filter sort
description string DESCRIPTION
""",
)


def _admit(call: Call) -> None:
    if not people.is_admin(call.store, call.user):
        raise access_denied()


describe("main.eventlog", "main", ENTRY, _admit)


@seed("v3.eventlog")
def fill(store: Store) -> None:
    """Put the log of a fresh portal in."""
    event_log.fill(store)


def _row(number: int, entry: dict[str, Any]) -> Row:
    return Row(ENTRY, lambda name: number if name == "id" else entry[ENTRY.fields[name].column])


@method("main.eventlog.get", scope="main", version=3)
def get(call: Call) -> dict[str, Any]:
    """Return an entry of the log (main-eventlog-get.md)."""
    _admit(call)
    number = params.number(call)
    wanted = selection(ENTRY, call.get("select"))
    entry = call.store.get(KIND, number)
    if entry is None:
        raise not_found(number)
    return {"item": shown(_row(number, entry), wanted)}


@method("main.eventlog.list", scope="main", version=3)
def list_entries(call: Call) -> dict[str, Any]:
    """List entries of the log (main-eventlog-list.md)."""
    _admit(call)
    wanted = selection(ENTRY, call.get("select"))
    rows = listing.page(call, KIND, ENTRY, v3_filter.parse(ENTRY, call.get("filter")))
    return {"items": [shown(_row(*found), wanted) for found in rows]}


@method("main.eventlog.tail", scope="main", version=3)
def tail(call: Call) -> dict[str, Any]:
    """Return the entries that follow a point of the log (main-eventlog-tail.md)."""
    _admit(call)
    wanted = selection(ENTRY, call.get("select"))
    group = v3_filter.parse(ENTRY, call.get("filter"))
    given = params.optional(call, "cursor", "object", {}) or {}
    name = given.get("field", "id")
    if any(condition.name == name for condition in group.conditions()):
        raise unreadable("FILTER", f"Cursor field {name} cannot be used at filter.")
    way = str(given.get("order", "ASC")).upper()
    order = listing.ordering(ENTRY, {str(name): way})
    beyond = Condition(name, ENTRY.fields[name].column, "<" if way == "DESC" else ">",
        _point(name, given.get("value", 0)))  # fmt: skip
    limit, _ = listing.portion({"limit": given.get("limit")})
    after = Group((group, beyond)) if group.is_or else Group((*group.parts, beyond))
    rows = listing.select(call, KIND, after, Limits(), order, (limit, 0))
    return {"items": [shown(_row(*found), wanted) for found in rows]}


def _point(name: str, value: Any) -> Any:
    """Return the cursor's value as the log keeps it; 0 is before everything."""
    field = ENTRY.fields.get(str(name))
    if field is None:
        raise unknown_property(str(name), ENTRY.name)
    if "filter" not in field.flags:
        raise invalid(REQUEST, not_marked(name, ENTRY.name, "Filterable"))
    if value in (0, None):
        return 0 if field.kind == "int" else "0"
    try:
        return stored(field, value)
    except ValueError as problem:
        raise invalid(REQUEST, mistyped("cursor.value", str(problem))) from None
