"""Accessibility by axe-core: WCAG 2.2 AA and axe's best practices."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypedDict

import msgspec
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .browser import chosen, open_browser, serve, visit

_RUN = """async (only) => {
  const found = await axe.run({runOnly: only, resultTypes: ['violations']});
  return found.violations;
}"""
# axe asks for the colour in which letters are filled before it asks for their own. Chromium gives
# the page's where the system forces another; the theme fills no letters, so both are one.
_INK = """(() => {
  const own = CSSStyleDeclaration.prototype.getPropertyValue;
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    return own.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
  };
})()"""
_STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# All that axe reckons from colours. The other rules look at elements, their attributes, boxes and
# texts, and these stay when colours change; to ask them again would take three times as long.
_COLOURS = ("color-contrast", "link-in-text-block")


class _Media(TypedDict):
    color_scheme: Literal["light", "dark"]
    forced_colors: Literal["active", "none"]


_SCHEMES: Mapping[str, _Media] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    # Of the four themes of Windows that force colours, three are dark.
    "forced colours": {"color_scheme": "dark", "forced_colors": "active"},
}


class _Node(msgspec.Struct, frozen=True):
    html: str


class _Violation(msgspec.Struct, frozen=True):
    id: str
    help: str
    nodes: tuple[_Node, ...]
    impact: str | None = None


def check_accessibility(
    folder: Path, pages: Sequence[str] | None = None, *, width: int = 1024
) -> tuple[str, ...]:
    """Find what axe objects to in pages: all, or those whose addresses are given."""
    paths = chosen(folder, pages)
    if not paths:
        return (f"{folder}: holds no page",)
    # Pictures have no part in what axe looks at, but take time to load.
    with serve(folder, pictures=False) as origin, open_browser(width=width) as page:
        return tuple(
            f"{path} {complaint}" for path in paths for complaint in _complaints(page, origin, path)
        )


def _complaints(page: Page, origin: str, path: str) -> Iterator[str]:
    visit(page, origin, path)
    yield from objections(page)


def objections(page: Page) -> Iterator[str]:
    """Find what axe objects to in the page as it stands now, in each scheme of colours."""
    # Evaluated, not added as an element: the policy of the page would refuse that.
    page.evaluate(AXE_SCRIPT)
    page.evaluate(_INK)
    rules: object = _STANDARDS
    for scheme, media in _SCHEMES.items():
        page.emulate_media(**media)
        for violation in msgspec.convert(page.evaluate(_RUN, rules), tuple[_Violation, ...]):
            for node in violation.nodes:
                yield (
                    f"in {scheme}: {violation.id} ({violation.impact}): "
                    f"{violation.help}: {node.html[:200]}"
                )
        rules = {"type": "rule", "values": _COLOURS}
    page.emulate_media(**_SCHEMES["light"])
