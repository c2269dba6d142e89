"""Look a REST method up: its parameters, effect, answer, errors and page, without a portal.

The data is made by `tools/catalogue` from the public documentation. `index.json` tells at which
bytes of `methods.ndjson` a method stands, so that finding one reads one line and not the whole.
Names are compared without regard to case (the documentation itself spells some in two ways, which
the platform accepts: common/system/method-get.md); the documented spelling is in `.name`.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from oint_b24.packaged import data, lines, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Effect = Literal["read", "write", "delete"]

DATA = ("rest", "data")  # where in the package
SITES = {"ru": "https://apidocs.bitrix24.ru/", "en": "https://apidocs.bitrix24.com/"}


class Param(NamedTuple):
    """One parameter, or one field of an object it takes.

    `path` leads from the method's parameters to here (`fields.PHONE`). `enum` lists documented
    values, of the items where `type` is an array; `keys` the documented keys of an object;
    `operators` the prefixes of a filter's keys; `directions` the values of an order; `formats`
    the shapes of a value (`chatXXX`). `nested` says that `fields_of` knows more.
    """

    name: str
    path: str = ""
    type: str | None = None
    required: bool = False
    required_in_variant: bool = False
    required_for: str | None = None
    required_if: tuple[str, ...] = ()
    required_unless: tuple[str, ...] = ()
    enum: tuple[str, ...] = ()
    default: str | None = None
    keys: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    pattern: bool = False
    min: int | None = None
    max: int | None = None
    min_len: int | None = None
    max_len: int | None = None
    max_px: str | None = None
    max_size: str | None = None
    ref: str | None = None
    fields_from: str | None = None
    nested: bool = False


class ResultField(NamedTuple):
    """One field of the answer; `of` names the object it belongs to, `result` at the top."""

    name: str
    type: str | None
    of: str = "result"


class Method(NamedTuple):
    """What the documentation tells about one method in one version of REST.

    `list_path` and `object_path` say where in the answer the rows or the object stand
    (`result.items`); `total_path` where the number of all rows is. `positional` methods read their
    parameters by place (data-encoding.md). `app_only` ones refuse webhooks.
    """

    name: str
    version: int
    title: dict[str, str]
    effect: Effect
    page: str
    scope: str | None = None
    params: tuple[Param, ...] = ()
    scopes: tuple[str, ...] = ()
    returns: str | None = None
    result_kind: str | None = None
    list_path: str | None = None
    object_path: str | None = None
    total_path: str | None = None
    result_fields: tuple[ResultField, ...] = ()
    pagination: str | None = None
    errors: tuple[str, ...] = ()
    error_statuses: Mapping[str, tuple[int, ...]] = {}
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()
    app_only: bool = False
    positional: bool = False
    no_params: bool = False
    nested: Mapping[str, list[dict[str, Any]]] = {}

    @property
    def has_total(self) -> bool:
        """Say whether the answer tells the number of all rows."""
        return self.total_path is not None

    def param(self, name: str) -> Param | None:
        """Return the parameter `name`, in any case where no parameter is spelled exactly so."""
        folded = name.casefold()
        alike = [p for p in self.params if p.name.casefold() == folded]
        return next((p for p in alike if p.name == name), alike[0] if alike else None)


class Event(NamedTuple):
    """An event a handler can be bound to; `code` is what `event.bind` takes."""

    code: str
    name: str | None
    title: dict[str, str]
    scope: str | None
    page: str


def find(name: str, version: int = 2) -> Method | None:
    """Return the method `name` of REST `version`, or None where the documentation has none."""
    place = _index()["methods"].get(_key(name, version))
    return _method(_line(place, "methods.ndjson")) if place else None


def names(version: int | None = None) -> list[str]:
    """Return the documented spellings in order, of one version or of both."""
    found = {
        spelled[0] if spelled else key[:-2]: None
        for key, (_, _, *spelled) in _index()["methods"].items()
        if version is None or key.endswith(f"@{version}")
    }
    return list(found)


def nearest(name: str, version: int = 2, count: int = 3) -> list[str]:
    """Return up to `count` documented names that look like `name`, the likeliest first."""
    from oint_b24.names import nearest as alike

    return alike(name, names(version), count)


def documentation(method: Method, lang: str) -> str:
    """Return the address of the page of `method` in `lang` (`ru` or `en`)."""
    return SITES[lang] + method.page.removesuffix(".md") + ".html"


def all_methods() -> Iterator[Method]:
    """Yield every method of both versions, in the order of `names`."""
    for line in lines(*DATA, "methods.ndjson"):
        yield _method(json.loads(line))


def fields_of(method: Method, param: Param | str) -> tuple[Param, ...]:
    """Return the fields of the object `param`: from its own table, else from its data type.

    For a `select`, `filter` or `order` these are the fields it may name. `param` is a `Param` of
    the method or of a former answer of this function, or a path (`fields`, `fields.PHONE`). Empty
    where the documentation tells no fields.
    """
    path = param if isinstance(param, str) else param.path
    own = method.nested.get(path)
    if own:
        return _params(own, path, method.nested)
    ref = _ref(method, path) if isinstance(param, str) else param.ref
    return _params(_type(ref), path, method.nested) if ref else ()


@cache
def scopes() -> dict[str, dict[str, str]]:
    """Return the permissions a credential can hold, each with the tool it opens (`ru`, `en`)."""
    loaded: dict[str, dict[str, str]] = data(*DATA, "scopes.json")
    return loaded


@cache
def events() -> tuple[Event, ...]:
    """Return the documented events in the order of their codes."""
    return tuple(Event(**row) for row in data(*DATA, "events.json"))


def _key(name: str, version: int) -> str:
    return f"{name.strip().casefold()}@{version}"


@cache
def _index() -> dict[str, dict[str, list[Any]]]:
    loaded: dict[str, dict[str, list[Any]]] = data(*DATA, "index.json")
    return loaded


def _line(place: list[Any], name: str) -> dict[str, Any]:
    row: dict[str, Any] = records([place], *DATA, name)[0]
    return row


@cache
def _type(ref: str) -> list[dict[str, Any]]:
    place = _index()["types"].get(ref)
    fields: list[dict[str, Any]] = _line(place, "types.ndjson")["fields"] if place else []
    return fields


def _ref(method: Method, path: str) -> str | None:
    parent, _, name = path.rpartition(".")
    level = fields_of(method, parent) if parent else method.params
    return next((p.ref for p in level if p.name == name), None)


def _method(row: dict[str, Any]) -> Method:
    nested = row.get("nested", {})
    row["params"] = _params(row.get("params", ()), "", nested)
    row["result_fields"] = tuple(
        ResultField(name, kind, of)
        for of, fields in row.get("result_fields", {}).items()
        for name, kind in fields.items()
    )
    row["error_statuses"] = {k: tuple(v) for k, v in row.get("error_statuses", {}).items()}
    return Method(**_frozen(row))


def _params(rows: Any, parent: str, nested: Mapping[str, Any]) -> tuple[Param, ...]:
    return tuple(_param(row, parent, nested) for row in rows)


def _param(row: dict[str, Any], parent: str, nested: Mapping[str, Any]) -> Param:
    path = f"{parent}.{row['name']}" if parent else row["name"]
    return Param(path=path, nested=path in nested or "ref" in row, **_frozen(row))


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
