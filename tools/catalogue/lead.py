"""Read what stands at the top of a page: permission, obsolescence, who may call and how."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tools.catalogue.errors import error_text
from tools.catalogue.naming import NAME
from tools.catalogue.wording import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path

    from tools.catalogue.pages import Page

_SCOPE = re.compile(r"^>?\s*\**Scope\**\s*:\s*(.*)$", re.MULTILINE | re.IGNORECASE)
_SCOPE_CODE = re.compile(r"`([a-zA-Z0-9_.,; ]+)`")
_SCOPE_BOLD = re.compile(r"\*\*([a-z0-9_.]+)\*\*")
_SCOPE_WORD = re.compile(r"[a-z][a-z0-9_.]+")
_CAMEL = re.compile(r"[a-z][A-Z]")
_SECTION_SCOPE = re.compile(r"^>\s*Scope:\s*\[?`([a-z_0-9.]+)`", re.MULTILINE)

_DEPRECATED_NOTE = re.compile(
    r"\{% note \w+ \"(?:DEPRECATED|Deprecated|Outdated)[^\"]*\" %\}(.*?)\{% endnote %\}", re.DOTALL
)
_NOTE = re.compile(r"\{% note[^%]*%\}(.*?)\{% endnote %\}", re.DOTALL)
_HALTED = re.compile(
    r"development of (this|the) (method|section|group)[^.]{0,40}"
    r"(halted|stopped|discontinued|suspended)|method (is|has been) (deprecated|outdated|obsolete)"
    r"|deprecated method",
    re.IGNORECASE,
)
_OLD_PATH = re.compile(r"/(outdated|deprecated)/")
_INSTEAD = re.compile(
    r"halted|deprecated|outdated|instead|discontinued|use the|replac", re.IGNORECASE
)
_SUCCESSOR = re.compile(NAME + r"(?:\.\*)?")

_POSITIONAL = re.compile(
    r"(order of parameters|parameter order)[^.\n]{0,60}(mandatory|violated)"
    r"|follow the (specified )?order of parameters|maintain(ing)? the order of parameters"
    r"|Incorrect parameter order|parameter order in the method",
    re.IGNORECASE,
)
# The old task methods read their parameters by place, whether or not their page repeats it
# (data-encoding.md, tasks/index.md).
_POSITIONAL_PATH = re.compile(
    r"api-reference/tasks/(comment-item|checklist-item|elapsed-item|deprecated/task-item)/"
)

_APP_ONLY = re.compile(
    r"(works|executed|called|available|used|can be called|operates?)\s+(only|exclusively)\s+"
    r"(with)?in\s+the\s+(authorization\s+)?context\s+of\s+(an?\s+|the\s+)?(\w+\s+){0,3}\[?app"
    r"|only (?:be called|possible) (with)?in the context of (an? |the )?\[?app"
    r"|only (works )?(in|within) the context of (an? |the )?\[?app"
    r"|only (with|within|in|via|through) (the )?\[?application|application context required"
    r"|only in application context|available only for application authorization"
    r"|context of (authorizing the|application|app) ?\[?(application|auth)"
    r"|only (when|with) (OAuth|application) authorization",
    re.IGNORECASE,
)
_APP_ERROR = re.compile(
    r"outside (of )?(the |an )?application context"
    r"|not (in|from|within) the context of (an? )?(OAuth )?(\[?application|app)"
    r"|only (be called|possible) in the context of (an? )?(REST )?(\[?application|app)"
    r"|application context required[^|\n]*\|[^|\n]*(called|method|token)",
    re.IGNORECASE,
)
_WRONG_AUTH_ROW = re.compile(r"\|\|[^\n]*`?WRONG_AUTH_TYPE`?.*?\|\|", re.DOTALL)
_TABLE = re.compile(r"#\|.*?\|#", re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def scopes(page: Page) -> list[str]:
    """Return the permissions named at the top of a page; several mean that each will do."""
    found: dict[str, None] = {}
    for line in _SCOPE.findall(page.lead):
        found |= dict.fromkeys(_scopes(line))
    return list(found)


def _scopes(line: str) -> list[str]:
    parts = [part.strip() for code in _SCOPE_CODE.findall(line) for part in re.split("[,;]", code)]
    # «`depending on the placement`» and «module scope from `moduleId`» are no names
    coded = [part for part in parts if part and " " not in part and not _CAMEL.search(part)]
    words = _SCOPE_WORD.findall(re.sub(r"\([^)]*\)", "", line))
    return coded or _SCOPE_BOLD.findall(line) or words[:3]


def section_scope(root: Path, path: str) -> str | None:
    """Return the permission that the nearest section page above `path` names."""
    for parent in PurePosixPath(path).parents:
        index = root / parent / "index.md"
        if len(parent.parts) > 1 and index.is_file():
            found = _SECTION_SCOPE.search(index.read_text(encoding="utf-8"))
            if found:
                return found[1]
    return None


def deprecation(page: Page, name: str) -> tuple[bool, list[str]]:
    """Say whether the method is kept for old callers only, and which ones replace it."""
    note = _DEPRECATED_NOTE.search(page.lead)
    notes = [note[1]] if note else []
    notes += [text for text in _NOTE.findall(page.lead) if _INSTEAD.search(text)]
    named = [one for text in notes for one in _SUCCESSOR.findall(re.sub(r"\([^)]*\)", "", text))]
    successors = [
        one
        for one in dict.fromkeys(named)
        if not one.endswith(".md") and one.lower() != name.lower()
    ]
    deprecated = note or _HALTED.search(page.lead) or _OLD_PATH.search(page.path)
    return bool(deprecated), successors


def is_positional(page: Page, count: int) -> bool:
    """Say whether the method reads its `count` parameters by their places."""
    by_path = bool(_POSITIONAL_PATH.match(page.path)) and count > 1
    return by_path or bool(_POSITIONAL.search(page.text))


def is_app_only(page: Page) -> bool:
    """Say whether only an application's token may call, not a webhook."""
    lead = _without_links(page.lead)
    request = _TABLE.sub("", _without_links(_before_examples(page)))
    told = error_text(page)
    return bool(
        _APP_ONLY.search(lead)
        or _APP_ONLY.search(request)
        or _APP_ERROR.search(_without_links(told))
        # «session authorization» only bars browsers
        or any("session" not in row[0].lower() for row in _WRONG_AUTH_ROW.finditer(told))
    )


def _before_examples(page: Page) -> str:
    bodies: list[str] = []
    for section in page.sections:
        if section.level == 2 and ENGLISH.request_end.match(section.title):
            break
        bodies.append(section.body)
    return "".join(bodies)


def _without_links(text: str) -> str:
    return _LINK.sub(r"[\1]", text)
