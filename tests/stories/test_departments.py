"""Departments: a branch grows in the tree and is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def test_a_department_lives_and_dies(do: Teller, rest: RestClient) -> None:
    number = do("СоздатьПодразделение --title Поддержка --parentid 1 --headid 10")

    (made,) = rest.call("department.get", ID=number)
    assert (made["NAME"], made["PARENT"], made["UF_HEAD"]) == ("Поддержка", "1", "10")
    do(f"UpdateDepartment --depid {number} --title 'Забота о клиентах' --parentid 2")
    (changed,) = do(f"ПолучитьПодразделения --depid {number}")
    assert (changed["NAME"], changed["PARENT"]) == ("Забота о клиентах", "2")
    assert do("GetDepartments --parentid 2") == [changed]
    assert do(f"УдалитьПодразделение --depid {number}") is True
    assert rest.call("department.get", ID=number) == []


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("CreateDepartment -t Support -p 3")

    do(f"ИзменитьПодразделение -d {number} -h 11")
    assert rest.call("department.get", ID=number)[0]["UF_HEAD"] == "11"
    assert [d["ID"] for d in do("GetDepartments --all")] == ["1", "2", "3", str(number)]
    do(f"DeleteDepartment -d {number}")
    assert len(do("ПолучитьПодразделения")) == 3
