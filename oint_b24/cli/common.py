"""Options that work before and after every command, and what they mean together."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from oint_b24.cli.tree import Option
from oint_b24.errors import UsageProblem
from oint_b24.text import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.cli.tree import Invocation, Kind, Node
    from oint_b24.output.format import Format

# name, short, kind, metavar; the help is the message `common.<name>`.
_TABLE: tuple[tuple[str, str | None, Kind, str], ...] = (
    ("profile", "-p", "value", "NAME"),
    ("url", None, "value", "URL"),
    ("token", None, "value", "TOKEN"),
    ("output", "-o", "value", "FORMAT"),
    ("result", None, "flag", ""),
    ("query", None, "value", "EXPR"),
    ("columns", None, "value", "A,B"),
    ("out", None, "value", "FILE"),
    ("ascii", None, "flag", ""),
    ("dry-run", None, "switch", ""),
    ("curl", None, "flag", ""),
    ("strict", None, "flag", ""),
    ("no-check", None, "flag", ""),
    ("yes", "-y", "flag", ""),
    ("config", None, "value", "JSON"),
    ("timeout", None, "value", "SECONDS"),
    ("connect-timeout", None, "value", "SECONDS"),
    ("retries", None, "value", "N"),
    ("wait-max", None, "value", "SECONDS"),
    ("idempotency-key", None, "value", "KEY"),
    ("proxy", None, "value", "URL"),
    ("ca-bundle", None, "value", "FILE"),
    ("client-cert", None, "value", "FILE"),
    ("client-key", None, "value", "FILE"),
    ("error-format", None, "value", "text|json"),
    ("lang", None, "value", "ru|en"),
    ("color", None, "value", "auto|always|never"),
    ("quiet", "-q", "flag", ""),
    ("verbose", "-v", "count", ""),
    ("debug", None, "switch", ""),
    ("help", "-h", "flag", ""),
)
# OPI's names of the same things.
_ALSO = {"dry-run": ("--test",)}
_CHOICES = {
    "--lang": LANGUAGES,
    "--error-format": ("text", "json"),
    "--color": ("auto", "always", "never"),
}


@cache
def options() -> tuple[Option, ...]:
    """Return the common options."""
    return tuple(
        Option(
            name=f"--{name}",
            help=texts(f"common.{name}"),
            kind=kind,
            short=letter,
            metavar=metavar,
            group="common",
            values=_CHOICES.get(f"--{name}", ()),
            also=_ALSO.get(name, ()),
        )
        for name, letter, kind, metavar in _TABLE
    )


def options_of(node: Node) -> tuple[Option, ...]:
    """Return the common options `node` takes: where it has the same name, its own wins.

    On OPI commands ours are long names only (and -h): OPI computes short flags per command.
    """
    own = {name for o in getattr(node, "options", ()) for name in o.names}
    is_opi = any(o.group == "opi" for o in getattr(node, "options", ()))
    found = []
    for option in options():
        if option.name in own:
            continue
        is_spare = option.short in own or (is_opi and option.short != "-h")
        found.append(option._replace(short=None) if is_spare else option)
    return tuple(found)


def is_on(common: Mapping[str, str], name: str) -> bool:
    """Say whether a flag or switch is set."""
    from oint_b24.values.read import switch

    value = common.get(f"--{name}")
    return value is not None and switch(value, f"--{name}")


def check(common: Mapping[str, str]) -> None:
    """Raise UsageProblem for a common option whose value is none of its choices."""
    for name, choices in _CHOICES.items():
        if name in common and common[name] not in choices:
            raise UsageProblem(
                "usage.choice", option=name, value=common[name], choices=", ".join(choices)
            )


class Wish(NamedTuple):
    """The common options of an invocation, read."""

    dry_run: bool
    curl: bool
    strict: bool
    check: bool
    yes: bool
    quiet: bool
    verbose: int
    debug: bool

    @classmethod
    def of(cls, invocation: Invocation) -> Wish:
        """Read the common options. Raises UsageProblem."""
        common = invocation.common
        debug = is_on(common, "debug")
        return cls(
            dry_run=is_on(common, "dry-run"),
            curl=is_on(common, "curl"),
            strict=is_on(common, "strict"),
            check=not is_on(common, "no-check"),
            yes=is_on(common, "yes"),
            quiet=is_on(common, "quiet"),
            verbose=max(int(common.get("--verbose", "0")), 2 if debug else 0),
            debug=debug,
        )


def output_format(invocation: Invocation, settings: Mapping[str, object]) -> Format:
    """Return how the answer is to be written: flags, then the profile's settings."""
    from oint_b24.output.format import Format

    common = invocation.common
    wanted = common.get("--output") or str(settings.get("output") or "auto")
    names = (common.get("--columns") or "").split(",")
    return Format(
        output=wanted,
        result=is_on(common, "result"),
        query=common.get("--query"),
        columns=tuple(name.strip() for name in names if name.strip()),
        out=common.get("--out"),
        ascii=is_on(common, "ascii"),
        quiet=is_on(common, "quiet"),
        verbose=int(common.get("--verbose", "0")),
        colour=common.get("--color", "auto"),
        lang=invocation.lang,
    )
