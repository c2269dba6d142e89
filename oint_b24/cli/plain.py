"""Plain command lines, read without Typer: those of scripts are, and Typer takes long to load.

A line is plain where every option in it is spelled in full and known. What this reads is what
Typer would; anything else (short options run together, `--`, what nobody knows) is left to it, and
so are its messages. A test holds the two against each other.
"""

from __future__ import annotations

from oint_b24.cli import common
from oint_b24.cli.argv import complete_switches
from oint_b24.cli.tree import Group, Invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.cli.tree import Node, Option
    from oint_b24.world import World


def read(root: Group, argv: list[str], world: World, lang: str) -> Invocation | None:
    """Return what `argv` (without the program's name) says, or None where it is not plain.

    Raises UsageProblem where a value is missing, as the reading by Typer does.
    """
    if "--" in argv:
        return None
    node: Node = root
    path: tuple[str, ...] = (root.name,)
    shared: dict[str, str] = {}
    words = argv
    while True:
        line = _Line(node, words)
        if line.is_odd:
            return None
        shared |= line.common
        if not isinstance(node, Group) or not line.words:
            return Invocation(node, path, line.given, tuple(line.words), shared, world, lang)
        found = None if "--help" in line.common else node.find(line.words[0])
        if found is None:
            return None
        node, words = found, line.words[1:]
        path = (*path, node.name)


class _Line:
    """The part of a command line that belongs to `node`.

    `given` are its own options, `common` the common ones, `words` all that is no option: of a
    group the rest of the line.
    """

    def __init__(self, node: Node, args: list[str]) -> None:
        own: Iterable[Option] = getattr(node, "options", ())
        shared = common.options_of(node)
        self._is_group = isinstance(node, Group)
        self._is_open = getattr(node, "is_open", False)
        self._known = {name: option for option in (*shared, *own) for name in option.names}
        self._own = {option.name for option in own}
        self.given: dict[str, str] = {}
        self.common: dict[str, str] = {}
        self.words: list[str] = []
        self.is_odd = False
        options = shared if self._is_group else (*own, *shared)
        args = complete_switches(args, options, stop=self._is_group, is_open=self._is_open)
        self._read(iter(args))

    def _read(self, args: Iterable[str]) -> None:
        for word in args:
            if word[:1] == "-" and word != "-":
                self._option(word, args)
                continue
            self.words.append(word)
            if self._is_group:
                self.words += args

    def _option(self, word: str, args: Iterable[str]) -> None:
        name, sign, value = word.partition("=")
        option = self._known.get(name)
        if option is None or option.kind == "many":
            # An open command takes what it does not know among its arguments.
            self.words.append(word)
            self.is_odd |= not (self._is_open and word[:2] == "--")
        elif option.kind in ("flag", "count"):
            self._put(option, str(self._count(option) + 1) if option.kind == "count" else "true")
        elif sign:
            self.is_odd |= word[:2] != "--"
            self._put(option, value)
        else:
            self._put(option, next(iter(args)))

    def _count(self, option: Option) -> int:
        return int(self._place(option).get(option.name, 0))

    def _put(self, option: Option, value: str) -> None:
        self._place(option)[option.name] = value

    def _place(self, option: Option) -> dict[str, str]:
        return self.given if option.name in self._own else self.common
