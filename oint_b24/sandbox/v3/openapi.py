"""The OpenAPI document of what the sandbox serves in REST 3.0 (rest-v3.md).

Methods come from the registry, parameters from the catalogue, schemas from the
objects the families describe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import facts, registry
from oint_b24.sandbox.v3 import dto as v3_dto

if TYPE_CHECKING:
    from oint_b24.sandbox.facts import Fact, Param
    from oint_b24.sandbox.v3.dto import Dto, Field

    Schema = dict[str, Any]

# Whose objects the methods of an entity answer; the longest entity that fits counts.
_ENTITIES = {
    "tasks.task": "TaskDto",
    "tasks.task.access": "AccessDto",
    "tasks.task.chat.message": "MessageDto",
    "tasks.task.file": "TaskFileDto",
    "tasks.task.result": "ResultDto",
    "note.collection": "CollectionItemDto",
    "note.document": "DocumentItemDto",
    "note.document.tree": "DocumentTreeItemDto",
    "note.document.search": "SearchResultItemDto",
    "note.file": "FileItemDto",
    "main.eventlog": "EventLogDto",
}
_TYPES: dict[str, Schema] = {
    "int": {"type": "integer", "format": "int64"},
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "float": {"type": "number"},
    "datetime": {"type": "string", "format": "date-time"},
    "array": {"type": "array", "items": {}},
}
# Types of parameters as the documentation names them.
_PARAMS = {"integer": "int", "boolean": "bool", "double": "float", "number": "float",
    "datetime": "datetime", "date": "string", "string": "string", "array": "array"}  # fmt: skip
_FILTER: Schema = {
    "type": "array",
    "items": {},
    "example": [["id", ">=", 1], ["id", 1], ["id", "in", [1, 2, 3]]],
}
_PORTAL = ("documentation",)  # methods without a module in their names that belong to rest


def served() -> list[str]:
    """Return the names of version 3 methods that get an answer here."""
    return [handler.name for handler in registry.methods(version=3)]


def document() -> dict[str, Any]:
    """Return the document: information, modules, methods, schemas."""
    names = served()
    modules = sorted({module for name in names if (module := _module(name))})
    return {
        "openapi": "3.0.0",
        "info": {"title": "Bitrix24 REST V3 API", "version": "1.0.0"},
        "servers": [],
        "tags": [{"name": m, "description": f"{m} module methods"} for m in modules],
        "paths": {f"/{name}": _path(name) for name in names},
        "components": {"schemas": {dto.schema: _object(dto) for dto in v3_dto.everything()}},
    }


def _module(name: str) -> str:
    if name in _PORTAL:
        return "rest"
    module, dot, _ = name.partition(".")
    return module if dot else ""


def _path(name: str) -> Schema:
    known = facts.find(name, 3)
    module = _module(name)
    operation: Schema = {
        "summary": known.title if known else name,
        "tags": [module] if module else [],
        "responses": {"200": {"description": "Success response", **_json(_answer(name, known))}},
    }
    asking = {**operation, "requestBody": _json(_body(name, known))}
    has_params = known is None or bool(known.params) or name == "batch"
    return {"post": asking} if has_params else {"post": asking, "get": operation}


def _json(schema: Schema) -> Schema:
    return {"content": {"application/json": {"schema": schema}}}


def _body(name: str, known: Fact | None) -> Schema:
    if name == "batch":
        query = {"method": {"type": "string"}, "query": {"type": "object"}, "as": _TYPES["string"]}
        inner = {"type": "object", "properties": query, "required": ["method"]}
        return {"type": "array", "items": inner, "maxItems": 50}
    params = known.params if known else ()
    dto = _dto(name)
    return _shape(params, {p.name: _param(known, p, dto) for p in params})


def _shape(params: tuple[Param, ...], properties: Schema) -> Schema:
    required = [param.name for param in params if param.required]
    return {
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
    }


def _param(known: Fact | None, param: Param, dto: Dto | None) -> Schema:
    if param.name == "select":
        example = list(param.keys) or (list(dto.basic()) if dto else [])
        return {"type": "array", "items": _TYPES["string"], "example": example}
    if param.name == "filter" and param.type == "array":
        return _FILTER
    if param.name == "order":
        names = [n for n, f in dto.fields.items() if "sort" in f.flags] if dto else param.keys
        way = {"type": "string", "enum": ["ASC", "DESC"]}
        return {"type": "object", "properties": dict.fromkeys(names, way)}
    if param.name == "fields" and dto is not None:
        return _fields(param, dto, known)
    return _plain(known, param)


def _plain(known: Fact | None, param: Param) -> Schema:
    inner = known.fields_of(param.name) if known else ()
    if param.type == "object" or inner:
        properties = {one.name: _plain(known, one) for one in inner}
        return _shape(inner, properties or dict.fromkeys(param.keys, _TYPES["int"]))
    kind = _PARAMS.get(param.type or "", "string")
    return {**_TYPES[kind], **({"enum": list(param.enum)} if param.enum else {})}


def _fields(param: Param, dto: Dto, known: Fact | None) -> Schema:
    """Return what `fields` may hold: the documented ones, else those that can be written."""
    told = known.fields_of(param.name) if known else ()
    is_new = bool(known and known.name.endswith(".add"))
    flags = {"edit", "add", "init"} if is_new else {"edit"}
    names = {one.name for one in told} | {n for n, f in dto.fields.items() if f.flags & flags}
    fields = {name: field for name, field in dto.fields.items() if name in names}
    return _shape(told, {name: _written(field) for name, field in fields.items()})


def _written(field: Field) -> Schema:
    if field.is_many:
        return {"type": "array", "items": _TYPES["int"]}
    return _value(field)


def _answer(name: str, known: Fact | None) -> Schema:
    dto = _dto(name)
    action = name.rpartition(".")[2]
    row = {"$ref": f"#/components/schemas/{dto.schema}"} if dto else {"type": "object"}
    inner: Schema = {"type": "object"}
    if name == "batch":
        inner = {"type": "array", "items": {"type": "object"}}
    elif name in _PORTAL or name == "rest.documentation.openapi":
        return inner
    elif (known and known.list_path) or action in ("list", "tail"):
        inner = {"type": "object", "properties": {"items": {"type": "array", "items": row}}}
    elif (known and known.object_path) or name.endswith(".field.get"):
        inner = {"type": "object", "properties": {"item": row}}
    elif dto and action != "get":
        inner = {"type": "object", "properties": {"result": _TYPES["bool"]}}
    return {"type": "object", "properties": {"result": inner}}


def _dto(name: str) -> Dto | None:
    entity = name.rpartition(".")[0]
    if entity.endswith(".field"):
        return v3_dto.FIELD
    found = _ENTITIES.get(entity)
    return v3_dto.find(found) if found else None


def _object(dto: Dto) -> Schema:
    return {"type": "object", "properties": {n: _value(f) for n, f in dto.fields.items()}}


def _value(field: Field) -> Schema:
    if field.related:
        reference = {"$ref": f"#/components/schemas/{v3_dto.find(field.related).schema}"}
        return {"type": "array", "items": reference} if field.is_many else reference
    words = {"enum": list(field.values)} if field.values else {}
    return {**_TYPES[field.kind], "title": field.name, **words}
