"""Calendars: sections, events and their series, meetings, who is busy, settings."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from tests.rest_client import RestClient

JANUARY = {"from": "2026-01-01", "to": "2026-01-31"}
FEBRUARY = {"from": "2026-02-01", "to": "2026-02-28"}
OWN = {"type": "user", "ownerId": 1}


def add(rest: RestClient, start: str, end: str, **more: Any) -> int:
    event = {**OWN, "name": "Событие", "from": start, "to": end, **more}
    return rest.call("calendar.event.add", **event)


def dates(rest: RestClient, period: dict[str, str], **more: Any) -> list[tuple[str, str]]:
    events = rest.call("calendar.event.get", **{**OWN, **period, **more})
    return [(event["NAME"], event["DATE_FROM"]) for event in events]


def said(rest: RestClient, method: str, **params: Any) -> str:
    status, body = rest.raw(method, params)
    assert (status, body["error"]) == (400, ""), body
    return body["error_description"]


def test_a_calendar_is_made_changed_and_deleted_with_its_events(rest: RestClient) -> None:
    number = rest.call(
        "calendar.section.add",
        **OWN,
        name="Отпуска",
        color="%239cbeee",
        export={"ALLOW": True, "SET": "3_9"},
    )

    section = rest.call("calendar.section.get", type="user")[-1]
    assert (section["ID"], section["NAME"], section["COLOR"]) == (str(number), "Отпуска", "#9cbeee")
    assert (section["OWNER_ID"], section["EXPORT"]) == ("1", {"ALLOW": True, "SET": "3_9"})
    assert section["PERM"]["edit_section"] is True
    changed = {**OWN, "id": str(number), "name": "Выходные", "description": "Мои"}
    assert rest.call("calendar.section.update", **changed) == number
    section = rest.call("calendar.section.get", **OWN)[-1]
    assert (section["NAME"], section["DESCRIPTION"]) == ("Выходные", "Мои")
    add(rest, "2026-02-02T10:00:00", "2026-02-02T11:00:00", section=number)
    assert rest.call("calendar.section.delete", **OWN, id=number) is True
    assert dates(rest, FEBRUARY) == []
    assert [s["ID"] for s in rest.call("calendar.section.get", **OWN)] == ["1"]


def test_refusals_of_calendars(rest: RestClient, manager: RestClient) -> None:
    assert "type" in said(rest, "calendar.section.get")
    assert "ownerId" in said(rest, "calendar.section.get", type="group")
    assert "name" in said(rest, "calendar.section.add", **OWN)
    assert "name" in said(rest, "calendar.section.add", **OWN, name=["x"])
    assert said(manager, "calendar.section.add", **OWN, name="x") == "Access denied"
    company = {"type": "company_calendar", "ownerId": 0}
    assert said(manager, "calendar.section.add", **company, name="x") == "Access denied"
    assert said(rest, "calendar.section.update", **OWN) == "Section ID is not set"
    assert said(rest, "calendar.section.delete", **OWN, id=2) == "Access denied"
    assert said(rest, "calendar.section.delete", **OWN, id=99) == "Access denied"
    assert said(manager, "calendar.section.delete", **OWN, id=1) == "Access denied"
    assert said(RestClient(rest.base, 12, "sandboxcode12"), "calendar.section.get", **OWN) == (
        "Access denied"
    )


def test_an_event_is_answered_as_documented(rest: RestClient) -> None:
    event = rest.call("calendar.event.getbyid", id="1")

    expected = {
        "ID": "1",
        "PARENT_ID": "1",
        "DELETED": "N",
        "CAL_TYPE": "user",
        "OWNER_ID": "1",
        "NAME": "Планёрка",
        "DATE_FROM": "15.01.2026 10:00:00",
        "DATE_TO": "15.01.2026 11:00:00",
        "TZ_FROM": "Europe/Moscow",
        "TZ_OFFSET_FROM": "10800",
        "DATE_FROM_TS_UTC": "1768460400",
        "DT_SKIP_TIME": "N",
        "DT_LENGTH": 3600,
        "IS_MEETING": True,
        "MEETING_STATUS": "H",
        "MEETING_HOST": "1",
        "SECT_ID": "1",
        "RRULE": "",
        "DATE_FROM_FORMATTED": "Thu Jan 15 2026 10:00:00",
        "ATTENDEES_CODES": ["U1", "U10"],
        "ATTENDEE_LIST": [
            {"id": 1, "entryId": "1", "status": "H"},
            {"id": 10, "entryId": "1", "status": "Q"},
        ],
    }
    assert {name: event[name] for name in expected} == expected
    assert event["MEETING"]["HOST_NAME"] == "Администратор Портала"
    assert rest.call("calendar.event.getbyid", id=99) is None


def test_an_event_lives_from_creation_to_deletion(rest: RestClient) -> None:
    number = add(
        rest,
        "2026-02-03 15:00:00",
        "2026-02-03T16:30:00",
        color="%23ff0000",
        remind=[{"type": "min", "count": 20}],
        location="Переговорная",
        importance="high",
        accessibility="quest",
        private_event="Y",
        crm_fields=["D_1"],
    )

    event = rest.call("calendar.event.getbyid", id=number)
    assert (event["DATE_FROM"], event["DT_LENGTH"]) == ("03.02.2026 15:00:00", 5400)
    assert (event["COLOR"], event["LOCATION"]) == ("#ff0000", "Переговорная")
    assert event["REMIND"] == [{"type": "min", "count": 20}]
    assert event["UF_CRM_CAL_EVENT"] == ["D_1"]
    assert (event["IMPORTANCE"], event["ACCESSIBILITY"]) == ("high", "quest")
    changed = {**OWN, "id": number, "name": "Иначе", "to": "2026-02-03T17:00:00"}
    assert rest.call("calendar.event.update", **changed) == number
    event = rest.call("calendar.event.getbyid", id=number)
    assert (event["NAME"], event["DT_LENGTH"], event["VERSION"]) == ("Иначе", 7200, "2")
    assert event["LOCATION"] == "Переговорная"
    assert rest.call("calendar.event.delete", id=number) is True
    assert rest.call("calendar.event.getbyid", id=number) is None


def test_times_are_read_in_their_zones(rest: RestClient) -> None:
    aware = add(rest, "2026-02-03T12:00:00Z", "2026-02-03T13:00:00Z", timezone_from="Europe/Riga")
    site = add(rest, "03.02.2026 15:00:00", "03.02.2026 16:00:00")
    seconds = rest.call(
        "calendar.event.add", **OWN, name="Секунды", from_ts=1770120000, to_ts="1770123600"
    )

    starts = [
        rest.call("calendar.event.getbyid", id=n)["DATE_FROM_TS_UTC"]
        for n in (aware, site, seconds)
    ]
    assert starts == ["1770120000"] * 3


def test_all_day_events_last_whole_days(rest: RestClient) -> None:
    number = add(rest, "2026-02-10", "2026-02-11", skip_time="Y")

    event = rest.call("calendar.event.getbyid", id=number)
    assert (event["DT_SKIP_TIME"], event["DT_LENGTH"]) == ("Y", 172800)
    assert event["DATE_FROM"] == "10.02.2026 00:00:00"
    assert event["DATE_FROM_FORMATTED"] == "Tue Feb 10 2026"


def test_events_are_found_by_period_section_and_owner(rest: RestClient) -> None:
    other = rest.call("calendar.section.add", **OWN, name="Другой")
    add(rest, "2026-01-20T10:00:00", "2026-01-20T11:00:00", name="Там", section=other)
    company = {"type": "company_calendar", "ownerId": 0}
    add(rest, "2026-01-21T10:00:00", "2026-01-21T11:00:00", name="Общее", **company)

    everything = [
        ("Планёрка", "15.01.2026 10:00:00"),
        ("Выходной", "19.01.2026 00:00:00"),
        ("Там", "20.01.2026 10:00:00"),
    ]
    assert dates(rest, JANUARY) == everything
    assert dates(rest, JANUARY, section=[str(other)]) == everything[2:]
    assert dates(rest, {"from": "2026-01-15", "to": "2026-01-15"}) == everything[:1]
    assert dates(rest, {"from": "2026-01-16", "to": "2026-01-18"}) == []
    assert dates(rest, JANUARY, **company) == [("Общее", "21.01.2026 10:00:00")]
    assert dates(rest, JANUARY, ownerId=10) == everything[:1]
    assert "type" in said(rest, "calendar.event.get")


def test_private_events_of_others_only_take_time(rest: RestClient, manager: RestClient) -> None:
    add(rest, "2026-02-03T15:00:00", "2026-02-03T16:00:00", name="Врач", private_event="Y")

    assert dates(manager, FEBRUARY) == [("Занято", "03.02.2026 15:00:00")]


def test_a_series_takes_place_by_its_rule(rest: RestClient) -> None:
    rule = {"FREQ": "WEEKLY", "BYDAY": ["MO", "WE"], "COUNT": 3}
    number = add(rest, "2026-02-02T10:00:00", "2026-02-02T10:15:00", name="Утро", rrule=rule)

    assert [day for _, day in dates(rest, FEBRUARY)] == [
        "02.02.2026 10:00:00",
        "04.02.2026 10:00:00",
        "09.02.2026 10:00:00",
    ]
    shown = rest.call("calendar.event.getbyid", id=number)["RRULE"]
    assert (shown["BYDAY"], shown["COUNT"]) == ({"MO": "MO", "WE": "WE"}, 3)
    assert shown["UNTIL"] == "09.02.2026"


def test_series_of_days_months_and_years(rest: RestClient) -> None:
    for rule, expected in (
        ({"FREQ": "DAILY", "INTERVAL": 10}, ["01.02", "11.02", "21.02"]),
        ({"FREQ": "DAILY", "UNTIL": "2026-02-02"}, ["01.02", "02.02"]),
        ({"FREQ": "MONTHLY"}, ["01.02"]),
        ({"FREQ": "YEARLY", "COUNT": 1}, ["01.02"]),
    ):
        number = add(rest, "2026-02-01T10:00:00", "2026-02-01T11:00:00", rrule=rule)
        assert [day[:5] for _, day in dates(rest, FEBRUARY)] == expected, rule
        rest.call("calendar.event.delete", id=number)
    rule = {"FREQ": "MONTHLY", "COUNT": 2}
    add(rest, "2026-01-31T10:00:00", "2026-01-31T11:00:00", rrule=rule)
    march = {"from": "2026-02-01", "to": "2026-04-30"}
    assert dates(rest, march) == [("Событие", "31.03.2026 10:00:00")]


def test_one_event_of_a_series_is_changed_alone(rest: RestClient) -> None:
    rule = {"FREQ": "DAILY", "COUNT": 3}
    number = add(rest, "2026-02-02T10:00:00", "2026-02-02T11:00:00", rrule=rule)
    part = {**OWN, "id": number, "recurrence_mode": "this", "current_date_from": "2026-02-03"}
    answer = rest.call("calendar.event.update", **part, name="Особое")

    assert (answer["id"], answer["originalDate"]) == (number, "03.02.2026 10:00:00")
    assert answer["instanceTz"] == "Europe/Moscow"
    assert [name for name, _ in dates(rest, FEBRUARY)] == ["Событие", "Особое", "Событие"]
    assert rest.call("calendar.event.getbyid", id=number)["EXDATE"] == "03.02.2026"
    assert rest.call("calendar.event.getbyid", id=answer["recEventId"])["RRULE"] == ""


def test_the_rest_of_a_series_becomes_a_series_of_its_own(rest: RestClient) -> None:
    rule = {"FREQ": "DAILY", "COUNT": 4}
    number = add(rest, "2026-02-02T10:00:00", "2026-02-02T11:00:00", rrule=rule)
    part = {**OWN, "id": number, "recurrence_mode": "next", "current_date_from": "2026-02-04"}
    rest.call("calendar.event.update", **part, name="Потом")

    assert dates(rest, FEBRUARY) == [
        ("Событие", "02.02.2026 10:00:00"),
        ("Событие", "03.02.2026 10:00:00"),
        ("Потом", "04.02.2026 10:00:00"),
        ("Потом", "05.02.2026 10:00:00"),
    ]
    whole = {**OWN, "id": number, "recurrence_mode": "all", "name": "Все"}
    assert rest.call("calendar.event.update", **whole) == number
    assert "editing type" in said(
        rest, "calendar.event.update", **{**whole, "recurrence_mode": "some"}
    )


def test_an_invited_user_answers_a_meeting(rest: RestClient, manager: RestClient) -> None:
    assert manager.call("calendar.meeting.status.get", eventId=1) == "Q"
    assert manager.call("calendar.meeting.status.set", eventId="1", status="Y") is True

    assert manager.call("calendar.meeting.status.get", eventId="1") == "Y"
    assert rest.call("calendar.meeting.status.get", eventId=1) == "Y"
    assert rest.call("calendar.meeting.status.set", eventId=1, status="N") is True
    assert rest.call("calendar.meeting.status.get", eventId=1) == "Y"
    attendees = rest.call("calendar.event.getbyid", id=1)["ATTENDEE_LIST"]
    assert [row["status"] for row in attendees] == ["H", "Y"]
    assert "eventId" in said(rest, "calendar.meeting.status.get")
    assert "status" in said(rest, "calendar.meeting.status.set", eventId=1)
    assert "eventId" in said(rest, "calendar.meeting.status.set", status="Y")
    assert "status" in said(rest, "calendar.meeting.status.set", eventId=1, status="?")
    assert "retrieving" in said(rest, "calendar.meeting.status.get", eventId=2)
    assert said(manager, "calendar.meeting.status.set", eventId=2, status="Y") == "Access denied"


def test_attendees_change_only_together_with_the_mark_of_a_meeting(rest: RestClient) -> None:
    def codes() -> list[str]:
        return rest.call("calendar.event.getbyid", id=1)["ATTENDEES_CODES"]

    rest.call("calendar.event.update", **OWN, id=1, attendees=[11])
    assert codes() == ["U1", "U10"]
    rest.call("calendar.event.update", **OWN, id=1, is_meeting="Y", attendees=["1", "11", "77"])
    assert codes() == ["U1", "U11"]
    rest.call("calendar.event.update", **OWN, id=1, is_meeting="Y")
    assert codes() == ["U1"]
    rest.call("calendar.event.update", **OWN, id=1, is_meeting="N")
    assert rest.call("calendar.event.getbyid", id=1)["IS_MEETING"] is False


def test_a_meeting_is_changed_by_others_only_in_its_organizers_name(
    rest: RestClient, manager: RestClient
) -> None:
    own = {"type": "user", "ownerId": 10}
    meeting = {"name": "Встреча", "is_meeting": "Y", "meeting": {"notify": True}}
    times = {"from": "2026-02-03T10:00:00", "to": "2026-02-03T11:00:00"}
    number = manager.call("calendar.event.add", **own, **meeting, **times)

    assert said(rest, "calendar.event.update", **own, id=number, name="x") == "Access denied"
    assert rest.call("calendar.event.update", **own, id=number, name="x", host=10) == number
    event = manager.call("calendar.event.getbyid", id=number)
    assert (event["NAME"], event["MEETING"]["NOTIFY"]) == ("x", True)


def test_refusals_of_events(rest: RestClient, manager: RestClient) -> None:
    times = {"from": "2026-02-03T10:00:00", "to": "2026-02-03T11:00:00"}
    good = {**OWN, "name": "x", **times}

    for name in ("type", "name", "from", "to"):
        params = {k: v for k, v in good.items() if k != name}
        assert said(rest, "calendar.event.add", **params) == (
            f'The required parameter "{name}" for the method "calendar.event.add" is not set'
        )
    for changed, expected in (
        ({"type": "group", "ownerId": ""}, "ownerId"),
        ({"name": {"a": "b"}}, "name"),
        ({"description": ["x"]}, "description"),
        ({"section": 99}, "section"),
        ({"section": 2}, "section"),
        ({"auto_detect_section": "N"}, "section"),
        ({"crm_fields": "D_1"}, "CRM"),
        ({"to": "2026-02-03T09:00:00"}, "creating"),
        ({"from": "когда-нибудь"}, "creating"),
    ):
        assert expected in said(rest, "calendar.event.add", **{**good, **changed})
    assert said(manager, "calendar.event.add", **good) == "Access denied"
    assert said(rest, "calendar.event.delete") == "Event id not specified"
    assert "deleting" in said(rest, "calendar.event.delete", id=99)
    assert "deleting" in said(manager, "calendar.event.delete", id=1)
    assert '"id"' in said(rest, "calendar.event.update", **OWN)
    assert '"type"' in said(rest, "calendar.event.update", id=1)
    assert '"ownerId"' in said(rest, "calendar.event.update", id=1, type="user")
    assert said(rest, "calendar.event.update", **OWN, id=99) == "Access denied"
    assert said(manager, "calendar.event.update", **OWN, id=1) == "Access denied"
    assert '"id"' in said(rest, "calendar.event.getbyid")
    guest = RestClient(rest.base, 12, "sandboxcode12")
    for name in ("add", "get", "getbyid", "get.nearest"):
        assert said(guest, f"calendar.event.{name}", **good, id=1) == "Access denied"


def test_a_first_event_makes_a_calendar_for_its_owner(
    rest: RestClient, manager: RestClient
) -> None:
    own = {"type": "user", "ownerId": 10}
    assert manager.call("calendar.section.get", **own) == []

    add(manager, "2026-02-03T10:00:00", "2026-02-03T11:00:00", **own)
    assert len(rest.call("calendar.section.get", **own)) == 1


def test_the_nearest_events_come_soonest_first(rest: RestClient) -> None:
    now = datetime.now(timezone(timedelta(hours=3)))
    for days in (3, 1, 90):
        start = now + timedelta(days=days)
        add(
            rest,
            start.isoformat(timespec="seconds"),
            (start + timedelta(hours=1)).isoformat(timespec="seconds"),
            name=f"Через {days}",
        )

    def nearest(**params: Any) -> list[str]:
        return [event["NAME"] for event in rest.call("calendar.event.get.nearest", **params)]

    assert nearest() == ["Через 1", "Через 3"]
    assert nearest(maxEventsCount=1) == ["Через 1"]
    assert nearest(days=100) == ["Через 1", "Через 3", "Через 90"]
    assert nearest(type="company_calendar", ownerId="", forCurrentUser=False) == []


def test_accessibility_tells_who_is_taken_when(rest: RestClient, manager: RestClient) -> None:
    add(rest, "2026-01-22T10:00:00", "2026-01-22T11:00:00", accessibility="free")

    taken = rest.call("calendar.accessibility.get", users=[1, "10", 11], **JANUARY)
    assert [event["ID"] for event in taken["1"]] == ["1", "2"]
    assert taken["1"][1]["ACCESSIBILITY"] == "absent"
    assert [event["NAME"] for event in taken["10"]] == ["Планёрка"]
    assert taken["11"] == []
    manager.call("calendar.meeting.status.set", eventId=1, status="N")
    assert rest.call("calendar.accessibility.get", users=10, **JANUARY) == {"10": []}
    for name in ("from", "to", "users"):
        params = {k: v for k, v in {**JANUARY, "users": [1]}.items() if k != name}
        assert f'"{name}"' in said(rest, "calendar.accessibility.get", **params)


def test_settings_are_each_users_own(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("calendar.settings.get")["week_holidays"] == ["SA", "SU"]
    assert rest.call("calendar.user.settings.get")["view"] == "month"
    sent = {"view": "day", "showDeclined": "true", "syncPeriodPast": 6, "noSuch": 1}
    assert rest.call("calendar.user.settings.set", settings=sent) is True

    settings = rest.call("calendar.user.settings.get")
    assert (settings["view"], settings["showDeclined"], settings["syncPeriodPast"]) == (
        "day",
        True,
        "6",
    )
    assert "noSuch" not in settings
    assert (settings["timezoneName"], settings["timezoneOffsetUTC"]) == ("Europe/Moscow", 10800)
    assert manager.call("calendar.user.settings.get")["view"] == "month"
    assert "settings" in said(rest, "calendar.user.settings.set")


def test_resources_are_made_renamed_and_deleted(rest: RestClient) -> None:
    number = rest.call("calendar.resource.add", name="Проектор")

    assert rest.call("calendar.resource.list") == [
        {"ID": str(number), "NAME": "Проектор", "CREATED_BY": "1"}
    ]
    renamed = {"resourceId": str(number), "name": "Экран"}
    assert rest.call("calendar.resource.update", **renamed) == number
    assert rest.call("calendar.resource.list")[0]["NAME"] == "Экран"
    booked = {"resourceTypeIdList": [number]}
    assert rest.call("calendar.resource.booking.list", filter=booked) == []
    assert rest.call("calendar.resource.delete", resourceId=number) is True
    assert rest.call("calendar.resource.list") == []
    assert "name" in said(rest, "calendar.resource.add")
    assert "resourceId" in said(rest, "calendar.resource.update", name="x")
    assert "updating" in said(rest, "calendar.resource.update", resourceId=1, name="x")
    assert "deleting" in said(rest, "calendar.resource.delete", resourceId=99)
    assert "resourceTypeIdList" in said(rest, "calendar.resource.booking.list")
    guest = RestClient(rest.base, 12, "sandboxcode12")
    assert said(guest, "calendar.resource.list") == "Access denied"
