"""The method `batch` of version 2: up to 50 calls in one (settings/how-to-call-rest-api/batch.md).

Whatever happens to a command, the batch itself answers HTTP 200: refusals of commands stand in
`result_error`. A command may use what earlier ones answered: `$result[key][field][0]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, Refusal
from oint_b24.sandbox.decode import form
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_LIMIT = 50
_FORBIDDEN = ("batch", "upload", "download")
_REFERENCE = re.compile(r"\$result((?:\[[^\[\]]*\])+)")
_NO = ("", "0", "N", "FALSE")


@dataclass(slots=True)
class _Answers:
    """What the commands have answered so far, each map keyed by the command's key."""

    result: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)
    total: dict[str, Any] = field(default_factory=dict)
    next: dict[str, Any] = field(default_factory=dict)
    time: dict[str, Any] = field(default_factory=dict)

    def keep(self, key: str, answer: Any, time: dict[str, Any]) -> None:
        """Sort an answer into the maps: totals and offsets never stay inside the result."""
        page = answer if isinstance(answer, Page) else Page(answer)
        self.result[key] = page.result
        if page.total is not None:
            self.total[key] = page.total
        if page.next is not None:
            self.next[key] = page.next
        self.time[key] = time

    def shown(self) -> dict[str, Any]:
        """Return the maps under their names in the answer."""
        return {
            "result": php_array(self.result),
            "result_error": php_array(self.error),
            "result_total": php_array(self.total),
            "result_next": php_array(self.next),
            "result_time": php_array(self.time),
        }


@method("batch", scope="")
def batch(call: Call) -> dict[str, Any]:
    """Run the commands one after another; with `halt`, stop at the first refusal."""
    given = call.get("cmd")
    commands = dict(enumerate(given)) if isinstance(given, list) else given or {}
    halts = str(call.get("halt", "")).upper() not in _NO
    answers = _Answers()
    for number, (key, command) in enumerate(commands.items()):
        if not isinstance(command, str):
            continue
        try:
            _run(call, str(key), command, number, answers)
        except Refusal as refusal:
            answers.error[str(key)] = {
                "error": refusal.code,
                "error_description": refusal.description,
                **refusal.extra,
            }
            if halts:
                break
    return answers.shown()


def _run(call: Call, key: str, command: str, number: int, answers: _Answers) -> None:
    if number >= _LIMIT:
        call.refuse("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
    name, _, query = command.partition("?")
    name = name.strip().strip("/").removesuffix(".json")
    if name.lower() in _FORBIDDEN:
        call.refuse("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage", 405)
    params = resolved(form(query), answers.result)
    start = call.portal.now()
    answer = call.portal.run(name, _positional(params), call.caller)
    who = f"{call.caller.kind}{call.caller.user}"
    answers.keep(key, answer, call.portal.timing(who, name, start))


def _positional(params: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """Return `0=…&1[KEY]=…` as a bare list, which is how order-sensitive methods are called."""
    names = [str(i) for i in range(len(params))]
    return list(params.values()) if params and list(params) == names else params


def resolved(value: Any, results: dict[str, Any]) -> Any:
    """Put earlier answers in place of references; one that leads nowhere stays as text."""
    if isinstance(value, dict):
        return {key: resolved(inner, results) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, results) for inner in value]
    if not isinstance(value, str) or "$result" not in value:
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole is not None:
        return _follow(whole, results)
    return _REFERENCE.sub(lambda found: _text(_follow(found, results), found[0]), value)


def _follow(reference: re.Match[str], results: dict[str, Any]) -> Any:
    found: Any = results
    for step in reference[1][1:-1].split("]["):
        if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, dict) and step in found:
            found = found[step]
        else:
            return reference[0]
    return found


def _text(value: Any, otherwise: str) -> str:
    return str(value) if isinstance(value, (str, int, float)) else otherwise


def php_array(given: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """Return a map as PHP prints it: keys 0, 1, 2 … make a list, and so does emptiness."""
    if list(given) == [str(i) for i in range(len(given))]:
        return list(given.values())
    return given
