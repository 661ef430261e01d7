"""Photos as a browser lays them out, chooses them and loads them."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TypedDict
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.validators.browser import chromium, serve, visit
from tests.validators.reader import wait_until

# Phones, tablets and screens, on both sides of where columns come and go.
WIDTHS = (320, 390, 480, 600, 700, 840, 900, 970, 1024, 1100, 1200, 1440, 1920)
HEIGHTS = (800, 500)

LAYOUT = """() => [...document.querySelectorAll('main picture')].map(picture => {
  const image = picture.querySelector('img'), offer = picture.querySelector('source');
  const ruler = document.body.appendChild(document.createElement('div'));
  // The commas within min() are none between sizes.
  const part = offer.sizes.split(/, (?![^(]*[)])/).find(part => !part.startsWith('(')
    || matchMedia(part.slice(0, part.indexOf(')') + 1)).matches);
  ruler.style.width = part.replace(/^[(].*?[)] /, '');
  const said = ruler.getBoundingClientRect().width;
  ruler.remove();
  return {url: image.src, said, real: image.getBoundingClientRect().width};
})"""

CHOSEN = """() => [...document.querySelectorAll('main picture img')].map(image => ({
  url: image.currentSrc,
  loaded: image.complete && image.naturalWidth > 0,
  needed: image.getBoundingClientRect().width * devicePixelRatio,
  offers: [...image.parentElement.querySelectorAll('source')].map(offer => offer.srcset),
  background: getComputedStyle(image).backgroundColor,
}))"""


class Shown(TypedDict):
    url: str
    said: float
    real: float


class Chosen(TypedDict):
    url: str
    loaded: bool
    needed: float
    offers: list[str]
    background: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


def _pages(sample: Path, lang: str) -> tuple[str, ...]:
    """The front page, a section, a day, an article with each place that a photo can have."""

    def article(word: str) -> Path:
        files = sorted((sample / lang).glob("20*/*/*/*/index.html"))
        return next(file.parent for file in files if word in file.read_text(encoding="utf-8"))

    def body(file: Path) -> str:
        text = file.read_text(encoding="utf-8")
        return text.partition("class=body")[2] or text.partition('class="body"')[2]

    files = sorted((sample / lang).glob("20*/*/*/*/index.html"))
    in_text = next(file.parent for file in files if "<picture" in body(file).partition("</div>")[0])
    lead, gallery = article("fetchpriority"), article("gallery")
    home = sample / lang
    folders = {home, home / "sections" / "economy", lead.parent, lead, gallery, in_text}
    return tuple(f"/{folder.relative_to(sample).as_posix()}/" for folder in sorted(folders))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_sizes_say_how_wide_photos_are_laid_out(sample: Path, browser: Browser, lang: str) -> None:
    wrong = []
    seen = 0
    page = browser.new_page()
    with serve(sample, pictures=False) as origin:
        for path in _pages(sample, lang):
            visit(page, origin, path)
            for width, height in product(WIDTHS, HEIGHTS):
                page.set_viewport_size({"width": width, "height": height})
                shown: list[Shown] = page.evaluate(LAYOUT)
                seen += len(shown)
                wrong += [
                    f"{path} at {width}x{height}: {item['real']}, not {item['said']}: {item['url']}"
                    for item in shown
                    if not 0.94 <= item["said"] / item["real"] <= 1.08
                ]
    page.close()
    assert seen > 100
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize(("width", "density"), [(360, 3), (412, 1.75), (1280, 1), (1440, 2)])
def test_the_right_candidate_is_loaded(
    sample: Path, browser: Browser, width: int, density: float
) -> None:
    loaded = 0
    with serve(sample) as origin:
        for path in _pages(sample, "ko"):
            # A new one each time: Chromium shows a larger candidate that it has already.
            page = browser.new_page(
                viewport={"width": width, "height": 900}, device_scale_factor=density
            )
            visit(page, origin, path)
            for _ in range(40):
                page.mouse.wheel(0, 600)
            wait_until(page, "[...document.images].every(one => one.complete || !one.currentSrc)")
            chosen: list[Chosen] = page.evaluate(CHOSEN)
            for item in chosen:
                if not item["loaded"]:
                    continue
                loaded += 1
                file = sample / unquote(urlsplit(item["url"]).path).lstrip("/")
                assert file.suffix == ".avif"
                widths = sorted(
                    int(offer.rpartition(" ")[2].removesuffix("w"))
                    for offer in item["offers"][0].split(", ")
                )
                with Image.open(file) as picture:
                    _check_choice(picture.width, item["needed"], widths)
            page.close()
    assert loaded > 10


def _check_choice(chosen: int, needed: float, widths: list[int]) -> None:
    """Chromium takes the candidate whose density is nearest, a little too few pixels included."""
    enough = next((width for width in widths if width >= needed), widths[-1])
    assert chosen <= enough * 1.05, "more was loaded than is shown"
    assert chosen >= min(0.7 * needed, widths[-1]), "the photo is not sharp"


def test_a_colour_stands_in_for_a_photo_until_it_is_there(sample: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("**/media/**", lambda route: route.abort())
    with serve(sample) as origin:
        visit(page, origin, "/ko/")
        chosen: list[Chosen] = page.evaluate(CHOSEN)
    page.close()
    colours = {item["background"] for item in chosen}
    assert len(colours) > 1
    assert all(colour.startswith("rgb(") for colour in colours)
