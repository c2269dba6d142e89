"""Answers to TAB: what may stand at the cursor. Typer is never started for it.

`oint __complete WORD …` gets the words after `oint`, the last one incomplete, and prints lines
`value<TAB>description`. A line `:files<TAB>PREFIX` asks the shell for the names of files, to be
put after PREFIX. A value that ends with `=`, `.` or `[` is not whole: no space belongs after it.
Two other forms spare the scripts what shells do badly themselves:

- `--token=TEXT WORD …`: TEXT is the incomplete word as typed, quotes and all, perhaps empty;
- `--bash TYPE COLUMNS BREAKS LINE`: LINE is the command line up to the cursor (see `line`); the
  answer is what readline is to put in.

Commands of OPI come from its rows, REST methods from the catalogue, the rest from `tree.json`,
made from the command tree by `tools/completions`. The modules here import next to nothing:
`typing`, `pathlib` and `dataclasses` together would cost as much as the answer.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.complete.place import Offer

FILES = ":files"


def answer(words: list[str], env: Mapping[str, str]) -> list[str]:
    """Return the lines for the shell."""
    if words[:1] == ["--bash"] and len(words) == 5:
        return _for_bash(words[1:], env)
    before, current = words[:-1], "".join(words[-1:])
    if words and words[0].startswith("--token="):
        from oint_b24.complete.line import unquoted

        before, current = words[1:], unquoted(words[0].removeprefix("--token="))
    offer = _offer(before, current, env)
    if offer.files is not None:
        return [f"{FILES}\t{offer.files}"]
    return [f"{value}\t{about}" if about else value for value, about in offer.rows]


def _for_bash(words: list[str], env: Mapping[str, str]) -> list[str]:
    from oint_b24.complete.line import read, reply

    kind, columns, breaks, line = words
    typed = read(line, breaks)
    offer = _offer(typed.words, typed.current, env)
    if offer.files is not None:
        return [FILES + offer.files[-1:].replace("=", "")]
    width = int(columns) if columns.isdecimal() else 0
    return reply(typed, offer.rows, is_listing=kind == "63", width=width)


def _offer(before: list[str], current: str, env: Mapping[str, str]) -> Offer:
    from oint_b24.complete.place import Place

    place = Place(_language(before, env), env)
    for word in before:
        place.step(word)
    return place.offer(current)


def _language(words: list[str], env: Mapping[str, str]) -> str:
    from oint_b24.text import language

    flag = None
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            flag = word.partition("=")[2]
        elif word == "--lang":
            flag = "".join(words[place + 1 : place + 2])
    return language(flag, env)
