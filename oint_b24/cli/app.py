"""One command line, run: the one place where a problem becomes an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli import dispatch, plain
from oint_b24.cli.argv import error_format, language_flag
from oint_b24.cli.root import root
from oint_b24.errors import Problem
from oint_b24.text import language

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation
    from oint_b24.world import World


def run(argv: list[str], world: World) -> int:
    """Run a command line (without the program's name) and return its exit code."""
    lang = language(language_flag(argv), world.env)
    try:
        return int(dispatch.run(_read(argv, world, lang)))
    except Problem as problem:
        from oint_b24.cli.report import Manner, report

        manner = Manner(lang, error_format(argv), _verbosity(argv), _colour(argv))
        report(problem, world, manner)
        return compatible(problem, world)


def _read(argv: list[str], world: World, lang: str) -> Invocation:
    tree = root()
    invocation = plain.read(tree, argv, world, lang)
    if invocation is None:
        from oint_b24.cli.group import read

        invocation = read(tree, argv, world, lang)
    return invocation


def compatible(problem: Problem, world: World) -> int:
    """Return the exit code; OINT_COMPAT=1 makes a portal's error 0, as OPI does."""
    from oint_b24.errors import PortalProblem

    if world.env.get("OINT_COMPAT") == "1" and isinstance(problem, PortalProblem):
        return 0
    return int(problem.exit)


def _verbosity(argv: list[str]) -> int:
    return sum(w.count("v") for w in argv if w.strip("v") == "-") + argv.count("--verbose")


def _colour(argv: list[str]) -> str:
    for place, word in enumerate(argv):
        if word == "--color" and place + 1 < len(argv) and argv[place + 1] in ("always", "never"):
            return argv[place + 1]
        if word in ("--color=always", "--color=never"):
            return word.partition("=")[2]
    return "auto"
