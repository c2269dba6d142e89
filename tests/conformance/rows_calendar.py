"""Rows: calendars and their events."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

CALENDARS = [
    Case(
        ["ПолучитьСписокКалендарей", *HOOK, "--owner", "1", "--type", "user"],
        "calendar.section.get",
        {"type": "user", "ownerId": "1"},
    ),
    Case(
        ["GetCalendarList", *PORTAL, "-o", "1", "-t", "user", "-k", TOKEN],
        "calendar.section.get",
        {"auth": TOKEN, "type": "user", "ownerId": "1"},
    ),
    Case(
        [
            "СоздатьКалендарь",
            *HOOK,
            "--fields",
            (
                "{'type':'user','ownerId':1,'name':'Новый календарь',"
                "'description':'Мой новый календарь','color':'#FFFFFF','text_color':'#000000',"
                "'export':{'ALLOW':'Истина','SET':'all'}}"
            ),
        ],
        "calendar.section.add",
        {
            "type": "user",
            "ownerId": 1,
            "name": "Новый календарь",
            "description": "Мой новый календарь",
            "color": "#FFFFFF",
            "text_color": "#000000",
            "export": {"ALLOW": "Истина", "SET": "all"},
        },
    ),
    Case(
        [
            "CreateCalendar",
            *PORTAL,
            "-f",
            '{"type":"user","ownerId":1,"name":"Calendar"}',
            "-t",
            TOKEN,
        ],
        "calendar.section.add",
        {"auth": TOKEN, "type": "user", "ownerId": 1, "name": "Calendar"},
    ),
    Case(
        [
            "ИзменитьКалендарь",
            *HOOK,
            "--calendar",
            "1774",
            "--fields",
            "{'type':'user','ownerId':1,'name':'Новое имя календаря'}",
        ],
        "calendar.section.update",
        {"id": "1774", "type": "user", "ownerId": 1, "name": "Новое имя календаря"},
    ),
    # An id inside --fields wins over --calendar.
    Case(
        ["ИзменитьКалендарь", *HOOK, "--calendar", "1774", "--fields", "{'id':99,'type':'user'}"],
        "calendar.section.update",
        {"id": 99, "type": "user"},
    ),
    Case(
        ["UpdateCalendar", *PORTAL, "-f", '{"name":"Name"}', "-c", "1776", "-t", TOKEN],
        "calendar.section.update",
        {"auth": TOKEN, "id": "1776", "name": "Name"},
    ),
    Case(
        ["УдалитьКалендарь", *HOOK, "--calendar", "1774", "--owner", "1", "--type", "user"],
        "calendar.section.delete",
        {"type": "user", "ownerId": "1", "id": "1774"},
    ),
    Case(
        ["DeleteCalendar", *PORTAL, "-c", "1776", "-o", "1", "-t", "user", "-k", TOKEN],
        "calendar.section.delete",
        {"auth": TOKEN, "type": "user", "ownerId": "1", "id": "1776"},
    ),
    Case(
        [
            "ПолучитьЗанятостьПользователей",
            *HOOK,
            "--users",
            "[1,2]",
            "--from",
            "2025-03-01T10:00:00+03:00",
            "--to",
            "2025-03-31",
        ],
        "calendar.accessibility.get",
        {"users": [1, 2], "from": "2025-03-01T10:00:00+03:00", "to": "2025-03-31"},
    ),
    Case(
        ["GetUserBusy", *PORTAL, "-t", "2025-03-31", "-f", "2025-03-01", "-s", "1", "-k", TOKEN],
        "calendar.accessibility.get",
        {"auth": TOKEN, "users": ["1"], "from": "2025-03-01", "to": "2025-03-31"},
    ),
    Case(
        ["ПолучитьПользовательскиеНастройкиКалендаря", *HOOK],
        "calendar.user.settings.get",
        {},
        "GET",
    ),
    Case(
        ["GetCustomCalendarSettings", *PORTAL, "-t", TOKEN],
        "calendar.user.settings.get",
        {"auth": TOKEN},
        "GET",
    ),
    Case(
        [
            "УстановитьПользовательскиеНастройкиКалендаря",
            *HOOK,
            "--settings",
            "{'view':'month','showDeclined':'Y','defaultReminders':{'fullDay':[]}}",
        ],
        "calendar.user.settings.set",
        {"settings": {"view": "month", "showDeclined": "Y", "defaultReminders": {"fullDay": []}}},
    ),
    Case(
        ["SetCustomCalendarSettings", *PORTAL, "-s", '{"view":"week"}', "-t", TOKEN],
        "calendar.user.settings.set",
        {"auth": TOKEN, "settings": {"view": "week"}},
    ),
    Case(["ПолучитьСтруктуруНастроекКалендаря", *HOOK], "calendar.settings.get", {}, "GET"),
    Case(
        ["GetCalendarSettingsStructure", *PORTAL, "-t", TOKEN],
        "calendar.settings.get",
        {"auth": TOKEN},
        "GET",
    ),
]

EVENTS = [
    Case(
        [
            "СоздатьСобытиеКалендаря",
            *HOOK,
            "--fields",
            "{'type':'user','ownerId':1,'from':'2025-03-01T10:00:00','section':21,'name':'Событие','attendees':[1,2],'is_meeting':'Y'}",
        ],
        "calendar.event.add",
        {
            "type": "user",
            "ownerId": 1,
            "from": "2025-03-01T10:00:00",
            "section": 21,
            "name": "Событие",
            "attendees": [1, 2],
            "is_meeting": "Y",
        },
    ),
    Case(
        ["CreateCalendarEvent", *PORTAL, "-f", '{"type":"user","name":"Event"}', "-t", TOKEN],
        "calendar.event.add",
        {"auth": TOKEN, "type": "user", "name": "Event"},
    ),
    Case(
        [
            "ИзменитьСобытиеКалендаря",
            *HOOK,
            "--event",
            "155",
            "--fields",
            "{'type':'user','ownerId':1,'name':'Новое имя'}",
        ],
        "calendar.event.update",
        {"id": "155", "type": "user", "ownerId": 1, "name": "Новое имя"},
    ),
    Case(
        ["UpdateCalendarEvent", *PORTAL, "-f", '{"name":"Name"}', "-e", "155", "-t", TOKEN],
        "calendar.event.update",
        {"auth": TOKEN, "id": "155", "name": "Name"},
    ),
    Case(
        ["ПолучитьСобытиеКалендаря", *HOOK, "--event", "155"],
        "calendar.event.getbyid",
        {"id": "155"},
    ),
    Case(
        ["GetCalendarEvent", *PORTAL, "-e", "155", "-t", TOKEN],
        "calendar.event.getbyid",
        {"auth": TOKEN, "id": "155"},
    ),
    # Of the filter three keys survive, in its own order.
    Case(
        [
            "ПолучитьСобытияКалендарей",
            *HOOK,
            "--owner",
            "1",
            "--type",
            "user",
            "--filter",
            "{'to':'2025-03-31T23:59:59','section':[21,44],'name':'x','from':'2025-03-01'}",
        ],
        "calendar.event.get",
        {
            "type": "user",
            "ownerId": "1",
            "to": "2025-03-31",
            "section": [21, 44],
            "from": "2025-03-01",
        },
    ),
    Case(
        [
            "ПолучитьСобытияКалендарей",
            *HOOK,
            "--owner",
            "1",
            "--type",
            "user",
            "--filter",
            "{'section':'21'}",
        ],
        "calendar.event.get",
        {"type": "user", "ownerId": "1", "section": ["21"]},
    ),
    Case(
        ["ПолучитьСобытияКалендарей", *HOOK, "--owner", "1", "--type", "user"],
        "calendar.event.get",
        {"type": "user", "ownerId": "1"},
    ),
    Case(
        [
            "GetCalendarEvents",
            *PORTAL,
            "-f",
            '{"from":"2025-03-01T00:00:00"}',
            "-o",
            "1",
            "-t",
            "user",
            "-k",
            TOKEN,
        ],
        "calendar.event.get",
        {"auth": TOKEN, "type": "user", "ownerId": "1", "from": "2025-03-01"},
    ),
    Case(
        ["УдалитьСобытиеКалендаря", *HOOK, "--event", "155"], "calendar.event.delete", {"id": "155"}
    ),
    Case(
        ["DeleteCalendarEvent", *PORTAL, "-e", "155", "-t", TOKEN],
        "calendar.event.delete",
        {"auth": TOKEN, "id": "155"},
    ),
    Case(
        ["ПолучитьСтатусУчастияПользователя", *HOOK, "--event", "155"],
        "calendar.meeting.status.get",
        {"eventId": "155"},
    ),
    Case(
        ["GetUserParticipationStatus", *PORTAL, "-e", "155", "-t", TOKEN],
        "calendar.meeting.status.get",
        {"auth": TOKEN, "eventId": "155"},
    ),
    Case(
        ["УстановитьСтатусУчастияПользователя", *HOOK, "--event", "155", "--status", "Y"],
        "calendar.meeting.status.set",
        {"eventId": "155", "status": "Y"},
    ),
    Case(
        ["SetUserParticipationStatus", *PORTAL, "-s", "N", "-e", "155", "-t", TOKEN],
        "calendar.meeting.status.set",
        {"auth": TOKEN, "eventId": "155", "status": "N"},
    ),
]

ROWS = [*CALENDARS, *EVENTS]
