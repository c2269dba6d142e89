"""One command of a batch as text: `method?query`, and what such a text cannot carry.

A query carries texts only (settings/how-to-call-rest-api/batch.md). What PHP reads alike in both
forms travels in a batch: texts, numbers as digits, true and false as 1 and 0, filled lists and
objects by brackets. What has no such form (null, an empty list or object, names with brackets in
them) is sent as a JSON call of its own.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, unquote_plus

from oint_b24.errors import UsageProblem
from oint_b24.portal.encode import alien

if TYPE_CHECKING:
    from collections.abc import Iterator

# PHP reads no more variables of one query (max_input_vars), nor deeper ones
# (max_input_nesting_level): what is beyond would be dropped in silence.
_MOST_PAIRS = 1000
_DEEPEST = 60
_LARGEST = 2**63
_REFERENCE = re.compile(r"\$result\[([^\[\]]*)\]")
# PHP turns these into underscores in the name of a variable, or ends the name there.
_SPOILED = frozenset(". []\0")
_BRACKETS = frozenset("[]\0")


class _CannotCarryError(Exception):
    """A query has no form for the value."""


@dataclass(frozen=True, slots=True)
class Command:
    """A call inside a batch, under a `key` its answer is found by.

    A `query` stands for `params` where the text is given ready. `$result[key][field]` in a text
    is a reference to an earlier answer, unless `is_literal` says that it is just a text.
    """

    key: str
    method: str
    params: dict[str, Any] | list[Any] = field(default_factory=dict)
    query: str | None = None
    is_literal: bool = False

    def text(self) -> str | None:
        """Return `method?query`, or None where a query cannot carry the values.

        Raises UsageProblem where a text holds bytes that are no UTF-8, or a number is no number.
        """
        query = self.query
        if query is None:
            query = carried(self.params)
        if query is None or (self.is_literal and self._mentions()):
            return None
        return f"{self.method}?{query}" if query else self.method

    def references(self) -> frozenset[str]:
        """Return the keys of the commands whose answers this one takes values from."""
        return frozenset() if self.is_literal else self._mentions()

    def _mentions(self) -> frozenset[str]:
        texts = _texts(self.params) if self.query is None else [unquote_plus(self.query)]
        return frozenset(key for text in texts for key in _REFERENCE.findall(text))


def carried(params: dict[str, Any] | list[Any]) -> str | None:
    """Return parameters as a query that PHP reads like the JSON they are, or None.

    Raises UsageProblem as `Command.text`.
    """
    try:
        pairs = list(_top(params))
    except _CannotCarryError:
        return None
    if len(pairs) > _MOST_PAIRS:
        return None
    try:
        return "&".join(f"{quote_plus(k, safe='[]')}={quote_plus(v)}" for k, v in pairs)
    except UnicodeEncodeError as error:
        raise alien(error) from error


def normal(query: str) -> str:
    """Return a query typed by hand the way it is sent: what should be encoded is, once."""
    pairs = [part.partition("=") for part in query.split("&") if part]
    return "&".join(
        f"{quote_plus(unquote_plus(name), safe='[]')}{sign}{quote_plus(unquote_plus(value))}"
        for name, sign, value in pairs
    )


def _top(params: dict[str, Any] | list[Any]) -> Iterator[tuple[str, str]]:
    items = params.items() if isinstance(params, dict) else enumerate(params)
    for key, value in items:
        name = str(key)
        if not name or _SPOILED & set(name):
            raise _CannotCarryError
        yield from _pairs(name, value, 1)


def _pairs(name: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if not isinstance(value, (dict, list)):
        yield name, _scalar(value)
        return
    if not value or depth > _DEEPEST:
        raise _CannotCarryError
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        step = str(key)
        if not step.strip() or _BRACKETS & set(step):  # `a[]` would count on
            raise _CannotCarryError
        yield from _pairs(f"{name}[{step}]", inner, depth + 1)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return value
    if isinstance(value, int) and abs(value) < _LARGEST:
        return str(value)
    if isinstance(value, float):
        return _decimal(value)
    raise _CannotCarryError


def _decimal(value: float) -> str:
    """Return a number the way PHP writes it: 5.0 is `5` there."""
    if not math.isfinite(value):
        raise UsageProblem("value.not_json", detail=str(value))
    shown = str(int(value)) if value.is_integer() else repr(value)
    if abs(value) >= 1e15 or "e" in shown:  # PHP has exponents of its own spelling there
        raise _CannotCarryError
    return shown


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
