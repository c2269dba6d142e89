"""Tell a misspelt name from another name: few edits, the same digits, not a word of two letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = 3


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `name` is most likely a misspelling of, or None."""
    wanted = fold(name)
    found, best = None, len(wanted) + 1
    for candidate in known:
        other = fold(candidate)
        limit = min(_allowed(wanted, other), best - 1)
        if limit >= 0 and (edits := distance(wanted, other, limit)) <= limit:
            found, best = candidate, edits
    return found


def distance(one: str, other: str, limit: int) -> int:
    """Return how many letters to add, drop, change or swap with a neighbour; or `limit` + 1."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, theirs in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]


def _allowed(wanted: str, other: str) -> int:
    """Return how many edits may lie between two names that mean one; -1 if they cannot."""
    if _digits(wanted) != _digits(other):
        return -1  # ADDRESS and ADDRESS_2 are two fields
    length = max(len(wanted), len(other))
    if min(len(wanted), len(other)) < _SHORT:
        return 1 if _is_slip(wanted, other) else -1
    return 1 if length <= 7 else 2


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())


def _is_slip(wanted: str, other: str) -> bool:
    """Say whether two short words differ by the order or the number of the same letters."""
    return set(wanted) <= set(other) or set(other) <= set(wanted)
