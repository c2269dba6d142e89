"""What the commands of the reference share: data or a page to read, columns, nearest names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish, output_format
from oint_b24.cli.help import Page, wrap
from oint_b24.errors import Exit, UsageProblem
from oint_b24.output.colour import wants_colour
from oint_b24.output.paint import cyan
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oint_b24.cli.tree import Invocation

# Any of these asks for data; without them a person is reading, in a pipe, too.
_DATA = ("--query", "--columns", "--out", "--result", "--ascii")
_INDENT = 2
_NARROW = 24  # below this many columns for a description, it goes under its name
_WIDEST = 120


def wants_data(invocation: Invocation) -> bool:
    """Say whether the answer is wanted as data rather than as a page to read."""
    common = invocation.common
    return common.get("--output", "auto") != "auto" or any(name in common for name in _DATA)


def write_data(invocation: Invocation, body: Any) -> int:
    """Write `body` the way the common options want it."""
    from oint_b24.output.render import write

    write(body, output_format(invocation, {}), invocation.world)
    return Exit.OK


def open_page(invocation: Invocation) -> Page:
    """Return an empty page as wide as the terminal."""
    world = invocation.world
    colour = wants_colour(world.stdout, world.env, invocation.common.get("--color", "auto"))
    return Page(min(world.width(), _WIDEST), invocation.lang, colour=colour)


def show(page: Page, invocation: Invocation) -> int:
    """Write a page to stdout."""
    invocation.world.write("".join(f"{line.rstrip()}\n" for line in page.lines))
    return Exit.OK


def note(invocation: Invocation, key: str, **params: Any) -> None:
    """Say a message on stderr, unless quiet is wanted."""
    if not Wish.of(invocation).quiet:
        invocation.world.note(f"oint: {text(key, invocation.lang, **params)}")


def columns(page: Page, rows: Iterable[tuple[str, str]], *, share: float = 0.5) -> None:
    """Add names and descriptions in two columns, or below each other where there is no room.

    `share` is the part of the width that names may take. A name may begin with spaces: it stands
    so much further in.
    """
    listed = list(rows)
    room = page.width - _INDENT
    column = max((len(name) for name, _ in listed if len(name) <= room * share), default=0)
    space = room - column - 2
    for name, words in listed:
        bare = name.lstrip(" ")
        lead = " " * (_INDENT + len(name) - len(bare))
        shown = lead + cyan(bare, page.colour)
        # A word longer than the column has room for would stick out of the page.
        if not column or space < max(_NARROW, *map(len, words.split(" "))):
            below = len(lead) + 4
            page.lines += [shown, *_indented(words, below, page.width)]
            continue
        lines = _indented(words, _INDENT + column + 2, page.width)
        if lines and len(name) <= column:
            shown += " " * (column - len(name) + 2) + lines.pop(0).lstrip(" ")
        page.lines += [shown, *lines]


def _indented(words: str, indent: int, width: int) -> list[str]:
    return [" " * indent + line for line in wrap(words, width - indent)]


def unknown(key: str, name: str, near: Sequence[str]) -> UsageProblem:
    """Return the problem of a `name` the reference does not have; `near` are similar ones."""
    found = f"{key}_near" if near else key
    return UsageProblem(found, name=name, near=", ".join(near), remedy=f"{key}.remedy")


def number(invocation: Invocation, option: str) -> int | None:
    """Return the whole number given for `option`. Raises UsageProblem."""
    given = invocation.given.get(option)
    if given is None:
        return None
    if not given.isdecimal():
        raise UsageProblem("reference.number", option=option, value=given)
    return int(given)
