"""Questions to a person on a terminal: yes or no, and a secret that is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.world import World


def agrees(question: str, world: World, lang: str, **told: object) -> bool:
    """Ask the message `question` and say whether the answer was a yes."""
    world.stderr.write(f"{text(question, lang, **told)} [y/N] ")
    world.stderr.flush()
    return world.stdin.readline().strip().lower() in ("y", "yes", "д", "да")


def secret(question: str, world: World, lang: str, **told: object) -> str:
    """Ask for a secret without showing what is typed."""
    from getpass import getpass

    return getpass(f"{text(question, lang, **told)} ", world.stderr).strip()
