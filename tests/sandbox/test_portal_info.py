from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from pathlib import Path


def as_application(rest: RestClient, method: str, **params: Any) -> tuple[int, Any]:
    return rest.post(f"{rest.base}/rest/{method}", {**params, "auth": "token-of-user-1"})


def test_server_time_is_in_the_portals_zone(rest: RestClient) -> None:
    moment = datetime.fromisoformat(rest.call("server.time"))
    assert moment.utcoffset() == timedelta(hours=3)


def test_unlimited_webhook_has_every_scope(rest: RestClient) -> None:
    scopes = rest.call("scope")
    assert {"im", "imbot", "crm", "task", "disk"} <= set(scopes)
    assert rest.call("scope", full=True) == scopes


def test_limited_webhook_sees_its_own(tmp_path: Path) -> None:
    scopes = frozenset({"im", "department"})
    with run(open_portal(tmp_path, webhooks={(1, "limited"): scopes})) as portal:
        rest = RestClient(portal.base, 1, "limited")
        assert rest.call("scope") == ["department", "im"]
        assert len(rest.call("scope", full="true")) > 40
        mine = rest.call("methods")
        assert {"im.user.get", "department.get", "server.time"} <= set(mine)
        assert "user.get" not in mine
        assert "user.get" in rest.call("methods", full="true")
        assert rest.call("method.get", name="user.get") == {
            "isExisting": True,
            "isAvailable": False,
        }
        assert rest.refused("user.get") == (403, "insufficient_scope")


def test_methods_of_one_scope(rest: RestClient) -> None:
    assert rest.call("methods", scope="department") == [
        "department.add",
        "department.delete",
        "department.fields",
        "department.get",
        "department.update",
    ]
    assert "profile" in rest.call("methods", scope="")


def test_every_listed_method_is_found(rest: RestClient) -> None:
    for name in rest.call("methods", full=True):
        assert rest.call("method.get", name=name.lower())["isExisting"] is True, name


def test_method_get_wants_small_letters(rest: RestClient) -> None:
    yes, no = (
        {"isExisting": True, "isAvailable": True},
        {"isExisting": False, "isAvailable": False},
    )
    assert rest.call("method.get", name="user.get") == yes
    assert rest.call("method.get", name="USER.GET") == no
    assert rest.call("method.get", name="no.such.method") == no
    assert rest.call("method.get") == no


def test_application_context(rest: RestClient) -> None:
    assert rest.refused("app.info") == (400, "ACCESS_DENIED")
    status, body = as_application(rest, "app.info")
    assert status == 200
    assert body["result"]["CODE"] == "local.sandbox"
    assert body["result"]["STATUS"] == "L"


def test_events_are_for_applications(rest: RestClient) -> None:
    assert rest.refused("events") == (403, "ACCESS_DENIED")
    codes = as_application(rest, "events")[1]["result"]
    assert {"ONAPPINSTALL", "ONTASKADD", "ONCRMDEALADD"} <= set(codes)
    of_tasks = as_application(rest, "events", SCOPE="task")[1]["result"]
    assert "ONTASKADD" in of_tasks
    assert "ONCRMDEALADD" not in of_tasks
    assert as_application(rest, "events", FULL=True)[1]["result"] == codes


def test_events_of_a_limited_application(tmp_path: Path) -> None:
    tokens = {"token-of-user-1": Token(1)}
    portal = open_portal(tmp_path, webhooks={}, tokens=tokens, scopes=frozenset({"task"}))
    with run(portal) as running:
        rest = RestClient(running.base)
        mine = as_application(rest, "events")[1]["result"]
        assert "ONTASKADD" in mine
        assert "ONCRMDEALADD" not in mine
        assert "ONCRMDEALADD" in as_application(rest, "events", FULL=True)[1]["result"]


def test_features(rest: RestClient) -> None:
    assert rest.call("feature.get", CODE="rest_offline_extended") == {"value": "Y"}
    assert rest.call("feature.get", CODE="no_such_feature") == {"value": "N"}
    assert rest.refused("feature.get") == (400, "CODE_EMPTY")
