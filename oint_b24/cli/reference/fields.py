"""`oint fields ENTITY`: the fields an entity has on this portal, user fields among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.bulk.many import Errand
from oint_b24.cli.call.body import assignments, catalogued
from oint_b24.cli.portal_memory import Memory
from oint_b24.cli.reference.page import (
    columns,
    note,
    open_page,
    show,
    unknown,
    wants_data,
    write_data,
)
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import LimitProblem, PortalProblem, UsageProblem
from oint_b24.names import nearest
from oint_b24.output.paint import bold
from oint_b24.output.rows import result_of
from oint_b24.rest.entity_fields import Field, entities, entity_of, fetch, method_of
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.client import Portal
    from oint_b24.rest.catalogue import Method
    from oint_b24.rest.portal_view import Ask

_VALUES = 12  # shown on the page; data has them all


def command() -> Command:
    """Return the command `fields`."""
    return Command(
        name="fields",
        about=texts("view.fields.about"),
        run=_run,
        options=(
            Option("--refresh", texts("view.option.refresh"), kind="flag"),
            Option("--user", texts("view.option.user"), kind="flag"),
            Option("--v3", texts("view.option.v3"), kind="flag"),
        ),
        arguments="[ENTITY [KEY=VALUE …]]",
        takes=(0, -1),
        examples=tuple(texts(f"view.fields.example{i}") for i in (1, 2, 3)),
        details=(texts("view.fields.details"),),
        is_open=True,
    )


def _run(invocation: Invocation) -> int:
    if not invocation.arguments:
        return _entities(invocation)
    entity, *words = invocation.arguments
    method = _method(entity, 3 if "--v3" in invocation.given else None)
    errand = Errand.of(invocation)
    params = assignments({}, catalogued(words, method, errand.source))
    fields = _known(method, params, errand)
    if "--user" in invocation.given:
        fields = [field for field in fields if field.user_field]
    if not fields:
        note(invocation, "view.no_fields", name=entity_of(method.name))
    if wants_data(invocation):
        return write_data(invocation, [field.row() for field in fields])
    page = open_page(invocation)
    page.lines.append(bold(entity_of(method.name), page.colour))
    columns(page, [(_name(field), _told(field, page.lang)) for field in fields], share=0.4)
    return show(page, invocation)


def _entities(invocation: Invocation) -> int:
    """List what has fields to ask for; no network."""
    known = entities()
    rows = [
        {"entity": name, "version": method.version, "method": method.name}
        for name, method in sorted(known.items())
    ]
    if wants_data(invocation):
        return write_data(invocation, rows)
    page = open_page(invocation)
    columns(page, [(name, known[name].title[page.lang]) for name in sorted(known)])
    return show(page, invocation)


def _method(entity: str, version: int | None) -> Method:
    """Return the method that tells the fields of `entity`. Raises UsageProblem."""
    if entity.startswith("-"):
        raise UsageProblem("usage.argument", arguments="ENTITY")
    found = method_of(entity, version)
    if found is None:
        raise unknown("view.no_entity", entity, nearest(entity, entities()))
    return found


def _known(method: Method, params: dict[str, Any], errand: Errand) -> list[Field]:
    """Return the fields as remembered, or as the portal tells now."""
    invocation = errand.invocation
    memory = Memory.of_target(errand.target, invocation.world)
    subject = _subject(method, params)
    kept = memory.fields(subject)
    if kept and memory.is_fresh(kept["asked"]) and "--refresh" not in invocation.given:
        note(invocation, "view.age", age=memory.age(kept["asked"], invocation.lang))
        return [Field.of_row(row) for row in kept["rows"]]
    with errand.opened() as portal:
        fields = fetch(method, params, asker(portal, method.name))
    memory.keep_fields(subject, [field.row() for field in fields])
    return fields


def _subject(method: Method, params: dict[str, Any]) -> str:
    """Return what is described, as a name for the cache: `crm.item@entityTypeId=2`."""
    told = "".join(f"@{name}={params[name]}" for name in sorted(params))
    version = "@v3" if method.version == 3 else ""
    return f"{entity_of(method.name)}{version}{told}"


def asker(portal: Portal, must: str) -> Ask:
    """Return what asks a portal: None where it refuses, but of the method `must` its problem."""

    def answer(method: str, params: dict[str, Any], version: int) -> Any:
        try:
            return result_of(portal.call(method, params, version=version).body)
        except LimitProblem:
            raise
        except PortalProblem:
            if method == must:
                raise
            return None

    return answer


def _name(field: Field) -> str:
    return f"{field.name} *" if field.required else field.name


def _told(field: Field, lang: str) -> str:
    pieces = [field.type + ("[]" if field.multiple else "")] if field.type else []
    pieces += [
        text(f"view.field.{key}", lang)
        for key in ("read_only", "user_field")
        if getattr(field, key)
    ]
    if field.title and field.title != field.name:
        pieces.insert(0, field.title)
    if field.values:
        shown = [f"{k} {v}" if k != v else k for k, v in field.values[:_VALUES]]
        dots = ", …" if len(field.values) > _VALUES else ""
        pieces.append(text("view.field.values", lang, list=", ".join(shown) + dots))
    return "; ".join(pieces)
