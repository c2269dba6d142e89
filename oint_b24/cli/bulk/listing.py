"""`oint list`, `oint export`, `oint count`: lists read to their end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.argv import split
from oint_b24.cli.bulk.asked import Asked, prepared, read
from oint_b24.cli.bulk.many import Errand, show
from oint_b24.cli.call.shorthand import options as shorthands
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import Exit, UsageProblem
from oint_b24.text import texts

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation

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
            f"--{option}", texts(f"bulk.option.{option}"), metavar=metavar,
            kind="value" if metavar else "flag",
        )
        for option, metavar in own
    )  # fmt: skip
    short = shorthands("filter") if name == "count" else shorthands()
    details = ["bulk.keys", *(["bulk.formats"] if name == "export" else [])]
    examples = (1,) if name == "count" else (1, 2)
    return Command(
        name=name,
        about=texts(f"bulk.{name}.about"),
        run=run,
        options=(*short, *options),
        arguments=arguments,
        takes=(fewest, -1),
        examples=tuple(texts(f"bulk.{name}.example{i}") for i in examples),
        details=tuple(texts(key) for key in details),
        help_when_bare=True,
        is_open=True,
    )


def _list(invocation: Invocation) -> int:
    from oint_b24.cli.bulk.listing_run import export, stream

    errand = Errand.of(invocation)
    if errand.format.output not in _STREAMED:
        raise UsageProblem(
            "usage.choice", option="--output", value=errand.format.output,
            choices=", ".join(_STREAMED),
        )  # fmt: skip
    asked = read(errand, invocation.arguments)
    if asked.errand.is_shown:
        return _shown(asked)
    if errand.format.file is not None:
        return export(prepared(asked), errand.format.file)
    return stream(prepared(asked))


def _export(invocation: Invocation) -> int:
    from oint_b24.cli.bulk.listing_run import export, stream

    names, words = split(invocation.arguments, 2)
    if len(names) < 2:
        raise UsageProblem("usage.argument", arguments="METHOD FILE")
    method, target = names
    # The formats of a file are not those of an answer: they are read where the file is opened.
    common = {k: v for k, v in invocation.common.items() if k != "--output"}
    errand = Errand.of(invocation._replace(common=common))
    asked = read(errand, (method, *words))
    if errand.is_shown:
        return _shown(asked)
    output = invocation.common.get("--output")
    if target == "-":
        streamed = errand.format._replace(output=output or "ndjson")
        return stream(prepared(replace(asked, errand=replace(errand, format=streamed))))
    return export(prepared(asked), target, output, resume="--resume" in invocation.given)


def _count(invocation: Invocation) -> int:
    from oint_b24.bulk.api import Given, count

    errand = Errand.of(invocation)
    asked = read(errand, invocation.arguments)
    if errand.is_shown:
        return _shown(asked)
    wishes: Given = {"since_id": asked.wishes.since_id}
    with prepared(asked).errand.opened() as portal:
        found = count(portal, asked.plan.method, asked.params, version=asked.plan.version, **wishes)
    invocation.world.write(f"{found}\n")
    return Exit.OK


def _shown(asked: Asked) -> int:
    """Print the request the list begins with, and send nothing."""
    return show([asked.listing().first_request()], asked.errand, {"style": asked.plan.style})
