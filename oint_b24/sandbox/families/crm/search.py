"""Filter and order of the newer list methods: crm.item.list, crm.type.list and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm.links import naming, slot_of
from oint_b24.sandbox.families.crm.lists import where_of
from oint_b24.sandbox.listing import split_prefix
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.crm.links import Slot

_LINKS = ("CONTACT_IDS", "COMPANY_IDS")


class Search:
    """Filter and order of a list: nested, with OR, and strict about names."""

    def __init__(self, call: Call, kind: str, types: dict[str, str], known: dict[str, str]) -> None:
        self.call, self.kind, self.types, self.known = call, kind, types, known

    def conditions(self, given: dict[str, Any]) -> list[Where]:
        """Return conditions of which all must hold; raises Refusal for a name there is not."""
        if str(given.get("logic", "")).upper() == "OR":
            return [self._any(given)]
        found: list[Where] = []
        for key, value in given.items():
            if key.isdecimal() and isinstance(value, (dict, list)):
                found += self.conditions(_object(value))
            elif key != "logic":
                found += self._one(key, value)
        return found

    def _any(self, given: dict[str, Any]) -> Where:
        numbers: set[int] = set()
        for key, value in given.items():
            if key == "logic":
                continue
            part = _object(value) if key.isdecimal() else {key: value}
            rows = self.call.store.select(self.kind, self.conditions(part))
            numbers |= {number for number, _ in rows}
        return Where("ID", "in", sorted(numbers))

    def _one(self, key: str, value: Any) -> list[Where]:
        told, _ = split_prefix(key)
        name = self.known.get(told)
        if name is None:
            self._refuse(f"Invalid filter: field '{told}' is not allowed in filter")
        if name in _LINKS:
            slot = slot_of(self.kind)
            if slot is None:
                return []
            values = value if isinstance(value, list) else [value]
            rows = [r for v in values for r in self._linked(slot, whole(v) or 0)]
            return [Where("ID", "in", sorted({number for number, _ in rows}))]
        prefix = key[: len(key) - len(told)]
        return where_of(self.call.store, self.kind, {prefix + name: value}, self.types)

    def _linked(self, slot: Slot, number: int) -> list[tuple[int, dict[str, Any]]]:
        return naming(self.call.store, self.kind, slot, number)

    def order(self) -> list[tuple[str, bool]]:
        """Return the order, ties broken by id."""
        pairs = []
        for told, way in self.call.object("order").items():
            if told not in self.known:
                self._refuse(f"Invalid order: field '{told}' is not allowed in order")
            if str(way).upper() not in ("ASC", "DESC"):
                self._refuse(
                    "Invalid order: allowed sort directions are `ASC, DESC`."
                    f" But got '{way}' for field '{told}'"
                )
            pairs.append((self.known[told], str(way).upper() == "DESC"))
        return pairs if any(name == "ID" for name, _ in pairs) else [*pairs, ("ID", False)]

    def _refuse(self, description: str) -> NoReturn:
        self.call.refuse("INVALID_ARG_VALUE", description)


def _object(value: Any) -> dict[str, Any]:
    rows = enumerate(value) if isinstance(value, list) else value.items()
    return {str(key): inner for key, inner in rows}
