"""Rows on their way to the caller, and the signs that a list is not what it should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oint_b24.bulk.answers import Row

# Turns rows into what the caller wants of them; called by the threads that fetched them, so that
# the rows themselves need not be kept.
Pack = Callable[[list[Row]], Any]


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows in order: how many, packed in parts, and the `place` after them to go on from."""

    count: int
    loads: list[Any]
    place: Any


class NoKeyset(Exception):  # noqa: N818 - a finding about a method, no failure
    """The pages of a method do not follow ids; nothing has been given out yet."""
