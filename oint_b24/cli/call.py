"""`oint call METHOD`: any REST method, whatever the catalogue knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.body import assignments, catalogued
from oint_b24.cli.perform import perform, source_of
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import UsageProblem
from oint_b24.portal.effect import effect_of
from oint_b24.portal.request import Request
from oint_b24.rest.catalogue import find
from oint_b24.text import LANGUAGES, text
from oint_b24.values.read import structure

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation, Texts
    from oint_b24.rest.catalogue import Method


def command() -> Command:
    """Return the command `call`."""
    return Command(
        name="call",
        about=_texts("call.about"),
        run=_run,
        options=(
            Option("--fields", _texts("call.fields"), short="-f", metavar="JSON"),
            Option("--v3", _texts("call.v3"), kind="flag"),
        ),
        arguments="METHOD [KEY=VALUE …]",
        takes=(1, -1),
        examples=tuple(_texts(f"call.example{i}") for i in (1, 2, 3, 4)),
        details=(_texts("call.keys"),),
        help_when_bare=True,
        is_open=True,
    )


def _texts(key: str) -> Texts:
    return {lang: text(key, lang) for lang in LANGUAGES}


def _run(invocation: Invocation) -> int:
    name, *words = invocation.arguments
    if name.startswith("-"):
        raise UsageProblem("usage.argument", arguments="METHOD")
    version = 3 if "--v3" in invocation.given else 2
    method = find(name, version)
    source = source_of(invocation)
    pairs = catalogued(words, method, source)
    body: Any = {}
    if "--fields" in invocation.given:
        body = structure(invocation.given["--fields"], source, "--fields")
    if not isinstance(body, dict):
        if pairs or not isinstance(body, list):
            raise UsageProblem("call.body", option="--fields")
    else:
        body = assignments(body, pairs)
    request = Request(
        method.name if method else name,
        ordered(body, method),
        version,
        effect_of(name, body, version),
    )
    return perform(request, invocation, source, hints=_hints(name, method, invocation.lang))


def ordered(body: Any, method: Method | None) -> Any:
    """Return the body of an order-sensitive method in documented order (data-encoding.md)."""
    if method is None or not method.positional or not isinstance(body, dict):
        return body
    documented = [param.name for param in method.params]
    known = {name: body[name] for name in documented if name in body}
    return {**known, **{k: v for k, v in body.items() if k not in known}}


def _hints(name: str, method: Method | None, lang: str) -> tuple[str, ...]:
    from oint_b24.rest.catalogue import nearest

    if method is not None:
        return ()
    near = nearest(name, 2)
    key = "call.unknown_near" if near else "call.unknown"
    return (text(key, lang, name=name, near=", ".join(near[:3])),)
