"""Reads a ledger of a million lines and compares it with a site of as many articles as it says.

python -m tests.bench.ledger --lines 1000000 --articles 100000 --moved 0.3
"""

import argparse
import gc
import random
import time
from datetime import UTC, datetime, timedelta

from sitegen.addresses import file_path
from sitegen.archive import Archive, Visibility
from sitegen.archive.ledger import HEADER, Present, answers, read
from sitegen.config import SiteConfig
from sitegen.types import Article

_CONFIG = SiteConfig(
    base_url="https://news.example",
    title="News",
    timezone="Asia/Seoul",
    languages=("ko", "en", "ja", "zh", "vi"),
)
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_NOW = datetime(2026, 11, 20, tzinfo=UTC)
_LIST_PAGES = 7


def main() -> None:
    """Make, measure, print."""
    options = _options()
    archive = Archive(_articles(options.articles), _CONFIG, Visibility(_NOW))
    lines, standing = _ledger(archive, options.lines, options.moved)
    data = "\n".join((HEADER, *lines, "")).encode()
    best = min(_measured(data, archive, standing) for _ in range(options.runs))
    read_time, check_time, moves = best[1:]
    print(
        f"{len(lines):,} lines, {len(data) / 1e6:.0f} MB, {len(archive.urls):,} articles, "
        f"{moves:,} redirects: read {read_time:.2f} s, checked {check_time:.2f} s, "
        f"together {best[0]:.2f} s"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ledger", description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines (1000000)")
    parser.add_argument("--articles", type=int, default=100_000, help="articles (100000)")
    parser.add_argument("--moved", type=float, default=0.3, help="share of old addresses (0.3)")
    parser.add_argument("--runs", type=int, default=3, help="how often, the best counts (3)")
    return parser.parse_args()


def _measured(
    data: bytes, archive: Archive, standing: frozenset[str]
) -> tuple[float, float, float, int]:
    # As in a build, which looks for no cycles either.
    gc.collect()
    gc.disable()
    started = time.perf_counter()
    ledger, problems = read(data)
    middle = time.perf_counter()
    found = answers(ledger, Present(archive=archive, standing=standing, digests=dict))
    ended = time.perf_counter()
    gc.enable()
    if problems or found.lost:
        raise SystemExit(f"the ledger is wrong: {problems} {found.lost[:3]}")
    return ended - started, middle - started, ended - middle, len(found.moves)


def _articles(count: int) -> list[Article]:
    dice = random.Random(count)
    return [_article(number, dice) for number in range(count)]


def _article(number: int, dice: random.Random) -> Article:
    date = _FIRST + timedelta(minutes=dice.randrange(13_000_000))
    lang = _CONFIG.languages[number % len(_CONFIG.languages)]
    story = f"{date.year}/{date.month:02}/port-story-{number // 2}"
    return Article(
        path=f"{story}/index.{lang}.md",
        story=story,
        lang=lang,
        title=f"A headline of some length, number {number}",
        date=date,
        body="",
        summary="",
        words=0,
        minutes=1,
        slug=f"port-story-{number // 2}",
    )


def _ledger(archive: Archive, count: int, moved: float) -> tuple[list[str], frozenset[str]]:
    """Lines in order, and the paths that stand: all but the moved ones."""
    now, old = [], []
    for number, article in enumerate(archive.sources.values()):
        url, source = archive.urls[article.path], f"content/{article.path}"
        now.append(f"{url}\t{source}\t{article.lang}\tarticle\t2023-01-01 0123456789")
        copies = " ".join(f"{width}.01234567.avif" for width in (480, 960, 1440))
        photo = f"/media/{article.story}/photo-{number}.jpg"
        now.append(f"{photo}\tcontent{photo[6:]}\t\tfile\t0123456789ab {copies}")
    places = list(archive.sources.values())
    for number in range(int(count * moved)):
        article = places[number % len(places)]
        place = f"/{article.lang}/archive/{number}/{article.slug}.html"
        old.append(f"{place}\tcontent/{article.path}\t{article.lang}\tmoved\t")
    lists = max(0, count - len(now) - len(old))
    for number in range(lists):
        pages = _LIST_PAGES if number % 10 == 0 else ""
        now.append(f"/ko/tags/tag-{number}/\t\tko\tpage\t{pages}")
    standing = {file_path(line.partition("\t")[0]) for line in now} | {"index.html"}
    for line in now:
        address, _, _, kind, note = line.split("\t")
        if kind == "file":
            stem = address[1:].removesuffix(".jpg")
            standing |= {f"{stem}.{word}" for word in note.split()[1:]}
        elif kind == "page" and note:
            standing |= {f"{address[1:]}page/{n}/index.html" for n in range(1, _LIST_PAGES + 1)}
    return sorted([*now, *old])[:count], frozenset(standing)


if __name__ == "__main__":
    main()
