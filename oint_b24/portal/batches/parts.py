"""Commands into parts: at most 50 together, references inside one part, the order kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.portal.batches.command import Command

MOST = 50  # commands of one batch (batch.md)
_HEAVIEST = 4_000_000  # characters of one batch: servers of on-premise portals take 8 MB or more


@dataclass(frozen=True, slots=True)
class Part:
    """Commands that travel in one request; without `texts` it is one, sent as a JSON call."""

    commands: tuple[Command, ...]
    texts: tuple[str, ...] = ()

    @property
    def cmd(self) -> dict[str, str]:
        """Return the parameter `cmd` of the batch."""
        return {c.key: text for c, text in zip(self.commands, self.texts, strict=True)}


def split(commands: Sequence[Command], most: int = MOST) -> list[Part]:
    """Return the requests that `commands` make, in order.

    Raises UsageProblem where a reference cannot hold: its commands need one batch.
    """
    texts = [command.text() for command in commands]
    parts: list[Part] = []
    together: list[int] = []
    weight = 0
    for block in _blocks(commands, texts, most):
        heavy = sum(len(texts[at] or "") for at in block)
        is_full = len(together) + len(block) > most or weight + heavy > _HEAVIEST
        if together and (is_full or texts[block[0]] is None):
            parts.append(_part(commands, texts, together))
            together, weight = [], 0
        together += block
        weight += heavy
        if texts[block[0]] is None:
            parts.append(_part(commands, texts, together))
            together, weight = [], 0
    return [*parts, _part(commands, texts, together)] if together else parts


def _part(commands: Sequence[Command], texts: Sequence[str | None], at: list[int]) -> Part:
    chosen = tuple(commands[i] for i in at)
    sent = tuple(text for i in at if (text := texts[i]) is not None)
    return Part(chosen, sent)


def _blocks(
    commands: Sequence[Command], texts: Sequence[str | None], most: int
) -> Iterator[list[int]]:
    """Yield the places of commands that cannot be parted: from a referenced one to the last use."""
    stays = [False] * len(commands)
    for at, start in enumerate(_first_needed(commands)):
        stays[start:at] = [True] * (at - start)
    block: list[int] = []
    for at, is_held in enumerate(stays):
        block.append(at)
        if not is_held:
            _check(block, commands, texts, most)
            yield block
            block = []


def _check(
    block: list[int], commands: Sequence[Command], texts: Sequence[str | None], most: int
) -> None:
    first, last = commands[block[0]].key, commands[block[-1]].key
    if len(block) > most:
        raise UsageProblem("batch.too_far", first=first, last=last, count=len(block), most=most)
    alone = next((commands[at].key for at in block if texts[at] is None), None)
    if alone is not None and len(block) > 1:
        raise UsageProblem("batch.alone_linked", key=alone, first=first, last=last)


def _first_needed(commands: Sequence[Command]) -> list[int]:
    """Return for each command the place of the earliest one it refers to, or its own."""
    place = {command.key: at for at, command in enumerate(commands)}
    needed = []
    for at, command in enumerate(commands):
        used = command.references()
        absent = sorted(key for key in used if place.get(key, at) >= at)
        if absent:
            raise UsageProblem("batch.no_reference", key=command.key, to=absent[0])
        needed.append(min((place[key] for key in used), default=at))
    return needed
