"""From what argv said to what is done: help where it is wanted, else the command."""

from __future__ import annotations

from oint_b24.cli import common
from oint_b24.cli.tree import Group
from oint_b24.errors import UsageProblem
from oint_b24.world import is_terminal

# Hyphen, non-breaking hyphen, figure, en and em dash, bar, minus: what texts make of "-".
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212-"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from oint_b24.cli.tree import Command, Invocation


def run(invocation: Invocation) -> int:
    """Do what the invocation wants and return the exit code. Raises Problem."""
    node = invocation.node
    common.check(invocation.common)
    if "--help" in invocation.common:
        return _help(invocation)
    if isinstance(node, Group):
        return node.alone(invocation)
    if node.help_when_bare and _is_bare(invocation) and not _is_a_slip(node, invocation):
        return _help(invocation)
    try:
        return _run(node, invocation)
    except UsageProblem as problem:
        # What to do may be told with the command's name, as it was called.
        problem.params.setdefault("command", " ".join(invocation.path))
        raise


def _run(node: Command, invocation: Invocation) -> int:
    fewest, most = node.takes
    if len(invocation.arguments) < fewest:
        raise UsageProblem("usage.argument", arguments=node.arguments)
    if 0 <= most < len(invocation.arguments):
        raise _extra(invocation.arguments[most])
    return node.run(invocation)


def _extra(word: str) -> UsageProblem:
    """Return the problem of a word too many; an option copied from a text has a dash of its own."""
    bare = word.lstrip(_DASHES)
    if not bare or bare == word or word[0] == "-":
        return UsageProblem("usage.extra", value=word)
    option = f"-{bare}" if len(bare) == 1 else f"--{bare}"
    return UsageProblem("usage.dash", value=word, option=option)


def _help(invocation: Invocation) -> int:
    from oint_b24.cli.help import show

    return show(invocation)


def _is_a_slip(node: Command, invocation: Invocation) -> bool:
    """Say whether a script lost the command's argument: help with exit 0 would pass for success."""
    return node.takes[1] != 0 and not is_terminal(invocation.world.stdout)


def _is_bare(invocation: Invocation) -> bool:
    """Say whether the command was named and nothing else: that asks for its help."""
    looks = {"--lang", "--color"}
    return not (invocation.given or invocation.arguments or invocation.common.keys() - looks)
