from __future__ import annotations

import base64
import struct
import urllib.request

import pytest

from tests.rest_client import RestClient


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


def names(rows: list[dict[str, str]]) -> list[str]:
    return [row["NAME"] for row in rows]


def ids(rest: RestClient, **params: object) -> list[str]:
    return [row["ID"] for row in rest.call("user.get", **params)]


def test_current_user_and_profile_tell_who_the_webhook_is(
    rest: RestClient, manager: RestClient
) -> None:
    me = rest.call("user.current")
    assert (me["ID"], me["NAME"], me["LAST_NAME"]) == ("1", "Администратор", "Портала")
    assert me["LAST_ACTIVITY_DATE"] == "2026-01-12 10:00:00"
    assert manager.call("profile") == {
        "ID": "10",
        "ADMIN": False,
        "NAME": "Менеджер",
        "LAST_NAME": "Продаж",
        "PERSONAL_GENDER": "",
        "TIME_ZONE": "",
    }


def test_user_row_has_documented_types(rest: RestClient) -> None:
    row = rest.call("user.get", ID=10)[0]
    assert row["ID"] == "10"
    assert row["ACTIVE"] is True
    assert row["UF_DEPARTMENT"] == [2]
    assert row["TIMESTAMP_X"] == {}
    assert row["USER_TYPE"] == "employee"
    assert "IS_ADMIN" not in row
    assert set(row) <= set(rest.call("user.fields"))


def test_an_invited_user_can_be_found_changed_and_dismissed(rest: RestClient) -> None:
    new = rest.call("user.add", EMAIL="new@sandbox.example", NAME="Новичок", UF_DEPARTMENT=[2])
    assert new == 13
    assert ids(rest, filter={"UF_DEPARTMENT": 2}) == ["10", "13"]
    assert rest.call("user.update", ID=str(new), WORK_POSITION="Стажёр", NO_SUCH_FIELD="x") is True
    assert rest.call("user.get", ID=new)[0]["WORK_POSITION"] == "Стажёр"
    assert rest.call("user.update", ID=new, ACTIVE="N") is True
    assert ids(rest, FILTER={"ACTIVE": True}) == ["1", "10", "11", "12"]
    assert ids(rest, ACTIVE="N") == ["13"]
    assert rest.call("user.update", ID=new, ACTIVE=True) is True
    assert rest.call("user.get", ID=new)[0]["ACTIVE"] is True


def test_invitations_that_cannot_be_are_refused(rest: RestClient, manager: RestClient) -> None:
    for params, code, description in (
        ({}, "ERROR_ARGUMENT", "wrong_email"),
        ({"EMAIL": "no-at-sign"}, "ERROR_ARGUMENT", "wrong_email"),
        (
            {"EMAIL": "USER10@sandbox.example", "UF_DEPARTMENT": [2]},
            "ERROR_ARGUMENT",
            "A user with this email already exists",
        ),
        ({"EMAIL": "a@b.example"}, "ERROR_ARGUMENT", "no_extranet_field"),
        ({"EMAIL": "a@b.example", "EXTRANET": "Y"}, "ERROR_GROUPID", "Group code not specified"),
        (
            {"EMAIL": "a@b.example", "EXTRANET": "Y", "SONET_GROUP_ID": ["x"]},
            "ERROR_NO_GROUP",
            "Group is specified incorrectly",
        ),
    ):
        status, body = rest.raw("user.add", params)
        assert (status, body["error"], body["error_description"]) == (400, code, description)
    body = rest.raw("user.add", {})[1]
    assert body["argument"] == ""
    assert manager.refused("user.add", EMAIL="a@b.example") == (400, "ERROR_CORE")


