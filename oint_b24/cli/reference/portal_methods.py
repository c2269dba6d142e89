"""`oint methods --portal`: where the methods of a portal and of the documentation differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from oint_b24.cli.bulk.many import Errand
from oint_b24.cli.portal_memory import Memory
from oint_b24.cli.reference.fields import asker
from oint_b24.cli.reference.page import (
    columns,
    note,
    number,
    open_page,
    show,
    wants_data,
    write_data,
)
from oint_b24.output.paint import bold
from oint_b24.rest.portal_view import View, ask, differences
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.cli.tree import Invocation
    from oint_b24.rest.portal_view import Difference, State
    from oint_b24.rest.search import Entry

_STATES: tuple[State, ...] = ("missing", "closed", "extra")


def compare(invocation: Invocation, kept: Iterable[Entry]) -> int:
    """Show where the portal differs in the methods `kept` by the filters; `extra` ones too."""
    view = _view(invocation)
    documented = {(entry.name, entry.version): entry for entry in kept}
    is_filtered = any(name in invocation.given for name in ("--scope", "--effect", "--deprecated"))
    found = [
        one
        for one in differences(view)
        if (one.name, one.version) in documented
        or (one.state == "extra" and not is_filtered and _is_asked(one, invocation))
    ]
    shown = found[: number(invocation, "--limit") or len(found)]
    if wants_data(invocation):
        return write_data(invocation, [_row(one, documented, invocation.lang) for one in shown])
    page = open_page(invocation)
    page.paragraph(_summary(view, found, invocation.lang))
    for state in _STATES:
        rows = [one for one in shown if one.state == state]
        if rows:
            page.lines += ["", bold(text(f"view.state.{state}", page.lang), page.colour)]
            columns(page, ((one.name, _title(one, documented, page.lang)) for one in rows))
    return show(page, invocation)


def _view(invocation: Invocation) -> View:
    """Return what the portal offers: as remembered, or as it tells now. Raises Problem."""
    errand = Errand.of(invocation)
    memory = Memory.of_target(errand.target, invocation.world)
    view = memory.view()
    if view and memory.is_fresh(view.asked) and "--refresh" not in invocation.given:
        note(invocation, "view.age", age=memory.age(view.asked, invocation.lang))
        return view
    with errand.opened() as portal:
        view = ask(portal.address.portal, memory.now, asker(portal, "scope"))
    memory.keep_view(view)
    return view


def _is_asked(one: Difference, invocation: Invocation) -> bool:
    """Say whether a method without a title fits the words and the version asked for."""
    words = [word.casefold() for word in invocation.arguments]
    is_version = "--v3" not in invocation.given or one.version == 3
    return is_version and all(word in one.name.casefold() for word in words)


def _summary(view: View, found: list[Difference], lang: str) -> str:
    counts = Counter(one.state for one in found)
    second = len({*(view.open or ()), *(view.every or ())})
    told = {state: counts[state] for state in _STATES}
    line = text("view.summary", lang, portal=view.portal, second=second, **told)
    third = "view.third" if view.third is not None else "view.no_third"
    return f"{line}; {text(third, lang, count=len(view.third or ()))}"


def _title(one: Difference, documented: dict[tuple[str, int], Entry], lang: str) -> str:
    entry = documented.get((one.name, one.version))
    marks = " (v3)" if one.version == 3 else ""
    return (entry.title[lang] if entry else "") + marks


def _row(one: Difference, documented: dict[tuple[str, int], Entry], lang: str) -> dict[str, Any]:
    entry = documented.get((one.name, one.version))
    return {
        "name": one.name,
        "version": one.version,
        "state": one.state,
        "scope": entry.scopes[0] if entry and entry.scopes else None,
        "title": entry.title[lang] if entry else None,
    }
