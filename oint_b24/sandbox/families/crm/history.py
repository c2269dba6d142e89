"""When leads, deals and the like came to which stage: crm.stagehistory.list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import owners, stage_log
from oint_b24.sandbox.families.crm.search import Search
from oint_b24.sandbox.families.people.directory import get_user, is_intranet
from oint_b24.sandbox.listing import PAGE, picked
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_NAMES = {
    owners.CONTACT: "CONTACT",
    owners.COMPANY: "COMPANY",
    owners.QUOTE: "QUOTE",
    owners.REQUISITE: "REQUISITE",
}


@method("crm.stagehistory.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the history of the objects of one type, 50 rows at a time."""
    if not is_intranet(get_user(call.store, call.user)):
        call.refuse("allowed_only_intranet_user", "Action is allowed for intranet users only", 403)
    type_id = call.integer("entityTypeId") or 0
    is_dynamic = type_id >= owners.FIRST_DYNAMIC
    if type_id not in (owners.LEAD, owners.DEAL) and not is_dynamic:
        name = _NAMES.get(type_id, str(type_id))
        call.refuse("ENTITY_TYPE_NOT_SUPPORTED", f"Entity type `{name}` is not supported")
    types = stage_log.COMMON | stage_log.fields(type_id)
    kind = stage_log.kind(type_id)
    search = Search(call, kind, types, {name: name for name in types})
    where = search.conditions(call.object("filter"))
    start = max(whole(call.get("start"), 0) or 0, 0)
    rows = call.store.select(kind, where, search.order(), PAGE, start)
    select = call.list("select")
    items = [picked({"ID": number, **row}, select) for number, row in rows]
    total, after = call.store.count(kind, where), start + PAGE
    return Page({"items": items}, total=total, next=after if after < total else None)
