"""`oint methods [WORDS]`: the methods of REST, found by words in names and titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.reference.page import (
    columns,
    note,
    number,
    open_page,
    show,
    unknown,
    wants_data,
    write_data,
)
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import Exit, UsageProblem
from oint_b24.names import nearest
from oint_b24.rest.search import Entry, current_first, entries, search
from oint_b24.text import text, texts
from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.cli.tree import Invocation

_EFFECTS = ("read", "write", "delete")
_SCREENFUL = 20  # of a search on a terminal: the best must not scroll away


def command() -> Command:
    """Return the command `methods`."""
    return Command(
        name="methods",
        about=texts("reference.methods.about"),
        run=_run,
        options=(
            Option("--scope", texts("reference.option.scope"), metavar="SCOPE"),
            Option(
                "--effect",
                texts("reference.option.effect"),
                metavar="|".join(_EFFECTS),
                values=_EFFECTS,
            ),
            Option("--v3", texts("reference.option.v3"), kind="flag"),
            Option("--deprecated", texts("reference.option.deprecated"), kind="flag"),
            Option("--limit", texts("reference.option.limit"), metavar="N"),
            Option("--portal", texts("view.option.portal"), kind="flag"),
            Option("--refresh", texts("view.option.refresh"), kind="flag"),
        ),
        arguments="[WORDS …]",
        takes=(0, -1),
        examples=tuple(texts(f"reference.methods.example{i}") for i in (1, 2, 3)),
        details=(texts("reference.methods.details"),),
    )


def _run(invocation: Invocation) -> int:
    found = _found(invocation.arguments, _kept(invocation))
    if "--portal" in invocation.given:
        from oint_b24.cli.reference.portal_methods import compare

        return compare(invocation, found)
    if not found:
        note(invocation, "reference.nothing")
    shown = found[: _limit(invocation, len(found))]
    if wants_data(invocation):
        return write_data(invocation, [_row(entry, invocation.lang) for entry in shown])
    if not found:
        return Exit.OK
    page = open_page(invocation)
    columns(page, ((entry.name, _title(entry, invocation.lang)) for entry in shown))
    code = show(page, invocation)
    if len(shown) < len(found):
        note(invocation, "reference.more", shown=len(shown), found=len(found))
    return code


def _kept(invocation: Invocation) -> list[Entry]:
    """Return the methods that pass the filters. Raises UsageProblem for a value there is not."""
    scope, effect = invocation.given.get("--scope"), invocation.given.get("--effect")
    if effect is not None and effect not in _EFFECTS:
        raise UsageProblem(
            "usage.choice", option="--effect", value=effect, choices=", ".join(_EFFECTS)
        )
    kept = entries()
    if scope is not None:
        known = {s.casefold() for entry in kept for s in entry.scopes}
        if scope.casefold() not in known:
            raise unknown("reference.no_scope", scope, nearest(scope, sorted(known)))
    return [
        entry
        for entry in kept
        if (scope is None or scope.casefold() in map(str.casefold, entry.scopes))
        and effect in (None, entry.effect)
        and ("--v3" not in invocation.given or entry.version == 3)
        and ("--deprecated" not in invocation.given or entry.deprecated)
    ]


def _found(words: Iterable[str], kept: list[Entry]) -> list[Entry]:
    """Return the methods in order: the best match first, the deprecated ones last."""
    wanted = [word for word in words if word.strip()]
    if wanted:
        names = [(entry.name, *entry.title.values()) for entry in kept]
        return current_first([kept[place] for place in search(wanted, names)], kept)
    return sorted(kept, key=lambda entry: entry.deprecated)


def _limit(invocation: Invocation, found: int) -> int:
    given = number(invocation, "--limit")
    if given is not None:
        return given or found
    is_browsing = invocation.arguments and is_terminal(invocation.world.stdout)
    return _SCREENFUL if is_browsing and not wants_data(invocation) else found


def _title(entry: Entry, lang: str) -> str:
    marks = []
    if entry.version == 3:
        marks.append("v3")
    if entry.deprecated:
        marks.append(text("reference.deprecated", lang))
    return f"{entry.title[lang]} ({', '.join(marks)})" if marks else entry.title[lang]


def _row(entry: Entry, lang: str) -> dict[str, Any]:
    return {
        "name": entry.name,
        "title": entry.title[lang],
        "version": entry.version,
        "scope": entry.scopes[0] if entry.scopes else None,
        "effect": entry.effect,
        "deprecated": entry.deprecated,
    }
