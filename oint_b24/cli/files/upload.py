"""`oint upload FILE… TO`: files and folders to the disk, a chat, a CRM field."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.cli.bulk.many import Errand
from oint_b24.cli.files.senders import Job, send
from oint_b24.cli.files.transfers import (
    accounted,
    algorithm_of,
    clash_of,
    finish,
    options,
    refuse_curl,
    show_plan,
    tell_plan,
)
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import UsageProblem
from oint_b24.portal.request import Request
from oint_b24.portal.transfer.many import Report
from oint_b24.portal.transfer.paths import read
from oint_b24.portal.transfer.upload_tree import plan
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.transfer.paths import Place
    from oint_b24.portal.transfer.upload_tree import UploadPlan

_PIECE = 1 << 20


def command() -> Command:
    """Return the command `upload`."""
    return Command(
        name="upload",
        about=texts("files.upload.about"),
        run=_run,
        options=(
            *options("upload"),
            Option("--message", texts("files.message"), short="-m", metavar="TEXT"),
            Option("--name", texts("files.name"), metavar="NAME"),
        ),
        arguments="FILE… TO",
        takes=(2, -1),
        examples=tuple(texts(f"files.upload.example{i}") for i in (1, 2, 3, 4)),
        details=(texts("files.upload.places"),),
        help_when_bare=True,
    )


def _run(invocation: Invocation) -> int:
    *files, to = invocation.arguments
    place = read(to)
    clash, algorithm = clash_of(invocation), algorithm_of(invocation)
    errand = Errand.of(invocation)
    refuse_curl(errand)
    _check(place, files, invocation)
    with ExitStack() as stack:
        paths = [stack.enter_context(_local(f, errand)) for f in files]
        name = invocation.given.get("--name", "")
        found = plan(paths, recursive="--recursive" in invocation.given, name=name)
        for odd in found.odd:
            errand.note(text("files.odd", invocation.lang, path=odd))
        if errand.is_shown:
            return show_plan(errand, _described(found, place))
        errand = errand.allowed(Request(_method(place), effect="write"), "write")
        if found.folders or len(found.files) > 1:
            tell_plan(errand, len(found.files), len(found.folders), found.bytes)
        report = Report(total=len(found.files))
        with errand.opened() as portal, accounted(errand, report):
            more = send(Job(errand, place, found, report, clash, algorithm), portal)
        return finish(errand, report, algorithm, more)


def _check(place: Place, files: list[str], invocation: Invocation) -> None:
    """Raise UsageProblem for what cannot go together."""
    given = invocation.given
    if place.kind == "link" or (place.kind == "crm" and place.file):
        raise UsageProblem("files.no_upload", place=str(place))
    if "--message" in given and place.kind != "chat":
        raise UsageProblem("files.no_message")
    if "--recursive" in given and place.kind not in ("folder", "storage"):
        raise UsageProblem("files.not_recursive", place=str(place))
    if "--name" in given and (len(files) > 1 or "--recursive" in given):
        raise UsageProblem("files.one_name")
    if len(files) > 1 and place.kind == "file":
        raise UsageProblem("files.one_file", place=str(place))
    if "-" in files:
        if len(files) > 1 or "--name" not in given:
            raise UsageProblem("files.stdin_name")
        taken = [name for name in ("--url", "--token") if invocation.common.get(name) == "-"]
        if taken:
            raise UsageProblem("value.stdin_twice", option="FILE", other=taken[0])


def _method(place: Place) -> str:
    return {"crm": "crm.item.update", "file": "disk.file.uploadVersion"}.get(
        place.kind, "disk.folder.uploadFile"
    )


@contextmanager
def _local(file: str, errand: Errand) -> Iterator[str | Path]:
    """Give the path of a file; stdin is put into one, for its length must be known first."""
    if file != "-":
        yield file
        return
    stdin = errand.invocation.world.stdin
    with tempfile.TemporaryDirectory(prefix="oint-") as directory:
        path = Path(directory, "stdin")
        with path.open("wb") as kept:
            if not errand.is_shown:
                shutil.copyfileobj(stdin.buffer, kept, _PIECE)
        yield path


def _described(found: UploadPlan, place: Place) -> dict[str, Any]:
    return {
        "action": "upload",
        "to": str(place),
        "files": len(found.files),
        "folders": len(found.folders),
        "bytes": found.bytes,
        "items": [
            {
                "path": str(file.path),
                "place": "/".join((str(place), *file.folder)),
                "name": file.name,
                "size": file.size,
            }
            for file in found.files
        ],
    }
