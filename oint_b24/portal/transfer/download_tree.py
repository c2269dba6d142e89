"""Folders of a portal's disk to this machine: a plan first, then file by file.

>>> from oint_b24 import Portal
>>> from oint_b24.portal.transfer.download_tree import Fetching, plan
>>> portal = Portal("https://portal.example/rest/1/secret/")
>>> found = plan(portal, "14")  # doctest: +SKIP
>>> report = Fetching(portal, clash="skip").run(found, "Отчёты")  # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.errors import RefusedProblem, UsageProblem
from oint_b24.portal.transfer.download_files import Remote, receive, remote_of
from oint_b24.portal.transfer.folders import children
from oint_b24.portal.transfer.local_names import Names, numbered
from oint_b24.portal.transfer.many import Report, Row
from oint_b24.portal.transfer.part import LEFTOVERS, Part, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.portal.client import Portal
    from oint_b24.portal.transfer.many import Clash


@dataclass(frozen=True, slots=True)
class Inbound:
    """A file to fetch, and where below the target it will be; safe names only."""

    remote: Remote
    path: tuple[str, ...]


@dataclass(slots=True)
class DownloadPlan:
    """What is to be fetched."""

    files: list[Inbound] = field(default_factory=list)
    folders: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Return how many bytes there are to fetch, as far as that is known."""
        return sum(file.remote.size or 0 for file in self.files)


def plan(portal: Portal, folder: str) -> DownloadPlan:
    """Return all that is in a disk folder and below it, in the order of ids.

    A folder that was seen already (links to folders may make a circle) is not entered again.
    Raises the problems of the client.
    """
    found = DownloadPlan()
    seen = {folder}
    waiting: list[tuple[str, tuple[str, ...]]] = [(folder, ())]
    while waiting:
        number, path = waiting.pop()
        names, below = Names(), []
        for row in children(portal, number):
            if row.get("TYPE") != "folder":
                name = names.take(str(row.get("NAME")), LEFTOVERS)
                found.files.append(Inbound(remote_of(portal, row), (*path, name)))
                continue
            same = {str(row["ID"]), str(row.get("REAL_OBJECT_ID") or row["ID"])}
            if same & seen:
                continue
            seen |= same
            inside = (*path, names.take(str(row.get("NAME"))))
            found.folders.append(inside)
            below.append((str(row["ID"]), inside))
        waiting += reversed(below)
    return found


class Fetching:
    """A download to this machine's disk.

    `clash` is what happens to files that exist: refused, replaced, skipped, or left alone beside
    the new one under another name. `algorithm` is that of checksums, `progress` is told how many
    bytes of all have come.
    """

    def __init__(
        self,
        portal: Portal,
        *,
        clash: Clash = "refuse",
        algorithm: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self._portal, self._clash = portal, clash
        self._algorithm, self._progress = algorithm, progress
        self._come = 0

    def run(self, found: DownloadPlan, target: str | Path, report: Report | None = None) -> Report:
        """Fetch everything into the directory `target` and return what became of each file.

        `report` is kept up to date. Raises PartialProblem where a directory cannot be made.
        """
        report = report or Report()
        report.total = len(found.files)
        for folder in [(), *found.folders]:
            make_directory(Path(target, *folder))
        for file in found.files:
            self.fetch(file.remote, Path(target, *file.path), report)
        return report

    def fetch(self, remote: Remote, path: Path, report: Report) -> None:
        """Fetch one file and note in `report` what became of it."""
        row = Row(str(path), remote.source, name=remote.name, id=remote.id, size=remote.size)
        report.add(row, lambda row: self._fetch(row, remote, path))
        self._come += remote.size or 0

    def _fetch(self, row: Row, remote: Remote, path: Path) -> Row:
        with writing(str(path)):
            target = self._free(path)
        if target is None:
            return replace(row, state="skipped")
        with Part(target, self._algorithm, may_replace=self._clash == "overwrite") as part:
            receive(self._portal, remote, part, self._told())
            part.finish()
        done: dict[str, Any] = {"size": part.size, "checksum": part.digest.text}
        return replace(row, path=str(target), state="done", **done)

    def _free(self, path: Path) -> Path | None:
        """Return where the file may go, None for nowhere. Raises RefusedProblem, UsageProblem."""
        number = 0
        while (target := path.with_name(numbered(path.name, number))).exists():
            if target.is_dir():
                raise UsageProblem("files.is_directory", path=str(target))
            if self._clash == "overwrite":
                return target
            if self._clash == "skip":
                return None
            if self._clash == "refuse":
                raise RefusedProblem("files.exists", path=str(target))
            number += 1
        return target

    def _told(self) -> Callable[[int], None] | None:
        tell, before = self._progress, self._come
        return None if tell is None else lambda come: tell(before + come)


def make_directory(path: Path) -> None:
    """Make a directory and those above it. Raises PartialProblem."""
    with writing(str(path)):
        path.mkdir(parents=True, exist_ok=True)
