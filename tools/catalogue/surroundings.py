"""Read what is not a method: the events and the permissions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tools.catalogue import pages
from tools.catalogue.lead import scopes
from tools.catalogue.markdown import plain
from tools.catalogue.tables import tables
from tools.catalogue.titles import EVENT_NAME, event_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PERMISSIONS = "api-reference/scopes/permissions.md"

_SUBSCRIBE = "Who can subscribe"
_SENT = re.compile(r"\"event\"\s*:\s*\"([A-Z][A-Z0-9_.]+)\"|\[event\] => ([A-Z][A-Z0-9_.]+)")
_PERMISSION = re.compile(r"\*\*([a-z_., ]+)\*\*")


def events(en: Path, ru: Path) -> list[dict[str, Any]]:
    """Return code, title, permission and page of each event that can be subscribed to."""
    found = [row for path in pages.paths(en) if (row := _event(en, ru, path))]
    return sorted(found, key=lambda row: (row["code"], row["page"]))


def _event(en: Path, ru: Path, path: str) -> dict[str, Any] | None:
    if path.endswith("index.md"):
        return None
    page = pages.load(en, path)
    if _SUBSCRIBE not in page.raw:
        return None
    original = pages.load(ru, path).title if (ru / path).is_file() else page.title
    sent, named = _SENT.search(page.raw), EVENT_NAME.findall(page.title)
    if not sent and not named:
        return None  # an event of the page in the browser: no handler can be bound to it
    code = sent[1] or sent[2] if sent else named[-1].upper()
    spelled = [*named, *EVENT_NAME.findall(original)]
    name = next((one for one in spelled if one.upper() == code), named[-1] if named else None)
    return {
        "code": code,
        "name": name,
        "title": {"ru": event_title(original), "en": event_title(page.title)},
        "scope": next(iter(scopes(page)), None),
        "page": path,
    }


def permissions(en: Path, ru: Path) -> dict[str, dict[str, str]]:
    """Return for each permission the tool it opens, in both languages."""
    russian = dict(_permissions(ru))
    return {name: {"ru": russian.get(name, tool), "en": tool} for name, tool in _permissions(en)}


def _permissions(root: Path) -> Iterator[tuple[str, str]]:
    for table in tables(pages.load(root, PERMISSIONS).text):
        for row in table.rows[1:]:
            for names in _PERMISSION.findall(row[0]):
                for name in re.split(r"[,\s]+", names):
                    if name:
                        yield name, plain(row[-1])
