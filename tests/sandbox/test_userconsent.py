"""Agreements and consents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def test_an_agreement_is_read_and_given(rest: RestClient) -> None:
    row = rest.call("userconsent.agreement.list")[0]
    assert (row["ID"], row["ACTIVE"], row["LANGUAGE_ID"]) == ("1", "Y", "ru")
    words = {"button_caption": "Согласен", "fields": {"EMAIL": "info@sandbox.example"}}
    told = rest.call("userconsent.agreement.text", id=1, replace=words)
    assert "«Согласен»" in told["LABEL"]
    assert "- info@sandbox.example;" in told["TEXT"]
    given = {"AGREEMENT_ID": 1, "IP": "192.0.2.7", "USER_ID": 10}
    assert rest.call("userconsent.consent.add", **given) == 1
    assert rest.call("userconsent.consent.add", **given) == 2


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("agreement.text", {}, "Parameter `Agreement ID` required."),
        ("agreement.text", {"id": 999}, "Agreement with id `999` not found"),
        ("consent.add", {"IP": "192.0.2.7"}, "Parameter `Agreement ID` required."),
        ("consent.add", {"AGREEMENT_ID": 1, "IP": "x"}, "Parameter `IP` is not an IP address"),
    ],
)
def test_refusals(rest: RestClient, method: str, params: dict[str, Any], description: str) -> None:
    status, body = rest.raw(f"userconsent.{method}", params)
    told = (status, body["error"], body["error_description"])
    assert told == (400, "ERROR_ARGUMENT", description)
