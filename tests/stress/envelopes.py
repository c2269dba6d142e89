"""Answers a portal could give: documented ones, documented ones damaged, and anything at all."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

from oint_b24.sandbox import facts
from oint_b24.sandbox.call import Call, Caller, Page
from oint_b24.sandbox.generated.answer import answer

_WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            "", "0", "-1", "Y", "N", "null", "2026-11-22T10:00:00+03:00", "=1+1", "\x1b[31m",
            "\x00", "\ud800", "\u2028", "\u202e", "<br>&quot;", "{x}", "a\tb\r\nc", "ЖЁ" * 60,
            "9" * 40, "|", "[bold]", "'", '"', "é", "👩\u200d👩\u200d👧", "result", "error",
            "https://p.example/rest/1/secretcode/x?auth=t",
        ]
    ),
)  # fmt: skip
_NUMBERS = st.one_of(
    st.integers(-5, 5),
    st.sampled_from(
        [2**31, 2**63, 10**40, -(10**30), 0.1, 1e300, -0.0, float("inf"), float("nan"), 10**4000]
    ),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), _NUMBERS, _WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(_WORDS, inner, max_size=4)
    ),
    max_leaves=12,
)
_KEYS = ("result", "error", "error_description", "next", "total", "time", "argument", "items")
_TIMES = ("start", "finish", "duration", "processing", "operating", "operating_reset_at")
_ERRORS = st.one_of(
    VALUES,
    st.sampled_from(
        [
            "", 0, 100, 200040300010, "ERROR_CORE", "expired_token", "QUERY_LIMIT_EXCEEDED",
            "OVERLOAD_LIMIT", "OPERATION_TIME_LIMIT", "insufficient_scope", "INTERNAL_SERVER_ERROR",
            "ACCESS_DENIED", "PAYMENT_REQUIRED", "ERROR_METHOD_NOT_FOUND",
        ]
    ),
    st.fixed_dictionaries(
        {}, optional={"code": VALUES, "message": VALUES, "validation": VALUES}
    ),
)  # fmt: skip
ENVELOPES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(_KEYS, VALUES),
        "error": _ERRORS,
        "time": st.one_of(VALUES, st.dictionaries(st.sampled_from(_TIMES), VALUES)),
    },
)


@cache
def documented() -> tuple[tuple[str, int, Any], ...]:
    """Return method, version and envelope of every documented answer."""
    found = []
    for version in (2, 3):
        for fact in facts.everything(version):
            made: Any = answer(fact, Call(fact.name, {}, Caller("webhook", 1), None))  # type: ignore[arg-type]
            page = made if isinstance(made, Page) else Page(made)
            body: dict[str, Any] = {"result": page.result, "time": {"operating": 0.1}}
            counts = {"next": page.next, "total": page.total}
            body |= {name: count for name, count in counts.items() if count is not None}
            found.append((fact.name, version, body))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer on the wire, and the method that was asked."""

    method: str
    version: int
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


@st.composite
def damaged(draw: st.DrawFn, value: Any) -> Any:
    """Draw a value like the one given, with one place in it changed."""
    is_nested = isinstance(value, (dict, list)) and value
    if not is_nested or draw(st.integers(0, 3)) == 0:
        return draw(st.one_of(VALUES, st.sampled_from([[], {}, None, "", False, [value], value])))
    if isinstance(value, list):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], draw(damaged(value[place])), *value[place + 1 :]]
    name = draw(st.sampled_from(list(value)))
    left = {key: inner for key, inner in value.items() if key != name}
    if draw(st.booleans()):
        return {**left, name: draw(damaged(value[name]))}
    return {**left, draw(_WORDS): value[name]} if draw(st.booleans()) else left


@st.composite
def answers(draw: st.DrawFn) -> Told:
    """Draw an answer: its body as JSON mostly, and that as it is mostly."""
    method, version, usual = draw(st.sampled_from(documented()))
    which = draw(st.integers(0, 9))
    value = draw(damaged(usual)) if which < 5 else draw(ENVELOPES) if which < 9 else draw(VALUES)
    status = draw(
        st.sampled_from((200,) * 8 + (201, 204, 400, 401, 402, 403, 404, 422, 429, 500, 502, 503))
    )
    raw, headers = draw(bodies(value))
    return Told(method, version, status, raw, headers)


@st.composite
def bodies(draw: st.DrawFn, value: Any) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """Draw the bytes of a value and the headers they come with."""
    is_ascii = draw(st.booleans())
    raw = json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    kind = draw(st.sampled_from(("application/json", "text/html; charset=utf-8", "", "x/ÿ")))
    headers = (("Content-Type", kind),) if kind else ()
    form = draw(st.integers(0, 19))
    if form == 0:
        raw = raw[: draw(st.integers(0, len(raw)))]
    elif form == 1:
        raw = b"\xef\xbb\xbf" + raw
    elif form == 2:
        raw = draw(st.binary(max_size=40))
    elif form == 3:
        place = draw(st.integers(0, len(raw)))
        raw = raw[:place] + draw(st.binary(max_size=4)) + raw[place:]
    elif form == 4:
        depth = draw(st.sampled_from((5, 90, 300, 500, 900, 2000, 20_000)))
        closed = b"]" * depth if draw(st.booleans()) else b""
        raw = b'{"result":' + b"[" * depth + raw + closed + b"}"
    elif form == 5:
        packed = gzip.compress(raw)
        whole = draw(st.booleans())
        return packed if whole else packed[:-9], (*headers, ("Content-Encoding", "gzip"))
    return raw, headers
