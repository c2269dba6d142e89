"""Mail services."""

from __future__ import annotations

import base64
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def test_a_service_is_created_changed_and_deleted(rest: RestClient) -> None:
    icon = ["icon.png", base64.b64encode(b"icon").decode()]
    given = {"NAME": "Новая почта", "SERVER": "IMAP.Mail.example", "PORT": 993, "SORT": 50}
    number = rest.call("mailservice.add", **given, ENCRYPTION="Y", ICON=icon)
    assert number == 2
    row = rest.call("mailservice.get", ID=number)
    assert (row["SERVER"], row["PORT"], row["ACTIVE"]) == ("imap.mail.example", "993", "Y")
    assert (row["SMTP_SERVER"], row["SMTP_LOGIN_AS_IMAP"]) == (None, "N")
    with urllib.request.urlopen(row["ICON"], timeout=10) as answer:
        assert answer.read() == b"icon"
    assert [row["ID"] for row in rest.call("mailservice.list")] == ["2", "1"]
    assert rest.call("mailservice.update", ID=2, ACTIVE="N", NAME="Старая почта") is True
    assert [row["NAME"] for row in rest.call("mailservice.list")] == ["Почта компании"]
    assert rest.call("mailservice.get", ID=2)["NAME"] == "Старая почта"
    assert rest.call("mailservice.delete", ID=1) is True
    assert rest.refused("mailservice.list") == (400, "ERROR_CORE")
    assert rest.call("mailservice.fields")["SERVER"] == "Адрес сервера"


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("add", {}, 'Required field "Name" not filled'),
        ("add", {"NAME": "а", "PORT": "x"}, 'Invalid value for "Порт"'),
        ("add", {"NAME": "а", "ACTIVE": "да"}, 'Invalid value for "Активность"'),
        ("add", {"NAME": "а", "ICON": 77}, 'Invalid value for "Логотип"'),
        ("get", {}, "Mail service ID not specified"),
        ("update", {"ID": 9}, "Mail service not found"),
        ("delete", {"ID": 9}, "Mail service not found"),
    ],
)
def test_refusals(rest: RestClient, method: str, params: dict[str, Any], description: str) -> None:
    status, body = rest.raw(f"mailservice.{method}", params)
    told = (status, body["error"], body["error_description"])
    assert told == (400, "ERROR_CORE", description)


def test_services_are_changed_by_administrators(manager: RestClient) -> None:
    assert manager.call("mailservice.get", ID=1)["ID"] == "1"
    for name in ("add", "update", "delete"):
        body = manager.raw(f"mailservice.{name}", {"ID": 1, "NAME": "а"})[1]
        assert body["error_description"] == "Access denied"
