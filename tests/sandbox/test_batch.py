"""Several calls in one: order, references, refusals inside an answer of HTTP 200."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def test_commands_answer_under_their_keys_with_totals_beside(rest: RestClient) -> None:
    answer = rest.call(
        "batch",
        halt=0,
        cmd={"deal": "crm.deal.get?id=1", "leads": "crm.lead.list?select[]=TITLE"},
    )

    assert answer["result"]["deal"]["TITLE"] == "Поставка"
    assert answer["result"]["leads"][0] == {"ID": "1", "TITLE": "Заявка с сайта"}
    assert answer["result_error"] == []
    assert answer["result_total"] == {"leads": 3}
    assert answer["result_next"] == []
    assert set(answer["result_time"]) == {"deal", "leads"}
    assert answer["result_time"]["deal"]["finish"] >= answer["result_time"]["deal"]["start"]


def test_numbered_commands_answer_as_a_list(rest: RestClient) -> None:
    answer = rest.call("batch", cmd=["crm.deal.get?id=1", "crm.deal.get?id=2"])

    assert [deal["ID"] for deal in answer["result"]] == ["1", "2"]


def test_a_gap_among_numbered_commands_makes_an_object(rest: RestClient) -> None:
    answer = rest.call("batch", cmd=["crm.deal.get?id=99", "crm.deal.get?id=2"])

    assert list(answer["result"]) == ["1"]
    assert answer["result_error"] == [{"error": "", "error_description": "Not found"}]


def test_a_reference_takes_a_field_of_an_earlier_answer(rest: RestClient) -> None:
    answer = rest.call(
        "batch",
        cmd={
            "deals": "crm.deal.list?filter[ID]=1&select[]=CONTACT_ID&select[]=COMPANY_ID",
            "contact": "crm.contact.get?id=$result[deals][0][CONTACT_ID]",
            "new": "crm.deal.add?fields[TITLE]=" + quote("Из «$result[contact][NAME]»"),
            "back": "crm.deal.get?id=$result[new]",
        },
    )

    assert answer["result"]["contact"]["NAME"] == "Закупщик"
    assert answer["result"]["back"]["TITLE"] == "Из «Закупщик»"


def test_a_reference_to_a_list_stays_a_list(rest: RestClient) -> None:
    contacts = "crm.contact.list?order[ID]=ASC&select[]=ID"
    rest.call("crm.deal.contact.items.set", id=2, items=[{"CONTACT_ID": 2}, {"CONTACT_ID": 1}])
    answer = rest.call(
        "batch",
        cmd={
            "contacts": contacts,
            "links": "crm.deal.contact.items.get?id=2",
            "copy": "crm.deal.contact.items.set?id=3&items=$result[links]",
            "seen": "crm.deal.contact.items.get?id=3",
        },
    )

    assert [row["CONTACT_ID"] for row in answer["result"]["seen"]] == [2, 1]


def test_an_unresolved_reference_stays_literal(rest: RestClient) -> None:
    answer = rest.call(
        "batch",
        cmd={"new": "crm.deal.add?fields[TITLE]=$result[nobody][0][ID]"},
    )

    deal = rest.call("crm.deal.get", id=answer["result"]["new"])
    assert deal["TITLE"] == "$result[nobody][0][ID]"


def test_refusals_do_not_stop_the_others(rest: RestClient) -> None:
    status, body = rest.raw(
        "batch",
        {"cmd": {"a": "crm.deal.get?id=99", "b": "no.such.method", "c": "crm.deal.get?id=1"}},
    )

    assert status == 200
    assert body["result"]["result_error"] == {
        "a": {"error": "", "error_description": "Not found"},
        "b": {"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"},
    }
    assert list(body["result"]["result"]) == ["c"]
    assert list(body["result"]["result_time"]) == ["c"]


def test_halt_stops_at_the_first_refusal(rest: RestClient) -> None:
    for halt in (1, "1", True):
        answer = rest.call(
            "batch",
            halt=halt,
            cmd={
                "a": "crm.deal.get?id=1",
                "b": "crm.deal.get?id=99",
                "c": "crm.deal.get?id=2",
            },
        )

        assert list(answer["result"]) == ["a"]
        assert list(answer["result_error"]) == ["b"]


def test_what_ran_before_a_refusal_stays_done(rest: RestClient) -> None:
    rest.call(
        "batch",
        halt=1,
        cmd=["crm.deal.update?id=1&fields[TITLE]=Новая", "crm.deal.get?id=99"],
    )

    assert rest.call("crm.deal.get", id=1)["TITLE"] == "Новая"


def test_nested_batches_and_file_transfer_are_refused(rest: RestClient) -> None:
    answer = rest.call("batch", cmd={"n": "batch?cmd[]=profile", "u": "upload", "d": "download"})

    refused = {
        "error": "ERROR_BATCH_METHOD_NOT_ALLOWED",
        "error_description": "Method is not allowed for batch usage",
    }
    assert answer["result_error"] == {"n": refused, "u": refused, "d": refused}
    assert answer["result"] == []


def test_the_fifty_first_command_is_refused_and_the_fifty_run(rest: RestClient) -> None:
    answer = rest.call("batch", cmd=[f"crm.deal.get?id={1 + i % 5}" for i in range(51)])

    assert len(answer["result"]) == 50
    assert answer["result_error"] == {
        "50": {
            "error": "ERROR_BATCH_LENGTH_EXCEEDED",
            "error_description": "Max batch length exceeded",
        }
    }


def test_nested_parameters_are_decoded_as_php_does(rest: RestClient) -> None:
    query = (
        "fields[TITLE]=A%26B&fields[PHONE][0][VALUE]=%2B74950000009"
        "&fields[PHONE][0][VALUE_TYPE]=MOBILE"
    )
    answer = rest.call("batch", cmd={"new": f"crm.lead.add?{query}"})

    lead = rest.call("crm.lead.get", id=answer["result"]["new"])
    assert lead["TITLE"] == "A&B"
    phone = lead["PHONE"][0]
    assert (phone["VALUE"], phone["VALUE_TYPE"]) == ("+74950000009", "MOBILE")


def test_commands_travel_in_a_url_twice_encoded(rest: RestClient) -> None:
    inner = "crm.deal.list?filter[TITLE]=" + quote("Поставка")
    url = f"{rest.base}/rest/1/sandboxcode1/batch?cmd[found]={quote(inner)}"
    status, body = rest.post(url, {})

    assert status == 200
    assert [deal["ID"] for deal in body["result"]["result"]["found"]] == ["1"]


def test_an_empty_batch_answers_empty_maps(rest: RestClient) -> None:
    expected: dict[str, list[Any]] = {
        "result": [],
        "result_error": [],
        "result_total": [],
        "result_next": [],
        "result_time": [],
    }

    assert rest.call("batch") == expected
    assert rest.call("batch", cmd=[]) == expected
    assert rest.call("batch", cmd=[5, None]) == expected


def test_next_of_a_long_list_stands_outside_the_result(rest: RestClient) -> None:
    rest.call("batch", cmd=[f"crm.lead.add?fields[TITLE]=L{i}" for i in range(50)])

    answer = rest.call("batch", cmd={"leads": "crm.lead.list"})
    assert answer["result_next"] == {"leads": 50}
    assert answer["result_total"] == {"leads": 53}


def test_numbers_for_names_make_positional_parameters(rest: RestClient) -> None:
    answer = rest.call("batch", cmd={"add": "task.commentitem.add?0=1&1[POST_MESSAGE]=Привет"})

    assert answer["result_error"] == []
    assert int(answer["result"]["add"]) > 0
