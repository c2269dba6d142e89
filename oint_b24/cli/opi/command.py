"""`oint bitrix24`: the OPI mirror, every command made from its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli import help as help_page
from oint_b24.cli.common import output_format
from oint_b24.cli.tree import Command, Group, Option, Section
from oint_b24.errors import Exit
from oint_b24.names import fold
from oint_b24.opi import rows
from oint_b24.text import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.cli.tree import Invocation, Texts
    from oint_b24.rest.catalogue import Method

_METAVARS = {
    "object": "JSON", "merge": "JSON", "calendar_filter": "JSON", "files": "JSON",
    "list": "LIST", "ids": "LIST", "base64": "FILE", "named_base64": "FILE", "bytes": "FILE",
    "date": "DATE", "date_z": "DATE", "url": "URL", "token": "TOKEN",
}  # fmt: skip


def family() -> Group:
    """Return the group `bitrix24`."""
    return Group(
        name="bitrix24",
        about=texts("opi.about"),
        find=_find,
        names=rows.names,
        alone=help_page.show,
        listing=_listing,
        examples=(texts("opi.example"),),
    )


def _listing(lang: str) -> list[Section]:
    sections = {region.id: Section(region.title[lang], []) for region in rows.regions()}
    for row in rows.all_rows():
        sections[row.region].entries.append((row.name(lang), row.about[lang]))
    return list(sections.values())


def _find(name: str) -> Command | None:
    row = rows.find(name)
    if row is None:
        return None
    shown = row.en if fold(name) == fold(row.en) else row.ru
    return _command(row, shown)


def _command(row: rows.Row, shown: str) -> Command:
    options = tuple(_option(o) for o in row.options)
    needs = any(o.required for o in options) or bool(row.any_of)
    return Command(
        name=shown,
        about=row.about,
        run=_runner(row),
        options=options,
        examples=tuple({lang: e[lang] for lang in LANGUAGES} for e in row.examples),
        details=_details(row),
        links=_links(row),
        help_when_bare=needs,
    )


def _option(option: rows.Option) -> Option:
    named = "ours" if option.ours else "opi"
    standard = option.as_ in ("url", "token") or option.name in ("--empty", "--map")
    help_text = texts(f"opi.{option.name.strip('-')}") if standard and not option.help else {}
    return Option(
        name=option.name,
        help=dict(option.help) or help_text,
        kind="switch" if option.switch else "flag" if option.flag else "value",
        short=option.short,
        metavar=_METAVARS.get(option.as_, ""),
        required=option.required and option.as_ != "url",
        default=option.default,
        group=named,
    )


def _method(row: rows.Row) -> Method | None:
    from oint_b24.rest.catalogue import find

    return find(row.rest) if row.rest else None


def _details(row: rows.Row) -> tuple[Texts, ...]:
    if row.rest is None:
        return (texts("opi.local"),) if row.verb == "local" else ()
    method = _method(row)
    lines = [texts("opi.method", method=row.rest)]
    if method is not None and method.deprecated:
        instead = ", ".join(method.replaced_by)
        key = "opi.deprecated_instead" if instead else "opi.deprecated"
        lines.append(texts(key, method=row.rest, instead=instead))
    return tuple(lines)


def _links(row: rows.Row) -> tuple[Texts, ...]:
    method = _method(row)
    if method is None or not method.page:
        return ()
    from oint_b24.rest.catalogue import documentation

    return ({lang: documentation(method, lang) for lang in LANGUAGES},)


def _runner(row: rows.Row) -> Callable[[Invocation], int]:
    def run(invocation: Invocation) -> int:
        aside = {o.name for o in row.options if o.as_ in ("url", "token")}
        moved = {name: value for name, value in invocation.given.items() if name in aside}
        here = invocation._replace(common={**invocation.common, **moved})
        return _run(row, here)

    return run


def _run(row: rows.Row, invocation: Invocation) -> int:
    if row.verb == "local":
        return _local(row, invocation)
    # Late: help needs nothing of what sends.
    from oint_b24.cli.opi.special import after, ask_first, special
    from oint_b24.cli.perform import perform, source_of
    from oint_b24.opi.payload import build
    from oint_b24.portal.request import Request

    run = special(row, invocation.given)
    if run is not None:
        return run(row, invocation)
    source = source_of(invocation)
    params = build(row, invocation.given, source)
    ask_first(row, invocation)
    request = Request(
        str(row.rest),
        params,
        effect="read" if row.effect == "local" else row.effect,
        verb="GET" if row.verb == "GET" else "POST",
    )
    return perform(request, invocation, source, after=after(row, request, invocation))


def _local(row: rows.Row, invocation: Invocation) -> int:
    from oint_b24.opi.local import answer
    from oint_b24.output.render import check, write

    body = answer(row, invocation.given, invocation.lang)
    fmt = output_format(invocation, {})
    if isinstance(body, str) and fmt.output == "auto":
        fmt = fmt._replace(output="value")
    check(fmt)
    write(body, fmt, invocation.world)
    return Exit.OK
