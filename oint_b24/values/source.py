"""Where the text of a value comes from: argv, a file, stdin, an address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.world import World


class Source:
    """Reads what values refer to. `download` fetches an address (bytes); stdin is read once."""

    def __init__(self, world: World, download: Callable[[str], bytes], lang: str = "ru") -> None:
        self.world = world
        self.download = download
        self.lang = lang
        self._stdin_of: str | None = None

    def text(self, value: str, option: str) -> str:
        """Return the text meant by `value`: `@file`, `-` for stdin, `@@…` for a literal @.

        Raises UsageProblem.
        """
        if value == "-":
            return decoded(self.stdin(option), option)
        if value.startswith("@@"):
            return value[1:]
        if value.startswith("@") and len(value) > 1:
            return decoded(self.file(value[1:], option), option)
        return value

    def stdin(self, option: str) -> bytes:
        """Return all of stdin; two options cannot both have it. Raises UsageProblem."""
        if self._stdin_of is not None:
            raise UsageProblem("value.stdin_twice", option=option, other=self._stdin_of)
        self._stdin_of = option
        stream = self.world.stdin
        return stream.buffer.read() if hasattr(stream, "buffer") else stream.read().encode()

    def file(self, path: str, option: str) -> bytes:
        """Return the bytes of a file. Raises UsageProblem with the system's reason."""
        try:
            return Path(path).expanduser().read_bytes()
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            remedy = "value.path.remedy" if option == "FILE" else None
            told = {"option": option, "path": path, "reason": reason}
            raise UsageProblem("value.no_file", remedy=remedy, **told) from error

    def is_file(self, value: str) -> bool:
        """Say whether `value` is the path of an existing file."""
        try:
            return Path(value).is_file()
        except (OSError, ValueError):
            return False


def decoded(raw: bytes, option: str) -> str:
    """Return bytes as text: UTF-8, else Windows-1251 (files from Russian Windows).

    Raises UsageProblem for bytes that are neither.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1251")
    except UnicodeDecodeError as error:
        raise UsageProblem("value.not_text_file", option=option) from error


def is_address(value: str) -> bool:
    """Say whether `value` is an http(s) address."""
    return value.lower().startswith(("http://", "https://")) and not any(map(str.isspace, value))
