"""The first request of a list that follows ids: both its ends, and whether it can be read so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.bulk import chain
from oint_b24.bulk.answers import id_key, numbers
from oint_b24.bulk.block import NoKeyset
from oint_b24.bulk.plan import BATCH
from oint_b24.bulk.spans import Density
from oint_b24.errors import PartialProblem, PortalProblem

if TYPE_CHECKING:
    from oint_b24.bulk.answers import Page, Row
    from oint_b24.bulk.chain import Shape
    from oint_b24.bulk.channel import Channel
    from oint_b24.bulk.question import Question


def _guess(question: Question) -> Shape:
    """Return the shape that pages of the method should have."""
    plan = question.plan
    at = tuple((plan.list_path or "result").split(".")[1:])
    return chain.Shape(BATCH, at, plan.answered or plan.id)


def both_ends(question: Question) -> list[dict[str, Any]]:
    """Return the parameters of the first page, of the one linked to it and of the last one."""
    above, up_to = question.above, question.up_to
    return [
        question.range(above, up_to, question.edge()),
        question.range(chain.reference("p0", _guess(question)), up_to, question.edge()),
        question.range(above, up_to, question.edge("DESC")),
    ]


class Opening:
    """The first request: both ends of the list, and whether its pages follow ids at all."""

    def __init__(self, channel: Channel, question: Question, enough: int | None = None) -> None:
        self._channel, self._question, self._enough = channel, question, enough
        self.density = Density(1, 1)

    def pages(self) -> tuple[tuple[list[Row], int, Shape] | None, int]:
        """Return the first rows with their last id and shape, and the highest id there is.

        The rows are None in an empty list. Raises NoKeyset.
        """
        lowest, second, highest = self._asked()
        if not lowest.rows:
            return None, 0
        key = id_key(lowest.rows, self._question.plan.answered)
        low = numbers(lowest.rows, key)
        high = numbers(highest.rows, key)
        if key is None or low is None or not high:
            raise NoKeyset
        question = self._question
        if not chain.is_rising(low, question.above, question.up_to) or high[0] < low[-1]:
            raise NoKeyset
        if len(high) > 1 and not chain.is_rising(high[::-1], question.above, question.up_to):
            raise NoKeyset
        shape = chain.Shape(len(low), lowest.at, key)
        rows, last = lowest.rows, low[-1]
        is_enough = self._enough is not None and len(rows) >= self._enough
        if last < high[0] and not is_enough:
            second = second or self._single(question.range(last, question.up_to, question.edge()))
            more = numbers(second.rows, key)
            if not more or not chain.is_rising(more, last, question.up_to):
                raise NoKeyset
            rows, last = rows + second.rows, more[-1]
        self._estimate(low, high)
        return (rows, last, shape), high[0]

    def _estimate(self, low: list[int], high: list[int]) -> None:
        """Guess the density from both ends."""
        ids = low[-1] - low[0] + high[0] - high[-1] + 2
        self.density = Density(len(low) + len(high), ids)

    def _asked(self) -> tuple[Page, Page | None, Page]:
        """Return the first page, the second where its link could be guessed, and the last one."""
        question, plan = self._question, self._question.plan
        first, linked, last = both_ends(question)
        if not self._channel.batches or not question.fits_batch:
            return self._single(first), None, self._single(last)
        if plan.version == 3:  # an unknown reference would refuse the batch as a whole
            lowest, highest = self._channel.batch([first, last])
            return lowest or self._single(first), None, highest or self._single(last)
        lowest, second, highest = self._channel.batch([first, linked, last])
        lowest = lowest or self._single(first)
        highest = highest or self._single(last)
        guess = _guess(question)
        is_linked = (
            second is not None
            and lowest.at == guess.at
            and len(lowest.rows) == guess.size
            and id_key(lowest.rows, plan.answered) == guess.key
        )
        return lowest, second if is_linked else None, highest

    def _single(self, params: dict[str, Any]) -> Page:
        """Fetch one page by a call; a refusal of such a filter or order means no keyset."""
        try:
            return self._channel.call(params)
        except PortalProblem as problem:
            if type(problem) is PortalProblem:
                raise NoKeyset from problem
            raise
        except PartialProblem:
            raise NoKeyset from None
