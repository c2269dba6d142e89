"""The working day: opening, breaks, closing, the days of others, settings."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from tests.conftest import WEBHOOKS
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ZONE = timezone(timedelta(hours=3))
NOON = datetime(2026, 1, 20, 12, 0, 0, tzinfo=ZONE)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> float:
        return self.moment.timestamp()

    def pass_by(self, **spent: float) -> None:
        self.moment += timedelta(**spent)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rest(tmp_path: Path, clock: Clock) -> Iterator[RestClient]:
    portal = open_portal(tmp_path / "portal", webhooks=dict(WEBHOOKS))
    portal.now = clock
    with run(portal) as running:
        yield RestClient(running.base)


def test_a_day_is_opened_paused_resumed_and_closed(rest: RestClient, clock: Clock) -> None:
    opened = rest.call("timeman.open", LAT=55.75, LON="37.6")
    assert opened == {
        "STATUS": "OPENED",
        "TIME_START": "2026-01-20T12:00:00+03:00",
        "TIME_FINISH": None,
        "DURATION": "00:00:00",
        "TIME_LEAKS": "00:00:00",
        "ACTIVE": True,
        "IP_OPEN": "",
        "IP_CLOSE": "",
        "LAT_OPEN": 55.75,
        "LON_OPEN": 37.6,
        "LAT_CLOSE": 0,
        "LON_CLOSE": 0,
        "TZ_OFFSET": 10800,
    }

    clock.pass_by(hours=1)
    assert rest.call("timeman.pause")["STATUS"] == "PAUSED"
    clock.pass_by(minutes=30)
    resumed = rest.call("timeman.open")
    assert (resumed["STATUS"], resumed["TIME_LEAKS"]) == ("OPENED", "00:30:00")
    clock.pass_by(hours=2)
    closed = rest.call("timeman.close")

    assert closed["STATUS"] == "CLOSED"
    assert closed["TIME_FINISH"] == "2026-01-20T15:30:00+03:00"
    assert closed["DURATION"] == "03:00:00"
    assert rest.call("timeman.status") == closed


def test_a_closed_day_goes_on_when_opened_again(rest: RestClient, clock: Clock) -> None:
    rest.call("timeman.open")
    clock.pass_by(hours=1)
    rest.call("timeman.close")
    clock.pass_by(minutes=15)

    resumed = rest.call("timeman.open")
    assert resumed["TIME_START"] == "2026-01-20T12:00:00+03:00"
    assert resumed["TIME_LEAKS"] == "00:15:00"


def test_a_break_at_closing_ends_with_the_day(rest: RestClient, clock: Clock) -> None:
    rest.call("timeman.open")
    clock.pass_by(hours=1)
    rest.call("timeman.pause")
    clock.pass_by(hours=1)

    closed = rest.call("timeman.close")
    assert (closed["DURATION"], closed["TIME_LEAKS"]) == ("01:00:00", "01:00:00")


def test_pausing_a_closed_day_counts_the_time_since_as_worked(
    rest: RestClient, clock: Clock
) -> None:
    rest.call("timeman.open")
    clock.pass_by(hours=1)
    rest.call("timeman.close")
    clock.pass_by(hours=1)
    paused = rest.call("timeman.pause")
    assert (paused["STATUS"], paused["TIME_LEAKS"]) == ("PAUSED", "00:00:00")


def test_times_of_ones_own_need_a_reason_and_wait_for_approval(rest: RestClient) -> None:
    status, body = rest.raw("timeman.open", {"TIME": "2026-01-20T08:00:00+02:00"})
    assert (status, body["error"]) == (400, "ERROR_ARGUMENT")

    opened = rest.call("timeman.open", TIME="2026-01-20T08:00:00+02:00", REPORT="Забыл")
    assert opened["TIME_START"] == "2026-01-20T08:00:00+02:00"
    assert opened["TZ_OFFSET"] == 7200
    assert opened["ACTIVE"] is False
    closed = rest.call("timeman.close", TIME="2026-01-20T16:00:00Z", REPORT="Забыл")
    assert closed["TIME_FINISH"] == "2026-01-20T18:00:00+02:00"
    assert closed["DURATION"] == "10:00:00"


def test_times_of_other_dates_are_refused(rest: RestClient) -> None:
    wrong = {"TIME": "2026-01-19T09:00:00+03:00", "REPORT": "Забыл"}
    assert rest.refused("timeman.open", **wrong) == (400, "WRONG_DATETIME")
    assert rest.refused("timeman.open", TIME="завтра", REPORT="x") == (400, "WRONG_DATETIME")
    rest.call("timeman.open")
    assert rest.refused("timeman.close", **wrong) == (400, "WRONG_DATETIME")
    right = {"TIME": "2026-01-20T09:00:00+03:00", "REPORT": "Забыл"}
    assert rest.refused("timeman.open", **right) == (400, "TIME")
    rest.call("timeman.pause")
    assert rest.refused("timeman.open", **right) == (400, "TIME")


def test_a_day_left_open_expires_and_is_closed_with_its_own_date(
    rest: RestClient, clock: Clock
) -> None:
    rest.call("timeman.open")
    clock.pass_by(days=1)

    expired = rest.call("timeman.status")
    assert expired["STATUS"] == "EXPIRED"
    assert expired["TIME_FINISH_DEFAULT"] == "2026-01-20T18:00:00+03:00"
    assert rest.refused("timeman.close") == (400, "WRONG_DATETIME")
    closed = rest.call("timeman.close", TIME="2026-01-20T18:00:00+03:00", REPORT="Забыл")
    assert (closed["STATUS"], closed["DURATION"]) == ("CLOSED", "06:00:00")
    assert rest.call("timeman.open")["TIME_START"] == "2026-01-21T12:00:00+03:00"


def test_the_seeded_days(rest: RestClient) -> None:
    manager = RestClient(rest.base, 10, "sandboxcode10")

    own = rest.call("timeman.status")
    assert (own["STATUS"], own["DURATION"]) == ("CLOSED", "08:00:00")
    opened = manager.call("timeman.status")
    assert (opened["STATUS"], opened["TIME_START"]) == ("OPENED", "2026-01-20T09:00:00+03:00")
    assert rest.call("timeman.status", USER_ID="10") == opened
    assert rest.call("timeman.status", USER_ID=11)["TIME_START"] is None


def test_days_of_others_are_for_administrators(rest: RestClient) -> None:
    manager = RestClient(rest.base, 10, "sandboxcode10")

    assert rest.call("timeman.close", USER_ID="10")["STATUS"] == "CLOSED"
    assert manager.call("timeman.status")["STATUS"] == "CLOSED"
    assert manager.refused("timeman.open", USER_ID=1) == (403, "ACCESS_DENIED")
    for name in ("open", "close", "pause", "status", "settings"):
        assert rest.refused(f"timeman.{name}", USER_ID=77) == (400, "")


def test_settings_say_who_may_manage_others(rest: RestClient) -> None:
    settings = rest.call("timeman.settings")
    assert settings["ADMIN"] is True
    assert settings["UF_TM_ALLOWED_DELTA"] == "00:15:00"
    assert RestClient(rest.base, 10, "sandboxcode10").call("timeman.settings")["ADMIN"] is False
    assert "ADMIN" not in rest.call("timeman.settings", USER_ID=10)


def test_the_schedule_is_found_by_its_id(rest: RestClient) -> None:
    schedule = rest.call("timeman.schedule.get", id=1)
    assert schedule["SCHEDULE_TYPE"] == "FIXED"
    assert schedule["SHIFTS"][0]["WORK_DAYS"] == "12345"
    assert rest.call("timeman.schedule.get", id=2) == []


def test_the_office_network_is_set_and_asked(rest: RestClient) -> None:
    office: list[dict[str, Any]] = [{"ip_range": "10.10.0.1", "name": "Шлюз"}]

    assert rest.call("timeman.networkrange.check", IP="10.1.1.1") == {
        "ip": "10.1.1.1",
        "range": "10.0.0.0-10.255.255.255",
        "name": "10.x.x.x",
    }
    assert rest.call("timeman.networkrange.set", RANGES=office) == {"result": True}
    assert rest.call("timeman.networkrange.get") == office
    assert rest.call("timeman.networkrange.check", IP="10.1.1.1") is False
    wrong = [{"ip_range": "a.b", "name": "x"}]
    assert rest.call("timeman.networkrange.set", RANGES=wrong) == {
        "result": False,
        "error_ranges": wrong,
    }
    assert rest.refused("timeman.networkrange.set", RANGES="x") == (400, "INVALID_FORMAT")


def test_control_of_absences_is_for_administrators(rest: RestClient) -> None:
    manager = RestClient(rest.base, 10, "sandboxcode10")

    assert rest.call("timeman.timecontrol.settings.get")["active"] is True
    sent = {"ACTIVE": 0, "REPORT_FULL_TYPE": "user", "REPORT_FULL_USERS": [1], "REGISTER_IDLE": "N"}
    assert rest.call("timeman.timecontrol.settings.set", **sent) is True
    settings = rest.call("timeman.timecontrol.settings.get")
    assert (settings["active"], settings["register_idle"]) == (False, False)
    assert settings["report_full_users"] == [1]
    rest.call("timeman.timecontrol.settings.set", active=False, MINIMUM_IDLE_FOR_REPORT="20")
    settings = rest.call("timeman.timecontrol.settings.get")
    assert (settings["active"], settings["minimum_idle_for_report"]) == (True, 20)
    for name in ("settings.get", "settings.set"):
        assert manager.refused(f"timeman.timecontrol.{name}") == (400, "ACCESS_ERROR")
    assert manager.refused("timeman.networkrange.get") == (400, "ACCESS_ERROR")


def test_reports_are_about_people_one_may_see(rest: RestClient) -> None:
    manager = RestClient(rest.base, 10, "sandboxcode10")

    users = rest.call("timeman.timecontrol.reports.users.get")
    assert {1, 10, 11} <= {user["id"] for user in users}
    assert [u["id"] for u in manager.call("timeman.timecontrol.reports.users.get")] == [10]
