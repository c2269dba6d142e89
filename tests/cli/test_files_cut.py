"""Downloads that break, change and are refused; uploads whose answer is lost."""

from __future__ import annotations

import hashlib
import io
import json
import os
from typing import TYPE_CHECKING

import pytest

from oint_b24.errors import PartialProblem, UnreachableProblem
from oint_b24.portal.client import Portal
from oint_b24.portal.retry import Waiting
from oint_b24.portal.transfer.download_files import disk_file, download, receive
from oint_b24.portal.transfer.part import Flow, Part
from tests.cli.file_portal import LINK, NAME, FilePortal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console

FILM = os.urandom(1_000_003)
ONCE = ("--retries", "0")


@pytest.fixture
def server() -> Iterator[FilePortal]:
    with FilePortal(FILM) as portal:
        yield portal


@pytest.fixture
def here(
    oint: Console, server: FilePortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Stand in a directory of one's own, the portal that breaks being the default one."""
    oint.env["OINT_B24_URL"] = server.address
    path = tmp_path / "here"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


def patient(server: FilePortal) -> Portal:
    """Return a client that does not really wait."""
    return Portal(server.address, waiting=Waiting(sleep=lambda _: None))


def ranges(server: FilePortal) -> list[str | None]:
    return [headers.get("range") for headers in server.downloads]


def test_a_second_command_goes_on_where_the_first_was_cut(
    oint: Console, server: FilePortal, here: Path
) -> None:
    server.cuts = [400_000]

    cut = oint("download", "disk:file/5", "film.bin", *ONCE)
    left = (here / "film.bin.part").read_bytes()
    whole = oint("download", "disk:file/5", "film.bin", "--checksum", "sha256")

    assert (cut.code, left) == (6, FILM[:400_000])
    assert not (here / "film.bin").exists() or whole.code == 0
    assert whole.json["result"][0]["sha256"] == hashlib.sha256(FILM).hexdigest()
    assert ranges(server) == [None, "bytes=400000-"]
    assert server.downloads[1]["if-range"] == '"one"'
    assert [path.name for path in here.iterdir()] == ["film.bin"]
    assert (here / "film.bin").read_bytes() == FILM


def test_a_file_that_changed_meanwhile_is_fetched_anew(
    oint: Console, server: FilePortal, here: Path
) -> None:
    server.cuts = [400_000]
    assert oint("download", "disk:file/5", "film.bin", *ONCE).code == 6
    server.content, server.etag, server.version = FILM[::-1], '"two"', 2

    whole = oint("download", "disk:file/5", "film.bin")

    assert whole.code == 0
    assert (here / "film.bin").read_bytes() == FILM[::-1]


def test_without_an_etag_the_version_decides(oint: Console, server: FilePortal, here: Path) -> None:
    server.cuts, server.etag = [400_000, 400_000], ""
    assert oint("download", "disk:file/5", "film.bin", *ONCE).code == 6
    server.version = 2

    again = oint("download", "disk:file/5", "film.bin", *ONCE)
    whole = oint("download", "disk:file/5", "film.bin", *ONCE)

    assert (again.code, whole.code) == (6, 0)
    assert ranges(server) == [None, None, "bytes=400000-"]
    assert (here / "film.bin").read_bytes() == FILM


def test_a_server_without_ranges_sends_all_again(
    oint: Console, server: FilePortal, here: Path
) -> None:
    server.cuts, server.has_ranges = [400_000], False
    assert oint("download", "disk:file/5", "film.bin", *ONCE).code == 6

    assert oint("download", "disk:file/5", "film.bin").code == 0
    assert (here / "film.bin").read_bytes() == FILM


def test_a_part_that_is_whole_already_needs_no_more_bytes(
    oint: Console, server: FilePortal, here: Path
) -> None:
    server.cuts = [400_000]
    oint("download", "disk:file/5", "film.bin", *ONCE)
    with (here / "film.bin.part").open("ab") as part:
        part.write(FILM[400_000:])

    done = oint("download", "disk:file/5", "film.bin", "--checksum", "md5")

    assert ranges(server)[-1] == f"bytes={len(FILM)}-"
    assert done.json["result"][0]["md5"] == hashlib.md5(FILM, usedforsecurity=False).hexdigest()
    assert (here / "film.bin").read_bytes() == FILM


def test_somebody_else_s_part_is_left_alone(oint: Console, server: FilePortal, here: Path) -> None:
    (here / "film.bin.part").write_bytes(b"mine")

    refused = oint("download", "disk:file/5", "film.bin")

    assert (refused.code, (here / "film.bin.part").read_bytes()) == (4, b"mine")
    assert oint("download", "disk:file/5", "film.bin", "--overwrite").code == 0
    assert (here / "film.bin").read_bytes() == FILM


def test_a_download_goes_on_within_one_call_for_as_long_as_more_comes(
    server: FilePortal, here: Path
) -> None:
    server.cuts = [50_000] * 12

    with patient(server) as portal:
        path = download(portal, disk_file(portal, "5"), here / "film.bin")

    assert path.read_bytes() == FILM
    assert ranges(server)[-1] == "bytes=600000-"


def test_a_download_that_gets_no_further_gives_up(server: FilePortal, here: Path) -> None:
    server.cuts, server.has_ranges = [1000] * 50, False

    with patient(server) as portal, pytest.raises(UnreachableProblem):
        download(portal, disk_file(portal, "5"), here / "film.bin")

    assert 5 <= len(server.downloads) <= 10


def test_a_dead_link_is_asked_for_anew(oint: Console, server: FilePortal, here: Path) -> None:
    server.dead, server.renews = {f"{LINK}&n=2"}, True

    done = oint("download", "disk:file/5", "film.bin")

    assert (done.code, len(server.downloads)) == (0, 2)
    assert (here / "film.bin").read_bytes() == FILM


def test_a_stream_goes_on_where_it_was_cut(server: FilePortal) -> None:
    server.cuts, pipe = [300_000, 300_000], io.BytesIO()

    with patient(server) as portal:
        receive(portal, disk_file(portal, "5"), Flow(pipe, "stdout"))

    assert pipe.getvalue() == FILM


def test_a_stream_never_gets_bytes_twice(server: FilePortal) -> None:
    server.cuts, server.has_ranges, pipe = [300_000], False, io.BytesIO()

    with patient(server) as portal, pytest.raises(PartialProblem):
        receive(portal, disk_file(portal, "5"), Flow(pipe, "stdout"))

    assert pipe.getvalue() == FILM[:300_000]


def test_a_file_of_another_size_than_told_is_no_file(
    oint: Console, server: FilePortal, here: Path
) -> None:
    server.told_size = len(FILM) + 5

    done = oint("download", "disk:file/5", "film.bin")

    assert done.code == 3
    assert f"{len(FILM)} из {len(FILM) + 5}" in done.err
    assert list(here.iterdir()) == []


def test_the_request_has_the_headers_a_portal_wants(
    oint: Console, server: FilePortal, here: Path
) -> None:
    assert oint("download", "disk:file/5").code == 0

    (headers,) = server.downloads
    assert headers["user-agent"].startswith("oint-b24/")
    assert headers["accept"] == "*/*"
    assert headers["referer"] == f"{server.base}/"
    assert headers["accept-language"].startswith("ru")
    assert (here / "фильм «Весна».bin").read_bytes() == FILM


@pytest.mark.parametrize(
    ("answer", "exit_code", "code"),
    [
        ((404, {"Content-Disposition": "attachment"}, b"<html>404"), 1, "http_404"),
        ((404, {"Content-Type": "text/html"}, b"<html>404"), 1, "http_404"),
        ((200, {"Content-Type": "text/html"}, b"<html>log in"), 1, "no_file"),
        ((200, {"Content-Type": "application/json"}, b'{"result": 1}'), 1, "no_file"),
        (
            (200, {"Content-Type": "application/json"}, b'{"error": "ACCESS_DENIED"}'),
            5,
            "ACCESS_DENIED",
        ),
        ((302, {"Location": "https://elsewhere.example/"}, b""), 6, "portal.moved"),
    ],
)
def test_what_is_no_file_is_told_apart(
    oint: Console,
    server: FilePortal,
    here: Path,
    answer: tuple[int, dict[str, str], bytes],
    exit_code: int,
    code: str,
) -> None:
    server.answer = answer

    done = oint("download", "disk:file/5", "--error-format", "json", *ONCE)

    assert (done.code, json.loads(done.err)["error"]["code"]) == (exit_code, code)
    assert list(here.iterdir()) == []


def test_a_link_needs_no_profile_and_stays_secret(
    oint: Console, server: FilePortal, here: Path
) -> None:
    del oint.env["OINT_B24_URL"]
    server.cuts = [400_000]

    plan = oint("download", server.link, "film.bin", "--dry-run")
    cut = oint("download", server.link, "film.bin", *ONCE, "-vv")
    whole = oint("download", server.link, "film.bin")
    named = oint("download", server.link)

    assert [d.code for d in (plan, cut, whole, named)] == [0, 6, 0, 0]
    assert ranges(server)[1] == "bytes=400000-"
    assert {p.name for p in here.iterdir()} == {"film.bin", NAME}
    assert (here / NAME).read_bytes() == (here / "film.bin").read_bytes() == FILM
    for text in (plan.out, cut.out, cut.err, whole.out, whole.err, named.out):
        assert "tokenoflink77" not in text
        assert "signature77" not in text


def test_an_insecure_link_is_not_asked(oint: Console, here: Path) -> None:
    done = oint("download", "http://portal.example/rest/download.json?auth=secret77")

    assert done.code == 6
    assert "secret77" not in done.err


def test_ctrl_c_leaves_what_has_come_and_says_so(
    oint: Console, server: FilePortal, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Part.write

    def interrupted(part: Part, piece: bytes) -> None:
        original(part, piece)
        raise KeyboardInterrupt

    monkeypatch.setattr(Part, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        oint("download", "disk:file/5", "film.bin")
    monkeypatch.undo()
    monkeypatch.chdir(here)

    assert 0 < (here / "film.bin.part").stat().st_size < len(FILM)
    assert oint("download", "disk:file/5", "film.bin").code == 0
    assert (here / "film.bin").read_bytes() == FILM


def test_a_full_disk_is_told(oint: Console, server: FilePortal, here: Path) -> None:
    done = oint("download", "disk:file/5", "/dev/full")

    assert done.code == 3
    assert "/dev/full" in done.err


def test_a_lost_answer_is_settled_by_looking(oint: Console, server: FilePortal, here: Path) -> None:
    (here / "a.txt").write_bytes(b"content")
    server.loses = "disk.folder.uploadFile"

    arrived = oint("upload", "a.txt", "disk:folder/11")
    server.keeps, server.kept = False, {}
    lost = oint("upload", "a.txt", "disk:folder/11")

    assert (arrived.code, arrived.json["result"][0]["state"]) == (0, "done")
    assert lost.code == 8
    uploads = [method for method, _ in server.calls if method == "disk.folder.uploadFile"]
    assert len(uploads) == 2
