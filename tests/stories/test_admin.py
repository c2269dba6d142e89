"""Settings and administration: the consent address, tokens, the portal's clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller

SERVER = "https://oauth.bitrix.info/oauth/token/"


def test_the_consent_address_is_made_of_a_domain_in_any_form(do: Teller) -> None:
    bare = do.run("ПолучитьСсылкуАвторизацииПриложения -d portal.example -c local.123")
    pasted = do.run("GetAppAuthLink --domain https://portal.example/ --clientid local.123")

    assert bare.out == "https://portal.example/oauth/authorize/?client_id=local.123\n"
    assert pasted.out == bare.out


def test_tokens_are_asked_for_where_applications_are_registered(do: Teller) -> None:
    got = do(
        "ПолучитьТокен --clientid local.123 --clientsecret - --code onetimecode --dry-run",
        stdin="applicationsecret\n",
    )
    renewed = do("RefreshToken -c local.123 -l applicationsecret --refresh renewaltoken --dry-run")

    assert (got["verb"], got["url"]) == ("GET", SERVER)
    assert got["params"] == {
        "grant_type": "authorization_code", "client_id": "local.123", "client_secret": "***",
        "code": "***",
    }  # fmt: skip
    assert renewed["params"] == {
        "grant_type": "refresh_token", "client_id": "local.123", "client_secret": "***",
        "refresh_token": "***",
    }  # fmt: skip


def test_both_names_of_a_token_command_ask_the_same(do: Teller) -> None:
    options = ("-c", "local.1", "-l", "applicationsecret", "--dry-run")
    first = do("GetToken --code onetimecode", *options)
    second = do("ОбновитьТокен --refresh renewaltoken", *options)

    assert first["params"]["grant_type"] == "authorization_code"
    assert second["params"]["grant_type"] == "refresh_token"


def test_the_clock_is_the_portals(do: Teller, rest: RestClient) -> None:
    told = [datetime.fromisoformat(do(name)) for name in ("СерверноеВремя", "ServerTime")]

    after = datetime.fromisoformat(rest.call("server.time"))
    assert told == sorted(told)
    assert told[-1] <= after
    assert {moment.utcoffset() for moment in told} == {after.utcoffset()}
