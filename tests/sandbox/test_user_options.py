"""Settings of applications, and the names of access codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from tests.sandbox.app_client import AppClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.rest_client import RestClient

APPLICATION = (400, "AccessException")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """Serve a portal with tokens of two users and of two applications."""
    tokens = {"one": Token(1), "ten": Token(10), "other": Token(1, client_id="local.other")}
    portal = open_portal(tmp_path / "portal", webhooks={}, tokens=tokens)
    with run(portal) as running:
        yield running.base


def test_settings_belong_to_a_user_within_an_application(base: str) -> None:
    one, ten, other = (AppClient(base, token) for token in ("one", "ten", "other"))
    assert one.call("user.option.get") == {}
    assert one.call("user.option.set", options={"theme": "dark", "size": 3}) is True
    assert one.call("user.option.set", options={"size": {"w": 1}}) is True
    assert one.call("user.option.get") == {"theme": "dark", "size": {"w": 1}}
    assert one.call("user.option.get", option="theme") == "dark"
    assert one.call("user.option.get", option="none") is None
    assert (ten.call("user.option.get"), other.call("user.option.get")) == ({}, {})
    assert one.call("app.option.get") == {}


def test_settings_of_an_application_are_set_by_administrators(base: str) -> None:
    one, ten, other = (AppClient(base, token) for token in ("one", "ten", "other"))
    assert ten.refused("app.option.set", options={"a": 1}) == APPLICATION
    assert one.call("app.option.set", options={"a": 1}) is True
    assert (ten.call("app.option.get", option="a"), other.call("app.option.get")) == ("1", {})
    for method in ("app.option.set", "user.option.set"):
        assert one.refused(method, options={}) == (400, "ArgumentNullException")


def test_a_webhook_is_no_application(rest: RestClient) -> None:
    for method in ("app.option.get", "app.option.set", "user.option.get", "user.option.set"):
        assert rest.refused(method, options={"a": 1}) == APPLICATION


def test_names_of_access_codes(rest: RestClient) -> None:
    codes = ["G2", "AU", "U10", "DR1", "SG1_K", "U999", "D77", "SG9", "X", "U1_K"]
    told = rest.call("access.name", ACCESS=codes)
    assert told["AU"] == {
        "provider": "",
        "name": "Все авторизованные пользователи",
        "provider_id": "other",
    }
    assert {code: row["name"] for code, row in told.items() if code not in ("AU", "G2")} == {
        "U10": "Менеджер Продаж",
        "DR1": "Компания (с подотделами)",
        "SG1_K": "Запуск сайта: Все участники",
    }
    assert rest.call("access.name") is False


def test_codes_of_departments_and_groups_are_held(manager: RestClient) -> None:
    for code in ("D2", "DR1", "DR2", "SG1", "SG1_K", "SG2_A", "SG2_K"):
        assert manager.call("user.access", ACCESS=[code]) is True
    for code in ("D1", "D3", "DR3", "SG1_A", "SG1_E", "SG3"):
        assert manager.call("user.access", ACCESS=[code]) is False
