"""OPI commands that are more than one plain call: tokens, uploads, all pages, a question first."""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish, output_format
from oint_b24.cli.perform import perform, source_of
from oint_b24.errors import Exit, RefusedProblem, UsageProblem
from oint_b24.opi.payload import build, require
from oint_b24.portal.request import Request
from oint_b24.text import text
from oint_b24.values.read import binary, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from oint_b24.cli.tree import Invocation
    from oint_b24.opi.rows import Row
    from oint_b24.portal.client import Portal
    from oint_b24.portal.envelope import Envelope
    from oint_b24.portal.upload import Upload
    from oint_b24.values.source import Source

    Run = Callable[[Row, Invocation], int]
    After = Callable[[Envelope, Portal], Any]


def special(row: Row, given: Mapping[str, str]) -> Run | None:
    """Return what runs `row`, where a plain call does not do."""
    if row.steps == "send_file" and "--file" not in given:
        return None
    return {"token": _token, "upload": _upload, "send_file": _send_file}.get(row.steps or "")


def ask_first(row: Row, invocation: Invocation) -> None:
    """Ask before what OPI does to a person by default (dismissing); raise RefusedProblem on no.

    Given explicitly, it just runs.
    """
    wish = Wish.of(invocation)
    if not row.confirm or row.confirm in invocation.given or wish.yes or wish.dry_run or wish.curl:
        return
    world = invocation.world
    if world.is_interactive():
        world.stderr.write(text("opi.confirm_fire", invocation.lang) + " ")
        world.stderr.flush()
        if world.stdin.readline().strip().lower() in ("y", "yes", "д", "да"):
            return
    raise RefusedProblem("opi.not_confirmed", option=row.confirm)


def after(row: Row, request: Request, invocation: Invocation) -> After | None:
    """Return what is done with the envelope before it is written, if anything."""
    if row.after == "filter_fields":
        return lambda envelope, _: _filter_fields(envelope, invocation)
    if "--all" in invocation.given:
        from oint_b24.cli.opi.all_pages import collect

        return lambda envelope, portal: collect(envelope, portal, request)
    return None


def _filter_fields(envelope: Envelope, invocation: Invocation) -> Any:
    """Return the fields that a folder can be filtered by, as OPI does: name to type."""
    from oint_b24.values.read import switch

    is_empty = switch(invocation.given.get("--empty", "false"), "--empty")
    fields = envelope.result if isinstance(envelope.result, dict) else {}
    return {
        name: "" if is_empty else about.get("TYPE", "")
        for name, about in fields.items()
        if isinstance(about, dict) and about.get("USE_IN_FILTER")
    }


def _token(row: Row, invocation: Invocation) -> int:
    """Get or renew tokens at the authorisation server, in OPI's shape (oauth/index.md)."""
    from oint_b24.output.render import check, write
    from oint_b24.portal import oauth

    source = source_of(invocation)
    params = build(row, invocation.given, source)
    world = invocation.world
    for name in ("client_secret", "code", "refresh_token"):
        world.redactor.add(params.get(name))
    fmt = output_format(invocation, {})
    check(fmt)
    if Wish.of(invocation).dry_run:
        write(world.redactor.mask(oauth.described(params)), fmt, world)
        return Exit.OK
    envelope = oauth.exchange(params)
    write(envelope.body, fmt, world, envelope.seconds)
    return Exit.OK


def _upload(row: Row, invocation: Invocation) -> int:
    """Put a file into a folder: ask for an address, then stream the bytes there."""
    from oint_b24.portal.transfer.files import upload_address, upload_to

    source = source_of(invocation)
    require(row, invocation.given)
    given = invocation.given
    folder = plain(given["--folderid"], source, "--folderid")
    name = plain(given["--title"], source, "--title")
    request = upload_address(folder)

    def send(envelope: Envelope, portal: Portal) -> Any:
        with opened(given["--file"], name, source, invocation) as upload:
            return upload_to(envelope, request, portal, upload).body

    _check_file(given["--file"], source)
    return perform(request, invocation, source, after=send, effect="write", is_advised=False)


def _send_file(row: Row, invocation: Invocation) -> int:
    """Send a local file into a chat: its folder, the upload, the commit, in one go."""
    from oint_b24.portal.transfer.files import file_id, upload_address, upload_to

    source = source_of(invocation)
    given = invocation.given
    params = build(row, given, source)
    if "--fileid" in given:
        raise UsageProblem("usage.either", one="--file", other="--fileid")
    _check_file(given["--file"], source)
    name = Path(given["--file"].lstrip("@")).name or "file"
    chat = params["CHAT_ID"]

    def send(envelope: Envelope, portal: Portal) -> Any:
        folder = file_id(envelope, "im.disk.folder.get", portal.address.portal)
        asked = upload_address(folder)
        place = portal.send(asked)
        with opened(given["--file"], name, source, invocation) as upload:
            sent = upload_to(place, asked, portal, upload)
        number = file_id(sent, "disk.folder.uploadfile", portal.address.portal)
        described = {"MESSAGE": params["MESSAGE"]} if "MESSAGE" in params else {}
        commit = {"CHAT_ID": chat, "UPLOAD_ID": number, **described}
        return portal.send(Request("im.disk.file.commit", commit)).body

    request = Request("im.disk.folder.get", {"CHAT_ID": chat}, effect="read")
    return perform(request, invocation, source, after=send, effect="write", is_advised=False)


def _check_file(value: str, source: Source) -> None:
    """Raise UsageProblem before anything is sent, where the file is not there to be read."""
    path = value.removeprefix("@")
    if value != "-" and source.is_file(path):
        try:
            Path(path).open("rb").close()
        except OSError as error:
            reason = error.strerror
            raise UsageProblem("value.no_file", option="--file", path=path, reason=reason) from None
    elif value != "-" and (value.startswith("@") or not value.lower().startswith("http")):
        binary(value, source, "--file")


@contextmanager
def opened(value: str, name: str, source: Source, invocation: Invocation) -> Iterator[Upload]:
    """Give the file to send; a file on disk is never read into memory."""
    from oint_b24.output.progress import bar
    from oint_b24.portal.upload import Upload

    path = value.removeprefix("@")
    if value != "-" and source.is_file(path):
        size = Path(path).stat().st_size
        with Path(path).open("rb") as stream, bar(invocation.world, name, size) as progress:
            yield Upload(name, stream, size, progress)
        return
    raw = binary(value, source, "--file")
    yield Upload(name, io.BytesIO(raw), len(raw))
