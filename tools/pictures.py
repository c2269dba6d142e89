"""Make the pictures of the terminal in `docs/pictures/`: `python -m tools.pictures [--check]`.

Each shows what real command lines say on a terminal of 80 columns, against a sandbox portal of
its own. What no two runs have in common (times, ports) is put in a fixed form.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
import tempfile
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from oint_b24.cli.app import run
from oint_b24.cli.help import continued
from oint_b24.text import LANGUAGES
from oint_b24.world import World
from tools.written import ROOT, write_or_check

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = 80
_LOCALES = {"ru": "ru_RU.UTF-8", "en": "en_US.UTF-8"}
_DEALS = (
    "oint list crm.deal.list --profile sandbox --filter 'OPPORTUNITY>=10000'"
    " --select ID,TITLE,STAGE_ID,OPPORTUNITY --quiet"
)
# The command lines of each picture, by language.
PICTURES: dict[str, dict[str, tuple[str, ...]]] = {
    "start": {"ru": ("oint",), "en": ("oint",)},
    "chat": {
        "ru": (
            "oint bitrix24 СоздатьЧат --profile sandbox --title 'Релиз 2.4' --users 10,1",
            "oint bitrix24 ОтправитьСообщение --profile sandbox --chat chat44 --text 'Сборка 17'",
            "oint bitrix24 ПолучитьСписокПользователейЧата --profile sandbox --chat 44",
            _DEALS,
        ),
        "en": (
            "oint bitrix24 CreateChat --profile sandbox --title 'Release 2.4' --users 10,1",
            "oint bitrix24 SendMessage --profile sandbox --chat chat44 --text 'Build 17 is ready'",
            "oint bitrix24 GetChatUsers --profile sandbox --chat 44",
            _DEALS,
        ),
    },
    "mistakes": {
        "ru": (
            "oint bitrix24 СоздатьЧат --profile sandbox --titel Релиз",
            "oint call im.chat.add --profile sandbox TITLE=Релиз COLOR=GREN --strict",
            "oint call im.chat.user.list --profile sandbox CHAT_ID=999",
        ),
        "en": (
            "oint bitrix24 CreateChat --profile sandbox --titel Release",
            "oint call im.chat.add --profile sandbox TITLE=Release COLOR=GREN --strict",
            "oint call im.chat.user.list --profile sandbox CHAT_ID=999",
        ),
    },
    "method": {"ru": ("oint method crm.item.list",), "en": ("oint method crm.item.list",)},
}
# Rich's own frame loads fonts from a server; this one takes what the reader's machine has.
_FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace;
font-size: {char_height}px;
line-height: {line_height}px;
}}
.{unique_id}-title {{ font-family: ui-sans-serif, Arial, sans-serif; font-size: 18px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
_FIXED = (
    (re.compile(r"(127\.0\.0\.1):\d+"), r"\1"),
    (re.compile(r"(?<!\d)\d+([.,])\d{2,3} (с|s)\b"), r"0\g<1>003 \2"),
)


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def picture(name: str, lang: str) -> str:
    """Return a picture as SVG."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    with tempfile.TemporaryDirectory() as home:
        for place, line in enumerate(PICTURES[name][lang]):
            if place:
                console.print()
            for number, part in enumerate(continued(line, COLUMNS - 2)):
                console.print(_prompt(part, is_first=number == 0))
            said = _said(shlex.split(line)[1:], lang, home)
            console.print(Text.from_ansi(said.rstrip("\n")), soft_wrap=True)
    drawn = console.export_svg(title="oint", code_format=_FRAME, unique_id=f"oint-{name}")
    return "\n".join(line.rstrip() for line in drawn.split("\n"))


def _prompt(part: str, *, is_first: bool) -> Text:
    return Text.assemble(("$ " if is_first else "  ", "bold green"), (part, "bold"))


def _said(argv: list[str], lang: str, home: str) -> str:
    """Return what a command line says on a terminal, both streams together."""
    terminal = _Terminal()
    env = {
        "OINT_B24_HOME": home, "LANG": _LOCALES[lang], "COLUMNS": str(COLUMNS),
        "TERM": "xterm-256color",
    }  # fmt: skip
    run(argv, World(env=env, stdin=io.StringIO(), stdout=terminal, stderr=terminal))
    said = terminal.getvalue()
    for form, instead in _FIXED:
        said = form.sub(instead, said)
    return said


def made() -> dict[Path, str]:
    """Return every picture and its text."""
    folder = ROOT / "docs" / "pictures"
    return {
        folder / f"{name}.{lang}.svg": picture(name, lang)
        for name in PICTURES
        for lang in LANGUAGES
    }


if __name__ == "__main__":
    sys.exit(write_or_check(made(), "pictures"))
