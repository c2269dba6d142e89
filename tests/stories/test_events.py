"""Calendar events: planned, moved, agreed to, called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller

PLANNED = (
    "{'type':'user','ownerId':1,'section':1,'name':'Разбор релиза',"
    "'from':'2026-01-22T10:00:00','to':'2026-01-22T11:00:00'}"
)
RENAMED = "{'type':'user','ownerId':1,'name':'Разбор «2.4»'}"


def test_an_event_lives_and_dies(do: Teller, rest: RestClient) -> None:
    number = do("СоздатьСобытиеКалендаря --fields", PLANNED)

    event = rest.call("calendar.event.getbyid", id=number)
    assert (event["NAME"], event["DATE_FROM"]) == ("Разбор релиза", "22.01.2026 10:00:00")
    assert do(f"GetCalendarEvent --event {number}") == event
    do(f"ИзменитьСобытиеКалендаря --event {number} --fields", RENAMED)
    changed = do(f"ПолучитьСобытиеКалендаря -e {number}")
    assert (changed["NAME"], changed["DATE_FROM"]) == ("Разбор «2.4»", "22.01.2026 10:00:00")
    window = "{'from':'2026-01-22','to':'2026-01-22','section':1}"
    found = do("GetCalendarEvents --owner 1 --type user --filter", window)
    assert [row["ID"] for row in found] == [str(number)]
    assert do(f"УдалитьСобытиеКалендаря --event {number}") is True
    assert do("ПолучитьСобытияКалендарей -o 1 -t user -f", window) == []
    assert rest.call("calendar.event.getbyid", id=number) is None


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("CreateCalendarEvent -f", PLANNED)

    do(f"UpdateCalendarEvent -e {number} -f", RENAMED)
    assert rest.call("calendar.event.getbyid", id=number)["NAME"] == "Разбор «2.4»"
    do(f"DeleteCalendarEvent -e {number}")
    assert do(f"GetCalendarEvent -e {number}") is None


def test_taking_part(do: Teller, manager: RestClient) -> None:
    as_guest = ("--url", f"{manager.base}/rest/{manager.user}/{manager.code}/")
    for setting, reading, status in (
        ("УстановитьСтатусУчастияПользователя", "GetUserParticipationStatus", "N"),
        ("SetUserParticipationStatus", "ПолучитьСтатусУчастияПользователя", "Y"),
    ):
        assert do(f"{setting} --event 1 --status {status}", *as_guest) is True
        assert manager.call("calendar.meeting.status.get", eventId=1) == status
        assert do(f"{reading} --event 1", *as_guest) == status
    assert do("GetUserParticipationStatus --event 1") == "Y"


def test_skeletons_of_events(do: Teller) -> None:
    event = do("ПолучитьСтруктуруСобытияКалендаря")
    assert do("GetCalendarEventsStructure --empty true") == dict.fromkeys(event, "")
    window = do("GetCalendarEventsFilterStructure")
    assert do("ПолучитьСтруктуруФильтраСобытийКалендарей --empty true") == dict.fromkeys(window, "")
    assert list(window) == ["from", "to", "section"]
