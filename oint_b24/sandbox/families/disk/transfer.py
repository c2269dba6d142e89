"""Bytes over HTTP: uploads into signed addresses, downloads with ranges, public links."""

from __future__ import annotations

import html
import mimetypes
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

from oint_b24.sandbox.call import Call, Caller, Refusal
from oint_b24.sandbox.exchange import Exchange, Reply
from oint_b24.sandbox.failure import failure
from oint_b24.sandbox.families.disk import content, links, ranges, rights, tree, view
from oint_b24.sandbox.families.disk.content import OBJECT, VERSION
from oint_b24.sandbox.multipart import MalformedBodyError, Part, parts
from oint_b24.sandbox.registry import route

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Portal
    from oint_b24.sandbox.families.disk.links import Ticket
    from oint_b24.sandbox.store import Store

FIELD = "file"  # the form field of an upload (folder/disk-folder-upload-file.md)
_NEEDED = {"folder": rights.ADD, "file": rights.EDIT}


@route("/rest/upload")
def upload(exchange: Exchange, portal: Portal) -> Reply:
    """Take the file of the second step of an upload; answer what the method would have."""
    start = portal.now()
    try:
        ticket = links.read(portal, "upload", exchange.query)
        sent = _received(exchange, portal.store)
        try:
            answer = _taken(portal, ticket, sent)
        finally:
            _discard(sent)
    except Refusal as refusal:
        return Reply(refusal.status, failure(refusal))
    return Reply(200, portal.envelope(answer, f"upload{ticket.user}", "upload", start))


def _received(exchange: Exchange, store: Store) -> list[Part]:
    kind = exchange.headers.get("content-type", "")
    if exchange.verb != "POST" or not kind.lower().startswith("multipart/form-data"):
        raise Refusal("DISK_BASE_SERVICE_22001", f"Error: required parameter {FIELD}")
    try:
        return parts(kind, exchange.body, store.files)
    except MalformedBodyError:
        raise Refusal("ERROR_COULD_NOT_SAVE_FILE", "Could not save file") from None


def _taken(portal: Portal, ticket: Ticket, sent: list[Part]) -> dict[str, Any]:
    part = next((p for p in sent if p.name == FIELD and p.filename and p.path), None)
    if part is None:
        raise Refusal("DISK_BASE_SERVICE_22001", f"Error: required parameter {FIELD}")
    call = Call("upload", {}, Caller("token", ticket.user), portal)
    with portal.store.transaction():
        item = tree.get_object(portal.store, ticket.id)
        if item is None or tree.is_deleted(item):
            raise Refusal("ERROR_NOT_FOUND", f"Could not find entity with id `{ticket.id}`")
        rights.require(call, ticket.id, _NEEDED[ticket.target])
        return _stored(call, ticket, part)


def _stored(call: Call, ticket: Ticket, part: Part) -> dict[str, Any]:
    store, moment = call.store, call.portal.moment()
    if part.path is None:
        return {}
    if ticket.target == "file":
        tree.add_version(store, ticket.id, part.path, ticket.user, moment)
        return view.new_version_view(call, ticket.id)
    number = tree.create_file(
        store,
        ticket.id,
        part.filename or FIELD,
        part.path,
        ticket.user,
        moment,
        unique=ticket.unique,
    )
    for code, level in ticket.rights:
        rights.grant(store, number, code, level)
    return view.fresh_view(call, number)


def _discard(sent: list[Part]) -> None:
    """Remove what was not taken over."""
    for part in sent:
        if part.path is not None:
            part.path.unlink(missing_ok=True)


@route("/rest/download")
def download(exchange: Exchange, portal: Portal) -> Reply:
    """Serve the bytes a signed address names."""
    try:
        ticket = links.read(portal, "download", exchange.query)
        with portal.store.transaction():
            found = _named(portal.store, ticket)
    except Refusal as refusal:
        return Reply(refusal.status, failure(refusal))
    reply = serve(exchange, portal.store, found)
    if exchange.headers.get("user-agent"):
        return reply
    # A portal turns away clients that do not name themselves, though the file is there.
    name = {"Content-Disposition": disposition(found["NAME"])}
    return replace(_missing(), headers={**_missing().headers, **name})


