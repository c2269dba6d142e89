"""Whether a call reads, writes or deletes: the catalogue knows, a batch is what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.portal.envelope import as_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.portal.request import Effect

_RANK: tuple[Effect, ...] = ("read", "write", "delete")


def effect_of(method: str, params: Any = None, version: int = 2) -> Effect:
    """Return the effect of a call; of a batch the worst inside. The unknown is a write."""
    from oint_b24.rest.catalogue import find

    if method.lower() == "batch":
        inner = [effect_of(name, None, version) for name in _commands(params, version)]
        return max(inner, key=_RANK.index, default="write")
    known = find(method, version)
    return known.effect if known else "write"


def _commands(params: Any, version: int) -> Iterator[str]:
    """Yield the methods of a batch (batch.md, rest-v3.md); a batch inside is a write."""
    commands = params.get("cmd") if isinstance(params, dict) and version == 2 else params
    for _, command in as_items(commands):
        name = command.get("method") if isinstance(command, dict) else command
        bare = str(name or "").partition("?")[0].strip()
        yield "" if bare.lower() == "batch" else bare
