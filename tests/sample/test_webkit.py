"""Enlarging, sharing and searching in WebKit, the engine of Safari and of every iPhone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
from selenium.webdriver.common.keys import Keys

from tests.kinds import one_of_each
from tests.validators.browser import serve
from tests.validators.webkit import Reader, start_webkit

_OPEN = "document.querySelector('#viewer').open"
_PHOTO = "document.querySelector('#viewer img')"
_MATRIX = f"new DOMMatrix({_PHOTO}.style.transform)"


@pytest.fixture(scope="module")
def webkit(sample: Path) -> Iterator[Reader]:
    with serve(sample) as origin, start_webkit() as driver:
        yield Reader(driver, origin)


@pytest.fixture
def reader(webkit: Reader) -> Iterator[Reader]:
    """What the page that is open in the end complains about fails the test."""
    yield webkit
    assert webkit.complaints() == ()


@pytest.fixture(scope="module")
def article(sample: Path) -> str:
    """The article of the sample with most photos."""
    return one_of_each(sample, "ko")["article"]


def _enlarge(reader: Reader, article: str) -> None:
    reader.open(article)
    reader.say("document.querySelector('a.zoom').focus()")
    _press(reader, Keys.ENTER)
    reader.wait(f"{_OPEN} && {_PHOTO}.complete && {_PHOTO}.naturalWidth")


def _press(reader: Reader, *keys: str) -> None:
    ActionChains(reader.driver).send_keys(*keys).perform()


def test_enter_enlarges_a_photo_and_escape_leads_back(reader: Reader, article: str) -> None:
    _enlarge(reader, article)
    dialog = reader.find("#viewer")
    assert dialog.aria_role == "dialog"
    assert dialog.accessible_name
    caption = reader.find("main figure:has(a.zoom) .caption").get_property("textContent")
    assert reader.find("#viewer .words .caption").text == caption
    reader.wait(f"{_PHOTO}.src === document.querySelector('a.zoom').href")
    assert reader.say("document.querySelector('#viewer').contains(document.activeElement)")
    _press(reader, Keys.ESCAPE)
    reader.wait(f"!{_OPEN} && !history.state?.viewer")
    assert reader.say("document.activeElement === document.querySelector('a.zoom')")


def test_the_way_back_closes_the_photo_and_stays_on_the_page(reader: Reader, article: str) -> None:
    _enlarge(reader, article)
    before = reader.driver.current_url
    reader.driver.back()
    reader.wait(f"!{_OPEN}")
    assert reader.driver.current_url == before


def test_arrow_keys_and_buttons_lead_along_all_photos(reader: Reader, article: str) -> None:
    _enlarge(reader, article)
    count = reader.say("document.querySelectorAll('a.zoom').length")
    first = reader.say(f"{_PHOTO}.src")
    _press(reader, Keys.ARROW_RIGHT)
    reader.wait(f"document.querySelector('#viewer .place').textContent === '2 / {count}'")
    assert reader.say(f"{_PHOTO}.src") != first
    reader.find("#viewer [data-step='-1']").click()
    reader.wait(f"document.querySelector('#viewer .place').textContent === '1 / {count}'")


def test_wheel_double_click_and_dragging_do_what_hands_expect(reader: Reader, article: str) -> None:
    _enlarge(reader, article)
    pointer = ActionChains(reader.driver)
    pointer.scroll_from_origin(ScrollOrigin.from_viewport(500, 350), 0, -300).perform()
    reader.wait(f"{_MATRIX}.a > 2")
    place = float(str(reader.say(f"{_MATRIX}.e")))
    page = reader.find("#viewer")
    ActionChains(reader.driver).click_and_hold(page).move_by_offset(60, 0).release().perform()
    reader.wait(f"{_MATRIX}.e > {place + 20}")
    ActionChains(reader.driver).double_click(page).perform()
    reader.wait(f"{_MATRIX}.a === 1")
    ActionChains(reader.driver).double_click(page).perform()
    reader.wait(f"{_MATRIX}.a > 2")


def test_the_address_is_copied_so_that_it_can_be_pasted(reader: Reader, article: str) -> None:
    reader.open(article)
    canonical = reader.say("document.querySelector('link[rel=canonical]').href")
    # The sheet of the system is no page; with it, the button would open that.
    reader.say("void Object.defineProperty(navigator, 'share', {value: undefined})")
    reader.find("button.share").click()
    reader.wait("document.querySelector('#share').matches(':popover-open')")
    assert reader.find("#share").accessible_name
    reader.find("#share .copy").click()
    reader.wait("document.querySelector('#share [role=status]').textContent")
    _press(reader, Keys.ESCAPE)
    reader.wait("!document.querySelector('#share').matches(':popover-open')")
    box = reader.find(".seek input")
    box.click()
    box.send_keys(Keys.CONTROL, "v")
    reader.wait(f"document.querySelector('.seek input').value === {canonical!r}")


def test_the_share_button_opens_the_sheet_of_the_system(reader: Reader, article: str) -> None:
    reader.open(article)
    reader.say(
        "void Object.defineProperty(navigator, 'share',"
        " {value: async (what) => { globalThis.shared = what; }})"
    )
    reader.find("button.share").click()
    reader.wait("shared.url === document.querySelector('link[rel=canonical]').href")
    assert reader.say("document.querySelector('#share').matches(':popover-open')") is False


def test_the_slash_and_a_word_lead_to_hits(reader: Reader) -> None:
    reader.open("/ko/")
    _press(reader, "/")
    reader.wait("document.activeElement === document.querySelector('.seek input')")
    _press(reader, "예산에서는", Keys.ENTER)
    reader.wait("location.pathname === '/ko/search/' && document.querySelector('.hits li')")
    found = reader.say("[...document.querySelectorAll('.hits a')].map(link => link.href)")
    assert isinstance(found, list)
    assert len(found) > 1
    marks = reader.say("[...document.querySelectorAll('.hits mark')].map(one => one.innerText)")
    assert isinstance(marks, list)
    assert "예산" in marks
    reader.open("/vi/search/?q=cang&section=economy&order=date")
    reader.wait("document.querySelector('.hits li')")
    assert reader.say("document.querySelector('[name=section]').value") == "economy"


def test_without_javascript_links_and_popovers_do_the_work(
    sample: Path, webkit: Reader, article: str
) -> None:
    with serve(sample, scripts=False) as origin:
        reader = Reader(webkit.driver, origin)
        reader.driver.get(origin + quote(article))
        assert reader.find("html").get_dom_attribute("data-size") is None
        reader.find("button.share").click()
        assert all(link.is_displayed() for link in reader.find_all("#share a"))
        reader.find("#share .closer").click()
        photo = reader.find("a.zoom").get_property("href")
        reader.find("a.zoom").click()
        reader.wait(f"location.href === {photo!r}")
        reader.driver.get(f"{origin}/ko/search/?q=port")
        assert "자바스크립트" in reader.find("noscript").text
