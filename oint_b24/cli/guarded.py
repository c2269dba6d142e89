"""A portal that a profile's policy stands before: whatever a command sends, it passes here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.policy import Policy
from oint_b24.portal.client import Portal
from oint_b24.portal.request import Request

if TYPE_CHECKING:
    from typing import BinaryIO

    from oint_b24.portal.envelope import Envelope
    from oint_b24.portal.upload import Upload


class GuardedPortal(Portal):
    """A portal that refuses what `policy` does not allow. Raises RefusedProblem, nothing sent."""

    policy = Policy()

    def send(self, request: Request, key: str | None = None) -> Envelope:
        """Send `request` if it is allowed."""
        self.policy.check(request)
        return super().send(request, key)

    def save(self, request: Request, file: BinaryIO, above: int = 1 << 24) -> Envelope | int:
        """Send `request` if it is allowed, its answer perhaps to `file`."""
        self.policy.check(request)
        return super().save(request, file, above)

    def upload(
        self, url: str, field: str, upload: Upload, asked: Request | None = None
    ) -> Envelope:
        """Post a file if writing is allowed."""
        self.policy.check(Request("upload", effect="write"))
        return super().upload(url, field, upload, asked)
