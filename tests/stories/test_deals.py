"""Deals: created, moved through stages, listed over pages, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def test_a_deal_lives_and_dies(do: Teller, rest: RestClient) -> None:
    number = do(
        "СоздатьСделку --fields",
        "{'TITLE':'Поставка «серверов»','OPPORTUNITY':150000,'CURRENCY_ID':'RUB','COMPANY_ID':1}",
    )

    deal = rest.call("crm.deal.get", id=number)
    assert (deal["TITLE"], deal["OPPORTUNITY"], deal["STAGE_ID"]) == (
        "Поставка «серверов»", "150000.00", "NEW",
    )  # fmt: skip
    assert do(f"GetDeal --deal {number}") == deal
    do(f"ИзменитьСделку --deal {number} --fields", "{'STAGE_ID':'PREPARATION'}")
    assert do(f"ПолучитьСделку -d {number}")["STAGE_ID"] == "PREPARATION"
    listed = do("GetDealsList --select ID --filter", "{'STAGE_ID':'PREPARATION'}")
    assert {"ID": str(number)} in listed
    assert do(f"УдалитьСделку --deal {number}") is True
    assert rest.refused("crm.deal.get", id=number)[0] in (400, 404)


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("CreateDeal -f", "{'TITLE':'Second'}")

    do(f"UpdateDeal -d {number} -f", "{'TITLE':'Third','OPPORTUNITY':'1.5'}")
    newest = do("ПолучитьСписокСделок --select TITLE,OPPORTUNITY --order", "{'ID':'DESC'}")
    assert newest[0] == {"TITLE": "Third", "OPPORTUNITY": "1.50", "ID": str(number)}
    do(f"DeleteDeal -d {number}")
    assert len(rest.call("crm.deal.list", select=["ID"])) == 5


def test_pages_one_by_one_and_all_at_once(do: Teller, rest: RestClient) -> None:
    for number in range(50):
        rest.call("crm.deal.add", fields={"TITLE": f"Сделка {number}"})

    first = do.answer("ПолучитьСписокСделок --select ID")
    second = do.answer("ПолучитьСписокСделок --select ID --offset 50")
    everything = do.answer("GetDealsList --select ID --all")

    assert (len(first["result"]), first["next"], first["total"]) == (50, 50, 55)
    assert first["result"] + second["result"] == everything["result"]
    assert "next" not in everything


def test_structures_of_deals(do: Teller, rest: RestClient) -> None:
    fields = rest.call("crm.deal.fields")
    assert do("ПолучитьСтруктуруСделки") == do("GetDealStructure") == fields
    skeleton = do("ПолучитьСтруктуруФильтраСделок --empty true")
    assert skeleton == dict.fromkeys(do("GetDealsFilterStructure"), "")
