"""Folders of a portal's disk: found by names, made where missing, listed to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.errors import PartialProblem, PortalProblem, UsageProblem
from oint_b24.portal.envelope import as_items
from oint_b24.portal.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.portal.client import Portal
    from oint_b24.portal.transfer.paths import Place

TAKEN = "DISK_OBJ_22000"  # a name there is already (disk/folder/disk-folder-add-subfolder.md)
_PAGE = 50
_CHILDREN = "disk.folder.getChildren"


def folder_at(portal: Portal, place: Place, *, mkdir: bool = False) -> str:
    """Return the id of the folder at `place`; `mkdir` makes what is missing on the way.

    Raises PortalProblem where there is no such folder, and the problems of the client.
    """
    found = start_of(portal, place)
    for depth, name in enumerate(place.names):
        row = among(portal, found, [name]).get(name.casefold())
        if row is None and mkdir:
            found = make(portal, found, name)
            continue
        found = _step(portal, place, depth, row)
    return found


def object_at(portal: Portal, place: Place) -> dict[str, Any]:
    """Return the folder or file at `place`, as the portal tells of it. Raises as `folder_at`."""
    if place.kind == "file":
        return _object(portal, "disk.file.get", place.id)
    if not place.names:
        return _object(portal, "disk.folder.get", start_of(portal, place))
    *above, name = place.names
    parent = type(place)(place.kind, place.id, tuple(above))
    row = among(portal, folder_at(portal, parent), [name]).get(name.casefold())
    if row is None:
        raise _missing(portal, place, len(above))
    return row


def start_of(portal: Portal, place: Place) -> str:
    """Return the id of the folder where the names of `place` begin."""
    if place.kind == "folder":
        return place.id
    if place.kind == "storage":
        root = _object(portal, "disk.storage.get", place.id).get("ROOT_OBJECT_ID")
        return str(root)
    if place.kind == "chat":
        dialog = place.id.removeprefix("user")
        return str(_object(portal, "im.disk.folder.get", dialog, "DIALOG_ID").get("ID"))
    raise UsageProblem("files.no_folder", place=str(place))


def make(portal: Portal, folder: str, name: str) -> str:
    """Make a folder in `folder`, or find the one somebody else made meanwhile; return its id."""
    request = Request("disk.folder.addSubFolder", {"id": folder, "data": {"NAME": name}})
    try:
        made = portal.send(request)
    except PortalProblem as problem:
        row = among(portal, folder, [name]).get(name.casefold()) if is_taken(problem) else None
        if row is None or row.get("TYPE") != "folder":
            raise
        return str(row["ID"])
    if not isinstance(made.result, dict) or not made.result.get("ID"):
        raise _no_answer(portal, request.method)
    return str(made.result["ID"])


def is_taken(problem: Exception) -> bool:
    """Say whether the portal refused a name because there is one like it."""
    return isinstance(problem, PortalProblem) and problem.code == TAKEN


def among(portal: Portal, folder: str, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return those objects of a folder that have one of `names`, by the name in lower case."""
    found = {}
    for start in range(0, len(names), _PAGE):
        some = list(names[start : start + _PAGE])
        wanted: dict[str, Any] = {"@NAME": some} if len(some) > 1 else {"=NAME": some[0]}
        for row in children(portal, folder, wanted):
            found[str(row.get("NAME")).casefold()] = row
    return found


def children(
    portal: Portal, folder: str, where: dict[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield what lies directly in a folder, in the order of ids, a page at a time.

    The pages go on after the last id, for offsets slip when somebody deletes a file meanwhile.
    Raises PartialProblem where the portal leaves that order, and the problems of the client.
    """
    last = 0
    while True:
        params = {"id": folder, "filter": {**(where or {}), ">ID": last}, "order": {"ID": "ASC"}}
        envelope = portal.send(Request(_CHILDREN, params, effect="read"))
        rows = [row for _, row in as_items(envelope.result) if isinstance(row, dict)]
        ids = [int(row["ID"]) for row in rows]
        if [number for number in sorted(set(ids)) if number > last] != ids:
            raise PartialProblem("files.repeated", folder=folder, portal=portal.address.portal)
        yield from rows
        if len(rows) < _PAGE and envelope.next is None:
            return
        last = ids[-1] if ids else last


def _step(portal: Portal, place: Place, depth: int, row: dict[str, Any] | None) -> str:
    if row is None or row.get("TYPE") != "folder":
        raise _missing(portal, place, depth)
    return str(row["ID"])


def _object(portal: Portal, method: str, number: str, name: str = "id") -> dict[str, Any]:
    envelope = portal.send(Request(method, {name: number}, effect="read"))
    if not isinstance(envelope.result, dict):
        raise _no_answer(portal, method)
    return envelope.result


def _missing(portal: Portal, place: Place, depth: int) -> PortalProblem:
    parent = type(place)(place.kind, place.id, place.names[:depth])
    name = place.names[depth]
    return PortalProblem(
        "files.not_found", name=name, place=str(parent), portal=portal.address.portal,
        method=_CHILDREN, code="ERROR_NOT_FOUND",
    )  # fmt: skip


def _no_answer(portal: Portal, method: str) -> PortalProblem:
    return PortalProblem(
        "portal.no_file", method=method, portal=portal.address.portal, code="no_file"
    )
