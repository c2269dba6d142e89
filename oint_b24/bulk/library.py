"""The Python API: the client with lists, batches and imports as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from oint_b24.portal.client import Portal as Client

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping
    from pathlib import Path

    from oint_b24.bulk.answers import Row
    from oint_b24.bulk.api import Given
    from oint_b24.bulk.importing.api import Given as Wishes, Report, State
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
    ) -> Generator[Row, None, None]:
        """Yield every row of a list method, fetched ahead; memory does not grow with the list.

        `wishes` are `filter`, `select`, `order`, `limit`, `since_id`, `shard` and `parallel`.
        Closing the generator ends the requests under way. Raises PartialProblem at the end where
        rows are missing; more in `oint_b24.bulk.api.rows`.
        """
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
        """Return how many rows a list has, as the portal counts; `wishes` as for `list`."""
        from oint_b24.bulk.api import count

        return count(self, method, params, version=version, **wishes)

    def batch(self, commands: Mapping[str, Any] | Iterable[Any], *, halt: bool = False) -> Batch:
        """Run commands, up to 50 a request, and return what became of each under its key.

        A command is a method, `method?query`, or a pair of method and parameters. A command that
        fails raises nothing; `halt` stops at it. See `oint_b24.portal.batches.batch.run`.
        """
        from oint_b24.portal.batches.batch import commands_of, run

        return run(self, commands_of(commands), halt=halt, waiting=self._waiting)

    def import_rows(
        self,
        method: str,
        rows: str | Path | Iterable[Mapping[str, Any]],
        *,
        journal: str | Path | None = None,
        state: State | None = None,
        **given: Unpack[Wishes],
    ) -> Report:
        """Call `method` for every row of a file, or of rows at hand, and report on all of them.

        With a `journal` the same call goes on where another one ended; `state` may be watched
        from another thread. The other keywords, and what is raised: see
        `oint_b24.bulk.importing.api.import_rows`.
        """
        from oint_b24.bulk.importing.api import import_rows

        return import_rows(self, method, rows, journal=journal, state=state, **given)
