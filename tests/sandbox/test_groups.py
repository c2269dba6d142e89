"""Workgroups: who sees them, who is in them and as what."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest

from tests.rest_client import RestClient

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 10, 10) + bytes(5)


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


def members(rest: RestClient, group: int) -> list[tuple[str, str]]:
    rows = rest.call("sonet_group.user.get", ID=group)
    return [(row["USER_ID"], row["ROLE"]) for row in rows]


def ids(rest: RestClient, **params: Any) -> list[str]:
    return [row["ID"] for row in rest.call("sonet_group.get", **params)]


def told(rest: RestClient, method: str, **params: Any) -> str:
    """Return how a call is refused: the code of these methods is empty."""
    status, body = rest.raw(method, params)
    assert (status, body["error"]) == (400, ""), body
    return str(body["error_description"])


def test_a_fresh_portal_has_a_visible_group_and_a_secret_one(
    rest: RestClient, manager: RestClient, guest: RestClient
) -> None:
    assert (ids(rest), ids(manager), ids(guest)) == (["1"], ["2", "1"], [])
    assert ids(rest, IS_ADMIN="Y") == ["2", "1"]
    assert ids(manager, IS_ADMIN="Y", FILTER={"PROJECT": "Y"}) == ["2"]
    row = rest.call("sonet_group.get", GROUP_ID=1)[0]
    assert (row["NAME"], row["OWNER_ID"], row["NUMBER_OF_MEMBERS"]) == ("Запуск сайта", "1", "3")
    assert row["DATE_CREATE"] == "2026-01-12T10:00:00+03:00"
    assert members(rest, 1) == [("1", "A"), ("10", "K"), ("11", "K")]


def test_a_group_is_created_changed_and_deleted(rest: RestClient, manager: RestClient) -> None:
    number = manager.call(
        "sonet_group.create",
        NAME="Реклама",
        OPENED="Y",
        KEYWORDS="seo, смм",
        OWNER_ID=11,
        IMAGE=["a.png", base64.b64encode(PNG).decode()],
    )
    assert number == 3
    row = manager.call("sonet_group.get", FILTER={"%NAME": "рекл"})[0]
    assert (row["OWNER_ID"], row["OPENED"], row["PROJECT"]) == ("10", "Y", "N")
    assert row["IMAGE"].startswith(rest.base)
    assert manager.call("sonet_group.update", GROUP_ID=3, NAME="Реклама 2", IMAGE_FILE_ID=0) == 3
    row = manager.call("sonet_group.get", GROUP_ID=3)[0]
    assert (row["NAME"], "IMAGE" in row) == ("Реклама 2", False)
    assert rest.call("sonet_group.update", GROUP_ID=3, OWNER_ID=1) == 3
    assert members(rest, 3) == [("1", "A"), ("10", "K")]
    assert told(manager, "sonet_group.delete", GROUP_ID=3) == (
        "User has no permissions to delete group"
    )
    assert rest.call("sonet_group.delete", GROUP_ID=3) is True
    assert told(rest, "sonet_group.delete", GROUP_ID=3) == "Socialnetwork group not found"


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sonet_group.create", {}, "Incorrect input data"),
        ("sonet_group.create", {"NAME": " "}, "Cannot create group"),
        ("sonet_group.update", {"NAME": "а"}, "Wrong group ID"),
        ("sonet_group.update", {"GROUP_ID": 99, "NAME": "а"}, "Wrong group ID"),
        ("sonet_group.update", {"GROUP_ID": 1, "NAME": ""}, "Cannot update group"),
        ("sonet_group.delete", {"GROUP_ID": "x"}, "Wrong group ID"),
        ("sonet_group.setowner", {"USER_ID": 1}, "Invalid workgroup/project ID"),
        ("sonet_group.setowner", {"GROUP_ID": 1, "USER_ID": 99}, "Invalid user ID"),
        ("sonet_group.setowner", {"GROUP_ID": 9, "USER_ID": 1}, "Invalid workgroup/project ID"),
        ("sonet_group.user.get", {}, "Wrong socialnetwork group ID"),
        ("sonet_group.user.get", {"ID": 9}, "Socialnetwork group not found"),
        ("sonet_group.user.add", {"GROUP_ID": 1}, "Wrong user IDs"),
        ("sonet_group.user.add", {"GROUP_ID": 9, "USER_ID": 1}, "Socialnetwork group not found"),
        ("sonet_group.user.invite", {"USER_ID": 1}, "Wrong group ID"),
        ("sonet_group.user.request", {"GROUP_ID": 9}, "Socialnetwork group not found"),
        ("sonet_group.user.request", {"GROUP_ID": 1}, "Cannot request to join group"),
        ("sonet_group.user.update", {"GROUP_ID": 1, "USER_ID": 10}, "Incorrect role code"),
        ("sonet_group.user.delete", {"GROUP_ID": 1, "USER_ID": []}, "Wrong user IDs"),
        ("sonet_group.feature.access", {"GROUP_ID": 0}, "Wrong socialnetwork group ID"),
        ("sonet_group.feature.access", {"GROUP_ID": 1, "FEATURE": "x"}, "Wrong feature"),
        (
            "sonet_group.feature.access",
            {"GROUP_ID": 1, "FEATURE": "blog", "OPERATION": "x"},
            "Wrong operation",
        ),
    ],
)
def test_refusals(rest: RestClient, method: str, params: dict[str, Any], description: str) -> None:
    assert told(rest, method, **params) == description


def test_only_administrators_change_the_members(manager: RestClient) -> None:
    here = {"GROUP_ID": 2, "USER_ID": 11}
    assert told(manager, "sonet_group.user.add", **here) == "No permissions to add users"
    for method in ("sonet_group.user.update", "sonet_group.user.delete"):
        assert told(manager, method, **here) == "No permissions to update users role"
    assert told(manager, "sonet_group.update", GROUP_ID=1, NAME="а") == (
        "User has no permissions to update group"
    )
    assert told(manager, "sonet_group.setowner", GROUP_ID=1, USER_ID=10) == (
        "Insufficient permissions to complete the operation."
    )


def test_members_come_rise_and_go(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("sonet_group.user.add", GROUP_ID=2, USER_ID=[11, 99, 10]) == ["11"]
    assert rest.call("sonet_group.user.update", GROUP_ID=2, USER_ID=[10, 11], ROLE="E") == ["11"]
    assert members(rest, 2) == [("10", "A"), ("11", "E")]
    assert manager.call("sonet_group.setowner", GROUP_ID=2, USER_ID=11) is True
    assert members(rest, 2) == [("11", "A"), ("10", "K")]
    assert rest.call("sonet_group.user.delete", GROUP_ID=2, USER_ID=[11, 10]) == ["10"]
    assert ids(manager) == ["1"]
    assert told(manager, "sonet_group.user.get", ID=2) == "Socialnetwork group not found"


def test_invitations_and_requests(rest: RestClient, manager: RestClient, guest: RestClient) -> None:
    developer = 11
    assert manager.call("sonet_group.user.invite", GROUP_ID=2, USER_ID=developer) == ["11"]
    assert members(manager, 2) == [("10", "A")]
    told_of = rest.call(
        "socialnetwork.api.workgroup.get",
        params={"groupId": 2, "select": ["COUNTERS", "PRIVACY_TYPE"]},
    )
    assert told_of["INVITED_MEMBERS"] == [11]
    assert told_of["COUNTERS"] == {"workgroup_requests_out": 1, "workgroup_requests_in": 0}
    assert (told_of["PRIVACY_CODE"], told_of["TYPE"]) == ("secret", "project")
    rest.call("sonet_group.update", GROUP_ID=1, INITIATE_PERMS="A")
    assert manager.call("sonet_group.user.invite", GROUP_ID=1, USER_ID=12) == []
    rest.call("sonet_group.user.delete", GROUP_ID=1, USER_ID=10)
    assert manager.call("sonet_group.user.request", GROUP_ID=1) is True
    awaiting = rest.call(
        "socialnetwork.api.workgroup.get",
        params={"groupId": 1, "select": ["LIST_OF_MEMBERS_AWAITING_INVITE", "USER_DATA"]},
    )
    assert awaiting["LIST_OF_MEMBERS_AWAITING_INVITE"][0]["name"] == "Менеджер Продаж"
    assert awaiting["USER_DATA"]["ROLE"] == "A"
    assert told(manager, "sonet_group.user.request", GROUP_ID=1) == "Cannot request to join group"
    assert rest.call("sonet_group.user.invite", GROUP_ID=1, USER_ID=10) == ["10"]
    assert ("10", "K") in members(rest, 1)
    assert told(guest, "sonet_group.user.request", GROUP_ID=1) == "Socialnetwork group not found"


def test_an_open_group_takes_everybody(rest: RestClient, manager: RestClient) -> None:
    rest.call("sonet_group.create", NAME="Открытая", OPENED="Y")
    assert manager.call("sonet_group.user.request", GROUP_ID=3) is True
    assert members(rest, 3) == [("1", "A"), ("10", "K")]
    own = manager.call("sonet_group.user.groups")
    assert [(row["GROUP_ID"], row["ROLE"]) for row in own] == [("1", "K"), ("2", "A"), ("3", "K")]
    assert (own[0]["GROUP_IMAGE_ID"], own[0]["GROUP_IMAGE"]) == (None, "")


def test_a_guest_makes_a_group_an_external_one(rest: RestClient, guest: RestClient) -> None:
    assert guest.call("user.get")[0]["ID"] == "12"
    assert rest.call("sonet_group.user.add", GROUP_ID=1, USER_ID=12) == ["12"]
    assert rest.call("sonet_group.get", GROUP_ID=1)[0]["IS_EXTRANET"] == "Y"
    assert guest.call("sonet_group.user.groups")[0]["IS_EXTRANET"] == "Y"
    assert [row["ID"] for row in guest.call("user.get")] == ["1", "10", "11", "12"]
    number = guest.call("sonet_group.create", NAME="Подрядчики", VISIBLE="Y", OPENED="Y")
    row = guest.call("sonet_group.get", GROUP_ID=number)[0]
    assert (row["VISIBLE"], row["OPENED"]) == ("N", "N")


def test_an_invited_guest_is_in_the_group(rest: RestClient) -> None:
    new = rest.call("user.add", EMAIL="g@b.example", EXTRANET="Y", SONET_GROUP_ID=[1])
    assert (str(new), "K") in members(rest, 1)


@pytest.mark.parametrize(
    ("feature", "operation", "allowed"),
    [("tasks", "create_tasks", True), ("blog", "moderate_post", False), ("files", "write", True)],
)
def test_what_members_may_do(
    manager: RestClient, guest: RestClient, feature: str, operation: str, allowed: bool
) -> None:
    asked = {"GROUP_ID": 1, "FEATURE": feature, "OPERATION": operation}
    assert manager.call("sonet_group.feature.access", **asked) is allowed
    assert guest.call("sonet_group.feature.access", **asked) is False
    assert manager.call("sonet_group.feature.access", **{**asked, "GROUP_ID": 77}) is False


def test_a_group_in_detail(rest: RestClient, manager: RestClient) -> None:
    row = rest.call("socialnetwork.api.workgroup.get", params={"groupId": 1, "mode": "mobile"})
    assert (row["ID"], row["NAME"], row["MEMBERS"]) == (1, "Запуск сайта", [1, 10, 11])
    assert (row["DATE_CREATE"], row["NUMBER_OF_MEMBERS"]) == ("12.01.2026 10:00:00", 3)
    assert row["ADDITIONAL_DATA"] == {"ROLE": "A", "INITIATED_BY_TYPE": "U"}
    everything = [
        "ACTIONS", "AVATAR", "AVATAR_DATA", "AVATAR_TYPES", "DATE_CREATE", "DEPARTMENTS",
        "EFFICIENCY", "FEATURES", "GROUP_MEMBERS_LIST", "LIST_OF_MEMBERS", "OWNER_DATA", "PIN",
        "SUBJECT_DATA", "TAGS",
    ]  # fmt: skip
    rest.call("sonet_group.update", GROUP_ID=1, KEYWORDS="сайт, запуск")
    row = manager.call(
        "socialnetwork.api.workgroup.get", params={"groupId": 1, "select": everything}
    )
    assert row["ACTIONS"]["EDIT"] is False
    assert row["OWNER_DATA"]["FORMATTED_NAME"] == "Администратор Портала"
    assert [one["isOwner"] for one in row["LIST_OF_MEMBERS"]] == [True, False, False]
    assert (row["TAGS"], row["IS_PIN"]) == (["запуск", "сайт"], False)
    for params, code in (
        ({}, "SONET_CONTROLLER_WORKGROUP_EMPTY"),
        ({"groupId": 99}, "SONET_CONTROLLER_WORKGROUP_NOT_FOUND"),
    ):
        refused = rest.refused("socialnetwork.api.workgroup.get", params=params)
        assert refused == (400, code)


def test_workgroups_by_filter_and_page(rest: RestClient, manager: RestClient) -> None:
    status, body = manager.raw("socialnetwork.api.workgroup.list", {})
    assert (status, body["total"]) == (200, 2)
    assert body["result"]["workgroups"] == [{"id": "1"}, {"id": "2"}]
    rows = manager.call(
        "socialnetwork.api.workgroup.list",
        filter={"PROJECT": "Y", ">=DATE_CREATE": "2026-01-01"},
        select=["NAME", "TYPE", "NUMBER_OF_MEMBERS"],
        params={"mode": "mobile", "shouldSelectDialogId": "Y", "features": ["tasks"]},
    )["workgroups"]
    mine = {"role": "A", "initiatedByType": "U", "features": ["tasks"]}
    assert rows == [
        {
            "id": "2",
            "name": "Закрытый проект",
            "numberOfMembers": "1",
            "type": "project",
            "additionalData": mine,
            "dialogId": "",
        }
    ]
    for number in range(55):
        rest.call("sonet_group.create", NAME=f"Группа {number}")
    _, body = rest.raw("socialnetwork.api.workgroup.list", {"order": {"ID": "DESC"}})
    assert (len(body["result"]["workgroups"]), body["total"], body["next"]) == (50, 56, 50)
    _, body = rest.raw("socialnetwork.api.workgroup.list", {"start": -1})
    assert "total" not in body


def test_a_scrum_has_a_master(rest: RestClient) -> None:
    number = rest.call("sonet_group.create", NAME="Скрам", SCRUM_MASTER_ID=11, OWNER_ID=10)
    row = rest.call("socialnetwork.api.workgroup.get", params={"groupId": number})
    assert (row["TYPE"], row["SCRUM_MASTER_ID"], row["SCRUM_OWNER_ID"]) == ("scrum", 11, 10)
    assert rest.call("sonet_group.user.delete", GROUP_ID=number, USER_ID=[11]) == []


def test_a_picture_is_a_picture(rest: RestClient) -> None:
    text = base64.b64encode(b"text").decode()
    refused = rest.refused("sonet_group.create", NAME="а", IMAGE=["a.png", text])
    assert refused == (400, "ERROR_IMAGE_ID")
    assert rest.refused("sonet_group.create", NAME="а", IMAGE_FILE_ID=21)[1] == "ERROR_IMAGE_ID"
    assert rest.refused("sonet_group.create", NAME="а", IMAGE_FILE_ID=999)[1] == "ERROR_IMAGE_ID"
    image = ["p.png", base64.b64encode(PNG).decode()]
    file = rest.call("disk.folder.uploadfile", id=11, data={"NAME": "p.png"}, fileContent=image)
    number = rest.call("sonet_group.create", NAME="а", IMAGE_FILE_ID=file["ID"])
    assert rest.call("sonet_group.get", GROUP_ID=number)[0]["IMAGE"].endswith(".png")
