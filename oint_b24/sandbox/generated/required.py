"""Which required parameters a request lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.sandbox.facts import Fact, Param


def required(
    fact: Fact, params: dict[str, Any], caller: str = "token"
) -> Iterator[tuple[Param, str]]:
    """Yield the required parameters that were not given, and fields of objects that were."""
    for param in fact.params:
        needed = param.required or (param.for_webhook and caller == "webhook")
        value = given(fact, params, param.name)
        if needed and _is_absent(value) and not _stands_for(param.name, params):
            yield param, param.name
        elif isinstance(value, dict) and value:
            yield from _inside(fact, value, param.name)


def given(fact: Fact, params: dict[str, Any], path: str) -> Any:
    """Return what was sent under a name, or under a path of names (`fields.CONTACT_ID`).

    Version 2 reads names in any case where its own pages spell them in two ways, and out of an
    object that the page shows around all parameters (`flowData`).
    """
    if path in params or fact.version == 3:
        return params.get(path)
    found: Any = params
    for part in path.split("."):
        found = _in_any_case(found, part) if isinstance(found, dict) else None
    if found is not None:
        return found
    known = {param.name for param in fact.params}
    wrappers = (v for k, v in params.items() if isinstance(v, dict) and k not in known)
    return next((inner[path] for inner in wrappers if path in inner), None)


def _in_any_case(values: dict[str, Any], name: str) -> Any:
    if name in values:
        return values[name]
    return next((v for k, v in values.items() if str(k).lower() == name.lower()), None)


def _inside(fact: Fact, value: dict[str, Any], path: str) -> Iterator[tuple[Param, str]]:
    """Yield the missing fields of one object; a row of objects is left to the method.

    An update sends what changes: what it must have had before is not asked again.
    """
    if fact.verb.startswith("update") or fact.verb == "edit":
        return
    for field in fact.nested.get(path, ()):
        absent = field.required and _is_absent(value.get(field.name))
        if absent and not _stands_for(field.name, value):
            yield field, f"{path}.{field.name}"


def _is_absent(value: Any) -> bool:
    return value is None or value == ""


def _stands_for(name: str, values: dict[str, Any]) -> bool:
    """Say whether another value names the same thing: an id or a code of it is enough."""
    stem, _, tail = name.rpartition("_")
    others = [f"{name}Id", f"{name}_ID"]
    if tail in ("ID", "CODE"):
        others.append(f"{stem}_{'CODE' if tail == 'ID' else 'ID'}")
    return any(not _is_absent(values.get(other)) for other in others)
