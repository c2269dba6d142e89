"""Arguments of the older task methods, which portals take by position and not by name.

What stands first in the request is the first argument, whatever it is called; a signature says
what each place wants, and the same data make the answers of `*.getmanifest`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import Refusal, whole

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

PREFIXES = ("!", "<=", "<", ">=", ">")
ASSERTION = "TASKS_ERROR_ASSERT_EXCEPTION<br>"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One place. `keys` are the only names an array may have, `prefixes` may stand before them."""

    name: str
    type: str = "integer"
    keys: tuple[str, ...] | None = None
    prefixes: tuple[str, ...] = ()

    def described(self) -> dict[str, Any]:
        """Return the parameter as manifests tell it."""
        told: dict[str, Any] = {"description": self.name, "type": self.type}
        if self.keys is not None:
            told["allowedKeys"] = list(self.keys)
        if self.prefixes:
            told["allowedKeyPrefixes"] = list(self.prefixes)
        return told


@dataclass(frozen=True, slots=True)
class Signature:
    """A method of one of the portal's classes and its places, the first `mandatory` required."""

    owner: str
    method: str
    parameters: tuple[Parameter, ...]
    mandatory: int

    def read(self, call: Call) -> list[Any]:
        """Return the arguments in order: ids as numbers, arrays as objects, absent ones None.

        Raises Refusal ERROR_CORE with the portal's #256 where a place has the wrong thing.
        """
        given = call.positional if call.positional is not None else list(call.params.values())
        return [self._argument(place, given) for place in range(len(self.parameters))]

    def _argument(self, place: int, given: list[Any]) -> Any:
        parameter = self.parameters[place]
        value = given[place] if place < len(given) else None
        if value is None or (parameter.type == "array" and not value):
            if place < self.mandatory:
                self._wrong(place, "expected by", "but not given.", comma=True)
            return {} if parameter.type == "array" else None
        if parameter.type == "integer":
            return self._integer(place, value)
        return self._array(place, value)

    def _integer(self, place: int, value: Any) -> int:
        number = None if isinstance(value, bool) else whole(value)
        if number is None:
            self._wrong(place, "for", 'expected to be of type "integer", but given something else.')
        return number

    def _array(self, place: int, value: Any) -> Any:
        if isinstance(value, list):
            return value
        if not isinstance(value, dict):
            self._wrong(place, "for", 'expected to be of type "array", but given something else.')
        for key in value:
            if not self._knows(self.parameters[place], str(key)):
                self._wrong(place, "for", f'must not contain key "{key}".')
        return value

    @staticmethod
    def _knows(parameter: Parameter, key: str) -> bool:
        if parameter.keys is None or key in parameter.keys:
            return True
        return any(
            key.startswith(p) and key[len(p) :] in parameter.keys for p in parameter.prefixes
        )

    def _wrong(self, place: int, preposition: str, rest: str, comma: bool = False) -> NoReturn:
        name = self.parameters[place].name
        text = f"Param #{place} ({name}) {preposition} method {self.owner}::{self.method}()"
        raise trouble(256, f"{text}{',' if comma else ''} {rest}", "WRONG_ARGUMENTS")


def trouble(code: int, text: str, name: str) -> Refusal:
    """Return an error in the words of the portal's older task classes."""
    return Refusal("ERROR_CORE", f"TASKS_ERROR_EXCEPTION_#{code}; {text}; {code}/TE/{name}<br>")


def failed(text: str = "Action failed") -> Refusal:
    """Return the error #8: the action came to nothing."""
    return trouble(8, text, "ACTION_FAILED_TO_BE_PROCESSED")


def forbidden(text: str = "Action is not allowed") -> Refusal:
    """Return the error #4: no right to the action."""
    return trouble(4, text, "ACTION_NOT_ALLOWED")


def missing() -> Refusal:
    """Return the error #512: no such item, or none the user may see."""
    text = "Check listitem not found or not accessible"
    return trouble(512, text, "ITEM_NOT_FOUND_OR_NOT_ACCESSIBLE")


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of an item's fields by what may be done with them."""

    writable: tuple[str, ...]
    readable: tuple[str, ...]
    sortable: tuple[str, ...]
    dates: tuple[str, ...]
    filterable: tuple[str, ...] = ()


def manifest(
    version: str, alias: str, fields: Fields, signatures: tuple[Signature, ...]
) -> dict[str, Any]:
    """Return what `*.getmanifest` answers about a class."""
    told: dict[str, Any] = {
        "Manifest version": version,
        "Warning": "this description may change at any time",
        "REST: shortname alias to class": alias,
        f"REST: writable {alias} data fields": list(fields.writable),
        f"REST: readable {alias} data fields": list(fields.readable),
        f"REST: sortable {alias} data fields": list(fields.sortable),
    }
    if fields.filterable:
        told[f"REST: filterable {alias} data fields"] = list(fields.filterable)
    told["REST: date fields"] = list(fields.dates)
    methods: dict[str, Any] = {"getmanifest": {"staticMethod": True, "params": []}}
    for signature in signatures:
        methods[signature.method] = {
            "mandatoryParamsCount": signature.mandatory,
            "params": [parameter.described() for parameter in signature.parameters],
        }
        if signature.method in ("get", "getlist"):
            methods[signature.method]["allowedKeysInReturnValue"] = list(fields.readable)
    return {**told, "REST: available methods": methods}
