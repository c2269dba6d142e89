"""`placement.*`: where an application shows itself in the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal, whole
from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "placement"
_PERSONAL = "PAGE_BACKGROUND_WORKER"  # the one that may be for a single user
_ONCE = (_PERSONAL, "REST_APP_URI")
_OBJECTS = ("LEAD", "DEAL", "CONTACT", "COMPANY", "QUOTE", "SMART_INVOICE")
_PARTS = ("LIST_MENU", "LIST_TOOLBAR", "DETAIL_TAB", "DETAIL_TOOLBAR", "DETAIL_ACTIVITY")
# Codes by permission; the common ones are under "" (widgets/placements.md).
_CODES: dict[str, tuple[str, ...]] = {
    "": (_PERSONAL, "REST_APP_URI", "LEFT_MENU"),
    "calendar": ("CALENDAR_GRIDVIEW",),
    "contact_center": ("CONTACT_CENTER",),
    "crm": (
        *(f"CRM_{name}_{part}" for part in _PARTS for name in _OBJECTS),
        "CRM_ANALYTICS_MENU",
        "CRM_FUNNELS_TOOLBAR",
        "CRM_REQUISITE_AUTOCOMPLETE",
        "CRM_BANK_DETAIL_AUTOCOMPLETE",
        "CRM_DETAIL_SEARCH",
    ),
    "im": ("IM_CONTEXT_MENU", "IM_NAVIGATION", "IM_SIDEBAR", "IM_TEXTAREA"),
    "imconnector": ("SETTING_CONNECTOR",),
    "sonet_group": (
        "SONET_GROUP_DETAIL_TAB",
        "SONET_GROUP_TOOLBAR",
        "SONET_GROUP_ROBOT_DESIGNER_TOOLBAR",
    ),
    "task": (
        "TASK_LIST_CONTEXT_MENU",
        "TASK_USER_LIST_TOOLBAR",
        "TASK_GROUP_LIST_TOOLBAR",
        "TASK_ROBOT_DESIGNER_TOOLBAR",
        "TASK_VIEW_TAB",
        "TASK_VIEW_SIDEBAR",
        "TASK_VIEW_TOP_PANEL",
    ),
    "telephony": ("CALL_CARD", "TELEPHONY_ANALYTICS_MENU"),
    "user": ("USER_PROFILE_MENU", "USER_PROFILE_TOOLBAR"),
}
_TEXTS = ("TITLE", "DESCRIPTION", "GROUP_NAME")
_LANGUAGE = "ru"


@method("placement.bind", scope="placement")
def bind(call: Call) -> bool:
    """Register a handler; refusals come with status 200 (widgets/placement-bind.md)."""
    application.require_token(call)
    application.require_admin(call)
    given = application.parameters(call)
    code, handler = (_required(given, name, 200) for name in ("PLACEMENT", "HANDLER"))
    if not any(code in codes for codes in _CODES.values()):
        raise Refusal("ERROR_ARGUMENT", "Placement not found", 200, argument="PLACEMENT")
    user = whole(given.get("USER_ID"), 0) or 0
    if user and code != _PERSONAL:
        call.refuse("ERROR_PLACEMENT_USER_MODE", "User mode is not available", 200)
    options = given.get("OPTIONS") if isinstance(given.get("OPTIONS"), dict) else {}
    if code == _PERSONAL and not (options or {}).get("errorHandlerUrl"):
        call.refuse("EMPTY_ERROR_HANDLER_URL", "Error handler URL is not specified", 200)
    if code in _ONCE and _own(call, PLACEMENT=code, USER_ID=user):
        call.refuse("ERROR_PLACEMENT_MAX_COUNT", "Placement max count", 200)
    row = {
        "CLIENT": call.caller.client_id,
        "PLACEMENT": code,
        "HANDLER": handler,
        "USER_ID": user,
        "OPTIONS": options or [],
        "LANG_ALL": _languages(given),
    }
    call.store.add(_KIND, row)
    return True


def _required(given: dict[str, Any], name: str, status: int = 400) -> str:
    value = given.get(name)
    if value in (None, "", []):
        text = f"Argument '{name}' is null or empty"
        raise Refusal("ERROR_ARGUMENT", text, status, argument=name)
    if not isinstance(value, str):
        text = f"The value of an argument '{name}' must be of type string"
        raise Refusal("ERROR_ARGUMENT", text, status, argument=name)
    return value


def _languages(given: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the texts by language; those without one are for the portal's own."""
    told = given.get("LANG_ALL")
    texts = told if isinstance(told, dict) and told else {_LANGUAGE: given}
    return {
        str(language): {name: str(words.get(name) or "") for name in _TEXTS}
        for language, words in texts.items()
        if isinstance(words, dict)
    }


def _own(call: Call, **equals: Any) -> list[tuple[int, dict[str, Any]]]:
    return call.store.all(_KIND, CLIENT=call.caller.client_id, **equals)


@method("placement.get", scope="placement")
def get(call: Call) -> list[dict[str, Any]]:
    """Return the handlers the application has registered (widgets/placement-get.md)."""
    application.require_token(call)
    application.require_admin(call)
    return [_shown(row) for _, row in _own(call)]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    texts = row["LANG_ALL"]
    words: dict[str, str] = texts.get(_LANGUAGE) or next(iter(texts.values()), {})
    return {
        "placement": row["PLACEMENT"],
        "userId": row["USER_ID"],
        "handler": row["HANDLER"],
        "options": row["OPTIONS"],
        "title": words.get("TITLE", ""),
        "description": words.get("DESCRIPTION", ""),
        "langAll": texts,
    }


@method("placement.list", scope="placement")
def list_codes(call: Call) -> list[str]:
    """Return the placements there are for the caller (widgets/placement-list.md)."""
    application.require_token(call)
    scope = call.text("SCOPE")
    if scope:
        return list(_CODES.get(scope, ()))
    full = call.flag("FULL")
    granted = (codes for name, codes in _CODES.items() if full or call.caller.allows(name))
    return [code for codes in granted for code in codes]


@method("placement.unbind", scope="placement")
def unbind(call: Call) -> dict[str, int]:
    """Remove handlers; each counts twice, found and removed (widgets/placement-unbind.md)."""
    application.require_token(call)
    application.require_admin(call)
    given = application.parameters(call)
    wanted = {"PLACEMENT": _required(given, "PLACEMENT")}
    if given.get("HANDLER"):
        wanted["HANDLER"] = str(given["HANDLER"])
    if given.get("USER_ID") not in (None, ""):
        wanted["USER_ID"] = str(given["USER_ID"])
    found = _own(call, **wanted)
    for number, _ in found:
        call.store.delete(_KIND, number)
    return {"count": 2 * len(found)}
