"""Help for programs: every command and option as data, and the formats of answers and errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24 import __version__
from oint_b24.cli import common
from oint_b24.cli.help import usage
from oint_b24.cli.tree import Command, Group
from oint_b24.errors import Exit
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.cli.tree import Node, Option

_SCHEMAS = Path(__file__).with_name("schemas")


def whole(root: Group, lang: str) -> dict[str, Any]:
    """Return the whole program: commands, common options, exit codes and formats."""
    return {
        "program": root.name,
        "version": __version__,
        "lang": lang,
        "about": root.about[lang],
        "common_options": [option(o, lang) for o in common.options()],
        "commands": commands(root, (root.name,), lang),
        "exit_codes": [
            {"code": int(c), "name": c.name.lower(), "meaning": _meaning(c, lang)} for c in Exit
        ],
        "schemas": {name: schema(name) for name in ("envelope", "error")},
    }


def schema(name: str) -> Any:
    """Return the JSON Schema of a format: `envelope` (stdout) or `error` (stderr)."""
    return json.loads((_SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def commands(node: Node, path: tuple[str, ...], lang: str) -> list[dict[str, Any]]:
    """Return the commands in and below `node`, in the order of help."""
    if isinstance(node, Command):
        return [_command(node, path, lang)]
    return [
        described
        for name in _names(node, lang)
        if (inner := node.find(name))
        for described in commands(inner, (*path, inner.name), lang)
    ]


def _names(group: Group, lang: str) -> Iterable[str]:
    """Return each command's name once; OPI's commands have one in each language."""
    if group.name != "bitrix24":
        return group.names()
    return [name for section in group.listing(lang) for name, _ in section.entries]


def _command(node: Command, path: tuple[str, ...], lang: str) -> dict[str, Any]:
    fewest, most = node.takes
    data = {
        "command": " ".join(path),
        "about": node.about[lang],
        "usage": usage(node, path, lang),
        "arguments": node.arguments,
        "min_arguments": fewest,
        "max_arguments": most if most >= 0 else None,
        "options": [option(o, lang) for o in node.options],
        "examples": [example[lang] for example in node.examples],
        "details": [line[lang] for line in node.details],
    }
    return data | (_row(node.name) if path[1:2] == ("bitrix24",) else {})


def _row(name: str) -> dict[str, Any]:
    from oint_b24.opi.rows import find

    row = find(name)
    if row is None:
        return {}
    return {"names": {"ru": row.ru, "en": row.en}, "method": row.rest, "effect": row.effect}


def option(given: Option, lang: str) -> dict[str, Any]:
    """Return one option; `kind` is value, flag, switch (true/false or alone), count or many."""
    shown = given.metavar if isinstance(given.metavar, str) else given.metavar[lang]
    return {
        "name": given.name,
        "short": given.short,
        "also": list(given.also),
        "kind": given.kind,
        "value": (shown or text("help.value", lang)) if given.kind in ("value", "many") else None,
        "values": list(given.values),
        "required": given.required,
        "default": given.default,
        "about": given.help.get(lang, ""),
    }


def _meaning(code: Exit, lang: str) -> str:
    return text(f"topics.exit.{code.name.lower()}", lang)
