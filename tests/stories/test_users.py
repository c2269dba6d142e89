"""Users: invited, changed, found, dismissed and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def user(rest: RestClient, number: int) -> dict[str, Any]:
    return rest.call("user.get", ID=number)[0]


def test_an_employee_comes_and_goes(do: Teller, rest: RestClient) -> None:
    number = do(
        "СоздатьПользователя --fields",
        "{'EMAIL':'tester@sandbox.example','NAME':'Тестировщик','UF_DEPARTMENT':[3]}",
    )

    assert user(rest, number)["UF_DEPARTMENT"] == [3]
    do(f"UpdateUser --userid {number} --fields", "{'WORK_POSITION':'Старший «QA»'}")
    assert do(f"ПолучитьПользователя --userid {number}") == [user(rest, number)]
    assert user(rest, number)["WORK_POSITION"] == "Старший «QA»"
    found = do("НайтиПользователей --filter", "{'NAME':'Тестировщик'}")
    assert [row["ID"] for row in found] == [str(number)]
    do(f"ChangeUserStatus --userid {number} --fire true")
    assert user(rest, number)["ACTIVE"] is False
    do(f"ИзменитьСтатусПользователя --userid {number} --fire false")
    assert user(rest, number)["ACTIVE"] is True


def test_nobody_is_dismissed_by_an_omission(do: Teller, rest: RestClient) -> None:
    done = do.run("ИзменитьСтатусПользователя --userid 11")

    assert (done.code, done.out) == (4, "")
    assert user(rest, 11)["ACTIVE"] is True
    do("ИзменитьСтатусПользователя --userid 11 --yes")
    assert user(rest, 11)["ACTIVE"] is False


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("CreateUser -f", "{'EMAIL':'q@sandbox.example','UF_DEPARTMENT':[2]}")

    do(f"ИзменитьПользователя -s {number} -f", "{'NAME':'Q'}")
    assert do(f"GetUser -s {number}")[0]["NAME"] == "Q"
    assert [u["ID"] for u in do("FindUsers -f", "{'NAME':'Q'}")] == [str(number)]


def test_oneself_and_the_structures(do: Teller, rest: RestClient) -> None:
    me = rest.call("user.current")
    told = [do(name) for name in ("ПолучитьТекущегоПользователя", "GetCurrentUser")]
    assert [t["ID"] for t in told] == [me["ID"]] * 2 == ["1", "1"]
    fields = rest.call("user.fields")
    assert do("ПолучитьСтруктуруПользователя") == do("GetUserFieldsStructure") == fields
    skeleton = do("ПолучитьСтруктуруФильтраПользователей --empty true")
    assert skeleton == dict.fromkeys(do("GetUserFilterStructure"), "")
