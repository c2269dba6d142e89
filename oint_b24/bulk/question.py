"""A list as it is asked for: the caller's parameters and wishes, merged with what paging needs.

Names of parameters are compared without regard to case and sent in the documented spelling.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.filters import Filter, bounded, joined, names_id, without_bounds
from oint_b24.bulk.plan import PAGE
from oint_b24.errors import UsageProblem
from oint_b24.values.read import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.bulk.plan import Plan
    from oint_b24.bulk.wishes import Wishes

_BACKWARDS = "DESC"
_LARGEST_PAGE = 1000  # of version 3 (tasks-task-list-rest-v3.md)


@dataclass(frozen=True, slots=True)
class Question:
    """A list to be read: how it pages, its parameters without those of a page, and the id range.

    Rows with ids above `above`, up to `up_to` where that is a number.
    """

    plan: Plan
    params: dict[str, Any]
    filter: Filter
    order: dict[str, Any]
    above: int = 0
    up_to: int | None = None

    @property
    def is_keyset(self) -> bool:
        """Say whether pages may follow ids."""
        return self.plan.style == "keyset"

    @property
    def fits_batch(self) -> bool:
        """Say whether the parameters arrive in a batch as they do in a call."""
        return self.plan.version == 3 or _fits({**self.params, "-": self.filter or "-"})

    def numbered(self) -> Question:
        """Return the same question for a method whose pages do not follow ids after all."""
        given = self.filter
        if self.above or self.up_to is not None:
            given = bounded(given, self.plan.id, self.above, self.up_to)
        plan = replace(self.plan, style="numbered")
        return Question(plan, self.params, given, self.order)

    def body(self, page: Mapping[str, Any], given: Filter | None = None) -> dict[str, Any]:
        """Return the parameters of one page; objects that both sides fill are merged."""
        made: dict[str, Any] = dict(self.params)
        chosen = self.filter if given is None else given
        if chosen and self.plan.filter:
            made[self.plan.filter] = chosen
        if self.order and self.plan.order:
            made[self.plan.order] = self.order
        for name, value in page.items():
            before = made.get(name)
            both = isinstance(before, dict) and isinstance(value, dict)
            made[name] = {**before, **value} if both else value  # type: ignore[dict-item]  # both are dicts
        places = self.plan.positional
        if places:
            made = {name: made[name] for name in places if name in made} | made
        return made

    def range(self, above: Any, up_to: int | None, page: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters of one page of the ids above `above`, up to `up_to`.

        `above` may be a reference of a batch.
        """
        return self.body(page, bounded(self.filter, self.plan.id, above, up_to))

    def edge(self, way: str = "ASC") -> dict[str, Any]:
        """Return what asks for the page at one end of a range of ids, without counting rows.

        The lowest ids are at the end `ASC`, the highest at `DESC`.
        """
        plan = self.plan
        order: dict[str, Any] = {plan.order or "order": {plan.id: way}}
        if plan.version == 2:  # performance/huge-data.md
            return {**order, plan.start: -1}
        return {**order, "pagination": {"limit": plan.most if way == "ASC" else PAGE}}


def asked(plan: Plan, params: Mapping[str, Any], wishes: Wishes) -> Question:
    """Merge parameters and wishes into a question.

    Raises UsageProblem for wishes the method cannot fulfil, and for parameters of paging.
    """
    rest = dict(params)
    plan = _sized(rest, plan, wishes)
    given = _filter(rest, plan, wishes)
    order = _order(rest, plan, wishes)
    _check_paging(rest, plan)
    question = Question(plan, rest, given, order)
    if question.is_keyset and not _follows_ids(order, plan.id):
        question = question.numbered()
    _put_select(rest, question.plan, wishes)
    if wishes.shard.count > 1 and not question.is_keyset:
        raise UsageProblem("bulk.no_shards", method=plan.method)
    return _bounded(question, wishes)


def _sized(rest: dict[str, Any], plan: Plan, wishes: Wishes) -> Plan:
    """Take the size of a page out of the parameters; no page is larger than all that is wanted.

    Version 3 alone lets it be chosen for every list (rest-v3.md).
    """
    if plan.version == 2 or "pagination" not in plan.paging:
        return plan
    most = plan.most
    for given in _taken(rest, "pagination"):
        if not isinstance(given, dict) or given.keys() - {"limit"}:
            raise UsageProblem("bulk.paging", name="pagination", method=plan.method)
        size = str(given.get("limit", most))
        if not size.isdecimal() or not 0 < int(size) <= _LARGEST_PAGE:
            told: dict[str, Any] = {"option": "pagination[limit]", "low": 1, "high": _LARGEST_PAGE}
            raise UsageProblem("bulk.number", value=size, **told)
        most = int(size)
    return replace(plan, most=min(most, wishes.limit or most))


