"""Files of deals over the real command line: uploaded into a field, downloaded from it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rest_client import RestClient
    from tests.stories.teller import Teller

SCAN = os.urandom(100_003)


@pytest.fixture
def files(rest: RestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make file fields of deals and files to be put into them."""
    for name, multiple in (("SCAN", "N"), ("SCANS", "Y")):
        about = {"FIELD_NAME": name, "USER_TYPE_ID": "file", "MULTIPLE": multiple}
        rest.call("crm.deal.userfield.add", fields=about)
    directory = tmp_path / "files"
    directory.mkdir()
    monkeypatch.chdir(directory)
    for name, content in (("скан «1».pdf", SCAN), ("b.txt", b"b"), ("c.txt", b"c")):
        (directory / name).write_bytes(content)
    return directory


@pytest.mark.parametrize("place", ["crm:deal/1/UF_CRM_SCAN", "crm:2/1/ufCrmScan"])
def test_a_file_goes_into_a_deal_and_comes_back(do: Teller, files: Path, place: str) -> None:
    up = do.oint("upload", "скан «1».pdf", place)
    back = do.oint("download", place, "копия.pdf")

    assert (up.code, back.code) == (0, 0), up.err + back.err
    assert (files / "копия.pdf").read_bytes() == SCAN
    assert do.oint("download", place, "обратно/", "--mkdir").code == 0
    assert (files / "обратно" / "скан «1».pdf").read_bytes() == SCAN


def test_a_taken_field_is_overwritten_only_when_told(do: Teller, files: Path) -> None:
    place = "crm:deal/1/UF_CRM_SCAN"
    assert do.oint("upload", "b.txt", place).code == 0

    assert do.oint("upload", "c.txt", place).code == 4
    assert do.oint("upload", "c.txt", place, "--overwrite").code == 0
    assert do.oint("download", place, "new.txt").code == 0
    assert (files / "new.txt").read_bytes() == b"c"


def test_a_field_of_many_keeps_what_it_has(do: Teller, files: Path, rest: RestClient) -> None:
    place = "crm:deal/1/UF_CRM_SCANS"
    assert do.oint("upload", "скан «1».pdf", "b.txt", place).code == 0
    assert do.oint("upload", "c.txt", place).code == 0

    held = [file["id"] for file in rest.call("crm.deal.get", id=1)["UF_CRM_SCANS"]]
    one = do.oint("download", f"{place}/{held[1]}", "one.txt")
    whole = do.oint("download", place, "all/", "--mkdir")

    assert (len(held), one.code, whole.code) == (3, 0, 0), one.err + whole.err
    assert (files / "one.txt").read_bytes() == b"b"
    found = {path.name: path.read_bytes() for path in (files / "all").iterdir()}
    assert found == {"скан «1».pdf": SCAN, "b.txt": b"b", "c.txt": b"c"}


def test_the_photo_of_a_contact(do: Teller, files: Path) -> None:
    place = "crm:contact/1/PHOTO"

    up = do.oint("upload", "скан «1».pdf", place)
    back = do.oint("download", place, "фото.bin")

    assert (up.code, back.code) == (0, 0), up.err + back.err
    assert (files / "фото.bin").read_bytes() == SCAN