def test_profiles_are_changed_by_administrators_only(rest: RestClient, manager: RestClient) -> None:
    assert manager.refused("user.update", ID=10, NAME="Другой") == (400, "ERROR_CORE")
    assert rest.refused("user.update", ID=777, NAME="Другой") == (400, "ERROR_CORE")
    assert rest.refused("user.update", NAME="Другой") == (400, "ERROR_CORE")
    assert rest.refused("user.update", ID=10, EMAIL="user1@sandbox.example") == (400, "ERROR_CORE")
    assert rest.call("user.update", ID=10, EMAIL="sales@sandbox.example") is True
    assert rest.call("user.get", ID=10)[0]["EMAIL"] == "sales@sandbox.example"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["1", "10", "11", "12"]),
        ({"ID": ["1", 11]}, ["1", "11"]),
        ({"!ID": 1}, ["10", "11", "12"]),
        ({"!@ID": [1, 10]}, ["11", "12"]),
        ({">ID": 10}, ["11", "12"]),
        ({">=ID": 10, "<ID": "12"}, ["10", "11"]),
        ({"<=ID": 9}, ["1"]),
        ({"NAME": "менеджер"}, ["10"]),
        ({"NAME": "Ме%"}, ["10"]),
        ({"=%NAME": "%ор"}, ["1"]),
        ({"%=LAST_NAME": "%от%"}, []),
        ({"%LAST_NAME": "ро"}, ["10"]),
        ({"!%LAST_NAME": "ро"}, ["1", "11", "12"]),
        ({"!=%NAME": "Г%"}, ["1", "10", "11"]),
        ({"@UF_DEPARTMENT": [2, 3]}, ["10", "11"]),
        ({"USER_TYPE": "extranet"}, ["12"]),
        ({"NAME_SEARCH": "разраб"}, ["11"]),
        ({">DATE_REGISTER": "2026-01-13T00:00:00+03:00"}, []),
        ({"IS_ONLINE": "N"}, []),
    ],
)
def test_filters(rest: RestClient, given: dict[str, object], expected: list[str]) -> None:
    assert ids(rest, FILTER=given) == expected


def test_order_and_selection(rest: RestClient) -> None:
    rows = rest.call("user.get", SORT="NAME", ORDER="desc", select=["NAME"])
    assert names(rows) == ["Разработчик", "Менеджер", "Гость", "Администратор"]
    assert set(rows[0]) == {"ID", "NAME"}


def test_pages_of_fifty(rest: RestClient) -> None:
    for number in range(60):
        rest.call("user.add", EMAIL=f"many{number}@sandbox.example", UF_DEPARTMENT=[3])
    _, first = rest.raw("user.get", {"UF_DEPARTMENT": 3})
    assert (len(first["result"]), first["total"], first["next"]) == (50, 61, 50)
    _, last = rest.raw("user.get", {"UF_DEPARTMENT": 3, "start": 50})
    assert (len(last["result"]), last["total"], "next" in last) == (11, 61, False)
    _, uncounted = rest.raw("user.get", {"start": -1})
    assert (len(uncounted["result"]), "total" in uncounted) == (50, False)


def test_search_finds_beginnings(rest: RestClient) -> None:
    assert names(rest.call("user.search", FILTER={"FIND": "разр сай"})) == ["Разработчик"]
    assert names(rest.call("user.search", FILTER={"NAME": "ме"})) == ["Менеджер"]
    assert names(rest.call("user.search", UF_DEPARTMENT_NAME="прод")) == ["Менеджер"]
    assert rest.call("user.search", FILTER={"NAME": "енеджер"}) == []
    assert names(rest.call("user.search", FILTER={"USER_TYPE": "extranet"})) == ["Гость"]


def test_photo_is_kept_and_removed(rest: RestClient) -> None:
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 10, 10) + bytes(5)
    photo = ["face.png", base64.b64encode(png).decode()]
    rest.call("user.update", ID=11, PERSONAL_PHOTO=photo)
    address = rest.call("user.get", ID=11)[0]["PERSONAL_PHOTO"]
    assert rest.call("im.user.get", ID=11)["avatar"] == address
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.read() == png
    rest.call("user.update", ID=1, PERSONAL_PHOTO=photo)
    assert rest.call("profile")["PERSONAL_PHOTO"].startswith(rest.base)
    rest.call("user.update", ID=11, PERSONAL_PHOTO="")
    assert "PERSONAL_PHOTO" not in rest.call("user.get", ID=11)[0]


