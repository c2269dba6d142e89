"""Icons and logos of timeline records: crm.timeline.icon.*, crm.timeline.logo.*."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.im.chat_avatar import decode, keep, measure
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.families.timeline.records import needed
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of pictures: its name, the length of a side in pixels, codes the product brings."""

    name: str
    side: int
    system: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Return the kind of its documents."""
        return f"crm_timeline_{self.name}"


# crm-timeline-icon-add.md, crm-timeline-logo-add.md
_SORTS = (
    Sort("icon", 24, ("call", "call-completed", "arrow-down", "camera", "mail", "check", "task")),
    Sort("logo", 60, ("call", "call-incoming", "arrow-down", "mail", "list", "bank-card", "shop")),
)


def _found(sort: Sort, call: Call, code: str) -> tuple[int, dict[str, Any]]:
    """Return a picture that was added. Refuses NOT_FOUND."""
    found = next(iter(call.store.all(sort.kind, CODE=code)), None)
    if found is None:
        call.refuse("NOT_FOUND", f"{sort.name.capitalize()} not found for code `{code}`")
    return found


def _system(code: str) -> dict[str, Any]:
    return {"code": code, "isSystem": True, "fileUri": ""}


def _own(document: dict[str, Any]) -> dict[str, Any]:
    return {"code": document["CODE"], "isSystem": False, "fileUri": document["FILE"]}


def _admin(call: Call) -> None:
    admit(call)
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")


def _add(sort: Sort, call: Call) -> dict[str, Any]:
    _admin(call)
    code, content = (str(value) for value in needed(call, "code", "fileContent"))
    image = decode(content)
    if image is None or measure(image) != ("png", sort.side, sort.side):
        wanted = f"PNG {sort.side}x{sort.side}"
        call.refuse("INVALID_ARG_VALUE", f"The content of fileContent is not {wanted}")
    document = {"CODE": code, "FILE": keep(call.store, image, "png")}
    before = next(iter(call.store.all(sort.kind, CODE=code)), None)
    if before is None:
        call.store.add(sort.kind, document)
    else:
        call.store.put(sort.kind, before[0], document)
    return {sort.name: _own(document)}


def _get(sort: Sort, call: Call) -> dict[str, Any]:
    admit(call)
    code = str(needed(call, "code")[0])
    is_own = bool(call.store.all(sort.kind, CODE=code))
    if code in sort.system and not is_own:
        return {sort.name: _system(code)}
    return {sort.name: _own(_found(sort, call, code)[1])}


def _list(sort: Sort, call: Call) -> Page:
    admit(call)
    own = {document["CODE"]: _own(document) for _, document in call.store.all(sort.kind)}
    rows = list(({code: _system(code) for code in sort.system} | own).values())
    return Page({f"{sort.name}s": rows}, total=len(rows))


def _delete(sort: Sort, call: Call) -> bool:
    _admin(call)
    number, _ = _found(sort, call, str(needed(call, "code")[0]))
    return call.store.delete(sort.kind, number)


def register() -> None:
    """Register the methods of both sorts."""
    for sort in _SORTS:
        prefix = f"crm.timeline.{sort.name}"
        for verb, answer in (("add", _add), ("get", _get), ("list", _list), ("delete", _delete)):
            method(f"{prefix}.{verb}", scope="crm")(partial(answer, sort))
