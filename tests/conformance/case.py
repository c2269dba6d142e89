"""One row: a command line and what must leave the machine because of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Replaced by the test: the recorder's webhook address, its bare address, the address of the
# file server, the directory with the same files.
HOOK = ("--url", "{hook}")
PORTAL = ("-u", "{portal}")
TOKEN = "tok-1a2b3c4d5e6f"


@dataclass(frozen=True, slots=True)
class Case:
    """`argv` after `oint bitrix24`, and the one request it makes: keys in this order."""

    argv: list[str]
    method: str
    params: dict[str, Any]
    verb: str = "POST"
    stdin: str = ""
    any_order: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A command of two requests: a GET for the address, then the file as a multipart part."""

    argv: list[str]
    query: dict[str, str]
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Local:
    """A command that sends nothing and prints `stdout` (compared as JSON with key order)."""

    argv: list[str]
    stdout: Any


@dataclass(frozen=True, slots=True)
class Described:
    """A structure printed with a description for each of its `fields`; nothing is sent."""

    argv: list[str]
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A command line that ends with `code` before anything is sent; stderr names `told`."""

    argv: list[str]
    code: int
    told: str
    stdin: str = ""
