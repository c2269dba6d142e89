"""Files in fields of CRM objects: read, and added without losing those that are there.

crm.item.update sets a field as a whole: files whose ids are not sent again are deleted
(files/how-to-update-files.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.errors import PartialProblem, PortalProblem, RefusedProblem, UsageProblem
from oint_b24.portal.envelope import as_items
from oint_b24.portal.request import Request
from oint_b24.portal.transfer.download_files import Remote, look

if TYPE_CHECKING:
    from oint_b24.portal.client import Portal
    from oint_b24.portal.transfer.paths import Place
    from oint_b24.portal.upload import Upload


@dataclass(frozen=True, slots=True)
class FileField:
    """A file field of one CRM object: its name in crm.item.*, and whether it holds many."""

    place: Place
    name: str
    is_multiple: bool


def field_at(portal: Portal, place: Place) -> FileField:
    """Return the field that `place` names, in either spelling (`UF_CRM_1_FILE`, `ufCrm1File`).

    Raises UsageProblem where the portal has no such field or it holds no files.
    """
    request = Request("crm.item.fields", {"entityTypeId": place.owner}, effect="read")
    result = portal.send(request).result
    fields = result.get("fields") if isinstance(result, dict) else None
    wanted = place.field.casefold()
    for name, about in as_items(fields):
        told = about if isinstance(about, dict) else {}
        if wanted not in (name.casefold(), str(told.get("upperName", "")).casefold()):
            continue
        if told.get("type") != "file":
            raise UsageProblem("files.no_file_field", field=place.field, type=told.get("type"))
        return FileField(place, name, bool(told.get("isMultiple")))
    raise UsageProblem("files.no_field", field=place.field, place=str(place))


def files_in(portal: Portal, field: FileField) -> list[Remote]:
    """Return the files a field holds; their names and sizes only a download tells.

    Raises PortalProblem where `place` names one file and the field has it not.
    """
    place = field.place
    params = {"entityTypeId": place.owner, "id": int(place.id)}
    result = portal.send(Request("crm.item.get", params, effect="read")).result
    found = [r for r in _files(result, field) if place.file in ("", r.id)]
    if place.file and not found:
        raise PortalProblem(
            "files.not_in_field", file=place.file, field=place.field, code="ERROR_NOT_FOUND",
            method="crm.item.get", portal=portal.address.portal,
        )  # fmt: skip
    return found


def add(portal: Portal, field: FileField, upload: Upload, *, replace: bool = False) -> Remote:
    """Put a file into a field and return it as the portal has it; it goes as base64, streamed.

    A field of many keeps the files it has; `replace` puts the new one in their place. Raises
    RefusedProblem where a field of one is not empty and must not be replaced, PartialProblem
    where the portal has another number of bytes, and the problems of the client.
    """
    place = field.place
    before = files_in(portal, field)
    if before and not (replace or field.is_multiple):
        raise RefusedProblem("files.field_taken", place=str(place))
    new: list[Any] = [upload.name, upload]
    kept: list[Any] = [] if replace else [{"id": int(r.id)} for r in before if r.id.isdecimal()]
    value = [*kept, new] if field.is_multiple else new
    params = {"entityTypeId": place.owner, "id": int(place.id), "fields": {field.name: value}}
    envelope = portal.send(Request("crm.item.update", params))
    known = {remote.id for remote in before}
    fresh = [r for r in _files(envelope.result, field) if r.id not in known]
    fresh = fresh or [r for r in files_in(portal, field) if r.id not in known]
    if not fresh:
        raise PortalProblem(
            "portal.no_file", method="crm.item.update", portal=portal.address.portal, code="no_file"
        )
    _check(portal, fresh[-1], upload)
    return fresh[-1]


def _files(result: Any, field: FileField) -> list[Remote]:
    item = result.get("item") if isinstance(result, dict) else None
    value = item.get(field.name) if isinstance(item, dict) else None
    held = [value] if isinstance(value, dict) and "id" in value else [v for _, v in as_items(value)]
    return [_remote(entry, field.place) for entry in held if isinstance(entry, dict)]


def _remote(entry: dict[str, Any], place: Place) -> Remote:
    number = str(entry.get("id", ""))
    link = str(entry.get("urlMachine") or entry.get("url") or "")
    whole = str(place).removesuffix(f"/{place.file}") if place.file else str(place)
    return Remote(link, f"{whole}/{number}", id=number)


def _check(portal: Portal, kept: Remote, upload: Upload) -> None:
    """Compare the sizes: of a broken text the portal makes a broken file without a word."""
    try:
        size = look(portal, kept).size
    except PortalProblem:
        return  # it was told to be there, and may not be downloaded by us
    if size is not None and size != upload.size:
        raise PartialProblem("files.wrong_size", name=upload.name, wanted=upload.size, got=size)