def _named(store: Store, ticket: Ticket) -> dict[str, Any]:
    """Return the file or the version a ticket names; either has NAME and BLOB."""
    found = store.get(VERSION if ticket.target == "version" else OBJECT, ticket.id)
    number = int(found["OBJECT_ID"]) if found and ticket.target == "version" else ticket.id
    file = store.get(OBJECT, number)
    if found is None or file is None or file["TYPE"] != "file":
        raise Refusal("ERROR_NOT_FOUND", f"Could not find entity with id `{ticket.id}`", 404)
    if rights.level(store, ticket.user, number) < rights.READ:
        raise Refusal("ACCESS_DENIED", "Access denied", 403)
    return found


def serve(exchange: Exchange, store: Store, document: dict[str, Any]) -> Reply:
    """Serve the bytes of a file or version under its name."""
    name = document["NAME"]
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"Content-Type": kind, "Content-Disposition": disposition(name)}
    path = content.blob_path(store, document)
    if not path.exists():
        return _missing()
    # A blob never changes, so its name is as good as a hash of it.
    return ranges.ranged(exchange, path, f'"{document["BLOB"]}"', headers)


def disposition(name: str) -> str:
    """Return the header that names a download, for old clients and for new ones."""
    plain = "".join(c if " " <= c <= "~" and c not in '"\\' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=utf-8''{quote(name, safe='')}"


@route("/~")
def public(exchange: Exchange, portal: Portal) -> Reply:
    """Serve a public link: the bytes of a file, or a page with the names in a folder."""
    with portal.store.transaction():
        for number, item in portal.store.all(OBJECT, LINK=exchange.path.removeprefix("/~")):
            if tree.is_deleted(item):
                return _missing()
            if item["TYPE"] == "file":
                return serve(exchange, portal.store, item)
            return _folder_page(portal.store, number, item)
    return _missing()


def _folder_page(store: Store, number: int, item: dict[str, Any]) -> Reply:
    names = [html.escape(child["NAME"]) for _, child in tree.children(store, number)]
    title = html.escape(item["NAME"])
    rows = "".join(f"<li>{name}</li>" for name in names)
    page = (
        f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><ul>{rows}</ul>"
    )
    return Reply(200, raw=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


@route("/bitrix/tools/disk/uf.php")
def attached(exchange: Exchange, portal: Portal) -> Reply:
    """Serve a file by its attachment (attached-object/disk-attached-object-get.md)."""
    return _sealed(exchange, portal, "attachedId", "auth[auth]")


@route("/bitrix/services/main/ajax.php")
def in_chat(exchange: Exchange, portal: Portal) -> Reply:
    """Serve a file of a chat (chats/files/im-disk-file-commit.md)."""
    return _sealed(exchange, portal, "fileId", "_esd")


def _sealed(exchange: Exchange, portal: Portal, named: str, signed: str) -> Reply:
    given = {name: values[0] for name, values in parse_qs(exchange.query).items()}
    number, seal = given.get(named, ""), given.get(signed, "")
    with portal.store.transaction():
        if not number.isdecimal() or links.seal(portal.store, f"{named}={number}") != seal:
            return Reply(401, failure(Refusal("NO_AUTH_FOUND", "Wrong authorization data")))
        found = int(number)
        if named == "attachedId":
            found = int((portal.store.get("disk_attached", found) or {}).get("OBJECT_ID", 0))
        item = tree.get_object(portal.store, found)
        return serve(exchange, portal.store, item) if item and "BLOB" in item else _missing()


def _missing() -> Reply:
    page = b"<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>"
    return Reply(404, raw=page, headers={"Content-Type": "text/html"})
