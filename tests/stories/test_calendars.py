"""Calendars: sections, busy people, the settings of the portal and one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def sections(rest: RestClient) -> dict[str, dict[str, Any]]:
    rows = rest.call("calendar.section.get", type="user", ownerId=1)
    return {row["ID"]: row for row in rows}


def test_a_calendar_lives_and_dies(do: Teller, rest: RestClient) -> None:
    number = do(
        "СоздатьКалендарь --fields",
        "{'type':'user','ownerId':1,'name':'Дежурства','color':'#9cbe1c'}",
    )

    made = sections(rest)[str(number)]
    assert (made["NAME"], made["COLOR"]) == ("Дежурства", "#9cbe1c")
    do(
        f"UpdateCalendar --calendar {number} --fields",
        "{'type':'user','ownerId':1,'name':'Ночные дежурства'}",
    )
    names = [row["NAME"] for row in do("ПолучитьСписокКалендарей --owner 1 --type user")]
    assert names == ["Мой календарь", "Ночные дежурства"]
    assert do(f"УдалитьКалендарь --calendar {number} --owner 1 --type user") is True
    assert list(sections(rest)) == ["1"]


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("CreateCalendar -f", "{'type':'user','ownerId':1,'name':'Second'}")

    do(f"ИзменитьКалендарь -c {number} -f", "{'type':'user','ownerId':1,'name':'Third'}")
    listed = do("GetCalendarList -o 1 -t user")
    assert listed == list(sections(rest).values())
    assert listed[-1]["NAME"] == "Third"
    do(f"DeleteCalendar -c {number} -o 1 -t user")
    assert list(sections(rest)) == ["1"]


def test_who_is_busy(do: Teller, rest: RestClient) -> None:
    asked = {"users": [1, 10], "from": "2026-01-12", "to": "2026-01-16"}
    busy = rest.call("calendar.accessibility.get", **asked)
    options = "--from 2026-01-12 --to 2026-01-16"

    assert do(f"ПолучитьЗанятостьПользователей --users [1,10] {options}") == busy
    assert do(f"GetUserBusy -s 1,10 {options}") == busy
    assert list(busy) == ["1", "10"]


def test_settings(do: Teller, rest: RestClient) -> None:
    do(
        "УстановитьПользовательскиеНастройкиКалендаря --settings",
        "{'view':'week','showWeekNumbers':'Y'}",
    )
    own = rest.call("calendar.user.settings.get")
    assert (own["view"], own["showWeekNumbers"]) == ("week", "Y")
    do("SetCustomCalendarSettings -s", "{'view':'day'}")
    changed = rest.call("calendar.user.settings.get")
    assert changed["view"] == "day"
    assert do("ПолучитьПользовательскиеНастройкиКалендаря") == changed
    assert do("GetCustomCalendarSettings") == changed
    common = rest.call("calendar.settings.get")
    assert do("ПолучитьСтруктуруНастроекКалендаря") == common
    assert do("GetCalendarSettingsStructure") == common


def test_skeletons_of_calendars(do: Teller, rest: RestClient) -> None:
    own = do("ПолучитьСтруктуруПользовательскихНастроекКалендаря")
    assert do("GetCalednarCustomSettingsStructure --empty true") == dict.fromkeys(own, "")
    assert own.keys() <= rest.call("calendar.user.settings.get").keys()
    section = do("ПолучитьСтруктуруКалендаря")
    assert do("GetCalendarStructure --empty") == dict.fromkeys(section, "")
    assert {"type", "ownerId", "name"} <= section.keys()
