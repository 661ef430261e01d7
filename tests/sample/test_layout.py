"""What a picture editor sees on pages: rows that are full, calendars beside their lists."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.kinds import one_of_each
from tests.validators.browser import open_browser, serve, visit

PHONE, DESKTOP = 390, 1280

# The items of a grid that stand in its first row, and how much of its width they leave empty.
_FIRST_ROW = """(items) => {
  const boxes = items.map((item) => item.getBoundingClientRect());
  const row = boxes.filter((box) => box.top === boxes[0].top);
  const grid = items[0].parentElement.getBoundingClientRect();
  return [row.length, Math.round(grid.right - Math.max(...row.map((box) => box.right)))];
}"""


# The boxes of what paper shows.
_SHEET = """() => ['.nameplate', 'h1', '.byline', '#share .address', '.qr svg', '.lead img']
  .map((part) => document.querySelector(part)?.getBoundingClientRect().toJSON())"""


@pytest.fixture(scope="module")
def origin(sample: Path) -> Iterator[str]:
    with serve(sample, pictures=False) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with open_browser(width=DESKTOP) as page:
        yield page


def _open(page: Page, origin: str, path: str, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, origin, path)
    return page


def _first_row(page: Page, items: str) -> tuple[int, int]:
    count, empty = page.locator(items).evaluate_all(_FIRST_ROW)
    return count, empty


def test_a_year_of_the_archive_is_one_row_on_a_desktop_and_two_on_a_phone(
    sample: Path, browser: Page, origin: str
) -> None:
    months = "[id^='2020'] + ul > li:first-child > ol > li"
    archive = one_of_each(sample, "ko")["archive"]
    for width, columns in ((DESKTOP, 12), (PHONE, 6)):
        page = _open(browser, origin, archive, width)
        assert _first_row(page, months)[0] == columns


def test_two_photos_and_three_cards_leave_no_empty_corner(
    sample: Path, browser: Page, origin: str
) -> None:
    page = _open(browser, origin, one_of_each(sample, "ko")["article"], DESKTOP)
    assert _first_row(page, ".gallery figure") == (2, 0)
    page = _open(browser, origin, one_of_each(sample, "vi")["home"], DESKTOP)
    assert _first_row(page, ".kind-home .grid .card") == (3, 0)


def test_a_months_calendar_stands_beside_its_articles(
    sample: Path, browser: Page, origin: str
) -> None:
    page = _open(browser, origin, one_of_each(sample, "ko")["month"], DESKTOP)
    calendar, articles = (page.locator(part).bounding_box() for part in (".months", ".dated"))
    assert calendar
    assert articles
    assert calendar["y"] == articles["y"]
    assert calendar["x"] > articles["x"] + articles["width"]


def test_a_phone_shows_of_a_month_without_articles_only_its_name(
    sample: Path, browser: Page, origin: str
) -> None:
    page = _open(browser, origin, one_of_each(sample, "ko")["year"], PHONE)
    empty = page.locator(".months table:not(:has(td a))")
    assert empty.count() > 1
    assert empty.locator("caption").first.is_visible()
    assert not empty.locator("tbody").first.is_visible()
    full = page.locator(".months table:has(td a) tbody")
    assert full.first.is_visible()


def test_marks_on_vietnamese_capitals_do_not_touch_the_line_above(
    sample: Path, browser: Page, origin: str
) -> None:
    page = _open(browser, origin, one_of_each(sample, "vi")["article"], DESKTOP)
    leading, size = (
        page.locator("h1").evaluate(f"(title) => parseFloat(getComputedStyle(title).{name})")
        for name in ("lineHeight", "fontSize")
    )
    assert leading >= 1.3 * size


def test_the_longest_headlines_are_set_smaller(sample: Path, browser: Page, origin: str) -> None:
    size = "(title, name) => { title.className = name; return getComputedStyle(title).fontSize; }"
    sizes = {}
    for lang in ("ko", "en"):
        title = _open(browser, origin, one_of_each(sample, lang)["article"], DESKTOP).locator("h1")
        sizes[lang] = [title.evaluate(size, name) for name in ("", "long", "longer")]
    assert sizes == {"ko": ["48px", "34px", "34px"], "en": ["48px", "48px", "34px"]}


def test_paper_has_the_article_its_address_and_its_links_and_no_furniture(
    sample: Path, browser: Page, origin: str
) -> None:
    page = _open(browser, origin, one_of_each(sample, "ko")["article"], DESKTOP)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    body = page.locator(".body")
    links = body.locator("a:not(.zoom)").evaluate_all(
        "(links) => links.filter((link) => /^(http|[/])/.test(link.getAttribute('href'))).length"
    )
    assert links > 0
    assert body.locator(".addresses li").count() == links
    shown = [".nameplate", "h1", ".byline", "#share .address", ".qr svg", ".addresses"]
    hidden = [".seek", ".opener", ".menu", ".editions", ".tools > button", ".related", ".closer"]
    assert [part for part in shown if not page.locator(part).first.is_visible()] == []
    assert [part for part in hidden if page.locator(part).first.is_visible()] == []
    assert not body.locator(".footnote-backref").first.is_visible()
    page.emulate_media(media="screen")


@pytest.mark.parametrize(
    "opening",
    ["share.showPopover()", "display.showPopover()", "document.querySelector('.zoom').click()"],
)
def test_paper_is_the_same_whatever_is_open(
    sample: Path, browser: Page, origin: str, opening: str
) -> None:
    page = _open(browser, origin, one_of_each(sample, "ko")["article"], DESKTOP)
    page.emulate_media(media="print")
    sheet = page.evaluate(_SHEET)
    page.emulate_media(media="screen")
    page.evaluate(opening)
    page.emulate_media(media="print")
    assert not page.locator("#viewer").is_visible()
    # Without scripts a panel that is open is left out.
    assert page.locator(".panel:popover-open:visible").count() == 0
    assert page.locator(":root").evaluate("(root) => getComputedStyle(root).overflow") == "visible"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(_SHEET) == sheet
    page.emulate_media(media="screen")


def test_four_cards_stand_in_full_rows_at_every_width(
    sample: Path, browser: Page, origin: str
) -> None:
    for width, columns in ((600, 2), (1024, 4), (1280, 4)):
        page = _open(browser, origin, one_of_each(sample, "ko")["home"], width)
        assert _first_row(page, ".kind-home .grid .card") == (columns, 0)


def test_the_search_box_has_room_beside_the_largest_letters(
    sample: Path, browser: Page, origin: str
) -> None:
    page = _open(browser, origin, one_of_each(sample, "vi")["home"], 320)
    page.locator(":root").evaluate("(root) => { root.dataset.size = '5'; }")
    box = page.locator(".seek input").bounding_box()
    assert box
    assert box["width"] > 200
