"""From what argv said to what is done: help where it is wanted, else the command."""

from __future__ import annotations

from oint_b24.cli import common
from oint_b24.cli.tree import Group
from oint_b24.errors import UsageProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation


def run(invocation: Invocation) -> int:
    """Do what the invocation wants and return the exit code. Raises Problem."""
    node = invocation.node
    common.check(invocation.common)
    if "--help" in invocation.common:
        return _help(invocation)
    if isinstance(node, Group):
        return node.alone(invocation)
    if node.help_when_bare and _is_bare(invocation):
        return _help(invocation)
    fewest, most = node.takes
    if len(invocation.arguments) < fewest:
        raise UsageProblem("usage.argument", arguments=node.arguments)
    if 0 <= most < len(invocation.arguments):
        raise UsageProblem("usage.extra", value=invocation.arguments[most])
    return node.run(invocation)


def _help(invocation: Invocation) -> int:
    from oint_b24.cli.help import show

    return show(invocation)


def _is_bare(invocation: Invocation) -> bool:
    """Say whether the command was named and nothing else: that asks for its help."""
    looks = {"--lang", "--color"}
    return not (invocation.given or invocation.arguments or invocation.common.keys() - looks)
