"""Leads, deals, contacts, companies: what is put in comes back, filtered, ordered, linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.families.crm.seed import more_deals
from tests.conftest import WEBHOOKS
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("lead", "deal", "contact", "company")


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["ID"] for row in rows]


def found(rest: RestClient, kind: str, **params: Any) -> list[str]:
    return ids(rest.call(f"crm.{kind}.list", **params))


def test_a_deal_lives_from_creation_to_deletion(rest: RestClient) -> None:
    fields = {"TITLE": "Ремонт", "OPPORTUNITY": "1500.5", "COMPANY_ID": 1, "NO_SUCH_FIELD": 1}
    number = rest.call("crm.deal.add", fields=fields)

    deal = rest.call("crm.deal.get", id=number)
    assert deal["ID"] == str(number) == "6"
    assert (deal["TITLE"], deal["OPPORTUNITY"], deal["COMPANY_ID"]) == ("Ремонт", "1500.50", "1")
    assert (deal["CATEGORY_ID"], deal["STAGE_ID"], deal["STAGE_SEMANTIC_ID"]) == ("0", "NEW", "P")
    assert (deal["CURRENCY_ID"], deal["ASSIGNED_BY_ID"], deal["IS_NEW"]) == ("RUB", "1", "Y")
    assert deal["LEAD_ID"] is None
    assert "CONTACT_IDS" not in deal
    assert "NO_SUCH_FIELD" not in deal
    assert rest.call("crm.deal.update", id=str(number), fields={"TITLE": "Ремонт офиса"}) is True
    assert rest.call("crm.deal.list", filter={"ID": number}, select=["TITLE"]) == [
        {"ID": "6", "TITLE": "Ремонт офиса"}
    ]
    assert rest.call("crm.deal.delete", id=number) is True
    assert rest.refused("crm.deal.get", id=number) == (400, "")


def test_a_deal_without_a_title_is_named_by_its_number(rest: RestClient) -> None:
    number = rest.call("crm.deal.add", fields={})

    assert rest.call("crm.deal.get", id=number)["TITLE"] == f"Сделка #{number}"
    assert rest.call("crm.lead.add", fields={}) == 4
    assert rest.call("crm.lead.get", id=4)["TITLE"] == "Лид #4"


def test_a_final_stage_closes_a_deal_and_notes_who_moved_it(
    rest: RestClient, manager: RestClient
) -> None:
    manager.call("crm.deal.update", id=1, fields={"STAGE_ID": "WON"})

    deal = rest.call("crm.deal.get", id=1)
    assert (deal["STAGE_SEMANTIC_ID"], deal["CLOSED"], deal["IS_NEW"]) == ("S", "Y", "N")
    assert (deal["MOVED_BY_ID"], deal["MODIFY_BY_ID"], deal["CREATED_BY_ID"]) == ("10", "10", "1")
    assert deal["MOVED_TIME"] == deal["DATE_MODIFY"] > deal["DATE_CREATE"]
    rest.call("crm.deal.update", id=1, fields={"STAGE_ID": "LOSE"})
    assert rest.call("crm.deal.get", id=1)["STAGE_SEMANTIC_ID"] == "F"
    rest.call("crm.deal.update", id=1, fields={"STAGE_ID": "EXECUTING"})
    assert rest.call("crm.deal.get", id=1)["CLOSED"] == "N"


def test_a_lead_notes_when_it_was_finished(rest: RestClient) -> None:
    rest.call("crm.lead.update", id=1, fields={"STATUS_ID": "CONVERTED"})

    lead = rest.call("crm.lead.get", id=1)
    assert lead["STATUS_SEMANTIC_ID"] == "S"
    assert lead["DATE_CLOSED"] == lead["MOVED_TIME"]
    assert lead["BIRTHDATE"] == ""
    rest.call("crm.lead.update", id=1, fields={"STATUS_ID": "NEW"})
    assert rest.call("crm.lead.get", id=1)["DATE_CLOSED"] == ""


def test_a_lead_of_a_known_client_is_a_repeated_one(rest: RestClient) -> None:
    number = rest.call("crm.lead.add", fields={"TITLE": "Ещё раз", "CONTACT_ID": 2})

    lead = rest.call("crm.lead.get", id=number)
    assert (lead["IS_RETURN_CUSTOMER"], lead["CONTACT_ID"]) == ("Y", "2")
    assert rest.call("crm.lead.get", id=2)["IS_RETURN_CUSTOMER"] == "N"


def test_stages_and_currencies_that_do_not_exist_are_refused(rest: RestClient) -> None:
    for fields in ({"STAGE_ID": "NOWHERE"}, {"CURRENCY_ID": "XXX"}, {"STAGE_ID": "C1:NEW"}):
        assert rest.refused("crm.deal.add", fields=fields) == (400, "")
        assert rest.refused("crm.deal.update", id=1, fields=fields) == (400, "")
    assert found(rest, "deal") == ["1", "2", "3", "4", "5"]


def test_what_is_missing_or_malformed_is_refused(rest: RestClient) -> None:
    for kind in KINDS:
        for params in ({}, {"id": 0}, {"id": "x"}):
            for action in ("get", "delete"):
                status, body = rest.raw(f"crm.{kind}.{action}", params)
                assert (status, body["error"]) == (400, "")
                assert body["error_description"] == "ID is not defined or invalid."
        _, body = rest.raw(f"crm.{kind}.get", {"id": 99})
        assert body["error_description"] == "Not found"
        for params in ({}, {"fields": "x"}, {"fields": {}, "params": "x"}):
            assert rest.refused(f"crm.{kind}.add", **params) == (400, "")
        for name in ("filter", "order"):
            _, body = rest.raw(f"crm.{kind}.list", {name: "x"})
            assert body["error_description"] == f"Parameter '{name}' must be array."


def test_contacts_and_companies_have_words_of_their_own_for_absence(rest: RestClient) -> None:
    said = {}
    for kind in KINDS:
        _, update = rest.raw(f"crm.{kind}.update", {"id": 99, "fields": {}})
        _, delete = rest.raw(f"crm.{kind}.delete", {"id": 99})
        said[kind] = (update["error_description"], delete["error"], delete["error_description"])

    assert said == {
        "lead": ("Not found", "", "Not found"),
        "deal": ("Not found", "", "Not found"),
        "contact": ("Contact is not found", "ERROR_CORE", "Element not found"),
        "company": ("Company is not found", "", "Company is not found"),
    }


def test_guests_see_no_crm(rest: RestClient) -> None:
    guest = RestClient(rest.base, 12, "sandboxcode12")

    for kind in KINDS:
        assert guest.refused(f"crm.{kind}.list") == (400, "")
        assert guest.refused(f"crm.{kind}.add", fields={}) == (400, "")


def test_filters_compare_numbers_dates_and_texts(rest: RestClient) -> None:
    for given, expected in (
        ({">OPPORTUNITY": 9900}, ["1", "2", "3", "4"]),
        ({"OPPORTUNITY": "15000"}, ["1"]),
        ({"OPPORTUNITY": 15000.00}, ["1"]),
        ({"<=OPPORTUNITY": "9900.5"}, ["2", "5"]),
        ({"@STAGE_ID": ["WON", "LOSE"]}, ["4", "5"]),
        ({"STAGE_ID": ["WON", "LOSE"]}, ["4", "5"]),
        ({"!@STAGE_ID": ["WON", "LOSE"]}, ["1", "2", "3"]),
        ({"!STAGE_SEMANTIC_ID": "P"}, ["4", "5"]),
        ({"%TITLE": "АВ"}, ["1"]),
        ({"!%TITLE": "о"}, ["4", "5"]),
        ({"=%TITLE": "Об%"}, ["2", "3"]),
        ({"%=TITLE": "%ание"}, ["2"]),
        ({"=%TITLE": "%уч%"}, ["3"]),
        ({"assigned_by_id": "10"}, ["2", "5"]),
        ({">=DATE_CREATE": "2026-01-12T07:00:00Z"}, ["1", "2", "3", "4", "5"]),
        ({">DATE_CREATE": "2026-01-12T10:00:00+03:00"}, []),
        ({"<DATE_CREATE": "2026-01-13"}, ["1", "2", "3", "4", "5"]),
        ({"COMPANY_ID": ""}, ["2", "3", "4", "5"]),
        ({"!COMPANY_ID": ""}, ["1"]),
        ({"NO_SUCH_FIELD": 1, "ID": 3}, ["3"]),
    ):
        assert found(rest, "deal", filter=given) == expected, given


def test_orders_follow_values_not_their_texts(rest: RestClient) -> None:
    assert found(rest, "deal", order={"OPPORTUNITY": "DESC"}) == ["3", "4", "1", "2", "5"]
    by_two = {"assigned_by_id": "desc", "ID": "DESC"}
    assert found(rest, "deal", order=by_two) == ["5", "2", "4", "3", "1"]
    assert found(rest, "deal", order={"NO_SUCH_FIELD": "ASC"}) == ["1", "2", "3", "4", "5"]


def test_select_knows_the_wide_cards(rest: RestClient) -> None:
    rest.call("crm.lead.userfield.add", fields={"FIELD_NAME": "COLOUR", "USER_TYPE_ID": "string"})
    only = {"filter": {"ID": 1}}

    everything = rest.call("crm.lead.list", **only)[0]
    plain = rest.call("crm.lead.list", **only, select=["*"])[0]
    custom = rest.call("crm.lead.list", **only, select=["UF_*", "PHONE"])[0]

    assert set(everything) - set(plain) == {"UF_CRM_COLOUR"}
    assert "PHONE" not in everything
    assert list(custom) == ["ID", "UF_CRM_COLOUR", "PHONE"]
    assert custom["PHONE"][0]["VALUE"] == "+74950000001"


def test_pages_hold_fifty_and_say_where_the_next_begins(rest: RestClient) -> None:
    for start in (0, 50):
        rest.call("batch", cmd=[f"crm.company.add?fields[TITLE]=К{start + i}" for i in range(50)])

    _, first = rest.raw("crm.company.list", {"select": ["ID"]})
    _, last = rest.raw("crm.company.list", {"start": "100", "select": ["ID"]})
    _, uncounted = rest.raw("crm.company.list", {"start": -1, "filter": {">ID": 50}})

    assert (first["total"], first["next"], len(first["result"])) == (101, 50, 50)
    assert (last["total"], "next" in last, ids(last["result"])) == (101, False, ["101"])
    assert ("total" in uncounted, "next" in uncounted) == (False, False)
    assert ids(uncounted["result"])[0] == "51"


def test_many_deals_are_read_by_their_ids(tmp_path: Path) -> None:
    portal = open_portal(tmp_path / "portal", webhooks=dict(WEBHOOKS))
    more_deals(portal.store, 1000)
    seen: list[str] = []
    with run(portal) as running:
        rest = RestClient(running.base)
        while True:
            after = {">ID": seen[-1] if seen else 0}
            page = found(rest, "deal", order={"ID": "ASC"}, filter=after, start=-1)
            seen += page
            if len(page) < 50:
                break

    assert seen == [str(number) for number in range(1, 1006)]


def test_phones_are_added_changed_and_removed_one_by_one(rest: RestClient) -> None:
    def phones() -> list[tuple[str, str]]:
        contact = rest.call("crm.contact.get", id=1)
        return [(row["VALUE"], row["VALUE_TYPE"]) for row in contact.get("PHONE", [])]

    old = rest.call("crm.contact.get", id=1)["PHONE"][0]
    assert old == {
        "ID": "2",
        "VALUE_TYPE": "WORK",
        "VALUE": "+74950000002",
        "TYPE_ID": "PHONE",
    }
    new = {"VALUE": "+74950000003", "VALUE_TYPE": "MOBILE"}
    rest.call("crm.contact.update", id=1, fields={"PHONE": [new]})
    assert phones() == [("+74950000002", "WORK"), ("+74950000003", "MOBILE")]
    rest.call("crm.contact.update", id=1, fields={"PHONE": [{"ID": 2, "VALUE": "+74950000004"}]})
    assert phones()[0] == ("+74950000004", "WORK")
    rest.call("crm.contact.update", id=1, fields={"PHONE": [{"ID": 2, "DELETE": "Y"}]})
    assert phones() == [("+74950000003", "MOBILE")]
    rest.call("crm.contact.update", id=1, fields={"PHONE": [{"ID": 4, "VALUE": ""}]})
    contact = rest.call("crm.contact.get", id=1)
    assert (phones(), contact["HAS_PHONE"], contact["HAS_EMAIL"]) == ([], "N", "Y")


def test_phones_are_found_only_whole(rest: RestClient) -> None:
    assert found(rest, "contact", filter={"PHONE": "+74950000002"}) == ["1"]
    assert found(rest, "contact", filter={"PHONE": "+7495"}) == []
    assert found(rest, "contact", filter={"!EMAIL": "orders@sandbox.example"}) == ["2"]
    assert found(rest, "contact", filter={"!EMAIL": "nobody@sandbox.example"}) == ["1", "2"]


def test_an_email_that_is_none_is_refused(rest: RestClient) -> None:
    fields = {"NAME": "Без почты", "EMAIL": [{"VALUE": "не адрес"}]}
    assert rest.refused("crm.contact.add", fields=fields) == (400, "ERROR_CORE")


def test_imported_contacts_keep_their_dates(rest: RestClient) -> None:
    fields = {"NAME": "Из прошлого", "DATE_CREATE": "2020-05-05T12:00:00+03:00"}
    imported = rest.call("crm.contact.add", fields=fields, params={"IMPORT": "Y"})
    added = rest.call("crm.contact.add", fields=fields)

    assert rest.call("crm.contact.get", id=imported)["DATE_CREATE"] == fields["DATE_CREATE"]
    assert rest.call("crm.contact.get", id=added)["DATE_CREATE"] != fields["DATE_CREATE"]
