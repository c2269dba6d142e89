"""The disk: storages, folders as trees, the trash, lists with filters, orders and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.rest_client import RestClient
from tests.sandbox.disk_samples import PLAN, PLAN_TEXT, REPORTS, ROOT, TOTALS, b64, names, upload
from tests.sandbox.transfer import fetch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


def test_storages_of_a_fresh_portal(rest: RestClient) -> None:
    status, body = rest.raw("disk.storage.getlist")

    assert status == 200
    assert body["total"] == 2
    assert body["result"][0] == {
        "ID": "1", "NAME": "Администратор Портала", "CODE": None, "MODULE_ID": "disk",
        "ENTITY_TYPE": "user", "ENTITY_ID": "1", "ROOT_OBJECT_ID": "11",
    }  # fmt: skip
    assert rest.call("disk.storage.get", id="2")["ENTITY_TYPE"] == "common"
    assert rest.call("disk.storage.getTypes") == ["user", "common", "group"]


def test_storages_are_filtered_and_ordered(rest: RestClient) -> None:
    found = rest.call("disk.storage.getList", filter={"ENTITY_TYPE": "common"})
    assert [row["ID"] for row in found] == ["2"]

    found = rest.call("disk.storage.getList", filter={"NAME": "%Портал%"})
    assert [row["ID"] for row in found] == ["1"]

    found = rest.call("disk.storage.getList", order={"ID": "DESC"})
    assert [row["ID"] for row in found] == ["2", "1"]


def test_everyone_gets_a_storage_of_his_own(rest: RestClient, manager: RestClient) -> None:
    found = manager.call("disk.storage.getList", filter={"ENTITY_TYPE": "user"})

    assert [(row["NAME"], row["ENTITY_ID"]) for row in found] == [("Менеджер Продаж", "10")]
    assert manager.refused("disk.storage.get", id=1) == (400, "ACCESS_DENIED")
    assert rest.call("disk.storage.get", id=found[0]["ID"])["ENTITY_ID"] == "10"


def test_a_guest_sees_no_common_disk(guest: RestClient) -> None:
    assert [row["ENTITY_ID"] for row in guest.call("disk.storage.getList")] == ["12"]
    assert guest.call("disk.storage.getChildren", id=2) == []


def test_storage_refusals(rest: RestClient) -> None:
    assert rest.refused("disk.storage.get") == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.storage.get", id=999) == (400, "ERROR_NOT_FOUND")
    assert rest.refused("disk.storage.getChildren", id="x") == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.storage.addFolder", id=1, data={}) == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.storage.uploadFile", id=77) == (400, "ERROR_NOT_FOUND")


def test_field_descriptions(rest: RestClient) -> None:
    storage = rest.call("disk.storage.getFields")
    assert storage["MODULE_ID"] == {"TYPE": "string", "USE_IN_FILTER": False, "USE_IN_SHOW": True}
    folder, file = rest.call("disk.folder.getFields"), rest.call("disk.file.getFields")
    assert list(folder) == [
        "ID", "NAME", "TYPE", "CODE", "STORAGE_ID", "REAL_OBJECT_ID", "PARENT_ID", "CREATE_TIME",
        "UPDATE_TIME", "DELETE_TIME", "CREATED_BY", "UPDATED_BY", "DELETED_BY", "DELETED_TYPE",
    ]  # fmt: skip
    assert "REAL_OBJECT_ID" not in file
    assert file["SIZE"] == {"TYPE": "integer", "USE_IN_FILTER": False, "USE_IN_SHOW": True}


def test_application_storage(rest: RestClient) -> None:
    def as_app(method: str, **params: Any) -> tuple[int, Any]:
        given = {**params, "auth": "token-of-user-1"}
        return rest.post(f"{rest.base}/rest/{method}", given)

    status, body = as_app("disk.storage.getForApp")
    assert (status, body["result"]["ID"]) == (200, "3")
    assert body["result"]["ENTITY_TYPE"] == "restapp"

    _, body = as_app("disk.storage.rename", id=3, newName="Данные приложения")
    assert body["result"]["NAME"] == "Данные приложения"
    assert as_app("disk.storage.getForApp")[1]["result"]["NAME"] == "Данные приложения"

    assert as_app("disk.storage.rename", id=2, newName="x")[1]["error"] == ""
    assert as_app("disk.storage.rename", id=3)[1]["error"] == "ERROR_ARGUMENT"
    assert as_app("disk.storage.rename", id=99, newName="x")[1]["error"] == "ERROR_NOT_FOUND"
    assert rest.refused("disk.storage.getForApp")[1] == "ACCESS_DENIED"


def test_a_folder_from_making_to_deleting_for_good(rest: RestClient) -> None:
    made = rest.call("disk.folder.addSubFolder", id=REPORTS, data={"NAME": "Январь"})
    assert {key: made[key] for key in ("ID", "REAL_OBJECT_ID", "PARENT_ID", "DELETED_TYPE")} == {
        "ID": 24, "REAL_OBJECT_ID": 24, "PARENT_ID": "14", "DELETED_TYPE": 0,
    }  # fmt: skip
    assert made["DETAIL_URL"].endswith("/company/personal/user/1/disk/path/Отчёты/Январь")
    assert made["DELETED_BY"] is None

    rest.call("disk.folder.rename", id=24, newName="Февраль")
    read = rest.call("disk.folder.get", id="24")
    assert (read["ID"], read["NAME"], read["DELETED_BY"]) == ("24", "Февраль", "0")

    gone = rest.call("disk.folder.markDeleted", id=24)
    assert (gone["DELETED_TYPE"], gone["DELETED_BY"]) == (3, "1")
    assert rest.refused("disk.folder.get", id=24) == (400, "ERROR_NOT_FOUND")

    back = rest.call("disk.folder.restore", id=24)
    assert (back["DELETED_TYPE"], back["DELETED_BY"]) == (0, "1")
    assert "Февраль" in names(rest.call("disk.folder.getChildren", id=REPORTS))

    assert rest.call("disk.folder.deleteTree", id=24) is True
    assert rest.refused("disk.folder.restore", id=24) == (400, "ERROR_NOT_FOUND")


def test_names_are_unique_within_a_folder(rest: RestClient) -> None:
    taken = {"data": {"NAME": "Отчёты"}}
    assert rest.refused("disk.storage.addFolder", id=1, **taken) == (400, "DISK_OBJ_22000")
    assert rest.refused("disk.folder.addSubFolder", id=ROOT, **taken) == (400, "DISK_OBJ_22000")
    made = rest.call("disk.storage.addFolder", id=1, data={"NAME": "Разное"})
    assert rest.refused("disk.folder.rename", id=made["ID"], newName="Отчёты")[1] == (
        "DISK_OBJ_22000"
    )
    # The trash does not count, and neither does a name given to its own bearer.
    rest.call("disk.folder.addSubFolder", id=ROOT, data={"NAME": "Старое"})
    rest.call("disk.folder.rename", id=made["ID"], newName="Разное")


def test_copying_a_tree_copies_all_of_it_and_nothing_after(rest: RestClient) -> None:
    inner = rest.call("disk.folder.addSubFolder", id=REPORTS, data={"NAME": "Глубже"})["ID"]
    upload(rest, inner, "a.txt", b"before")

    copied = rest.call("disk.folder.copyTo", id=REPORTS, targetFolderId=12)
    assert (copied["STORAGE_ID"], copied["PARENT_ID"], copied["NAME"]) == ("2", "12", "Отчёты")
    assert copied["DETAIL_URL"].endswith("/docs/path/Отчёты")

    [folder] = rest.call("disk.folder.getChildren", id=copied["ID"], filter={"TYPE": "folder"})
    [file] = rest.call("disk.folder.getChildren", id=folder["ID"])
    assert fetch(file["DOWNLOAD_URL"]).body == b"before"

    [original] = rest.call("disk.folder.getChildren", id=inner)
    rest.call("disk.file.uploadVersion", id=original["ID"], fileContent=["a.txt", b64(b"after")])
    assert fetch(file["DOWNLOAD_URL"]).body == b"before"

    rest.call("disk.file.delete", id=original["ID"])
    assert fetch(file["DOWNLOAD_URL"]).body == b"before"


def test_a_folder_may_be_copied_but_not_moved_into_itself(rest: RestClient) -> None:
    copied = rest.call("disk.folder.copyTo", id=REPORTS, targetFolderId=REPORTS)

    assert names(rest.call("disk.folder.getChildren", id=copied["ID"])) == ["итоги.csv"]
    assert rest.refused("disk.folder.moveTo", id=REPORTS, targetFolderId=copied["ID"]) == (
        400, "ERROR_ARGUMENT",
    )  # fmt: skip


def test_moving_a_folder_takes_its_tree_to_another_storage(rest: RestClient) -> None:
    moved = rest.call("disk.folder.moveTo", id=REPORTS, targetFolderId=12)

    assert (moved["PARENT_ID"], moved["STORAGE_ID"]) == (12, "2")
    assert moved["UPDATE_TIME"] == "2026-01-12T10:00:00+03:00"
    assert rest.call("disk.file.get", id=TOTALS)["STORAGE_ID"] == "2"
    assert names(rest.call("disk.storage.getChildren", id=2)) == ["Отчёты"]


def test_the_trash_takes_a_tree_and_gives_it_back(rest: RestClient) -> None:
    early = upload(rest, REPORTS, "раньше.txt")["ID"]
    rest.call("disk.file.markDeleted", id=early)
    rest.call("disk.folder.markDeleted", id=REPORTS)
    assert rest.refused("disk.file.get", id=TOTALS) == (400, "ERROR_NOT_FOUND")

    rest.call("disk.folder.restore", id=REPORTS)

    # What was deleted by itself before stays deleted.
    assert names(rest.call("disk.folder.getChildren", id=REPORTS)) == ["итоги.csv"]


def test_restoring_out_of_a_deleted_folder_brings_the_folder_back(rest: RestClient) -> None:
    other = upload(rest, REPORTS, "b.txt")["ID"]
    rest.call("disk.folder.markDeleted", id=REPORTS)

    rest.call("disk.file.restore", id=TOTALS)

    assert rest.call("disk.folder.get", id=REPORTS)["DELETED_TYPE"] == "0"
    assert rest.call("disk.file.get", id=other)["NAME"] == "b.txt"


@pytest.mark.parametrize("method", ["markDeleted", "deleteTree"])
def test_a_root_cannot_be_deleted(rest: RestClient, method: str) -> None:
    assert rest.refused(f"disk.folder.{method}", id=ROOT) == (400, "DISK_OBJ_22000")


def test_folder_refusals(rest: RestClient) -> None:
    assert rest.refused("disk.folder.moveTo", id=ROOT, targetFolderId=12) == (400, "")
    assert rest.refused("disk.folder.rename", id=ROOT, newName="x") == (400, "ACCESS_DENIED")
    assert rest.refused("disk.folder.rename", id=REPORTS) == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.folder.get", id=PLAN) == (400, "ERROR_NOT_FOUND")
    assert rest.refused("disk.folder.copyTo", id=REPORTS) == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.folder.copyTo", id=REPORTS, targetFolderId=99) == (
        400, "ERROR_NOT_FOUND",
    )  # fmt: skip
    assert rest.refused("disk.folder.getChildren") == (400, "ERROR_ARGUMENT")


def test_deleting_a_tree_frees_its_bytes(rest: RestClient, tmp_path: Path) -> None:
    before = set((tmp_path / "portal" / "files").iterdir())
    folder = rest.call("disk.storage.addFolder", id=1, data={"NAME": "Много"})["ID"]
    for number in range(3):
        upload(rest, folder, f"{number}.txt")
    rest.call("disk.folder.markDeleted", id=folder)
    rest.call("disk.folder.deleteTree", id=folder)

    assert set((tmp_path / "portal" / "files").iterdir()) == before


def test_children_are_filtered_by_the_documented_prefixes(rest: RestClient) -> None:
    folder = rest.call("disk.storage.addFolder", id=2, data={"NAME": "Сборки"})["ID"]
    for name in ("molecule.txt", "small.txt", "amol", "other.bin"):
        upload(rest, folder, name)
    rest.call("disk.folder.addSubFolder", id=folder, data={"NAME": "mol"})

    def found(**filters: Any) -> list[str]:
        return sorted(names(rest.call("disk.folder.getChildren", id=folder, filter=filters)))

    assert found(**{"%NAME": "mol"}) == ["amol", "mol", "molecule.txt"]
    assert found(**{"=%NAME": "mol%"}) == ["mol", "molecule.txt"]
    assert found(**{"=%NAME": "%mol"}) == ["amol", "mol"]
    assert found(**{"%=NAME": "%mol%"}) == ["amol", "mol", "molecule.txt"]
    assert found(NAME="%mol") == ["amol", "mol"]
    assert found(NAME="mol") == ["mol"]
    assert found(**{"=NAME": "mol"}) == ["mol"]
    assert found(**{"@NAME": ["mol", "amol", "x"]}) == ["amol", "mol"]
    assert found(**{"!@NAME": ["mol", "amol"]}) == ["molecule.txt", "other.bin", "small.txt"]
    assert found(**{"!NAME": "mol", "TYPE": "folder"}) == []
    assert found(TYPE=2) == ["mol"]
    assert found(**{">=CREATE_TIME": "2026-01-01", "%NAME": "OTHER"}) == ["other.bin"]
    assert found(**{"<CREATE_TIME": "2026-01-01"}) == []
    assert found(CREATED_BY=77) == sorted(["molecule.txt", "small.txt", "amol", "other.bin", "mol"])


def test_children_are_ordered_and_paged(rest: RestClient) -> None:
    folder = rest.call("disk.storage.addFolder", id=1, data={"NAME": "Страницы"})["ID"]
    for number in range(53):
        rest.call("disk.folder.addSubFolder", id=folder, data={"NAME": f"{number:02}"})

    order = {"NAME": "DESC"}
    _, first = rest.raw("disk.folder.getChildren", {"id": folder, "order": order})
    _, second = rest.raw("disk.folder.getChildren", {"id": folder, "order": order, "start": 50})

    assert (first["total"], first["next"], len(first["result"])) == (53, 50, 50)
    assert first["result"][0]["NAME"] == "52"
    assert names(second["result"]) == ["02", "01", "00"]
    assert "next" not in second


def test_children_look_as_documented(rest: RestClient) -> None:
    folder, file = rest.call("disk.storage.getChildren", id=1)

    assert folder["DELETED_BY"] == "0"
    assert "DOWNLOAD_URL" not in folder
    assert {key: file[key] for key in list(file)[:10]} == {
        "ID": "21", "NAME": "план.txt", "CODE": None, "STORAGE_ID": "1", "TYPE": "file",
        "PARENT_ID": "11", "DELETED_TYPE": "0", "GLOBAL_CONTENT_VERSION": "1", "FILE_ID": "1",
        "SIZE": str(len(PLAN_TEXT)),
    }  # fmt: skip
    assert list(file)[10:] == [
        "CREATE_TIME", "UPDATE_TIME", "DELETE_TIME", "CREATED_BY", "UPDATED_BY", "DELETED_BY",
        "DOWNLOAD_URL", "DETAIL_URL",
    ]  # fmt: skip
