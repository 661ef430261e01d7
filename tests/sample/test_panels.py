"""The small windows of an article: all of each can be seen, used and closed on any screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sitegen.config import SHARE_TARGETS
from tests.sites import SiteFolder
from tests.validators.browser import ENGINES, Engine, serve, start_browser, visit

_ARTICLE = "/ko/2023/01/01/story/"
_OPENERS = (".share", ".code", ".letter")
_IN_SIGHT = """(target) => {
  const {x, y, width, height} = target.getBoundingClientRect();
  return [y + 1, y + height - 1].some(
    (at) => target.contains(document.elementFromPoint(x + width / 2, at)));
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """An article with a photo, and every network to share it on."""
    site = SiteFolder(tmp_path_factory.mktemp("panels") / "site")
    networks = [f"{name}:its.example" if name == "mastodon" else name for name in SHARE_TARGETS]
    site.configure(share=networks)
    site.photo("story/photo.jpg", (1200, 800))
    photo = {"src": "photo.jpg", "alt": "Photo"}
    site.article("story", "Text.\n\n" * 40, slug="story", image=photo)
    site.build()
    return site


@pytest.fixture(scope="module")
def origin(site: SiteFolder) -> Iterator[str]:
    with serve(site.dist) as address:
        yield address


@pytest.fixture(scope="module", params=ENGINES)
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    engine: Engine = request.param
    with start_browser(engine) as started:
        yield started


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    page = browser.new_page()
    visit(page, origin, _ARTICLE)
    yield page
    page.close()


@pytest.mark.parametrize("size", [3, 5])
@pytest.mark.parametrize("screen", [(1280, 720), (1366, 650), (1280, 600), (1920, 1080)])
def test_panels_stand_within_the_window(page: Page, screen: tuple[int, int], size: int) -> None:
    width, height = screen
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(f"document.documentElement.dataset.size = {size}")
    for opener in _OPENERS:
        for top in (0, 200):
            page.evaluate(f"scrollTo(0, {top})")
            page.locator(opener).click()
            panel = page.locator(".panel:popover-open")
            closer = panel.locator(".closer")
            # It stays in sight, and no focus is hidden behind it.
            for part in (panel, closer):
                box = part.bounding_box()
                assert box
                assert box["x"] >= 0
                assert box["y"] >= 0
                assert box["x"] + box["width"] <= width
                assert box["y"] + box["height"] <= height
            for target in panel.locator("a, button, input").all():
                if target.is_visible():
                    target.focus()
                    seen = target.evaluate(_IN_SIGHT)
                    assert seen, target.inner_text()
            closer.click()
            expect(panel).to_be_hidden()
