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
from oint_b24.portal.batch import Command, run
from oint_b24.rest.catalogue import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oint_b24.portal.batch import Outcome
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
        """Return the ids of the records with each of `values`.

        Raises the problems of the client, and UsageProblem where the filter is not heeded.
        """
        wanted = list(dict.fromkeys(values))
        commands = [
            Command(str(place), self.plan.method, self._params(value), is_literal=True)
            for place, value in enumerate(wanted)
        ]
        made = run(portal, commands, waiting=waiting)
        if made.problem is not None:
            raise made.problem
        pairs = zip(wanted, made.outcomes, strict=True)
        return {value: self._found(value, outcome, portal) for value, outcome in pairs}

    def _params(self, value: str) -> dict[str, Any]:
        sign = "=" if "=" in self.plan.operators else ""
        params: dict[str, Any] = {**self.given, str(self.plan.filter): {sign + self.field: value}}
        if self.plan.select:
            params[self.plan.select] = [self.plan.id, self.field]
        if self.plan.style == "keyset":
            params[self.plan.start] = -1  # the total is not needed (performance/huge-data.md)
        return params

    def _found(self, value: str, outcome: Outcome, portal: Portal) -> list[str]:
        if outcome.state != "done":
            error = outcome.error or {}
            told = {"code": error.get("error"), "description": error.get("error_description")}
            raise PortalProblem(
                "portal.refused", method=outcome.method, portal=portal.address.portal, status=200,
                remedy=f"code.{outcome.code}.remedy", **told,
            )  # fmt: skip
        page = page_of(outcome.result, self.plan.list_path, None, None)
        rows = page.rows if page else []
        key = id_key(rows, self.plan.answered or self.plan.id)
        told = [self._value(row) for row in rows]
        if key is None and rows or any(t is None or _plain(t) != _plain(value) for t in told):
            raise UsageProblem("import.not_filtered", method=self.plan.method, field=self.field)
        return [str(row[key]) for row in rows if key is not None]

    def _value(self, row: Any) -> str | None:
        """Return what a row has in the field: answers may spell its name another way."""
        wanted = _bare(self.field)
        values = row.items() if isinstance(row, dict) else ()
        found = next((v for name, v in values if _bare(name) == wanted), None)
        return None if found is None else str(found)


def _bare(name: str) -> str:
    return name.replace("_", "").casefold()


def _plain(value: str) -> str:
    """Return a value as databases compare it: without regard to case and outer spaces."""
    return value.strip().casefold()
