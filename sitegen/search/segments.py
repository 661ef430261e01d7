"""Which articles are indexed together: stretches of time that stand once they are over.

Time is cut in halves again and again, down to weeks. A stretch is a segment when it is over (the
newest article is younger) and holds no more than `LARGEST`, or when it holds no more than
`SMALLEST`. So a new article changes the youngest segment alone; from time to time a few young ones
become one, as the digits of a counter do; and what is done to an old article stays in its segment.
Which segments there are depends on the dates of the articles only, not on earlier builds.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sitegen.archive import Row

LARGEST, SMALLEST = 8192, 256  # articles

_DAY = 24 * 3600
_WEEK = 7 * _DAY
_FIRST = -(1 << 17) * _WEEK  # far before any date that Python knows
_LEVELS = 18


class Segment(NamedTuple):
    """One stretch of time: its name, and the places of its articles, counted from the oldest.

    `until` is the latest day that one of them can have in any time zone, counted from year 1.

    The name holds a digest of which articles there are in which order, so that no reader who has
    an older list of segments is given files that do not fit it.
    """

    name: str
    start: int
    stop: int
    until: int


def segments(row: Row) -> tuple[Segment, ...]:
    """The segments of a language's articles, newest first."""
    if not row:
        return ()
    newest = int((row[0].date.timestamp() - _FIRST) // _WEEK)
    return tuple(_parts(row, newest, _LEVELS, 0))


def _parts(row: Row, newest: int, level: int, number: int) -> Iterator[Segment]:
    """The segments in one of the stretches of 2 ** `level` weeks."""
    first, last = number << level, (number + 1) << level
    start, stop = row.older_than(_moment(first)), row.older_than(_moment(last))
    count = stop - start
    over = last <= newest
    if not level or count <= SMALLEST or (over and count <= LARGEST):
        if count:
            name = f"{level}-{number}-{_digest(row, start, stop)}"
            yield Segment(name, start, stop, _day(_moment(last)))
        return
    yield from _parts(row, newest, level - 1, 2 * number + 1)
    yield from _parts(row, newest, level - 1, 2 * number)


def _moment(week: int) -> float:
    return _FIRST + week * _WEEK


def _day(moment: float) -> int:
    return date(1970, 1, 1).toordinal() + int(moment // _DAY)


def _digest(row: Row, start: int, stop: int) -> str:
    paths = "\n".join([item.path for item in row[len(row) - stop : len(row) - start]])
    return hashlib.sha256(paths.encode()).hexdigest()[:8]
