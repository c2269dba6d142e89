"""Quotes, deals that recur, the history of stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient

MONTHLY = {
    "DEAL_ID": 1,
    "CATEGORY_ID": "0",
    "START_DATE": "2040-01-31",
    "PARAMS": {"MODE": "multiple", "MULTIPLE_TYPE": "month", "MULTIPLE_INTERVAL": 1,
               "OFFSET_BEGINDATE_TYPE": "day", "OFFSET_BEGINDATE_VALUE": 1,
               "OFFSET_CLOSEDATE_TYPE": "week", "OFFSET_CLOSEDATE_VALUE": 2},
}  # fmt: skip


def stages(rest: RestClient, type_id: int, **params: Any) -> list[dict[str, Any]]:
    found = rest.call("crm.stagehistory.list", entityTypeId=type_id, **params)
    rows: list[dict[str, Any]] = found["items"]
    return rows


def test_a_quote_lives_from_creation_to_deletion(rest: RestClient) -> None:
    fields = {"TITLE": "Мебель", "COMPANY_ID": 1, "CONTACT_IDS": [1, 2], "OPPORTUNITY": 100}
    number = rest.call("crm.quote.add", fields=fields)

    quote = rest.call("crm.quote.get", id=number)
    assert (quote["QUOTE_NUMBER"], quote["STATUS_ID"], quote["CLOSED"]) == ("1", "DRAFT", "N")
    assert (quote["OPPORTUNITY"], quote["CONTACT_ID"], quote["TERMS"]) == ("100.00", "1", None)
    assert quote["ACTUAL_DATE"] == quote["CLOSEDATE"] > quote["BEGINDATE"]
    assert rest.call("crm.quote.update", id=number, fields={"STATUS_ID": "APPROVED"}) is True
    assert rest.call("crm.quote.get", id=number)["CLOSED"] == "Y"
    _, page = rest.raw("crm.quote.list", {"filter": {"STATUS_ID": "APPROVED"}, "select": ["TITLE"]})
    assert (page["result"], page["total"]) == ([{"ID": "1", "TITLE": "Мебель"}], 1)
    rows = [{"PRODUCT_NAME": "Стол", "PRICE": 50, "QUANTITY": 3}]
    assert rest.call("crm.quote.productrows.set", id=number, rows=rows) is True
    assert rest.call("crm.quote.productrows.get", id=number)[0]["OWNER_TYPE"] == "Q"
    assert rest.call("crm.quote.get", id=number)["OPPORTUNITY"] == "150.00"
    contacts = rest.call("crm.quote.contact.items.get", id=number)
    assert [row["CONTACT_ID"] for row in contacts] == [1, 2]
    item = rest.call("crm.item.get", entityTypeId=7, id=number)["item"]
    assert (item["title"], item["stageId"], item["contactIds"]) == ("Мебель", "APPROVED", [1, 2])
    assert rest.call("crm.quote.delete", id=number) is True
    assert rest.refused("crm.quote.delete", id=number) == (400, "ERROR_CORE")
    for verb in ("get", "update"):
        assert rest.refused(f"crm.quote.{verb}", id=number, fields={}) == (400, "")
    assert rest.refused("crm.quote.add", fields={"STATUS_ID": "NONE"}) == (400, "")
    assert rest.call("crm.quote.fields")["STATUS_ID"]["statusType"] == "QUOTE_STATUS"


def test_quotes_have_contacts_and_fields_of_their_own(rest: RestClient) -> None:
    number = rest.call("crm.quote.add", fields={"TITLE": "Мебель"})
    contact = "crm.quote.contact"

    assert rest.call(f"{contact}.add", id=number, fields={"CONTACT_ID": 2}) is True
    assert rest.call(f"{contact}.items.set", id=number, items=[{"CONTACT_ID": 1}]) is True
    assert rest.call(f"{contact}.delete", id=number, fields={"CONTACT_ID": 1}) is True
    assert rest.call(f"{contact}.items.delete", id=number) is True
    assert rest.call(f"{contact}.items.get", id=number) == []
    assert "IS_PRIMARY" in rest.call(f"{contact}.fields")
    field = {"FIELD_NAME": "REGION", "USER_TYPE_ID": "string"}
    made = rest.call("crm.quote.userfield.add", fields=field)
    rest.call("crm.quote.update", id=number, fields={"UF_CRM_REGION": "Север"})
    assert rest.call("crm.quote.get", id=number)["UF_CRM_REGION"] == "Север"
    assert rest.call("crm.quote.userfield.get", id=made)["ENTITY_ID"] == "CRM_QUOTE"
    assert rest.call("crm.quote.userfield.update", id=made, fields={"SORT": 1}) is True
    assert len(rest.call("crm.quote.userfield.list")) == 1
    assert rest.call("crm.quote.userfield.delete", id=made) is True


def test_a_deal_recurs_by_its_template(rest: RestClient) -> None:
    number = rest.call("crm.deal.recurring.add", fields={**MONTHLY, "IS_LIMIT": "X"})

    settings = rest.call("crm.deal.recurring.get", id=number)
    assert (settings["DEAL_ID"], settings["BASED_ID"], settings["ACTIVE"]) == ("6", "1", "Y")
    assert (settings["IS_LIMIT"], settings["COUNTER_REPEAT"]) == ("N", None)
    assert settings["NEXT_EXECUTION"] == settings["START_DATE"] == "2040-01-31T00:00:00+03:00"
    assert (settings["LAST_EXECUTION"], settings["LIMIT_DATE"]) == ("", "")
    assert settings["PARAMS"]["SINGLE_BEFORE_START_DATE_VALUE"] == 0
    template = rest.call("crm.deal.get", id=6)
    assert (template["TITLE"], template["IS_RECURRING"]) == ("Поставка", "Y")

    made = rest.call("crm.deal.recurring.expose", id=number)["DEAL_ID"]

    deal = rest.call("crm.deal.get", id=made)
    assert (deal["TITLE"], deal["IS_RECURRING"]) == ("Поставка", "N")
    assert deal["BEGINDATE"] < deal["CLOSEDATE"]
    settings = rest.call("crm.deal.recurring.get", id=number)
    assert (settings["COUNTER_REPEAT"], settings["LAST_EXECUTION"][19:]) == ("1", "+03:00")
    assert rest.call("crm.deal.recurring.list", filter={"BASED_ID": 1}) == [settings]
    assert rest.call("crm.deal.recurring.list", filter={"ACTIVE": "N"}) == []


def test_a_template_stops_at_its_limit(rest: RestClient) -> None:
    once = {**MONTHLY, "IS_LIMIT": "T", "LIMIT_REPEAT": 1}
    number = rest.call("crm.deal.recurring.add", fields=once)
    get, update = "crm.deal.recurring.get", "crm.deal.recurring.update"

    rest.call("crm.deal.recurring.expose", id=number)
    assert rest.call(get, id=number)["NEXT_EXECUTION"] == ""
    until = {"IS_LIMIT": "D", "LIMIT_DATE": "2040-02-01"}
    assert rest.call(update, id=number, fields=until) is True
    assert rest.call(get, id=number)["NEXT_EXECUTION"][:10] == "2040-01-31"
    rest.call(update, id=number, fields={"LIMIT_DATE": "2040-01-30"})
    assert rest.call(get, id=number)["NEXT_EXECUTION"] == ""
    single = {"MODE": "single", "SINGLE_BEFORE_START_DATE_TYPE": "month",
              "SINGLE_BEFORE_START_DATE_VALUE": 2}  # fmt: skip
    rest.call(update, id=number, fields={"IS_LIMIT": "N", "PARAMS": single})
    assert rest.call(get, id=number)["NEXT_EXECUTION"][:10] == "2039-11-30"
    rest.call(update, id=number, fields={"ACTIVE": "N"})
    assert rest.call(get, id=number)["NEXT_EXECUTION"] == ""
    yearly = {"MODE": "multiple", "MULTIPLE_TYPE": "year", "MULTIPLE_INTERVAL": 5}
    old = {"ACTIVE": "Y", "START_DATE": "2000-03-01", "PARAMS": yearly}
    rest.call(update, id=number, fields=old)
    following = rest.call(get, id=number)["NEXT_EXECUTION"]
    assert (following[3:10] in ("0-03-01", "5-03-01"), following > "2026") == (True, True)


def test_what_templates_refuse(rest: RestClient) -> None:
    add = "crm.deal.recurring.add"
    assert rest.refused(add, fields={"DEAL_ID": 99}) == (400, "")
    number = rest.call(add, fields=MONTHLY)
    for deal in (1, 6):
        assert rest.refused(add, fields={**MONTHLY, "DEAL_ID": deal}) == (400, "")
    _, body = rest.raw("crm.deal.recurring.delete", {"id": number})
    told = "Deleting is impossible. Connected recurring deal exists."
    assert body["error_description"] == told
    rest.call("crm.deal.delete", id=6)
    for verb in ("get", "delete", "expose", "update"):
        _, body = rest.raw(f"crm.deal.recurring.{verb}", {"id": number})
        assert body["error_description"] == "Recurring deal is not found."
    _, body = rest.raw("crm.deal.recurring.get", {"id": 0})
    assert body["error_description"] == "id is not defined or invalid."
    definition = rest.call("crm.deal.recurring.fields")["PARAMS"]["definition"]
    assert definition["MODE"]["type"] == "string"


def test_stages_that_were_come_to_are_remembered(rest: RestClient) -> None:
    rest.call("crm.deal.update", id=1, fields={"STAGE_ID": "EXECUTING"})
    rest.call("crm.deal.update", id=1, fields={"TITLE": "x"})
    rest.call("crm.item.update", entityTypeId=2, id=1, fields={"stageId": "WON"})
    rest.call("crm.lead.update", id=1, fields={"STATUS_ID": "IN_PROCESS"})
    category = rest.call("crm.category.add", entityTypeId=2, fields={"name": "Вторая"})
    moved = {"categoryId": category["category"]["id"]}
    rest.call("crm.item.update", entityTypeId=2, id=1, fields=moved)

    rows = stages(rest, 2, filter={"OWNER_ID": 1})

    told = [(row["TYPE_ID"], row["STAGE_ID"], row["STAGE_SEMANTIC_ID"]) for row in rows]
    assert told == [
        (1, "NEW", "P"), (2, "EXECUTING", "P"), (3, "WON", "S"), (5, "C1:NEW", "P"),
    ]  # fmt: skip
    assert (rows[0]["ID"], rows[0]["CATEGORY_ID"]) == (1, 0)
    assert stages(rest, 1, filter={"OWNER_ID": 1}, order={"ID": "DESC"}, select=["STATUS_ID"]) == [
        {"ID": 4, "STATUS_ID": "IN_PROCESS"}, {"ID": 1, "STATUS_ID": "NEW"},
    ]  # fmt: skip
    _, page = rest.raw("crm.stagehistory.list", {"entityTypeId": 2, "filter": {"TYPE_ID": 1}})
    assert page["total"] == 5
    rest.call("crm.deal.delete", id=1)
    assert stages(rest, 2, filter={"OWNER_ID": 1}) == []


def test_what_the_history_refuses(rest: RestClient) -> None:
    method = "crm.stagehistory.list"
    assert rest.refused(method, entityTypeId=3) == (400, "ENTITY_TYPE_NOT_SUPPORTED")
    wrong = {"filter": {"TITLE": "x"}}, {"order": {"TITLE": "ASC"}}, {"order": {"ID": "up"}}
    for params in wrong:
        assert rest.refused(method, entityTypeId=2, **params) == (400, "INVALID_ARG_VALUE")
