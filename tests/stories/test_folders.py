"""Folders: made, copied, moved, shared, thrown away, fetched back, gone for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stories.bytes import download

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def names(rest: RestClient, folder: int) -> list[str]:
    return sorted(row["NAME"] for row in rest.call("disk.folder.getchildren", id=folder))


def test_a_folder_lives_and_dies(do: Teller, rest: RestClient) -> None:
    number = do("СоздатьПодкаталог --folderid 11 --title Январь")["ID"]

    assert names(rest, 11) == ["Отчёты", "Январь", "план.txt"]
    told = do(f"GetFolderInformation --folderid {number}")
    assert told == rest.call("disk.folder.get", id=number)
    do(f"ПереименоватьКаталог --folderid {number} --title 'Январь 2026'")
    assert rest.call("disk.folder.get", id=number)["NAME"] == "Январь 2026"
    do(f"MarkFolderAsDeleted --folderid {number}")
    assert names(rest, 11) == ["Отчёты", "план.txt"]
    do(f"ВосстановитьКаталог --folderid {number}")
    assert names(rest, 11) == ["Отчёты", "Январь 2026", "план.txt"]
    assert do(f"DeleteFolder --folderid {number}") is True
    assert rest.refused("disk.folder.get", id=number)[1] == "ERROR_NOT_FOUND"


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("CreateSubfolder -f 14 -t Февраль")["ID"]

    assert do(f"ПолучитьИнформациюОКаталоге -f {number}")["PARENT_ID"] == "14"
    do(f"RenameFolder -f {number} -t Март")
    do(f"ПоместитьКаталогВКорзину -f {number}")
    assert names(rest, 14) == ["итоги.csv"]
    do(f"RestoreFolder -f {number}")
    assert names(rest, 14) == ["Март", "итоги.csv"]
    do(f"УдалитьКаталог -f {number}")
    assert names(rest, 14) == ["итоги.csv"]


def test_contents_follow_a_copy_and_a_move(do: Teller, rest: RestClient) -> None:
    archive = do("CreateSubfolder -f 11 -t Архив")["ID"]

    copy = do(f"СкопироватьКаталог --folderid 14 --tagetid {archive}")["ID"]
    assert names(rest, copy) == names(rest, 14) == ["итоги.csv"]
    other = do(f"MakeFolderCopy -f 14 --tagetid {do('CreateSubfolder -f 11 -t Запас')['ID']}")
    assert names(rest, other["ID"]) == ["итоги.csv"]
    moved = do(f"MoveFolder --folderid {archive} --tagetid 14")
    assert moved["ID"] == str(archive)
    assert names(rest, 14) == ["Архив", "итоги.csv"]
    do(f"ПереместитьКаталог --folderid {archive} --tagetid 11")
    assert "Архив" in names(rest, 11)


def test_contents_are_listed_filtered_and_ordered(do: Teller, rest: RestClient) -> None:
    everything = rest.call("disk.folder.getchildren", id=11)

    assert [r["ID"] for r in do("ПолучитьДочерниеЭлементыКаталога --folderid 11")] == [
        r["ID"] for r in everything
    ]
    files = do("GetFolderItems --folderid 11 --filter", "{'TYPE':'file'}")
    assert [row["NAME"] for row in files] == ["план.txt"]
    by = do("GetFolderItems -f 11 --order", "{'NAME':'DESC'}")
    assert [row["NAME"] for row in by] == ["план.txt", "Отчёты"]


def test_a_public_link_opens_the_folder(do: Teller, rest: RestClient) -> None:
    link = do("ПолучитьВнешнююСсылкуКаталога --folderid 14")

    assert do("GetFolderExternalLink -f 14") == link
    assert "итоги.csv".encode() in download(link)


def test_what_a_folder_can_be_filtered_by(do: Teller, rest: RestClient) -> None:
    fields = rest.call("disk.folder.getfields")

    told = do("ПолучитьСтруктуруФильтраКаталога")
    assert told == {n: f["TYPE"] for n, f in fields.items() if f["USE_IN_FILTER"]}
    assert do("GetFolderFilterStructure --empty true") == dict.fromkeys(told, "")
