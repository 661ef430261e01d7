"""Every kind of page fits the narrowest screen, and what is there to be hit is large enough.

A page is opened once in each language; then its window, its letters and its pointer change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import CDPSession, Page

from tests.kinds import LANGUAGES, every_kind, one_of_each
from tests.sites import SiteFolder
from tests.validators.browser import serve, start_browser, visit


class _Screen(NamedTuple):
    touch: bool
    width: int
    height: int

    @property
    def least(self) -> int:
        """Pixels that a target has at least, each way: WCAG 2.2, 2.5.8; with fingers 2.5.5."""
        return 44 if self.touch else 24


_SCREENS = (
    _Screen(touch=False, width=1280, height=1024),
    _Screen(touch=False, width=320, height=256),  # the same at four times its size
    _Screen(touch=True, width=320, height=568),
    _Screen(touch=True, width=390, height=844),
    _Screen(touch=True, width=820, height=1180),
)

# Targets are smallest with the smallest letters. A box that is too small may yet be hit beside it:
# a card is hit for its headline.
_SMALL_TARGETS = """([least, within]) => {
  const short = (length) => length < least - .1;
  const reach = (item, x, y, right, down) => {
    let steps = 0;
    while (steps < least && item.contains(
      document.elementFromPoint(x + right * (steps + .5), y + down * (steps + .5)))) steps += 1;
    return steps;
  };
  const hit = (item) => {
    item.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = item.getBoundingClientRect();
    const [half, y] = [Math.min(box.width, least) / 2, box.y + box.height / 2];
    return [box.left + half, box.right - half].some((x) => [[1, 0], [0, 1]].every(
      ([right, down]) =>
        !short(reach(item, x, y, right, down) + reach(item, x, y, -right, -down))));
  };
  document.documentElement.dataset.size = '1';
  // Links in running text are as high as their line, which both criteria leave out.
  const inText = (item) => item.closest('.body, figcaption, .words')
    && getComputedStyle(item).display === 'inline';
  return [...document.querySelector(within).querySelectorAll('a, button, input, select, summary')]
    .filter((item) => item.checkVisibility({ visibilityProperty: true }))
    .filter((item) => !item.closest('.unseen, .skip') && !inText(item))
    .map((item) => item.closest('label') ?? item)
    .map((item) => [item, item.getBoundingClientRect()])
    .filter(([item, box]) => box.width && (short(box.width) || short(box.height)) && !hit(item))
    .map(([item, box]) => `${item.textContent.trim()} ${box.width} × ${box.height}`);
}"""
# The window is as wide as before when a page can be moved sideways.
_TOO_WIDE = """(width) => ['5', '3'].filter((size) => {
  document.documentElement.dataset.size = size;
  return document.documentElement.scrollWidth > width;
}).map((size) => `wider than the screen with letters of size ${size}`)"""
# What stands over an article when it is opened, and how it is opened and closed.
_OVER = {
    **{
        name: (f"{name}.showPopover()", f"{name}.hidePopover()")
        for name in ("share", "display", "languages", "menu")
    },
    "viewer": ("document.querySelector('a.zoom').click()", "viewer.close()"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_fit_narrow_screens_and_have_large_targets(sample: Path, lang: str) -> None:
    found = []
    with _browsing(sample) as (origin, page, devtools):
        for kind, _, path in (example for example in every_kind(sample) if example.lang == lang):
            visit(page, origin, path)
            for screen in _SCREENS:
                _turn(page, devtools, screen)
                found += [f"{kind} on {screen}: {text}" for text in _faults(page, screen)]
    assert found == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_opens_over_a_page_has_large_targets(sample: Path, lang: str) -> None:
    found = []
    with _browsing(sample) as (origin, page, devtools):
        visit(page, origin, one_of_each(sample, lang)["article"])
        for screen in _SCREENS:
            _turn(page, devtools, screen)
            for name, (opening, closing) in _OVER.items():
                page.evaluate(opening)
                assert page.locator(f"#{name}").is_visible()
                found += [
                    f"{name} on {screen}: {text}" for text in _faults(page, screen, f"#{name}")
                ]
                page.evaluate(closing)
    assert found == []


# Whether each name of a byline is on one line with its comma, and how far from it.
_NAMES = """[...document.querySelectorAll('.authors a')].slice(0, -1).map((name) => {
  const range = document.createRange();
  range.selectNode(name.nextSibling);
  const [{ top, bottom, right }] = [...name.getClientRects()].slice(-1);
  const comma = range.getBoundingClientRect();
  return [comma.top < bottom && comma.bottom > top, Math.round(comma.left - right)];
})"""


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article in a section with a long name, by authors with short ones."""
    site = SiteFolder(tmp_path_factory.mktemp("names") / "site")
    site.configure(languages=["zh", "en"], sections={"a": {"name": "Economy " * 6}})
    authors = ["张伟", "王芳", "欧阳娜娜", "李娜", "田中美咲", "刘洋", "A. B."]
    for lang in ("zh", "en"):
        site.article(f"story/index.{lang}.md", slug="story", section="a", authors=authors)
    site.build()
    return site.dist


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_long_sections_and_short_names_have_their_places(names: Path, lang: str) -> None:
    found = []
    with _browsing(names) as (origin, page, devtools):
        visit(page, origin, f"/{lang}/2023/01/01/story/")
        for screen in _SCREENS:
            _turn(page, devtools, screen)
            for size in (1, 3, 5):
                page.evaluate(f"document.documentElement.dataset.size = {size}")
                assert page.evaluate(_NAMES) == [[True, 0]] * 6
            found += [f"{screen}: {text}" for text in _faults(page, screen)]
    assert found == []


@contextmanager
def _browsing(sample: Path) -> Iterator[tuple[str, Page, CDPSession]]:
    with serve(sample, pictures=False) as origin, start_browser() as browser:
        page = browser.new_page()
        yield origin, page, page.context.new_cdp_session(page)


def _turn(page: Page, devtools: CDPSession, screen: _Screen) -> None:
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": screen.touch})
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    assert page.evaluate("matchMedia('(pointer: coarse)').matches") == screen.touch


def _faults(page: Page, screen: _Screen, within: str = "body") -> Iterator[str]:
    yield from page.evaluate(_TOO_WIDE, screen.width)
    yield from page.evaluate(_SMALL_TARGETS, [screen.least, within])
