"""Storages: whose disk there is, what lies in it, a folder made in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def test_storages_are_listed_and_read(do: Teller, rest: RestClient) -> None:
    storages = rest.call("disk.storage.getlist")

    assert do("ПолучитьСписокХранилищ") == do("GetStoragesList --all") == storages
    assert [s["NAME"] for s in storages] == ["Администратор Портала", "Общий диск"]
    assert do("ПолучитьХранилище --storageid 2") == do("GetStorage -s 2") == storages[1]


def test_a_folder_is_made_and_seen_among_the_contents(do: Teller, rest: RestClient) -> None:
    first = do("СоздатьКаталогВХранилище --storageid 2 --title Договоры")
    second = do("CreateStorageFolder -s 2 -t 'Счета 2026'")

    kept = rest.call("disk.storage.getchildren", id=2, order={"ID": "ASC"})
    made = [row["NAME"] for row in kept if row["ID"] in (str(first["ID"]), str(second["ID"]))]
    assert made == ["Договоры", "Счета 2026"]
    listed = do("ПолучитьСодержимоеХранилища --storageid 2")
    assert {row["ID"] for row in listed} == {row["ID"] for row in kept}
    newest = do("GetStorageObjects --storageid 2 --order", "{'ID':'DESC'}")
    assert newest[0]["NAME"] == "Счета 2026"
    assert do.refused("CreateStorageFolder -s 2 -t Договоры") == (1, "DISK_OBJ_22000")


def test_the_storage_of_an_application_is_renamed(do: Teller, rest: RestClient) -> None:
    host = rest.base.removeprefix("http://")
    as_app = ("--url", host, "--token", "token-of-user-1")

    own = do("ПолучитьХранилищеПриложения", *as_app)
    assert own == do("GetAppStorage", *as_app)
    assert own["ENTITY_TYPE"] == "restapp"
    do(f"ПереименоватьХранилище --storageid {own['ID']} --title Архив", *as_app)
    assert rest.call("disk.storage.get", id=own["ID"])["NAME"] == "Архив"
    do(f"RenameStorage -s {own['ID']} -t Склад", *as_app)
    assert rest.call("disk.storage.get", id=own["ID"])["NAME"] == "Склад"
    assert do.refused(f"RenameStorage -s {own['ID']} -t Чужой") == (5, "ACCESS_DENIED")
