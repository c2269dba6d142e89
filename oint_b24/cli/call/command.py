"""`oint call METHOD`: any REST method, whatever the catalogue knows of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from oint_b24.cli.argv import split
from oint_b24.cli.call.shorthand import options as shorthands
from oint_b24.cli.common import is_on
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import Exit, UsageProblem
from oint_b24.portal.effect import effect_of
from oint_b24.portal.request import Request
from oint_b24.rest.catalogue import find
from oint_b24.text import text, texts
from oint_b24.values.read import structure
from oint_b24.values.source import decoded

if TYPE_CHECKING:
    from oint_b24.cli.call.from_curl import Pasted
    from oint_b24.cli.tree import Invocation
    from oint_b24.rest.catalogue import Method
    from oint_b24.values.source import Source


def command() -> Command:
    """Return the command `call`."""
    return Command(
        name="call",
        about=texts("call.about"),
        run=_run,
        options=(
            Option("--fields", texts("call.fields"), short="-f", metavar="JSON"),
            *shorthands(),
            Option("--v3", texts("call.v3"), kind="flag"),
            Option("--template", texts("call.template"), kind="flag"),
            Option("--from-curl", texts("call.from_curl"), metavar="CURL"),
            # Our own, not the common one: help is that of the method, where one is named.
            Option("--help", texts("call.help"), kind="flag", short="-h"),
        ),
        arguments="METHOD [KEY=VALUE …]",
        takes=(0, -1),
        examples=tuple(texts(f"call.example{i}") for i in (1, 2, 3, 4, 5, 6)),
        details=(texts("call.keys"),),
        help_when_bare=True,
        is_open=True,
    )


class _Call(NamedTuple):
    """What argv asks for: a method, perhaps documented, and the words after it."""

    name: str
    version: int
    words: list[str]
    method: Method | None
    pasted: Pasted | None = None


def _run(invocation: Invocation) -> int:
    if "--help" in invocation.given:
        from oint_b24.cli.call.page import show

        return show(invocation)
    # Late: help needs nothing of what sends.
    from oint_b24.cli.perform import perform, source_of

    source = source_of(invocation)
    call = _asked(invocation, source)
    if "--template" in invocation.given:
        return _template(call, invocation)
    body = _body(call, invocation, source)
    method = call.method
    request = Request(
        method.name if method else call.name,
        ordered(body, method),
        call.version,
        effect_of(call.name, body, call.version),
        call.pasted.verb if call.pasted else "POST",
    )
    hints = _hints(call, invocation)
    return perform(request, _addressed(invocation, call.pasted), source, hints=hints)


def _asked(invocation: Invocation, source: Source) -> _Call:
    """Return the call that argv names, or a pasted command. Raises UsageProblem."""
    words = list(invocation.arguments)
    version = 3 if "--v3" in invocation.given else 2
    pasted = _pasted(invocation, source)
    if pasted is not None:
        version = max(version, pasted.version)
        return _Call(pasted.method, version, words, find(pasted.method, version), pasted)
    names, words = split(words, 1)
    if not names or names[0].startswith("-"):
        raise UsageProblem("usage.argument", arguments="METHOD")
    return _Call(names[0], version, words, find(names[0], version))


def _pasted(invocation: Invocation, source: Source) -> Pasted | None:
    given = invocation.given.get("--from-curl")
    if given is None:
        return None
    from oint_b24.cli.call.from_curl import read

    def file(path: str) -> str:
        raw = source.stdin("--from-curl") if path == "-" else source.file(path, "--from-curl")
        return decoded(raw, "--from-curl")

    return read(source.text(given, "--from-curl"), file)


def _body(call: _Call, invocation: Invocation, source: Source) -> Any:
    """Return the whole body: that of a pasted command, `--fields`, then words and options."""
    from oint_b24.cli.call.body import assignments, catalogued

    pairs = catalogued(call.words, call.method, source)
    body: Any = call.pasted.params if call.pasted else {}
    if "--fields" in invocation.given:
        given = structure(invocation.given["--fields"], source, "--fields")
        are_objects = isinstance(body, dict) and isinstance(given, dict)
        body = {**body, **given} if are_objects else given
        if call.method is not None:
            from oint_b24.rest.template import without_hints

            body = without_hints(body, call.method, invocation.lang)
    if isinstance(body, dict):
        return assignments(body, pairs)
    if pairs or not isinstance(body, list):
        raise UsageProblem("call.body", option="--fields")
    return body


def ordered(body: Any, method: Method | None) -> Any:
    """Return the body of an order-sensitive method in documented order (data-encoding.md)."""
    if method is None or not method.positional or not isinstance(body, dict):
        return body
    documented = [param.name for param in method.params]
    known = {name: body[name] for name in documented if name in body}
    return {**known, **{k: v for k, v in body.items() if k not in known}}


def _addressed(invocation: Invocation, pasted: Pasted | None) -> Invocation:
    """Return the invocation with what a pasted command says of the portal; argv wins."""
    if pasted is None:
        return invocation
    common = dict(invocation.common)
    if pasted.key:
        common.setdefault("--idempotency-key", pasted.key)
    if pasted.url and not common.keys() & {"--url", "--token", "--profile"}:
        common["--url"] = pasted.url
        if pasted.token:
            common["--token"] = pasted.token
    return invocation._replace(common=common)


def _template(call: _Call, invocation: Invocation) -> int:
    """Print a skeleton of the method's body."""
    from oint_b24.rest.template import skeleton

    if call.method is None:
        from oint_b24.cli.reference.page import unknown
        from oint_b24.rest.catalogue import nearest

        raise unknown("reference.no_method", call.name, nearest(call.name, call.version))
    body = skeleton(call.method, invocation.lang)
    ascii_only = is_on(invocation.common, "ascii")
    invocation.world.write(json.dumps(body, ensure_ascii=ascii_only, indent=1) + "\n")
    return Exit.OK


def _hints(call: _Call, invocation: Invocation) -> tuple[str, ...]:
    """Return what to say of a method the documentation lacks, or of an address not taken."""
    lang = invocation.lang
    hints = []
    if call.pasted is not None and call.pasted.host:
        hints.append(text("call.curl_host", lang, host=call.pasted.host))
    if call.method is None and not _offers(call, invocation):
        from oint_b24.rest.catalogue import nearest

        near = nearest(call.name, call.version)
        key = "call.unknown_near" if near else "call.unknown"
        hints.append(text(key, lang, name=call.name, near=", ".join(near[:3])))
    return tuple(hints)


def _offers(call: _Call, invocation: Invocation) -> bool:
    """Say whether the portal is known to have a method that the documentation lacks."""
    from oint_b24.cli.portal_memory import Memory

    memory = Memory.of(invocation)
    view = memory.view() if memory else None
    return view is not None and view.offers(call.name, call.version)
