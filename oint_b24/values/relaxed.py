"""JSON as people type it in a shell: strict JSON, or the same with single quotes.

Anything else is an error with its place. Nothing is guessed: a value that cannot be read with
certainty is refused, because it would be sent to somebody's portal.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, NoReturn

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])")
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n",
            "r": "\r", "t": "\t"}  # fmt: skip
_DEEPEST = 200
_SAFE = 15  # digits that every double holds


class NotJson(ValueError):  # noqa: N818 - a finding about a text, turned into a problem by the reader
    """The text is not JSON. `line` and `column` count from 1; `why` is a message key."""

    def __init__(self, why: str, text: str, at: int) -> None:
        super().__init__(why)
        self.why = why
        self.line = text.count("\n", 0, at) + 1
        self.column = at - (text.rfind("\n", 0, at) + 1) + 1


def loads(text: str) -> Any:
    """Read JSON with double or single quotes. Raises NotJson."""
    # Deeper than any method's parameters; the parser below tells where.
    if text.count("[") + text.count("{") <= _DEEPEST:
        try:
            return json.loads(
                text,
                strict=False,
                object_pairs_hook=_once,
                parse_constant=_no_constant,
                parse_float=_exact,
            )
        except (ValueError, RecursionError):
            pass
    return _Parser(text).whole()


def _exact(text: str) -> float:
    """Return the number, or raise ValueError where a float cannot hold what was typed."""
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    if len(text) > _SAFE:
        from decimal import Decimal

        if Decimal(text) != Decimal(repr(value)):
            raise ValueError(text)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name given twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class _Parser:
    """Recursive descent; `at` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def whole(self) -> Any:
        self._space()
        value = self._value()
        self._space()
        if self.at < len(self.text):
            self._fail("json.trailing")
        return value

    def _space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _fail(self, why: str, at: int | None = None) -> NoReturn:
        raise NotJson(why, self.text, self.at if at is None else at)

    def _value(self) -> Any:
        char = self._peek()
        if char in ('"', "'") and char:
            return self._string(char)
        if char in ("{", "[") and char:
            self.depth += 1
            if self.depth > _DEEPEST:
                self._fail("json.deep")
            value = self._object() if char == "{" else self._array()
            self.depth -= 1
            return value
        return self._scalar()

    def _scalar(self) -> Any:
        number = _NUMBER.match(self.text, self.at)
        if number:
            try:
                found = json.loads(number[0], parse_float=_exact)
            except ValueError:
                self._fail("json.number")
            self.at = number.end()
            return found
        for word, value in _WORDS.items():
            after = self.at + len(word)
            if self.text.startswith(word, self.at) and not self.text[after : after + 1].isalnum():
                self.at = after
                return value
        return self._fail("json.value" if self._peek() else "json.end")

    def _object(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._open()
        while not self._close("}", first=not found):
            start = self.at
            if self._peek() not in ('"', "'") or not self._peek():
                self._fail("json.key" if self._peek() else "json.end")
            key = self._string(self._peek())
            if key in found:
                self._fail("json.twice", start)
            self._space()
            if self._peek() != ":":
                self._fail("json.colon" if self._peek() else "json.end")
            self._open()
            found[key] = self._value()
        return found

    def _array(self) -> list[Any]:
        found: list[Any] = []
        self._open()
        while not self._close("]", first=not found):
            found.append(self._value())
        return found

    def _open(self) -> None:
        self.at += 1
        self._space()

    def _close(self, bracket: str, *, first: bool) -> bool:
        """Step over the closing bracket and say so, or over the comma before the next item."""
        self._space()
        char = self._peek()
        if char == bracket:
            self.at += 1
            return True
        if first:
            return False
        if char != ",":
            self._fail("json.comma" if char else "json.end")
        self._open()
        if self._peek() == bracket:
            self._fail("json.extra_comma")
        return False

    def _string(self, quote: str) -> str:
        start, self.at = self.at, self.at + 1
        pieces: list[str] = []
        while True:
            char = self._peek()
            if not char:
                self._fail("json.quote", start)
            self.at += 1
            if char == quote:
                return _joined("".join(pieces))
            pieces.append(self._escape() if char == "\\" else char)

    def _escape(self) -> str:
        char = self._peek()
        if char == "u":
            digits = self.text[self.at + 1 : self.at + 5]
            if re.fullmatch(r"[0-9a-fA-F]{4}", digits) is None:
                self._fail("json.escape", self.at - 1)
            self.at += 5
            return chr(int(digits, 16))
        if char not in _ESCAPES or not char:
            self._fail("json.escape", self.at - 1)
        self.at += 1
        return _ESCAPES[char]


def _joined(text: str) -> str:
    r"""Join the halves that escapes like \ud83d\ude00 name; a lone half stays as it is."""
    if not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
