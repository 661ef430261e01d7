"""Builds one archive, searches it in a browser, and prints what both cost.

python -m tests.bench.search --size 10000
"""

import argparse
import gzip
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlencode, urlsplit

from playwright.sync_api import Page

from sitegen.search.tokens import fold, read, spell
from tests.bench.generator import write
from tests.bench.words import LEXICONS
from tests.validators.browser import open_browser, serve
from tests.validators.tools import npm_file

_NOW = "2026-11-21T12:00:00+09:00"
# Lighthouse's index of processors for a phone of the middle class, as the calibration in Chromium's
# developer tools has it (front_end/panels/mobile_throttling/CalibrationController.ts).
_PHONE = 1000
_LIGHTHOUSE = 4.0  # how much slower Lighthouse makes any machine
_BUILD = ("build", "--quiet", "--clean", "--now", _NOW)
_ONE_PROCESS = ("--workers", "1")
_WITHOUT = """
import sys
from sitegen.pages import plan, search
plan.segments = search.segments = lambda row: ()
sys.argv[0] = "sitegen"
from sitegen.cli import main
main()
"""

QUERIES = {
    "ko": ("예산", "예산을 계획에서", "연구소에서는", '"항만은 예산을"', "강", "7315"),
    "en": ("budget", "fisheries", "harbour climate", '"coastal fishery"', "7315"),
    "ja": ("予算", "漁業計画", '"港湾は"', "港", "7315"),
    "zh": ("预算", "推动旅游", "政", "7315"),
    "vi": ("ngân sách", "nguoi dan", '"giao thông"', "7315"),
}


class Query(NamedTuple):
    """What a reader looks for, and how: fields of the search's form."""

    lang: str
    words: str
    more: Mapping[str, str]


class Cost(NamedTuple):
    """What a first query took: bytes of the index and of all, requests, milliseconds."""

    answer: str
    of_index: int
    whole: int
    requests: int
    processor: float
    wall: float


def main() -> None:
    """Write the archive, build it without and with the search, search it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="articles (10000)")
    parser.add_argument("--keep", metavar="DIR", help="work in this folder and leave all there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sitegen-search-") as temporary:
        site = Path(options.keep or temporary).resolve() / "site"
        if not site.exists():
            site.parent.mkdir(parents=True, exist_ok=True)
            write(site, options.size)
            with_search = (site / "pyproject.toml").read_text(encoding="utf-8")
            with_search = with_search.replace("search = false", "search = true")
            (site / "pyproject.toml").write_text(with_search, encoding="utf-8")
        print(f"\n{options.size:,} articles\n")
        one = _built(site, _processor_time, _ONE_PROCESS)
        print(f"one process: {one.whole:.1f} s of work, {one.share:.1%} of it for the search")
        all_cores = _built(site, _wall_time)
        print(f"all cores: {all_cores.whole:.1f} s, {all_cores.share:.1%} of it for the search\n")
        print("\n".join(_sizes(site / "dist")), end="\n\n")
        print("\n".join(_recall(site / "dist")), end="\n\n")
        print("\n".join(_table(site / "dist")))


class _Built(NamedTuple):
    """The seconds of a clean build with the search, and the search's share of them."""

    whole: float
    share: float


def _built(
    site: Path, measured: Callable[[Sequence[str]], float], more: Sequence[str] = ()
) -> _Built:
    build = [*_BUILD, *more, "--site", str(site)]
    _put_away(site / "dist")
    without = measured([sys.executable, "-c", _WITHOUT, *build])
    _put_away(site / "dist")
    whole = measured([sys.executable, "-m", "sitegen", *build])
    return _Built(whole, (whole - without) / whole)


def _put_away(folder: Path) -> None:
    """Make room without deleting, after which a file system may be slow for half a minute."""
    if folder.exists():
        folder.rename(tempfile.mkdtemp(prefix="used-", dir=folder.parents[1]))


