"""Options of an OPI command to the parameters of its REST call, exactly as OPI sends them.

Rules (each a function in `_READERS`): texts stay texts, so numbers go out as "12"; empty values
are left out; Y/N values always go out; names and their order are the row's.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem
from oint_b24.values import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oint_b24.opi.rows import Option, Row
    from oint_b24.values.source import Source

# Options that never become parameters: they say where to send, or are used here.
_ASIDE = frozenset({"url", "token", "local", "bytes"})
_COLLECTIONS = frozenset({"object", "list", "ids", "files"})
_MERGED = frozenset({"merge", "calendar_filter"})
_ID = re.compile(r"[0-9]{1,15}")
_Path = tuple[str, ...]


def build(row: Row, given: Mapping[str, str], source: Source) -> dict[str, Any]:
    """Return the parameters of the call. `given` maps option names to texts.

    Raises UsageProblem before anything is sent: for a missing or empty required option, or a
    value that cannot be read; the option and the place are named.
    """
    require(row, given)
    own: dict[_Path, Any] = {(key,): value for key, value in row.constants.items()}
    merged: dict[_Path, Any] = {}
    for option in row.options:
        text = None if option.as_ in _ASIDE else _text(option, given)
        if text is None:
            continue
        value = _READERS[option.as_](text, source, option.name, given)
        is_blank = isinstance(value, str) and not value.strip() and not option.blank
        if is_blank or (not value and option.as_ in _COLLECTIONS):
            # An empty collection counts as not given, and so does an empty file or stdin.
            if option.required:
                raise UsageProblem("usage.empty", option=option.name)
            continue
        if option.as_ in _MERGED:
            merged |= {(key,): inner for key, inner in value.items()}
        elif option.key is not None:
            own[tuple(option.key.split("."))] = value
    return _nested(_ordered(row, own, merged))


def require(row: Row, given: Mapping[str, str]) -> None:
    """Raise UsageProblem that names every required option which is missing or empty."""
    missing = [o.name for o in row.options if o.required and o.as_ != "url" and o.name not in given]
    if missing:
        raise UsageProblem("usage.missing", options=", ".join(missing), count=len(missing))
    _require_any(row, given)
    for option in row.options:
        text = given.get(option.name)
        is_empty = text is not None and not text.strip() and not option.blank
        if is_empty and option.required and option.as_ != "url":
            raise UsageProblem("usage.empty", option=option.name)


def _require_any(row: Row, given: Mapping[str, str]) -> None:
    """Raise UsageProblem where none of the options that make a call sensible says anything."""
    named = [option for option in row.options if option.name in row.any_of and option.name in given]
    if not row.any_of or any(o.blank or given[o.name].strip() for o in named):
        return
    if named:
        raise UsageProblem("usage.empty", option=named[0].name)
    raise UsageProblem("usage.missing_any", options=", ".join(row.any_of))


def _text(option: Option, given: Mapping[str, str]) -> str | None:
    """Return the text to read for `option`, or None where it is to be left out."""
    if option.unless and given.get(option.unless, "").strip():
        return None
    text = given.get(option.name)
    if text is None or (not text.strip() and not option.blank):
        return option.default
    return text


def _ordered(row: Row, own: dict[_Path, Any], merged: dict[_Path, Any]) -> dict[_Path, Any]:
    """Put parameters into OPI's order; a later one of the same name wins in its place."""
    slots = row.order or [
        "*" if option.as_ in _MERGED else option.key
        for option in row.options
        if option.key or option.as_ in _MERGED
    ]
    placed = {tuple(str(slot).split(".")) for slot in slots}
    found: dict[_Path, Any] = {
        (key,): value for key, value in row.constants.items() if (key,) not in placed
    }
    for slot in slots:
        path = tuple(str(slot).split("."))
        found |= merged if slot == "*" else {k: v for k, v in own.items() if k[: len(path)] == path}
    return found | {key: value for key, value in own.items() if key not in found}


def _nested(parts: dict[_Path, Any]) -> dict[str, Any]:
    """Turn paths into nested objects, keeping the order."""
    found: dict[str, Any] = {}
    for (*parents, last), value in parts.items():
        node = found
        for parent in parents:
            node = node.setdefault(parent, {})
        node[last] = value
    return found


def _plain(text: str, source: Source, option: str, _given: Mapping[str, str]) -> str:
    return read.plain(text, source, option)


def _object(text: str, source: Source, option: str, _given: Mapping[str, str]) -> Any:
    return read.entity(text, source, option)


def _list(text: str, source: Source, option: str, _given: Mapping[str, str]) -> list[Any]:
    return read.listed(text, source, option)


def _ids(text: str, source: Source, option: str, _given: Mapping[str, str]) -> list[Any]:
    found = read.listed(text, source, option)
    return [int(v) if isinstance(v, str) and _ID.fullmatch(v) else v for v in found]


def _yes_no(text: str, _source: Source, option: str, _given: Mapping[str, str]) -> str:
    return "Y" if read.switch(text, option) else "N"


def _no_yes(text: str, _source: Source, option: str, _given: Mapping[str, str]) -> str:
    return "N" if read.switch(text, option) else "Y"


def _bool(text: str, _source: Source, option: str, _given: Mapping[str, str]) -> bool:
    return read.switch(text, option)


def _date(text: str, _source: Source, option: str, _given: Mapping[str, str]) -> str:
    return read.moment(text, option)


def _date_z(text: str, _source: Source, option: str, _given: Mapping[str, str]) -> str:
    # OPI adds a literal Z whatever the offset was.
    return read.moment(text, option) + "Z"


def _base64(text: str, source: Source, option: str, _given: Mapping[str, str]) -> str:
    return _encoded(read.binary(text, source, option))


def _named_base64(text: str, source: Source, option: str, given: Mapping[str, str]) -> list[str]:
    return [given["--title"], _encoded(read.binary(text, source, option))]


def _files(text: str, source: Source, option: str, _given: Mapping[str, str]) -> list[list[str]]:
    """Return `[[name, base64], …]` (files/how-to-upload-files.md) of a {name: file} object."""
    named = read.entity(text, source, option)
    for name, value in named.items():
        if not isinstance(value, str):
            raise UsageProblem("value.no_binary", option=f"{option} {name}", value=str(value))
    return [
        [name, _encoded(read.binary(value, source, f"{option} {name}"))]
        for name, value in named.items()
    ]


def _calendar_filter(
    text: str, source: Source, option: str, _given: Mapping[str, str]
) -> dict[str, Any]:
    """Return what OPI sends of a calendar filter: section as a list, from and to as dates."""
    found: dict[str, Any] = {}
    for key, value in read.entity(text, source, option).items():
        if key == "section":
            found[key] = value if isinstance(value, list) else [value]
        elif key in ("from", "to"):
            found[key] = read.moment(str(value), f"{option} {key}")[:10]
    return found


def _encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


_READERS: dict[str, Callable[[str, Source, str, Mapping[str, str]], Any]] = {
    "text": _plain,
    "object": _object,
    "merge": _object,
    "list": _list,
    "ids": _ids,
    "yes_no": _yes_no,
    "no_yes": _no_yes,
    "bool": _bool,
    "date": _date,
    "date_z": _date_z,
    "base64": _base64,
    "named_base64": _named_base64,
    "files": _files,
    "calendar_filter": _calendar_filter,
}
