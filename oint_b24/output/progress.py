"""Progress of long work: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.world import World

# A file that is sent in a moment needs no bar, and Rich costs more than sending it.
_SMALL = 4 * 1024 * 1024


@contextmanager
def bar(world: World, name: str, size: int) -> Iterator[Callable[[int], None] | None]:
    """Give what to tell the bytes sent so far; None where nobody looks."""
    if not is_terminal(world.stderr) or size < _SMALL:
        yield None
        return
    from oint_b24.output.terminal import transfer

    with transfer(world, name, size) as advance:
        yield advance
