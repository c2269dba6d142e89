"""The ways of `oint upload`: into a folder, into a chat, over a file, into a CRM field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.files.transfers import shown
from oint_b24.errors import Problem, RefusedProblem, UsageProblem
from oint_b24.portal.request import Request
from oint_b24.portal.transfer.many import Row
from oint_b24.portal.transfer.upload_tree import Sending, opened_of
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.cli.bulk.many import Errand
    from oint_b24.portal.client import Portal
    from oint_b24.portal.transfer.many import Clash, Report
    from oint_b24.portal.transfer.paths import Place
    from oint_b24.portal.transfer.upload_tree import Outbound, UploadPlan
    from oint_b24.portal.upload import Upload

    Work = Callable[[Row, Upload], Row]


@dataclass(frozen=True, slots=True)
class Job:
    """An upload: what goes where and how; `report` is kept up to date."""

    errand: Errand
    place: Place
    plan: UploadPlan
    report: Report
    clash: Clash
    algorithm: str | None

    @property
    def title(self) -> str:
        """Return what stands before the progress."""
        files = self.plan.files
        if len(files) == 1:
            return files[0].name
        return text("files.title", self.errand.invocation.lang, files=len(files))


def send(job: Job, portal: Portal) -> dict[str, Any]:
    """Send all files and return what the report tells beyond them. Raises Problem."""
    ways = {"chat": _to_chat, "file": _to_file, "crm": _to_field}
    return ways.get(job.place.kind, _to_folder)(job, portal)


def _to_folder(job: Job, portal: Portal) -> dict[str, Any]:
    with shown(job.errand, job.title, job.plan.bytes) as progress:
        Sending(
            portal,
            job.place,
            clash=job.clash,
            mkdir="--mkdir" in job.errand.invocation.given,
            algorithm=job.algorithm,
            progress=progress,
        ).run(job.plan, job.report)
    return {}


def _to_chat(job: Job, portal: Portal) -> dict[str, Any]:
    """Send files into a chat's folder, and one message with all of them (chats/files)."""
    # Nobody looks into a chat's folder: a name used there before is no reason to stop.
    _to_folder(replace(job, clash="rename" if job.clash == "refuse" else job.clash), portal)
    sent = [int(row.id) for row in job.report.rows if row.state in ("done", "skipped")]
    if not sent:
        return {}
    given = job.errand.invocation.given
    params: dict[str, Any] = {"DIALOG_ID": job.place.id.removeprefix("user"), "UPLOAD_ID": sent}
    if "--message" in given:
        params["MESSAGE"] = given["--message"]
    try:
        answer = portal.send(Request("im.disk.file.commit", params)).result
    except Problem:
        job.errand.note(text("files.no_commit", job.errand.invocation.lang, ids=sent))
        raise
    return {"message": answer.get("MESSAGE_ID") if isinstance(answer, dict) else None}


def _to_file(job: Job, portal: Portal) -> dict[str, Any]:
    """Give a file of the disk new bytes: that it is there is the point."""
    from oint_b24.portal.transfer.files import put_version

    def work(row: Row, upload: Upload) -> Row:
        made = put_version(portal, job.place.id, upload)
        name = str(made.get("NAME", row.name))
        return replace(row, state="done", id=str(made.get("ID")), name=name)

    return _one_by_one(job, work)


def _to_field(job: Job, portal: Portal) -> dict[str, Any]:
    from oint_b24.portal.transfer.crm_files import add, field_at

    field = field_at(portal, job.place)
    if len(job.plan.files) > 1 and not field.is_multiple:
        raise UsageProblem("files.one_file", place=str(job.place))
    made: list[str] = []

    def work(row: Row, upload: Upload) -> Row:
        # What was there is replaced by the first of the new files, the others join it.
        is_first = job.clash == "overwrite" and not made
        try:
            made.append(add(portal, field, upload, replace=is_first).id)
        except RefusedProblem:
            if job.clash != "skip":
                raise
            return replace(row, state="skipped")
        return replace(row, state="done", id=made[-1])

    return _one_by_one(job, work, grows=4 / 3)


def _one_by_one(job: Job, work: Work, grows: float = 1.0) -> dict[str, Any]:
    """Send each file by `work`; what goes over the wire is longer than the file, `grows` times."""
    gone = 0
    with shown(job.errand, job.title, job.plan.bytes) as progress:
        for file in job.plan.files:
            row = Row(str(file.path), str(job.place), name=file.name, size=file.size)
            job.report.add(row, _sender(job, file, work, _told(progress, gone, grows)))
            gone += file.size
    return {}


def _sender(
    job: Job, file: Outbound, work: Work, progress: Callable[[int], None] | None
) -> Callable[[Row], Row]:
    def one(row: Row) -> Row:
        with opened_of(file, job.algorithm) as (upload, hashed):
            done = work(row, replace(upload, progress=progress))
            return replace(done, checksum=hashed.text if done.state == "done" else "")

    return one


def _told(
    progress: Callable[[int], None] | None, before: int, grows: float
) -> Callable[[int], None] | None:
    return None if progress is None else lambda gone: progress(before + int(gone / grows))
