"""What is remembered of a portal between commands: its methods and the fields of its entities.

In the cache directory, a directory per portal and credential. Reading it needs no secret and no
network; only `oint methods --portal` and `oint fields` ask.
"""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem
from oint_b24.portal.address import parse
from oint_b24.private import replace_private
from oint_b24.profiles import SANDBOX, Profiles
from oint_b24.rest.portal_view import View
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oint_b24.cli.target import Target
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.address import Address
    from oint_b24.world import World

_LASTS = 24 * 3600.0  # seconds; what is older is asked for anew where asking is what is wanted
_UNFIT = re.compile(r"[^\w.=@-]+")
_LONGEST = 100  # characters of a file's name


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one portal, as one credential sees it."""

    directory: Path
    now: float

    @classmethod
    def of_target(cls, target: Target, world: World) -> Memory:
        """Return the memory of a portal that is about to be called."""
        address = target.address
        name = SANDBOX if address is None else _named(address, target.profile)
        return cls._at(name, world)

    @classmethod
    def of(cls, invocation: Invocation) -> Memory | None:
        """Return the memory of the portal an invocation speaks of, without reading its secrets.

        None where that cannot be told, or is not known to the settings.
        """
        with suppress(UsageProblem):
            name = _name_of(invocation)
            return cls._at(name, invocation.world) if name else None
        return None

    @classmethod
    def _at(cls, name: str, world: World) -> Memory:
        place = world.cache_dir() / "portals" / _UNFIT.sub("_", name)
        return cls(place, world.now())

    def view(self) -> View | None:
        """Return what the portal offers, as it was told last."""
        return View.of_data(_read(self.directory / "methods.json"))

    def keep_view(self, view: View) -> None:
        """Remember what the portal offers."""
        _write(self.directory / "methods.json", view.as_data())

    def scopes(self) -> frozenset[str] | None:
        """Return what the credential holds; None where nobody asked of late."""
        view = self.view()
        is_known = view is not None and view.scopes is not None and self.is_fresh(view.asked)
        return frozenset(view.scopes or ()) if view is not None and is_known else None

    def fields(self, subject: str) -> dict[str, Any] | None:
        """Return the rows kept of `subject` (`crm.deal`) and when they were asked for."""
        found = _read(self._fields_of(subject))
        return found if isinstance(found, dict) and {"asked", "rows"} <= found.keys() else None

    def keep_fields(self, subject: str, rows: list[dict[str, Any]]) -> None:
        """Remember the fields of `subject`."""
        _write(self._fields_of(subject), {"asked": self.now, "rows": rows})

    def field_names(self, method: str) -> frozenset[str]:
        """Return the names of all fields remembered of the entity that `method` is about."""
        entity = method.rpartition(".")[0].casefold()
        if not entity or not self.directory.is_dir():
            return frozenset()
        return frozenset(self._names(entity))

    def _names(self, entity: str) -> Iterator[str]:
        for path in sorted(self.directory.glob("fields-*.json")):
            subject = path.stem.removeprefix("fields-").partition("@")[0]
            found = _read(path) if subject == entity else None
            for row in found.get("rows", ()) if isinstance(found, dict) else ():
                yield str(row.get("name"))

    def _fields_of(self, subject: str) -> Path:
        name = _UNFIT.sub("_", subject.casefold())
        if len(name) > _LONGEST:
            name = f"{name[:_LONGEST]}{zlib.crc32(name.encode()):08x}"
        return self.directory / f"fields-{name}.json"

    def is_fresh(self, asked: float) -> bool:
        """Say whether what was told at `asked` still counts as the portal's answer."""
        return 0 <= self.now - asked < _LASTS

    def age(self, asked: float, lang: str) -> str:
        """Return how old what was told at `asked` is, in words."""
        minutes = max(int(self.now - asked), 0) // 60
        if minutes < 1:
            return text("view.age.now", lang)
        if minutes < 120:
            return text("view.age.minutes", lang, count=minutes)
        hours = minutes // 60
        if hours < 48:
            return text("view.age.hours", lang, count=hours)
        return text("view.age.days", lang, count=hours // 24)


def _named(address: Address, profile: str | None) -> str:
    """Return the name of a memory: the portal, and as whom it is called."""
    whom = str(address.user) if address.user is not None else profile or "token"
    return f"{address.portal}-{whom}"


def _name_of(invocation: Invocation) -> str | None:
    """Return the same name as `_named`, out of argv, environment and settings."""
    common, env = invocation.common, invocation.world.env
    given = common.get("--url", "").strip()
    if given:
        is_kept_back = given == "-" or given.startswith("@")
        return None if is_kept_back else _named(parse(given), None)
    profiles = Profiles(invocation.world)
    name = common.get("--profile")
    if not name:
        if env.get("OINT_B24_URL"):
            return _named(parse(env["OINT_B24_URL"]), None)
        name = env.get("OINT_B24_PROFILE") or profiles.default()
    if not name or name == SANDBOX:
        return name
    return _named(profiles.look(name).full_address(), name)


def _read(path: Path) -> Any:
    """Return what a file holds; None where there is none, or it cannot be read."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _write(path: Path, data: Any) -> None:
    """Keep `data`; a cache that cannot be written is done without."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_private(path, json.dumps(data, ensure_ascii=False))
