"""File fields of CRM objects: taken from parameters, shown by their links, served.

A field keeps the ids of its files (kind `crm_file`). What is sent sets the field as a whole: files
that are not named again go (files/how-to-update-files.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.exchange import Exchange, Reply
from oint_b24.sandbox.failure import failure
from oint_b24.sandbox.families.crm import owners, uploads
from oint_b24.sandbox.families.crm.uploads import Held, Upload
from oint_b24.sandbox.families.disk import content, links, transfer
from oint_b24.sandbox.families.disk.links import Ticket
from oint_b24.sandbox.families.people.directory import get_user, is_intranet
from oint_b24.sandbox.registry import route

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Portal
    from oint_b24.sandbox.store import Store

KIND = "crm_file"
_GET = "crm.controller.item.getFile"


def taken(store: Store, before: Any, given: Any, *, is_multiple: bool) -> Any:
    """Return what a field holds after `given` was sent: an id or a list of ids, None for none."""
    old = before if isinstance(before, list) else [before] if before else []
    sent = uploads.many(given)
    if not is_multiple:
        return _single(store, old, sent)
    if sent and all(isinstance(one, Held) and one.is_removed for one in sent):
        gone = {one.id for one in sent if isinstance(one, Held)}
        return [number for number in old if number not in gone] or None
    kept = [one.id for one in sent if isinstance(one, Held) and not one.is_removed]
    new = [_kept(store, one) for one in sent if isinstance(one, Upload)]
    return [number for number in old if number in kept] + new or None


def _single(store: Store, old: list[int], sent: list[Upload | Held]) -> int | None:
    """Replace the file of a field, or remove it; an id that is not its own changes nothing."""
    if not sent or any(isinstance(one, Held) and one.is_removed for one in sent):
        return None
    new = next((one for one in sent if isinstance(one, Upload)), None)
    return _kept(store, new) if new else (old[0] if old else None)


def _kept(store: Store, file: Upload) -> int:
    blob, size = content.keep(store, file.content)
    return store.add(KIND, {"NAME": file.name, "BLOB": blob, "SIZE": size})


def forget(store: Store, names: list[str], before: dict[str, Any], after: dict[str, Any]) -> None:
    """Delete the files that the fields `names` held and hold no more."""
    for name in names:
        for number in set(_ids(before.get(name))) - set(_ids(after.get(name))):
            file = store.get(KIND, number)
            if file is not None:
                store.delete(KIND, number)
                content.blob_path(store, file).unlink(missing_ok=True)


def _ids(value: Any) -> list[int]:
    return value if isinstance(value, list) else [value] if value else []


def shown(kind: str, number: int, name: str, value: Any, store: Store) -> Any:
    """Return a field as crm.deal.get and its kin tell it (how-to-add-lead-with-files.md)."""
    if isinstance(value, list):
        return [shown(kind, number, name, one, store) for one in value]
    if value is None:
        return None
    path = f"/bitrix/components/bitrix/crm.{kind}.show/show_file.php"
    dynamic = "Y" if name.startswith("UF_") else "N"
    named = f"ownerId={number}&fieldName={name}&dynamic={dynamic}&fileId={value}"
    return {
        "id": value,
        "showUrl": f"{path}?{named}",
        "downloadUrl": f"{path}?auth={links.seal(store, named)}&{named}",
    }


def item_shown(call: Call, kind: str, number: int, name: str, value: Any) -> Any:
    """Return a field as crm.item.* tells it (universal/object-fields.md)."""
    if isinstance(value, list):
        return [item_shown(call, kind, number, name, one) for one in value]
    if value is None:
        return None
    named = f"entityTypeId={owners.number_of(kind)}&id={number}&fieldName={name}&fileId={value}"
    page = f"/bitrix/services/main/ajax.php?action={_GET}&SITE_ID=s1&{named}"
    ticket = Ticket(_GET, KIND, value, call.user)
    return {
        "id": value,
        "url": call.portal.base + page,
        "urlMachine": links.address(call, ticket, scope="crm"),
    }


@route(f"/rest/{_GET}")
def serve_signed(exchange: Exchange, portal: Portal) -> Reply:
    """Serve the file that a link of crm.item.* names."""
    try:
        ticket = links.read(portal, _GET, exchange.query)
    except Refusal as refusal:
        return Reply(refusal.status, failure(refusal))
    with portal.store.transaction():
        if not is_intranet(get_user(portal.store, ticket.user)):
            return Reply(403, failure(Refusal("ACCESS_DENIED", "Access denied!")))
        file = portal.store.get(KIND, ticket.id)
    return _served(exchange, portal, file)


@route("/bitrix/components/bitrix/crm.")
def serve_sealed(exchange: Exchange, portal: Portal) -> Reply:
    """Serve the file that a link of the older methods names."""
    given = dict(pair.partition("=")[::2] for pair in exchange.query.split("&"))
    seal = given.pop("auth", "")
    named = "&".join(f"{name}={value}" for name, value in given.items())
    with portal.store.transaction():
        if links.seal(portal.store, named) != seal or not given["fileId"].isdecimal():
            return Reply(401, failure(Refusal("NO_AUTH_FOUND", "Wrong authorization data")))
        file = portal.store.get(KIND, int(given["fileId"]))
    return _served(exchange, portal, file)


def _served(exchange: Exchange, portal: Portal, file: dict[str, Any] | None) -> Reply:
    if file is None:
        return Reply(404, failure(Refusal("NOT_FOUND", "File not found")))
    return transfer.serve(exchange, portal.store, file)
