"""Where the cursor stands in a command line, and what fits there."""

from __future__ import annotations

from oint_b24.complete.known import fitting, profiles
from oint_b24.names import fold
from oint_b24.packaged import data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from oint_b24.complete.known import Row
    from oint_b24.complete.methods import Method

_BOOLEANS = ("true", "false", "1", "0", "да", "нет", "истина", "ложь")
_TOPICS = "TOPIC"
_REPEATED = ("count", "many")
_OF_LISTS = ("COLUMNS", "FILTER", "SELECT", "ORDER", "FIELD", "SET", "MAP")
_TAKING = ("value", "switch", "many")
# How OPI's rows read options that take a file: of JSON or binary.
_FILES = ("files", "object", "merge", "list", "calendar_filter", "base64", "named_base64", "bytes")


class Offer:
    """What may be put in: rows of value and description, or file names after `files`."""

    def __init__(self, rows: list[Row] | None = None, files: str | None = None) -> None:
        self.rows = rows or []
        self.files = files


class Place:
    """A command line read word by word: the command so far, and the option that waits."""

    def __init__(self, lang: str, env: Mapping[str, str]) -> None:
        self.lang = lang
        self.env = env
        self.node: dict[str, Any] = data("complete", "tree.json")
        self.common: dict[str, dict[str, Any]] = self.node["common"]
        self.standard: dict[str, dict[str, str]] = self.node["standard"]
        self.row: dict[str, Any] | None = None
        self.words: list[str] = []
        self.given: set[str] = set()
        self.waiting: str | None = None
        self.is_help = False
        self.is_over = False  # after `--`

    def step(self, word: str) -> None:
        """Take in one whole word."""
        if self.waiting is not None:
            switch = self._about(self.waiting).get("kind") == "switch"
            self.waiting = None
            if not switch or fold(word) in _BOOLEANS:
                return
        if word == "--":
            self.is_over = True
        elif word.startswith("-") and not self.is_over:
            name, has_value, _ = word.partition("=")
            self.given.add(name)
            takes = self._about(name).get("kind") in _TAKING
            self.waiting = name if takes and not has_value else None
        elif not {"commands", "rows"} & self.node.keys():
            self.words.append(word)
        else:
            self._enter(word)

    def _enter(self, word: str) -> None:
        """Follow a word into the tree."""
        if self.node.get("rows"):
            self.row = self.row or _opi().get(fold(word))
            if self.row:
                self.node = {"options": _options_of(self.row, self.standard)}
            return
        found = self.node["commands"].get(word.lower())
        if found is None:
            self.words.append(word)
        elif found.get("arguments") == [_TOPICS]:
            self.is_help = True
        else:
            self.node = found

    def offer(self, current: str) -> Offer:
        """Return what fits the incomplete word."""
        if self.waiting is not None:
            about = self._about(self.waiting)
            found = self._values(about, current, "")
            if found.rows or found.files is not None or about.get("kind") != "switch":
                return found
        if current.startswith("-") and not self.is_over:
            name, has_value, value = current.partition("=")
            if has_value:
                return self._values(self._about(name), value, f"{name}=")
            if len(current) == 2 and current != "--":
                return Offer([(current, "")] if self._about(current) else [])
            return Offer(fitting(current, self._option_rows(everything=True)))
        return self._word(current)

    def _options(self) -> dict[str, dict[str, Any]]:
        """Return the options that may stand here by name; a command's own come first and win."""
        own: dict[str, dict[str, Any]] = dict(self.node.get("options", {}))
        method = self._method()
        if self.node.get("is_open") and method is not None:
            own = method.options(own)
        return own | {k: v for k, v in self.common.items() if k not in own}

    def _about(self, name: str) -> dict[str, Any]:
        """Return what is known of the option `name`: long, short, in another case."""
        options = self._options()
        if name in options:
            return options[name]
        for about in options.values():
            # OPI computes short options per command: of the common ones only -h is left there.
            if about.get("short") == name and (self.row is None or "key" in about):
                return about
        wanted = fold(name)
        return next((about for n, about in options.items() if fold(n) == wanted), {})

    def _option_rows(self, *, everything: bool) -> list[Row]:
        own = self.node.get("options", {})
        rows: list[tuple[bool, str, str]] = []
        for name, about in self._options().items():
            is_given = {name, about.get("short")} & self.given
            if about.get("is_hidden") or (is_given and about.get("kind") not in _REPEATED):
                continue
            if everything or (name in own and name not in self.standard):
                rows.append((not about.get("required"), name, about["help"].get(self.lang, "")))
        return [(name, words) for _, name, words in sorted(rows, key=lambda row: row[0])]

    def _values(self, about: dict[str, Any], current: str, before: str) -> Offer:
        """Return the values of an option; `before` is what stands in the same word."""
        rows = self._known_values(about, current)
        if rows:
            return Offer([(f"{before}{value}", words) for value, words in fitting(current, rows)])
        if current.startswith("@"):
            return Offer(files=f"{before}@")
        return Offer(files=before) if about.get("takes") in ("FILE", "JSON") else Offer()

    def _known_values(self, about: dict[str, Any], current: str) -> list[Row]:
        from oint_b24.complete import methods

        takes = about.get("takes")
        if about.get("kind") == "switch":
            return [("true", ""), ("false", "")]
        if takes == "PROFILE":
            return profiles(self.env)
        if takes == "METHOD":
            return methods.names(current, self._version(), self.lang)
        if takes == "SCOPE":
            return methods.scopes(self.lang)
        if takes in _OF_LISTS:
            from oint_b24.complete.lists import rows

            method = self._method()
            return rows(takes, method, current) if method else []
        if self.row and self.row.get("rest") and about.get("key"):
            method = methods.find(self.row["rest"], 2)
            return method.values(about["key"]) if method else []
        return [(value, "") for value in about.get("values", ())]

    def _word(self, current: str) -> Offer:
        """Return what fits a word that is no option."""
        if self.node.get("rows"):
            return Offer(fitting(current, self._opi_names(current)))
        if "commands" in self.node:
            return Offer(fitting(current, self._commands()))
        expected = [] if self.is_help else self.node.get("arguments", [])
        place = len(self.words)
        if place >= len(expected) and not (expected and expected[-1].endswith("…")):
            own = self._option_rows(everything=False) if not current and not self.is_help else []
            return Offer(own)
        takes = expected[min(place, len(expected) - 1)].rstrip("…")
        if takes == "PAIR":
            return self._pair(current)
        return self._values({"takes": takes, "values": takes.split("|")}, current, "")

    def _pair(self, current: str) -> Offer:
        method = self._method()
        if method is None:
            return Offer()
        rows, files = method.pair(current, self.words[1:], self.lang)
        return Offer(fitting(current, rows), files)

    def _commands(self) -> list[Row]:
        rows = [(n, node["help"][self.lang]) for n, node in self.node["commands"].items()]
        if self.is_help and "common" in self.node:
            rows += [(topic, words[self.lang]) for topic, words in self.node["topics"].items()]
        return rows

    def _opi_names(self, current: str) -> list[Row]:
        """Return the names in the alphabet that was begun, else in the session's language."""
        lang = self.lang
        if current:
            lang = "en" if current[0].isascii() else "ru"
        rows = data("opi", "commands.json")["commands"]
        return [(row[lang], row["about"][self.lang]) for row in rows]

    def _version(self) -> int:
        return 3 if "--v3" in self.given else 2

    def _method(self) -> Method | None:
        """Return the REST method that was named, where the command takes one."""
        if not self.words or self.node.get("arguments", [""])[0] != "METHOD":
            return None
        from oint_b24.complete.methods import find

        return find(self.words[0], self._version())


def _opi() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in data("opi", "commands.json")["commands"]:
        for name in (row["ru"], row["en"], *row.get("aliases", ())):
            found.setdefault(fold(name), row)
    return found


def _options_of(row: dict[str, Any], standard: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return the options of an OPI command, as the tree has them; `standard` are their texts."""
    return {
        option["name"]: {
            "kind": "flag" if option.get("flag") else "switch" if option.get("switch") else "value",
            "short": option.get("short"),
            "help": option.get("help") or standard.get(option["name"], {}),
            "takes": "FILE" if option["as"] in _FILES else "",
            "key": option.get("key") or "-",
            "required": option.get("required", False) and option["as"] != "url",
        }
        for option in row["options"]
    }
