"""Names as people type them: any case, ё or е, either language, with or without separators."""

from __future__ import annotations

from unicodedata import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# macOS file names and some input methods write й and ё as two characters, hence NFC first.
_FOLD = str.maketrans({"_": None, "-": None, " ": None, ".": None, "ё": "е"})


def fold(name: str) -> str:
    """Return the key under which `name` is looked up: `Create_Chat` and `createchat` are one."""
    return normalize("NFC", name).casefold().translate(_FOLD)


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of `known` that look like `name`, the likeliest first."""
    from difflib import get_close_matches

    spelled: dict[str, str] = {}
    for candidate in known:
        spelled.setdefault(fold(candidate), candidate)
    return [spelled[k] for k in get_close_matches(fold(name), spelled, n=count, cutoff=0.6)]
