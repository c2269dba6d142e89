"""Messages in Russian and English: one table, told in one language at a time.

The table is `messages/<area>.json`: `{"<area>.<name>": {"ru": "...", "en": "..."}}`. An area is
read when its first message is needed. Places are `{name}`; plural places are
`{count|строка|строки|строк}` in Russian and `{count|row|rows}` in English.
"""

from __future__ import annotations

import re
from functools import cache

from oint_b24.packaged import data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LANGUAGES = ("ru", "en")
_PLACE = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")


@cache
def table(area: str) -> dict[str, dict[str, str]]:
    """Return all messages of `area` (the part of a key before its first dot)."""
    loaded: dict[str, dict[str, str]] = data("messages", f"{area}.json")
    return loaded


def has(key: str) -> bool:
    """Say whether there is a message `key`."""
    try:
        return key in table(key.partition(".")[0])
    except FileNotFoundError:
        return False


def text(key: str, lang: str, /, **params: Any) -> str:
    """Return the message `key` in `lang` (`ru` or `en`), its places filled from `params`."""
    template = table(key.partition(".")[0])[key][lang]

    def fill(place: re.Match[str]) -> str:
        value = params.get(place[1], "")
        if place[1] in ("reason", "detail"):
            value = _reason(str(value), lang)
        if place[2] is None:
            return str(value)
        return f"{value} {plural(int(value), place[2].split('|'), lang)}"

    return _PLACE.sub(fill, template)


def texts(key: str, /, **params: Any) -> dict[str, str]:
    """Return the message `key` in every language."""
    return {lang: text(key, lang, **params) for lang in LANGUAGES}


def _reason(words: str, lang: str) -> str:
    """Return the operating system's words in `lang`, as they are where we do not know them."""
    return table("system").get(f"system.{words}", {}).get(lang, words)


def plural(count: int, forms: list[str], lang: str) -> str:
    """Choose the form of a noun for `count`: three forms in Russian, two in English."""
    if lang == "en":
        return forms[0] if count == 1 else forms[-1]
    tens, ones = abs(count) % 100, abs(count) % 10
    if ones == 1 and tens != 11:
        return forms[0]
    return forms[1] if 2 <= ones <= 4 and not 12 <= tens <= 14 else forms[2]


def language(flag: str | None, env: Mapping[str, str]) -> str:
    """Decide the language: flag, then OINT_LANG, then the locale; Russian where none says.

    An unset or C locale says nothing about a person, and OPI's users expect Russian.
    """
    for wish in (flag, env.get("OINT_LANG")):
        if wish and wish[:2].lower() in LANGUAGES:
            return wish[:2].lower()
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return "en" if locale[:2].lower() not in ("", "c", "po", "c.", "ru", "be", "uk", "kk") else "ru"
