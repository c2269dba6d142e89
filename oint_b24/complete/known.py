"""What completion reads: the data files of the package, and the names of profiles."""

from __future__ import annotations

import os
import sys

from oint_b24.names import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Row = tuple[str, str]  # a value and its description


def fitting(current: str, rows: Iterable[Row]) -> list[Row]:
    """Return the rows whose value begins as typed: in any case, with е for ё."""
    wanted = fold(current)
    return [row for row in rows if fold(row[0]).startswith(wanted)]


def profiles(env: Mapping[str, str]) -> list[Row]:
    """Return the names of the profiles, each with its portal, and the built-in one."""
    import tomllib

    try:
        with open(os.path.join(_settings(env), "config.toml"), "rb") as source:
            tables = tomllib.load(source).get("profile", {})
    except (OSError, ValueError):
        tables = {}
    if not isinstance(tables, dict):
        tables = {}
    named = [(name, _portal(table)) for name, table in tables.items() if name != "sandbox"]
    return [*named, ("sandbox", "")]


def _portal(table: Any) -> str:
    address = table.get("url") if isinstance(table, dict) else None
    return str(address or "").partition("://")[2].partition("/")[0]


def _settings(env: Mapping[str, str]) -> str:
    """Return the directory of `World.config_dir`, without an import where it is well known."""
    home = env.get("OINT_B24_HOME")
    if home:
        return os.path.join(home, "config")
    if sys.platform == "linux":
        base = env.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
        return os.path.join(base, "oint-b24")
    import platformdirs

    return platformdirs.user_config_dir("oint-b24", appauthor=False)
