"""The files of a segment of the index.

`N.bin`, one of a number of shards: entries of a byte with the length of the term, the term in
UTF-8, the length of its list, and the list: the numbers of the articles that have the term, each
as its distance from the one before. Numbers count from the segment's oldest article, 0; lengths
and distances are varints, seven bits a byte from the lowest on (LEB128). A term stands in the
shard of its CRC-32; beside it stands the same with "^" in front, for articles that have it in
their headline.

`tN.bin`, articles N * PACK to (N + 1) * PACK - 1: a JSON list of [address, headline, date, date in
words, section, photo, text], oldest first.

`days.bin`, in the form of a shard: under "" the days of the articles, counted from year 1.

All are compressed (raw DEFLATE, RFC 1951), so that they are small on every host.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, chain, islice
from operator import sub

import msgspec

from sitegen.search.tokens import aligned, plain, terms
from sitegen.types import SearchSegment, SearchText

PACK = 4
DOCUMENTS_OF_A_SHARD = 16

_Row = tuple[str, str, str, str, str, str, str]
Bodies = Callable[[Sequence[str]], Mapping[str, str]]

_AT_ONCE = 256  # bodies in memory
_LEVEL = 6
_encode = msgspec.json.Encoder().encode


def shard_count(articles: int) -> int:
    """How many shards a segment has: a power of two, so that few change it."""
    return 1 << max(0, (articles - 1).bit_length() - DOCUMENTS_OF_A_SHARD.bit_length() + 1)


def names(articles: int) -> Iterator[str]:
    """The names of the files of a segment."""
    yield from (f"{number}.bin" for number in range(shard_count(articles)))
    yield from (f"t{number}.bin" for number in range(-(-articles // PACK)))
    yield "days.bin"


def files(segment: SearchSegment, bodies: Bodies) -> Mapping[str, bytes]:
    """The files of a segment by name; `bodies` finds rendered bodies by their digests."""
    made: dict[str, bytes] = {}
    lists: defaultdict[str, list[int]] = defaultdict(list)
    number = 0
    waiting = iter(segment.texts)
    while some := tuple(islice(waiting, _AT_ONCE)):
        found = bodies([item.body for item in some])
        rows = []
        for item in some:
            row, found_terms = _read(item, found[item.body])
            rows.append(row)
            for term in found_terms:
                lists[term].append(number)
            number += 1
        for place in range(0, len(rows), PACK):
            pack = (number - len(rows) + place) // PACK
            made[f"t{pack}.bin"] = _packed(_encode(rows[place : place + PACK]))
    for shard, data in enumerate(_shards(lists, segment.shards, number)):
        made[f"{shard}.bin"] = _packed(data)
    # Across time zones a later article can have an earlier day.
    days = [*accumulate((_day(item) for item in segment.texts), max)]
    made["days.bin"] = _packed(_entry("", b"".join(map(_varint, _distances(days)))))
    return made


def _read(item: SearchText, html: str) -> tuple[_Row, Iterable[str]]:
    """What results show of an article, and all its terms."""
    title, folded_title = aligned(item.title)
    text, folded = aligned(" ".join((*item.deck, plain(html))))
    row = (item.url, title, item.iso, item.day, item.section, item.photo, text)
    heading = terms(folded_title)
    whole = terms(folded).union(heading, item.terms)
    return row, chain(whole, ["^" + term for term in heading])


def _shards(lists: Mapping[str, list[int]], count: int, articles: int) -> Iterator[bytes]:
    varints = [_varint(number) for number in range(articles + 1)]
    shards: list[list[bytes]] = [[] for _ in range(count)]
    for term in sorted(lists):
        if " " in term:
            continue
        shard = zlib.crc32(term.removeprefix("^").encode()) & (count - 1)
        data = b"".join(map(varints.__getitem__, _distances(lists[term])))
        shards[shard].append(_entry(term, data))
    return (b"".join(parts) for parts in shards)


def _day(item: SearchText) -> int:
    return date.fromisoformat(item.iso[:10]).toordinal()


def _distances(numbers: Sequence[int]) -> Iterator[int]:
    """Each number's distance from the one before, the first one's from 0."""
    return map(sub, numbers, [0, *numbers])


def _entry(term: str, data: bytes) -> bytes:
    name = term.encode()
    return b"%c%b%b%b" % (len(name), name, _varint(len(data)), data)


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:  # noqa: PLR2004 (seven bits)
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()
