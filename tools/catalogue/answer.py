"""Read what a method answers: the fields its tables tell and the shape its sample shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.catalogue import samples
from tools.catalogue.markdown import Section, code_blocks
from tools.catalogue.rows import parameters
from tools.catalogue.tables import tables
from tools.catalogue.wording import ERRORS, RETURNED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.catalogue.wording import Wording

Fields = dict[str, dict[str, str | None]]

_JSON = ("json", "js", "javascript", "")
_ENVELOPE = frozenset({"result", "time", "total", "next"})
_KINDS = {bool: "bool", list: "array", dict: "object", int: "int", float: "float", str: "string"}
_KIND_OF_TYPE = {"object": "object", "array": "array", "boolean": "bool"}


def returned(sections: list[Section]) -> tuple[str | None, Fields]:
    """Return the documented type of `result`, and its fields by the object they belong to.

    The envelope's own keys are told where they stand beside `result`, and left out.
    """
    kind: str | None = None
    fields: Fields = {}
    seen: set[str] = set()
    for section in _returned(sections):
        of = "result" if RETURNED.match(section.title) else section.title
        for table in tables(section.body):
            found = parameters(table.rows)
            results = [one for one in found if one.name == "result"]
            kind = kind or next((one.type for one in results), None)
            skipped = _ENVELOPE if results else {"result", "time"}
            for one in found:
                name = one.name.removeprefix("result.")
                if one.name in skipped or one.name.startswith("time.") or name in seen:
                    continue
                seen.add(name)
                fields.setdefault(of, {})[name] = one.type
    return kind, fields


def _returned(sections: list[Section]) -> Iterator[Section]:
    level = 0
    for section in sections:
        if 1 <= section.level <= 3 and RETURNED.match(section.title):
            level = section.level
        elif 0 < section.level <= level or ERRORS.match(section.title):
            level = 0
        if level:
            yield section


def sample(sections: list[Section], wording: Wording) -> tuple[str, Any]:
    """Return the sample answer of a page, as text and as a value; empty and None without one."""
    on = False
    for section in sections:
        if section.level == 2:
            on = bool(wording.response.match(section.title))
        for language, code in code_blocks(section.body) if on else ():
            if (language in _JSON and "{" in code) or code.strip()[:1] in ("{", "["):
                return code, samples.loose(code)
    return "", None


def best_sample(english: tuple[str, Any], russian: tuple[str, Any]) -> Any:
    """Choose between the samples of both languages: English, unless only Russian is sound."""
    text, value = english
    if value is None or samples.strict(text) is None:
        text_ru, value_ru = russian
        if value_ru is not None and (value is None or samples.strict(text_ru) is not None):
            return value_ru
    return value


def shape(answer: Any, returns: str | None) -> dict[str, str]:
    """Return kind of the result and where rows, object and number of all rows stand."""
    if not isinstance(answer, dict) or "result" not in answer:
        kind = _KIND_OF_TYPE.get(returns or "")
        return {"result_kind": kind} if kind else {}
    result = answer["result"]
    told = {"result_kind": _KINDS.get(type(result), "null")}
    if isinstance(result, list):
        told["list_path"] = "result"
    elif isinstance(result, dict):
        told |= _inside(result)
    if "total" in answer:
        told["total_path"] = "total"
    elif isinstance(result, dict) and "total" in result:
        told["total_path"] = "result.total"
    return told


def says_more_pages(answer: Any) -> bool:
    """Say whether a sample answer has the marks of a list in pages beside its result."""
    return isinstance(answer, dict) and "result" in answer and bool({"total", "next"} & {*answer})


def _inside(result: dict[str, Any]) -> dict[str, str]:
    lists = [k for k, v in result.items() if isinstance(v, list) and (not v or _is_object(v[0]))]
    if len(lists) == 1 and len(result) <= 3:
        return {"list_path": f"result.{lists[0]}"}
    ((only, value),) = result.items() if len(result) == 1 else (("", None),)
    return {"object_path": f"result.{only}"} if _is_object(value) else {}


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)
