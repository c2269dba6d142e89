"""The root of the command tree: every command by its name, built when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.tree import Group, Node, Section
from oint_b24.names import fold
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from collections.abc import Callable


def _bitrix24() -> Node:
    from oint_b24.cli.opi.command import family

    return family()


def _call() -> Node:
    from oint_b24.cli.call.command import command

    return command()


def _list() -> Node:
    from oint_b24.cli.bulk.listing import list_command

    return list_command()


def _export() -> Node:
    from oint_b24.cli.bulk.listing import export_command

    return export_command()


def _count() -> Node:
    from oint_b24.cli.bulk.listing import count_command

    return count_command()


def _batch() -> Node:
    from oint_b24.cli.bulk.batch import command

    return command()


def _upload() -> Node:
    from oint_b24.cli.files.upload import command

    return command()


def _download() -> Node:
    from oint_b24.cli.files.download import command

    return command()


def _import_rows() -> Node:
    from oint_b24.cli.bulk.import_rows import command

    return command()


def _profile() -> Node:
    from oint_b24.cli.profile.command import family

    return family()


def _login() -> Node:
    from oint_b24.cli.login.command import command

    return command()


def _logout() -> Node:
    from oint_b24.cli.login.token import logout

    return logout()


def _token() -> Node:
    from oint_b24.cli.login.token import command

    return command()


def _doctor() -> Node:
    from oint_b24.cli.doctor.command import command

    return command()


def _limits() -> Node:
    from oint_b24.cli.limits.command import command

    return command()


def _sandbox() -> Node:
    from oint_b24.cli.sandbox.command import family

    return family()


def _methods() -> Node:
    from oint_b24.cli.reference.methods import command

    return command()


def _method() -> Node:
    from oint_b24.cli.reference.method import command

    return command()


def _fields() -> Node:
    from oint_b24.cli.reference.fields import command

    return command()


def _explain() -> Node:
    from oint_b24.cli.reference.codes import command

    return command()


def _scopes() -> Node:
    from oint_b24.cli.reference.lists import scopes_command

    return scopes_command()


def _events() -> Node:
    from oint_b24.cli.reference.lists import events_command

    return events_command()


def _help() -> Node:
    from oint_b24.cli.topics import command

    return command(root)


def _completion() -> Node:
    from oint_b24.cli.completion import command

    return command()


# What stands here is built only when asked for.
_FAMILIES: dict[str, Callable[[], Node]] = {
    "bitrix24": _bitrix24,
    "call": _call,
    "list": _list,
    "export": _export,
    "count": _count,
    "batch": _batch,
    "import": _import_rows,
    "upload": _upload,
    "download": _download,
    "profile": _profile,
    "login": _login,
    "logout": _logout,
    "token": _token,
    "doctor": _doctor,
    "limits": _limits,
    "sandbox": _sandbox,
    "completion": _completion,
    "methods": _methods,
    "method": _method,
    "fields": _fields,
    "explain": _explain,
    "scopes": _scopes,
    "events": _events,
    "help": _help,
}


def _find(name: str) -> Node | None:
    make = _FAMILIES.get(fold(name))
    return make() if make else None


def root() -> Group:
    """Return the tree."""
    from oint_b24.cli.start import show

    return Group(
        name="oint",
        about=texts("start.about"),
        find=_find,
        names=lambda: list(_FAMILIES),
        alone=show,
        listing=_listing,
        examples=tuple(texts(f"start.example{i}") for i in (1, 2, 3)),
    )


def _listing(lang: str) -> list[Section]:
    """Return what the start page lists."""
    entries = [(f"oint {name}", text(f"start.{name}", lang)) for name in _FAMILIES]
    return [Section(text("start.commands", lang), entries)]
