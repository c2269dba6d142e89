"""Files: bytes up in both ways, the same bytes down, and all that befalls a file between."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

import pytest

from tests.stories.bytes import download

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rest_client import RestClient
    from tests.stories.teller import Teller

CONTENTS = {
    "текст": "строка\nдругая\r\n".encode(),
    "двоичное": bytes(range(256)) * 777,
    "похоже-на-границу": b"--oint\r\nContent-Disposition: form-data\r\n\r\n--",
}
WAYS = (
    ("ЗагрузитьФайлВХранилище", "--storageid 2"), ("UploadFileToStorage", "-s 2"),
    ("ЗагрузитьФайлВКаталог", "--folderid 14"), ("UploadFileToFolder", "-l 14"),
)  # fmt: skip


@pytest.mark.parametrize("content", CONTENTS.values(), ids=list(CONTENTS))
@pytest.mark.parametrize(("name", "where"), WAYS)
def test_bytes_come_back_identical(
    do: Teller, rest: RestClient, tmp_path: Path, name: str, where: str, content: bytes
) -> None:
    (tmp_path / "из диска.bin").write_bytes(content)
    made = do(f"{name} {where} --title 'отчёт «май».bin' --file", str(tmp_path / "из диска.bin"))

    kept = rest.call("disk.file.get", id=made["ID"])
    assert (kept["NAME"], kept["SIZE"]) == ("отчёт «май».bin", str(len(content)))
    assert download(kept["DOWNLOAD_URL"]) == content


@pytest.mark.parametrize("name", ["ЗагрузитьФайлВХранилище -s 2", "UploadFileToFolder -l 14"])
def test_base64_stdin_and_an_address_bring_the_same_bytes(
    do: Teller, rest: RestClient, name: str
) -> None:
    content = os.urandom(4099)
    encoded = base64.b64encode(content).decode()
    first = do(f"{name} -t a.bin -f", encoded)
    address = rest.call("disk.file.get", id=first["ID"])["DOWNLOAD_URL"]

    second = do(f"{name} -t b.bin -f", address)

    for made in (first, second):
        kept = rest.call("disk.file.get", id=made["ID"])
        assert download(kept["DOWNLOAD_URL"]) == content
    third = do(f"{name} -t c.txt -f -", stdin="из потока")
    kept = rest.call("disk.file.get", id=third["ID"])
    assert download(kept["DOWNLOAD_URL"]) == "из потока".encode()


def test_a_file_is_renamed_copied_moved_and_deleted(do: Teller, rest: RestClient) -> None:
    plan = download(rest.call("disk.file.get", id=21)["DOWNLOAD_URL"])

    do("ПереименоватьФайл --fileid 21 --title 'план релиза.txt'")
    assert do("GetFileInformation --fileid 21")["NAME"] == "план релиза.txt"
    copy = do("СкопироватьФайл --fileid 21 --folderid 14")
    assert download(rest.call("disk.file.get", id=copy["ID"])["DOWNLOAD_URL"]) == plan
    do(f"RenameFile -f {copy['ID']} -t 'копия.txt'")
    do("ПереместитьФайлВКаталог --fileid 21 --folderid 14")
    names = [row["NAME"] for row in rest.call("disk.folder.getchildren", id=14)]
    assert sorted(names) == ["итоги.csv", "копия.txt", "план релиза.txt"]
    do(f"MoveFileToFolder -f {copy['ID']} -l 11")
    again = do(f"MakeFileCopy -f {copy['ID']} -l 14")
    assert again["SIZE"] == str(len(plan))
    assert do("DeleteFile --fileid 21") is True
    assert do(f"УдалитьФайл --fileid {copy['ID']}") is True
    assert rest.refused("disk.file.get", id=21)[1] == "ERROR_NOT_FOUND"


def test_a_file_goes_to_the_trash_and_back(do: Teller, rest: RestClient) -> None:
    for throw, fetch in (
        ("ПоместитьФайлВКорзину", "RestoreFile"), ("MarkFileAsDeleted", "ВосстановитьФайл"),
    ):  # fmt: skip
        do(f"{throw} --fileid 21")
        ids = [row["ID"] for row in rest.call("disk.folder.getchildren", id=11)]
        assert "21" not in ids
        do(f"{fetch} --fileid 21")
        assert do("ПолучитьИнформациюОФайле --fileid 21")["DELETED_TYPE"] == "0"


def test_a_public_link_gives_the_file_away(do: Teller, rest: RestClient) -> None:
    link = do("ПолучитьВнешнююСсылкуФайла --fileid 21")

    assert do("GetFileExternalLink -f 21") == link
    assert download(link) == download(rest.call("disk.file.get", id=21)["DOWNLOAD_URL"])
