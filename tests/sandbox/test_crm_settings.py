"""What CRM is set up with: currencies, enumerations, older pipelines, cards, triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.sandbox.test_crm_timeline import as_app

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def codes(rest: RestClient, **params: Any) -> list[str]:
    return [row["CURRENCY"] for row in rest.call("crm.currency.list", **params)]


def told(rest: RestClient, method: str, **params: Any) -> str:
    """Call what must be refused and return what the refusal tells."""
    status, body = rest.raw(method, params)
    assert (status, body["error"]) == (400, "")
    return str(body["error_description"])


def test_a_currency_lives_from_creation_to_deletion(rest: RestClient) -> None:
    locale = {"FULL_NAME": "Индийская рупия", "FORMAT_STRING": "# ₹"}
    fields = {"CURRENCY": "INR", "AMOUNT_CNT": 10, "AMOUNT": "9.5", "LANG": {"ru": locale}}

    assert rest.call("crm.currency.add", fields=fields) == "INR"

    rupee = rest.call("crm.currency.get", id="INR")
    assert (rupee["AMOUNT"], rupee["AMOUNT_CNT"], rupee["BASE"]) == ("9.5000", "10", "N")
    assert (rupee["FULL_NAME"], rupee["LID"], rupee["LANG"]["ru"]["DECIMALS"]) == (
        "Индийская рупия", "ru", "2",
    )  # fmt: skip
    rest.call("crm.deal.update", id=1, fields={"CURRENCY_ID": "INR"})
    assert rest.call("crm.currency.update", ID="INR", fields={"AMOUNT": 10, "SORT": 1}) is True
    assert codes(rest)[0] == "INR"
    assert codes(rest, order={"AMOUNT": "desc"})[:2] == ["EUR", "USD"]
    assert rest.call("crm.currency.delete", id="INR") is True
    assert told(rest, "crm.currency.get", id="INR") == "Not found"
    assert told(rest, "crm.currency.delete", id="RUB") == "Cannot delete base currency."
    assert rest.refused("crm.deal.update", id=2, fields={"CURRENCY_ID": "INR"}) == (400, "")
    for broken in ({"AMOUNT": ""}, {"CURRENCY": "RUPEE"}, {"CURRENCY": "USD"}):
        refused = rest.refused("crm.currency.add", fields={**fields, **broken})
        assert refused == (400, "ERROR_CORE")
    assert rest.call("crm.currency.fields")["BASE"]["isReadOnly"] is True


def test_the_base_currency_changes(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("crm.currency.base.get") == "RUB"
    assert rest.call("crm.currency.base.set", id="USD") is True

    assert rest.call("crm.currency.base.get") == "USD"
    assert rest.call("crm.currency.get", id="USD")["AMOUNT"] == "1.0000"
    assert rest.call("crm.currency.get", id="RUB")["AMOUNT"] == "0.0125"
    assert told(manager, "crm.currency.base.set", id="EUR") == "Access denied."


def test_a_currency_is_written_in_several_languages(rest: RestClient) -> None:
    method = "crm.currency.localizations"
    english = {"en": {"FULL_NAME": "Russian Ruble", "FORMAT_STRING": "RUB #"}}

    assert rest.call(f"{method}.set", id="RUB", localizations=english) is True

    locales = rest.call(f"{method}.get", id="RUB")
    assert sorted(locales) == ["en", "ru"]
    assert (locales["en"]["FORMAT_STRING"], locales["en"]["DEC_POINT"]) == ("RUB #", ".")
    assert rest.call(f"{method}.delete", id="RUB", lids=["ru", "en"]) is True
    assert rest.call(f"{method}.get", id="RUB") == []
    assert told(rest, f"{method}.get") == "The parameter id is invalid or not defined."
    assert "HIDE_ZERO" in rest.call(f"{method}.fields")


def test_enumerations(rest: RestClient) -> None:
    for name, count in (
        ("activitydirection", 3), ("activitynotifytype", 4), ("activitypriority", 4),
        ("activitystatus", 4), ("activitytype", 7), ("addresstype", 6), ("contenttype", 4),
        ("settings.mode", 2), ("ownertype", 9),
    ):  # fmt: skip
        assert len(rest.call(f"crm.enum.{name}")) == count
    assert rest.call("crm.enum.activitytype")[2] == {
        "ID": 2, "NAME": "звонок", "SYMBOL_CODE": None, "SYMBOL_CODE_SHORT": None,
    }  # fmt: skip
    rest.call("crm.type.add", fields={"title": "Договоры"})
    assert rest.call("crm.enum.ownertype")[-1] == {
        "ID": 1030, "NAME": "Договоры", "SYMBOL_CODE": "DYNAMIC_1030", "SYMBOL_CODE_SHORT": "T406",
    }  # fmt: skip
    assert rest.call("crm.enum.getorderownertypes")[0]["code"] == "DEAL"
    assert "SYMBOL_CODE" in rest.call("crm.enum.fields")
    assert "VALUE_TYPE" in rest.call("crm.multifield.fields")
    assert rest.call("crm.settings.mode.get") == 1


def test_pipelines_by_the_older_methods(rest: RestClient, manager: RestClient) -> None:
    method = "crm.dealcategory"
    number = rest.call(f"{method}.add", fields={"NAME": "Опт", "SORT": 20})

    assert number == 1
    made = rest.call(f"{method}.get", id=number)
    assert (made["ID"], made["NAME"], made["IS_LOCKED"], made["SORT"]) == ("1", "Опт", "N", "20")
    assert rest.call(f"{method}.list", filter={"IS_LOCKED": "N"}) == [made]
    assert rest.call(f"{method}.update", id=number, fields={"NAME": "Розница"}) is True
    assert rest.call("crm.category.get", entityTypeId=2, id=1)["category"]["name"] == "Розница"
    assert rest.call(f"{method}.status", id=1) == "DEAL_STAGE_1"
    assert rest.call(f"{method}.stage.list", id=1)[0]["STATUS_ID"] == "C1:NEW"
    assert rest.call(f"{method}.stage.list")[0]["STATUS_ID"] == "NEW"
    assert rest.call(f"{method}.default.set", name="Главная") is True
    assert rest.call(f"{method}.default.get") == {"ID": 0, "NAME": "Главная"}
    rest.call("crm.deal.add", fields={"CATEGORY_ID": 1})
    told(rest, f"{method}.delete", id=1)
    rest.call("crm.deal.delete", id=6)
    assert rest.call(f"{method}.delete", id=1) is True
    assert told(rest, f"{method}.get", id=1) == "Not found"
    assert told(rest, f"{method}.get", id=0) == "ID is not defined or invalid."
    told(rest, f"{method}.add", fields={})
    told(rest, f"{method}.default.set")
    assert told(manager, f"{method}.add", fields={"NAME": "x"}) == "Access denied."
    assert "CREATED_DATE" in rest.call(f"{method}.fields")


def test_cards_of_objects(rest: RestClient, manager: RestClient) -> None:
    item, deal = "crm.item.details.configuration", "crm.deal.details.configuration"
    element = {"name": "TITLE", "optionFlags": 1}
    section = {"name": "main", "title": "О сделке", "type": "section", "elements": [element]}
    shown = {**section, "elements": [{"name": "TITLE", "optionFlags": "1"}]}

    assert rest.call(f"{deal}.get") is None
    assert rest.call(f"{deal}.set", data=[section]) is True
    assert rest.call(f"{item}.get", entityTypeId=2) == [shown]
    assert rest.call(f"{item}.get", entityTypeId=2, userId=10) is None
    assert rest.call(f"{item}.set", entityTypeId=2, scope="C", data=[section, section]) is True
    assert len(manager.call(f"{deal}.get", scope="C")) == 2
    assert told(manager, f"{deal}.get", userId=1) == "Access denied."
    assert told(manager, f"{deal}.set", scope="C", data=[section]) == "Access denied."
    of_pipeline = {"extras": {"dealCategoryId": 1}}
    assert rest.call(f"{deal}.set", data=[section], **of_pipeline) is True
    assert rest.call(f"{deal}.reset", **of_pipeline) is True
    assert rest.call(f"{deal}.get", **of_pipeline) is None
    assert rest.call(f"{item}.forceCommonScopeForAll", entityTypeId=2) is True
    assert rest.call(f"{deal}.get") is None
    for kind in ("lead", "contact", "company"):
        assert rest.call(f"crm.{kind}.details.configuration.set", data=[section]) is True
        assert rest.call(f"crm.{kind}.details.configuration.get") == [shown]
        assert rest.call(f"crm.{kind}.details.configuration.reset") is True
        assert rest.call(f"crm.{kind}.details.configuration.forceCommonScopeForAll") is True
    for data, text in (
        ("x", "Parameter 'data' must be array."),
        ({"a": section}, "The data must be indexed array."),
        ([], "There are no data to write."),
        ([{**section, "type": "x"}],
         "Section at index 0 have type x. The expected type is 'section'."),
        ([{**section, "title": ""}], "Section at index 0 does not have title."),
        ([section, {**section, "elements": [{}]}],
         "Element at index 0 in section at index 1 does not have name."),
    ):  # fmt: skip
        assert told(rest, f"{deal}.set", data=data) == text
    assert told(rest, f"{item}.get") == "Parameter 'entityTypeId' is not defined"
    told(rest, f"{item}.get", entityTypeId=99)


def test_triggers_of_an_application(rest: RestClient) -> None:
    method = "crm.automation.trigger"
    trigger = {"CODE": "paid", "NAME": "Оплачено"}

    for _ in range(2):
        assert as_app(rest, f"{method}.add", **trigger)[1]["result"] is True
    assert as_app(rest, f"{method}.list")[1]["result"] == [trigger]
    fired = {"CODE": "paid", "OWNER_TYPE_ID": 2, "OWNER_ID": 1}
    assert as_app(rest, f"{method}.execute", **fired)[1]["result"] is True
    for broken, text in (
        ({"CODE": ""}, "Empty trigger code!"),
        ({"CODE": "два слова"}, "Wrong trigger code!"),
        ({"CODE": "none"}, "Trigger with code none is not registered."),
        ({"OWNER_TYPE_ID": 99}, "Incorrect parameter OWNER_TYPE_ID."),
        ({"OWNER_ID": 99}, "Incorrect parameter OWNER_ID."),
    ):
        _, body = as_app(rest, f"{method}.execute", **{**fired, **broken})
        assert (body["error"], body["error_description"]) == ("", text)
    assert as_app(rest, f"{method}.add", CODE="x")[1]["error"] == ""
    assert as_app(rest, f"{method}.delete", CODE="paid")[1]["result"] is True
    gone = as_app(rest, f"{method}.delete", CODE="paid")[1]
    assert gone["error_description"] == "Trigger not found"
    assert rest.refused(f"{method}.list") == (403, "ACCESS_DENIED")
    assert rest.call(method, target="DEAL_1") is True
    for target, text in (
        ("", "Target is not set."),
        ("DEAL", "Incorrect target format."),
        ("DEAL_99", "Target is not found."),
    ):
        assert told(rest, method, target=target) == text


def test_units_and_rates_are_those_of_the_catalogue(rest: RestClient) -> None:
    for name, title, kept, fields, shown, absent in (
        ("measure", "MEASURE_TITLE", "measureTitle", {"CODE": 900, "SYMBOL_RUS": "ящ"},
         {"CODE": "900", "SYMBOL_RUS": "ящ", "IS_DEFAULT": "N"}, "Measure is not found."),
        ("vat", "NAME", "name", {"RATE": 5}, {"RATE": "5.00", "ACTIVE": "Y", "C_SORT": "100"},
         "VAT rate not found."),
    ):  # fmt: skip
        method = f"crm.{name}"
        number = rest.call(f"{method}.add", fields={**fields, title: "Своё"})
        made = rest.call(f"{method}.get", id=number)
        assert {field: made[field] for field in shown} == shown
        assert rest.call(f"catalog.{name}.get", id=number)[name][kept] == "Своё"
        rows = rest.call(f"{method}.list", filter={title: "Своё"}, order={title: "ASC"})
        assert rows == [made]
        assert rest.call(f"{method}.update", id=number, fields={title: "Иначе"}) in (True, number)
        assert rest.call(f"{method}.get", id=number)[title] == "Иначе"
        assert rest.call(f"{method}.delete", id=number) is True
        assert rest.refused(f"{method}.get", id=number) == (400, absent)
        assert rest.refused(f"{method}.get", id=0) == (400, "Invalid identifier.")
        assert rest.refused(f"{method}.add", fields={}) == (400, "Invalid parameters.")
        assert rest.call(f"{method}.fields")[title]["isRequired"] is True


def test_what_custom_fields_are_made_of(rest: RestClient) -> None:
    method = "crm.userfield"
    types = [row["ID"] for row in rest.call(f"{method}.types")]
    for kind in types:
        field = {"FIELD_NAME": f"OF_{kind.upper()}", "USER_TYPE_ID": kind}
        assert rest.call("crm.deal.userfield.add", fields=field)
    described = rest.call(f"{method}.fields")
    assert described["ID"] == {"type": "int", "title": "ID", "isReadOnly": True}
    assert described["USER_TYPE_ID"] == {"type": "string", "title": "Тип", "isImmutable": True}
    assert rest.call(f"{method}.enumeration.fields")["DEL"]["type"] == "string"
    assert rest.call(f"{method}.settings.fields", type="double")["PRECISION"]["type"] == "int"
    assert told(rest, f"{method}.settings.fields")
