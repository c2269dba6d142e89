"""Answers to TAB: what may stand at the cursor. Typer is never started for it.

`oint __complete WORD …` gets the words after `oint`, the last one incomplete, and prints lines
`value<TAB>description`. A first line `:files` asks the shell for file names, `:nospace` for no
space after the word. Commands of OPI come from its rows, REST methods from the catalogue, the
rest from `complete.json`, made from the command tree by `tools/completions`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = tuple[str, str]
FILES, NO_SPACE = ":files", ":nospace"
_HERE = Path(__file__).parent
_FORMATS = ("auto", "json", "ndjson", "table", "csv", "tsv", "value", "none")
_FILE_KINDS = ("FILE", "JSON")


def answer(words: list[str], env: Mapping[str, str]) -> list[str]:
    """Return the lines for the shell."""
    lang = _language(words, env)
    *before, current = words or [""]
    place = _Place(lang, env)
    for word in before:
        place.step(word)
    directive, rows = place.offers(current)
    lines = [f"{value}\t{words}" if words else value for value, words in rows]
    return [directive, *lines] if directive else lines


@cache
def _tree() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((_HERE / "complete.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _opi() -> dict[str, dict[str, Any]]:
    data = json.loads((_HERE / "opi" / "commands.json").read_text(encoding="utf-8"))
    return {fold(row[lang]): row for row in data["commands"] for lang in ("ru", "en")}


def _language(words: list[str], env: Mapping[str, str]) -> str:
    from oint_b24.text import language

    flag = words[words.index("--lang") + 1] if "--lang" in words[:-1] else None
    return language(flag, env)


class _Place:
    """Where the cursor stands: the command so far, and the option that waits for a value."""

    def __init__(self, lang: str, env: Mapping[str, str]) -> None:
        self.lang = lang
        self.env = env
        self.path: list[str] = []
        self.row: dict[str, Any] | None = None
        self.words: list[str] = []
        self.waiting: str | None = None

    def step(self, word: str) -> None:
        """Take in one whole word."""
        if self.waiting is not None:
            self.waiting = None
        elif word.startswith("-"):
            name = word.partition("=")[0]
            takes = self._options().get(name, {}).get("takes")
            self.waiting = name if takes and "=" not in word else None
        elif self.path == ["bitrix24"] and self.row is None:
            self.row = _opi().get(fold(word))
        elif self._node().get("commands", {}).get(word.lower()) is not None:
            self.path.append(word.lower())
        else:
            self.words.append(word)

    def offers(self, current: str) -> tuple[str, list[Row]]:
        """Return a directive and the rows that fit the incomplete word."""
        if self.waiting is not None:
            return self._values(self.waiting, current, "")
        if current.startswith("--") and "=" in current:
            name, _, value = current.partition("=")
            return self._values(name, value, f"{name}=")
        if current.startswith("-"):
            options = self._options()
            long = [(n, o["help"].get(self.lang, "")) for n, o in options.items() if n[1] == "-"]
            return "", _fitting(current, long)
        return self._words(current)

    def _node(self) -> dict[str, Any]:
        node = _tree()
        for name in self.path:
            node = node["commands"][name]
        return node

    def _options(self) -> dict[str, dict[str, Any]]:
        own: dict[str, dict[str, Any]] = {}
        for option in self.row["options"] if self.row else ():
            about = {
                "help": option.get("help", {}),
                "takes": "" if option.get("flag") else _taken(option),
                "key": option.get("key"),
            }
            own[option["name"]] = about
            if option.get("short"):
                own[option["short"]] = about
        if not self.row:
            own |= self._node().get("options", {})
        return own | {k: v for k, v in _tree()["common"].items() if k not in own}

    def _values(self, name: str, current: str, before: str) -> tuple[str, list[Row]]:
        option = self._options().get(name, {})
        values = self._known_values(name, option)
        if not values and option.get("takes") in _FILE_KINDS:
            return FILES, []
        return "", [(f"{before}{v}", words) for v, words in _fitting(current, values)]

    def _known_values(self, name: str, option: dict[str, Any]) -> list[Row]:
        if name in ("--profile", "-p"):
            return [(name, "") for name in _profiles(self.env)]
        if name in ("--output", "-o") and self.row is None:
            return [(name, "") for name in _FORMATS]
        if option.get("takes") == "SWITCH":
            return [("true", ""), ("false", "")]
        if self.row and option.get("key"):
            return [(value, "") for value in _listed(self.row.get("rest"), option["key"])]
        return [(value, "") for value in option.get("values", ())]

    def _words(self, current: str) -> tuple[str, list[Row]]:
        if self.path == ["bitrix24"] and self.row is None:
            return "", _fitting(current, self._opi_names(current))
        if self.row is not None:
            return "", []
        node = self._node()
        if node.get("commands"):
            rows = [(n, c["help"][self.lang]) for n, c in node["commands"].items()]
            return "", _fitting(current, rows)
        if node.get("argument") == "METHOD":
            return self._method(current)
        if node.get("argument") == "PROFILE" and not self.words:
            return "", _fitting(current, [(name, "") for name in _profiles(self.env)])
        return (FILES, []) if "FILE" in node.get("argument", "") else ("", [])

    def _opi_names(self, current: str) -> list[Row]:
        """Return the names in the alphabet that was begun, else in the session's language."""
        lang = self.lang
        if current:
            lang = "en" if current[0].isascii() else "ru"
        rows = {row["ru"]: row for row in _opi().values()}.values()
        return [(row[lang], row["about"][self.lang]) for row in rows]

    def _method(self, current: str) -> tuple[str, list[Row]]:
        from oint_b24.rest import catalogue

        version = 3 if "--v3" in self.words else 2
        if not self.words:
            found = [n for n in catalogue.names(version) if n.lower().startswith(current.lower())]
            return "", [(name, "") for name in found]
        method = catalogue.find(self.words[0], version)
        params = method.params if method else ()
        return NO_SPACE, _fitting(current, [(f"{p.name}=", p.type or "") for p in params])


def _taken(option: dict[str, Any]) -> str:
    if option.get("switch"):
        return "SWITCH"
    if option["as"] in ("base64", "named_base64", "bytes"):
        return "FILE"
    whole = ("files", "object", "merge", "list", "calendar_filter")
    return "JSON" if option["as"] in whole else "TEXT"


def _listed(rest: str | None, key: str) -> tuple[str, ...]:
    """Return the documented values of a method's parameter."""
    from oint_b24.rest.catalogue import find

    method = find(rest) if rest else None
    param = method.param(key) if method else None
    return param.enum if param else ()


def _profiles(env: Mapping[str, str]) -> list[str]:
    import tomllib

    home = env.get("OINT_B24_HOME")
    if home:
        directory = Path(home) / "config"
    else:
        import platformdirs

        directory = platformdirs.user_config_path("oint-b24", appauthor=False)
    try:
        data = tomllib.loads((directory / "config.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        data = {}
    return [*data.get("profile", {}), "sandbox"]


def _fitting(current: str, rows: Iterable[Row]) -> list[Row]:
    """Return the rows whose value begins as typed: in any case, with е for ё."""
    if current.startswith("-"):
        return [row for row in rows if row[0].startswith(current)]
    wanted = fold(current)
    return [row for row in rows if fold(row[0]).startswith(wanted)]
