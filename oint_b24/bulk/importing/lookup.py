"""Which records a portal already has, by a field whose value only one of them should have.

A portal drops a condition on a field it does not know, and then answers with anything: an answer
is believed only where its rows have the value that was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.answers import id_key, page_of
from oint_b24.bulk.plan import Plan, plan_of
from oint_b24.errors import PortalProblem, UsageProblem
from oint_b24.portal.batches.batch import Command, run
from oint_b24.rest.catalogue import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oint_b24.bulk.answers import Row
    from oint_b24.portal.batches.batch import Outcome
    from oint_b24.portal.client import Portal
    from oint_b24.portal.retry import Waiting

_LISTS = ("list", "getList", "get")


@dataclass(frozen=True, slots=True)
class Lookup:
    """Looks records up by `field` with the list method of `plan`.

    `given` are parameters that every call has, e.g. `entityTypeId`.
    """

    plan: Plan
    field: str
    given: Mapping[str, Any]

    @property
    def id_name(self) -> str:
        """Return what rows call their id."""
        return self.plan.answered or self.plan.id

    @classmethod
    def of(cls, method: str, field: str, given: Mapping[str, Any]) -> Lookup:
        """Return the look-up for records that `method` writes.

        Raises UsageProblem where no method lists them by a filter.
        """
        family = method.rpartition(".")[0]
        for name in _LISTS:
            known = find(f"{family}.{name}")
            if known is None or known.effect != "read":
                continue
            plan = plan_of(known.name)
            needed = [p.name for p in known.params if p.required]
            if plan.filter and all(name in given for name in needed):
                return cls(plan, field, {n: v for n, v in given.items() if n in plan.names})
        raise UsageProblem("import.no_lookup", method=method, field=field)

    def ids(self, portal: Portal, values: Iterable[str], waiting: Waiting) -> dict[str, list[str]]:
        """Return the ids of the records with each of `values`. Raises as `rows`."""
        found = self.rows(portal, values, waiting)
        return {value: [self.id_of(row) for row in rows] for value, rows in found.items()}

    def id_of(self, row: Row) -> str:
        """Return the id of a row."""
        return str(row[id_key([row], self.id_name)])

    def rows(
        self, portal: Portal, values: Iterable[str], waiting: Waiting, also: Sequence[str] = ()
    ) -> dict[str, list[Row]]:
        """Return the records with each of `values`, with their id, the field and those of `also`.

        Raises the problems of the client, and UsageProblem where the filter is not heeded.
        """
        wanted = list(dict.fromkeys(values))
        commands = [
            Command(str(place), self.plan.method, self._params(value, also), is_literal=True)
            for place, value in enumerate(wanted)
        ]
        made = run(portal, commands, waiting=waiting)
        if made.problem is not None:
            raise made.problem
        pairs = zip(wanted, made.outcomes, strict=True)
        return {value: self._found(value, outcome, portal) for value, outcome in pairs}

    def _params(self, value: str, also: Sequence[str]) -> dict[str, Any]:
        known = find(self.plan.method)
        condition = known.param(str(self.plan.filter)) if known else None
        sign = "=" if condition and "=" in condition.operators else ""
        params: dict[str, Any] = {**self.given, str(self.plan.filter): {sign + self.field: value}}
        if self.plan.select:
            params[self.plan.select] = [self.plan.id, self.field, *also]
        if self.plan.style == "keyset":
            params[self.plan.start] = -1  # the total is not needed (performance/huge-data.md)
        return params

    def _found(self, value: str, outcome: Outcome, portal: Portal) -> list[Row]:
        if outcome.state != "done":
            error = outcome.error or {}
            told = {"code": error.get("error"), "description": error.get("error_description")}
            raise PortalProblem(
                "portal.refused", method=outcome.method, portal=portal.address.portal, status=200,
                remedy=f"code.{outcome.code}.remedy", **told,
            )  # fmt: skip
        page = page_of(outcome.result, self.plan.list_path, None, None)
        rows = page.rows if page else []
        has_ids = not rows or id_key(rows, self.id_name) is not None
        if not has_ids or any(_plain(self._value(row)) != _plain(value) for row in rows):
            raise UsageProblem("import.not_filtered", method=self.plan.method, field=self.field)
        return rows

    def _value(self, row: Any) -> str:
        """Return what a row has in the field: answers may spell its name another way."""
        wanted = _bare(self.field)
        values = row.items() if isinstance(row, dict) else ()
        return str(next((v for name, v in values if _bare(name) == wanted), ""))


def _bare(name: str) -> str:
    return name.replace("_", "").casefold()


def _plain(value: str) -> str:
    """Return a value as databases compare it: without regard to case and outer spaces."""
    return value.strip().casefold()


def record_id(result: Any) -> str | None:
    """Return the id of a new record in an answer: the answer itself, or that of its object."""
    if isinstance(result, dict):
        found = next((v for k, v in result.items() if k.casefold() == "id"), None)
        if found is not None:
            return str(found)
        inner = [value for value in result.values() if isinstance(value, dict)]
        return record_id(inner[0]) if len(inner) == 1 else None
    if isinstance(result, bool) or not isinstance(result, (int, str)):
        return None
    return str(result)
