"""`oint help`: what is not about one command (exit codes, environment), and commands by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli import help as help_page
from oint_b24.cli.elsewhere import no_command
from oint_b24.cli.reference.page import columns, open_page, show, wants_data, write_data
from oint_b24.cli.tree import Command, Group
from oint_b24.errors import Exit, UsageProblem
from oint_b24.names import fold
from oint_b24.output.paint import bold
from oint_b24.text import has, table, text, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.cli.help import Page
    from oint_b24.cli.tree import Invocation, Node, Section

    Root = Callable[[], Group]

# Topic -> other names it is asked for by.
TOPICS: dict[str, tuple[str, ...]] = {
    "exit-codes": ("exit-code", "exit", "коды-выхода", "коды"),
    "environment": ("env", "переменные", "окружение"),
    "values": ("value", "значения", "параметры"),
    "output": ("format", "formats", "вывод", "формат"),
}


def command(root: Root) -> Command:
    """Return the command `help` of the tree whose root `root` makes."""

    def run(invocation: Invocation) -> int:
        return _run(invocation, root)

    return Command(
        name="help",
        about=texts("topics.about"),
        run=run,
        arguments="[TOPIC | COMMAND …]",
        takes=(0, -1),
        examples=tuple(texts(f"topics.example{i}") for i in (1, 2, 3)),
    )


def _run(invocation: Invocation, root: Root) -> int:
    words = invocation.arguments
    if wants_data(invocation):
        return write_data(invocation, _data(root, words, invocation.lang))
    page = open_page(invocation)
    if not words:
        _contents(page, root().listing)
        return show(page, invocation)
    topic = _topic(words[0]) if len(words) == 1 else None
    if topic:
        _lay_out(page, topic)
        return show(page, invocation)
    node, path = _node(root(), words)
    common = {**invocation.common, "--help": "true"}
    return help_page.show(invocation._replace(node=node, path=path, common=common))


def _data(root: Root, words: tuple[str, ...], lang: str) -> Any:
    """Return what was asked for as data: all of the program, a topic, or a part of the tree."""
    from oint_b24.cli import help_data

    if not words:
        return help_data.whole(root(), lang)
    topic = _topic(words[0]) if len(words) == 1 else None
    if topic:
        return [{"name": name, "about": about} for name, about in _rows(topic, lang)]
    node, path = _node(root(), words)
    found = help_data.commands(node, path, lang)
    return found if isinstance(node, Group) else found[0]


def _topic(word: str) -> str | None:
    asked = fold(word)
    return next((t for t, others in TOPICS.items() if asked in map(fold, (t, *others))), None)


def _contents(page: Page, listing: Callable[[str], list[Section]]) -> None:
    for section in listing(page.lang):
        page.heading(section.title)
        columns(page, section.entries)
    page.heading(text("topics.topics", page.lang))
    columns(page, [(topic, text(f"topics.{topic}", page.lang)) for topic in TOPICS])
    page.lines.append("")
    page.paragraph(text("topics.more", page.lang))


def _lay_out(page: Page, topic: str) -> None:
    title = text(f"topics.{topic}", page.lang)
    page.lines += [bold(line, page.colour) for line in help_page.wrap(title, page.width)]
    page.lines.append("")
    columns(page, _rows(topic, page.lang))
    page.lines.append("")
    page.paragraph(text(f"topics.{topic}.remark", page.lang))


def _rows(topic: str, lang: str) -> list[tuple[str, str]]:
    if topic == "exit-codes":
        return [(f"{code:d}", text(f"topics.exit.{code.name.lower()}", lang)) for code in Exit]
    start = f"topics.{topic}."
    keys = [k for k in table("topics") if k.startswith(start)]
    told = [k for k in keys if not k.endswith((".name", ".remark"))]
    return [
        (text(f"{k}.name", lang) if has(f"{k}.name") else k.removeprefix(start), text(k, lang))
        for k in told
    ]


def _node(root: Group, words: tuple[str, ...]) -> tuple[Node, tuple[str, ...]]:
    """Return what the words name in the tree, and its path. Raises UsageProblem."""
    node: Node = root
    path = [node.name]
    for word in words:
        if not isinstance(node, Group):
            raise UsageProblem("usage.extra", value=word)
        found = node.find(word)
        if found is None:
            names = [*node.names(), *(TOPICS if len(path) == 1 else ())]
            raise no_command(word, tuple(path), names)
        node = found
        path.append(node.name)
    return node, tuple(path)