def _processor_time(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _wall_time(command: Sequence[str]) -> float:
    started = time.monotonic()
    subprocess.run(command, check=True)
    return time.monotonic() - started


# --- what lies on disk ---------------------------------------------------------------------


def _sizes(dist: Path) -> Iterator[str]:
    yield "| language | articles | segments | files | terms, bytes an article | texts | together |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for lang in LEXICONS:
        index = json.loads((dist / lang / "search/index.json").read_bytes())
        files = [*(dist / lang / "search").glob("*/*.bin")]
        articles = sum(len(_unpacked(file)) - 2 for file in files if file.name == "days.bin")
        texts = sum(file.stat().st_size for file in files if file.name.startswith("t"))
        words = sum(file.stat().st_size for file in files) - texts
        cells = (
            lang,
            f"{articles:,}",
            len(index),
            f"{len(files):,}",
            *(f"{size / articles:.0f}" for size in (words, texts, words + texts)),
        )
        yield f"| {' | '.join(map(str, cells))} |"


# --- what is found, against a scan of the texts --------------------------------------------


class _Index:
    """A language's index, read as the script reads it."""

    def __init__(self, folder: Path) -> None:
        self._segments = []
        self.texts: dict[tuple[str, int], str] = {}
        for address, shards, *_ in json.loads((folder / "index.json").read_bytes()):
            name = address.split("/")[-2]
            lists: dict[str, list[int]] = {}
            for number in range(shards):
                for line in _unpacked(folder / name / f"{number}.bin").split("\n")[:-1]:
                    term, _, chars = line.partition("\t")
                    last = 0
                    lists[term] = [last := last + ord(char) - 33 for char in chars]
            self._segments.append((name, lists))
            packs = sorted(
                (folder / name).glob("t*.bin"), key=lambda file: int(file.stem.removeprefix("t"))
            )
            rows = [row for pack in packs for row in json.loads(_unpacked(pack))]
            self.texts.update(
                ((name, number), fold(f"{row[1]}\n{row[5]}")) for number, row in enumerate(rows)
            )

    def having(self, word: str) -> set[tuple[str, int]]:
        found = set()
        for name, lists in self._segments:
            wanted = {spell(term) for term in read([word]).terms}
            numbers = [set(lists.get(term, ())) for term in wanted if " " not in term]
            found |= {(name, number) for number in set.intersection(*numbers)}
        return found


def _unpacked(file: Path) -> str:
    return zlib.decompress(file.read_bytes(), -zlib.MAX_WBITS).decode()


def _recall(dist: Path) -> Iterator[str]:
    yield "| language | words | articles with them, by a scan | of these found | found beside |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for lang, lexicon in LEXICONS.items():
        index = _Index(dist / lang / "search")
        written = (*lexicon.starts, *lexicon.middles, *lexicon.ends)
        words = {word for text in written for word in re.findall(r"[^\W_]+", text)}
        if lang in ("ko", "ja", "zh"):
            words |= {word[at:end] for word in words for end in range(6) for at in range(end)}
        chosen = random.Random(1).sample(sorted(words - {""}), min(60, len(words) - 1))
        wanted = found = beside = 0
        for word in chosen:
            scanned = set(_scanned(index.texts, fold(word), whole_words=lang in ("en", "vi")))
            got = index.having(word)
            wanted, found = wanted + len(scanned), found + len(scanned & got)
            beside += len(got - scanned)
        share = found / wanted if wanted else 1
        yield f"| {lang} | {len(chosen)} | {wanted:,} | {share:.2%} | {beside:,} |"


def _scanned(
    texts: Mapping[tuple[str, int], str], word: str, *, whole_words: bool
) -> Iterator[tuple[str, int]]:
    pattern = re.compile(rf"(?<![^\W_]){word}(?![^\W_])" if whole_words else re.escape(word))
    return (key for key, text in texts.items() if pattern.search(text))


# --- what a reader waits for ---------------------------------------------------------------


def _table(dist: Path) -> Iterator[str]:
    with serve(dist, pictures=False) as origin, open_browser(width=390) as page:
        page.goto(f"{origin}/ko/search/")
        rate = _phone(page)
        yield (
            f"A phone of the middle class is {rate:.1f} times as slow as this machine "
            f"(index {_PHONE}).\n"
        )
        yield (
            "| query | results | index, KB | with page, style and scripts, KB | requests "
            f"| processor of a phone, ms | {_LIGHTHOUSE:.0f} times as slow, ms | wall, ms |"
        )
        yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
        for query in _queries():
            cost = _usual(page, origin, dist, query, rate)
            slower = _usual(page, origin, dist, query, _LIGHTHOUSE)
            name = " ".join((f"{query.lang}: {query.words}", *query.more.values()))
            yield (
                f"| {name} | {cost.answer} | {cost.of_index / 1000:.1f} "
                f"| {cost.whole / 1000:.1f} | {cost.requests} "
                f"| {cost.processor:.0f} | {slower.processor:.0f} | {cost.wall:.0f} |"
            )


def _queries() -> Iterator[Query]:
    for lang, queries in QUERIES.items():
        for more in ({}, {"order": "date"}, {"in": "all"}):
            for words in queries if not more else queries[:1]:
                yield Query(lang, words, more)


def _phone(page: Page) -> float:
    """How many times as slow as this machine a phone of the middle class is."""
    index = subprocess.run(
        ["node", "--input-type=module", "--eval", _INDEX],
        cwd=npm_file("lighthouse/package.json").parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    session = page.context.new_cdp_session(page)
    page.evaluate(f"({index})()")
    rate = 1.0
    for _ in range(4):
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        rate = max(1.0, rate * float(page.evaluate(f"({index})()")) / _PHONE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    return rate


_INDEX = """
import { pageFunctions } from "./core/lib/page-functions.js";
console.log(pageFunctions.computeBenchmarkIndex.toString());
"""


def _usual(page: Page, origin: str, dist: Path, query: Query, rate: float) -> Cost:
    """The first queries of three readers, of which the middle one is told of."""
    costs = [_cost(page, origin, dist, query, rate) for _ in range(3)]
    return sorted(costs, key=lambda cost: cost.processor)[1]


def _cost(page: Page, origin: str, dist: Path, query: Query, rate: float) -> Cost:
    """A first query of a reader who has nothing in the cache, on a processor slowed down."""
    asked: list[str] = []
    page.context.clear_cookies()
    session = page.context.new_cdp_session(page)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    # Not the time that passes but what the thread works; slowing down counts as work.
    session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    session.send("Performance.enable")
    listener = lambda request: asked.append(unquote(urlsplit(request.url).path))  # noqa: E731
    page.on("request", listener)
    page.goto(f"{origin}/{query.lang}/search/?{urlencode(query.more)}", wait_until="networkidle")
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    before, started = _busy(session.send("Performance.getMetrics")), time.monotonic()
    answer = page.evaluate(_ASK, query.words)
    wall = time.monotonic() - started
    processor = _busy(session.send("Performance.getMetrics")) - before
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.remove_listener("request", listener)
    session.detach()
    sizes = _transferred(dist, asked)
    index = sum(size for path, size in sizes.items() if path.endswith((".bin", ".json")))
    return Cost(answer, index, sum(sizes.values()), len(sizes), processor * 1000, wall * 1000)


# From the reader's sending to the frame that shows what was found, in one call: whatever a driver
# asks of the page is work of the same thread.
_ASK = """words => new Promise(done => {
  const found = document.querySelector(".found"), form = document.querySelector(".finder");
  new MutationObserver(() => {
    if (found.textContent) requestAnimationFrame(() => setTimeout(() => done(found.textContent)));
  }).observe(found, {childList: true});
  form.elements.q.value = words;
  form.requestSubmit();
})"""


def _busy(metrics: Mapping[str, Sequence[Mapping[str, object]]]) -> float:
    """How many seconds the page's thread has worked."""
    values = {str(item["name"]): float(str(item["value"])) for item in metrics["metrics"]}
    return values["TaskDuration"]


def _transferred(dist: Path, asked: Sequence[str]) -> Mapping[str, int]:
    """The bytes of each file as a host sends it: texts compressed by gzip."""
    sizes: dict[str, int] = defaultdict(int)
    for path in asked:
        file = dist / path.strip("/")
        data = (file / "index.html" if file.is_dir() else file).read_bytes()
        sizes[path] = len(data if path.endswith(".bin") else gzip.compress(data, 6))
    return sizes


if __name__ == "__main__":
    main()
