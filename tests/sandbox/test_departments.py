from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rest_client import RestClient

if TYPE_CHECKING:
    from collections.abc import Sequence


def found(rest: RestClient, **params: object) -> Sequence[str]:
    return [row["ID"] for row in rest.call("department.get", **params)]


def test_seeded_structure(rest: RestClient) -> None:
    status, body = rest.raw("department.get")
    assert (status, body["total"], "next" in body) == (200, 3, False)
    assert body["result"] == [
        {"ID": "1", "NAME": "Компания", "SORT": 500, "UF_HEAD": "1"},
        {"ID": "2", "NAME": "Продажи", "SORT": 500, "PARENT": "1", "UF_HEAD": "10"},
        {"ID": "3", "NAME": "Разработка", "SORT": 500, "PARENT": "1", "UF_HEAD": "11"},
    ]
    assert list(rest.call("department.fields")) == ["ID", "NAME", "SORT", "PARENT", "UF_HEAD"]


def test_a_department_lives(rest: RestClient) -> None:
    new = rest.call("department.add", NAME="Поддержка", PARENT=1, SORT=100)
    assert new == 4
    assert rest.call("department.update", ID=new, NAME="Забота", PARENT="2", UF_HEAD=11) is True
    row = rest.call("department.get", ID=new)[0]
    assert row == {"ID": "4", "NAME": "Забота", "SORT": 100, "PARENT": "2", "UF_HEAD": "11"}
    assert rest.call("department.delete", ID=new) is True
    assert found(rest, ID=new) == []


def test_filters_and_order(rest: RestClient) -> None:
    assert found(rest, PARENT=1) == ["2", "3"]
    assert found(rest, UF_HEAD=11) == ["3"]
    assert found(rest, NAME="Продажи") == ["2"]
    assert found(rest, sort="NAME", order="DESC") == ["3", "2", "1"]
    assert found(rest, sort="ID", order="DESC") == ["3", "2", "1"]


def test_pages_of_fifty_by_upper_case_start(rest: RestClient) -> None:
    for number in range(50):
        rest.call("department.add", NAME=f"Отдел {number}", PARENT=1)
    _, first = rest.raw("department.get")
    assert (len(first["result"]), first["total"], first["next"]) == (50, 53, 50)
    assert found(rest, START=50) == ["51", "52", "53"]


def test_deleting_moves_people_and_departments_up(rest: RestClient) -> None:
    child = rest.call("department.add", NAME="Опт", PARENT=2)
    rest.call("department.delete", ID=2)
    assert rest.call("department.get", ID=child)[0]["PARENT"] == "1"
    assert rest.call("user.get", ID=10)[0]["UF_DEPARTMENT"] == [1]


def test_refusals(rest: RestClient, manager: RestClient) -> None:
    core = (400, "ERROR_CORE")
    assert rest.refused("department.add", PARENT=1) == core
    assert rest.refused("department.add", NAME="Без родителя") == core
    assert rest.refused("department.add", NAME="Чужой родитель", PARENT=77) == core
    assert rest.refused("department.update", ID=77, NAME="Нет такого") == core
    assert rest.refused("department.delete", ID=77) == core
    assert rest.refused("department.delete", ID=1) == core
    for method, params in (
        ("department.add", {"NAME": "Свой", "PARENT": 1}),
        ("department.update", {"ID": 2, "NAME": "Свой"}),
        ("department.delete", {"ID": 2}),
    ):
        _, body = manager.raw(method, params)
        assert body["error_description"] == "Access denied"


def test_a_department_cannot_be_below_itself(rest: RestClient) -> None:
    child = rest.call("department.add", NAME="Опт", PARENT=2)
    assert rest.refused("department.update", ID=2, PARENT=child) == (400, "ERROR_CORE")
    assert rest.refused("department.update", ID=2, PARENT=2) == (400, "ERROR_CORE")
    assert rest.refused("department.update", ID=1, PARENT=2) == (400, "ERROR_CORE")


def test_messenger_departments(rest: RestClient) -> None:
    assert rest.call("im.department.get", ID=[3, 77]) == [
        {"id": 3, "name": "Разработка", "full_name": "Разработка / Компания", "manager_user_id": 11}
    ]
    with_head = rest.call("im.department.get", ID="[2]", USER_DATA="Y")
    assert with_head[0]["manager_user_data"]["name"] == "Менеджер Продаж"
    assert rest.refused("im.department.get") == (400, "INVALID_FORMAT")


def test_employees_and_managers(rest: RestClient) -> None:
    rest.call("user.add", EMAIL="new@sandbox.example", NAME="Новичок", UF_DEPARTMENT=[2])
    assert rest.call("im.department.employees.get", ID=[2, 3]) == {"2": [10, 13], "3": [11]}
    assert rest.call("im.department.managers.get", ID=[2]) == {"2": [10]}
    people = rest.call("im.department.employees.get", ID=[2], USER_DATA="Y")["2"]
    assert [person["first_name"] for person in people] == ["Менеджер", "Новичок"]
    heads = rest.call("im.department.managers.get", ID=[3], USER_DATA=True)["3"]
    assert heads[0]["id"] == 11
    assert rest.refused("im.department.employees.get") == (400, "ID_EMPTY")
    assert rest.refused("im.department.managers.get", ID=[]) == (400, "ID_EMPTY")


def test_colleagues_are_subordinates_and_heads(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.department.colleagues.list") == [10, 11]
    rest.call("user.add", EMAIL="new@sandbox.example", UF_DEPARTMENT=[2])
    assert manager.call("im.department.colleagues.list") == [1, 13]
    _, body = rest.raw("im.department.colleagues.list", {"LIMIT": 2})
    assert (body["result"], body["total"], body["next"]) == ([10, 11], 3, 2)
    _, rest_of = rest.raw("im.department.colleagues.list", {"LIMIT": 2, "OFFSET": 2})
    assert (rest_of["result"], "next" in rest_of) == ([13], False)
    shown = manager.call("im.department.colleagues.list", USER_DATA="Y")
    assert shown[0]["name"] == "Администратор Портала"


def test_guests_have_no_departments(rest: RestClient) -> None:
    guest = RestClient(rest.base, 12, "sandboxcode12")
    for method in ("get", "employees.get", "managers.get", "colleagues.list"):
        assert guest.refused(f"im.department.{method}", ID=[1]) == (403, "ACCESS_ERROR")
