"""The Python API: the client with lists, batches and imports as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from oint_b24.portal.client import Portal as Client

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from oint_b24.bulk.answers import Row
    from oint_b24.bulk.api import Given
    from oint_b24.bulk.importing.api import Report
    from oint_b24.portal.batches.batch import Batch


class Portal(Client):
    """A Bitrix24 portal: one call, many calls, whole lists, whole files.

    >>> portal = Portal("https://portal.example/rest/1/secret/")
    >>> for deal in portal.list("crm.deal.list", select=["ID"]):  # doctest: +SKIP
    ...     print(deal["ID"])
    """

    def list(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        version: int = 2,
        **wishes: Unpack[Given],
    ) -> Iterator[Row]:
        """Yield every row of a list method; see `oint_b24.bulk.api.rows`."""
        from oint_b24.bulk.api import rows

        return rows(self, method, params, version=version, **wishes)

    def count(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        version: int = 2,
        **wishes: Unpack[Given],
    ) -> int:
        """Return how many rows a list has; see `oint_b24.bulk.api.count`."""
        from oint_b24.bulk.api import count

        return count(self, method, params, version=version, **wishes)

    def batch(self, commands: Mapping[str, Any] | Iterable[Any], *, halt: bool = False) -> Batch:
        """Run commands, up to 50 a request; see `oint_b24.portal.batches.batch.run`."""
        from oint_b24.portal.batches.batch import commands_of, run

        return run(self, commands_of(commands), halt=halt, waiting=self._waiting)

    def import_rows(self, method: str, rows: Any, **given: Any) -> Report:
        """Call `method` for every row; see `oint_b24.bulk.importing.api.import_rows`."""
        from oint_b24.bulk.importing.api import import_rows

        return import_rows(self, method, rows, **given)
