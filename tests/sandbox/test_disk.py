"""The disk: storages, folders, files, their bytes up and down, the trash and the rights."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.families import disk_attached
from tests.conftest import WEBHOOKS
from tests.rest_client import RestClient
from tests.sandbox.transfer import fetch, send_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oint_b24.sandbox.portal import SandboxPortal

ROOT, REPORTS, TRASHED_FOLDER = 11, 14, 15
PLAN, DRAFT, TOTALS = 21, 22, 23
PLAN_TEXT = "План релиза\n1. Проверить\n2. Выпустить\n".encode()


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def upload(rest: RestClient, folder: int, name: str, content: bytes = b"text", **more: Any) -> Any:
    given = {"id": folder, "data": {"NAME": name}, "fileContent": [name, b64(content)], **more}
    return rest.call("disk.folder.uploadFile", **given)


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["NAME"] for row in rows]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[SandboxPortal, RestClient]]:
    """Serve a portal whose inside the test may touch."""
    portal = open_portal(tmp_path / "own", webhooks=dict(WEBHOOKS))
    with run(portal) as running:
        yield portal, RestClient(running.base)


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


# storages


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


# folders


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


# lists


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


# files


def test_a_file_from_uploading_to_deleting_for_good(rest: RestClient) -> None:
    made = upload(rest, REPORTS, "март.csv", "а;б\n".encode())
    assert (made["ID"], made["GLOBAL_CONTENT_VERSION"], made["SIZE"]) == (24, 1, "6")
    assert (made["DELETED_TYPE"], made["DELETED_BY"], made["PARENT_ID"]) == (0, None, "14")

    assert rest.call("disk.file.rename", id=24, newName="апрель.csv")["NAME"] == "апрель.csv"
    moved = rest.call("disk.file.moveTo", id=24, targetFolderId=ROOT)
    assert (moved["PARENT_ID"], moved["UPDATE_TIME"] >= made["UPDATE_TIME"]) == (11, True)

    gone = rest.call("disk.file.markDeleted", id=24)
    assert (gone["DELETED_TYPE"], gone["DELETED_BY"]) == ("3", "1")
    assert rest.refused("disk.file.get", id=24) == (400, "ERROR_NOT_FOUND")

    back = rest.call("disk.file.restore", id=24)
    assert (back["DELETED_TYPE"], back["GLOBAL_CONTENT_VERSION"]) == (0, "1")
    assert rest.call("disk.file.get", id="24")["DELETED_TYPE"] == "0"

    assert rest.call("disk.file.delete", id=24) is True
    assert rest.refused("disk.file.delete", id=24) == (400, "ERROR_NOT_FOUND")
    assert fetch(back["DOWNLOAD_URL"]).status == 404


def test_the_seeded_draft_waits_in_the_trash(rest: RestClient) -> None:
    assert rest.refused("disk.file.get", id=DRAFT) == (400, "ERROR_NOT_FOUND")
    assert rest.call("disk.file.restore", id=DRAFT)["NAME"] == "черновик.txt"
    assert rest.call("disk.folder.restore", id=TRASHED_FOLDER)["NAME"] == "Старое"


def test_restoring_to_a_name_taken_meanwhile_adds_a_number(rest: RestClient) -> None:
    upload(rest, ROOT, "черновик.txt")

    assert rest.call("disk.file.restore", id=DRAFT)["NAME"] == "черновик (1).txt"


def test_file_names_are_unique_or_made_so(rest: RestClient) -> None:
    given = {"id": ROOT, "data": {"NAME": "план.txt"}, "fileContent": ["x", b64(b"x")]}
    assert rest.refused("disk.folder.uploadFile", **given) == (400, "DISK_OBJ_22000")
    assert rest.call("disk.folder.uploadFile", **given, generateUniqueName=True)["NAME"] == (
        "план (1).txt"
    )
    assert rest.call("disk.folder.uploadFile", **given, generateUniqueName="Y")["NAME"] == (
        "план (2).txt"
    )
    assert rest.refused("disk.file.rename", id=TOTALS, newName="")[1] == "0"
    copied = rest.call("disk.file.copyTo", id=PLAN, targetFolderId=REPORTS)
    assert (copied["ID"], copied["NAME"], copied["GLOBAL_CONTENT_VERSION"]) == (26, "план.txt", 1)
    for method in ("copyTo", "moveTo"):
        assert rest.refused(f"disk.file.{method}", id=PLAN, targetFolderId=REPORTS) == (
            400, "DISK_OBJ_22000",
        )  # fmt: skip


def test_file_refusals(rest: RestClient) -> None:
    content = {"fileContent": ["x", b64(b"x")]}
    assert rest.refused("disk.file.get") == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.file.get", id=REPORTS) == (400, "ERROR_NOT_FOUND")
    assert rest.refused("disk.file.rename", id=PLAN) == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.file.moveTo", id=PLAN) == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.file.moveTo", id=PLAN, targetFolderId=12) == (400, "ACCESS_DENIED")
    assert rest.refused("disk.file.getVersions") == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.version.get", id=999) == (400, "ERROR_NOT_FOUND")
    assert rest.refused("disk.folder.uploadFile") == (400, "ERROR_ARGUMENT")
    assert rest.refused("disk.folder.uploadFile", id=ROOT, data={}, **content) == (
        400, "DISK_BASE_SERVICE_22001",
    )  # fmt: skip
    assert rest.refused(
        "disk.storage.uploadFile", id=1, data={"NAME": "e.txt"}, fileContent=["e.txt", ""]
    ) == (400, "ERROR_COULD_NOT_SAVE_FILE")
    assert rest.refused("disk.file.uploadVersion", id=PLAN, fileContent=["e", "***"]) == (
        400, "DISK_FILE_22002",
    )  # fmt: skip
    assert rest.refused(
        "disk.folder.uploadFile", id=ROOT, data={"NAME": "r"}, rights=["full"], **content
    ) == (400, "")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("0L/Qu9Cw0L0=", "план".encode()),
        ("0L/Qu9Cw0L0", "план".encode()),
        ("0L/Q\r\nu9Cw0L0=", "план".encode()),
        ("YWJjZ", b"abc"),
        ("data:text/plain;base64,0L/Qu9Cw0L0=", None),
    ],
)
def test_wrong_base64_gives_a_broken_file_and_no_error(
    rest: RestClient, text: str, content: bytes | None
) -> None:
    given = {"id": 1, "data": {"NAME": "f.txt"}, "fileContent": ["f.txt", text]}

    answer = rest.call("disk.storage.uploadFile", **given)

    got = fetch(answer["DOWNLOAD_URL"]).body
    assert got == content if content is not None else got != "план".encode()


def test_versions_are_kept_listed_and_brought_back(rest: RestClient) -> None:
    changed = rest.call("disk.file.uploadVersion", id=PLAN, fileContent=["x.txt", b64(b"two")])
    assert (changed["ID"], changed["GLOBAL_CONTENT_VERSION"], changed["SIZE"]) == ("21", 2, "3")
    assert changed["NAME"] == "план.txt"
    assert fetch(changed["DOWNLOAD_URL"]).body == b"two"

    status, body = rest.raw("disk.file.getVersions", {"id": PLAN})
    newest, oldest = body["result"]
    assert (status, body["total"]) == (200, 2)
    assert (newest["GLOBAL_CONTENT_VERSION"], newest["SIZE"]) == ("2", "3")
    assert newest["OBJECT_ID"] == "21"
    assert fetch(oldest["DOWNLOAD_URL"]).body == PLAN_TEXT
    assert list(newest) == [
        "ID", "OBJECT_ID", "SIZE", "NAME", "GLOBAL_CONTENT_VERSION", "CREATE_TIME", "CREATED_BY",
        "DOWNLOAD_URL",
    ]  # fmt: skip
    filtered = rest.call("disk.file.getVersions", id=PLAN, filter={">SIZE": 3})
    assert [row["ID"] for row in filtered] == [oldest["ID"]]

    back = rest.call("disk.file.restoreFromVersion", id=PLAN, versionId=oldest["ID"])
    assert back["GLOBAL_CONTENT_VERSION"] == 3
    assert fetch(back["DOWNLOAD_URL"]).body == PLAN_TEXT
    assert rest.call("disk.version.get", id=newest["ID"])["SIZE"] == "3"

    refused = rest.refused("disk.file.restoreFromVersion", id=TOTALS, versionId=oldest["ID"])
    assert refused == (400, "DISK_FILE_22004")
    assert rest.refused("disk.file.restoreFromVersion", id=PLAN)[1] == "ERROR_ARGUMENT"
    assert rest.refused("disk.file.restoreFromVersion", id=PLAN, versionId=99)[1] == (
        "ERROR_NOT_FOUND"
    )


# uploading in two steps


def test_upload_in_two_steps_as_opi_does_it(rest: RestClient) -> None:
    query = urlencode({"auth": "token-of-user-1", "id": REPORTS})
    first = fetch(f"{rest.base}/rest/disk.folder.uploadFile?{query}").json["result"]
    assert first["field"] == "file"
    assert re.search(r"/rest/upload\.json\?auth=[0-9a-f]{70}&token=disk%7C", first["uploadUrl"])

    answer = send_file(first["uploadUrl"], "отчёт за май.txt", b"\x00\r\n--" * 9, first["field"])

    made = answer.json["result"]
    assert answer.status == 200
    assert {"result", "time"} <= answer.json.keys()
    assert (made["NAME"], made["SIZE"], made["PARENT_ID"]) == ("отчёт за май.txt", "45", "14")
    assert made["ID"] in [int(r["ID"]) for r in rest.call("disk.folder.getChildren", id=REPORTS)]
    assert fetch(made["DOWNLOAD_URL"]).body == b"\x00\r\n--" * 9


def test_options_of_the_first_step_hold_in_the_second(
    rest: RestClient, manager: RestClient
) -> None:
    rights = [{"TASK_ID": 71, "ACCESS_CODE": "U10"}]
    first = rest.call("disk.storage.uploadFile", id=1, generateUniqueName=1, rights=rights)

    made = send_file(first["uploadUrl"], "план.txt", b"x").json["result"]

    assert made["NAME"] == "план (1).txt"
    assert manager.call("disk.file.get", id=made["ID"])["NAME"] == "план (1).txt"


def test_a_name_taken_refuses_the_upload_and_leaves_nothing(
    rest: RestClient, tmp_path: Path
) -> None:
    first = rest.call("disk.folder.uploadFile", id=ROOT)
    before = set((tmp_path / "portal" / "files").iterdir())

    answer = send_file(first["uploadUrl"], "план.txt", b"x")

    assert (answer.status, answer.json["error"]) == (400, "DISK_OBJ_22000")
    assert set((tmp_path / "portal" / "files").iterdir()) == before


def test_a_new_version_in_two_steps(rest: RestClient) -> None:
    first = rest.call("disk.file.uploadVersion", id=PLAN)

    made = send_file(first["uploadUrl"], "any name.txt", b"new").json["result"]

    assert (made["ID"], made["NAME"], made["GLOBAL_CONTENT_VERSION"]) == ("21", "план.txt", 2)
    assert fetch(made["DOWNLOAD_URL"]).body == b"new"


def test_upload_refusals(rest: RestClient) -> None:
    folder = rest.call("disk.storage.addFolder", id=1, data={"NAME": "Временная"})["ID"]
    url = rest.call("disk.folder.uploadFile", id=folder)["uploadUrl"]

    def refused(answer: Any) -> tuple[int, str]:
        return answer.status, answer.json["error"]

    assert refused(send_file(url, "a.txt", b"x", "photo")) == (400, "DISK_BASE_SERVICE_22001")
    assert refused(send_file(url, "", b"x")) == (400, "DISK_BASE_SERVICE_22001")
    assert refused(fetch(url, b"raw")) == (400, "DISK_BASE_SERVICE_22001")
    assert refused(fetch(url)) == (400, "DISK_BASE_SERVICE_22001")
    kind = "multipart/form-data; boundary=x"
    assert refused(fetch(url, b"--x\r\n\r\ncut", Content_Type=kind)) == (
        400, "ERROR_COULD_NOT_SAVE_FILE",
    )  # fmt: skip
    assert refused(send_file(url.replace("auth=", "auth=0"), "a", b"x")) == (403, "ACCESS_DENIED")
    assert refused(send_file(f"{rest.base}/rest/upload.json", "a", b"x")) == (403, "ACCESS_DENIED")
    rest.call("disk.folder.markDeleted", id=folder)
    assert refused(send_file(url, "a.txt", b"x")) == (400, "ERROR_NOT_FOUND")


def test_a_ticket_for_downloads_is_none_for_uploads(rest: RestClient) -> None:
    down = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    answer = send_file(down.replace("/download.json", "/upload.json"), "a.txt", b"x")

    assert (answer.status, answer.json["error"]) == (403, "ACCESS_DENIED")


# downloading


def test_a_download_has_the_headers_clients_need(rest: RestClient) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    whole = fetch(url)

    assert (whole.status, whole.body) == (200, PLAN_TEXT)
    assert whole.headers["content-type"] == "text/plain"
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-disposition"] == (
        "attachment; filename=\"____.txt\"; filename*=utf-8''%D0%BF%D0%BB%D0%B0%D0%BD.txt"
    )
    head = fetch(url, verb="HEAD")
    assert (head.headers["content-length"], head.body) == (str(len(PLAN_TEXT)), b"")


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=5-", 5, 65),
        ("bytes=0-0", 0, 0),
        ("bytes=3-9", 3, 9),
        ("bytes=-4", 62, 65),
        ("bytes=2-99999", 2, 65),
        ("bytes=-99999", 0, 65),
    ],
)
def test_a_part_of_a_file(rest: RestClient, wanted: str, first: int, last: int) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    part = fetch(url, Range=wanted)

    assert (part.status, part.body) == (206, PLAN_TEXT[first : last + 1])
    assert part.headers["content-range"] == f"bytes {first}-{last}/66"
    assert part.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("wanted", ["bytes=99999-", "bytes=-0"])
def test_a_part_beyond_the_end(rest: RestClient, wanted: str) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    answer = fetch(url, Range=wanted)

    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(PLAN_TEXT)}")


@pytest.mark.parametrize("wanted", ["bytes=0-1,3-4", "lines=1-2", "bytes=-"])
def test_ranges_of_other_kinds_give_the_whole_file(rest: RestClient, wanted: str) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    assert fetch(url, Range=wanted).body == PLAN_TEXT


def test_a_resumed_download_notices_a_new_version(rest: RestClient) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]
    etag = fetch(url).headers["etag"]
    assert fetch(url, Range="bytes=5-", If_Range=etag).status == 206

    rest.call("disk.file.uploadVersion", id=PLAN, fileContent=["x", b64(b"another text")])

    answer = fetch(url, Range="bytes=5-", If_Range=etag)
    assert (answer.status, answer.body) == (200, b"another text")
    assert answer.headers["etag"] != etag


def test_an_edited_link_is_refused(rest: RestClient) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]
    token = parse_qs(urlsplit(url).query)["token"][0]
    scope, packed, rest_of_it = token.split("|")
    other = base64.b64encode(base64.b64decode(packed).replace(b"id=21", b"id=23")).decode()
    address = f"{rest.base}/rest/download.json"
    auth = parse_qs(urlsplit(url).query)["auth"][0]

    for query in (
        {"auth": auth, "token": f"{scope}|{other}|{rest_of_it}"},
        {"auth": "0" * 70, "token": token},
        {"auth": auth, "token": token[:-6] + "AAAAA="},
        {"auth": auth, "token": "disk"},
        {"auth": auth},
    ):
        answer = fetch(f"{address}?{urlencode(query)}")
        assert (answer.status, answer.json["error"]) == (403, "ACCESS_DENIED")


def test_a_client_without_a_name_is_turned_away(rest: RestClient) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    answer = fetch(url, User_Agent="")

    assert answer.status == 404
    assert b"404 Not Found" in answer.body
    assert "filename" in answer.headers["content-disposition"]


def test_a_link_dies_with_the_right_to_read(rest: RestClient, manager: RestClient) -> None:
    given = {"id": REPORTS, "userId": 10, "taskName": "disk_access_read"}
    rest.call("disk.folder.shareToUser", **given)
    url = manager.call("disk.file.get", id=TOTALS)["DOWNLOAD_URL"]
    assert fetch(url).status == 200

    rest.call("disk.file.moveTo", id=TOTALS, targetFolderId=ROOT)

    answer = fetch(url)
    assert (answer.status, answer.json["error"]) == (403, "ACCESS_DENIED")


def test_a_link_dies_of_age(served: tuple[SandboxPortal, RestClient]) -> None:
    portal, client = served
    url = client.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]
    issued = portal.now()

    portal.now = lambda: issued + 3500
    assert fetch(url).status == 200
    portal.now = lambda: issued + 3700

    answer = fetch(url)
    assert (answer.status, answer.json["error"]) == (401, "expired_token")


# public links


def test_a_public_link_serves_whoever_knows_it(rest: RestClient, manager: RestClient) -> None:
    link = rest.call("disk.file.getExternalLink", id=PLAN)
    assert re.fullmatch(re.escape(rest.base) + r"/~[A-Za-z0-9]{8}", link)
    assert rest.call("disk.file.getExternalLink", id=PLAN) == link
    assert fetch(link).body == PLAN_TEXT

    folder = rest.call("disk.folder.getExternalLink", id=REPORTS)
    assert "итоги.csv" in fetch(folder).body.decode()

    rest.call("disk.file.markDeleted", id=PLAN)
    assert fetch(link).status == 404
    assert fetch(f"{rest.base}/~unknown").status == 404
    assert manager.refused("disk.folder.getExternalLink", id=REPORTS) == (400, "ACCESS_DENIED")
    assert rest.refused("disk.file.getExternalLink", id=PLAN) == (400, "ERROR_NOT_FOUND")


# rights


def test_levels_of_access(rest: RestClient) -> None:
    tasks = rest.call("disk.rights.getTasks")

    assert [(task["ID"], task["NAME"]) for task in tasks] == [
        ("79", "disk_access_full"), ("75", "disk_access_edit"), ("71", "disk_access_read"),
    ]  # fmt: skip
    assert tasks[0]["TITLE"] == "Полный доступ"


def test_a_personal_disk_is_closed_to_others(manager: RestClient) -> None:
    assert manager.call("disk.folder.getChildren", id=ROOT) == []
    for method, params in (
        ("disk.folder.get", {"id": REPORTS}),
        ("disk.file.get", {"id": PLAN}),
        ("disk.file.getVersions", {"id": PLAN}),
        ("disk.folder.addSubFolder", {"id": ROOT, "data": {"NAME": "x"}}),
        ("disk.folder.uploadFile", {"id": ROOT}),
        ("disk.file.uploadVersion", {"id": PLAN}),
        ("disk.file.rename", {"id": PLAN, "newName": "x"}),
        ("disk.file.copyTo", {"id": PLAN, "targetFolderId": 12}),
        ("disk.file.moveTo", {"id": PLAN, "targetFolderId": REPORTS}),
        ("disk.file.markDeleted", {"id": PLAN}),
        ("disk.file.restore", {"id": DRAFT}),
        ("disk.file.delete", {"id": PLAN}),
        ("disk.folder.moveTo", {"id": REPORTS, "targetFolderId": 12}),
        ("disk.folder.markDeleted", {"id": REPORTS}),
        ("disk.folder.deleteTree", {"id": REPORTS}),
        ("disk.folder.restore", {"id": TRASHED_FOLDER}),
        ("disk.version.get", {"id": 1}),
    ):
        assert manager.refused(method, **params) == (400, "ACCESS_DENIED"), method


def test_sharing_a_folder_opens_it_and_no_more(rest: RestClient, manager: RestClient) -> None:
    given = {"id": REPORTS, "userId": 10, "taskName": "disk_access_read"}
    assert rest.call("disk.folder.shareToUser", **given) is True

    assert names(manager.call("disk.folder.getChildren", id=ROOT)) == ["Отчёты"]
    assert names(manager.call("disk.folder.getChildren", id=REPORTS)) == ["итоги.csv"]
    assert manager.refused("disk.file.rename", id=TOTALS, newName="x")[1] == "ACCESS_DENIED"

    # Nobody gives more than he has.
    higher = {"id": REPORTS, "userId": 11, "taskName": "disk_access_edit"}
    assert manager.refused("disk.folder.shareToUser", **higher) == (400, "ACCESS_DENIED")
    assert manager.call("disk.folder.shareToUser", **{**higher, "taskName": "disk_access_read"})

    rest.call("disk.folder.shareToUser", **{**given, "taskName": "disk_access_edit"})
    assert manager.call("disk.file.rename", id=TOTALS, newName="x.csv")["UPDATED_BY"] == "10"
    assert manager.refused("disk.file.delete", id=TOTALS)[1] == "ACCESS_DENIED"


def test_share_refusals(rest: RestClient) -> None:
    given = {"id": REPORTS, "userId": 10, "taskName": "disk_access_read"}
    for name in given:
        without = {key: value for key, value in given.items() if key != name}
        assert rest.refused("disk.folder.shareToUser", **without) == (400, "ERROR_ARGUMENT")
    wrong = {**given, "taskName": "disk_access_any"}
    assert rest.refused("disk.folder.shareToUser", **wrong) == (400, "ACCESS_DENIED")
    assert rest.refused("disk.folder.shareToUser", **{**given, "userId": 999})[1] == (
        "ERROR_ARGUMENT"
    )
    assert rest.refused("disk.folder.shareToUser", **{**given, "id": 999})[1] == "ERROR_NOT_FOUND"


@pytest.mark.parametrize("code", ["U10", "D2", "DR1", "*"])
def test_rights_given_on_upload_name_users_and_departments(
    rest: RestClient, manager: RestClient, code: str
) -> None:
    rights = [{"TASK_ID": "75", "ACCESS_CODE": code}]
    made = upload(rest, ROOT, "shared.txt", rights=rights)["ID"]

    assert manager.call("disk.file.rename", id=made, newName="y.txt")["NAME"] == "y.txt"


def test_rights_of_another_department_open_nothing(rest: RestClient, manager: RestClient) -> None:
    folder = rest.call(
        "disk.storage.addFolder",
        id=1,
        data={"NAME": "Код"},
        rights=[{"TASK_ID": 79, "ACCESS_CODE": "D3"}],
    )["ID"]

    assert manager.refused("disk.folder.get", id=folder) == (400, "ACCESS_DENIED")


def test_the_common_disk_is_for_employees(manager: RestClient, guest: RestClient) -> None:
    made = manager.call("disk.storage.addFolder", id=2, data={"NAME": "Прайсы"})["ID"]

    assert manager.call("disk.folder.markDeleted", id=made)["DELETED_TYPE"] == 3
    assert guest.refused("disk.folder.uploadFile", id=12) == (400, "ACCESS_DENIED")


# attachments


def test_an_attachment_names_its_file(served: tuple[SandboxPortal, RestClient]) -> None:
    portal, client = served
    task = ("tasks_task", 1)
    record = disk_attached.attach(portal.store, PLAN, "tasks", task, 1, "2026-01-14T10:00:00+03:00")

    shown = client.call("disk.attachedObject.get", id=record)

    url = shown.pop("DOWNLOAD_URL")
    assert shown == {
        "ID": "1", "OBJECT_ID": "21", "MODULE_ID": "tasks", "ENTITY_TYPE": "tasks_task",
        "ENTITY_ID": "1", "CREATE_TIME": "2026-01-14T10:00:00+03:00", "CREATED_BY": "1",
        "NAME": "план.txt", "SIZE": "66",
    }  # fmt: skip
    assert fetch(url).body == PLAN_TEXT
    assert fetch(url.replace("attachedId=1", "attachedId=2")).status == 401
    assert disk_attached.attached_to(portal.store, "tasks_task", 1) == [(1, PLAN)]
    assert disk_attached.attach(portal.store, PLAN, "tasks", task, 1, "") == record

    stranger = RestClient(client.base, 10, "sandboxcode10")
    assert stranger.refused("disk.attachedObject.get", id=record) == (400, "ACCESS_DENIED")
    assert disk_attached.detach(portal.store, record) is True
    assert client.refused("disk.attachedObject.get", id=record) == (400, "ERROR_NOT_FOUND")
    assert client.refused("disk.attachedObject.get") == (400, "ERROR_ARGUMENT")


# search


def found_by(client: RestClient, query: Any, **more: Any) -> list[str]:
    return names(client.call("disk.file.search", QUERY=query, **more))


def test_search_looks_into_names_and_texts(rest: RestClient) -> None:
    assert found_by(rest, "ПЛАН") == ["план.txt"]
    assert found_by(rest, "  выпустить   проверить ") == ["план.txt"]
    assert found_by(rest, "отчёт") == []
    assert found_by(rest, "отчёт", TYPE="folder") == ["Отчёты"]
    assert found_by(rest, "черновик", TYPE="all") == []
    assert found_by(rest, "итоги", FILTER={"FOLDER_ID": REPORTS, "STORAGE_ID": 1}) == ["итоги.csv"]
    assert found_by(rest, "план", FILTER={"STORAGE_ID": "2"}) == []
    assert found_by(rest, "план", start=1) == []


def test_search_keeps_to_what_may_be_read(rest: RestClient, manager: RestClient) -> None:
    assert found_by(manager, "план") == []

    upload(rest, 16, "план чата.txt")
    assert found_by(rest, "план") == ["план.txt"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "ERROR_ARGUMENT"),
        ({"QUERY": " аб "}, "INVALID_QUERY"),
        ({"QUERY": "x" * 256}, "INVALID_QUERY"),
        ({"QUERY": ["план"]}, "INVALID_QUERY"),
        ({"QUERY": "план", "TYPE": "any"}, "INVALID_TYPE"),
        ({"QUERY": "план", "FILTER": {"NAME": "x"}}, "INVALID_FILTER"),
        ({"QUERY": "план", "FILTER": "1"}, "NOT_FOUND"),
        ({"QUERY": "план", "FILTER": {"STORAGE_ID": 99}}, "NOT_FOUND"),
        ({"QUERY": "план", "FILTER": {"FOLDER_ID": PLAN}}, "NOT_FOUND"),
        ({"QUERY": "план", "FILTER": {"FOLDER_ID": REPORTS, "STORAGE_ID": 2}}, "NOT_FOUND"),
        ({"QUERY": "план", "FILTER": {"STORAGE_ID": 3}}, "UNSUPPORTED_STORAGE"),
    ],
)
def test_search_refusals(rest: RestClient, given: dict[str, Any], code: str) -> None:
    assert rest.refused("disk.file.search", **given) == (400, code)


def test_search_in_a_closed_folder_finds_no_scope(manager: RestClient) -> None:
    for scope in ({"FOLDER_ID": REPORTS}, {"STORAGE_ID": 1}):
        assert manager.refused("disk.file.search", QUERY="план", FILTER=scope)[1] == "NOT_FOUND"
