"""JMESPath: an expression checked before anything is sent, and applied to the answer."""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from oint_b24.errors import PartialProblem, UsageProblem
from oint_b24.names import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = "▸"


def parse(expression: str) -> Any:
    """Return the compiled `expression`.

    Raises UsageProblem with the position of what is wrong: syntax, an unknown function, a wrong
    count of arguments, a reference (`&x`) outside of a function, a slice that does not move.
    """
    jmespath = _jmespath()
    wrong = jmespath.exceptions
    try:
        with warnings.catch_warnings():
            # `word` without inner quotes is old syntax, still understood: not our user's worry.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            parsed = jmespath.compile(expression)
    except wrong.ParseError as error:
        raise _bad(expression, error.lex_position) from error
    except (wrong.JMESPathError, ValueError) as error:
        raise _bad(expression, 0) from error
    for node, inside_call in _nodes(parsed.parsed):
        _check_node(expression, node, inside_call)
    return parsed


def apply(expression: str, value: object) -> object:
    """Return what `expression` selects from `value`.

    Raises UsageProblem for a wrong expression, and PartialProblem where a right one does not
    suit this answer: the call itself is done by then.
    """
    parsed = parse(expression)
    try:
        found: object = parsed.search(value)
    except _jmespath().exceptions.JMESPathTypeError as error:
        raise PartialProblem(
            "output.query_type",
            function=error.function_name,
            expected=", ".join(error.expected_types),
            actual=error.actual_type,
        ) from error
    except (ValueError, TypeError, ArithmeticError) as error:
        raise PartialProblem("output.query_failed", reason=error) from error
    return found


def _jmespath() -> Any:
    """Import the library when an expression is there; it comes without types."""
    return import_module("jmespath")


def _nodes(
    node: dict[str, Any], inside_call: bool = False
) -> Iterator[tuple[dict[str, Any], bool]]:
    yield node, inside_call
    for child in node.get("children", ()):
        if isinstance(child, dict):
            yield from _nodes(child, node["type"] == "function_expression")


def _check_node(expression: str, node: dict[str, Any], inside_call: bool) -> None:
    kind = node["type"]
    if kind == "function_expression":
        _check_call(expression, node["value"], len(node["children"]))
    elif kind == "expref" and not inside_call:
        raise _bad_at(expression, r"(?<!&)&(?!&)")
    elif kind == "slice" and node["children"][2] == 0:
        raise _bad_at(expression, r":\s*-?0+\s*\]")


def _check_call(expression: str, name: str, given: int) -> None:
    known = _jmespath().functions.Functions.FUNCTION_TABLE
    found = re.search(rf"\b{re.escape(name)}\s*\(", expression)
    position = found.start() + 1 if found else 1
    if name not in known:
        near = ", ".join(nearest(name, known) or sorted(known))
        raise UsageProblem("output.query_function", name=name, position=position, near=near)
    wanted = known[name]["signature"]
    variadic = bool(wanted and wanted[-1].get("variadic"))
    if given < len(wanted) or (given > len(wanted) and not variadic):
        raise UsageProblem(
            "output.query_arity", name=name, position=position, wanted=len(wanted), given=given
        )


def _bad_at(expression: str, pattern: str) -> UsageProblem:
    found = re.search(pattern, expression)
    return _bad(expression, found.start() if found else 0)


def _bad(expression: str, offset: int) -> UsageProblem:
    place = f"{expression[:offset]}{_MARK}{expression[offset:]}"
    return UsageProblem("output.bad_query", expression=expression, position=offset + 1, place=place)
