"""Make the man pages in `man/`: `python -m tools.manpages [--check]`.

`oint.1` tells what is common, `oint-FAMILY.1` each family's commands; English ones in `man/man1`,
Russian ones in `man/ru/man1`. All of it comes from the command tree and the messages.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oint_b24 import __version__
from oint_b24.cli import common
from oint_b24.cli.help import continued, usage, wrap
from oint_b24.cli.root import root
from oint_b24.cli.tree import Command, Group, Node, Option, Section
from oint_b24.errors import Exit
from oint_b24.text import LANGUAGES, table, text
from tools.written import ROOT, write_or_check

if TYPE_CHECKING:
    from pathlib import Path

_RELEASED = re.compile(r"^## \[[0-9.]+\] - ([0-9-]+)$", re.MULTILINE)
_UNRELEASED = "2026-11-01"  # a page must have a date; replaced by that of the first release
# Lines of the source are to stay below 80 bytes; a Cyrillic letter takes two.
_WIDE, _COMMAND, _NARROW = 72, 60, 40
_HEADINGS = {
    "ru": {
        "name": "ИМЯ", "synopsis": "СИНТАКСИС", "description": "ОПИСАНИЕ", "commands": "КОМАНДЫ",
        "options": "ПАРАМЕТРЫ", "common": "ОБЩИЕ ПАРАМЕТРЫ", "exit": "КОДЫ ВЫХОДА",
        "environment": "ОКРУЖЕНИЕ", "files": "ФАЙЛЫ", "examples": "ПРИМЕРЫ", "see": "СМ. ТАКЖЕ",
    },
    "en": {
        "name": "NAME", "synopsis": "SYNOPSIS", "description": "DESCRIPTION",
        "commands": "COMMANDS", "options": "OPTIONS", "common": "COMMON OPTIONS",
        "exit": "EXIT STATUS", "environment": "ENVIRONMENT", "files": "FILES",
        "examples": "EXAMPLES", "see": "SEE ALSO",
    },
}  # fmt: skip
_COMMON_TOLD = {
    "ru": "Общие параметры, коды выхода и переменные окружения описаны в",
    "en": "Common options, exit status and environment variables are described in",
}
_FILES = {
    "ru": (
        ("~/.config/oint-b24/config.toml", "профили и их настройки"),
        ("~/.config/oint-b24/secrets.toml", "секреты профилей, только для владельца"),
        ("~/.local/share/oint-b24/sandbox", "портал в коробке"),
    ),
    "en": (
        ("~/.config/oint-b24/config.toml", "profiles and their settings"),
        ("~/.config/oint-b24/secrets.toml", "secrets of the profiles, for the owner only"),
        ("~/.local/share/oint-b24/sandbox", "the portal in a box"),
    ),
}


@dataclass(slots=True)
class Page:
    """A page in the language of man(7)."""

    lang: str
    lines: list[str] = field(default_factory=list)

    def heading(self, key: str) -> None:
        """Start a section."""
        self.lines.append(f'.SH "{_HEADINGS[self.lang][key]}"')

    def subheading(self, words: str) -> None:
        """Start a subsection."""
        self.lines.append(f'.SS "{escaped(words)}"')

    def part(self) -> None:
        """Begin a paragraph, unless a heading has just done so."""
        if not self.lines[-1].startswith((".SH", ".SS")):
            self.lines.append(".PP")

    def words(self, words: str) -> None:
        """Add running text to the paragraph."""
        lines = wrap(escaped(words), _NARROW if self.lang == "ru" else _WIDE)
        self.lines += [shielded(line) for line in lines] or ["\\&"]

    def paragraph(self, words: str) -> None:
        """Add a paragraph."""
        self.part()
        self.words(words)

    def entry(self, term: str, words: str) -> None:
        """Add a term in bold and what it means."""
        self.lines += [".TP", f"\\fB{escaped(term)}\\fR"]
        self.words(words)

    def verbatim(self, lines: list[str]) -> None:
        """Add command lines, broken only where a shell accepts it."""
        self.part()
        self.lines.append(".nf")
        for line in lines:
            pieces = continued(line, _NARROW if not line.isascii() else _COMMAND)
            self.lines += [f"\\fB{escaped(piece)}\\fR" for piece in pieces]
        self.lines.append(".fi")

    def options(self, options: tuple[Option, ...]) -> None:
        """Add options with their descriptions."""
        for option in options:
            words = option.help.get(self.lang, "")
            if option.required:
                words = f"{text('help.required', self.lang)}: {words}"
            if option.default:
                words += f" [{text('help.default', self.lang)}: {option.default}]"
            self.entry(f"{option.shown}{_value(option, self.lang)}", words)

    def text(self) -> str:
        """Return the page."""
        return "\n".join(self.lines) + "\n"


def escaped(words: str) -> str:
    """Return text as roff needs it: a hyphen of an option is a minus, not a dash."""
    return words.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")


def shielded(line: str) -> str:
    """Keep a line that begins like a request from being one."""
    return f"\\&{line}" if line[:1] in (".", "'") else line


def _value(option: Option, lang: str) -> str:
    if option.kind in ("flag", "count"):
        return ""
    if option.kind == "switch":
        return " true|false"
    shown = option.metavar if isinstance(option.metavar, str) else option.metavar[lang]
    return f" {shown or text('help.value', lang)}"


def _opened(name: str, about: str, lang: str) -> Page:
    """Return a page with its title and name."""
    dates = _RELEASED.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    date = dates[0] if dates else _UNRELEASED
    page = Page(lang)
    page.lines = [
        '.\\" Made by tools/manpages from the command tree.',
        f'.TH {escaped(name).upper()} 1 "{date}" "oint\\-b24 {__version__}"',
    ]
    page.heading("name")
    page.words(f"{name} - {about.removeprefix('oint — ').removeprefix('oint is ')}")
    return page


def root_page(root: Group, lang: str) -> str:
    """Return `oint(1)`."""
    page = _opened("oint", root.about[lang], lang)
    page.heading("synopsis")
    command, options = text("help.command", lang), text("help.options", lang)
    page.verbatim([f"oint {command} [{options}]", f"oint-b24 {command} [{options}]"])
    page.heading("commands")
    for name in root.names():
        page.entry(f"oint {name}", text(f"start.{name}", lang))
    page.heading("common")
    page.options(common.options())
    page.heading("exit")
    for code in Exit:
        page.entry(f"{code:d}", text(f"topics.exit.{code.name.lower()}", lang))
    page.paragraph(text("topics.exit-codes.remark", lang))
    page.heading("environment")
    _topic(page, "environment")
    page.heading("files")
    for name, words in _FILES[lang]:
        page.entry(name, words)
    page.heading("examples")
    page.verbatim([example[lang] for example in root.examples])
    _see(page, [f"oint\\-{name}" for name in root.names()])
    return page.text()


def _topic(page: Page, topic: str) -> None:
    start = f"topics.{topic}."
    for key, words in table("topics").items():
        if key.startswith(start) and not key.endswith((".name", ".remark")):
            page.entry(key.removeprefix(start), words[page.lang])
    page.paragraph(text(f"topics.{topic}.remark", page.lang))


def family_page(node: Node, lang: str) -> str:
    """Return `oint-FAMILY(1)`."""
    page = _opened(f"oint-{node.name}", node.about[lang], lang)
    page.heading("synopsis")
    path = ("oint", node.name)
    if isinstance(node, Command):
        page.verbatim([usage(node, path, lang)])
        page.heading("description")
        _described(page, node)
        _see(page, ["oint"])
        return page.text()
    page.verbatim([f"oint {node.name} {text('help.command', lang)}"])
    page.heading("commands")
    for section in node.listing(lang):
        _section(page, node, section)
    page.heading("examples")
    page.verbatim([example[lang] for example in node.examples])
    _see(page, ["oint"])
    return page.text()


def _section(page: Page, group: Group, section: Section) -> None:
    """Add the commands of a group: all with their options."""
    if group.name == "bitrix24":
        page.subheading(section.title)
    for name, _ in section.entries:
        command = group.find(name.split(" ")[-1])
        if not isinstance(command, Command):
            continue
        page.verbatim([usage(command, ("oint", group.name, name), page.lang)])
        page.lines.append(".RS 4")
        _described(page, command, is_short=True)
        page.lines.append(".RE")


def _described(page: Page, command: Command, *, is_short: bool = False) -> None:
    """Add what a command does, its options and, on a page of its own, its examples."""
    page.words(f"{command.about[page.lang]}.")
    for line in command.details:
        page.paragraph(line[page.lang])
    if command.options:
        if not is_short:
            page.heading("options")
        page.options(command.options)
    if command.examples:
        if not is_short:
            page.heading("examples")
        page.verbatim([example[page.lang] for example in command.examples])


def _see(page: Page, names: list[str]) -> None:
    if names == ["oint"]:
        page.paragraph(f"{_COMMON_TOLD[page.lang]} oint(1).")
    page.heading("see")
    page.lines.append(",\n".join(f"\\fB{name}\\fR(1)" for name in names))


def made() -> dict[Path, str]:
    """Return every page and its text."""
    tree = root()
    families = [node for name in tree.names() if (node := tree.find(name))]
    pages: dict[Path, str] = {}
    for lang in LANGUAGES:
        folder = ROOT / "man" / ("man1" if lang == "en" else f"{lang}/man1")
        pages[folder / "oint.1"] = root_page(tree, lang)
        for node in families:
            pages[folder / f"oint-{node.name}.1"] = family_page(node, lang)
    return pages


if __name__ == "__main__":
    sys.exit(write_or_check(made(), "man pages"))
