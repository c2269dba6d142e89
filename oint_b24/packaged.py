"""The data files of this package.

Read without pathlib and importlib.resources: each of them takes longer to load than the file.
"""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_PACKAGE = os.path.dirname(__file__)


def path_of(*parts: str) -> str:
    """Return the path of a data file."""
    return os.path.join(_PACKAGE, *parts)


def data(*parts: str) -> Any:
    """Return the content of a JSON file. Raises FileNotFoundError."""
    with open(path_of(*parts), "rb") as source:
        return json.load(source)


def lines(*parts: str) -> Iterator[bytes]:
    """Yield the lines of a file."""
    with open(path_of(*parts), "rb") as source:
        yield from source


def records(places: list[list[Any]], *parts: str) -> list[Any]:
    """Return the JSON values that stand in a file at `places`: offset and length in bytes."""
    found = []
    with open(path_of(*parts), "rb") as source:
        for offset, length, *_ in places:
            source.seek(offset)
            found.append(json.loads(source.read(length)))
    return found