def _taken(rest: dict[str, Any], name: str | None) -> list[Any]:
    """Take every spelling of a parameter out of `rest`."""
    if name is None:
        return []
    return [rest.pop(key) for key in list(rest) if key.casefold() == name.casefold()]


def _filter(rest: dict[str, Any], plan: Plan, wishes: Wishes) -> Filter:
    found: Filter = wishes.filter if isinstance(wishes.filter, list) else dict(wishes.filter)
    if found and plan.filter is None:
        raise UsageProblem("bulk.no_parameter", method=plan.method, option="--filter")
    for value in _taken(rest, plan.filter):
        if isinstance(value, (dict, list)):
            found = joined(found, value)
        elif value not in (None, ""):
            kind = f"json.kind_{kind_of(value)}"
            raise UsageProblem("value.not_object", option=plan.filter, why=kind)
    if plan.has_conditions and isinstance(found, dict):
        return [found] if found else []
    return found


def _order(rest: dict[str, Any], plan: Plan, wishes: Wishes) -> dict[str, Any]:
    found: dict[str, Any] = dict(wishes.order)
    if found and (plan.order is None or plan.sort):
        raise UsageProblem("bulk.no_parameter", method=plan.method, option="--order")
    if plan.sort:
        named = {key.casefold() for key in rest}
        if not named & {name.casefold() for name in plan.sort}:
            rest.update(plan.sort)
        return {}
    for value in _taken(rest, plan.order):
        if isinstance(value, dict) and not found:
            found = dict(value)
    return found


def _put_select(rest: dict[str, Any], plan: Plan, wishes: Wishes) -> None:
    """Add the wished fields; where pages follow ids, the id is always among them."""
    wished: list[Any] = [*wishes.select]
    if wished and plan.select is None:
        raise UsageProblem("bulk.no_parameter", method=plan.method, option="--select")
    for value in _taken(rest, plan.select):
        wished += value if isinstance(value, list) else [value]
    if not wished or plan.select is None:
        return
    folded = {str(name).casefold() for name in wished}
    if plan.style == "keyset" and not folded & {"*", "id"}:
        wished.insert(0, plan.id)
    rest[plan.select] = list(dict.fromkeys(wished))


def _check_paging(rest: dict[str, Any], plan: Plan) -> None:
    """Refuse what says which page is wanted: here all of them are."""
    own = {"start": {"start"}, "limit+offset": {"offset"}, "page": {"page"}}
    for name in rest:
        if name.casefold() in own.get(plan.paging, {plan.start.casefold()}):
            raise UsageProblem("bulk.paging", name=name, method=plan.method)


def _follows_ids(order: Mapping[str, Any], name: str) -> bool:
    """Say whether the wished order is none, or that of rising ids."""
    if not order:
        return True
    (field, way), *more = order.items()
    is_rising = not str(way).upper().startswith(_BACKWARDS)
    return not more and field.casefold() == name.casefold() and is_rising


def _bounded(question: Question, wishes: Wishes) -> Question:
    """Take the bounds of ids out of the filter, or put the wished one into it."""
    plan, given = question.plan, question.filter
    since = wishes.since_id
    if question.is_keyset and isinstance(given, list):
        return replace(question, order={}, above=since or 0)
    if question.is_keyset and isinstance(given, dict):
        rest, above, up_to = without_bounds(given, plan.id)
        if not names_id(rest, plan.id):
            above = max(above, since or 0)
            return replace(question, filter=rest, order={}, above=above, up_to=up_to)
    if question.is_keyset:
        question = question.numbered()
    if since is None or plan.paging == "cursor":
        return replace(question, above=since or 0)
    if plan.filter is None:
        raise UsageProblem("bulk.no_parameter", method=plan.method, option="--since-id")
    bound: Filter = [["id", ">", since]] if plan.has_conditions else {f">{plan.id}": since}
    return replace(question, filter=joined(question.filter, bound, "--since-id"))


def _fits(value: Any) -> bool:
    """Say whether a value arrives through a query string as it does in JSON.

    There is no null in it, and an empty list or object vanishes (data-encoding.md): a condition
    that vanished would give too many rows.
    """
    if isinstance(value, dict):
        return bool(value) and all(_fits(inner) for inner in value.values())
    if isinstance(value, list):
        return bool(value) and all(_fits(inner) for inner in value)
    return value is not None and not isinstance(value, bool)
