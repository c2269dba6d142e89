"""The address of the Redis that keeps limits, put together with its password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.portal.limits.redis_server import password_of, with_password

if TYPE_CHECKING:
    from oint_b24.world import World

PASSWORD = "OINT_B24_LIMITS_PASSWORD"  # noqa: S105 - the name of a variable


def whole(address: str, kept: str | None, world: World) -> str:
    """Return `address` with its password: its own, else the environment's, else the one kept.

    The password is a secret from now on.
    """
    found = with_password(address, world.env.get(PASSWORD) or kept)
    world.redactor.add(password_of(found))
    return found
