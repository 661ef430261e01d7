"""Pages as a reader has them open, with all that the browser complains about."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from .csp import LISTEN, Listener

# Takes an address of the site, and what Playwright's contexts take, by name.
Opener = Callable[..., Page]

PATIENCE = 30  # seconds


def wait_until(page: Page, expression: str) -> None:
    """Wait until an expression is true in a page.

    Playwright's own `wait_for_function` evaluates a string in the page, which the policy forbids
    from the second time on.
    """
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(20)


@contextmanager
def watched_pages(browser: Browser, origin: str, *, scripts: bool = True) -> Iterator[Opener]:
    """Give a function that opens pages, each with a memory of its own.

    Raises AssertionError in the end when the browser complained about any of them.
    """
    contexts, listeners = [], []

    def open_page(path: str, **options: object) -> Page:
        settings: dict[str, object] = {
            "viewport": {"width": 1280, "height": 900},
            "reduced_motion": "reduce",
            "java_script_enabled": scripts,
            **options,
        }
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(LISTEN)
        listeners.append(Listener(page, origin))
        page.goto(origin + quote(path))
        return page

    yield open_page
    heard = [line for listener in listeners for line in listener.heard]
    for context in contexts:
        for page in context.pages if scripts else ():
            heard += page.evaluate("globalThis.policyViolations ?? []")
        context.close()
    assert heard == [], heard
