"""What a reader does with an article: enlarge, share, resize, choose; with real browsers."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kinds import one_of_each
from tests.validators.browser import ENGINES, Engine, serve, start_browser
from tests.validators.reader import Opener, wait_until, watched_pages

_TRIES = 10


@pytest.fixture(scope="module", params=ENGINES)
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    engine: Engine = request.param
    with start_browser(engine) as started:
        yield started


@pytest.fixture(scope="module")
def origin(sample: Path) -> Iterator[str]:
    with serve(sample) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, origin: str) -> Iterator[Opener]:
    """Opens pages; what the browser complains about fails the test."""
    with watched_pages(browser, origin) as opener:
        yield opener


@pytest.fixture(scope="module")
def article(sample: Path) -> str:
    """The article of the sample with most photos."""
    return one_of_each(sample, "ko")["article"]


# --- enlarging -----------------------------------------------------------------------------


def _enlarge(page: Page) -> None:
    page.locator("a.zoom").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#viewer")).to_be_visible()


def _shown(page: Page) -> str:
    """The photo that is enlarged."""
    wait_until(page, "document.querySelector('#viewer img').complete")
    return str(page.evaluate("document.querySelector('#viewer img').src"))


def _scale(page: Page) -> float:
    return _transform(page, "a")


def _moved(page: Page) -> float:
    """How far the photo was moved to the right."""
    return _transform(page, "e")


def _transform(page: Page, part: str) -> float:
    matrix = "new DOMMatrix(document.querySelector('#viewer img').style.transform)"
    return float(page.evaluate(f"{matrix}.{part}"))


def test_enter_enlarges_a_photo_with_its_words_and_escape_leads_back(
    reader: Opener, article: str
) -> None:
    page = reader(article)
    _enlarge(page)
    dialog = page.get_by_role("dialog")
    assert dialog.get_attribute("aria-label")
    caption = page.locator("main figure:has(a.zoom) .caption").first.inner_text()
    assert dialog.locator(".words .caption").inner_text() == caption
    wait_until(
        page,
        "document.querySelector('#viewer img').src === document.querySelector('a.zoom').href",
    )
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    assert page.evaluate("document.activeElement === document.querySelector('a.zoom')")
    wait_until(page, "!history.state?.viewer")


def test_the_back_button_closes_the_photo_and_stays_on_the_page(
    reader: Opener, article: str
) -> None:
    page = reader(article)
    before = page.url
    _enlarge(page)
    page.go_back()
    expect(page.locator("#viewer")).to_be_hidden()
    assert page.url == before


def test_arrow_keys_and_buttons_lead_along_all_photos_of_the_article(
    reader: Opener, article: str
) -> None:
    page = reader(article)
    count = page.locator("a.zoom").count()
    assert count > 1
    _enlarge(page)
    first = _shown(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#viewer .place")).to_have_text(f"2 / {count}")
    assert _shown(page) != first
    page.locator("#viewer [data-step='-1']").click()
    expect(page.locator("#viewer .place")).to_have_text(f"1 / {count}")


def test_keys_and_buttons_agree_where_one_reads_from_the_right(
    reader: Opener, article: str
) -> None:
    page = reader(article)
    page.evaluate("document.documentElement.dir = 'rtl'")
    count = page.locator("a.zoom").count()
    _enlarge(page)
    following, before = (
        page.locator(f"#viewer [data-step='{step}']").bounding_box() for step in (1, -1)
    )
    assert following
    assert before
    assert following["x"] < before["x"]
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#viewer .place")).to_have_text(f"2 / {count}")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#viewer .place")).to_have_text(f"1 / {count}")


def test_wheel_double_click_and_keys_enlarge_further_and_dragging_moves(
    reader: Opener, article: str
) -> None:
    page = reader(article)
    _enlarge(page)
    _shown(page)
    page.mouse.move(700, 400)
    page.mouse.wheel(0, -300)
    wait_until(page, "document.querySelector('#viewer img').style.transform.includes('scale(2.7')")
    before = _moved(page)
    page.mouse.down()
    page.mouse.move(760, 400, steps=3)
    page.mouse.up()
    assert _moved(page) > before
    _double_click(page, lambda scale: scale == 1)
    _double_click(page, lambda scale: scale > 2)
    page.keyboard.press("-")
    assert _scale(page) < 2


def _double_click(page: Page, done: Callable[[float], bool]) -> None:
    """Double-click; once more when a busy machine put too much time between the two clicks."""
    for _ in range(_TRIES):
        page.mouse.dblclick(700, 400)
        if done(_scale(page)):
            return
    pytest.fail(f"the photo stays at {_scale(page)} times its size")


def test_the_page_behind_does_not_scroll(reader: Opener, article: str) -> None:
    page = reader(article)
    _enlarge(page)
    before = page.evaluate("scrollY")
    page.mouse.move(640, 450)
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(100)
    page.keyboard.press("PageDown")
    assert page.evaluate("scrollY") == before


# --- sharing -------------------------------------------------------------------------------


def test_the_share_dialog_has_all_networks_and_copies_the_address(
    reader: Opener, article: str
) -> None:
    page = reader(article)
    page.evaluate(
        "Object.defineProperty(navigator, 'share', {value: undefined});"
        "Object.defineProperty(navigator, 'clipboard',"
        " {value: {writeText: async (text) => { globalThis.copied = text; }}})"
    )
    page.locator("button.share").click()
    dialog = page.locator("#share")
    expect(dialog).to_be_visible()
    assert dialog.get_attribute("aria-label")
    links = dialog.locator("a")
    assert links.count() == 5
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    page.evaluate("document.querySelector('.copy').hidden = false")
    dialog.locator(".copy").click()
    expect(dialog.get_by_role("status")).not_to_be_empty()
    assert page.evaluate("copied") == canonical
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_share_button_opens_the_systems_sheet_where_there_is_one(
    reader: Opener, article: str
) -> None:
    page = reader(article)
    page.evaluate(
        "Object.defineProperty(navigator, 'share',"
        " {value: async (what) => { globalThis.shared = what; }})"
    )
    page.locator("button.share").click()
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert page.evaluate("shared.url") == canonical
    expect(page.locator("#share")).to_be_hidden()


@pytest.mark.parametrize(("name", "opens"), [("AbortError", False), ("NotAllowedError", True)])
def test_the_dialog_opens_where_the_systems_sheet_does_not(
    reader: Opener, article: str, name: str, *, opens: bool
) -> None:
    page = reader(article)
    page.evaluate(
        "Object.defineProperty(navigator, 'share', {value: async () => {"
        f" globalThis.asked = true; throw new DOMException('', '{name}'); }}}})"
    )
    page.locator("button.share").click()
    wait_until(page, "globalThis.asked")
    assert page.locator("#share").is_visible() == opens


def test_a_copied_address_is_told_of_each_time_and_a_refused_one_never(
    reader: Opener, article: str
) -> None:
    page = reader(article)
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async () => {"
        " globalThis.before = document.querySelector('#share [role=status]').textContent;"
        " if (globalThis.refuse) throw new DOMException('', 'NotAllowedError'); }}})"
    )
    page.locator("button.code").click()
    page.evaluate("document.querySelector('.copy').hidden = false")
    said = page.locator("#share").get_by_role("status")
    for _ in range(2):
        page.locator(".copy").click()
        expect(said).not_to_be_empty()
        assert page.evaluate("before") == ""
    page.keyboard.press("Escape")
    page.locator("button.code").click()
    expect(said).to_be_empty()
    page.evaluate("globalThis.refuse = true")
    page.locator(".copy").click()
    expect(said).to_be_empty()


# --- text size and theme -------------------------------------------------------------------


def _look(page: Page) -> tuple[str, str]:
    """The size of the body's text and the colour of the paper."""
    size = page.evaluate("getComputedStyle(document.querySelector('.body')).fontSize")
    return size, page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_size_and_theme_stay_on_the_next_page_from_its_first_paint(
    reader: Opener, article: str
) -> None:
    page = reader(article, color_scheme="light")
    plain = _look(page)
    page.locator("button.letter").click()
    page.locator("[name=size][value='5']").check(force=True)
    page.locator("[name=theme][value='dark']").check(force=True)
    chosen = _look(page)
    assert float(chosen[0].removesuffix("px")) > 1.3 * float(plain[0].removesuffix("px"))
    assert chosen[1] != plain[1]
    # Before anything of the body stands, the root has both.
    page.add_init_script(
        "new MutationObserver((_, observer) => { if (document.body) {"
        " globalThis.early = {...document.documentElement.dataset}; observer.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.reload()
    assert _look(page) == chosen
    assert page.evaluate("early") == {"size": "5", "theme": "dark"}


def test_the_browsers_bars_take_the_chosen_theme(reader: Opener, article: str) -> None:
    page = reader(article, color_scheme="light")
    bar = (
        "[...document.querySelectorAll('[name=theme-color]')]"
        ".find((bar) => matchMedia(bar.media || 'all').matches).content"
    )
    light = page.evaluate(bar)
    page.locator("button.letter").click()
    page.locator("[name=theme][value='dark']").check(force=True)
    dark = page.evaluate(bar)
    assert dark != light
    page.reload()
    assert page.evaluate(bar) == dark
    page.locator("button.letter").click()
    page.locator("[name=theme][value='system']").check(force=True)
    assert page.evaluate(bar) == light
    page.keyboard.press("Escape")
    page.emulate_media(color_scheme="dark")
    page.locator("button.letter").click()
    page.locator("[name=theme][value='light']").check(force=True)
    assert page.evaluate(bar) == light


# --- keys ----------------------------------------------------------------------------------


def test_a_slash_leads_to_the_search_and_no_other_key_with_it(reader: Opener, article: str) -> None:
    page = reader(article)
    box = page.locator("[type=search]")
    for other in ("Control", "Meta", "Alt"):
        page.keyboard.press(f"{other}+/")
        expect(box).not_to_be_focused()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    assert box.input_value() == ""


# --- language ------------------------------------------------------------------------------


def test_a_chosen_language_is_remembered_by_the_root_page(
    reader: Opener, article: str, origin: str
) -> None:
    page = reader(article)
    page.locator("#languages a[hreflang=en]").click()
    page.wait_for_url("**/en/**")
    page.goto(f"{origin}/")
    page.wait_for_url(f"{origin}/en/")


def _head(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("<body")[0]


def test_a_language_without_an_edition_leads_to_its_front_page(
    reader: Opener, sample: Path
) -> None:
    pages = sorted((sample / "ko").glob("20*/*/*/*/index.html"))
    alone = next(page for page in pages if not re.search("hreflang=.?en", _head(page)))
    page = reader(f"/{alone.parent.relative_to(sample).as_posix()}/")
    links = page.locator("#languages a")
    assert {link.get_attribute("hreflang") for link in links.all()} == {
        "ko",
        "en",
        "ja",
        "zh",
        "vi",
    }
    assert page.locator("#languages a[hreflang=en]").get_attribute("href") == "/en/"
