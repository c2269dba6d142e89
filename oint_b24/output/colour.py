"""The colour decision, made once per stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from collections.abc import Mapping


def wants_colour(stream: TextIO, env: Mapping[str, str], flag: str = "auto") -> bool:
    """Decide whether `stream` gets ANSI colours.

    The flag (`always`, `never`) decides, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE
    (`0` is off), then TERM=dumb, then whether the stream is a terminal. Variables that only say
    «this is a CI» are not asked: a log of a pipeline is still a pipe.
    """
    if flag in ("always", "never"):
        return flag == "always"
    if env.get("NO_COLOR"):
        return False
    forced = env.get("FORCE_COLOR") or env.get("CLICOLOR_FORCE")
    if forced:
        return forced != "0"
    return env.get("TERM") != "dumb" and is_terminal(stream)
