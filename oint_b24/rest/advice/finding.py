"""What the advice modules hand over: a finding, and what is known of a call beside its body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str, ...]

_PLACEHOLDER = re.compile(r"<\w+>\Z|\*\*\w+\*\*\Z")
_SHOWN = 60  # characters of a value in a message: a file's content would hide the rest


class Advice(NamedTuple):
    """A finding: the key of a message and its parameters.

    A hint is worth saying but proves no mistake, so a strict call is sent all the same.
    """

    key: str
    params: Mapping[str, Any] = {}
    is_hint: bool = False


class Context(NamedTuple):
    """What the caller knows about the credential and the portal; None where it does not.

    `scopes` are the permissions of the credential, `fields` the names of fields that this portal
    has beyond the documentation.
    """

    access: Literal["webhook", "token"] | None = None
    scopes: frozenset[str] | None = None
    fields: frozenset[str] = frozenset()


def spelled(path: Path) -> str:
    """Return `path` as the command line takes it: `fields[PHONE][0][VALUE]`."""
    return path[0] + "".join(f"[{step}]" for step in path[1:])


def shown(value: Any) -> str:
    """Return `value` as text short enough for a message."""
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def is_placeholder(value: Any) -> bool:
    """Say whether `value` is a place to fill in, as examples have them: `<put_id>`."""
    return isinstance(value, str) and _PLACEHOLDER.match(value) is not None


def is_reference(value: Any) -> bool:
    """Say whether `value` is filled in later: `$result[…]` of a batch, a template of a process.

    Such a text stands for a value of any type (settings/how-to-call-rest-api/batch.md), and so
    does `{"$ref": …}` in a batch of version 3 (rest-v3.md).
    """
    if isinstance(value, dict):
        return value.keys() == {"$ref"}
    return isinstance(value, str) and ("$result" in value or value.startswith(("{=", "{{")))
