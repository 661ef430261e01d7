"""The sample archive in a real browser."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.kinds import LANGUAGES, one_of_each, withdrawn
from tests.validators.accessibility import check_accessibility
from tests.validators.browser import open_browser, serve, start_browser, visit
from tests.validators.csp import check_browser_complaints
from tests.validators.pages import html_files
from tests.validators.rendering import visible_differences


def test_minifying_changes_nothing_that_a_reader_sees(plain_sample: Path, sample: Path) -> None:
    assert visible_differences(plain_sample, sample) == ()


def test_pages_obey_their_own_policy_and_load_nothing_from_elsewhere(sample: Path) -> None:
    assert len(html_files(sample)) > 500
    pages = [page for lang in LANGUAGES for page in _addresses(sample, lang)]
    assert check_browser_complaints(sample, sorted(set(pages))) == ()


def _addresses(sample: Path, lang: str) -> tuple[str, ...]:
    return (*one_of_each(sample, lang).values(), withdrawn(sample))


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [
        ("ko", "light", 1024),
        ("en", "dark", 390),
        ("ja", "light", 390),
        ("zh", "dark", 1024),
        ("vi", "light", 1024),
    ],
)
def test_every_kind_of_page_is_accessible(
    sample: Path, lang: str, scheme: Literal["light", "dark"], width: int
) -> None:
    pages = _addresses(sample, lang)
    assert check_accessibility(sample, pages, color_scheme=scheme, width=width) == ()


def test_forced_colours_leave_every_kind_of_page_accessible(sample: Path) -> None:
    assert check_accessibility(sample, _addresses(sample, "ko"), forced_colors="active") == ()


# The body's text against the paper, as WCAG 2.2 reckons contrast.
_CONTRAST = """() => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3)
    .map((part) => part / 255)
    .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [.2126, .7152, .0722][place], 0);
  const paper = light(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll('.body p, .deck p, .summary, figcaption *')].map((text) => {
    const ink = light(getComputedStyle(text).color);
    return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_running_text_has_the_contrast_of_level_aaa(
    sample: Path, scheme: Literal["light", "dark"]
) -> None:
    with serve(sample) as origin, open_browser(color_scheme=scheme) as page:
        for kind in ("article", "home"):
            visit(page, origin, one_of_each(sample, "ko")[kind])
            assert min(page.evaluate(_CONTRAST)) >= 7


def test_a_line_of_the_body_is_as_long_as_eyes_like_it(sample: Path) -> None:
    line = "(() => { const { width, fontSize } = getComputedStyle(document.querySelector('.body'));"
    line += " return parseFloat(width) / parseFloat(fontSize); })()"
    with serve(sample) as origin, open_browser(width=1280) as page:
        for lang in ("ko", "ja", "zh"):
            visit(page, origin, one_of_each(sample, lang)["article"])
            assert 34 <= page.evaluate(line) <= 40


def test_no_page_scrolls_sideways_on_the_narrowest_screen_or_at_four_times_the_size(
    sample: Path,
) -> None:
    with serve(sample) as origin, open_browser(width=320) as page:
        for lang in LANGUAGES:
            for path in _addresses(sample, lang):
                visit(page, origin, path)
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


# Links in running text are as high as their line (WCAG 2.2, 2.5.8 leaves them out).
_SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input')]
  .filter((item) => item.checkVisibility() && !item.closest('.body, .card, .unseen, figcaption'))
  .map((item) => [item.textContent.trim(), item.getBoundingClientRect()])
  .filter(([, box]) => box.height && box.bottom > 0 && box.height < 44)
  .map(([name, box]) => `${name} ${box.width} × ${box.height}`)"""


def test_targets_are_large_enough_for_fingers(sample: Path) -> None:
    with serve(sample) as origin, start_browser() as browser:
        page = browser.new_page(
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
        )
        found = {}
        for kind, path in one_of_each(sample, "ko").items():
            visit(page, origin, path)
            found[kind] = page.evaluate(_SMALL_TARGETS)
    assert {kind: small for kind, small in found.items() if small} == {}


def test_the_keyboard_reaches_everything_and_shows_where_it_is(sample: Path) -> None:
    with serve(sample) as origin, open_browser() as page:
        visit(page, origin, one_of_each(sample, "ko")["article"])
        reached = [_focused(page) for _ in range(200)]
    places = reached[: reached.index(reached[0], 1)] if reached[0] in reached[1:] else reached
    assert places[0].startswith("skip")
    assert all(place.endswith("seen") for place in places if not place.startswith("body"))
    assert {"share", "letter", "zoom"} <= {place.split()[0] for place in places}


def _focused(page: Page) -> str:
    """The class of what Tab leads to, and whether its outline is seen."""
    page.keyboard.press("Tab")
    return str(
        page.evaluate(
            "(() => { const here = document.activeElement; const style = getComputedStyle("
            "here.matches('.steps input') ? here.parentElement : here);"
            "return `${here.className || here.localName} ${here.getAttribute('href') ?? ''} `"
            " + (parseFloat(style.outlineWidth) >= 2 ? 'seen' : 'unseen'); })()"
        )
    )
