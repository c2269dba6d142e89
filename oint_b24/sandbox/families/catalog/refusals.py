"""How the catalogue refuses: numeric codes, parameters that are missing or of another type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import Refusal, whole
from oint_b24.sandbox.families.people.directory import get_user, is_admin, is_intranet

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

READ, WRITE = 200040300010, 200040300020
DENIED = "Access Denied"


def refuse(code: int | str, text: str) -> NoReturn:
    """Answer with an error; the long codes are numbers (catalog-measure-add.md)."""
    raise Refusal(str(code), text, error=code)


def admit(call: Call, code: int | str, *, staff: bool = False, text: str = DENIED) -> None:
    """Let in who may: administrators, with `staff` every employee."""
    allowed = (
        is_intranet(get_user(call.store, call.user)) if staff else is_admin(call.store, call.user)
    )
    if not allowed:
        refuse(code, text)


def absent(name: str) -> NoReturn:
    """Refuse a call without a required parameter."""
    refuse("100", f"Could not find value for parameter {{{name}}}")


def mistyped(name: str, value: Any, wanted: str) -> NoReturn:
    """Refuse a parameter of another type."""
    shown = value if isinstance(value, (str, int, float)) else ""
    text = f"Invalid value {{{shown}}} to match with parameter {{{name}}}."
    refuse("100", f"{text} Should be value of type {wanted}.")


def incomplete(names: list[str]) -> NoReturn:
    """Refuse fields that lack required ones."""
    refuse("0", f"Required fields: {', '.join(names)}")


def identifier(call: Call, name: str = "id") -> int:
    """Return a parameter that names an object; some pages spell `Id`."""
    value = call.get(name, call.get(name.capitalize()))
    if value is None or value == "":
        absent(name)
    found = whole(value)
    if found is None:
        mistyped(name, value, "int")
    return found


def structure(call: Call, name: str = "fields") -> dict[str, Any]:
    """Return a parameter that is an object and must not be empty."""
    value = call.get(name)
    if value is None or value == "" or value in ([], {}):
        absent(name)
    if not isinstance(value, (dict, list)):
        mistyped(name, value, "array")
    return call.object(name)


def arrays(call: Call, *names: str) -> None:
    """Check that list parameters are lists or objects where they are given."""
    for name in names:
        value = call.get(name)
        if value is not None and value != "" and not isinstance(value, (dict, list)):
            mistyped(name, value, "array")
