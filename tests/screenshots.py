"""Pictures of every kind of page, in every language, light and dark, on a phone and a desktop.

    python -m tests.screenshots [--site dist] [--to build/screenshots] [WORD…]

Words choose: `article ko dark phone` takes one picture. `index.html` is the contact sheet.
"""

import argparse
from collections.abc import Iterator, Sequence
from html import escape
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser

from tests.kinds import every_kind
from tests.validators.browser import serve, start_browser, visit

Scheme = Literal["light", "dark"]
_SCREENS = {"phone": (390, 844), "desktop": (1280, 900)}
_SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_LONGEST = 4000  # pixels of a page that a picture shows


class Shot(NamedTuple):
    """One picture to take."""

    kind: str
    lang: str
    scheme: Scheme
    screen: str
    path: str

    @property
    def name(self) -> str:
        """The file name without its suffix."""
        return "-".join((self.kind.replace(" ", "-"), self.lang, self.scheme, self.screen))


def shots(site: Path, words: Sequence[str]) -> Iterator[Shot]:
    """All pictures of a built sample that all words choose."""
    for (kind, lang, path), scheme, screen in product(every_kind(site), _SCHEMES, _SCREENS):
        if set(words) <= {kind, lang, scheme, screen}:
            yield Shot(kind, lang, scheme, screen, path)


def take(site: Path, folder: Path, wanted: Sequence[Shot]) -> None:
    """Take pictures of a built site into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with serve(site) as origin, start_browser() as browser:
        for shot in wanted:
            _take(browser, origin, shot, folder / f"{shot.name}.png")


def _take(browser: Browser, origin: str, shot: Shot, file: Path) -> None:
    width, height = _SCREENS[shot.screen]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=shot.scheme,
        has_touch=shot.screen == "phone",
        is_mobile=shot.screen == "phone",
        reduced_motion="reduce",
    )
    visit(page, origin, shot.path)
    tall = int(page.evaluate("document.documentElement.scrollHeight"))
    # Lazy pictures load when they come near: the window grows as tall as the page.
    page.set_viewport_size({"width": width, "height": min(tall, _LONGEST)})
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file)
    page.close()


def contact_sheet(wanted: Sequence[Shot]) -> str:
    """An HTML page with all pictures, a row for each kind and language."""
    rows: dict[str, list[str]] = {}
    for shot in wanted:
        picture = (
            f'<a href="{shot.name}.png"><img src="{shot.name}.png" alt="{escape(shot.name)}"></a>'
        )
        rows.setdefault(f"{shot.kind} · {shot.lang}", []).append(picture)
    body = "".join(f"<h2>{escape(row)}</h2><p>{''.join(cells)}</p>" for row, cells in rows.items())
    return (
        "<!doctype html><meta charset=utf-8><title>Contact sheet</title>"
        "<style>p{display:flex;gap:8px;overflow:auto;align-items:start}"
        "img{block-size:420px;border:1px solid #999}</style>" + body
    )


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--site", type=Path, default=Path("dist"))
    parser.add_argument("--to", type=Path, default=Path("build/screenshots"))
    options = parser.parse_args()
    wanted = tuple(shots(options.site, options.words))
    take(options.site, options.to, wanted)
    (options.to / "index.html").write_text(contact_sheet(wanted), encoding="utf-8")
    print(f"{len(wanted)} pictures: {options.to / 'index.html'}")


if __name__ == "__main__":
    main()
