"""axe-core finds nothing on any kind of page, in any language and in any scheme of colours."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.kinds import LANGUAGES, every_kind, one_of_each
from tests.validators.accessibility import check_accessibility, objections
from tests.validators.browser import open_browser, serve, visit

_WIDTHS = (390, 1024)
# What opens over an article on a phone, and what opens it.
_OPENERS = {
    "share": "button.share",
    "display": "button.letter",
    "languages": ".opener[popovertarget=languages]",
    "menu": ".opener[popovertarget=menu]",
    "viewer": "a.zoom >> nth=0",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_page_is_accessible(sample: Path, lang: str) -> None:
    """What is judged on a phone in one language is judged on a desktop in the next."""
    turn = LANGUAGES.index(lang)
    pages = [page.path for page in every_kind(sample) if page.lang == lang]
    assert len(pages) >= 18
    for number, width in enumerate(_WIDTHS):
        chosen = pages[(turn + number) % 2 :: 2]
        assert check_accessibility(sample, chosen, width=width) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_opens_over_a_page_is_accessible(sample: Path, lang: str) -> None:
    found = []
    with serve(sample) as origin, open_browser(width=390) as page:
        visit(page, origin, one_of_each(sample, lang)["article"])
        for name, opener in _OPENERS.items():
            page.locator(opener).click()
            expect(page.locator(f"#{name}")).to_be_visible()
            found += [f"{name} {complaint}" for complaint in objections(page)]
            page.keyboard.press("Escape")
            expect(page.locator(f"#{name}")).to_be_hidden()
    assert found == []


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
