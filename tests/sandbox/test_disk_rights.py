"""Who may do what on the disk, and how rights are given."""

from __future__ import annotations

import pytest

from tests.rest_client import RestClient
from tests.sandbox.disk_samples import (
    DRAFT,
    PLAN,
    REPORTS,
    ROOT,
    TOTALS,
    TRASHED_FOLDER,
    names,
    upload,
)


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


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
