"""What administrators set for everybody: schedule, office network, control of absences."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.people.directory import active_users, full_name, is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_NETWORKS = "timeman.networks"
_CONTROL = "timeman.control"
_RANGES = (
    ("10.0.0.0-10.255.255.255", "10.x.x.x"),
    ("172.16.0.0-172.31.255.255", "172.x.x.x"),
    ("192.168.0.0-192.168.255.255", "192.168.x.x"),
)
_KINDS = ("all", "user", "none")
_SETTINGS: dict[str, Any] = {
    "active": True,
    "minimum_idle_for_report": 15,
    "register_offline": True,
    "register_idle": True,
    "register_desktop": True,
    "report_request_type": "all",
    "report_request_users": [],
    "report_simple_type": "all",
    "report_simple_users": [],
    "report_full_type": "all",
    "report_full_users": [],
}


def _admit(call: Call) -> None:
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_ERROR", "You don't have access to use this method")


def _meta(call: Call, key: str, default: Any) -> Any:
    text = call.store.meta(key)
    return default if text is None else json.loads(text)


@method("timeman.schedule.get", scope="timeman")
def schedule(call: Call) -> dict[str, Any] | list[Any]:
    """Return a work schedule; an unknown one is an empty array (timeman-schedule-get.md)."""
    if call.integer("id") != 1:
        return []
    unlimited = (
        "MAX_OFFSET_START", "MIN_OFFSET_END", "RELATIVE_START_FROM", "RELATIVE_START_TO",
        "RELATIVE_END_FROM", "RELATIVE_END_TO", "MAX_SHIFT_START_DELAY",
    )  # fmt: skip
    return {
        "ID": 1,
        "NAME": "Для всех сотрудников",
        "SCHEDULE_TYPE": "FIXED",
        "REPORT_PERIOD": "MONTH",
        "REPORT_PERIOD_OPTIONS": {"START_WEEK_DAY": 0},
        "CALENDAR_ID": 1,
        "ALLOWED_DEVICES": {"browser": True},
        "DELETED": "0",
        "IS_FOR_ALL_USERS": True,
        "WORKTIME_RESTRICTIONS": ["[]"],
        "CONTROLLED_ACTIONS": 3,
        "UPDATED_BY": 1,
        "DELETED_BY": 0,
        "DELETED_AT": "",
        "CREATED_BY": 0,
        "CREATED_AT": "2026-01-12T10:00:00+03:00",
        "SHIFTS": [
            {
                "ID": 1,
                "NAME": "",
                "BREAK_DURATION": 3600,
                "WORK_TIME_START": 32400,
                "WORK_TIME_END": 64800,
                "WORK_DAYS": "12345",
                "SCHEDULE_ID": 1,
                "DELETED": False,
            }
        ],
        "CALENDAR": {
            "ID": 1,
            "NAME": "",
            "PARENT_CALENDAR_ID": 0,
            "SYSTEM_CODE": "",
            "EXCLUSIONS": [],
        },
        "SCHEDULE_VIOLATION_RULES": {
            "ID": 1,
            "SCHEDULE_ID": 1,
            "ENTITY_CODE": "UA",
            "MAX_EXACT_START": 33300,
            "MIN_EXACT_END": 63900,
            **dict.fromkeys(unlimited, -1),
            "MIN_DAY_DURATION": 28800,
            "MAX_ALLOWED_TO_EDIT_WORK_TIME": 900,
            "MAX_WORK_TIME_LACK_FOR_PERIOD": 3600,
            "PERIOD_TIME_LACK_AGENT_ID": 0,
            "MISSED_SHIFT_START": 0,
            "USERS_TO_NOTIFY": {
                "FIXED_START_END": ["U1"],
                "FIXED_PER_RECORD": ["U1"],
                "FIXED_EDIT_WORKTIME": ["U1"],
                "FIXED_PERIODIC": ["U1"],
                "SHIFT_DELAY": [],
                "SHIFT_MISSED_START": [],
            },
        },
    }


def _ranges(call: Call) -> list[dict[str, str]]:
    default = [{"ip_range": spread, "name": name} for spread, name in _RANGES]
    kept: list[dict[str, str]] = _meta(call, _NETWORKS, default)
    return kept


@method("timeman.networkrange.get", scope="timeman")
def networks(call: Call) -> list[dict[str, str]]:
    """Return the office network."""
    _admit(call)
    return _ranges(call)


@method("timeman.networkrange.set", scope="timeman")
def set_networks(call: Call) -> dict[str, Any]:
    """Replace the office network; ranges that cannot be read are told, nothing is kept then."""
    _admit(call)
    # The parameter table writes RANGES, every example of the page ranges: both are read.
    sent = call.get("RANGES", call.get("ranges"))
    if isinstance(sent, str):
        try:
            sent = json.loads(sent)
        except ValueError:
            sent = None
    rows = list(sent.values()) if isinstance(sent, dict) else sent
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        call.refuse("INVALID_FORMAT", "A wrong format for the RANGES field is passed")
    wrong = [row for row in rows if _ends(str(row.get("ip_range", ""))) is None]
    if wrong:
        return {"result": False, "error_ranges": wrong}
    kept = [{"ip_range": str(r["ip_range"]), "name": str(r.get("name", ""))} for r in rows]
    call.store.set_meta(_NETWORKS, json.dumps(kept, ensure_ascii=False))
    return {"result": True}


def _ends(spread: str) -> tuple[int, int] | None:
    first, _, last = spread.partition("-")
    try:
        low = int(ipaddress.IPv4Address(first.strip()))
        return low, int(ipaddress.IPv4Address(last.strip())) if last else low
    except ValueError:
        return None


@method("timeman.networkrange.check", scope="timeman")
def check_address(call: Call) -> dict[str, str] | bool:
    """Return the range an address lies in, or false."""
    _admit(call)
    address = call.text("IP") or "127.0.0.1"
    found = _ends(address)
    for row in _ranges(call):
        ends = _ends(row["ip_range"])
        if found and ends and ends[0] <= found[0] <= ends[1]:
            return {"ip": address, "range": row["ip_range"], "name": row["name"]}
    return False


@method("timeman.timecontrol.settings.get", scope="timeman")
def control(call: Call) -> dict[str, Any]:
    """Return the rules of absence control."""
    _admit(call)
    return {**_SETTINGS, **_meta(call, _CONTROL, {})}


@method("timeman.timecontrol.settings.set", scope="timeman")
def set_control(call: Call) -> bool:
    """Change the rules of absence control; names are read in either case."""
    _admit(call)
    kept = _meta(call, _CONTROL, {})
    for name, value in call.params.items():
        key = name.lower()
        if key.endswith("_users"):
            rows = value if isinstance(value, list) else [value]
            kept[key] = [n for n in map(whole, rows) if n]
        elif key.endswith("_type") and value in _KINDS:
            kept[key] = value
        elif key == "minimum_idle_for_report":
            kept[key] = whole(value, 15)
        # «false» does not switch control off, only 0 does (timeman-timecontrol-settings-set.md).
        elif key == "active":
            kept[key] = not (value == 0 and value is not False) and value != "0"
        elif key in _SETTINGS:
            kept[key] = str(value).upper() in ("TRUE", "1", "Y")
    call.store.set_meta(_CONTROL, json.dumps({k: kept[k] for k in kept if k in _SETTINGS}))
    return True


@method("timeman.timecontrol.reports.users.get", scope="timeman")
def controlled_users(call: Call) -> list[dict[str, Any]]:
    """Return whose absences the caller may look into: for administrators, everybody's."""
    people = active_users(call.store)
    if not is_admin(call.store, call.user):
        people = [(number, person) for number, person in people if number == call.user]
    return [
        {
            "id": number,
            "name": full_name(person),
            "first_name": person["NAME"],
            "last_name": person["LAST_NAME"],
            "work_position": person.get("WORK_POSITION") or "",
            "avatar": "",
            "personal_gender": person.get("PERSONAL_GENDER") or "",
            "last_activity_date": person.get("LAST_ACTIVITY_DATE") or "",
        }
        for number, person in people
    ]
