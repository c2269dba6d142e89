"""What has been done so far: counted by those who work, read by those who watch."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

# counted: the portal counted as many rows as came. changed: rows came or went meanwhile.
# checked: it does not count; between the ids that came it has no others.
# closed: it does not count, but its last page ended the list. limited: as many as were wanted.
Proof = Literal["", "counted", "checked", "changed", "closed", "limited"]


@dataclass(slots=True)
class Tally:
    """Numbers of one list. `total` is what the portal counted, as soon as that is known."""

    rows: int = 0
    requests: int = 0
    mended: int = 0  # pages fetched again because their command in a batch was refused
    total: int | None = None
    proof: Proof = ""
    style: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sent(self) -> None:
        """Note that a request is under way."""
        with self._lock:
            self.requests += 1

    def mending(self) -> None:
        """Note that a page has to be fetched again."""
        with self._lock:
            self.mended += 1
