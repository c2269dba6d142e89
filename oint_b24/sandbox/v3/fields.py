"""The methods `*.field.list` and `*.field.get`: an object of REST 3.0 describes its fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3 import params
from oint_b24.sandbox.v3.dto import FIELD, description
from oint_b24.sandbox.v3.select import plain, selection, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.v3.dto import Dto

    Admit = Callable[[Call], None]

_NOT_FOUND = "BITRIX_REST_V3_REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION"


def describe(entity: str, scope: str, dto: Dto, admit: Admit | None = None) -> None:
    """Register both methods of `entity` (`tasks.task`); `admit` refuses who may not ask."""
    listing, getting = partial(_list, dto, admit), partial(_get, dto, admit)
    method(f"{entity}.field.list", scope=scope, version=3)(listing)
    method(f"{entity}.field.get", scope=scope, version=3)(getting)


def _list(dto: Dto, admit: Admit | None, call: Call) -> dict[str, Any]:
    if admit is not None:
        admit(call)
    return {"items": [_shown(call, dto, name) for name in dto.fields]}


def _get(dto: Dto, admit: Admit | None, call: Call) -> dict[str, Any]:
    if admit is not None:
        admit(call)
    (name,) = params.required(call, name="string")
    if name not in dto.fields:
        raise Refusal(_NOT_FOUND, f"Field `{name}` not found")
    return {"item": _shown(call, dto, name)}


def _shown(call: Call, dto: Dto, name: str) -> dict[str, Any]:
    # Unlike those of data, unknown fields of a description are refused (*-field-list.md).
    wanted = selection(FIELD, call.get("select"), strict=True)
    return shown(plain(FIELD, description(dto, name)), wanted)
