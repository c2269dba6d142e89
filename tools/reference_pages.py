"""Make docs/reference from the catalogue: `python -m tools.reference_pages [--check]`.

A page for every scope, and an index. Facts and titles only; the words around them are ours, the
same that `oint method NAME` shows.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from oint_b24.cli.reference.params import Tree
from oint_b24.rest.catalogue import all_methods, documentation, scopes
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.catalogue import Method

DIRECTORY = Path(__file__).parents[1] / "docs" / "reference"
_LANG = "en"
_DEPTH = 2  # levels of parameters; all of them: `oint method NAME --depth 9`
_WIDEST = 600  # characters of a cell: lists of fields to choose from can be endless
_NO_SCOPE = "basic"
_HEAD = """\
# REST methods by scope

What `oint method NAME` tells, for reading in one go: made from the same catalogue as the program
(`make docs`). {methods} methods, each with its effect, its parameters (`*` marks the required ones)
and a link to its page. In the shell, `oint methods WORDS` finds a method and `oint method NAME`
shows nested fields at any depth, the answer and the errors.

| scope | | methods |
|---|---|---|
"""


def pages() -> dict[str, str]:
    """Return the text of every page by its file name."""
    by_scope: dict[str, list[Method]] = defaultdict(list)
    for method in all_methods():
        by_scope[method.scope or _NO_SCOPE].append(method)
    found = {f"{scope}.md": _page(scope, by_scope[scope]) for scope in sorted(by_scope)}
    counts = {scope: len(methods) for scope, methods in by_scope.items()}
    return {"index.md": _index(counts), **found}


def _index(counts: dict[str, int]) -> str:
    rows = "".join(
        f"| [{scope}]({scope}.md) | {_title(scope)} | {counts[scope]} |\n"
        for scope in sorted(counts)
    )
    return _HEAD.format(methods=sum(counts.values())) + rows


def _title(scope: str) -> str:
    return _cell(scopes().get(scope, {}).get(_LANG, ""))


def _page(scope: str, methods: list[Method]) -> str:
    title = _title(scope)
    lines = [f"# {scope}", "", *([title, ""] if title else []), "[All scopes](index.md)"]
    for method in methods:
        lines += ["", *_section(method)]
    return "\n".join(lines) + "\n"


def _section(method: Method) -> Iterator[str]:
    """Yield the lines of one method."""
    version = " (REST 3.0)" if method.version == 3 else ""
    yield f"## {method.name}{version}"
    yield ""
    facts = [text(f"reference.effect.{method.effect}", _LANG)]
    if len(method.scopes) > 1:
        facts.append(f"scope {' or '.join(method.scopes)}")
    if method.app_only:
        facts.append(text("reference.app_only", _LANG))
    if method.positional:
        facts.append(text("reference.positional", _LANG))
    facts.append(f"[page]({documentation(method, _LANG)})")
    titles = dict.fromkeys((method.title[_LANG], method.title["ru"]))
    yield f"{' · '.join(map(_cell, titles))}: {'; '.join(facts)}"
    if method.deprecated:
        instead = ", ".join(f"`{name}`" for name in method.replaced_by)
        key = "reference.is_deprecated_for" if instead else "reference.is_deprecated"
        yield ""
        yield f"**{text(key, _LANG, list=instead)}**"
    yield from _table(method)


def _table(method: Method) -> Iterator[str]:
    rows = Tree.of(method, _LANG, _DEPTH).rows
    if not rows:
        return
    yield from ("", "| parameter | |", "|---|---|")
    for name, told in rows:
        depth = (len(name) - len(name.lstrip())) // 2
        yield f"| {'· ' * depth}`{name.strip()}` | {_cell(told)} |"


def _cell(words: str) -> str:
    """Return text that stands in a table as it is."""
    short = words if len(words) <= _WIDEST else words[:_WIDEST].rpartition(",")[0] + ", …"
    return re.sub(r"[|*\[\]]", r"\\\g<0>", short).replace("<", "&lt;")


def main() -> int:
    """Write the pages, or with `--check` say which are stale."""
    made = pages()
    there = {path.name for path in DIRECTORY.glob("*.md")}
    if "--check" not in sys.argv[1:]:
        DIRECTORY.mkdir(parents=True, exist_ok=True)
        for name, page in made.items():
            (DIRECTORY / name).write_text(page, encoding="utf-8", newline="\n")
        for name in there - made.keys():
            (DIRECTORY / name).unlink()
        return 0
    stale = [name for name, page in made.items() if name not in there or _kept(name) != page]
    stale += sorted(there - made.keys())
    if stale:
        print("stale, run make docs:", ", ".join(stale))
    return int(bool(stale))


def _kept(name: str) -> str:
    return (DIRECTORY / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
