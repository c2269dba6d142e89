"""Work done by several threads, its results given in order and never far ahead of their reader.

A piece of work may turn out to need more: it then gives what it has and, in place of the rest, the
piece that is still to be done there.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_NEAR = 4  # results that may be made before they are wanted

Job = TypeVar("Job")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Done(Generic[Out]):
    """A result."""

    out: Out


@dataclass(frozen=True, slots=True)
class Again(Generic[Job]):
    """What is still to be done at this place."""

    job: Job


@dataclass(slots=True)
class _Place(Generic[Job, Out]):
    state: Literal["waiting", "running", "done", "failed"]
    job: Job | None = None
    out: Out | None = None
    error: BaseException | None = None


class _StoppedError(Exception):
    """Nobody reads the results any more."""


class Ordered(Generic[Job, Out]):
    """Runs `jobs` by several threads and gives their results in the order of the jobs.

    At most `ahead` results wait beside those being worked on. The work gets its job and a function
    that returns when its result is soon wanted: to be called before anything large is made. The
    first failure is raised where its result would have come; nothing new is begun after it.
    """

    def __init__(
        self,
        work: Callable[[Job, Callable[[], None]], Sequence[Done[Out] | Again[Job]]],
        jobs: Iterator[Job],
        *,
        threads: int,
        ahead: int = 2,
    ) -> None:
        self._work, self._jobs = work, jobs
        self._threads, self._ahead = threads, threads + ahead
        self._places: list[_Place[Job, Out]] = []
        self._is_exhausted = False
        self._is_stopped = False
        self._changed = threading.Condition()

    def results(self) -> Iterator[Out]:
        """Yield the results. Closing the iterator ends the work. Raises what the work raised."""
        for _ in range(self._threads):
            # Daemons: an interrupted program must not wait for a portal to answer.
            threading.Thread(target=self._serve, daemon=True).start()
        try:
            while (place := self._next()) is not None:
                if place.error is not None:
                    raise place.error
                yield place.out  # type: ignore[misc]  # set once done
        finally:
            with self._changed:
                self._is_stopped = True
                self._changed.notify_all()

    def _next(self) -> _Place[Job, Out] | None:
        with self._changed:
            while True:
                if self._places and self._places[0].state in ("done", "failed"):
                    self._changed.notify_all()
                    return self._places.pop(0)
                if not self._places and self._is_exhausted:
                    return None
                # With a timeout, so that Ctrl-C gets through on every system.
                self._changed.wait(1.0)

    def _serve(self) -> None:
        while (place := self._taken()) is not None:
            try:
                self._put(place, self._done(place))
            except _StoppedError:
                return
            except BaseException as error:  # noqa: BLE001 - raised again by who reads the results
                self._fail(place, error)
            del place  # its rows are not ours to keep while we wait

    def _done(self, place: _Place[Job, Out]) -> Sequence[Done[Out] | Again[Job]]:
        assert place.job is not None  # noqa: S101 - only places with a job are taken
        return self._work(place.job, partial(self._near, place))

    def _near(self, place: _Place[Job, Out]) -> None:
        """Wait until the result of `place` is among the next to be read."""
        with self._changed:
            while not any(place is near for near in self._places[:_NEAR]):
                if self._is_stopped:
                    raise _StoppedError
                self._changed.wait(1.0)

    def _taken(self) -> _Place[Job, Out] | None:
        with self._changed:
            while not self._is_stopped:
                place = self._waiting() or self._begun()
                if place is not None:
                    place.state = "running"
                    return place
                if self._is_exhausted and not self._places:
                    return None
                self._changed.wait(1.0)
            return None

    def _waiting(self) -> _Place[Job, Out] | None:
        """Return the first piece to go on with: any, or only the next where many results wait."""
        done = sum(place.state == "done" for place in self._places)
        for place in self._places:
            if place.state == "waiting":
                return place
            if place.state == "failed" or (place.state == "running" and done >= self._ahead):
                return None
        return None

    def _begun(self) -> _Place[Job, Out] | None:
        if self._is_exhausted or len(self._places) >= self._ahead:
            return None
        if any(place.state == "failed" for place in self._places):
            return None
        try:
            job = next(self._jobs)
        except StopIteration:
            self._is_exhausted = True
            self._changed.notify_all()
            return None
        place: _Place[Job, Out] = _Place("waiting", job)
        self._places.append(place)
        return place

    def _put(self, place: _Place[Job, Out], parts: Sequence[Done[Out] | Again[Job]]) -> None:
        made: list[_Place[Job, Out]] = [
            _Place("done", out=part.out) if isinstance(part, Done) else _Place("waiting", part.job)
            for part in parts
        ]
        with self._changed:
            at = next((i for i, known in enumerate(self._places) if known is place), None)
            if at is not None:
                self._places[at : at + 1] = made
            self._changed.notify_all()

    def _fail(self, place: _Place[Job, Out], error: BaseException) -> None:
        with self._changed:
            place.state, place.error = "failed", error
            self._changed.notify_all()
