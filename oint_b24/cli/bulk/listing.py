"""`oint list`, `oint export`, `oint count`: lists read to their end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.advising import say
from oint_b24.cli.argv import split
from oint_b24.cli.bulk.many import Errand, show
from oint_b24.cli.call.body import assignments, catalogued
from oint_b24.cli.call.shorthand import options as shorthands
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import Exit, UsageProblem
from oint_b24.text import LANGUAGES, text

if TYPE_CHECKING:
    from oint_b24.bulk.api import Listing
    from oint_b24.bulk.plan import Plan
    from oint_b24.bulk.wishes import Wishes
    from oint_b24.cli.tree import Invocation, Texts

_MOST_PARALLEL = 32
_MOST = 10**15
_STREAMED = ("auto", "ndjson", "csv", "tsv", "json", "table", "value", "none")


def list_command() -> Command:
    """Return the command `list`."""
    return _command("list", _list, "METHOD [KEY=VALUE …]", 1)


def export_command() -> Command:
    """Return the command `export`."""
    return _command("export", _export, "METHOD FILE [KEY=VALUE …]", 2)


def count_command() -> Command:
    """Return the command `count`."""
    return _command("count", _count, "METHOD [KEY=VALUE …]", 1)


def _command(name: str, run: Any, arguments: str, fewest: int) -> Command:
    own = [("since-id", "N"), ("v3", "")]
    if name != "count":
        own += [("limit", "N"), ("parallel", "N"), ("shard", "K/N")]
    if name == "export":
        own.append(("resume", ""))
    options = tuple(
        Option(
            f"--{option}", _texts(f"bulk.option.{option}"), metavar=metavar,
            kind="value" if metavar else "flag",
        )
        for option, metavar in own
    )  # fmt: skip
    short = shorthands("filter") if name == "count" else shorthands()
    details = ["bulk.keys", *(["bulk.formats"] if name == "export" else [])]
    examples = (1,) if name == "count" else (1, 2)
    return Command(
        name=name,
        about=_texts(f"bulk.{name}.about"),
        run=run,
        options=(*short, *options),
        arguments=arguments,
        takes=(fewest, -1),
        examples=tuple(_texts(f"bulk.{name}.example{i}") for i in examples),
        details=tuple(_texts(key) for key in details),
        help_when_bare=True,
        is_open=True,
    )


def _texts(key: str) -> Texts:
    return {lang: text(key, lang) for lang in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Asked:
    """What argv asks for: a list, from which portal, as whom."""

    errand: Errand
    plan: Plan
    params: dict[str, Any]
    wishes: Wishes

    def listing(self) -> Listing:
        """Return the list. Raises UsageProblem where the method cannot do what is wished."""
        from oint_b24.bulk.api import Listing

        return Listing.of(self.plan, self.params, self.wishes)


def _list(invocation: Invocation) -> int:
    from oint_b24.cli.bulk.listing_run import export, stream

    errand = Errand.of(invocation)
    if errand.format.output not in _STREAMED:
        raise UsageProblem(
            "usage.choice", option="--output", value=errand.format.output,
            choices=", ".join(_STREAMED),
        )  # fmt: skip
    asked = _asked(errand, invocation.arguments)
    if asked.errand.is_shown:
        return _shown(asked)
    if errand.format.file is not None:
        return export(_prepared(asked), errand.format.file)
    return stream(_prepared(asked))


def _export(invocation: Invocation) -> int:
    from oint_b24.cli.bulk.listing_run import export, stream

    names, words = split(invocation.arguments, 2)
    if len(names) < 2:
        raise UsageProblem("usage.argument", arguments="METHOD FILE")
    method, target = names
    # The formats of a file are not those of an answer: they are read where the file is opened.
    common = {k: v for k, v in invocation.common.items() if k != "--output"}
    errand = Errand.of(invocation._replace(common=common))
    asked = _asked(errand, (method, *words))
    if errand.is_shown:
        return _shown(asked)
    output = invocation.common.get("--output")
    if target == "-":
        streamed = errand.format._replace(output=output or "ndjson")
        return stream(_prepared(replace(asked, errand=replace(errand, format=streamed))))
    return export(_prepared(asked), target, output, resume="--resume" in invocation.given)


def _count(invocation: Invocation) -> int:
    from oint_b24.bulk.api import Given, count

    errand = Errand.of(invocation)
    asked = _asked(errand, invocation.arguments)
    if errand.is_shown:
        return _shown(asked)
    prepared = _prepared(asked)
    wishes: Given = {"since_id": asked.wishes.since_id}
    with prepared.errand.opened() as portal:
        found = count(portal, asked.plan.method, asked.params, version=asked.plan.version, **wishes)
    invocation.world.write(f"{found}\n")
    return Exit.OK


def _asked(errand: Errand, arguments: tuple[str, ...]) -> Asked:
    """Read argv. Raises UsageProblem."""
    from oint_b24.bulk.plan import plan_of
    from oint_b24.bulk.wishes import POLITE, Shard, Wishes
    from oint_b24.rest.catalogue import find

    invocation = errand.invocation
    given = invocation.given
    names, words = split(arguments, 1)
    if not names or names[0].startswith("-"):
        raise UsageProblem("usage.argument", arguments="METHOD")
    name = names[0]
    if "--query" in invocation.common:
        raise UsageProblem("bulk.no_query", option="--query")
    version = 3 if "--v3" in given else 2
    method = find(name, version)
    if method is not None and method.effect != "read":
        raise UsageProblem("bulk.not_read", method=method.name)
    params = assignments({}, catalogued(words, method, errand.source))
    wishes = Wishes(
        limit=_number(given, "--limit", 0, _MOST),
        since_id=_number(given, "--since-id", 0, _MOST),
        parallel=_number(given, "--parallel", 1, _MOST_PARALLEL) or POLITE,
        shard=Shard.read(given["--shard"]) if "--shard" in given else Shard(),
    )
    return Asked(errand, plan_of(name, version), params, wishes)


def _number(given: Any, option: str, low: int, high: int) -> int | None:
    value = given.get(option)
    if value is None:
        return None
    if not value.strip().isdecimal() or not low <= int(value) <= high:
        raise UsageProblem("bulk.number", option=option, value=value, low=low, high=high)
    return int(value)


def _prepared(asked: Asked) -> Asked:
    """Say what looks wrong and ask the profile's policy. Raises UsageProblem, RefusedProblem."""
    from oint_b24.portal.request import Request

    errand, plan = asked.errand, asked.plan
    request = Request(plan.method, asked.params, plan.version, "read")
    hints: tuple[str, ...] = ()
    lang = errand.invocation.lang
    if not plan.is_known:
        hints = (text("call.unknown", lang, name=plan.method),)
    say(request, errand.invocation, errand.wish, errand.target, hints)
    asked.listing()
    return replace(asked, errand=errand.allowed(request, "read"))


def _shown(asked: Asked) -> int:
    """Print the request the list begins with, and send nothing."""
    return show([asked.listing().first_request()], asked.errand, {"style": asked.plan.style})
