"""Which of a method's documented codes says that a parameter is missing or is malformed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.facts import fold

if TYPE_CHECKING:
    from oint_b24.sandbox.facts import Fact, Param

_ABSENT = ("REQUIRED", "MISSING", "NOT_PROVIDED", "NOT_SPECIFIED", "NOT_SET", "EMPTY", "NULL")
_BAD = ("INVALID", "WRONG", "FORMAT", "INCORRECT")
_ABOUT_PARAMETERS = ("PARAM", "FIELD", "ARG", "REQUIRED")


def missing(fact: Fact, param: Param, path: str) -> Refusal:
    """Return the refusal for a required parameter, or a field of one, that was not given."""
    own = _named(fact, param.name, _ABSENT)
    if own is None and "100" in fact.errors:
        own = "100"
    if own is None and "ERROR_ARGUMENT" in fact.errors:
        text = f"Argument '{param.name}' is null or empty"
        return Refusal("ERROR_ARGUMENT", text, fact.status("ERROR_ARGUMENT"), argument=param.name)
    code = own or _general(fact, _ABSENT) or ("0" if path != param.name else None)
    if code is None or (code == "0" and "0" not in fact.errors):
        code = "100"
    return Refusal(code, _missing_text(code, path), fact.status(code))


def _missing_text(code: str, path: str) -> str:
    if code == "100":
        return f"Could not find value for parameter {{{path}}}"
    if code == "MISSING_PARAMS":
        return f"Invocation parameters are missing: {path}"
    return f"Required fields: {path}"


def malformed(fact: Fact, param: Param, wanted: str) -> Refusal:
    """Return the refusal for a value of another type than the documented one."""
    own = _named(fact, param.name, _BAD)
    if own is None and "ERROR_ARGUMENT" in fact.errors and "100" not in fact.errors:
        text = f"The value of an argument '{param.name}' has an invalid type"
        return Refusal("ERROR_ARGUMENT", text, fact.status("ERROR_ARGUMENT"), argument=param.name)
    code = own or ("TYPE_ERROR" if "TYPE_ERROR" in fact.errors else "100")
    text = f"Invalid value to match with parameter {{{param.name}}}. "
    return Refusal(code, f"{text}Should be value of type {wanted}.", fact.status(code))


def _named(fact: Fact, name: str, signs: tuple[str, ...]) -> str | None:
    """Return a code about this very parameter: `VALIDATION_ID_NOT_PROVIDED` for `id`."""
    for code in fact.errors:
        words = [fold(word) for word in code.upper().split("_")]
        if fold(name) in (*words, *_pairs(words)) and any(sign in code.upper() for sign in signs):
            return code
    return None


def _pairs(words: list[str]) -> list[str]:
    """Return neighbouring words joined: TASK and ID are `taskid`."""
    return [a + b for a, b in pairwise(words)]


def _general(fact: Fact, signs: tuple[str, ...]) -> str | None:
    """Return a code about parameters as such: `MISSING_PARAMS`, `BX_EMPTY_REQUIRED`."""
    for code in fact.errors:
        is_about = any(word in code.upper() for word in _ABOUT_PARAMETERS)
        if is_about and any(sign in code.upper() for sign in signs):
            return code
    return None
