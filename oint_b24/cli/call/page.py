"""`oint call METHOD --help`: the page of that method, its parameters as options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli import help as help_page
from oint_b24.cli.argv import split
from oint_b24.cli.call.shorthand import METAVARS
from oint_b24.cli.call.typed import is_switch, kinds_of
from oint_b24.cli.reference.params import described
from oint_b24.cli.tree import Command, Option
from oint_b24.rest.catalogue import documentation, fields_of, find
from oint_b24.rest.file_forms import file_form
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation, Kind
    from oint_b24.rest.catalogue import Method, Param

_METAVARS = {
    "integer": "N", "int": "N", "double": "N", "object": "JSON", "date": "DATE",
    "datetime": "DATE",
}  # fmt: skip


def show(invocation: Invocation) -> int:
    """Print the page of the method that argv names, else that of the command."""
    method = _method(invocation)
    if method is None:
        return help_page.show(invocation)
    own = getattr(invocation.node, "options", ())
    taken = {option.name for option in own if option.kind != "many"}
    return help_page.show(invocation._replace(node=_page(method, taken, invocation.lang)))


def _method(invocation: Invocation) -> Method | None:
    name = "".join(split(invocation.arguments, 1)[0])
    if "--v3" in invocation.given:
        return find(name, 3)
    return find(name) or find(name, 3)


def _page(method: Method, taken: set[str], lang: str) -> Command:
    """Return `method` as a command; `taken` are options that mean something else."""
    from oint_b24.cli.common import options
    from oint_b24.rest.sample import command_line

    common = {name for option in options() for name in option.names}
    version = " --v3" if method.version == 3 else ""
    told = [text(f"reference.effect.{method.effect}", lang)]
    if method.scope:
        told.append(f"scope {', '.join(method.scopes or (method.scope,))}")
    if method.deprecated:
        instead = ", ".join(method.replaced_by)
        key = "reference.is_deprecated_for" if instead else "reference.is_deprecated"
        told.append(text(key, lang, list=instead))
    hidden = [p for p in method.params if p.required and f"--{p.name}" in taken | common]
    return Command(
        name=f"call {method.name}{version}",
        about=method.title,
        run=help_page.show,
        options=tuple(_option(p, method, taken | common, lang) for p in method.params),
        arguments=" ".join(_spelled(param) for param in hidden),
        examples=({lang: command_line(method, lang)},),
        details=({lang: "; ".join(told)}, {lang: text("call.more", lang, name=method.name)}),
        links=({lang: documentation(method, lang)},),
    )


def _option(param: Param, method: Method, taken: set[str], lang: str) -> Option:
    """Return a parameter as an option; one whose name is taken is shown as `name:=JSON`."""
    words = described(param, lang)
    inner = fields_of(method, param)
    if inner and param.name.casefold() not in METAVARS:
        words.append(
            text("call.inner", lang, count=len(inner), name=f"{param.name}[{inner[0].name}]")
        )
    about = {lang: "; ".join(words)}
    if f"--{param.name}" in taken:
        if param.required:
            about[lang] = f"{text('help.required', lang)}: {about[lang]}"
        return Option(_spelled(param), about, kind="flag")
    kind: Kind = "switch" if is_switch(param) else "value"
    metavar = _metavar(param, method)
    return Option(f"--{param.name}", about, kind, metavar=metavar, required=param.required)


def _spelled(param: Param) -> str:
    """Return a parameter as it is given where its option means something else."""
    is_plain = param.type in ("string", "integer")
    return f"{param.name}=TEXT" if is_plain else f"{param.name}:=JSON"


def _metavar(param: Param, method: Method) -> str:
    short = METAVARS.get(param.name.casefold())
    kinds = kinds_of(param)
    if short and kinds != ["string"]:
        return short
    if file_form(method, param):
        return "FILE"
    if any(kind == "array" or kind.endswith("[]") for kind in kinds):
        return "A,B"
    return _METAVARS.get(kinds[0] if kinds else "", "TEXT")
