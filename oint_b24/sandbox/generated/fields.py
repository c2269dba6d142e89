"""Which fields an answer has: read out of the documented tables, or of those of its neighbours.

Tables come with titles in prose («Object result», «Fields of the User Object», «Element of the
result.members array»), some of them flat: `items[]` and then the fields of a row. `Schema` puts
them in order: the fields of the answer itself, and the tables of what stands inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from oint_b24.sandbox import facts
from oint_b24.sandbox.facts import Fact, Types, fold

_NOISE = frozenset(
    ("object", "objects", "type", "types", "field", "fields", "of", "the", "result", "response",
     "element", "array", "for", "ids", "main", "overview", "description", "descriptions", "list",
     "in", "key", "row", "system")
)  # fmt: skip
# Stand beside the rows, though flat tables list them after the fields of a row.
_BESIDE = frozenset(("nextCursor", "afterCursor", "hasMore", "truncated", "total"))
# Words of the prose around tables, taken for fields of the answer.
_NO_FIELDS = frozenset(("null", "error", "error_description"))


@dataclass(slots=True)
class Schema:
    """Fields of an answer. `inner` has tables of nested objects by folded name."""

    root: Types
    inner: dict[str, Types] = field(default_factory=dict)

    def table(self, name: str) -> Types | None:
        """Return the table of what is called `name`, in the singular or the plural."""
        folded = fold(name)
        for alike in (folded, *_singular(folded), f"{folded}s"):
            if alike in self.inner:
                return self.inner[alike]
        return None

    def keep(self, name: str, fields: Types) -> None:
        """Add fields to the table `name`."""
        self.inner.setdefault(fold(name), {}).update(fields)


def _singular(name: str) -> list[str]:
    if name.endswith("ies"):
        return [f"{name[:-3]}y"]
    return [name[: -len(tail)] for tail in ("es", "s") if name.endswith(tail)]


@cache
def schema(fact: Fact) -> Schema:
    """Return what the documentation tells about the answer of a method."""
    tables = list(fact.groups.items())
    if not tables:
        return Schema({})
    path = fact.list_path or fact.object_path
    key = path.partition(".")[2]
    title, first = tables[0]
    found = Schema({})
    is_row = bool(key) and key not in first and f"{key}[]" not in first
    if is_row and fold(key) != _name(title):
        found.keep(key, first)
    elif is_row:
        found.keep(_name(title), first)
    else:
        _unfold(found, first, key if fact.object_path else "")
    for label, fields in tables[1:]:
        found.keep(_name(label) or "result", _plain(fields))
    return found


def _name(title: str) -> str:
    """Return what a table's title is about; nothing for one about the answer itself."""
    words = re.split(r"[^\w.]+", title.replace("[]", ""))
    own = [word.rpartition(".")[2] for word in words if word.lower() not in _NOISE]
    return fold("".join(own))


def _unfold(into: Schema, fields: Types, item: str) -> None:
    """Sort a flat table into the answer's own fields and those of what it holds."""
    current = ""
    for name, kind in fields.items():
        *parents, last = name.split(".")
        last = last.removesuffix("[]")
        if parents:
            into.keep(parents[-1].removesuffix("[]"), {last: kind})
        elif name.endswith("[]"):
            into.root.setdefault(last, "array")
            current = last if kind == "object" else current
        elif current and name not in _BESIDE:
            into.keep(current, {name: kind})
        else:
            into.root[name] = kind
            current = item if name == item and kind == "object" else current


def _plain(fields: Types) -> Types:
    return {name: kind for name, kind in fields.items() if is_plain(name)}


def is_reference(name: str) -> bool:
    """Say whether a field holds an id: `userId`, `USER_ID`, but not `uuid`."""
    return name.lower() == "id" or name.endswith(("Id", "_ID", "_id"))


def is_plain(name: str) -> bool:
    """Say whether this is a field's name and not a pattern of names (`UF_...`, `<siteId>`)."""
    return name.lstrip("~").replace("_", "").isalnum() and name not in _NO_FIELDS


def rows_key(fact: Fact) -> str | None:
    """Return under which name of the result the rows stand: «» for the result, None for none."""
    if fact.list_path:
        return fact.list_path.partition(".")[2]
    if fact.object_path or not fact.pagination:
        return None
    root = schema(fact).root
    listed = [name for name, kind in root.items() if kind == "array" or (kind or "")[-2:] == "[]"]
    return next(iter(listed or root), None) if listed or len(root) == 1 else None


def own_fields(fact: Fact, key: str) -> Types:
    """Return what the method's own page tells about these fields."""
    known = schema(fact)
    if not key:
        return _plain(known.root)
    kind = known.root.get(key) or ""
    found = known.table(key) or known.table(kind.removesuffix("[]"))
    return _plain(found or facts.data_type(kind.removesuffix("[]")))
