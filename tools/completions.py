"""Make the data and scripts of shell completion: `python -m tools.completions [--check]`.

`oint_b24/complete.json` comes from the command tree, the scripts in `completions/` from the
templates below: all of them ask `oint __complete`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from oint_b24.cli import app, common
from oint_b24.cli.completion import SCRIPTS, script
from oint_b24.cli.tree import Command, Group, Node, Option

ROOT = Path(__file__).parents[1]
FILE_NAMES = {"bash": "oint.bash", "zsh": "_oint", "fish": "oint.fish", "powershell": "oint.ps1"}


def tree() -> dict[str, Any]:
    """Return the command tree as data; the commands of OPI have rows of their own."""
    whole = _node(app.root())
    whole["common"] = _options(common.options())
    return whole


def _node(node: Node) -> dict[str, Any]:
    data: dict[str, Any] = {"help": node.about}
    if isinstance(node, Group):
        if node.name == "bitrix24":
            return {**data, "commands": {}}
        found = {name: node.find(name) for name in node.names()}
        return {**data, "commands": {name: _node(n) for name, n in found.items() if n}}
    return {**data, "options": _options(node.options), "argument": _argument(node)}


def _argument(node: Command) -> str:
    word = node.arguments.strip("[]").split(" ")[0]
    if node.name in ("use", "remove", "show", "check", "logout", "token", "move-secrets"):
        return "PROFILE"
    return word


def _options(options: tuple[Option, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for option in options:
        takes = {"flag": "", "count": "", "switch": "SWITCH"}.get(option.kind)
        shown = option.metavar if isinstance(option.metavar, str) else option.metavar["en"]
        data: dict[str, Any] = {
            "help": option.help,
            "takes": (shown or "TEXT") if takes is None else takes,
        }
        if option.values:
            data["values"] = list(option.values)
        for name in (option.name, option.short):
            if name:
                found[name] = data
    return found


def made() -> dict[Path, str]:
    """Return every generated file and its text."""
    data = json.dumps(tree(), ensure_ascii=False, indent=0, sort_keys=False) + "\n"
    files = {ROOT / "oint_b24" / "complete.json": data}
    return files | {ROOT / "completions" / FILE_NAMES[s]: script(s) for s in SCRIPTS}


def main() -> int:
    """Write the files, or with `--check` say which are stale."""
    stale = []
    for path, text in made().items():
        if "--check" not in sys.argv[1:]:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT).as_posix())
    if stale:
        print("stale, run make docs:", ", ".join(stale))
    elif "--check" in sys.argv[1:]:
        print("completions: up to date")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
