"""What property tests share: how values look, how they are typed, and that refusals can be told."""

from __future__ import annotations

import json
import string
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any

from hypothesis import HealthCheck, settings, strategies as st

from oint_b24.errors import UsageProblem, tell
from oint_b24.text import LANGUAGES
from oint_b24.values.source import Source
from oint_b24.world import World

PROPERTY = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# Characters that have a meaning somewhere on the way: quotes, escapes, brackets, paths, controls.
TRICKY = "'\"\\/{}[]():,;=@-~#%&?*+.<>|«»—ё№ \t\n\r\f\v\b\0abnrtuvxЖя0123456789😀\u2028\u00a0"
WORDS = st.one_of(
    st.text(max_size=12),
    st.text(TRICKY, max_size=24),
    st.sampled_from(
        [
            "C:\\new\\report.txt", "\\\\server\\share\\т", "O'Brien", 'ООО "Ромашка"', "\\n", "-",
            "@", "@@x", "@нет", "~нет/x", "@~нет/x", "null", "[", "{}", "10", "-5", "--text", "a=b",
            "http://", "https://[", "\ud800", "'", '"', "\\u0041", "\\ud83d\\ude00", "=", "data:,x",
        ]
    ),
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(TRICKY, max_size=24),
)
NUMBERS = st.one_of(
    st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-9, 9)
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
CODES = st.text(string.ascii_letters + string.digits, min_size=4, max_size=20)


def same(left: Any, right: Any) -> bool:
    """Compare with types: 1, 1.0 and true are three things."""
    return json.dumps(left) == json.dumps(right)


def single(value: Any) -> str:
    """Render JSON with single quotes, as people do in a shell."""
    if isinstance(value, str):
        inner = json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"')
        return "'" + inner.replace("'", "\\'") + "'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{single(k)}: {single(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(single, value)) + "]"
    return json.dumps(value)


def source(stdin: bytes = b"") -> Source:
    """Return a source with no files in particular; nothing is downloaded."""

    def download(url: str) -> bytes:
        raise UsageProblem("value.no_download", option="URL", url=url, reason="test")

    world = World(env={}, stdin=TextIOWrapper(BytesIO(stdin)), stdout=StringIO(), stderr=StringIO())
    return Source(world, download)


def refused(problem: UsageProblem) -> None:
    """Say the problem in both languages: that must not fail either."""
    for lang in LANGUAGES:
        assert tell(problem, lang)
