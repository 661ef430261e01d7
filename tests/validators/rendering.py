"""What a reader sees, compared between two builds of one site."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import msgspec
from playwright.sync_api import Page

from .browser import open_browser, readers_pages, serve, visit

# One answer per page: the text as it is laid out, and the box of every element that has one. Only
# whole hundredths of a pixel count; the engine itself rounds to 64ths.
_LOOK = """() => {
  const boxes = [];
  for (const element of document.querySelectorAll('body, body *')) {
    const style = getComputedStyle(element);
    if (style.visibility !== 'visible') continue;
    for (const box of element.getClientRects()) {
      const sides = [box.x + scrollX, box.y + scrollY, box.width, box.height];
      const name = element.localName + (element.id && '#' + element.id);
      boxes.push(name + ' ' + sides.map(side => side.toFixed(2)).join(' '));
    }
  }
  return {title: document.title, text: document.body.innerText, boxes};
}"""


class _Look(msgspec.Struct, frozen=True):
    title: str
    text: str
    boxes: tuple[str, ...]


def visible_differences(plain: Path, minified: Path) -> tuple[str, ...]:
    """Find pages whose visible text, or the place of any visible element, is not the same.

    Pictures are not loaded, but take the space that their attributes reserve.
    """
    pages = readers_pages(plain)
    if not pages:
        return (f"{plain}: holds no page",)
    if pages != readers_pages(minified):
        return (f"{plain} and {minified} do not hold the same pages",)
    with (
        serve(plain, pictures=False) as plain_origin,
        serve(minified, pictures=False) as minified_origin,
        open_browser() as page,
    ):
        return tuple(
            f"{path}: {difference}"
            for path in pages
            for difference in _differences(
                _look(page, plain_origin, path), _look(page, minified_origin, path)
            )
        )


def _look(page: Page, origin: str, path: str) -> _Look:
    visit(page, origin, path)
    return msgspec.convert(page.evaluate(_LOOK), _Look)


def _differences(plain: _Look, minified: _Look) -> Iterator[str]:
    yield from _first("title", [plain.title], [minified.title])
    yield from _first("text", plain.text.splitlines(), minified.text.splitlines())
    yield from _first("box", plain.boxes, minified.boxes)


def _first(name: str, plain: Sequence[str], minified: Sequence[str]) -> Iterator[str]:
    """Name the first difference; those after it mostly follow from it."""
    for before, after in zip_longest(plain, minified, fillvalue="nothing"):
        if before != after:
            yield f"{name}: {before!r} became {after!r}"
            return
