"""Search in the documents of knowledge bases (`note.document.search.list`, REST 3.0)."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.families.v3.note_model import BASE, PAGE, admit, level
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3 import params
from oint_b24.sandbox.v3.listing import portion

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

SHORTEST, LONGEST, LARGEST = 3, 200, 200  # note-document-search-list.md
_AROUND = 40  # characters a snippet shows on either side of the first match
_IN_TITLE, _IN_TEXT = 1.0, 0.5


@method("note.document.search.list", scope="note", version=3)
def search(call: Call) -> dict[str, Any]:
    """Find documents by words of their titles and texts, the best first."""
    admit(call)
    words = _words(call)
    limit, _ = portion(params.optional(call, "pagination", "object", {}), LARGEST)
    found = [_found(number, page, words) for number, page in _readable(call)]
    scored = sorted(
        (row for row in found if row["score"]), key=lambda row: (-row["score"], row["documentId"])
    )
    return {"items": scored[:limit], "hasMore": len(scored) > limit}


def _words(call: Call) -> list[str]:
    (query,) = params.required(call, query="string")
    text = query.strip()
    if len(text) < SHORTEST:
        raise Refusal("NOTE_SEARCH_QUERY_TOO_SHORT", "The search query is too short")
    if len(text) > LONGEST:
        raise Refusal("NOTE_SEARCH_QUERY_TOO_LONG", "The search query is too long")
    return list(dict.fromkeys(text.casefold().split()))


def _readable(call: Call) -> list[tuple[int, dict[str, Any]]]:
    bases = call.store.all(BASE, TRASHED=0, ARCHIVED=0)
    open_to = {number for number, base in bases if level(call, base)}
    pages = call.store.all(PAGE, TRASHED=0, ARCHIVED=0)
    return [(number, page) for number, page in pages if page["COLLECTION_ID"] in open_to]


def _found(number: int, page: dict[str, Any], words: list[str]) -> dict[str, Any]:
    title, text = page["TITLE"].casefold(), page["MARKDOWN"].casefold()
    points = (_IN_TITLE if w in title else _IN_TEXT if w in text else 0.0 for w in words)
    return {
        "documentId": number,
        "collectionId": page["COLLECTION_ID"],
        "title": page["TITLE"],
        "score": round(sum(points) / len(words), 3),
        "snippet": _snippet(page["MARKDOWN"], words),
        "sharedAccess": False,  # nobody can share a single document through REST
    }


def _snippet(text: str, words: list[str]) -> str:
    """Return a piece of the text as HTML, with what was looked for in bold."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    first = pattern.search(text)
    start = max(first.start() - _AROUND, 0) if first else 0
    end = (first.end() if first else 0) + _AROUND
    piece = text[start:end]
    shown, last = "", 0
    for match in pattern.finditer(piece):
        shown += html.escape(piece[last : match.start()]) + f"<b>{html.escape(match[0])}</b>"
        last = match.end()
    shown += html.escape(piece[last:])
    return ("..." if start else "") + shown + ("..." if end < len(text) else "")
