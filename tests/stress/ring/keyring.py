"""A keyring in a directory, with the three functions of the library that we use."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path


def _place(service: str, name: str) -> Path:
    directory = Path(os.environ["OINT_B24_HOME"]) / "ring"
    directory.mkdir(parents=True, exist_ok=True)
    return directory / hashlib.sha256(f"{service}/{name}".encode()).hexdigest()


def get_password(service: str, name: str) -> str | None:
    """Return what is kept under `name`, or None."""
    try:
        return str(json.loads(_place(service, name).read_text("utf-8"))["secret"])
    except FileNotFoundError:
        return None


def set_password(service: str, name: str, text: str) -> None:
    """Keep `text` under `name`, all of it or nothing."""
    place = _place(service, name)
    fresh = place.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"name": name, "secret": text}), "utf-8")
    fresh.replace(place)


def delete_password(service: str, name: str) -> None:
    """Forget what is kept under `name`."""
    _place(service, name).unlink()
