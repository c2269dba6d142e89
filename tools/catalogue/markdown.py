"""Read the markdown of the documentation (YFM): sections, code blocks, tabs, plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"^(\s*)(```+|~~~+)(.*)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*$")
_ANCHOR = re.compile(r"\s*\{#([^}]+)\}")
_TABS = re.compile(r"\{% list tabs[^%]*%\}(.*?)\{% endlist %\}", re.DOTALL)
_TAB = re.compile(r"^( *)- +(.*\S)\s*$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next heading of any level; level 0 is the lead."""

    level: int
    title: str
    anchors: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab's label, where it stands and where the tabs it belongs to end."""

    label: str
    start: int
    end: int


def sections(text: str) -> list[Section]:
    """Return the sections of a page in order; headings inside code blocks are no headings."""
    lines = text.split("\n")
    heads = list(_headings(lines))
    ends = [*(at for at, _, _ in heads[1:]), len(lines)]
    lead = lines[: heads[0][0]] if heads else lines
    return [
        Section(0, "", (), "\n".join(lead)),
        *(
            Section(level, _ANCHOR.sub("", title).strip(), tuple(_ANCHOR.findall(title)), body)
            for (at, level, title), end in zip(heads, ends, strict=False)
            for body in ["\n".join(lines[at + 1 : end])]
        ),
    ]


def _headings(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = "" if "```" in mark[3] else mark[2][:3]  # ```x``` on one line opens nothing
        elif mark and line.strip().startswith(fence):
            # with a language it opens the next block: the one before was never closed
            fence = mark[2][:3] if mark[3].strip().isalpha() else ""
        elif not mark and not fence and (head := _HEADING.match(line)):
            yield at, len(head[1]), head[2]


def code_blocks(text: str) -> list[tuple[str, str]]:
    """Return language and code of each fenced block, the block's own indent taken away."""
    found: list[tuple[str, str]] = []
    lines = iter(text.split("\n"))
    for line in lines:
        mark = _FENCE.match(line)
        if mark and "```" not in mark[3]:
            language = (mark[3].split() or [""])[0]
            found.append((language, "\n".join(_block(lines, len(mark[1]), mark[2][:3]))))
    return found


def _block(lines: Iterator[str], indent: int, mark: str) -> Iterator[str]:
    for line in lines:
        if line.strip().startswith(mark):
            return
        yield line[indent:] if not line[:indent].strip() else line


def tabs(text: str) -> list[Tab]:
    """Return the tabs of all `list tabs` blocks: the items of least indent."""
    found: list[Tab] = []
    for block in _TABS.finditer(text):
        items = list(_TAB.finditer(text, block.start(1), block.end(1)))
        least = min((len(item[1]) for item in items), default=0)
        found += [
            Tab(item[2], item.start(), block.end()) for item in items if len(item[1]) == least
        ]
    return found


def plain(text: str) -> str:
    """Return `text` without links, emphasis, code marks and line breaks."""
    bare = _LINK.sub(r"\1", text)
    for mark in ("**", "`", "\\"):
        bare = bare.replace(mark, "")
    return " ".join(bare.split())
