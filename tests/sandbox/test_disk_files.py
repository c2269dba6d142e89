"""Files of the disk: from uploading to deleting for good, names, versions, search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.disk_samples import (
    DRAFT,
    PLAN,
    PLAN_TEXT,
    REPORTS,
    ROOT,
    TOTALS,
    TRASHED_FOLDER,
    b64,
    names,
    upload,
)
from tests.sandbox.transfer import fetch

if TYPE_CHECKING:
    from tests.rest_client import RestClient


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
