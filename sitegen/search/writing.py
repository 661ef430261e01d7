"""The files of a segment of the index.

`N.bin`, one of a number of shards: a line for each of its terms, with the term, a tab, and the
numbers of the articles that have it. Numbers count from the segment's oldest article, 0; each is a
character whose code is 33 more than the distance from the number before, the first one's from 0.
So short distances take one byte in UTF-8. A term is in the shard that its UTF-32, read as one
number, leaves when divided by how many there are. A line with "^" in front of the term holds the
articles that have it in their headline.

`tN.bin`, articles N * PACK to (N + 1) * PACK - 1: a JSON list of [address, headline, date, section,
photo, text], oldest first; the language of the section's name comes last where it is another one.

`days.bin`, in the form of a shard: for "" the days of the articles, counted from year 1.

All are compressed (raw DEFLATE, RFC 1951), so that they are small on every host.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, islice
from math import isqrt
from operator import sub
from typing import NamedTuple

import msgspec

from sitegen.search.tokens import Term, plain, read, spell
from sitegen.types import SearchSegment, SearchText

PACK = 4
DOCUMENTS_OF_A_SHARD = 16

_Row = tuple[str, ...]
Bodies = Callable[[Sequence[str]], Mapping[str, str]]

_AT_ONCE = 256  # bodies in memory
_LEVEL = 4
_encode = msgspec.json.Encoder().encode


def shard_count(articles: int) -> int:
    """How many shards a segment has: a prime number, which spreads terms evenly."""
    count = max(1, articles // DOCUMENTS_OF_A_SHARD)
    # Remainders of the last two repeat from character to character.
    while any(count % number == 0 for number in range(2, isqrt(count) + 1)) or count in (257, 641):
        count += 1
    return count


def names(articles: int) -> Iterator[str]:
    """The names of the files of a segment."""
    yield from (f"{number}.bin" for number in range(shard_count(articles)))
    yield from (f"t{number}.bin" for number in range(-(-articles // PACK)))
    yield "days.bin"


def files(segment: SearchSegment, bodies: Bodies) -> Mapping[str, bytes]:
    """The files of a segment by name; `bodies` finds rendered bodies by their digests."""
    made: dict[str, bytes] = {}
    lists = _Lists(defaultdict(list), defaultdict(list))
    number = 0
    waiting = iter(segment.texts)
    while some := tuple(islice(waiting, _AT_ONCE)):
        found = bodies([item.body for item in some])
        rows = []
        for item in some:
            rows.append(_read(item, found[item.body], number, lists))
            number += 1
        for place in range(0, len(rows), PACK):
            pack = (number - len(rows) + place) // PACK
            made[f"t{pack}.bin"] = _packed(_encode(rows[place : place + PACK]))
    for shard, data in enumerate(_shards(lists, segment.shards, number)):
        made[f"{shard}.bin"] = _packed(data)
    # Across time zones a later article can have an earlier day.
    days = [*accumulate((_day(item) for item in segment.texts), max)]
    made["days.bin"] = _packed(_line("", "".join(map(_char, _distances(days)))))
    return made


class _Lists(NamedTuple):
    """The numbers of the articles that have a term, in their headline and anywhere."""

    headlines: defaultdict[Term, list[int]]
    anywhere: defaultdict[Term, list[int]]


def _read(item: SearchText, html: str, number: int, lists: _Lists) -> _Row:
    """What results show of an article, which is put on the lists of its terms."""
    title = read(item.title.split())
    whole = read([*" ".join(item.deck).split(), *plain(html)])
    for term in title.terms:
        lists.headlines[term].append(number)
    for term in whole.terms.union(title.terms, item.terms):
        lists.anywhere[term].append(number)
    foreign = (item.section_lang,) if item.section_lang else ()
    return (item.url, title.text, item.day, item.section, item.photo, whole.text, *foreign)


def _shards(lists: _Lists, count: int, articles: int) -> Iterator[bytes]:
    chars = [_char(number) for number in range(articles + 1)]
    shards: list[list[bytes]] = [[] for _ in range(count)]
    for mark, numbered in (("^", lists.headlines), ("", lists.anywhere)):
        for term, numbers in numbered.items():
            spelled = spell(term)
            if " " not in spelled:
                line = _line(mark + spelled, "".join(map(chars.__getitem__, _distances(numbers))))
                shards[_number(term) % count].append(line)
    return (b"".join(sorted(lines)) for lines in shards)


def _number(term: Term) -> int:
    return term if isinstance(term, int) else int.from_bytes(term.encode("utf-32-be"), "big")


def _day(item: SearchText) -> int:
    return date.fromisoformat(item.iso[:10]).toordinal()


def _distances(numbers: Sequence[int]) -> Iterator[int]:
    """Each number's distance from the one before, the first one's from 0."""
    return map(sub, numbers, [0, *numbers])


def _char(distance: int) -> str:
    return chr(distance + 33)


def _line(term: str, numbers: str) -> bytes:
    return f"{term}\t{numbers}\n".encode()


def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()
