"""Custom task fields: added, read, renamed, filled in a task, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def test_a_field_lives_and_dies(do: Teller, rest: RestClient) -> None:
    number = do(
        "ДобавитьПользовательскоеПолеЗадачи --type string --fieldname BUILD --title Сборка"
        " --externalid build --label",
        "{'ru':'Номер сборки','en':'Build number'}",
    )

    field = rest.call("task.item.userfield.get", ID=number)
    assert (field["FIELD_NAME"], field["XML_ID"]) == ("UF_BUILD", "build")
    assert field["EDIT_FORM_LABEL"]["ru"] == "Номер сборки"
    assert do(f"GetCustomTaskField --fieldid {number}") == field
    rest.call("tasks.task.update", taskId=1, fields={"UF_BUILD": "417"})
    kept = rest.call("tasks.task.get", taskId=1, select=["ID", "UF_BUILD"])["task"]
    assert kept["ufBuild"] == "417"
    do(
        f"ИзменитьПользовательскоеПолеЗадачи --fieldid {number} --externalid build2 --label",
        "{'ru':'Сборка №'}",
    )
    changed = do(f"ПолучитьПользовательскоеПолеЗадачи -f {number}")
    assert (changed["XML_ID"], changed["EDIT_FORM_LABEL"]["ru"]) == ("build2", "Сборка №")
    names = [f["FIELD_NAME"] for f in do("ПолучитьСписокПользовательскихПолейЗадачи")]
    assert "UF_BUILD" in names
    assert do(f"УдалитьПользовательскоеПолеЗадачи --fieldid {number}") is True
    left = [f["FIELD_NAME"] for f in rest.call("task.item.userfield.getlist")]
    assert left == [name for name in names if name != "UF_BUILD"]


def test_the_same_in_english(do: Teller, rest: RestClient) -> None:
    number = do("AddCustomTaskField -t double -f UF_AUTO_COST -l Cost")

    do(f"UpdateCustomTaskField -f {number} -t Price")

    assert rest.call("task.item.userfield.get", ID=number)["USER_TYPE_ID"] == "double"
    listed = do("GetCustomTaskFieldsList --order", "{'ID':'desc'}")
    assert listed[0]["ID"] == str(number)
    assert do(f"DeleteCustomTaskField -f {number}") is True
    assert do.refused(f"GetCustomTaskField -f {number}")[0] == 1
