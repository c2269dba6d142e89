"""Leads: a request comes in, is worked on, listed and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def test_a_lead_lives_and_dies(do: Teller, rest: RestClient) -> None:
    number = do(
        "СоздатьЛид --fields",
        "{'TITLE':'Заявка с \"сайта\"','NAME':'Покупатель',"
        "'PHONE':[{'VALUE':'+70000000000','VALUE_TYPE':'WORK'}]}",
    )

    lead = rest.call("crm.lead.get", id=number)
    assert (lead["TITLE"], lead["PHONE"][0]["VALUE"]) == ('Заявка с "сайта"', "+70000000000")
    assert do(f"GetLead --lead {number}") == lead
    do(f"ИзменитьЛид --lead {number} --fields", "{'STATUS_ID':'IN_PROCESS','COMMENTS':'Завтра'}")
    changed = do(f"ПолучитьЛид -l {number}")
    assert (changed["STATUS_ID"], changed["COMMENTS"]) == ("IN_PROCESS", "Завтра")
    listed = do("GetLeadsList --select ID --filter", "{'STATUS_ID':'IN_PROCESS'}")
    assert {"ID": str(number)} in listed
    assert do(f"УдалитьЛид --lead {number}") is True
    assert rest.refused("crm.lead.get", id=number)[0] in (400, 404)


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("CreateLead -f", "{'TITLE':'Second'}")

    do(f"UpdateLead -l {number} -f", "{'TITLE':'Third'}")
    newest = do("ПолучитьСписокЛидов --select ID,TITLE --order", "{'ID':'DESC'}")
    assert newest[0] == {"ID": str(number), "TITLE": "Third"}
    do(f"DeleteLead -l {number}")
    assert [row["ID"] for row in rest.call("crm.lead.list", select=["ID"])] == ["1", "2", "3"]


def test_structures_of_leads(do: Teller, rest: RestClient) -> None:
    fields = rest.call("crm.lead.fields")
    assert do("ПолучитьСтруктуруЛида") == do("GetLeadStructure") == fields
    skeleton = do("ПолучитьСтруктуруФильтраЛидов --empty true")
    assert skeleton == dict.fromkeys(do("GetLeadFilterStructure"), "")
    assert skeleton.keys() <= fields.keys()
