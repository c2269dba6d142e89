"""OPI commands that are more than one plain call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.perform import source_of
from oint_b24.opi.payload import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.cli.tree import Invocation
    from oint_b24.opi.rows import Row

    Run = Callable[[Row, Invocation], int]


def special(row: Row) -> Run | None:
    """Return what runs `row`, where a plain call does not do."""
    if row.oauth:
        return _token
    return None


def _token(row: Row, invocation: Invocation) -> int:
    """Get or renew tokens at the authorisation server, in OPI's shape (oauth/index.md)."""
    from oint_b24.cli.common import Wish, output_format
    from oint_b24.output.render import check, write
    from oint_b24.portal import oauth

    source = source_of(invocation)
    params = build(row, invocation.given, source)
    world = invocation.world
    for name in ("client_secret", "code", "refresh_token"):
        world.redactor.add(params.get(name))
    fmt = output_format(invocation, {})
    check(fmt)
    if Wish.of(invocation).dry_run:
        write(oauth.described(world.redactor.mask(params)), fmt, world)
        return 0
    envelope = oauth.exchange(params)
    write(envelope.body, fmt, world, envelope.seconds)
    return 0
