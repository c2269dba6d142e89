"""What an application keeps for itself: `app.option.*`, `user.option.*`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "app_option"
_DENIED = "AccessException"


@method("app.option.get", scope="")
def get_of_app(call: Call) -> Any:
    """Return one setting of the application, or all (settings/app-option-get.md)."""
    _require_application(call)
    return _get(call, 0)


@method("app.option.set", scope="")
def set_of_app(call: Call) -> bool:
    """Keep settings of the application; administrators only (settings/app-option-set.md)."""
    _require_application(call)
    if not is_admin(call.store, call.user):
        call.refuse(_DENIED, "Administrator authorization required")
    return _set(call, 0)


@method("user.option.get", scope="")
def get_of_user(call: Call) -> Any:
    """Return one setting of the user within the application, or all (user-option-get.md)."""
    _require_application(call)
    return _get(call, call.user)


@method("user.option.set", scope="")
def set_of_user(call: Call) -> bool:
    """Keep settings of the user within the application (settings/user-option-set.md)."""
    _require_application(call)
    return _set(call, call.user)


def _require_application(call: Call) -> None:
    if call.caller.kind == "webhook":
        call.refuse(_DENIED, "Application context required")


def _kept(call: Call, user: int) -> tuple[int | None, dict[str, Any]]:
    """Return the settings of a user, of the application itself for 0, and their id."""
    for number, row in call.store.all(_KIND, CLIENT=call.caller.client_id, USER=user):
        return number, row["VALUES"]
    return None, {}


def _get(call: Call, user: int) -> Any:
    _, values = _kept(call, user)
    name = call.text("option")
    return values.get(name) if name else values


def _set(call: Call, user: int) -> bool:
    given = call.object("options")
    if not given:
        call.refuse("ArgumentNullException", "options is empty")
    number, values = _kept(call, user)
    new = {str(name): _told(value) for name, value in given.items()}
    row = {"CLIENT": call.caller.client_id, "USER": user, "VALUES": {**values, **new}}
    if number is None:
        call.store.add(_KIND, row)
    else:
        call.store.put(_KIND, number, row)
    return True


def _told(value: Any) -> Any:
    """Return a setting as it is kept: a structure as it is, anything else as text."""
    return value if isinstance(value, (dict, list)) or value is None else str(value)
