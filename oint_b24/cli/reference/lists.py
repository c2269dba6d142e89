"""`oint scopes` and `oint events`: the permissions and the events of the platform."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from oint_b24.cli.reference.page import columns, note, open_page, show, wants_data, write_data
from oint_b24.cli.tree import Command
from oint_b24.errors import Exit
from oint_b24.rest.catalogue import SITES, events, scopes
from oint_b24.rest.search import entries, search
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation
    from oint_b24.rest.catalogue import Event


def scopes_command() -> Command:
    """Return the command `scopes`."""
    return Command(
        name="scopes",
        about=texts("reference.scopes.about"),
        run=_scopes,
        examples=tuple(texts(f"reference.scopes.example{i}") for i in (1, 2)),
    )


def events_command() -> Command:
    """Return the command `events`."""
    return Command(
        name="events",
        about=texts("reference.events.about"),
        run=_events,
        arguments="[WORDS …]",
        takes=(0, -1),
        examples=tuple(texts(f"reference.events.example{i}") for i in (1, 2)),
    )


def _scopes(invocation: Invocation) -> int:
    lang = invocation.lang
    rows = _scope_rows(lang)
    if wants_data(invocation):
        return write_data(invocation, rows)
    page = open_page(invocation)
    columns(page, ((row["scope"], _told(row, lang)) for row in rows))
    return show(page, invocation)


def _scope_rows(lang: str) -> list[dict[str, Any]]:
    """Return every scope: those of the documentation's list, and those only methods name."""
    listed = scopes()
    counts = Counter(scope for entry in entries() for scope in entry.scopes)
    return [
        {"scope": name, "title": listed.get(name, {}).get(lang), "methods": counts[name]}
        for name in sorted({*listed, *counts})
    ]


def _told(row: dict[str, Any], lang: str) -> str:
    count = text("reference.count", lang, count=row["methods"]) if row["methods"] else ""
    return "; ".join(part for part in (row["title"], count) if part)


def _events(invocation: Invocation) -> int:
    lang = invocation.lang
    found = _found(invocation.arguments)
    if not found:
        note(invocation, "reference.nothing")
    if wants_data(invocation):
        return write_data(invocation, [_event_row(event, lang) for event in found])
    if not found:
        return Exit.OK
    page = open_page(invocation)
    columns(page, ((event.code, event.title[lang]) for event in found))
    return show(page, invocation)


def _found(words: tuple[str, ...]) -> list[Event]:
    known = events()
    wanted = [word for word in words if word.strip()]
    if not wanted:
        return list(known)
    return [known[p] for p in search(wanted, [(e.code, *e.title.values()) for e in known])]


def _event_row(event: Event, lang: str) -> dict[str, Any]:
    return {
        "code": event.code,
        "title": event.title[lang],
        "scope": event.scope,
        "documentation": SITES[lang] + event.page.removesuffix(".md") + ".html",
    }
