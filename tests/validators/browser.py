"""Built pages in a browser: a server on the loopback, one browser, one page for all of them."""

import os
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import brotli
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from . import headers
from .pages import address, head, html_files

Engine = Literal["chromium", "firefox"]
ENGINES: tuple[Engine, ...] = ("chromium", "firefox")

_NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
_FIREFOXES = ("firefox-esr", "firefox")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but the loopback exists, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

# A picture without any size or shape of its own: loaded or not, it takes the space that the
# page's own width and height reserve. (A pixel is square, and would say so once it is loaded.)
_NOTHING = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@contextmanager
def start_browser(engine: Engine = "chromium") -> Iterator[Browser]:
    """Start a browser that has no page yet."""
    with sync_playwright() as playwright:
        browser = _launched(playwright, engine)
        try:
            yield browser
        finally:
            browser.close()


def _launched(playwright: Playwright, engine: Engine) -> Browser:
    if engine == "chromium":
        return playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)
    # Debian's Firefox is not Playwright's own: this channel drives it by WebDriver BiDi.
    return playwright.firefox.launch(channel="moz-firefox", executable_path=firefox())


@contextmanager
def open_browser(
    *,
    color_scheme: Literal["light", "dark"] = "light",
    forced_colors: Literal["active", "none"] = "none",
    width: int = 1024,
) -> Iterator[Page]:
    """Start Chromium and give its only page."""
    with start_browser() as browser:
        yield browser.new_page(
            color_scheme=color_scheme,
            forced_colors=forced_colors,
            reduced_motion="reduce",
            viewport={"width": width, "height": 768},
        )


@contextmanager
def serve(folder: Path, *, pictures: bool = True, scripts: bool = True) -> Iterator[str]:
    """Serve a folder on the loopback, with the headers it asks for, and give its origin.

    Without pictures, an empty drawing stands for all, in the space that width and height reserve.
    Without scripts, browsers switch scripting off for each page (and show what is in `noscript`).
    """
    kind = _NothingHandler if not pictures else _Handler if scripts else _ScriptlessHandler
    handler = partial(kind, headers.rules(folder), directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def readers_pages(folder: Path) -> tuple[str, ...]:
    """Give the addresses of all pages that a reader stays on: not those that lead elsewhere."""
    return tuple(
        address(folder, file)
        for file in html_files(folder)
        if not head(file.read_text(encoding="utf-8")).leads_elsewhere
    )


def visit(page: Page, origin: str, path: str) -> None:
    """Open a page of the served folder and wait until all that it needs is there."""
    page.goto(origin + quote(path), wait_until="load")


def chosen(folder: Path, pages: Sequence[str] | None) -> Sequence[str]:
    """Give the pages that a caller names, or all."""
    return readers_pages(folder) if pages is None else pages


def chromium() -> str:
    """Give the path of the Chromium that tests use."""
    return _program("SITEGEN_TEST_BROWSER", _NAMES)


def firefox() -> str:
    """Give the path of the Firefox that tests use."""
    return _program("SITEGEN_TEST_FIREFOX", _FIREFOXES)


def _program(variable: str, names: Sequence[str]) -> str:
    found = os.environ.get(variable) or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise FileNotFoundError(f"no {names[0]}: `make test` installs what the tests use")
    return found


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes on to the next page hangs up; anything else is a defect."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections, as hosts do

    def __init__(self, rules: tuple[headers.Rule, ...], *rest: Any, **named: Any) -> None:
        self._rules = rules
        super().__init__(*rest, **named)

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Give the media type of a file; the host's rules come first."""
        return headers.of(self._rules, self.path).get("Content-Type") or super().guess_type(path)

    def do_GET(self) -> None:
        """Send text compressed, as hosts do."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        kind = self.guess_type(file)
        text = kind.startswith(("text/", "application/json", "application/speculationrules"))
        if not (text and file.is_file() and "br" in self.headers.get("Accept-Encoding", "")):
            super().do_GET()
            return
        data = brotli.compress(file.read_bytes(), quality=5)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Add the headers that the host's rules name."""
        for name, value in headers.of(self._rules, self.path).items():
            if name != "Content-Type":
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing; the browser reports what is missing."""


class _NothingHandler(_Handler):
    def do_GET(self) -> None:
        if not self.guess_type(self.path).startswith("image/"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.send_header("Content-Length", str(len(_NOTHING)))
        self.end_headers()
        self.wfile.write(_NOTHING)


class _ScriptlessHandler(_Handler):
    def end_headers(self) -> None:
        """Put pages into a sandbox that allows all but scripts, beside the policy they have."""
        self.send_header("Content-Security-Policy", "sandbox allow-same-origin allow-forms")
        super().end_headers()
