"""What Chromium complains about when it opens the built pages under their own policy."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Request, Response

from .browser import chosen, open_browser, serve, visit

LISTEN = """
globalThis.policyViolations = [];
addEventListener('securitypolicyviolation', event => policyViolations.push(
  `${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`));
"""

# They would wait for the reader to come near.
_LOAD_LAZY_PICTURES = """() => Promise.all([...document.images].map(image => {
  image.loading = 'eager';
  return image.complete || new Promise(done => { image.onload = image.onerror = done; });
}))"""

# A policy governs only what stands after it.
_POLICY_COMES_FIRST = """() => {
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy" i]');
  const loads = document.querySelector('script, style, link, img, [style]');
  return policy !== null && (loads === null ||
    Boolean(policy.compareDocumentPosition(loads) & Node.DOCUMENT_POSITION_FOLLOWING));
}"""


def check_browser_complaints(folder: Path, pages: Sequence[str] | None = None) -> tuple[str, ...]:
    """Open pages (all, or those whose addresses are given) and collect what goes wrong.

    That is: no policy before everything that it shall govern, violations of the policy, errors on
    the console or in scripts, answers that are errors, and any request to another host.
    """
    paths = chosen(folder, pages)
    if not paths:
        return (f"{folder}: holds no page",)
    with serve(folder) as origin, open_browser() as page:
        page.add_init_script(LISTEN)
        listener = Listener(page, origin)
        return tuple(
            f"{path}: {complaint}"
            for path in paths
            for complaint in _complaints(page, origin, path, listener)
        )


def _complaints(page: Page, origin: str, path: str, listener: "Listener") -> Iterator[str]:
    listener.heard.clear()
    visit(page, origin, path)
    page.evaluate(_LOAD_LAZY_PICTURES)
    if not page.evaluate(_POLICY_COMES_FIRST):
        yield "no Content-Security-Policy before the first thing that it should govern"
    yield from dict.fromkeys(page.evaluate("policyViolations"))
    yield from dict.fromkeys(listener.heard)


class Listener:
    """Hears what a page says outside its document."""

    def __init__(self, page: Page, origin: str) -> None:
        self.heard: list[str] = []
        self._origin = origin
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failure)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.heard.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._origin}/", "data:", "blob:", "about:")):
            self.heard.append(f"asks another host for {request.url}")

    def _failure(self, request: Request) -> None:
        # What was still on its way when the page was left is no loss.
        if "ABORTED" not in (request.failure or ""):
            self.heard.append(f"{request.url.removeprefix(self._origin)}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"{response.url.removeprefix(self._origin)}: {response.status}")
