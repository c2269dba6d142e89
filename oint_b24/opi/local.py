"""Commands of OPI that send nothing: field skeletons, message blocks, the consent address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.opi.payload import require
from oint_b24.values.read import switch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.opi.rows import Row


def answer(row: Row, given: Mapping[str, str], lang: str) -> Any:
    """Return what the command prints. Raises UsageProblem."""
    require(row, given)
    if row.skeleton:
        is_empty = switch(given.get("--empty", "false"), "--empty")
        switch(given.get("--map", "false"), "--map")  # the same JSON either way, as in OPI
        return {name: "" if is_empty else words[lang] for name, words in row.skeleton.items()}
    return _filled(row.local, given)


def _filled(template: Any, given: Mapping[str, str]) -> Any:
    """Put the options into a template: `<--title>` stands for the option's text."""
    if isinstance(template, dict):
        return {key: _filled(value, given) for key, value in template.items()}
    text = str(template)
    for name, value in given.items():
        text = text.replace(f"<{name}>", _domain(value) if name == "--domain" else value)
    return text


def _domain(value: str) -> str:
    """Return the bare host: OPI breaks when the domain is pasted with its scheme."""
    return value.strip().rpartition("://")[2].strip("/").split("/")[0]
