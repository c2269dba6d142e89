"""What the caller wants of a list: which rows, in which order, how many, how fast."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

POLITE = 4  # requests at once that leave a portal room for its people


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` parts of the id space; `index` counts from 0."""

    index: int = 0
    count: int = 1

    @classmethod
    def read(cls, text: str) -> Shard:
        """Read `K/N`, K from 1. Raises UsageProblem."""
        match = re.fullmatch(r"\s*(\d{1,6})\s*/\s*(\d{1,6})\s*", text)
        if match is None or not 1 <= int(match[1]) <= int(match[2]):
            raise UsageProblem("bulk.shard", value=text)
        return cls(int(match[1]) - 1, int(match[2]))


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which rows of a list, and how they are fetched.

    `filter` is an object, or a list of conditions in version 3. `limit` None means all rows.
    `since_id` leaves out rows up to that id. `after` is where an export was cut: the `place` of
    its last block.
    """

    filter: Mapping[str, Any] | list[Any] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    order: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None
    since_id: int | None = None
    shard: Shard = field(default_factory=Shard)
    parallel: int = POLITE
    after: Any = None
