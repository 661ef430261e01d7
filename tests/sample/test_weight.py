"""What a first visit costs: bytes, requests and moving text, for every kind of page."""

import re
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from tests.kinds import LANGUAGES, one_of_each, withdrawn
from tests.validators.browser import open_browser, serve

TOGETHER, SCRIPT, REQUESTS = 20_000, 4_000, 3

_SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shifts.push(entry.value);
}).observe({type: 'layout-shift', buffered: true});
"""


def compressed(data: bytes) -> int:
    """How many bytes a host sends for a file."""
    return len(brotli.compress(data, quality=11))


def _files(sample: Path, path: str) -> dict[str, int]:
    """The page, its style sheet and its script with what each weighs."""
    page = sample / path.strip("/")
    html = page if page.is_file() else page / "index.html"
    text = html.read_text(encoding="utf-8")
    assets = re.findall(r"/assets/[\w.]+", text.partition("<body")[0])
    files = [html, *(sample / name.strip("/") for name in dict.fromkeys(assets))]
    return {file.suffix: compressed(file.read_bytes()) for file in files}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_kind_of_page_weighs_more_than_its_budget(sample: Path, lang: str) -> None:
    pages = {**one_of_each(sample, lang), "withdrawn": withdrawn(sample)}
    weights = {kind: _files(sample, path) for kind, path in pages.items()}
    assert {
        kind: sum(files.values())
        for kind, files in weights.items()
        if sum(files.values()) > TOGETHER
    } == {}
    assert all(files[".js"] <= SCRIPT for files in weights.values())


def test_a_first_visit_takes_three_requests_and_nothing_moves(sample: Path) -> None:
    """The page of the search has a script of its own."""
    pages = [
        path
        for lang in LANGUAGES
        for kind, path in one_of_each(sample, lang).items()
        if (lang == "ko" or kind in {"home", "article"}) and kind != "search"
    ]
    with serve(sample) as origin:
        found = {path: _visit(origin, path) for path in pages}
    assert {path: asked for path, (asked, _) in found.items() if len(asked) > REQUESTS} == {}
    assert {path: moved for path, (_, moved) in found.items() if moved} == {}


def _visit(origin: str, path: str) -> tuple[list[str], float]:
    """What is asked for but pictures, with an empty cache, and how far things move."""
    asked: list[str] = []
    with open_browser(width=390) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(_SHIFTS)
        page.goto(origin + quote(path), wait_until="networkidle")
        moved = float(page.evaluate("shifts.reduce((sum, value) => sum + value, 0)"))
    # The rules for prefetching are asked for when the page stands, by browsers that prefetch.
    later = re.compile(r"\.(jpg|png|webp|avif|svg|ico)$|/prefetch\.json$")
    return [url for url in asked if not later.search(url)], moved
