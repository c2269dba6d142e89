"""Values of documented types, the same for the same method, row and name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import facts
from oint_b24.sandbox.facts import fold
from oint_b24.sandbox.generated.fields import is_plain, is_reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.facts import Types
    from oint_b24.sandbox.generated.fields import Schema

_DEEPEST = 3
_START = datetime(2026, 1, 12, 10, tzinfo=timezone(timedelta(hours=3)))
_LONGEST_ECHO = 1000  # contents of files are not sent back
_CONTAINERS = ("object", "array", "any", "")
_LISTED = ("integer", "string", "char", "enum")
_INTEGERS = ("integer", "user", "timestamp")


def number(*parts: Any) -> int:
    """Return a number that follows from `parts` alone."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=6).digest())


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes objects of one answer. `given` are values of the request by folded name."""

    entity: str
    schema: Schema
    given: dict[str, Any]
    choices: dict[str, tuple[str, ...]]  # documented values by folded name of a field

    def object(self, fields: Types, row: int, depth: int = 0) -> dict[str, Any]:
        """Return an object with these fields; `row` is its id."""
        echo = self.given if depth == 0 else {}
        return {
            name: self._field(name, kind or "string", row, depth, echo)
            for name, kind in fields.items()
            if is_plain(name)
        }

    def _field(self, name: str, kind: str, row: int, depth: int, echo: dict[str, Any]) -> Any:
        if fold(name) in echo:
            sent = as_sent(echo[fold(name)], kind)
            if sent is not None:
                return sent
        return self.value(name, kind, row, depth)

    def value(self, name: str, kind: str, row: int, depth: int = 0) -> Any:
        """Return a value of a documented type for the field `name` of `row`."""
        first = next((k for k in kind.split("|") if k != "null"), "string").strip()
        if first.endswith("[]"):
            return self._list(name, first.removesuffix("[]"), row, depth)
        if first == "array":
            table = self.schema.table(name) if depth < _DEEPEST else None
            return [self.object(table, row, depth + 1)] if table else []
        if first in ("object", "Object"):
            table = self.schema.table(name) if depth < _DEEPEST else None
            return self.object(table, row, depth + 1) if table else {}
        return self._plain(name, first, row, depth)

    def _list(self, name: str, kind: str, row: int, depth: int) -> list[Any]:
        value = self.value(name, "array" if kind == "object" else kind, row, depth)
        return value if isinstance(value, list) else [value]

    def _plain(self, name: str, kind: str, row: int, depth: int) -> Any:
        mark = number(self.entity, row, name)
        listed = self.choices.get(fold(name), ())
        if listed and kind in _LISTED and (kind == "integer") == all(map(str.isdecimal, listed)):
            chosen = listed[mark % len(listed)]
            return int(chosen) if kind == "integer" else chosen
        if kind in _INTEGERS or kind.endswith(".id"):
            return row if fold(name) == "id" else 1 + mark % 120
        if kind == "boolean":
            return mark % 2 == 0
        if kind == "double":
            return mark % 1_000_000 / 100
        if kind in _SPECIAL:
            return _SPECIAL[kind](mark)
        table = self._table(kind) if depth < _DEEPEST else {}
        return self.object(table, row, depth + 1) if table else text(name, row, mark)

    def _table(self, kind: str) -> Types:
        return self.schema.table(kind) or facts.data_type(kind)


def moment(mark: int) -> str:
    """Return a time of January 2026 in the portal's zone."""
    return (_START + timedelta(minutes=mark % 20_000)).isoformat()


def text(name: str, row: int, mark: int) -> str:
    """Return a text that suits a field's name."""
    folded, short = fold(name), 1 + mark % 120
    if folded == "id":
        return str(row)
    for sign, made in _TEXTS:
        if sign in folded:
            return made(mark)
    if is_reference(name):
        return str(short)
    return f"{'Название' if folded in ('name', 'title') else 'Значение'} {short}"


_TEXTS: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("email", lambda mark: f"user{mark % 120}@sandbox.example"),
    ("phone", lambda mark: f"+7000{mark % 10**7:07}"),
    ("url", lambda mark: f"https://sandbox.example/{mark % 10**6}"),
    ("link", lambda mark: f"https://sandbox.example/{mark % 10**6}"),
    ("date", moment),
    ("createdat", moment),
    ("updatedat", moment),
    ("timestamp", moment),
    ("code", lambda mark: f"code_{mark % 120}"),
    ("color", lambda mark: f"#{mark % 0xFFFFFF:06x}"),
)
_SPECIAL: dict[str, Callable[[int], Any]] = {
    "datetime": moment,
    "date": lambda mark: moment(mark)[:10],
    "char": lambda mark: "YN"[mark % 2],
    "crm_status": lambda _: "NEW",
    "crm_currency": lambda _: "RUB",
    "lang_map": lambda mark: {lang: f"{lang} {mark % 120}" for lang in ("ru", "en")},
    "file": lambda mark: {"id": 1 + mark % 120, "url": f"https://sandbox.example/{mark % 120}"},
    "crm_multifield": lambda mark: [
        {"ID": str(1 + mark % 120), "VALUE_TYPE": "WORK", "VALUE": f"+7000{mark % 10**7:07}"}
    ],
}


def as_sent(value: Any, kind: str) -> Any:
    """Return a value of the request as the answer tells it, None where it cannot be told."""
    if isinstance(value, (dict, list)):
        is_container = any(k in _CONTAINERS or k.endswith("[]") for k in kind.split("|"))
        return value if is_container and len(str(value)) < _LONGEST_ECHO else None
    if any(k in ("object", "array") or k.endswith("[]") for k in kind.split("|")):
        return None
    if "integer" in kind or kind.endswith(".id") or kind == "user":
        is_number = str(value).lstrip("-").isdecimal()
        return int(value) if is_number else value if "string" in kind else None
    if "boolean" in kind or isinstance(value, bool):
        return str(value).upper() in ("Y", "1", "TRUE") if "boolean" in kind else value
    if "double" in kind:
        return value if isinstance(value, (int, float)) else None
    return str(value) if value is not None and len(str(value)) < _LONGEST_ECHO else None
