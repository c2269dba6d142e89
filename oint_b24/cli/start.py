"""The start page: what `oint` says when it is called alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.help import show as show_help

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation


def show(invocation: Invocation) -> int:
    """Print the start page."""
    return show_help(invocation)
