"""Who may do what in calendars, and what calendar methods say of missing parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.families.people.directory import get_user, is_admin, is_intranet

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

USER = "user"
COMPANY = "company_calendar"


def admit(call: Call) -> None:
    """Refuse guests: calendars are for employees."""
    if not is_intranet(get_user(call.store, call.user)):
        denied(call)


def denied(call: Call) -> NoReturn:
    """Refuse for lack of rights."""
    call.refuse("", "Access denied")


def not_set(call: Call, name: str) -> NoReturn:
    """Refuse for a missing parameter."""
    call.refuse("", f'The required parameter "{name}" for the method "{call.method}" is not set')


def required(call: Call, *names: str) -> None:
    """Refuse where one of the parameters is missing or empty."""
    for name in names:
        if call.get(name) in (None, "", [], {}):
            not_set(call, name)


def owner(call: Call) -> tuple[str, int]:
    """Return type and owner of the calendars meant; one's own need no owner."""
    required(call, "type")
    kind, number = call.text("type"), call.integer("ownerId")
    if kind == USER:
        return kind, number or call.user
    if number is None and kind != COMPANY:
        not_set(call, "ownerId")
    return kind, number or 0


def may_edit(call: Call, kind: str, number: int) -> bool:
    """Say whether the caller may write into calendars of that type and owner."""
    return kind != USER or number == call.user or is_admin(call.store, call.user)


def checked_texts(call: Call) -> None:
    """Refuse names and descriptions that are no texts."""
    for name in ("name", "description"):
        if isinstance(call.get(name), (dict, list)):
            call.refuse("", f'Invalid value for the "{name}" parameter')


def color(value: Any) -> str:
    """Return a colour; clients are told to send its # as %23 (calendar-event-add.md)."""
    return str(value or "").replace("%23", "#")
