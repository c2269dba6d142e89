"""Lists to their end, for Python and for the command line.

>>> from oint_b24 import Portal
>>> from oint_b24.bulk.api import rows
>>> portal = Portal("https://portal.example/rest/1/secret/")
>>> for deal in rows(portal, "crm.deal.list", filter={"STAGE_ID": "WON"}):  # doctest: +SKIP
...     print(deal["ID"], deal["TITLE"])
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from oint_b24.bulk.block import Block, NoKeyset, Pack
from oint_b24.bulk.channel import Channel, batch_of
from oint_b24.bulk.plan import PAGE, Plan, plan_of
from oint_b24.bulk.question import Question, asked
from oint_b24.bulk.tally import Tally
from oint_b24.bulk.tempo import Tempo
from oint_b24.bulk.wishes import POLITE, Shard, Wishes
from oint_b24.errors import UsageProblem
from oint_b24.portal.request import Request

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from oint_b24.bulk.answers import Page, Row
    from oint_b24.portal.client import Portal


def check_keywords(given: Mapping[str, Any], known: type) -> None:
    """Raise TypeError for keywords that are none of the names of the TypedDict `known`."""
    strange = sorted(given.keys() - known.__annotations__.keys())
    if strange:
        names = ", ".join(known.__annotations__)
        raise TypeError(f"unexpected keyword {', '.join(strange)}; there are: {names}")


class Given(TypedDict, total=False):
    """Wishes as keywords: see `Wishes`; `shard` is `K/N`."""

    filter: Mapping[str, Any] | list[Any]
    select: Sequence[str]
    order: Mapping[str, str]
    limit: int | None
    since_id: int | None
    shard: str
    parallel: int


def wished(**given: Unpack[Given]) -> Wishes:
    """Return keywords as wishes.

    Raises UsageProblem for a shard that is none, TypeError for a keyword there is not: a
    misspelt filter would give the whole list.
    """
    check_keywords(given, Given)
    return Wishes(
        filter=given.get("filter") or {},
        select=tuple(given.get("select", ())),
        order=given.get("order") or {},
        limit=given.get("limit"),
        since_id=given.get("since_id"),
        shard=Shard.read(given["shard"]) if given.get("shard") else Shard(),
        parallel=given.get("parallel", POLITE),
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be read: the question and the wishes about it."""

    question: Question
    wishes: Wishes

    @classmethod
    def of(cls, plan: Plan, params: Mapping[str, Any], wishes: Wishes) -> Listing:
        """Return the list of `plan`. Raises UsageProblem where the method cannot do what is wished.

        An export that goes on continues above the last id it has.
        """
        place = wishes.after
        if isinstance(place, dict) and "id" in place:
            wishes = replace(wishes, since_id=max(wishes.since_id or 0, place["id"]))
        question = asked(plan, params, wishes)
        if isinstance(place, dict) and "page" in place and question.is_keyset:
            question = question.numbered()
        return cls(question, wishes)

    def first_request(self) -> Request:
        """Return the request a list begins with."""
        question, plan = self.question, self.question.plan
        if plan.style == "keyset":
            from oint_b24.bulk.opening import both_ends

            ends = both_ends(question)
            if plan.batches and question.fits_batch:
                return batch_of(plan.method, ends)
            return Request(plan.method, ends[0], plan.version, "read")
        page: dict[str, Any] = {}
        if plan.style == "cursor":
            from oint_b24.bulk.cursor import first_page

            page = first_page(question, self.wishes)
        elif plan.style == "numbered":
            from oint_b24.bulk.numbers import page_params, page_size

            page = page_params(plan, 0, page_size(plan, self.wishes.limit))
        return Request(plan.method, question.body(page), plan.version, "read")

    def blocks(
        self,
        portal: Portal,
        pack: Pack,
        tally: Tally | None = None,
    ) -> Iterator[Block]:
        """Yield all rows in blocks, packed by `pack`; `tally` is kept up to date.

        Raises PartialProblem where rows are missing, and the problems of the client.
        """
        tally = tally or Tally()
        limit = self.wishes.limit
        if limit == 0:
            tally.proof = "limited"
            return
        for block in self._packed(portal, pack if limit is None else _as_they_are, tally):
            given = block
            if limit is not None:
                rows = [row for load in block.loads for row in load][: limit - tally.rows]
                given = Block(len(rows), [pack(rows)], block.place)
            tally.rows += given.count
            yield given
            if limit is not None and tally.rows >= limit:
                tally.proof = "limited"
                return

    def _packed(self, portal: Portal, pack: Pack, tally: Tally) -> Iterator[Block]:
        plan = self.question.plan
        tempo = Tempo(self.wishes.parallel, portal.pace, plan.method)
        channel = Channel(portal, plan, tally, tempo)
        tally.style = plan.style
        with closing(channel):
            yield from self._from(channel, pack)

    def _from(self, channel: Channel, pack: Pack) -> Iterator[Block]:
        plan, tally = self.question.plan, channel.tally
        if plan.style == "cursor":
            from oint_b24.bulk.cursor import Cursor

            yield from Cursor(channel, self.question, self.wishes, pack).blocks()
            return
        question = self.question
        if plan.style == "keyset":
            from oint_b24.bulk.keyset import Keyset

            try:
                yield from Keyset(channel, question, self.wishes, pack).blocks()
            except NoKeyset:
                if self.wishes.shard.count > 1:
                    raise UsageProblem("bulk.no_shards", method=plan.method) from None
                question = question.numbered()
                tally.style = "numbered"
            else:
                return
        from oint_b24.bulk.numbered import Numbered

        yield from Numbered(channel, question, self.wishes, pack).blocks()