def test_guests_see_only_their_groups(rest: RestClient, guest: RestClient) -> None:
    assert ids(guest) == ["12"]
    fellow = rest.call("user.add", EMAIL="f@b.example", EXTRANET="Y", SONET_GROUP_ID=[1])
    assert guest.refused("im.user.get", ID=fellow) == (400, "ACCESS_DENIED")
    assert list(guest.call("im.user.list.get", ID=[1, 12, fellow])) == ["12"]
    assert rest.call("user.get", ID=fellow)[0]["USER_TYPE"] == "extranet"


def test_access_codes(rest: RestClient, manager: RestClient) -> None:
    assert (rest.call("user.admin"), manager.call("user.admin")) == (True, False)
    assert rest.call("user.access", ACCESS=["U999"]) is True
    assert manager.call("user.access", ACCESS=["U1", "G1"]) is False
    assert manager.call("user.access", ACCESS=["U10"]) is True
    assert manager.call("user.access", ACCESS=["AU"]) is True


def test_messenger_view(rest: RestClient) -> None:
    rest.call("user.update", ID=10, WORK_PHONE="+70000000000", PERSONAL_BIRTHDAY="1990-09-10")
    user = rest.call("im.user.get", ID="10")
    assert (user["id"], user["name"], user["type"]) == (10, "Менеджер Продаж", "user")
    assert user["phones"] == {"work_phone": "+70000000000"}
    assert user["birthday"] == "10-09"
    assert user["departments"] == [2]
    assert rest.call("im.user.get")["phones"] is False
    assert rest.call("im.user.get", ID=12)["extranet"] is True


def test_messenger_refusals(rest: RestClient) -> None:
    assert rest.refused("im.user.get", ID=0) == (400, "ID_EMPTY")
    assert rest.refused("im.user.get", ID="abc") == (400, "ID_EMPTY")
    assert rest.refused("im.user.get", ID=777) == (400, "USER_NOT_EXISTS")
    assert rest.refused("im.user.list.get") == (400, "INVALID_FORMAT")
    assert rest.refused("im.user.list.get", ID="не список") == (400, "INVALID_FORMAT")


def test_several_users_at_once(rest: RestClient) -> None:
    by_id = rest.call("im.user.list.get", ID="[10, 11, 777]")
    assert sorted(by_id) == ["10", "11"]
    listed = rest.call("im.user.list.get", ID=[11, 10], RESULT_TYPE="array")
    assert [user["id"] for user in listed] == [11, 10]
    assert rest.call("im.user.list.get", ID=[777]) == []


def test_status_is_kept_and_seen_by_others(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.user.status.get") == "online"
    assert rest.call("im.user.status.set", STATUS="dnd") is True
    assert rest.call("im.user.status.get") == "dnd"
    assert manager.call("im.user.get", ID=1)["status"] == "dnd"
    assert rest.refused("im.user.status.set", STATUS="DND") == (400, "STATUS_ERROR")
    assert rest.refused("im.user.status.set") == (400, "STATUS_ERROR")


def test_idle_begins_minutes_ago_and_ends(rest: RestClient) -> None:
    assert rest.call("im.user.get")["idle"] is False
    assert rest.call("im.user.status.idle.start", AGO=5) is True
    assert rest.call("im.user.get")["idle"].endswith("+03:00")
    assert rest.call("im.user.status.idle.end") is True
    assert rest.call("im.user.get")["idle"] is False


def test_a_dismissed_user_has_an_empty_profile(rest: RestClient, manager: RestClient) -> None:
    rest.call("user.update", ID=10, ACTIVE="N")
    assert manager.call("profile") == {}
