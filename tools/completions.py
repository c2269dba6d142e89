"""Make the data and scripts of shell completion: `python -m tools.completions [--check]`.

`oint_b24/complete/tree.json` comes from the command tree. The scripts in `completions/` are what
`oint completion` prints: they hold no names, all of them ask `oint __complete`.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from oint_b24.cli import common
from oint_b24.cli.completion import SCRIPTS, script
from oint_b24.cli.root import root
from oint_b24.cli.topics import TOPICS
from oint_b24.cli.tree import Command, Node, Option
from oint_b24.output.format import FORMATS
from oint_b24.rest.codes import SIGN_IN, SYSTEM, VERSION_3
from oint_b24.text import LANGUAGES, text
from tools.written import ROOT, write_or_check

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAMES = {"bash": "oint.bash", "zsh": "_oint", "fish": "oint.fish", "powershell": "oint.ps1"}
# bash and fish look for a file by the name of the command.
_SECOND_NAME = {
    "oint-b24.bash": "# shellcheck shell=bash disable=SC1091\n"
    '. "${BASH_SOURCE[0]%/*}/oint" 2>/dev/null || . "${BASH_SOURCE[0]%/*}/oint.bash"\n',
    "oint-b24.fish": "source (status dirname)/oint.fish\n",
}
# Options whose values are known elsewhere than in the tree.
_TAKES = {
    "--profile": "PROFILE", "--columns": "COLUMNS", "--filter": "FILTER", "--select": "SELECT",
    "--order": "ORDER", "--unique": "FIELD", "--update-by": "FIELD", "--set": "SET", "--map": "MAP",
}  # fmt: skip
_VALUES = {"--output": FORMATS}
_KNOWN = ("METHOD", "FILE", "JSON", "SCOPE")
_CHOICES = re.compile(r"[a-z0-9-]+(\|[a-z0-9-]+)+")


def tree() -> dict[str, Any]:
    """Return the command tree as data; the commands of OPI have rows of their own."""
    return {
        **_node(root()),
        "common": _options(common.options()),
        "standard": {f"--{n}": _texts(f"opi.{n}") for n in ("url", "token", "empty", "map")},
        "topics": {topic: _texts(f"topics.{topic}") for topic in TOPICS},
    }


def _texts(key: str) -> dict[str, str]:
    return {lang: text(key, lang) for lang in LANGUAGES}


def _node(node: Node, family: str = "") -> dict[str, Any]:
    data: dict[str, Any] = {"help": node.about}
    if isinstance(node, Command):
        data |= {"options": _options(node.options), "arguments": arguments(node, family)}
        # Only where parameters of the method may be given are they options, too.
        is_open = node.is_open and any("PAIR" in one for one in data["arguments"])
        return data | ({"is_open": True} if is_open else {})
    if node.name == "bitrix24":
        return {**data, "rows": True}
    found = {name: node.find(name) for name in node.names()}
    return {**data, "commands": {name: _node(n, node.name) for name, n in found.items() if n}}


def arguments(node: Command, family: str) -> list[str]:
    """Return what each argument of a command is; `…` after the last, where it may be repeated."""
    if node.name == "help":
        return ["TOPIC"]
    shown = re.sub(r"\[--[^\]]*\]", "", node.arguments)  # options with a place of their own
    found: list[str] = []
    for word in re.findall(r"[^\s\[\]…]+|…", shown):
        if word == "…":
            # What is repeated may be followed by one more, which cannot be told from it.
            return [*found[:-1], f"{found[-1]}…"]
        found.append(_argument(word.removesuffix("|-"), node, family))
    return found


def _argument(word: str, node: Command, family: str) -> str:
    if word == "CODE":
        return "|".join(code for code in (*SYSTEM, *SIGN_IN, *VERSION_3) if len(code) > 3)
    if "=" in word:
        return "PAIR"
    if word == "METHOD" or node.name == "method":
        return "METHOD"
    if family == "profile" and node.name != "add":
        return "PROFILE"
    return word if word in _KNOWN or _CHOICES.fullmatch(word) else "WORD"


def _options(options: tuple[Option, ...]) -> dict[str, Any]:
    shown = {o.name: _option(o) for o in options}
    return shown | {name: {**_option(o), "is_hidden": True} for o in options for name in o.also}


def _option(option: Option) -> dict[str, Any]:
    shown = option.metavar if isinstance(option.metavar, str) else option.metavar["en"]
    data: dict[str, Any] = {"help": option.help, "kind": option.kind}
    if option.short:
        data["short"] = option.short
    if option.required:
        data["required"] = True
    if option.name in _TAKES or shown in _KNOWN:
        data["takes"] = _TAKES.get(option.name, shown)
    values = option.values or _VALUES.get(option.name, ())
    if not values and _CHOICES.fullmatch(shown.partition("[")[0]):
        values = tuple(shown.partition("[")[0].split("|"))
    return data | ({"values": list(values)} if values else {})


def made() -> dict[Path, str]:
    """Return every generated file and its text."""
    data = json.dumps(tree(), ensure_ascii=False, indent=0) + "\n"
    files = {ROOT / "oint_b24" / "complete" / "tree.json": data}
    files |= {ROOT / "completions" / FILE_NAMES[shell]: script(shell) for shell in SCRIPTS}
    return files | {ROOT / "completions" / name: text for name, text in _SECOND_NAME.items()}


if __name__ == "__main__":
    sys.exit(write_or_check(made(), "completions"))
