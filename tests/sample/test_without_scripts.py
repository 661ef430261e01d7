"""What a reader has without JavaScript.

Debian's Firefox cannot be driven with scripts switched off for all pages: there, a header of the
server switches them off for each.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.kinds import one_of_each
from tests.validators.browser import ENGINES, Engine, serve, start_browser
from tests.validators.reader import Opener, watched_pages


@pytest.fixture(scope="module", params=ENGINES)
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    engine: Engine = request.param
    with start_browser(engine) as started:
        yield started


@pytest.fixture(scope="module")
def origin(sample: Path, browser: Browser) -> Iterator[str]:
    with serve(sample, scripts=browser.browser_type.name != "firefox") as address:
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


def test_no_script_runs_and_the_search_says_so(reader: Opener, article: str) -> None:
    page = reader(article)
    # The script's first work is to write the reader's text size on the root.
    expect(page.locator("html")).not_to_have_attribute("data-size", re.compile(".*"))
    page.locator(".seek input").fill("예산")
    page.locator(".seek input").press("Enter")
    page.wait_for_url("**/ko/search/?q=*")
    expect(page.locator("noscript p")).to_contain_text("자바스크립트")
    expect(page.locator(".filters")).to_be_hidden()
    page.locator("noscript a[href='/ko/archive/']").click()
    page.wait_for_url("**/ko/archive/")


def test_menus_open_and_lead_on_without_javascript(reader: Opener, article: str) -> None:
    page = reader(article, viewport={"width": 390, "height": 844})
    page.locator(".opener[popovertarget=languages]").click()
    page.locator("#languages a[hreflang=vi]").click()
    page.wait_for_url("**/vi/**")
    page.locator(".opener[popovertarget=menu]").click()
    page.locator("#menu a").first.click()
    page.wait_for_url("**/vi/sections/**")
