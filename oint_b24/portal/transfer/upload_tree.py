"""Local files and folders to a portal: a plan first, then folder by folder.

>>> from oint_b24 import Portal
>>> from oint_b24.portal.transfer.paths import read
>>> from oint_b24.portal.transfer.upload_tree import Sending, plan
>>> portal = Portal("https://portal.example/rest/1/secret/")
>>> sending = Sending(portal, read("disk:storage/1/Отчёты"), clash="skip")
>>> report = sending.run(plan(["2026"], recursive=True))  # doctest: +SKIP
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.errors import PortalProblem, Problem, UsageProblem
from oint_b24.portal.transfer.files import opened, portal_name, put, put_version
from oint_b24.portal.transfer.folders import TAKEN, among, folder_at, is_taken, make
from oint_b24.portal.transfer.hashed import Hashed
from oint_b24.portal.transfer.many import Report, Row, failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from oint_b24.portal.client import Portal
    from oint_b24.portal.transfer.many import Clash
    from oint_b24.portal.transfer.paths import Place
    from oint_b24.portal.upload import Upload

Folder = tuple[str, ...]  # the names from where the upload begins


@dataclass(frozen=True, slots=True)
class Outbound:
    """A file to send: where it is, in which folder it will be, its name there, its size."""

    path: Path
    folder: Folder
    name: str
    size: int


@dataclass(slots=True)
class UploadPlan:
    """What is to be sent. `odd` are what is neither file nor folder, and links to folders."""

    files: list[Outbound] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)
    odd: list[Path] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Return how many bytes there are to send."""
        return sum(file.size for file in self.files)


def plan(paths: Sequence[str | Path], *, recursive: bool = False, name: str = "") -> UploadPlan:
    """Return what is to be sent for `paths`; a folder keeps its name, `folder/.` gives its content.

    `name` renames a single file. Raises UsageProblem for what is not there, cannot be read, or is
    a folder without `recursive`.
    """
    found = UploadPlan()
    for given in paths:
        path = Path(given)
        if not path.is_dir():
            found.files.append(_file(path, (), name))
        elif not recursive:
            raise UsageProblem("files.is_folder", path=str(given))
        else:
            is_content = os.fspath(given).endswith((f"{os.sep}.", "/.")) or str(given) == "."
            _walk(path, () if is_content else (portal_name(path.resolve().name),), found)
    return found


def _walk(path: Path, folder: Folder, found: UploadPlan) -> None:
    """Add a folder and all in it, in the order of names."""
    waiting = [(path, folder)]
    while waiting:
        path, folder = waiting.pop()
        if folder:
            found.folders.append(folder)
        below = []
        for entry in _entries(path):
            if entry.is_dir(follow_symlinks=False):
                below.append((Path(entry.path), (*folder, portal_name(entry.name))))
            elif entry.is_file():
                found.files.append(_file(Path(entry.path), folder))
            else:
                found.odd.append(Path(entry.path))
        waiting += reversed(below)


