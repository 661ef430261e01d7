"""A list of articles by date that can be asked for places, and changed into another list."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import overload

from sitegen.types import Article

# Added to a timestamp so that it has no sign: the year 1000 is 3.1e10 seconds before 1970.
_AGES = 1e11
_DIGITS = 19

# The parts of an `order`: the moment in seconds, and the path.
WHEN, WHERE = slice(_DIGITS), slice(_DIGITS + 1, None)


def order(article: Article) -> str:
    """A text by which articles sort as lists have them, from the oldest to the newest."""
    return f"{article.date.timestamp() + _AGES:0{_DIGITS}.6f} {article.path}"


class Row(Sequence[Article]):
    """Articles from the newest to the oldest. Never changes; `changed` makes another one.

    They are kept the other way round, each beside its `order`, because a place is then found by
    comparing plain text.
    """

    __slots__ = ("_articles", "_modified", "_orders")

    def __init__(self, orders: list[str], articles: list[Article]) -> None:
        self._orders, self._articles = orders, articles
        self._modified: datetime | None = None

    def __len__(self) -> int:
        return len(self._articles)

    def __iter__(self) -> Iterator[Article]:
        return reversed(self._articles)

    def __reversed__(self) -> Iterator[Article]:
        return iter(self._articles)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        if isinstance(index, int):
            return self._articles[~index]
        start, stop, step = index.indices(len(self))
        count = len(self)
        if step == 1:
            return tuple(reversed(self._articles[count - stop : count - start]))
        return tuple(self._articles[~place] for place in range(start, stop, step))

    @property
    def oldest(self) -> Article:
        """The last article of the list."""
        return self._articles[0]

    @property
    def modified(self) -> datetime | None:
        """When the article changed that was changed last; None for an empty list."""
        if self._modified is None:
            self._modified = max((item.modified for item in self._articles), default=None)
        return self._modified

    def place(self, article: Article) -> int:
        """Where the article stands, counted from the newest; where it would stand, if not."""
        key = order(article)
        place = bisect_left(self._orders, key)
        there = place < len(self._orders) and self._orders[place] == key
        return len(self._orders) - place - there

    def around(self, key: str, reach: int) -> Sequence[str]:
        """The `order` of an article, and of as many others on each side of it."""
        place = bisect_left(self._orders, key)
        return self._orders[max(0, place - reach) : place + reach + 1]

    def known(self, key: str) -> Article:
        """The article of the list that has this `order`."""
        return self._articles[bisect_left(self._orders, key)]

    def older_than(self, timestamp: float) -> int:
        """How many of the articles are older than a moment."""
        return bisect_left(self._orders, f"{max(0.0, timestamp + _AGES):0{_DIGITS}.6f}")

    def changed(self, removed: Collection[Article], added: Iterable[Article]) -> "Row":
        """A row without some of these articles and with others."""
        orders, articles = self._orders.copy(), self._articles.copy()
        for article in removed:
            place = bisect_left(orders, order(article))
            del orders[place], articles[place]
        for article in added:
            key = order(article)
            place = bisect_left(orders, key)
            orders.insert(place, key)
            articles.insert(place, article)
        return Row(orders, articles)


NOTHING = Row([], [])
