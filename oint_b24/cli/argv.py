"""What Typer's parser does not do with argv: switches that may stand alone, forgotten values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.errors import UsageProblem
from oint_b24.values.read import switch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.cli.tree import Option


def complete_switches(
    args: list[str], options: Iterable[Option], *, stop: bool = False, is_open: bool = False
) -> list[str]:
    """Return `args` with `true` after each switch that stands alone.

    `stop` ends at the first word that is no option (a group's command follows there). An
    option whose value is itself an option of the command has been left without one: raises
    UsageProblem. A value that looks like an option is given as `--name=value`.
    """
    known = {name: option for option in options for name in option.names}
    done: list[str] = []
    rest = list(args)
    while rest:
        word = rest.pop(0)
        option = known.get(word)
        if word == "--" or (stop and not word.startswith("-")):
            return [*done, word, *rest]
        if option is None:
            done += _flag_with_value(word, known)
            continue
        if option.kind == "many":
            done.append(_joined(option, rest, known))
            continue
        done.append(word)
        if option.kind in ("flag", "count"):
            continue
        if option.kind == "switch":
            is_alone = not rest or rest[0].startswith("-") or (stop and not _is_word(rest[0]))
            done.append("true" if is_alone else rest.pop(0))
        elif not rest or (rest[0] in known and rest[0].startswith("--") and not is_open):
            raise UsageProblem("usage.no_value", option=word)
        else:
            done.append(rest.pop(0))
    return done


def _joined(option: Option, rest: list[str], known: dict[str, Option]) -> str:
    """Return an option and its value as one word, which keeps its place among the arguments."""
    if not rest or (rest[0] in known and rest[0].startswith("--")):
        raise UsageProblem("usage.no_value", option=option.name)
    return f"{option.name}={rest.pop(0)}"


def split(arguments: Iterable[str], count: int) -> tuple[list[str], list[str]]:
    """Return the first `count` words that are no `--name=text`, and all others in their order."""
    names: list[str] = []
    others: list[str] = []
    for word in arguments:
        is_option = word.startswith("--") and "=" in word
        (others if is_option or len(names) == count else names).append(word)
    return names, others


def _flag_with_value(word: str, known: dict[str, Option]) -> list[str]:
    """Return what `--quiet=true` stands for (the flag, or nothing if off), and `-c=42`."""
    name, sign, value = word.partition("=")
    option = known.get(name)
    if not sign or option is None:
        return [word]
    if option.kind not in ("flag", "count"):
        # `-c=42`: Typer would take the sign for a part of the value.
        return [f"{option.name}={value}" if name == option.short else word]
    return [name] if switch(value, name) else []


def _is_word(text: str) -> bool:
    return text.strip().lower() in ("true", "false", "1", "0", "да", "нет", "истина", "ложь")


def language_flag(args: list[str]) -> str | None:
    """Return the value of `--lang`, wherever it stands: errors of parsing need it too."""
    for place, word in enumerate(args):
        if word == "--lang" and place + 1 < len(args):
            return args[place + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def error_format(args: list[str]) -> str:
    """Return `json` where errors are wanted as JSON, even before argv could be parsed."""
    for place, word in enumerate(args):
        if word == "--error-format" and place + 1 < len(args):
            return args[place + 1]
        if word.startswith("--error-format="):
            return word.partition("=")[2]
    return "text"