def _entries(path: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(path, error) from None


def _file(path: Path, folder: Folder, name: str = "") -> Outbound:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from None
    return Outbound(path, folder, name or portal_name(path.name), size)


def _unreadable(path: Path, error: OSError) -> UsageProblem:
    return UsageProblem("files.unreadable", path=str(path), reason=error.strerror)


@contextmanager
def opened_of(file: Outbound, algorithm: str | None = None) -> Iterator[tuple[Upload, Hashed]]:
    """Give a file of a plan to send, and what knows its checksum then. Raises UsageProblem."""
    with ExitStack() as stack:
        try:
            upload = stack.enter_context(opened(file.path, file.name))
        except OSError as error:
            raise _unreadable(file.path, error) from None
        hashed = Hashed(upload.stream, algorithm)
        yield replace(upload, stream=hashed), hashed


@dataclass(slots=True)
class _Target:
    """A folder of the portal: its id, and what has the names that will be sent there."""

    id: str
    known: dict[str, dict[str, Any]]


class Sending:
    """An upload into a disk folder.

    `clash` is what happens to names that are taken: refused, replaced by a new version, skipped,
    or sent under another name. `mkdir` makes missing folders of `place`. `algorithm` is that of
    checksums, `progress` is told how many bytes of all have gone.
    """

    def __init__(
        self,
        portal: Portal,
        place: Place,
        *,
        clash: Clash = "refuse",
        mkdir: bool = False,
        algorithm: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self._portal, self._place = portal, place
        self._clash, self._mkdir = clash, mkdir
        self._algorithm, self._progress = algorithm, progress
        self._targets: dict[Folder, _Target | Problem] = {}
        self._gone = 0

    def run(self, upload: UploadPlan, report: Report | None = None) -> Report:
        """Send everything and return what became of each file; `report` is kept up to date.

        Raises the problem of the folder to begin with; those of files stand in the report.
        """
        report = report or Report()
        report.total = len(upload.files)
        files: dict[Folder, list[Outbound]] = {}
        for file in upload.files:
            files.setdefault(file.folder, []).append(file)
        below: dict[Folder, set[str]] = {}
        for folder in upload.folders:
            below.setdefault(folder[:-1], set()).add(folder[-1])
        for folder in [(), *upload.folders]:
            names = [file.name for file in files.get(folder, [])] + sorted(below.get(folder, ()))
            self._targets[folder] = self._enter(folder, names)
            for file in files.get(folder, []):
                self._note(file, report)
        return report

    def _enter(self, folder: Folder, names: list[str]) -> _Target | Problem:
        """Return a folder, made where it is missing, or why it cannot be had."""
        if not folder:
            number = folder_at(self._portal, self._place, mkdir=self._mkdir)
            return _Target(number, among(self._portal, number, names))
        above = self._targets[folder[:-1]]
        if isinstance(above, Problem):
            return above
        known = above.known.get(folder[-1].casefold())
        try:
            if known is None:
                return _Target(make(self._portal, above.id, folder[-1]), {})
            if known.get("TYPE") != "folder":
                return self._taken(folder[-1])
            number = str(known["ID"])
            return _Target(number, among(self._portal, number, names))
        except Problem as problem:
            return problem

    def _note(self, file: Outbound, report: Report) -> None:
        place = "/".join((str(self._place), *file.folder))
        row = Row(str(file.path), place, name=file.name, size=file.size)
        target = self._targets[file.folder]
        if isinstance(target, Problem):
            report.rows.append(failed(row, target))
        else:
            report.add(row, lambda row: self._send(row, file, target))
        self._gone += file.size

    def _send(self, row: Row, file: Outbound, target: _Target) -> Row:
        known = target.known.get(file.name.casefold())
        if known is not None and self._clash == "skip":
            return replace(row, state="skipped", id=str(known.get("ID")))
        with opened_of(file, self._algorithm) as (upload, hashed):
            made = self._put(replace(upload, progress=self._told(file.size)), target, known)
        number, name = str(made.get("ID")), str(made.get("NAME", file.name))
        return replace(row, state="done", id=number, name=name, checksum=hashed.text)

    def _put(self, upload: Upload, target: _Target, known: dict[str, Any] | None) -> dict[str, Any]:
        if known is not None and self._clash == "overwrite" and known.get("TYPE") == "file":
            return put_version(self._portal, str(known["ID"]), upload)
        if known is None:
            try:
                return put(self._portal, target.id, upload, is_new=True)
            except PortalProblem as problem:
                if self._clash != "rename" or not is_taken(problem):
                    raise
        elif self._clash != "rename":
            raise self._taken(upload.name)
        return put(self._portal, target.id, upload, unique=True)

    def _told(self, size: int) -> Callable[[int], None] | None:
        tell, before = self._progress, self._gone
        if tell is None:
            return None
        return lambda gone: tell(before + min(gone, size))

    def _taken(self, name: str) -> PortalProblem:
        return PortalProblem(
            "files.taken", name=name, code=TAKEN, method="disk.folder.uploadFile",
            portal=self._portal.address.portal,
        )  # fmt: skip
