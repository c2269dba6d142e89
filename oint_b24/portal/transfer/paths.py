"""What a place for files is called on the command line, read: folder, chat, field, file, link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from oint_b24.errors import UsageProblem

Kind = Literal["folder", "storage", "file", "chat", "crm", "link"]
# Owner types of CRM objects with names (crm/data-types.md); smart processes have numbers only.
OWNERS = {"lead": 1, "deal": 2, "contact": 3, "company": 4, "quote": 7, "invoice": 31}
_DISK = re.compile(r"(?i)disk:(folder|storage|file)/([0-9]+)((?:/.*)?)", re.DOTALL)
_CHAT = re.compile(r"(?i)((?:chat|sg|user)[1-9][0-9]*)((?:/.*)?)", re.DOTALL)
_CRM = re.compile(r"(?i)crm:([a-z]+|[0-9]+)/([1-9][0-9]*)/([a-z][a-z0-9_]*)(?:/([1-9][0-9]*))?/?")


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a portal.

    `id` is the number of a folder, storage, file or CRM object, the dialog of a chat, or the
    link. `names` lead on from there. `owner`, `field` and `file` belong to CRM fields.
    """

    kind: Kind
    id: str
    names: tuple[str, ...] = ()
    owner: int = 0
    field: str = ""
    file: str = ""

    def __str__(self) -> str:
        """Return the place as it is written, except a link, which is a secret."""
        if self.kind == "link":
            return "link"
        if self.kind == "crm":
            known = {number: name for name, number in OWNERS.items()}
            tail = f"/{self.file}" if self.file else ""
            return f"crm:{known.get(self.owner, self.owner)}/{self.id}/{self.field}{tail}"
        head = self.id if self.kind == "chat" else f"disk:{self.kind}/{self.id}"
        return "/".join((head, *self.names))


def read(text: str) -> Place:
    """Return the place a text names. Raises UsageProblem.

    Forms: `disk:folder/11/Отчёты`, `disk:storage/1`, `disk:file/21`, `chat42`,
    `crm:deal/1/UF_CRM_FILE`, a signed link.
    """
    word = text.strip()
    disk, chat, crm = (p.fullmatch(word) for p in (_DISK, _CHAT, _CRM))
    if disk is not None and not (disk[1].lower() == "file" and disk[3].strip("/")):
        kind: Kind = {"folder": "folder", "storage": "storage"}.get(disk[1].lower(), "file")  # type: ignore[assignment]
        return Place(kind, disk[2], _names(disk[3]))
    if chat is not None:
        return Place("chat", chat[1].lower(), _names(chat[2]))
    if crm is not None:
        owner = OWNERS.get(crm[1].lower(), int(crm[1]) if crm[1].isdecimal() else 0)
        if owner:
            return Place("crm", crm[2], owner=owner, field=crm[3], file=crm[4] or "")
    if _is_link(word):
        return Place("link", word)
    raise UsageProblem("files.no_place", place=text)


def _names(path: str) -> tuple[str, ...]:
    return tuple(name for name in path.split("/") if name)


def _is_link(word: str) -> bool:
    try:
        parts = urlsplit(word)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
