"""`oint download FROM [TO]`: files and folders of the disk, of chats and CRM fields, by links."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from oint_b24.cli.bulk.many import Errand
from oint_b24.cli.connect import resolve
from oint_b24.cli.files.transfers import (
    accounted,
    algorithm_of,
    clash_of,
    finish,
    options,
    refuse_curl,
    show_plan,
    shown,
    tell_plan,
)
from oint_b24.cli.perform import source_of
from oint_b24.cli.policy import Policy
from oint_b24.cli.tree import Command
from oint_b24.errors import Exit, UsageProblem
from oint_b24.portal.address import parse
from oint_b24.portal.transfer import paths
from oint_b24.portal.transfer.download_files import Remote, disk_file, look, receive, remote_of
from oint_b24.portal.transfer.download_tree import (
    DownloadPlan,
    Fetching,
    Inbound,
    make_directory,
    plan,
)
from oint_b24.portal.transfer.folders import object_at
from oint_b24.portal.transfer.local_names import Names, safe
from oint_b24.portal.transfer.many import Report
from oint_b24.portal.transfer.part import LEFTOVERS, Flow, writing
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.client import Portal
    from oint_b24.portal.transfer.many import Clash
    from oint_b24.portal.transfer.paths import Place


def command() -> Command:
    """Return the command `download`."""
    return Command(
        name="download",
        about=texts("files.download.about"),
        run=_run,
        options=options("download"),
        arguments="FROM [TO]",
        takes=(1, 2),
        examples=tuple(texts(f"files.download.example{i}") for i in (1, 2, 3, 4)),
        details=(texts("files.download.places"), texts("files.download.resume")),
        help_when_bare=True,
    )


@dataclass(frozen=True, slots=True)
class Job:
    """A download: what, where to (as written), and how."""

    errand: Errand
    place: Place
    to: str
    clash: Clash
    algorithm: str | None

    @property
    def is_stream(self) -> bool:
        """Say whether the bytes go to stdout or into a device and not into a new file."""
        target = Path(self.to or ".")
        return self.to == "-" or (target.exists() and not target.is_file() and not target.is_dir())


@dataclass(frozen=True, slots=True)
class Order:
    """What was found: a plan and the directory it goes to, which is made where it is a folder."""

    plan: DownloadPlan
    directory: Path
    is_tree: bool = False


def _run(invocation: Invocation) -> int:
    source, *rest = invocation.arguments
    place = paths.read(source)
    clash, algorithm = clash_of(invocation), algorithm_of(invocation)
    errand = _link_errand(place, invocation) if place.kind == "link" else Errand.of(invocation)
    refuse_curl(errand)
    job = Job(errand, place, rest[0] if rest else "", clash, algorithm)
    with errand.opened() as portal:
        order = _ordered(job, portal)
        if errand.is_shown:
            return show_plan(errand, _described(job, order))
        if order.plan.folders or len(order.plan.files) > 1:
            tell_plan(errand, len(order.plan.files), len(order.plan.folders), order.plan.bytes)
        if job.is_stream:
            return _stream(job, portal, order.plan)
        report = Report(total=len(order.plan.files))
        with accounted(errand, report):
            _fetch(job, portal, order, report)
    return finish(errand, report, algorithm)


def _link_errand(place: Place, invocation: Invocation) -> Errand:
    """Return the errand of a link: it is a credential itself, and needs no other."""
    source = source_of(invocation)
    invocation.world.redactor.add(place.id)
    parts = urlsplit(place.id)
    root = f"{parts.scheme}://{parts.netloc}"
    try:
        known = resolve(invocation.common, invocation.world, source)
    except UsageProblem as problem:
        if problem.key != "credential.none":
            raise
        known = resolve({**invocation.common, "--url": root}, invocation.world, source)
    told = invocation._replace(common={**invocation.common, "--url": root})
    target = known._replace(address=parse(root), token=place.id, login=None, policy=Policy())
    return replace(Errand.of(told), invocation=invocation, target=target)


def _ordered(job: Job, portal: Portal) -> Order:
    """Find what is wanted and decide where it goes. Raises Problem."""
    is_recursive = "--recursive" in job.errand.invocation.given
    if job.place.kind in ("link", "crm"):
        return _placed(job, portal, _unnamed(job, portal))
    if job.place.kind == "file":
        return _placed(job, portal, [disk_file(portal, job.place.id)])
    row = object_at(portal, job.place)
    if row.get("TYPE") != "folder":
        return _placed(job, portal, [remote_of(portal, row)])
    if not is_recursive or job.is_stream:
        raise UsageProblem("files.is_portal_folder", place=str(job.place))
    directory = Path(job.to or safe(str(row.get("NAME"))))
    return Order(plan(portal, str(row["ID"])), directory, is_tree=True)


def _unnamed(job: Job, portal: Portal) -> list[Remote]:
    if job.place.kind == "link":
        return [Remote(job.place.id, "link")]
    from oint_b24.portal.transfer.crm_files import field_at, files_in

    found = files_in(portal, field_at(portal, job.place))
    if not found:
        raise UsageProblem("files.field_empty", place=str(job.place))
    return found


def _placed(job: Job, portal: Portal, remotes: list[Remote]) -> Order:
    """Return where single files go: into a directory under their names, or as the one named."""
    target = Path(job.to or ".")
    is_directory = target.is_dir() or job.to.endswith(("/", os.sep))
    if len(remotes) > 1 and not is_directory:
        raise UsageProblem("files.need_directory", count=len(remotes))
    if not is_directory:
        (remote,) = remotes
        return Order(DownloadPlan([Inbound(remote, (target.name,))]), target.parent)
    names, found = Names(), DownloadPlan()
    for given in remotes:
        is_named = given.name or job.errand.is_shown
        remote = given if is_named else look(portal, given)
        name = remote.name or remote.id
        found.files.append(Inbound(remote, (names.take(name, LEFTOVERS),)))
    return Order(found, target)


def _fetch(job: Job, portal: Portal, order: Order, report: Report) -> None:
    if order.is_tree or "--mkdir" in job.errand.invocation.given:
        make_directory(order.directory)
    elif not order.directory.is_dir():
        raise UsageProblem("files.no_directory", path=str(order.directory))
    size = order.plan.bytes
    with shown(job.errand, _title(job, order.plan), size) as progress:
        fetching = Fetching(portal, clash=job.clash, algorithm=job.algorithm, progress=progress)
        fetching.run(order.plan, order.directory, report)


def _stream(job: Job, portal: Portal, found: DownloadPlan) -> int:
    """Let the bytes of one file flow to stdout or into a device; only they go to stdout."""
    world, lang = job.errand.invocation.world, job.errand.invocation.lang
    (file,) = found.files
    name = "stdout" if job.to == "-" else job.to
    if job.to == "-":
        world.stdout.flush()
        flow = Flow(world.stdout.buffer, name, job.algorithm)
        with shown(job.errand, _title(job, found), found.bytes) as progress:
            receive(portal, file.remote, flow, progress)
        world.stdout.buffer.flush()
    else:
        # What is left in the buffer is written when the device is closed, and may fail only then.
        with writing(job.to), Path(job.to).open("wb") as device:
            flow = Flow(device, name, job.algorithm)
            receive(portal, file.remote, flow)
    if job.algorithm:
        told = {"algorithm": job.algorithm, "sum": flow.digest.text, "size": flow.size}
        job.errand.note(text("files.sum", lang, **told))
    return Exit.OK


def _described(job: Job, order: Order) -> dict[str, Any]:
    return {
        "action": "download",
        "from": str(job.place),
        "to": job.to if job.is_stream else str(order.directory),
        "files": len(order.plan.files),
        "folders": len(order.plan.folders),
        "bytes": order.plan.bytes,
        "items": [
            {
                "place": file.remote.source,
                "name": file.remote.name or None,
                "size": file.remote.size,
                "path": job.to if job.is_stream else str(Path(order.directory, *file.path)),
            }
            for file in order.plan.files
        ],
    }


def _title(job: Job, found: DownloadPlan) -> str:
    if len(found.files) == 1:
        return found.files[0].remote.name or found.files[0].path[-1]
    return text("files.title", job.errand.invocation.lang, files=len(found.files))
