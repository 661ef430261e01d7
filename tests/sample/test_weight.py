"""What a first visit costs: bytes, requests and moving text, for every kind of page."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import brotli
import pytest
from playwright.sync_api import Browser

from tests.kinds import LANGUAGES, every_kind, one_of_each, withdrawn
from tests.validators.browser import serve, start_browser, visit

TOGETHER, SCRIPT, REQUESTS = 20_000, 4_000, 3

_SCREENS: Mapping[str, Mapping[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 3,
        "is_mobile": True,
        "has_touch": True,
    },
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}

_SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    shifts.push(`${value}: ${sources.map(({ node }) => node?.outerHTML?.slice(0, 100))}`);
  }
}).observe({type: 'layout-shift', buffered: true});
"""

# Photos load when they come near.
_READ_TO_THE_END = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const { scrollHeight } = document.documentElement;
  for (let top = 0; top < scrollHeight; top += innerHeight) {
    scrollTo({ top, behavior: 'instant' });
    await frame();
  }
  const waiting = () => [...document.images].some((one) => one.currentSrc && !one.complete);
  do {
    await frame();
    await frame();
  } while (waiting());
  await new Promise((done) => setTimeout(done, 20));
  return shifts;
}"""


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_first_visit_takes_three_requests_and_nothing_moves(sample: Path, lang: str) -> None:
    """The page of the search has a script of its own."""
    pages = [page for page in every_kind(sample) if page.lang == lang]
    with serve(sample) as origin, start_browser() as browser:
        visits = {
            f"{page.kind} on a {screen}": _visit(browser, origin, page.path, **options)
            for page in pages
            for screen, options in _SCREENS.items()
        }
    asked = {name: asked for name, (asked, _) in visits.items() if not name.startswith("search ")}
    assert {name: urls for name, urls in asked.items() if len(urls) > REQUESTS} == {}
    assert {name: shifts for name, (_, shifts) in visits.items() if shifts} == {}


def _visit(browser: Browser, origin: str, path: str, **options: Any) -> tuple[list[str], list[str]]:
    """What is asked for but pictures, with an empty cache, and what is moved in the reading."""
    asked: list[str] = []
    with browser.new_context(reduced_motion="reduce", **options) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(_SHIFTS)
        visit(page, origin, path)
        shifts: list[str] = page.evaluate(_READ_TO_THE_END)
    # The rules for prefetching are asked for when the page stands, by browsers that prefetch.
    later = re.compile(r"\.(jpg|png|webp|avif|svg|ico)$|/prefetch\.json$")
    return [url for url in asked if not later.search(url)], shifts
