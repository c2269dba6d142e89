"""`oint method NAME`: all that is known of one method, to read or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.reference.page import (
    columns,
    note,
    number,
    open_page,
    show,
    unknown,
    wants_data,
    write_data,
)
from oint_b24.cli.reference.params import Tree, as_data
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import UsageProblem
from oint_b24.output.paint import bold, dim, yellow
from oint_b24.rest.catalogue import documentation, find, names, nearest
from oint_b24.rest.codes import explain, shortened
from oint_b24.rest.sample import command_line
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.help import Page
    from oint_b24.cli.tree import Invocation
    from oint_b24.rest.catalogue import Method

_DEPTH = 2
_SHOWN = 12  # names that begin alike


def command() -> Command:
    """Return the command `method`."""
    return Command(
        name="method",
        about=texts("reference.method.about"),
        run=_run,
        options=(
            Option("--v3", texts("reference.option.version"), kind="flag"),
            Option("--depth", texts("reference.option.depth"), metavar="N", default=str(_DEPTH)),
        ),
        arguments="NAME",
        takes=(1, 1),
        examples=tuple(texts(f"reference.method.example{i}") for i in (1, 2, 3)),
        help_when_bare=True,
    )


def _run(invocation: Invocation) -> int:
    method = _asked(invocation)
    depth = number(invocation, "--depth")
    if wants_data(invocation):
        return write_data(invocation, as_row(method, invocation.lang, depth))
    page = open_page(invocation)
    _head(page, method)
    _params(page, method, depth or _DEPTH)
    _result(page, method)
    _errors(page, method)
    page.heading(text("reference.call", page.lang))
    page.verbatim(command_line(method, page.lang))
    code = show(page, invocation)
    if method.version == 2 and find(method.name, 3):
        note(invocation, "reference.other_version", name=method.name)
    return code


def _asked(invocation: Invocation) -> Method:
    """Return the method asked for. Raises UsageProblem with the nearest names."""
    name = invocation.arguments[0]
    if "--v3" in invocation.given:
        found = find(name, 3)
        if found is None and find(name, 2):
            raise unknown("reference.not_v3", name, nearest(name, 3))
    else:
        found = find(name, 2) or find(name, 3)
    if found is None:
        raise _not_found(name, 3 if "--v3" in invocation.given else 2)
    return found


def _not_found(name: str, version: int) -> UsageProblem:
    """Return the problem of a name there is not: what begins with it, or what is like it."""
    start = name.casefold().rstrip(".") + "."
    inner = [one for one in names(version) if one.casefold().startswith(start)]
    if not inner:
        return unknown("reference.no_method", name, nearest(name, version))
    listed = ", ".join(inner[:_SHOWN]) + (", …" if len(inner) > _SHOWN else "")
    return UsageProblem(
        "reference.part_of_names",
        name=name,
        count=len(inner),
        list=listed,
        remedy="reference.part_of_names.remedy",
    )


def as_row(method: Method, lang: str, depth: int | None = None) -> dict[str, Any]:
    """Return a method as data; what the documentation does not tell is left out."""
    found: dict[str, Any] = {
        "name": method.name,
        "title": method.title[lang],
        "version": method.version,
        "scope": method.scope,
        "scopes": list(method.scopes),
        "effect": method.effect,
        "documentation": documentation(method, lang),
        "app_only": method.app_only,
        "positional": method.positional,
        "deprecated": method.deprecated,
        "replaced_by": list(method.replaced_by),
        "pagination": method.pagination,
        "params": as_data(method, depth),
        "result": _result_data(method),
        "errors": [_error_data(code, method, lang) for code in method.errors],
        "command": command_line(method, lang),
    }
    return {key: value for key, value in found.items() if value not in (None, [], {})}


def _result_data(method: Method) -> dict[str, Any]:
    fields: dict[str, dict[str, str | None]] = {}
    for field in method.result_fields:
        fields.setdefault(field.of, {})[field.name] = field.type
    found = {
        "type": method.returns,
        "kind": method.result_kind,
        "list_path": method.list_path,
        "object_path": method.object_path,
        "total_path": method.total_path,
        "fields": fields,
    }
    return {key: value for key, value in found.items() if value}


def _error_data(code: str, method: Method, lang: str) -> dict[str, Any]:
    known = explain(code)
    found = {
        "statuses": list(method.error_statuses.get(code, ())),
        "meaning": known.meaning(lang) if known else None,
        "remedy": known.remedy(lang) if known else None,
    }
    return {"code": code, **{key: value for key, value in found.items() if value}}


def _head(page: Page, method: Method) -> None:
    lang = page.lang
    page.lines.append(bold(method.name, page.colour))
    page.paragraph(method.title[lang])
    if method.deprecated:
        instead = ", ".join(method.replaced_by)
        key = "reference.is_deprecated_for" if instead else "reference.is_deprecated"
        page.lines += [yellow(line, page.colour) for line in _wrapped(page, key, list=instead)]
    page.lines.append("")
    scopes = ", ".join(method.scopes or filter(None, [method.scope]))
    facts = [
        ("effect", text(f"reference.effect.{method.effect}", lang)),
        ("scope", scopes or text("reference.no_scope_needed", lang)),
        ("version", text(f"reference.version.{method.version}", lang)),
        ("pages", _pages(method, lang)),
        ("auth", text("reference.app_only", lang) if method.app_only else ""),
        ("order", text("reference.positional", lang) if method.positional else ""),
    ]
    columns(page, [(text(f"reference.fact.{k}", lang), v) for k, v in facts if v])
    page.lines.append(f"  {documentation(method, lang)}")


def _wrapped(page: Page, key: str, **params: Any) -> list[str]:
    from oint_b24.cli.help import wrap

    return wrap(text(key, page.lang, **params), page.width)


def _pages(method: Method, lang: str) -> str:
    """Return how a list goes on (list-methods-pecularities.md, rest-v3.md)."""
    if not method.pagination:
        return ""
    known = "start" if method.pagination.startswith("start") else "other"
    told = text(f"reference.pages.{known}", lang, how=method.pagination)
    total = text("reference.pages.total", lang, path=method.total_path) if method.has_total else ""
    return f"{told}{total}"


def _params(page: Page, method: Method, depth: int) -> None:
    lang = page.lang
    tree = Tree.of(method, lang, depth)
    page.heading(text("reference.params", lang))
    if not method.params:
        key = "reference.no_params" if method.no_params else "reference.params_unknown"
        page.paragraph(text(key, lang), 2)
        return
    columns(page, tree.rows, share=0.4)
    remarks = [text("reference.required_mark", lang)] if tree.has_required else []
    if tree.deepest > depth:
        remarks.append(text("reference.deeper", lang, shown=depth, all=tree.deepest))
    for remark in remarks:
        page.lines += [dim(line, page.colour) for line in _indented(page, remark)]


def _indented(page: Page, words: str) -> list[str]:
    from oint_b24.cli.help import wrap

    return [f"  {line}" for line in wrap(words, page.width - 2)]


def _result(page: Page, method: Method) -> None:
    lang = page.lang
    shape = _result_data(method)
    groups = shape.pop("fields", {})
    shape["type"] = shape.get("type") or shape.pop("kind", None)
    rows = [
        (text(f"reference.result.{key}", lang), str(shape[key]))
        for key in ("type", "list_path", "object_path", "total_path")
        if shape.get(key)
    ]
    rows += [
        (of, ", ".join(f"{name} {kind}" if kind else name for name, kind in fields.items()))
        for of, fields in groups.items()
    ]
    if rows:
        page.heading(text("reference.result", lang))
        columns(page, rows, share=0.3)


def _errors(page: Page, method: Method) -> None:
    if not method.errors:
        return
    lang = page.lang
    page.heading(text("reference.errors", lang))
    columns(page, [(shortened(c) or "''", _meaning(c, method, lang)) for c in method.errors])
    if any(shortened(code) != code for code in method.errors):
        page.lines += [
            dim(line, page.colour) for line in _indented(page, text("reference.frame", lang))
        ]


def _meaning(code: str, method: Method, lang: str) -> str:
    known = explain(code)
    statuses = ", ".join(map(str, method.error_statuses.get(code, ())))
    words = known.meaning(lang) if known else ""
    return f"{words} (HTTP {statuses})" if statuses else words
