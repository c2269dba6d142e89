"""What `--filter`, `--select` and `--order` may name, and the columns and fields of an import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from oint_b24.complete.known import Row
    from oint_b24.complete.methods import Method

_DIRECTIONS = ("asc", "desc")


def rows(takes: str, method: Method, current: str) -> list[Row]:
    """Return the values that fit `current` by what the option takes (see `tools/completions`)."""
    if takes == "SELECT":
        return _following(current, method.listed("select"))
    if takes == "COLUMNS":
        return _following(current, method.answered())
    if takes == "ORDER":
        return _order(current, method)
    if takes == "FILTER":
        return _with_value(current, method.listed("filter"), method, "filter")
    if takes == "SET":
        return _with_value(current, method.taken(), method, "fields")
    if takes == "MAP":
        column, sign, _ = current.rpartition("=")
        return [(f"{column}={name}", kind) for name, kind in method.taken()] if sign else []
    return method.taken()


def _following(current: str, known: list[Row]) -> list[Row]:
    """Return lists of names with commas: the one begun, with each other name as its next."""
    before, comma, _ = current.rpartition(",")
    given = before.split(",")
    return [(f"{before}{comma}{name}", about) for name, about in known if name not in given]


def _order(current: str, method: Method) -> list[Row]:
    """Return fields, and their directions where a colon follows."""
    if ":" in current.rpartition(",")[2]:
        field = current.rpartition(":")[0]
        return [(f"{field}:{direction}", "") for direction in _DIRECTIONS]
    return _following(current, method.listed("order"))


def _with_value(current: str, known: list[Row], method: Method, of: str) -> list[Row]:
    """Return fields with the sign of equality, and the documented values of a field after it."""
    name, sign, _ = current.partition("=")
    if sign:
        return [(f"{name}={value}", about) for value, about in method.values(f"{of}.{name}")]
    return [(f"{field}=", about) for field, about in known]
