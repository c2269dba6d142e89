"""Rows that change the record with the same value in a field, and make one where none has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.importing.lookup import Lookup
from oint_b24.bulk.importing.shape import id_name
from oint_b24.errors import UsageProblem
from oint_b24.portal.batches.command import Command
from oint_b24.rest.catalogue import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.bulk.answers import Row
    from oint_b24.bulk.importing.shape import Shape
    from oint_b24.bulk.importing.terms import Item
    from oint_b24.portal.client import Portal
    from oint_b24.portal.retry import Waiting
    from oint_b24.rest.catalogue import Method


@dataclass(frozen=True, slots=True)
class Upsert:
    """Chooses between changing and making, by `field`.

    `update` is the method that changes, `id_name` its parameter. Where the import's own method
    changes, a row without a record is refused.
    """

    shape: Shape
    lookup: Lookup
    update: Method
    id_name: str
    field: str

    @classmethod
    def of(cls, shape: Shape, field: str) -> Upsert:
        """Return the choice for the records of `shape`. Raises UsageProblem where there is none."""
        family = shape.name.rpartition(".")[0]
        update = find(f"{family}.update")
        given = shape.given()
        name = id_name(update, given)
        if update is None or name is None:
            raise UsageProblem("import.no_update", method=shape.name)
        steps = shape.steps(field) or (field,)
        return cls(shape, Lookup.of(shape.name, steps[-1], given), update, name, field)

    def chunks(self, items: Sequence[Item]) -> Iterator[list[Item]]:
        """Yield items so that no two of one chunk are about the same record."""
        chunk: list[Item] = []
        seen: set[str | None] = set()
        for item in items:
            value = self._value(item)
            if value in seen:
                yield chunk
                chunk, seen = [], set()
            chunk.append(item)
            seen.add(value)
        yield chunk

    def _value(self, item: Item) -> str | None:
        params = item.command.params
        return self.shape.value_of(params, self.field) if isinstance(params, dict) else None

    def resolved(
        self, items: Sequence[Item], portal: Portal, waiting: Waiting
    ) -> tuple[list[Item], list[tuple[Item, UsageProblem]]]:
        """Return items as they are to be sent, and those that cannot be, each with why.

        Raises the problems of the client.
        """
        values = {item.command.key: self._value(item) for item in items}
        also = {name for item in items for name, _ in self._multifields(item)}
        found = self.lookup.rows(portal, filter(None, values.values()), waiting, sorted(also))
        ready: list[Item] = []
        refused: list[tuple[Item, UsageProblem]] = []
        for item in items:
            value = values[item.command.key]
            known = found[value] if value else []
            problem = self._problem(value, known)
            if problem is not None:
                refused.append((item, problem))
            else:
                ready.append(self._changing(item, known[0]) if known else item)
        return ready, refused

    def _problem(self, value: str | None, known: list[Row]) -> UsageProblem | None:
        told = {"field": self.field, "value": value or ""}
        if value is None:
            return UsageProblem("import.no_value", **told)
        if len(known) > 1:
            ids = ", ".join(map(self.lookup.id_of, known))
            return UsageProblem("import.several", ids=ids, **told)
        if not known and not self.shape.is_new:
            return UsageProblem("import.absent", **told)
        return None

    def _multifields(self, item: Item) -> Iterator[tuple[str, list[Any]]]:
        """Yield phones and the like among the fields of an item: rows with a value and no id."""
        fields: Any = item.command.params
        for step in self.shape.home:
            fields = fields.get(step) if isinstance(fields, dict) else None
        for name, value in fields.items() if isinstance(fields, dict) else ():
            if isinstance(value, list) and value and all(map(_is_new_value, value)):
                yield name, value

    def _changing(self, item: Item, record: Row) -> Item:
        """Return the item as a call that changes `record`.

        A phone without an id is added on update too (crm-contact-update.md), so those that the
        record has are left out.
        """
        names = {param.name for param in self.update.params} - {self.id_name}
        params = item.command.params if isinstance(item.command.params, dict) else {}
        kept = {name: value for name, value in params.items() if name in names}
        had = {name: _values(record.get(name)) for name, _ in self._multifields(item)}
        for step in self.shape.home[:1] if had else ():
            fields = dict(kept[step])
            for name, values in had.items():
                fields[name] = [row for row in fields[name] if row["VALUE"] not in values]
            kept[step] = {n: v for n, v in fields.items() if v != [] or n not in had}
        number = self.lookup.id_of(record)
        command = Command(
            item.command.key, self.update.name, {self.id_name: number, **kept}, is_literal=True
        )
        return replace(item, command=command, record=number)


def _is_new_value(row: Any) -> bool:
    return isinstance(row, dict) and "VALUE" in row and "ID" not in row


def _values(rows: Any) -> set[Any]:
    found = rows if isinstance(rows, list) else []
    return {row.get("VALUE") for row in found if isinstance(row, dict)}
