"""Filters of `user.get` and `user.search`: prefixes, `%` patterns, departments, quick search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES, whole
from oint_b24.sandbox.families.people.directory import full_name

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Person = tuple[int, dict[str, Any]]

_SIGNS = ("!=%", "!%=", "!%", "!@", "!=", "!", ">=", "<=", "=%", "%=", ">", "<", "=", "@", "%")
_FLAGS = frozenset({"ACTIVE"})
_SOUGHT = ("NAME", "LAST_NAME", "SECOND_NAME", "WORK_POSITION", "EMAIL")


def matches(person: Person, given: dict[str, Any]) -> bool:
    """Say whether a user meets every condition of a filter (user/user-get.md)."""
    return all(_meets(person, *_split(key), value) for key, value in given.items())


def _split(key: str) -> tuple[str, str]:
    for sign in _SIGNS:
        if key.startswith(sign):
            return key[len(sign) :].upper(), sign
    return key.upper(), ""


def _meets(person: Person, name: str, sign: str, value: Any) -> bool:
    number, user = person
    if name == "NAME_SEARCH":
        return finds(user, str(value))
    held = number if name == "ID" else user.get(name)
    if name in _FLAGS:
        value = str(value).upper() in YES
    held_values = held if isinstance(held, list) else [held]
    wanted = value if isinstance(value, list) else [value]
    denied = sign.startswith("!")
    test = sign.removeprefix("!")
    found = any(_compares(h, test, w) for h in held_values for w in wanted)
    return found != denied


def _compares(held: Any, test: str, wanted: Any) -> bool:
    left, right = _text(held), _text(wanted)
    if test == "%":
        return right.casefold() in left.casefold()
    if test in ("=%", "%=") or (test == "" and "%" in right):
        pattern = ".*".join(re.escape(part) for part in right.casefold().split("%"))
        return re.fullmatch(pattern, left.casefold(), re.DOTALL) is not None
    if test in (">", ">=", "<", "<="):
        return _ranks(left, test, right)
    return left.casefold() == right.casefold()


def _ranks(left: str, test: str, right: str) -> bool:
    numbers = whole(left), whole(right)
    if numbers[0] is not None and numbers[1] is not None:
        low, high = numbers[0] < numbers[1], numbers[0] > numbers[1]
    else:
        low, high = left < right, left > right
    if test.startswith("<"):
        return low or (test == "<=" and not high)
    return high or (test == ">=" and not low)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def finds(user: dict[str, Any], phrase: str, *more: str) -> bool:
    """Say whether every word of `phrase` begins a word of the user's data or of `more`."""
    texts = [str(user.get(name) or "") for name in _SOUGHT] + [full_name(user), *more]
    words = re.findall(r"[\w@.+-]+", " ".join(texts).casefold())
    sought = phrase.casefold().split()
    return bool(sought) and all(any(w.startswith(s) for w in words) for s in sought)


def department_names(call: Call, user: dict[str, Any]) -> list[str]:
    """Return the names of the departments a user works in."""
    found = (call.store.get("department", n) for n in user.get("UF_DEPARTMENT") or [])
    return [str(department["NAME"]) for department in found if department]
