"""Files in CRM fields: added without losing the others, replaced when told, fetched by name."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.file_portal import FilePortal
from tests.cli.peak import peak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console

SCAN = os.urandom(200_002)
FIELDS = {
    "ufCrm1Scan": {"type": "file", "isMultiple": False, "upperName": "UF_CRM_1_SCAN"},
    "ufCrm1Files": {"type": "file", "isMultiple": True, "upperName": "UF_CRM_1_FILES"},
    "title": {"type": "string", "isMultiple": False, "upperName": "TITLE"},
}


@pytest.fixture
def server(oint: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FilePortal]:
    monkeypatch.chdir(tmp_path)
    for name, content in (("скан.pdf", SCAN), ("b.pdf", SCAN[:7]), ("c.pdf", SCAN[:8])):
        (tmp_path / name).write_bytes(content)
    with FilePortal(fields=FIELDS) as portal:
        oint.env["OINT_B24_URL"] = portal.address
        yield portal


def names(server: FilePortal, field: str) -> list[tuple[str, bytes]]:
    return [(name, content) for _, name, content in server.held[field]]


@pytest.mark.parametrize("field", ["UF_CRM_1_SCAN", "ufCrm1Scan", "uf_crm_1_scan"])
def test_a_field_takes_a_file_by_either_name(oint: Console, server: FilePortal, field: str) -> None:
    done = oint("upload", "скан.pdf", f"crm:deal/1/{field}", "--checksum", "sha1")

    assert (done.code, done.json["result"][0]["id"]) == (0, "31")
    assert len(done.json["result"][0]["sha1"]) == 40
    assert names(server, "ufCrm1Scan") == [("скан.pdf", SCAN)]
    (sent,) = [params for method, params in server.calls if method == "crm.item.update"]
    assert (sent["entityTypeId"], sent["id"]) == (2, 1)


def test_the_file_of_a_field_is_replaced_only_when_told(oint: Console, server: FilePortal) -> None:
    assert oint("upload", "скан.pdf", "crm:177/1/UF_CRM_1_SCAN").code == 0

    refused = oint("upload", "b.pdf", "crm:177/1/UF_CRM_1_SCAN")
    skipped = oint("upload", "b.pdf", "crm:177/1/UF_CRM_1_SCAN", "--skip-existing")
    kept = names(server, "ufCrm1Scan")
    replaced = oint("upload", "b.pdf", "crm:177/1/UF_CRM_1_SCAN", "--overwrite")

    assert (refused.code, skipped.code, replaced.code) == (4, 0, 0)
    assert skipped.json["skipped"] == 1
    assert kept == [("скан.pdf", SCAN)]
    assert names(server, "ufCrm1Scan") == [("b.pdf", SCAN[:7])]


def test_a_field_of_many_keeps_what_it_has(oint: Console, server: FilePortal) -> None:
    place = "crm:deal/1/UF_CRM_1_FILES"
    assert oint("upload", "скан.pdf", "b.pdf", place).code == 0
    assert oint("upload", "c.pdf", place).code == 0

    all_three = [name for name, _ in names(server, "ufCrm1Files")]
    done = oint("upload", "b.pdf", "c.pdf", place, "--overwrite")

    assert all_three == ["скан.pdf", "b.pdf", "c.pdf"]
    assert done.code == 0
    assert names(server, "ufCrm1Files") == [("b.pdf", SCAN[:7]), ("c.pdf", SCAN[:8])]


def test_files_of_a_field_come_under_their_names(
    oint: Console, server: FilePortal, tmp_path: Path
) -> None:
    server.held["ufCrm1Files"] = [(31, "акт.pdf", SCAN), (32, "акт.pdf", b"2"), (33, "..", b"3")]

    done = oint("download", "crm:deal/1/UF_CRM_1_FILES", "сюда", "--mkdir")
    whole = oint("download", "crm:deal/1/UF_CRM_1_FILES", "сюда/", "--mkdir")
    one = oint("download", "crm:deal/1/UF_CRM_1_FILES/32", "один.pdf")

    assert (done.code, whole.code, one.code) == (2, 0, 0)
    found = {path.name: path.read_bytes() for path in (tmp_path / "сюда").iterdir()}
    assert found == {"акт.pdf": SCAN, "акт (1).pdf": b"2", "file": b"3"}
    assert (tmp_path / "один.pdf").read_bytes() == b"2"


@pytest.mark.parametrize(
    ("argv", "exit_code"),
    [
        (("upload", "b.pdf", "crm:deal/1/UF_NONE"), 2),
        (("upload", "b.pdf", "crm:deal/1/TITLE"), 2),
        (("upload", "b.pdf", "c.pdf", "crm:deal/1/UF_CRM_1_SCAN"), 2),
        (("upload", "b.pdf", "crm:deal/1/UF_CRM_1_FILES/31"), 2),
        (("download", "crm:deal/1/UF_CRM_1_SCAN"), 2),
        (("download", "crm:deal/1/UF_CRM_1_FILES/77"), 1),
    ],
)
def test_what_a_field_cannot_do_is_told(
    oint: Console, server: FilePortal, argv: tuple[str, ...], exit_code: int
) -> None:
    done = oint(*argv)

    assert (done.code, done.out) == (exit_code, "")
    assert server.held == {}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_a_file_for_a_field_is_never_in_memory(
    oint: Console, server: FilePortal, tmp_path: Path
) -> None:
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(24 << 20)

    small = peak(oint, "upload", "b.pdf", "crm:deal/1/UF_CRM_1_FILES")
    large = peak(oint, "upload", "large.bin", "crm:deal/1/UF_CRM_1_FILES")

    assert large - small < 12_000
    assert len(server.held["ufCrm1Files"][1][2]) == 24 << 20
