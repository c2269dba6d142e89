"""Read the values a description lists: of an enumeration, an object's keys, a filter's prefixes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tools.catalogue.tables import without_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.catalogue.parameter import Fact

_NOTE = re.compile(r"\{% note[^%]*%\}.*?\{% endnote %\}", re.DOTALL)
_CUT = re.compile(r"\{% cut[^%]*%\}|\{% endcut %\}")
_FENCED = re.compile(r"^[ \t]*```.*?^[ \t]*```", re.DOTALL | re.MULTILINE)
_BULLET = re.compile(r"^( *)[-*+•] +(.*)$")
_LEADING_CODE = re.compile(r"^`+\"?'?([^`]*?)\"?'?`+(.*)$", re.DOTALL)
_CODE_LINES = re.compile(r"(?m)^((?:[^\n`]*:)[ \t]*)\n((?:`[^`\n]+`[^\n]*(?:\n|$)){2,})")

# How a lead announces that the list below it holds the possible values.
_ANNOUNCED = re.compile(
    r"(possible|allowed|available|acceptable|valid|supported|permissible|accepted|permitted)"
    r"[ \w]{0,25}\b(values?|options|keys|types|codes|formats|modes)\b[^:\n]{0,60}:"
    r"|\b(can (?:take|have|accept)|takes?|accepts?|may take|one of)\b"
    r"[^:\n]{0,50}(values?|following)?[^:\n]{0,40}:|\bvalues?\b[^:\n]{0,40}:\s*$"
    r"|(возможн|допустим|доступн)\w+ (значени|вариант|тип|код)\w*[^:\n]{0,60}:"
    r"|(принимает|может принимать)[^:\n]{0,50}:|значени[яе][^:\n]{0,40}:\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_VALUE_WORD = re.compile(r"value|знач|type|тип|mode|режим|flag|status|code", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"example|e\.g\.|например|пример|\bwhere\b|\bгде\b|format|формат|becomes|structur",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"format|формат", re.IGNORECASE)
_VALUE = re.compile(r"value|знач", re.IGNORECASE)
_FIELD = re.compile(r"field|пол[яеи]|key|ключ", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"XXX|<[^>]*>|\{[^}]*\}|^value_?\d|field_?[1nN]|\.\.\.|^#.*#$|[A-Z]\dN|ID\]$|_$|^[<>]=? "
)
_LISTED_TOGETHER = re.compile(r"[\w\"', ]+")
_EXPLAINED = re.compile(r"^[-—–:=(,]|^is\b|^\(")
_OPERATOR = re.compile(r"[<>=!@%~&|*?+]{1,4}")
_OPERATOR_WORDS = frozenset({"in", "between"})  # of version 3
_OR_OPERATOR = re.compile(r"^(?:,|/|or|или)\s*`+([<>=!@%~&|*?+]{1,4})`+")
_NO_KEY = re.compile(r"['\"]\s*:|:\s+\S|^\d+$")
_WORD = re.compile(r"[^\s]{1,40}")
_OBJECT = re.compile(r"object|array\b")

_CODE_CHAIN = r"((?:`[^`\n]+`(?:\s*(?:[—-]\s*[^`,;\n]{{1,60}})?)\s*(?:,|;|{joins}|/)?\s*)+)"
_SHORT_CHAIN = r"((?:`[^`\n]{{1,40}}`\s*(?:,|;|{joins}|/)\s*)+`[^`\n]{{1,40}}`)"
_INLINE = (
    re.compile(
        r"(?:possible|allowed|available|valid|acceptable|accepted|supported) values?"
        r"[^:`\n]{0,40}[:—-]+\s*" + _CODE_CHAIN.format(joins="and|or"),
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:takes?|accepts?|can (?:take|be|have)|pass)(?: the)?(?: one of)?(?: the)?"
        r"(?: following)?(?: values?)?:?\s*" + _SHORT_CHAIN.format(joins="and|or"),
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:возможные|допустимые|доступные) значения[^:`\n]{0,40}[:—-]+\s*"
        + _CODE_CHAIN.format(joins="и|или"),
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:принимает|может принимать)(?: значения?)?:?\s*" + _SHORT_CHAIN.format(joins="и|или"),
        re.IGNORECASE,
    ),
)
_BARRED = re.compile(r"`{1,3}\[?([A-Za-z0-9_]{1,20}(?:\s*\\?\|\s*[A-Za-z0-9_]{1,20})+)\]?`{1,3}")


class _List(NamedTuple):
    """A bullet list of a description: the line before it, its codes, what follows each code."""

    lead: str
    codes: list[str | None]
    tails: list[str]

    @property
    def is_announced(self) -> bool:
        return bool(_ANNOUNCED.search(self.lead)) or (
            self.lead.endswith(":") and bool(_VALUE_WORD.search(self.lead))
        )

    @property
    def is_example(self) -> bool:
        return bool(_EXAMPLE.search(self.lead)) and not _ANNOUNCED.search(self.lead)

    @property
    def is_explained(self) -> bool:
        return all(not tail or _EXPLAINED.match(tail) for tail in self.tails)


def own_text(description: str) -> str:
    """Return a description without its notes, inner tables and code blocks."""
    text = _CUT.sub("", _NOTE.sub("", description))
    return _FENCED.sub("", without_tables(text))


def distinct(values: Iterable[str]) -> list[str]:
    """Return the values without quotes and repetitions, in order."""
    return list(dict.fromkeys(v.strip().replace("\\\\", "\\").strip("\"'") for v in values))


def values(kind: str | None, description: str) -> dict[str, Fact]:
    """Return `enum`, `keys`, `operators`, `directions`, `formats`: those that are told.

    `enum_from` says how surely the values are one: `marked` ones were announced, `inline` ones
    stand in a sentence, a `list` only looks like values.
    """
    text = _CODE_LINES.sub(_as_bullets, own_text(description))
    parts = [part.strip() for part in (kind or "").split("|")]
    is_object = bool(kind) and all(_OBJECT.match(part) for part in parts)
    is_array = any(part.startswith("array") or part.endswith("[]") for part in parts)
    found: dict[str, Fact] = {}
    for listed in _lists(text):
        _take(found, listed, is_object=is_object, is_array=is_array)
    if "enum" not in found and not is_object:
        found |= _inline(text)
    if len(_texts(found.get("enum"))) == 1:
        del found["enum"], found["enum_from"]
    if any(" " in shape for shape in _texts(found.get("formats"))):
        del found["formats"]  # a condition or a JSON sample, not the shape of a value
    return found


def _take(found: dict[str, Fact], listed: _List, *, is_object: bool, is_array: bool) -> None:
    told = _values(listed)
    operators = [value for value in told if _is_operator(value)]
    if is_object and len(operators) * 2 > len(told):
        told = operators  # the rest are samples of their use (`mol%`)
    if not told:
        return
    fact, source = _meaning(listed, told, found, is_object=is_object, is_array=is_array)
    if fact == "keys" and not _are_keys(told):
        return
    if fact and fact not in found:
        found[fact] = told
        if fact == "enum":
            found["enum_from"] = source


def _values(listed: _List) -> list[str]:
    codes = [code for code in listed.codes if code is not None]
    if len(codes) < len(listed.codes):
        return []
    codes += [more[1] for tail in listed.tails if (more := _OR_OPERATOR.match(tail))]
    split = [
        one
        for code in codes
        for one in (
            re.split(r"\s*,\s*", code)
            if _LISTED_TOGETHER.fullmatch(code) and "," in code
            else [code]
        )
    ]
    return distinct(split)


def _meaning(
    listed: _List, told: list[str], found: dict[str, Fact], *, is_object: bool, is_array: bool
) -> tuple[str, str]:
    """Return which fact a list tells, and for values how surely; empty where none."""
    shapes = [value for value in told if _PLACEHOLDER.search(value)]
    if not is_object and _FORMAT.search(listed.lead) and not _VALUE.search(listed.lead):
        has_shape = shapes or any("_ID" in value for value in told)
        return ("formats" if has_shape else ""), ""
    if not is_object and shapes and (len(shapes) * 2 >= len(told) or listed.is_example):
        is_shape = len(shapes) * 2 >= len(told) and "enum" not in found
        return ("formats" if is_shape else ""), ""
    if all(_is_operator(value) for value in told):
        return "operators", ""
    if (is_object or is_array) and {value.lower() for value in told} <= {"asc", "desc"}:
        return "directions", ""
    if is_array:
        return _meaning_for_array(listed, found)
    if is_object:
        return ("" if listed.is_example and shapes else "keys"), ""
    return _meaning_for_scalar(listed, told)


def _meaning_for_array(listed: _List, found: dict[str, Fact]) -> tuple[str, str]:
    if _FIELD.search(listed.lead) and not listed.is_example and "keys" not in found:
        return "keys", ""
    if listed.is_announced and "enum" not in found:
        return "enum", "marked"
    return ("" if listed.is_example else "keys"), ""


def _meaning_for_scalar(listed: _List, told: list[str]) -> tuple[str, str]:
    if len(told) < 2 or listed.is_example:
        return "", ""
    if listed.is_announced:
        return "enum", "marked"
    looks_so = listed.is_explained and all(_WORD.fullmatch(value) for value in told)
    return ("enum" if looks_so else ""), "list"


def _is_operator(value: str) -> bool:
    return value in _OPERATOR_WORDS or bool(_OPERATOR.fullmatch(value))


def _are_keys(told: list[str]) -> bool:
    """Say whether an object can have the keys `told`: no pairs, places in a list, or wildcards.

    A wildcard among plain codes is a code of access (`*` for all users); a list of nothing but
    wildcards tells what a `select` takes.
    """
    wild = ["*" in value for value in told]
    return not any(_NO_KEY.search(value) for value in told) and (all(wild) or "*" not in told)


def _inline(text: str) -> dict[str, Fact]:
    chain = next((found for form in _INLINE if (found := form.search(text))), None)
    if chain and "example" not in text[max(0, chain.start() - 30) : chain.start() + 12].lower():
        told = distinct(re.findall(r"`([^`\n]+)`", chain[1]))
        if len(told) > 1 and not any(_PLACEHOLDER.search(value) for value in told):
            return {"enum": told, "enum_from": "inline"}
    barred = _BARRED.search(text)
    if barred:
        return {"enum": distinct(re.split(r"\\?\|", barred[1])), "enum_from": "inline"}
    return {}


def _lists(text: str) -> list[_List]:
    """Return the bullet lists of `text`, inner levels left out."""
    found: list[_List] = []
    current: _List | None = None
    indent, lead = 0, ""
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        if bullet:
            if current is None:
                current, indent = _List(lead, [], []), len(bullet[1])
                found.append(current)
            if len(bullet[1]) <= indent:
                _add(current, bullet[2].strip().replace("**", ""))
        elif line.strip() and (current is None or _indent(line) <= indent):
            current, lead = None, line.strip()
    return found


def _add(listed: _List, item: str) -> None:
    code = _LEADING_CODE.match(item)
    listed.codes.append(code[1].strip() if code else None)
    listed.tails.append(re.sub(r"^`+[^`]*`+", "", item).strip())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _as_bullets(found: re.Match[str]) -> str:
    lines = "".join(f"- {line}\n" for line in found[2].strip().split("\n"))
    return f"{found[1]}\n{lines}"


def _texts(fact: Fact | None) -> list[str]:
    return fact if isinstance(fact, list) else []
