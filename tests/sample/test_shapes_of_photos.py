"""Photos of every shape and size have their own shape on the page, before they are there."""

from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests.sites import SiteFolder
from tests.validators.browser import ENGINES, Engine, serve, start_browser, visit
from tests.validators.reader import wait_until

# By name, as wide and as high as they come.
_SHAPES = {
    "landscape": (2400, 1600),
    "portrait": (1200, 1800),
    "telephone": (1080, 2340),
    "small": (240, 160),
}
_BOXES = """() => [...document.querySelectorAll('figure img')].map(image => {
  const {width, height} = image.getBoundingClientRect();
  const target = image.closest('a').getBoundingClientRect();
  return {width, height, empty: target.width - width};
})"""


def _wait(_: Route) -> None:
    """Never answer."""


def _refuse(route: Route) -> None:
    route.abort()


def _let(route: Route) -> None:
    route.continue_()


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a story for each shape, with its photo as the lead and in the text."""
    site = SiteFolder(tmp_path_factory.mktemp("shapes") / "site")
    for name, size in _SHAPES.items():
        site.photo(f"{name}/photo.jpg", size)
        photo = {"src": "photo.jpg", "alt": name}
        site.article(name, f"Text.\n\n![{name}](photo.jpg)\n\nText.", slug=name, image=photo)
    site.photo("icon/icon.png", (20, 20))
    site.article("icon", "Before ![the icon](icon.png) after.", slug="icon")
    site.build()
    return site.dist


@pytest.mark.parametrize("engine", ENGINES)
def test_a_picture_in_a_sentence_stands_in_its_line(shapes: Path, engine: Engine) -> None:
    with serve(shapes) as origin, start_browser(engine) as browser:
        page = browser.new_page()
        visit(page, origin, "/ko/2023/01/01/icon/")
        high, leading = page.locator(".body p").evaluate(
            "(text) => [text.offsetHeight, parseFloat(getComputedStyle(text).lineHeight)]"
        )
        page.close()
    assert high < 1.5 * leading


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("screen", [(390, 844), (1366, 650), (1280, 600)])
def test_photos_keep_their_shape_within_the_window_and_their_pixels(
    shapes: Path, engine: Engine, screen: tuple[int, int]
) -> None:
    """What is waited for, and what never comes, has the box of what is there."""
    width, height = screen
    with serve(shapes) as origin, start_browser(engine) as browser:
        for name, (wide, high) in _SHAPES.items():
            address = f"{origin}/ko/2023/01/01/{name}/"
            seen = []
            for answer in (_wait, _refuse, _let):
                page = browser.new_page(viewport={"width": width, "height": height})
                page.route("**/media/**", answer)
                page.goto(address, wait_until="commit" if answer is _wait else "load")
                wait_until(page, "document.readyState !== 'loading'")
                page.locator("figure img").last.scroll_into_view_if_needed()
                if answer is _let:
                    wait_until(page, "[...document.images].every(one => one.naturalWidth > 0)")
                seen.append(page.evaluate(_BOXES))
                page.close()
            waiting, broken, boxes = seen
            assert waiting == boxes
            # Beside a scrollbar of its own, Firefox makes the box of a broken photo too wide.
            assert broken == boxes or width < 500
            assert len(boxes) == 2
            for box in boxes:
                assert box["width"] / box["height"] == pytest.approx(wide / high, rel=0.01)
                assert box["width"] <= wide
                assert box["height"] <= 0.85 * height + 1
                assert box["empty"] == pytest.approx(0, abs=1)
