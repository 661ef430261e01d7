"""The sample archive in a real browser."""

from pathlib import Path

from playwright.sync_api import Page

from tests.kinds import every_kind, one_of_each
from tests.validators.browser import open_browser, serve, visit
from tests.validators.csp import check_browser_complaints
from tests.validators.pages import html_files
from tests.validators.rendering import visible_differences


def test_minifying_changes_nothing_that_a_reader_sees(plain_sample: Path, sample: Path) -> None:
    assert visible_differences(plain_sample, sample) == ()


def test_pages_obey_their_own_policy_and_load_nothing_from_elsewhere(sample: Path) -> None:
    assert len(html_files(sample)) > 500
    assert check_browser_complaints(sample, [page.path for page in every_kind(sample)]) == ()


def test_a_line_of_the_body_is_as_long_as_eyes_like_it(sample: Path) -> None:
    line = "(() => { const { width, fontSize } = getComputedStyle(document.querySelector('.body'));"
    line += " return parseFloat(width) / parseFloat(fontSize); })()"
    with serve(sample) as origin, open_browser(width=1280) as page:
        for lang in ("ko", "ja", "zh"):
            visit(page, origin, one_of_each(sample, lang)["article"])
            assert 34 <= page.evaluate(line) <= 40


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
