"""The command tree as plain data: what there is, before any parser sees it.

Parsing, help, completion and the docs are all made from these values, so that a command is
described once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from oint_b24.world import World

Texts = dict[str, str]
# value: takes a text. flag: stands alone. switch: takes true/false and may stand alone.
# count: may be repeated. many: takes a text, may be repeated, and reaches `run` in `arguments` as
# the one word `--name=text`, in its place among them.
Kind = Literal["value", "flag", "switch", "count", "many"]


class Option(NamedTuple):
    """An option: `--name`, perhaps a short form, what it takes and what it is for."""

    name: str
    help: Texts
    kind: Kind = "value"
    short: str | None = None
    metavar: str | Texts = ""
    required: bool = False
    default: str | None = None
    group: str = "own"  # heading it stands under in help: own, ours, common
    values: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # other long names, understood and not shown

    @property
    def shown(self) -> str:
        """Return the spellings for help: `-f, --fields`."""
        return f"{self.short}, {self.name}" if self.short else self.name

    @property
    def names(self) -> list[str]:
        """Return every spelling."""
        return [self.name, *([self.short] if self.short else []), *self.also]


class Command(NamedTuple):
    """A command. `run` does its work and returns the exit code."""

    name: str
    about: Texts
    run: Callable[[Invocation], int]
    options: tuple[Option, ...] = ()
    arguments: str = ""  # how they are shown, e.g. "METHOD [KEY=VALUE …]"
    takes: tuple[int, int] = (0, 0)  # fewest and most arguments; -1 is any number
    examples: tuple[Texts, ...] = ()
    details: tuple[Texts, ...] = ()  # lines below the description
    links: tuple[Texts, ...] = ()
    help_when_bare: bool = False  # without options and arguments it shows its help
    is_open: bool = False  # unknown options are handed to `run` in `arguments`


class Group(NamedTuple):
    """A family of commands. `find` builds one by name, so that others cost nothing."""

    name: str
    about: Texts
    find: Callable[[str], Node | None]
    names: Callable[[], Sequence[str]]
    alone: Callable[[Invocation], int]
    listing: Callable[[str], list[Section]]  # language -> what help shows
    examples: tuple[Texts, ...] = ()


class Section(NamedTuple):
    """A heading and its entries (name, description), for help."""

    title: str
    entries: list[tuple[str, str]]


Node = Command | Group


class Invocation(NamedTuple):
    """What argv said, read: the node, its options and arguments, and the common options."""

    node: Node
    path: tuple[str, ...]
    given: Mapping[str, str]  # option name -> text, only what was given
    arguments: tuple[str, ...]
    common: Mapping[str, str]
    world: World
    lang: str
