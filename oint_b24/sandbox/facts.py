"""What the documentation tells about methods, for those that no family keeps state for.

The sandbox reads the data files of the package by itself: it shares no code with the client, so
that a mistake of the client's reading does not repeat here unseen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "rest" / "data"
Row = dict[str, Any]
Types = dict[str, str | None]  # names of fields with their documented types


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter, or a field of an object that is one."""

    name: str
    type: str = ""
    required: bool = False
    for_webhook: bool = False  # required of webhooks only
    keys: tuple[str, ...] = ()
    enum: tuple[str, ...] = ()  # plain values only, not their patterns
    default: str = ""
    max: int | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One method in one version. `groups` are tables of the answer's fields by their titles."""

    name: str
    version: int
    effect: str
    scopes: tuple[str, ...]
    params: tuple[Param, ...]
    nested: dict[str, tuple[Param, ...]]
    groups: dict[str, Types]
    errors: tuple[str, ...]
    title: str  # Russian
    statuses: dict[str, list[int]]
    kind: str | None = None
    returns: str = ""
    list_path: str = ""
    object_path: str = ""
    total_path: str = ""
    pagination: str = ""
    app_only: bool = False
    positional: bool = False

    @property
    def entity(self) -> str:
        """Return the name without its verb: `catalog.store` of `catalog.store.list`."""
        return self.name.rpartition(".")[0]

    @property
    def verb(self) -> str:
        """Return the last part of the name in small letters."""
        return self.name.rpartition(".")[2].lower()

    def status(self, code: str) -> int:
        """Return the documented HTTP status of an error code, 400 where none is."""
        return self.statuses.get(code, [400])[0]

    def fields_of(self, path: str) -> tuple[Param, ...]:
        """Return the fields of the object parameter at `path`, own ones or of its data type."""
        if path in self.nested:
            return self.nested[path]
        ref = next((p.ref for p in self.params if p.name == path), None)
        return referred(ref) if ref else ()


def fold(name: str) -> str:
    """Return `name` without case and signs: `PARENT_ID` and `parentId` are one field."""
    return "".join(c for c in name.lower() if c.isalnum())


@cache
def find(name: str, version: int) -> Fact | None:
    """Return what is known of a method, its name in any case."""
    place = _index()["methods"].get(f"{name.casefold()}@{version}")
    return _fact(_line("methods.ndjson", place)) if place else None


@cache
def everything(version: int) -> tuple[Fact, ...]:
    """Return all documented methods of `version`."""
    lines = (DATA / "methods.ndjson").read_bytes().splitlines()
    return tuple(_fact(row) for row in map(json.loads, lines) if row["version"] == version)


@cache
def data_type(name: str) -> Types:
    """Return the fields of a documented object type (`catalog_store`), empty if there is none."""
    for ref, place in _index()["types"].items():
        if ref.rpartition("#")[2] == name:
            return {p["name"]: p.get("type") for p in _line("types.ndjson", place)["fields"]}
    return {}


@cache
def referred(ref: str) -> tuple[Param, ...]:
    """Return the fields of the data type described at `ref`, a place in the documentation."""
    place = _index()["types"].get(ref)
    return _params(_line("types.ndjson", place)["fields"]) if place else ()


@cache
def _index() -> dict[str, dict[str, list[Any]]]:
    loaded: dict[str, dict[str, list[Any]]] = json.loads((DATA / "index.json").read_bytes())
    return loaded


def _line(file: str, place: list[Any]) -> Row:
    with (DATA / file).open("rb") as source:
        source.seek(place[0])
        row: Row = json.loads(source.read(place[1]))
    return row


def _fact(row: Row) -> Fact:
    return Fact(
        name=row["name"],
        version=row["version"],
        effect=row["effect"],
        scopes=_scopes(row),
        params=_params(row.get("params", [])),
        nested={path: _params(rows) for path, rows in row.get("nested", {}).items()},
        groups=row.get("result_fields", {}),
        errors=tuple(row.get("errors", ())),
        title=row["title"]["ru"],
        statuses=row.get("error_statuses", {}),
        kind=row.get("result_kind"),
        returns=row.get("returns") or "",
        list_path=row.get("list_path", ""),
        object_path=row.get("object_path", ""),
        total_path=row.get("total_path", ""),
        pagination=row.get("pagination", ""),
        app_only=row.get("app_only", False),
        positional=row.get("positional", False),
    )


# Two spellings of one permission: the pages of methods and scopes/permissions.md differ.
_ALSO = {"tasks": "task", "sonet": "sonet_group"}


def _scopes(row: Row) -> tuple[str, ...]:
    """Return the permissions of which one is needed; none where everyone may call."""
    told = row.get("scopes") or [row.get("scope") or "basic"]
    if "basic" in told:
        return ()
    return (*told, *(_ALSO[name] for name in told if name in _ALSO))


def _params(rows: list[Row]) -> tuple[Param, ...]:
    return tuple(_param(row) for row in rows if not row.get("pattern"))


def _param(row: Row) -> Param:
    conditions = ("required_in_variant", "required_if", "required_unless", "required_for")
    return Param(
        name=row["name"],
        type=row.get("type") or "",
        required=bool(row.get("required")) and not any(c in row for c in conditions),
        for_webhook=row.get("required_for") == "webhook",
        keys=tuple(row.get("keys", ())),
        enum=() if any("<" in word for word in row.get("enum", ())) else tuple(row.get("enum", ())),
        default=row.get("default", ""),
        max=row.get("max"),
        ref=row.get("ref"),
    )
