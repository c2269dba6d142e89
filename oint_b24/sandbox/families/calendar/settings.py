"""Settings of calendars: those of the portal and those of each user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.calendar import rights, time
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

KIND = "calendar_settings"
_PORTAL: dict[str, Any] = {
    "work_time_start": "9",
    "work_time_end": "19",
    "year_holidays": "1.01,2.01,7.01,23.02,8.03,1.05,9.05,12.06,4.11",
    "year_workdays": "31.12",
    "week_holidays": ["SA", "SU"],
    "week_start": "MO",
    "user_name_template": "#NAME# #LAST_NAME#",
    "sync_by_push": False,
    "user_show_login": True,
    "path_to_user": "/company/personal/user/#user_id#/",
    "path_to_user_calendar": "/company/personal/user/#user_id#/calendar/",
    "path_to_group": "/workgroups/group/#group_id#/",
    "path_to_group_calendar": "/workgroups/group/#group_id#/calendar/",
    "path_to_vr": "",
    "path_to_rm": "",
    "rm_iblock_type": "",
    "rm_iblock_id": "",
    "dep_manager_sub": True,
    "denied_superpose_types": [],
    "pathes_for_sites": "",
    "forum_id": "8",
    "rm_for_sites": True,
    "path_to_type_company_calendar": "",
    "path_to_type_location": "",
    "path_to_type_open_event": "",
}
_USER: dict[str, Any] = {
    "view": "month",
    "meetSection": "",
    "crmSection": "",
    "showDeclined": False,
    "denyBusyInvitation": False,
    "collapseOffHours": "Y",
    "showWeekNumbers": "N",
    "showTasks": "Y",
    "syncTasks": "N",
    "showCompletedTasks": "N",
    "lastUsedSection": "false",
    "sendFromEmail": "",
    "defaultSections": [],
    "syncPeriodPast": "3",
    "syncPeriodFuture": "12",
    "defaultReminders": {
        "fullDay": [{"type": "min", "count": 15}],
        "withTime": [{"type": "min", "count": 15}],
    },
}
_FLAGS = ("showDeclined", "denyBusyInvitation")


@method("calendar.settings.get", scope="calendar")
def of_portal(call: Call) -> dict[str, Any]:
    """Return the settings common to all."""
    del call
    return dict(_PORTAL)


@method("calendar.user.settings.get", scope="calendar")
def of_user(call: Call) -> dict[str, Any]:
    """Return the caller's own settings."""
    return {
        **_USER,
        **(call.store.get(KIND, call.user) or {}),
        "timezoneName": time.PORTAL_ZONE,
        "timezoneOffsetUTC": time.offset(int(call.portal.now()), time.PORTAL_ZONE),
        "timezoneDefaultName": "",
        "work_time_start": "9.00",
        "work_time_end": "19.00",
    }


@method("calendar.user.settings.set", scope="calendar")
def set_of_user(call: Call) -> bool:
    """Change the caller's own settings; unknown names are ignored."""
    rights.required(call, "settings")
    kept = call.store.get(KIND, call.user) or {}
    for name, value in call.object("settings").items():
        if name in _FLAGS:
            kept[name] = str(value).upper() in ("TRUE", "1", "Y")
        elif name in _USER:
            kept[name] = value if isinstance(value, (dict, list)) else str(value)
    call.store.put(KIND, call.user, kept)
    return True
