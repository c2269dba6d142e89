"""`event.bind`, `event.get`, `event.unbind`: who is told about which event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal, whole
from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.families.portal.events import EVENTS
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

KIND = "event_binding"
_OFFLINE = "Access denied! Offline events {what} requires administrator access rights"
_AUTH_TYPE = "Access denied! Event {what} with AUTH_TYPE requires administrator access rights"


@method("event.bind", scope="", app_only=True)
def bind(call: Call) -> bool:
    """Register a handler of an event (events/event-bind.md)."""
    given = application.parameters(call)
    event = str(given.get("EVENT") or "").upper()
    is_offline = str(given.get("EVENT_TYPE") or "online").lower() == "offline"
    _admit(call, given, is_offline=is_offline, what="binding")
    known = (codes for scope, codes in EVENTS.items() if call.caller.allows(scope))
    if not any(event in codes for codes in known):
        call.refuse("ERROR_EVENT_NOT_FOUND", "Event not found")
    handler = str(given.get("HANDLER") or "")
    if not is_offline and not handler:
        text = "Argument 'HANDLER' is null or empty"
        raise Refusal("ERROR_ARGUMENT", text, argument="HANDLER")
    row = {
        "CLIENT": call.caller.client_id,
        "EVENT": event,
        "HANDLER": handler,
        "AUTH_TYPE": _auth_type(call, given),
        "OFFLINE": int(is_offline),
        "CONNECTOR": str(given.get("AUTH_CONNECTOR") or ""),
    }
    if call.store.all(KIND, **row):
        call.refuse("ERROR_CORE", "Unable to set event handler: Handler already binded")
    options = given.get("OPTIONS") if isinstance(given.get("OPTIONS"), dict) else {}
    call.store.add(KIND, {**row, "OPTIONS": options})
    return True


def _admit(call: Call, given: dict[str, Any], *, is_offline: bool, what: str) -> None:
    """Let who is no administrator have online events of their own only."""
    if is_offline:
        application.require_admin(call, _OFFLINE.format(what=what))
    auth_type = whole(given.get("AUTH_TYPE"))
    if auth_type not in (None, call.user):
        application.require_admin(call, _AUTH_TYPE.format(what=what))


def _auth_type(call: Call, given: dict[str, Any]) -> int:
    default = 0 if is_admin(call.store, call.user) else call.user
    return whole(given.get("AUTH_TYPE"), default) or default


@method("event.get", scope="", app_only=True)
def get(call: Call) -> list[dict[str, Any]]:
    """Return the registered handlers; others see those of their own (events/event-get.md)."""
    return [
        {
            "event": row["EVENT"],
            "handler": row["HANDLER"],
            "auth_type": str(row["AUTH_TYPE"]),
            "offline": row["OFFLINE"],
        }
        for _, row in _own(call)
    ]


def _own(call: Call) -> list[tuple[int, dict[str, Any]]]:
    found = call.store.all(KIND, CLIENT=call.caller.client_id)
    if is_admin(call.store, call.user):
        return found
    return [(n, row) for n, row in found if row["AUTH_TYPE"] == call.user and not row["OFFLINE"]]


@method("event.unbind", scope="", app_only=True)
def unbind(call: Call) -> dict[str, int]:
    """Remove the handlers that meet all that is given (events/event-unbind.md)."""
    given = application.parameters(call)
    is_offline = str(given.get("EVENT_TYPE") or "online").lower() == "offline"
    _admit(call, given, is_offline=is_offline, what="unbinding")
    wanted: dict[str, Any] = {"OFFLINE": int(is_offline)}
    if given.get("EVENT"):
        wanted["EVENT"] = str(given["EVENT"]).upper()
    if given.get("HANDLER"):
        wanted["HANDLER"] = str(given["HANDLER"])
    if "AUTH_TYPE" in given:
        wanted["AUTH_TYPE"] = whole(given["AUTH_TYPE"], 0)
    found = [n for n, row in _own(call) if all(row[key] == v for key, v in wanted.items())]
    for number in found:
        call.store.delete(KIND, number)
    return {"count": len(found)}
