"""What a reader has without JavaScript.

In Chromium alone: Debian's Firefox cannot be driven with scripts switched off.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.kinds import one_of_each
from tests.validators.browser import serve, start_browser
from tests.validators.reader import Opener, watched_pages


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as started:
        yield started


@pytest.fixture(scope="module")
def origin(sample: Path) -> Iterator[str]:
    with serve(sample) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, origin: str) -> Iterator[Opener]:
    with watched_pages(browser, origin, scripts=False) as opener:
        yield opener


@pytest.fixture(scope="module")
def article(sample: Path) -> str:
    """The article of the sample with most photos."""
    return one_of_each(sample, "ko")["article"]


def test_without_javascript_the_link_opens_the_whole_photo(reader: Opener, article: str) -> None:
    page = reader(article)
    target = page.locator("a.zoom").first.get_attribute("href")
    with page.expect_request(
        lambda request: request.is_navigation_request() and request.url.endswith(target or "?")
    ):
        page.locator("a.zoom").first.click()


def test_sharing_works_without_javascript(reader: Opener, article: str) -> None:
    page = reader(article)
    page.locator("button.share").click()
    expect(page.locator("#share a").first).to_be_visible()


def test_size_and_theme_can_be_chosen_without_javascript(reader: Opener, article: str) -> None:
    page = reader(article, color_scheme="light")
    page.locator("button.letter").click()
    before = page.locator(".body").bounding_box()
    page.locator("[name=size][value='5']").check(force=True)
    after = page.locator(".body").bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > 1.2 * before["height"]
