"""Accessibility by axe-core: WCAG 2.2 AA and axe's best practices."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .browser import chosen, open_browser, serve, visit

_RUN = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run({runOnly: tags, resultTypes: ['violations']});
  return found.violations;
}"""


class _Node(msgspec.Struct, frozen=True):
    html: str


class _Violation(msgspec.Struct, frozen=True):
    id: str
    help: str
    nodes: tuple[_Node, ...]
    impact: str | None = None


def check_accessibility(
    folder: Path,
    pages: Sequence[str] | None = None,
    *,
    color_scheme: Literal["light", "dark"] = "light",
    width: int = 1024,
) -> tuple[str, ...]:
    """Find what axe objects to in pages: all, or those whose addresses are given."""
    paths = chosen(folder, pages)
    if not paths:
        return (f"{folder}: holds no page",)
    with serve(folder) as origin, open_browser(color_scheme=color_scheme, width=width) as page:
        return tuple(
            f"{path}: {complaint}"
            for path in paths
            for complaint in _complaints(page, origin, path)
        )


def _complaints(page: Page, origin: str, path: str) -> Iterator[str]:
    visit(page, origin, path)
    return objections(page)


def objections(page: Page) -> Iterator[str]:
    """Find what axe objects to in the page as it stands now."""
    # Evaluated, not added as an element: the policy of the page would refuse that.
    page.evaluate(AXE_SCRIPT)
    for violation in msgspec.convert(page.evaluate(_RUN), tuple[_Violation, ...]):
        for node in violation.nodes:
            yield f"{violation.id} ({violation.impact}): {violation.help}: {node.html[:200]}"
