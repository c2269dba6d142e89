"""Complete the English telling of a request from the Russian original it is translated from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.catalogue.parameter import Parameter
    from tools.catalogue.request import Request

_IDENTIFIER = re.compile(r"[A-Za-z_0-9.]+")
_SURE = ("marked", "inline")


def complete(english: Request, russian: Request) -> None:
    """Add to `english` what only the original tells: stars, values, defaults, types, names."""
    _restore_names(english.params, russian.params)
    told = {(path, one.name): one for path, level in russian.levels() for one in level}
    for path, level in english.levels():
        for one in level:
            if original := told.get((path, one.name)):
                _complete(one, original)


def _restore_names(english: list[Parameter], russian: list[Parameter]) -> None:
    """Take back names that were translated as if they were words."""
    if len(english) != len(russian):
        return
    for one, original in zip(english, russian, strict=True):
        if " " in one.name and _IDENTIFIER.fullmatch(original.name):
            one.name = original.name


def _complete(one: Parameter, original: Parameter) -> None:
    if original.required and not one.required_in_variant:
        one.required = True
    one.type = one.type or original.type
    known, told = one.facts, original.facts
    if told.get("default") and not known.get("default"):
        known["default"] = told["default"]
    sure = told.get("enum_from") in _SURE
    if sure and not known.get("enum") and not known.get("formats"):
        known["enum"], known["enum_from"] = told["enum"], told["enum_from"]
