"""Make `docs/llms.txt`, the project told to language models: `python -m tools.llms [--check]`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from oint_b24.cli import common
from oint_b24.cli.help import usage
from oint_b24.cli.help_data import commands
from oint_b24.cli.root import root
from oint_b24.cli.tree import Command, Group
from oint_b24.errors import Exit
from oint_b24.opi import rows
from oint_b24.text import text
from tools.written import ROOT, write_or_check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_INTRODUCTION = """\
# oint-b24

> The command line for Bitrix24: `oint`. Every command of `oint bitrix24` (OPI) under Russian and
> English names, any REST method by name, lists of any length, and a sandbox portal that needs no
> account.

Rules that hold for every command:

- stdout carries data only. Off a terminal it is the portal's whole answer as JSON (`result`,
  `time`, perhaps `next` and `total`); `--result` gives the result alone, `--query` takes JMESPath.
- Failures go to stderr; `--error-format json` makes them one line of JSON with a stable `code`, a
  `message`, often a `remedy`, and the exit code. Judge success by the exit code.
- `--dry-run` prints the request that would be sent and sends nothing. `--profile sandbox` runs
  against a portal on this machine: try things there first.
- A method that writes is never repeated after its answer was lost: exit code 8 says so.
- Which portal: `--url`, `--profile`, else `OINT_B24_URL` or `OINT_B24_PROFILE`, else the default
  profile. Never put a webhook's address into a file that is shared: it holds a secret.
- `oint help --output json --lang en` is all of this as data: commands, options, JSON Schemas of
  answers and errors. `oint methods WORDS` and `oint method NAME` are the REST reference, offline;
  `oint explain CODE` tells what an error code means. All of them take `--output json`.
"""
_PAGES = (
    ("quick-start.md", "a first call, on the sandbox and on a portal"),
    ("recipes.md", "one-liners by job"),
    ("rest-from-the-shell.md", "how values become a request"),
    ("export.md", "lists and exports of any length"),
    ("import.md", "many calls: batch and import"),
    ("files.md", "upload and download"),
    ("exit-codes.md", "what a script may do after each"),
    ("environment.md", "variables, streams, places of files"),
    ("limits.md", "the portal's limits and how they are kept"),
    ("python.md", "the client as a Python library"),
    ("security.md", "what is kept, what is sent"),
    ("ci.md", "GitHub Actions, GitLab CI, cron and systemd"),
    ("troubleshooting.md", "by symptom"),
    ("reliability.md", "what happens in every fault; faults on command for your own tests"),
    ("advice.md", "what is checked before sending, and how well"),
    ("performance.md", "measured against other tools"),
    ("opi-compatibility.md", "every command of OPI and what it sends"),
)


def made() -> dict[Path, str]:
    """Return the file and its text."""
    lines = [_INTRODUCTION, "## Commands", "", *_commands(), "", "## Exit codes", ""]
    lines += [f"- {c:d} {c.name.lower()}: {_meaning(c)}" for c in Exit]
    lines += ["", "## Options of every command", ""]
    lines += [f"- `{option.shown}`: {option.help['en']}" for option in common.options()]
    lines += ["", "## Documentation", ""]
    lines += [f"- [{page}]({page}): {about}" for page, about in _PAGES]
    lines += ["", "## Commands of `oint bitrix24`", "", *_opi()]
    return {ROOT / "docs" / "llms.txt": "\n".join(lines) + "\n"}


def _commands() -> Iterator[str]:
    tree = root()
    for name in tree.names():
        node = tree.find(name)
        if isinstance(node, Command):
            yield f"- `{usage(node, (tree.name, name), 'en')}`: {node.about['en']}"
        elif isinstance(node, Group) and name != "bitrix24":
            for found in commands(node, (tree.name, name), "en"):
                yield f"- `{found['usage']}`: {found['about']}"
    yield "- `oint bitrix24 NAME [options]`: a command of OPI; all of them are listed below"


def _opi() -> Iterator[str]:
    for row in rows.all_rows():
        options = " ".join(o.name for o in row.options if o.as_ not in ("url", "token"))
        sends = f" ({row.rest})" if row.rest else ""
        yield (
            f"- `{row.en} {options}`".replace(" `", "`") + f" = {row.ru}{sends}: {row.about['en']}"
        )


def _meaning(code: Exit) -> str:
    return text(f"topics.exit.{code.name.lower()}", "en")


if __name__ == "__main__":
    sys.exit(write_or_check(made(), "llms.txt"))
