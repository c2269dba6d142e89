"""What a portal tells about itself: time, rights, methods, the application, features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import registry
from oint_b24.sandbox.families.portal.events import EVENTS
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# scopes/permissions.md
SCOPES = (
    "ai_admin", "biconnector", "bizproc", "booking", "calendar", "call", "cashbox", "catalog",
    "contact_center", "crm", "delivery", "department", "disk", "documentgenerator", "entity",
    "humanresources", "humanresources.hcmlink", "im", "imbot", "imconnector", "imopenlines",
    "intranet", "landing", "lists", "log", "mail", "mailservice", "main", "messageservice",
    "mobile", "note", "pay_system", "placement", "pull", "rpa", "sale", "salescenter",
    "sign.b2e", "socialnetwork", "sonet_group", "task", "tasks", "tasks_extended", "tasksmobile",
    "telephony", "timeman", "user", "user.userfield", "user_basic", "user_brief", "userconsent",
    "userfieldconfig", "vote",
)  # fmt: skip
_FEATURES = ("rest_offline_extended", "rest_auth_connector")  # common/system/feature-get.md


@method("server.time", scope="")
def server_time(call: Call) -> str:
    """Return the portal's time (common/system/server-time.md)."""
    return call.portal.moment()


@method("scope", scope="")
def scope(call: Call) -> list[str]:
    """Return the caller's rights, or all there are (common/system/scope.md)."""
    granted = call.caller.scopes
    if granted is None or call.flag("full"):
        return list(SCOPES)
    return sorted(granted)


@method("methods", scope="")
def methods(call: Call) -> list[str]:
    """Return names of methods: the caller's, those of one scope, or all (system/methods.md)."""
    served = registry.methods()
    if call.get("scope") is not None:
        return [h.name for h in served if h.scope == call.text("scope")]
    full = call.flag("full")
    return [h.name for h in served if full or h.open_to(call.caller)]


@method("method.get", scope="")
def method_get(call: Call) -> dict[str, bool]:
    """Say whether there is a method and may be called; small letters (system/method-get.md)."""
    name = call.text("name")
    handler = registry.find(name) if name and name == name.lower() else None
    return {
        "isExisting": handler is not None,
        "isAvailable": handler is not None and handler.open_to(call.caller),
    }


@method("app.info", scope="")
def app_info(call: Call) -> dict[str, Any]:
    """Return the application behind a token (common/system/app-info.md)."""
    if call.caller.kind == "webhook":
        call.refuse("ACCESS_DENIED", "Access denied! Application context required")
    return {
        "ID": 1,
        "CODE": call.caller.client_id,
        "VERSION": 1,
        "STATUS": "L",
        "INSTALLED": True,
        "PAYMENT_EXPIRED": "N",
        "DAYS": None,
        "LANGUAGE_ID": "ru",
        "LICENSE": "ru_pro100",
        "LICENSE_TYPE": "pro100",
        "LICENSE_FAMILY": "pro",
    }


@method("feature.get", scope="")
def feature_get(call: Call) -> dict[str, str]:
    """Say whether the portal has a feature (common/system/feature-get.md)."""
    code = call.text("CODE")
    if not code:
        call.refuse("CODE_EMPTY", "CODE can't be empty")
    return {"value": "Y" if code in _FEATURES else "N"}


@method("events", scope="", app_only=True)
def events(call: Call) -> list[str]:
    """Return codes of events: the caller's, those of one scope, or all (events/events.md)."""
    if call.get("SCOPE") is not None:
        return list(EVENTS.get(call.text("SCOPE"), ()))
    full = call.flag("FULL")
    granted = (codes for name, codes in EVENTS.items() if full or call.caller.allows(name))
    return [code for codes in granted for code in codes]
