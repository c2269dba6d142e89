"""A list into a file that is whole or not there, and that can be continued where it was cut."""

from __future__ import annotations

import os
import threading
import time
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from oint_b24.bulk import state as states
from oint_b24.bulk.api import Listing
from oint_b24.bulk.tally import Tally
from oint_b24.errors import PartialProblem, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from contextlib import AbstractContextManager

    from oint_b24.bulk.block import Block
    from oint_b24.bulk.plan import Plan
    from oint_b24.bulk.wishes import Wishes
    from oint_b24.portal.client import Portal

_PAUSE = 1.0  # seconds between states: a cut export repeats no more than this


class Writer(Protocol):
    """What an export needs of a writer: see `output.stream`."""

    columns: tuple[str, ...]
    unknown: set[str]
    absent: set[str]
    can_resume: bool

    def open(self, path: Path | None, mark: int = 0) -> None:
        """Start a file, or go on with one that is whole up to `mark`; None is stdout."""

    def learn(self, rows: list[Any]) -> None:
        """Decide the columns by the first rows."""

    def pack(self, rows: list[Any]) -> Any:
        """Return rows ready to be put."""

    def put(self, load: Any) -> None:
        """Write packed rows."""

    def mark(self) -> int:
        """Bring what was put to the disk and return where the file is whole up to."""

    def close(self, *, is_whole: bool) -> None:
        """End the file."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is exported, and how it is told apart from other exports into the same file."""

    plan: Plan
    params: Mapping[str, Any]
    wishes: Wishes
    form: str
    host: str
    columns: tuple[str, ...] = ()

    def asked(self) -> dict[str, Any]:
        """Return what must stay the same for an export to go on."""
        wishes = self.wishes
        return {
            "portal": self.host,
            "method": f"{self.plan.method}@{self.plan.version}",
            "params": dict(self.params),
            "filter": wishes.filter,
            "select": list(wishes.select),
            "order": dict(wishes.order),
            "limit": wishes.limit,
            "since_id": wishes.since_id,
            "shard": f"{wishes.shard.index + 1}/{wishes.shard.count}",
            "format": self.form,
            "columns": list(self.columns),
        }


class Export:
    """One export. `tally` tells how far it is; `before` how many rows were there already."""

    def __init__(
        self,
        order: Order,
        writer: Writer,
        target: Path | None,
        *,
        resume: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tally = Tally()
        self._order, self._writer, self._clock = order, writer, clock
        self.is_device = target is not None and _is_device(target)
        is_file = target is not None and not self.is_device
        self.target = Path(os.path.realpath(target)) if target and is_file else target
        self._state = self._known(resume=resume)
        self.before = self._state.rows
        self._listing = Listing.of(order.plan, order.params, self._wishes())
        self._saved = 0.0
        self._is_learnt = False
        self._learning = threading.Lock()

    @property
    def is_kept(self) -> bool:
        """Say whether a cut export leaves a file that can go on."""
        return self.target is not None and not self.is_device and self._writer.can_resume

    @property
    def can_go_on(self) -> bool:
        """Say whether there is something to go on with."""
        return self.is_kept and self._state.rows > 0

    @property
    def absent(self) -> list[str]:
        """Return the wanted columns that no row has, as far as this run has seen all rows."""
        return sorted(self._writer.absent) if self.rows and not self.before else []

    @property
    def rows(self) -> int:
        """Return how many rows the file has."""
        return self.before + self.tally.rows

    def run(self, portal: Portal) -> None:
        """Write all rows.

        Raises PartialProblem where rows or columns are missing, the problems of the client, and
        KeyboardInterrupt; what was written then stays as a part, and can be gone on with unless
        rows in the middle of it are missing.
        """
        with self._alone():
            self._write(portal)
        writer = self._writer
        if writer.unknown:
            names = ", ".join(sorted(writer.unknown))
            raise PartialProblem("bulk.columns", names=names, path=str(self.target or "-"))

    def _alone(self) -> AbstractContextManager[None]:
        """Keep other exports from the file; a stream is shared by whoever wants to."""
        if self.target is None or self.is_device:
            return nullcontext()
        return states.claimed(self.target)

    def _write(self, portal: Portal) -> None:
        writer, is_whole = self._writer, False
        if self._state.rows:
            writer.columns, self._is_learnt = self._state.columns, True
        writer.open(self._path(), self._state.mark)
        try:
            with closing(self._blocks(portal)) as blocks:
                for block in blocks:
                    self._put(block)
            is_whole = True
        except PartialProblem:
            self._state = states.State({})
            raise
        finally:
            self._end(is_whole=is_whole)

    def _blocks(self, portal: Portal) -> Generator[Block, None, None]:
        yield from self._listing.blocks(portal, self._pack, self.tally)

    def _pack(self, rows: list[Any]) -> Any:
        with self._learning:
            if not self._is_learnt:
                self._writer.learn(rows)
                self._is_learnt = True
        return self._writer.pack(rows)

    def _put(self, block: Block) -> None:
        for load in block.loads:
            self._writer.put(load)
        # The last page of some lists leads nowhere: to go on, it is fetched once more.
        if self.target is None or not self.is_kept or block.place is None:
            return
        mark, columns = self._writer.mark(), self._writer.columns
        self._state = replace(
            self._state, rows=self.rows, mark=mark, place=block.place, columns=columns
        )
        if self._clock() - self._saved >= _PAUSE:
            states.save(self.target, self._state)
            self._saved = self._clock()

    def _end(self, *, is_whole: bool) -> None:
        self._writer.close(is_whole=is_whole)
        if self.target is None or self.is_device:
            return
        if is_whole:
            states.publish(self.target)
        elif self.is_kept and self._state.rows:
            states.save(self.target, self._state)
        else:
            states.forget(self.target)

    def _known(self, *, resume: bool) -> states.State:
        fresh = states.State(self._order.asked())
        if not resume:
            return fresh
        if self.target is None or self.is_device:
            raise UsageProblem("bulk.no_resume_stdout")
        if not self._writer.can_resume:
            raise UsageProblem("bulk.no_resume_format", format=self._order.form)
        known = states.load(self.target, fresh.asked)
        if known is None or not known.rows:
            return fresh
        part = states.part_of(self.target)
        if not part.exists() or (self._order.form != "sqlite" and part.stat().st_size < known.mark):
            raise UsageProblem("bulk.no_part", path=str(part))
        return known

    def _wishes(self) -> Wishes:
        wishes, known = self._order.wishes, self._state
        limit = None if wishes.limit is None else max(0, wishes.limit - known.rows)
        return replace(wishes, limit=limit, after=known.place)

    def _path(self) -> Path | None:
        if self.target is None or self.is_device:
            return self.target
        if not self._state.rows:
            states.forget(self.target)
        return states.part_of(self.target)


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()
