"""What is known of an export that is not over: kept beside its file, so that it can go on.

The rows go to `FILE.part` and the state to `FILE.oint-state`; `FILE` itself appears when it is
whole, in one step. So a half file is never taken for a whole one.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem
from oint_b24.portal.lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_VERSION = 1


@dataclass(frozen=True, slots=True)
class State:
    """An export up to its last whole row.

    `asked` describes what is exported; it must be the same to go on. `mark` is where the file is
    whole up to, `place` where the list goes on.
    """

    asked: dict[str, Any]
    rows: int = 0
    mark: int = 0
    place: Any = None
    columns: tuple[str, ...] = ()
    version: int = _VERSION


def fingerprint(asked: dict[str, Any]) -> str:
    """Return a short mark of what is exported."""
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def part_of(target: Path) -> Path:
    """Return where the rows go until all are there."""
    return target.with_name(target.name + ".part")


def state_of(target: Path) -> Path:
    """Return where the state is kept."""
    return target.with_name(target.name + ".oint-state")


@contextmanager
def claimed(target: Path) -> Iterator[None]:
    """Keep other exports from `target` for the block: two would write into one part.

    Raises UsageProblem where one is under way.
    """
    place = target.with_name(target.name + ".oint-lock")
    with ExitStack() as held:
        if sys.platform == "win32":
            held.callback(_drop, place)  # it removes no file that is open
        try:
            held.enter_context(locked(place, patience=0))
        except (BlockingIOError, PermissionError) as error:
            # Windows calls a held lock a lack of permission; elsewhere the file is opened later.
            if isinstance(error, BlockingIOError) or sys.platform == "win32":
                raise UsageProblem("bulk.busy", path=str(target)) from None
        except OSError:
            pass  # some network disks know no locks, and that is no reason not to write there
        try:
            yield
        finally:
            _drop(place)


def _drop(place: Path) -> None:
    with suppress(OSError):
        place.unlink()


def save(target: Path, state: State) -> None:
    """Keep a state, in one step. Raises OSError."""
    marked = {**asdict(state), "fingerprint": fingerprint(state.asked)}
    draft = state_of(target).with_name(state_of(target).name + ".tmp")
    draft.write_text(json.dumps(marked, ensure_ascii=False), encoding="utf-8")
    draft.replace(state_of(target))


def load(target: Path, asked: dict[str, Any]) -> State | None:
    """Return the state to go on from, None where there is none.

    Raises UsageProblem where the export that was cut is another one, or its file has changed.
    """
    path = state_of(target)
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UsageProblem("bulk.bad_state", path=str(path)) from error
    if not isinstance(known, dict) or known.get("version") != _VERSION:
        raise UsageProblem("bulk.bad_state", path=str(path))
    if known.get("fingerprint") != fingerprint(asked):
        names = ", ".join(sorted(_different(known.get("asked"), asked)))
        raise UsageProblem("bulk.other_export", path=str(target), names=names)
    return State(
        asked, int(known["rows"]), int(known["mark"]), known["place"], tuple(known["columns"])
    )


def _different(before: Any, now: dict[str, Any]) -> set[str]:
    known = before if isinstance(before, dict) else {}
    return {name for name in {*known, *now} if known.get(name) != now.get(name)}


def forget(target: Path) -> None:
    """Remove the state."""
    with suppress(OSError):
        state_of(target).unlink()


def publish(target: Path) -> None:
    """Put the whole file where it belongs, in one step, and forget the state. Raises OSError."""
    part = part_of(target)
    with part.open("rb") as file, suppress(OSError):
        os.fsync(file.fileno())
    part.replace(target)
    forget(target)
