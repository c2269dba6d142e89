"""What is said when the program itself is wrong: no traceback, because it could hold secrets."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from oint_b24.text import language, text

if TYPE_CHECKING:
    from oint_b24.world import World

_EXIT = 70  # EX_SOFTWARE of sysexits.h: not one of the promised codes, since nothing is known


def crashed(error: Exception, argv: list[str], world: World) -> int:
    """Report an error of our own; with `--debug`, where it happened, without any values."""
    lang = language(None, world.env)
    world.note(f"oint: {text('crash.happened', lang, kind=type(error).__name__)}")
    if "--debug" in argv:
        for frame in traceback.extract_tb(error.__traceback__):
            world.note(f"  {frame.filename}:{frame.lineno} {frame.name}")
        world.note(f"  {error}")
    else:
        world.note(f"  {text('crash.debug', lang)}")
    return _EXIT
