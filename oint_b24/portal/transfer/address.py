"""A file from an address the user named, as a value of an option."""

from __future__ import annotations

from oint_b24.errors import UsageProblem


def fetch(url: str) -> bytes:
    """Return the bytes at `url`. Raises UsageProblem: nothing has been sent to the portal yet.

    Redirects are followed: the request carries no secret of ours.
    """
    from oint_b24.portal.transport import get

    raw, reason = get(url)
    if raw is None:
        raise UsageProblem("value.no_download", option="URL", url=url, reason=reason)
    return raw
