"""Help: every page is laid out from the command tree, in the session's language, to any width."""

from __future__ import annotations

from oint_b24.cli.common import options_of
from oint_b24.cli.tree import Command, Group, Option
from oint_b24.errors import Exit
from oint_b24.output.colour import wants_colour
from oint_b24.output.paint import bold, cyan
from oint_b24.text import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.cli.tree import Invocation

_INDENT = 2
# What a command's own page repeats of the common options; the root's page has them all.
_USUAL = ("--profile", "--output", "--query", "--dry-run", "--help")
_NARROW = 24  # below this many columns for a description, it goes under its name
_WIDEST = 100  # long lines are hard to read, however wide the window


class Page:
    """A help page being laid out."""

    def __init__(self, width: int, lang: str, *, colour: bool) -> None:
        self.width = width
        self.lang = lang
        self.colour = colour
        self.lines: list[str] = []

    def heading(self, title: str) -> None:
        """Start a section."""
        if self.lines:
            self.lines.append("")
        self.lines += [bold(line, self.colour) for line in wrap(title, self.width)]

    def paragraph(self, words: str, indent: int = 0) -> None:
        """Add running text."""
        self.lines += [" " * indent + line for line in wrap(words, self.width - indent)]

    def verbatim(self, line: str, indent: int = _INDENT) -> None:
        """Add a command line: broken only where a shell would accept it, with a backslash."""
        for piece in continued(line, self.width - indent):
            self.lines.append(" " * indent + cyan(piece, self.colour))

    def entries(self, rows: Iterable[tuple[str, str]]) -> None:
        """Add names with their descriptions in two columns, or below each other when narrow."""
        listed = list(rows)
        column = min(max((len(n) for n, _ in listed), default=0), self.width // 3)
        space = self.width - _INDENT - column - 2
        for name, words in listed:
            shown = cyan(name, self.colour)
            if space < _NARROW or len(name) > column:
                self.lines.append(" " * _INDENT + shown)
                start = _INDENT + 4 if space < _NARROW else _INDENT + column + 2
                self.lines += [" " * start + line for line in wrap(words, self.width - start)]
                continue
            first, *others = wrap(words, space) or [""]
            pad = " " * (column - len(name) + 2)
            self.lines.append((" " * _INDENT + shown + pad + first).rstrip())
            self.lines += [" " * (_INDENT + column + 2) + line for line in others]


def wrap(words: str, width: int) -> list[str]:
    """Break text at spaces; a word longer than the line stands alone, unbroken."""
    import textwrap

    return textwrap.wrap(words, max(width, 10), break_long_words=False, break_on_hyphens=False)


def continued(line: str, width: int) -> list[str]:
    r"""Break a command line at spaces outside quotes, all parts but the last ending in `\`."""
    if len(line) <= width:
        return [line]
    words: list[str] = []
    quote = ""
    for word in line.split(" "):
        if quote:
            words[-1] += f" {word}"
        else:
            words.append(word)
        for char in word:
            quote = ("" if char == quote else quote) if quote else (char if char in "'\"" else "")
    lines, current = [], ""
    for word in words:
        joined = f"{current} {word}" if current else word
        if current and len(joined) > width - 2:
            lines.append(f"{current} \\")
            joined = f"    {word}"
        current = joined
    return [*lines, current]


def show(invocation: Invocation) -> int:
    """Print the help of the invocation's node."""
    world = invocation.world
    colour = wants_colour(world.stdout, world.env, invocation.common.get("--color", "auto"))
    page = Page(min(world.width(), _WIDEST), invocation.lang, colour=colour)
    node = invocation.node
    if isinstance(node, Group):
        _group(page, node, invocation.path, asked="--help" in invocation.common)
    else:
        _command(page, node, invocation.path)
    world.write("\n".join(line.rstrip() for line in page.lines) + "\n")
    return Exit.OK


def _group(page: Page, node: Group, path: tuple[str, ...], *, asked: bool) -> None:
    lang = page.lang
    page.paragraph(node.about[lang])
    page.heading(text("help.usage", lang))
    page.verbatim(f"{' '.join(path)} {text('help.command', lang)} [{text('help.options', lang)}]")
    for section in node.listing(lang):
        page.heading(section.title)
        page.entries(section.entries)
    _examples(page, node.examples)
    if len(path) == 1 and asked:
        _options(page, list(options_of(node)), text("help.common", lang))
    page.lines.append("")
    page.paragraph(text("help.more", lang, command=" ".join(path)))


def _command(page: Page, node: Command, path: tuple[str, ...]) -> None:
    lang = page.lang
    page.paragraph(node.about[lang])
    for line in node.details:
        page.paragraph(line[lang])
    page.heading(text("help.usage", lang))
    page.verbatim(usage(node, path, lang))
    _examples(page, node.examples)
    headings = (("own", "help.own"), ("opi", "help.own"), ("ours", "help.ours"))
    for group, title in headings:
        _options(page, [o for o in node.options if o.group == group], text(title, lang))
    usual = [o for o in options_of(node) if o.name in _USUAL]
    _options(page, usual, text("help.common", lang))
    page.paragraph(text("help.all_common", lang), _INDENT)
    if node.links:
        page.heading(text("help.links", lang))
        for link in node.links:
            page.lines.append(" " * _INDENT + link[lang])


def usage(node: Command, path: tuple[str, ...], lang: str) -> str:
    """Return the one-line form of a command: required options are spelled out."""
    required = [f"{o.name} {_metavar(o, lang)}" for o in node.options if o.required]
    arguments = [node.arguments] if node.arguments else []
    optional = [f"[{text('help.options', lang)}]"]
    return " ".join((*path[:-1], node.name, *arguments, *required, *optional))


def _metavar(option: Option, lang: str) -> str:
    if isinstance(option.metavar, dict):
        return option.metavar[lang]
    return option.metavar or text("help.value", lang)


def _options(page: Page, options: list[Option], title: str) -> None:
    if not options:
        return
    page.heading(title)
    ordered = sorted(options, key=lambda o: not o.required)
    page.entries((_spelled(o, page.lang), _described(o, page.lang)) for o in ordered)


def _spelled(option: Option, lang: str) -> str:
    if option.kind in ("flag", "count"):
        return option.shown
    value = "true|false" if option.kind == "switch" else _metavar(option, lang)
    return f"{option.shown} {value}"


def _described(option: Option, lang: str) -> str:
    words = option.help.get(lang, "")
    if option.required:
        words = f"{text('help.required', lang)}: {words}"
    if option.default:
        words += f" [{text('help.default', lang)}: {option.default}]"
    return words


def _examples(page: Page, examples: tuple[dict[str, str], ...]) -> None:
    if not examples:
        return
    page.heading(text("help.examples" if len(examples) > 1 else "help.example", page.lang))
    for example in examples:
        page.verbatim(example[page.lang])
