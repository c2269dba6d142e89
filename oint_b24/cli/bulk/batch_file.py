"""Commands of a batch out of a file: JSON, NDJSON, or one per line."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.call.body import assignments, catalogued
from oint_b24.cli.call.command import ordered
from oint_b24.errors import UsageProblem, tell
from oint_b24.portal.batches.command import Command, normal
from oint_b24.rest.catalogue import find
from oint_b24.text import text
from oint_b24.values.read import parsed
from oint_b24.values.source import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.values.source import Source

_LINE = re.compile(
    r"(?:(?P<key>[^\s:?=]+):\s*)?(?P<method>[\w.]+)(?:\?(?P<query>.*)|\s+(?P<words>.*))?"
)
_METHOD = re.compile(r"[\w.]+")
_NAMES = {"key", "method", "params"}
# The body of the batch of version 3 calls them so (rest-v3.md).
_NAMES_V3 = {"as": "key", "query": "params"}
_LINES = (".ndjson", ".jsonl")


@dataclass(frozen=True, slots=True)
class Commands:
    """What a file holds; `halt` is what it says of stopping, if it does."""

    commands: list[Command]
    halt: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a file something stands, for messages."""

    file: str
    lang: str
    line: int | None = None
    name: str = ""
    version: int = 2

    def __str__(self) -> str:
        return text("batch.line", self.lang, line=self.line) if self.line else f"«{self.name}»"

    def refuse(self, why: str, **told: Any) -> UsageProblem:
        return UsageProblem(why, file=self.file, place=str(self), line=self.line, **told)


def read(name: str, source: Source, version: int = 2) -> Commands:
    """Return the commands of the file `name`, or of stdin for `-`, as calls of a REST `version`.

    Raises UsageProblem with the line, or the key, of what is no command.
    """
    raw = source.stdin("FILE") if name == "-" else source.file(name, "FILE")
    written = decoded(raw, name)
    found = list(_commands(_Place(name, source.lang, version=version), written, source))
    if not found:
        raise UsageProblem("batch.empty", file=name)
    taken: set[str] = set()
    for place, command in found:
        if command.key in taken:
            raise place.refuse("batch.twice", key=command.key)
        taken.add(command.key)
    return Commands([command for _, command in found], _halts(written))


def _halts(written: str) -> bool:
    """Say whether a document is a batch's own body that wants to halt."""
    try:
        document = json.loads(written)
    except ValueError:
        return False
    is_body = isinstance(document, dict) and isinstance(document.get("cmd"), (dict, list))
    return is_body and document.get("halt") in (1, True, "1", "Y", "true")


def _commands(file: _Place, written: str, source: Source) -> Iterator[tuple[_Place, Command]]:
    start = written.lstrip()[:1]
    if start in ("{", "[") and not _is_ndjson(file.file, written):
        yield from _document(file, parsed(written, file.file))
        return
    for number, line in enumerate(written.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        place = replace(file, line=number)
        if bare[0] in '{"':
            yield place, _json_line(bare, place, source)
        else:
            yield place, _line(bare, place, source)


def _is_ndjson(name: str, written: str) -> bool:
    """Say whether a text is JSON line by line: its first line is a whole document of several."""
    first, *rest = [line for line in written.splitlines() if line.strip()]
    if name.lower().endswith(_LINES):
        return True
    try:
        json.loads(first)
    except ValueError:
        return False
    return bool(rest)


def _json_line(line: str, place: _Place, source: Source) -> Command:
    try:
        value = parsed(line, place.file)
    except UsageProblem as problem:
        raise place.refuse("batch.bad_line", detail=tell(problem, source.lang)) from None
    return _command(str(place.line), value, place)


def _document(file: _Place, value: Any) -> Iterator[tuple[_Place, Command]]:
    if isinstance(value, dict) and isinstance(value.get("cmd"), (dict, list)):
        value = value["cmd"]
    names = _NAMES if file.version == 2 else {*_NAMES, *_NAMES_V3}
    if isinstance(value, dict) and {"method"} < value.keys() <= names:
        value = [value]
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, what in pairs:
        place = replace(file, name=str(key))
        yield place, _command(str(key), what, place)


def _command(key: str, what: Any, place: _Place) -> Command:
    """Return a command given as JSON. Raises UsageProblem."""
    if place.version == 3 and isinstance(what, dict):
        what = {_NAMES_V3.get(name, name): value for name, value in what.items()}
    if isinstance(what, str):
        name, _, query = what.strip().partition("?")
        what = {"method": name}
    elif isinstance(what, dict) and what.keys() <= _NAMES:
        query = ""
    else:
        raise place.refuse("batch.bad_command")
    method, params = what.get("method"), what.get("params") or {}
    if not _is_method(method) or not isinstance(params, (dict, list)):
        raise place.refuse("batch.bad_command")
    known = find(method, place.version)
    method = known.name if known else method
    if query and place.version == 3:
        raise place.refuse("batch.query_v3")
    ready = normal(query) if query else None
    return Command(str(what.get("key", key)), method, ordered(params, known), ready)


def _is_method(name: Any) -> bool:
    return isinstance(name, str) and _METHOD.fullmatch(name) is not None


def _line(line: str, place: _Place, source: Source) -> Command:
    match = _LINE.fullmatch(line)
    if match is None:
        raise place.refuse("batch.bad_line", detail=text("batch.no_method", source.lang))
    key: str = match["key"] or str(place.line)
    known = find(match["method"], place.version)
    name: str = known.name if known else match["method"]
    if match["query"] is not None and place.version == 3:
        raise place.refuse("batch.query_v3")
    if match["query"] is not None:
        return Command(key, name, query=normal(match["query"].strip()))
    try:
        pairs = catalogued(shlex.split(match["words"] or ""), known, source)
        return Command(key, name, ordered(assignments({}, pairs), known))
    except UsageProblem as problem:
        raise place.refuse("batch.bad_line", detail=tell(problem, source.lang)) from None
    except ValueError:
        raise place.refuse("batch.bad_line", detail=text("batch.quotes", source.lang)) from None
