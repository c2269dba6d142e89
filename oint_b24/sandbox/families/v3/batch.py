"""The method `batch` of REST 3.0: an array of calls, all done or none (rest-v3.md).

A call may carry a name in `as`; later ones take from its answer: `{"$ref": "name.item.id"}` is one
value, `{"$refArray": "name.id"}` a field of all its `items`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, Refusal
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3.errors import REQUEST, invalid, missing, mistyped, refusal

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Results = dict[str, Any]

LIMIT = 50
_ONE, _MANY = "$ref", "$refArray"


@method("batch", scope="", version=3)
def batch(call: Call) -> list[Any]:
    """Run the calls one after another and answer their results in the same order.

    Raises Refusal of the first call that is refused: then nothing of the batch has happened.
    """
    given = call.positional
    if given is None:
        # The body of version 2, an object with `cmd`, is taken for a select here.
        raise refusal("INVALIDSELECT", "Unable to recognize select expression `cmd`")
    if len(given) > LIMIT:
        raise Refusal("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
    named: Results = {}
    answers = []
    for number, one in enumerate(given):
        answer = _run(call, number, one, named)
        answers.append(answer)
        if one.get("as"):
            named[str(one["as"])] = answer
    return answers


def _run(call: Call, number: int, one: Any, named: Results) -> Any:
    if not isinstance(one, dict):
        raise invalid(REQUEST, mistyped(str(number), "object"))
    name, query = one.get("method"), one.get("query") or {}
    if not name or not isinstance(name, str):
        raise invalid(REQUEST, missing(f"{number}.method"))
    if not isinstance(query, dict):
        raise invalid(REQUEST, mistyped(f"{number}.query", "object"))
    if name.lower() == "batch":
        text = "Method is not allowed for batch usage"
        raise Refusal("ERROR_BATCH_METHOD_NOT_ALLOWED", text, 405)
    start = call.portal.now()
    answer = call.portal.run(name, resolved(query, named), call.caller, version=3)
    call.portal.timing(f"{call.caller.kind}{call.caller.user}", name, start)
    return answer.result if isinstance(answer, Page) else answer


def resolved(value: Any, named: Results) -> Any:
    """Put what earlier calls answered in place of references.

    Raises Refusal for a reference that leads nowhere.
    """
    if isinstance(value, list):
        return [resolved(one, named) for one in value]
    if not isinstance(value, dict):
        return value
    for mark, follow in ((_ONE, _value), (_MANY, _values)):
        if set(value) == {mark}:
            return _followed(str(value[mark]), follow, named)
    return {key: resolved(one, named) for key, one in value.items()}


def _followed(path: str, follow: Any, named: Results) -> Any:
    alias, _, rest = path.partition(".")
    try:
        return follow(named[alias], rest.split(".") if rest else [])
    except (LookupError, TypeError, ValueError):
        raise invalid(REQUEST, (path, f"Unable to resolve the reference `{path}`")) from None


def _value(answer: Any, steps: list[str]) -> Any:
    for step in steps:
        answer = answer[int(step)] if isinstance(answer, list) else answer[step]
    return answer


def _values(answer: Any, steps: list[str]) -> list[Any]:
    within = steps[1:] if steps[:1] == ["items"] else steps
    return [_value(row, within) for row in answer["items"]]
