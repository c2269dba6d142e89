"""Large answers of a batch, read page by page: the rows of 50 pages are never there at once.

An answer of megabytes waits in a temporary file until it is its turn to be read, and is taken
apart without being turned into objects as a whole.
"""

from __future__ import annotations

import codecs
import json
import re
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, TypeVar, cast

from oint_b24.portal.envelope import Envelope, as_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

Result = TypeVar("Result")

_PIECE = 1 << 18  # bytes read at once
_SPACE = re.compile(r"[ \t\n\r]*")
_decode = json.JSONDecoder().raw_decode


class BatchAnswer:
    """An answer of `batch`.

    `results` gives the commands' keys and results once, in their order; it raises ValueError
    where the text is no such answer. What else the answer tells is known when they were read.
    """

    def __init__(self, answer: BinaryIO | Envelope) -> None:
        self.parts: dict[str, dict[str, Any]] = {}
        self.time: dict[str, Any] = {}
        self.results = (
            self._whole(answer)
            if isinstance(answer, Envelope)
            else self._taken_apart(_Walker(answer))
        )

    def part(self, name: str) -> dict[str, Any]:
        """Return a map of the answer by command, e.g. `result_error`."""
        return self.parts.get(name, {})

    def _whole(self, envelope: Envelope) -> Iterator[tuple[str, Any]]:
        result = envelope.result
        for name, value in as_items(result):
            if name != "result":
                self.parts[name] = dict(as_items(value))
        self.time = envelope.time
        yield from envelope.part("result").items()

    def _taken_apart(self, walker: _Walker) -> Iterator[tuple[str, Any]]:
        for name in walker.members():
            if name == "result":
                for part in walker.members():
                    if part == "result":
                        for key in walker.members():
                            yield key, walker.value()
                    else:
                        self.parts[part] = dict(as_items(walker.value()))
            elif name == "time":
                told = walker.value()
                self.time = told if isinstance(told, dict) else {}
            else:
                walker.value()


class _Walker:
    """A place in a file of JSON that moves on, member by member, with little of it in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at = "", 0
        self._size = _PIECE
        self._is_end = False

    def members(self) -> Iterator[str]:
        """Yield the keys of the object or list here; its reader takes each value in between.

        Raises ValueError.
        """
        opened = self._next()
        if opened not in "{[":
            raise ValueError(self._at)
        closing = "}" if opened == "{" else "]"
        if self._peek() == closing:
            self._at += 1
            return
        number = 0
        while True:
            yield self._key() if opened == "{" else str(number)
            number += 1
            mark = self._next()
            if mark == closing:
                return
            if mark != ",":
                raise ValueError(self._at)

    def value(self) -> Any:
        """Return the value here as an object of its own. Raises ValueError."""
        self._peek()
        while True:
            try:
                found, end = _decode(self._text, self._at)
            except ValueError:
                if self._is_end:
                    raise
            else:
                # A number at the very end may go on in what is not read yet.
                if end < len(self._text) or self._is_end:
                    self._at, self._size = end, _PIECE
                    return found
            self._more()
            self._size *= 2

    def _more(self) -> None:
        piece = self._file.read(self._size)
        self._is_end = not piece
        self._text = self._text[self._at :] + self._decoder.decode(piece, final=self._is_end)
        self._at = 0

    def _key(self) -> str:
        key = self.value()
        if not isinstance(key, str) or self._next() != ":":
            raise ValueError(self._at)
        return key

    def _peek(self) -> str:
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text) or self._is_end:
                return self._text[self._at : self._at + 1]
            self._more()

    def _next(self) -> str:
        mark = self._peek()
        if not mark:
            raise ValueError(self._at)
        self._at += 1
        return mark


class Desk:
    """One thread that does the reading for all who fetch.

    Only one can compute at a time anyway; done by one thread, what a large answer needed of memory
    serves the next one too, where every thread would keep its own.
    """

    def __init__(self) -> None:
        self._tasks: deque[_Task] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def do(self, work: Callable[[], Result]) -> Result:
        """Have `work` done and return what it returned. Raises what it raised."""
        task = _Task(work)
        with self._changed:
            if self._is_closed:  # nobody waits for rows any more
                raise RuntimeError("the list is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, daemon=True)
                self._thread.start()
            self._tasks.append(task)
            self._changed.notify_all()
            self._changed.wait_for(lambda: task.is_done)
        if task.error is not None:
            raise task.error
        return cast("Result", task.result)

    def close(self) -> None:
        """End the thread once nothing is left to do."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._tasks or self._is_closed)
                if not self._tasks:
                    return
                task = self._tasks.popleft()
            task.run()
            with self._changed:
                task.is_done = True
                self._changed.notify_all()
            del task


class _Task:
    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self.result: Any = None
        self.error: BaseException | None = None
        self.is_done = False

    def run(self) -> None:
        try:
            self.result = self._work()
        except BaseException as error:  # noqa: BLE001 - raised again by who waits for it
            self.error = error
