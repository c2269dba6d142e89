"""Files from a portal: by signed links, resumed where they were cut, never half a file.

>>> from oint_b24 import Portal
>>> from oint_b24.portal.transfer.download_files import disk_file, download
>>> portal = Portal("https://portal.example/rest/1/secret/")
>>> download(portal, disk_file(portal, "21"), "plan.txt")  # doctest: +SKIP
PosixPath('plan.txt')

What a portal wants of the request: settings/how-to-call-rest-api/general-principles.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.errors import AccessProblem, PartialProblem, PortalProblem, UnreachableProblem
from oint_b24.portal.envelope import Answer, read
from oint_b24.portal.request import Request
from oint_b24.portal.transfer.part import Mark, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.portal.client import Portal
    from oint_b24.portal.incoming import Head, Incoming
    from oint_b24.portal.transfer.part import Sink

_HEADERS = {
    "Accept": "*/*",
    "Accept-Language": "ru,en;q=0.9",
    "Accept-Encoding": "identity",  # places in a packed file are of no use for going on
}
_PAGES = frozenset({"text/html", "application/json"})
_LONGEST_REFUSAL = 1 << 20


@dataclass(frozen=True, slots=True)
class Remote:
    """A file on a portal; `link` is a secret. `source` names it in texts and notes.

    `name` is empty and `size` None where only the download will tell. A changed `version` is
    another content. `fresh` asks the portal for the file anew, for links live an hour.
    """

    link: str
    source: str
    name: str = ""
    size: int | None = None
    version: str = ""
    id: str = ""
    fresh: Callable[[], Remote] | None = None


def disk_file(portal: Portal, number: str) -> Remote:
    """Return a file of the disk by its id. Raises the problems of the client."""
    envelope = portal.send(Request("disk.file.get", {"id": number}, effect="read"))
    return remote_of(portal, envelope.result if isinstance(envelope.result, dict) else {})


def remote_of(portal: Portal, row: dict[str, Any]) -> Remote:
    """Return a file as the disk tells of it (file/disk-file-get.md).

    Without a link, where a right is missing, only `receive` will fail. Raises PortalProblem where
    the row is no file.
    """
    number, link = str(row.get("ID") or ""), row.get("DOWNLOAD_URL")
    if not number:
        raise _no_file(portal, "disk.file.get")
    size = str(row.get("SIZE"))
    return Remote(
        str(link or ""), f"disk:file/{number}", str(row.get("NAME") or ""),
        int(size) if size.isdecimal() else None,
        f"{row.get('FILE_ID')}/{row.get('GLOBAL_CONTENT_VERSION')}", number,
        lambda: disk_file(portal, number),
    )  # fmt: skip


def look(portal: Portal, remote: Remote) -> Remote:
    """Return a file with the name and the size that its download tells. Raises as `receive`."""

    def attempt() -> Remote:
        with portal.download(remote.link, _HEADERS) as incoming:
            _judge(portal, incoming, remote)
            head = incoming.head
        return replace(remote, name=remote.name or head.name, size=head.total)

    return portal.repeat(attempt, Request("download", effect="read"))


def download(
    portal: Portal,
    remote: Remote,
    target: str | Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> Path:
    """Download into the file `target`, which is replaced where it exists, and return its path.

    Raises PartialProblem where the bytes are not all there or cannot be written, and the problems
    of the client; what has come stays in `target.part` for another call.
    """
    with Part(Path(target), may_replace=True) as part:
        receive(portal, remote, part, progress)
        part.finish()
    return Path(target)


def receive(
    portal: Portal, remote: Remote, sink: Sink, progress: Callable[[int], None] | None = None
) -> None:
    """Let all bytes of a file go into `sink`, going on after cuts for as long as more comes.

    `progress` is told how many bytes there are. Raises PortalProblem where the portal gives no
    file, PartialProblem where it has another size than told, and the problems of the client.
    """
    reception = _Reception(portal, remote, sink, progress)
    request = Request("download", effect="read")
    while True:
        reached = sink.size
        try:
            portal.repeat(reception.attempt, request)
        except UnreachableProblem:
            if not portal.settings.retries or sink.size <= reached:
                raise
        else:
            reception.check()
            return


class _Reception:
    """A file and the sink it goes to, over as many requests as it takes."""

    def __init__(
        self,
        portal: Portal,
        remote: Remote,
        sink: Sink,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._portal, self._remote, self._sink = portal, remote, sink
        self._progress = progress

    def attempt(self) -> None:
        """Ask for what is missing; a link that has died is replaced."""
        try:
            self._ask(self._first())
        except AccessProblem:
            if self._remote.fresh is None:
                raise
            self._remote = self._remote.fresh()
            self._ask(self._first())

    def check(self) -> None:
        """Raise PartialProblem where the bytes are not as many as were told."""
        sink, told = self._sink, self._sink.mark and self._sink.mark.size
        wanted = self._remote.size if self._remote.size is not None else told
        if wanted is not None and sink.size != wanted:
            got, name = sink.size, self._remote.name or self._remote.source
            sink.discard()
            raise PartialProblem("files.wrong_size", name=name, wanted=wanted, got=got)

    def _first(self) -> int:
        """Return the first byte to ask for."""
        mark, remote = self._sink.mark, self._remote
        goes_on = mark is not None and mark.goes_on(remote.source, remote.version)
        return self._sink.size if goes_on else 0

    def _ask(self, first: int) -> None:
        if not self._remote.link:
            raise _no_file(self._portal, "download")
        with self._portal.download(self._remote.link, self._headers(first)) as incoming:
            head, mark = incoming.head, self._sink.mark
            if first and mark and head.status == 416 and head.total == first:
                self._sink.begin(first, mark)  # nothing is missing
                return
            is_odd = head.status == 416 or (head.status == 206 and head.first != first)
            if not first or not (is_odd or self._is_other(head)):
                _judge(self._portal, incoming, self._remote)
                self._take(incoming)
                return
        self._ask(0)

    def _headers(self, first: int) -> dict[str, str]:
        mark = self._sink.mark
        if not first or mark is None:
            return _HEADERS
        condition = {"If-Range": mark.validator} if mark.validator else {}
        return {**_HEADERS, "Range": f"bytes={first}-", **condition}

    def _is_other(self, head: Head) -> bool:
        """Say whether the rest that comes belongs to another file than the beginning."""
        mark = self._sink.mark
        return head.status == 206 and mark is not None and mark.size != head.total

    def _take(self, incoming: Incoming) -> None:
        head, remote = incoming.head, self._remote
        mark = Mark(remote.source, remote.version, head.total, head.validator)
        if head.is_packed:
            mark = Mark("")
        self._sink.begin(head.first, mark)
        for piece in incoming.pieces():
            self._sink.write(piece)
            if self._progress is not None:
                self._progress(self._sink.size)


def _judge(portal: Portal, incoming: Incoming, remote: Remote) -> None:
    """Raise what an answer tells that is no file."""
    head = incoming.head
    is_known = remote.size is not None and head.total == remote.size
    if head.status in (200, 206) and (head.is_file or is_known or head.kind not in _PAGES):
        return
    where = {"method": "download", "portal": portal.address.portal, "status": head.status}
    if head.status == 404 and head.is_file:
        raise PortalProblem("files.headers_refused", code="http_404", **where)
    if head.status < 300 and head.kind == "text/html":
        raise PortalProblem("files.page", code="no_file", **where)
    answer = Answer(head.status, _beginning(incoming), head.headers.get("content-type", ""))
    read(answer, Request("download", effect="read"), portal.address.portal)
    raise _no_file(portal, "download")


def _beginning(incoming: Incoming) -> bytes:
    found = b""
    for piece in incoming.pieces():
        found += piece
        if len(found) > _LONGEST_REFUSAL:
            break
    return found


def _no_file(portal: Portal, method: str) -> PortalProblem:
    return PortalProblem(
        "files.no_file", method=method, portal=portal.address.portal, code="no_file"
    )