def _as_they_are(rows: list[Row]) -> list[Row]:
    return rows


def rows(
    portal: Portal,
    method: str,
    params: Mapping[str, Any] | None = None,
    *,
    version: int = 2,
    tally: Tally | None = None,
    **wishes: Unpack[Given],
) -> Generator[Row, None, None]:
    """Yield every row of a list method, fetched ahead by up to `parallel` requests.

    By id where the method can, else page by page; the memory used does not depend on how many
    rows there are. `tally` is kept up to date. Raises PartialProblem at the end where rows are
    missing, UsageProblem before anything is sent where the method cannot do what is wished, and
    the problems of the client.
    """
    listing = Listing.of(plan_of(method, version), params or {}, wished(**wishes))
    return _flat(listing.blocks(portal, _as_they_are, tally))


def _flat(blocks: Iterator[Block]) -> Generator[Row, None, None]:
    for block in blocks:
        for load in block.loads:
            yield from load


def count(
    portal: Portal,
    method: str,
    params: Mapping[str, Any] | None = None,
    *,
    version: int = 2,
    **wishes: Unpack[Given],
) -> int:
    """Return how many rows a list has: as the portal counts, else by reading it to its end.

    Raises as `rows`.
    """
    plan = plan_of(method, version)
    question = Listing.of(plan, params or {}, wished(**wishes)).question.numbered()
    fields = (plan.id,) if plan.select and plan.is_known else ()
    if version == 2 or plan.counts:  # else nothing counts (rest-v3.md)
        channel = Channel(portal, plan, Tally(), Tempo(1, portal.pace, plan.method))
        page = channel.call(
            question.body({plan.select: list(fields)} if plan.select and fields else {})
        )
        if page.total is not None and _is_count(page):
            return page.total
    everything: Given = {**wishes, "select": fields}
    listed = rows(portal, method, params, version=version, **everything)
    return sum(1 for _ in listed)


def _is_count(page: Page) -> bool:
    """Say whether a total is one: some methods tell the size of the page instead."""
    size = len(page.rows)
    return page.total is not None and (page.total > size or page.total == size < PAGE)
