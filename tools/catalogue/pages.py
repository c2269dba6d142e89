"""Find and load the pages of a checkout, with what they include."""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import normpath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tools.catalogue.markdown import Section, sections

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOTS = ("api-reference", "settings")

_INCLUDE = re.compile(r"\{% include[^\[]*\[[^\]]*\]\(([^)]+)\)\s*%\}")
# Footnotes that every page repeats; what they tell belongs to no single method.
_SHARED = re.compile(
    r"(^|/)_includes/(required|examples|error-info|error-info-v3|system-errors|events-index"
    r"|auth-params-in-events)\.md$"
)
_TITLE = re.compile(r"^#\s+(.*)$", re.MULTILINE)
_ANCHOR = re.compile(r"\s*\{#[^}]*\}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `raw` as it is stored, `text` with its includes, and the sections of that."""

    path: str
    raw: str
    text: str
    title: str
    sections: list[Section]

    @property
    def lead(self) -> str:
        """Return what stands before the first second-level heading."""
        return self.text.split("\n## ")[0]


def paths(root: Path) -> Iterator[str]:
    """Yield the paths of all reference pages under `root`, sorted."""
    for top in ROOTS:
        for found in sorted((root / top).rglob("*.md")):
            yield found.relative_to(root).as_posix()


def load(root: Path, path: str) -> Page:
    """Read the page `path` of the checkout `root`."""
    raw = _read(root / path)
    text = _with_includes(root, path, raw)
    return Page(path, raw, text, title_of(text), sections(text))


def title_of(text: str) -> str:
    """Return the first heading of a page, or an empty text."""
    head = _TITLE.search(text)
    return _ANCHOR.sub("", head[1]).strip() if head else ""


def relative(page: str, target: str) -> str:
    """Return the path that a link to `target` on `page` leads to."""
    if target.startswith("/"):
        return target.strip("/")
    return PurePosixPath(normpath(PurePosixPath(page).parent / target)).as_posix()


def _read(path: Path) -> str:
    # Zero-width spaces hide in names that were pasted into the documentation.
    return path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\u200b", "")


def _with_includes(root: Path, path: str, text: str) -> str:
    def included(mark: re.Match[str]) -> str:
        target = mark[1]
        if _SHARED.search(target) and target.startswith(("../", "./", "/")):
            return ""
        source = root / relative(path, target.split("#")[0])
        return _read(source) if source.is_file() else ""

    return _INCLUDE.sub(included, text)
