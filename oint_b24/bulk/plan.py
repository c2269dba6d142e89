"""How a method pages: one frozen value, made from the catalogue and a table of exceptions.

The catalogue tells a style per method (list-methods-pecularities.md and the methods' own pages);
what it cannot tell stands in `paging.json`. Whether keyset pages really work is seen at the first
answers: a plan is an intention.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from oint_b24.rest.catalogue import fields_of, find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.rest.catalogue import Method, Param

# keyset: pages after an id. numbered: pages counted from the start. cursor: each page tells where
# the next one begins. single: one page, unless its answer says that there is a next one.
Style = Literal["keyset", "numbered", "cursor", "single"]

PAGE = 50  # rows of a page, fixed in version 2 (list-methods-pecularities.md)
BATCH = 50  # commands of a batch (batch.md)
_ROWS = 1000  # of a batch of version 3: its answer is read as a whole
_CURSORS = frozenset({"limit+last_id", "pagination{limit,afterCursor}", "cursor"})
_BY_ID = {2: "start", 3: "pagination{page,limit,offset}"}  # pagings that leave room for an id
_TABLE = Path(__file__).with_name("paging.json")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a method pages.

    `paging` is the catalogue's word for it. `filter`, `order`, `select` and `start` are the
    documented spellings of those parameters, None where there is none. `id` is the name of the
    id in filter and order, `answered` the one in rows where it is known to differ. `most` rows
    may be asked for at once. `sort` orders by id where there is no order object. `advance` says
    which row a cursor follows: the last one or the one with the lowest id.
    """

    method: str
    version: int = 2
    style: Style = "numbered"
    paging: str = "start"
    list_path: str | None = None
    filter: str | None = None
    order: str | None = None
    select: str | None = None
    start: str = "start"
    id: str = "ID"
    answered: str | None = None
    most: int = PAGE
    counts: bool = False
    sort: Mapping[str, str] = field(default_factory=dict)
    advance: str = "last"
    kind: str | None = None
    positional: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_known: bool = True
    has_conditions: bool = False  # the filter is a list of conditions (rest-v3.md)

    @property
    def batches(self) -> bool:
        """Say whether pages can share a request: those of version 3 where they are small.

        There `batch` answers all of its calls or none (rest-v3.md).
        """
        return self.room > 1

    @property
    def room(self) -> int:
        """Return how many pages a request may hold, whatever the portal allows at the moment."""
        return BATCH if self.version == 2 else max(1, min(BATCH, _ROWS // self.most))


def plan_of(method: str, version: int = 2) -> Plan:
    """Return the plan for `method`; a method the catalogue lacks pages by `start`, if at all."""
    known = find(method, version)
    if known is None:
        return Plan(method, version, style="single", filter="filter", is_known=False)
    special = _special(method, version)
    paging = known.pagination or ""
    return Plan(
        method=known.name,
        version=version,
        style=_style(known, special),
        paging=paging,
        list_path=special.get("list_path") or known.list_path,
        filter=_spelled(known, "filter"),
        order=special.get("order") or _spelled(known, "order"),
        select=_spelled(known, "select"),
        start=_spelled(known, "start") or "start",
        id=_id_of(known),
        answered=special.get("answered"),
        most=special.get("most") or _most(known),
        counts=known.has_total,
        sort=special.get("sort", {}),
        advance=special.get("advance", "last"),
        kind=special.get("kind"),
        positional=tuple(p.name for p in known.params) if known.positional else (),
        names=tuple(p.name for p in known.params),
        has_conditions=version == 3 and _is_list(known.param("filter")),
    )


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_TABLE.read_bytes())
    return loaded


def _special(method: str, version: int) -> dict[str, Any]:
    table = _table()["methods" if version == 2 else "version_3"]
    found: dict[str, Any] = table.get(method.lower(), {})
    return found


def _is_list(param: Param | None) -> bool:
    return param is not None and param.type == "array"


def _spelled(method: Method, name: str) -> str | None:
    param = method.param(name)
    return param.name if param else None


def _style(method: Method, special: dict[str, Any]) -> Style:
    paging = method.pagination
    if paging is None or paging in ("limit", "pagination{limit}"):
        return "single"
    if paging in _CURSORS:
        return "cursor"
    is_keyset = special.get("keyset", True) and _takes_ids(method, special)
    return "keyset" if paging == _BY_ID[method.version] and is_keyset else "numbered"


def _takes_ids(method: Method, special: dict[str, Any]) -> bool:
    """Say whether filter and order are objects that may name the id.

    Where their fields are documented, the id must be among those of the filter.
    """
    wanted = method.param("filter"), method.param(special.get("order", "order"))
    if any(param is None or param.type == "string" for param in wanted):
        return False
    fields = fields_of(method, wanted[0]) if wanted[0] else ()
    return not fields or _id_among(fields) is not None


def _id_among(fields: tuple[Param, ...]) -> str | None:
    return next((f.name for f in fields if f.name.casefold() == "id"), None)


def _id_of(method: Method) -> str:
    """Return the spelling of the id: crm.item.* and newer families write it in lower case."""
    if method.version == 3:
        return "id"
    for name in ("filter", "order"):
        param = method.param(name)
        found = _id_among(fields_of(method, param)) if param else None
        if found:
            return found
    return "id" if method.name.lower().startswith(tuple(_table()["lower_id"])) else "ID"


def _most(method: Method) -> int:
    """Return how many rows may be asked for at once."""
    for path in ("pagination", "PARAMS", "params"):
        param = method.param(path)
        if param is None:
            continue
        limits = [f.max for f in fields_of(method, param) if f.name == "limit"]
        return param.max or next((n for n in limits if n), PAGE)
    limit = method.param("limit")
    return (limit.max or PAGE) if limit else PAGE
