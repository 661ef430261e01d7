"""Built pages in Chromium: a server on the loopback, one browser, one page for all of them."""

import os
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from .pages import address, head, html_files

_NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
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
def open_browser(
    *, color_scheme: Literal["light", "dark"] = "light", width: int = 1024
) -> Iterator[Page]:
    """Start Chromium and give its only page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=_ARGUMENTS)
        try:
            yield browser.new_page(
                color_scheme=color_scheme,
                reduced_motion="reduce",
                viewport={"width": width, "height": 768},
            )
        finally:
            browser.close()


@contextmanager
def serve(folder: Path, *, pictures: bool = True) -> Iterator[str]:
    """Serve a folder on the loopback and give its origin.

    Without pictures, an empty drawing stands for all, in the space that width and height reserve.
    """
    handler = partial(_Handler if pictures else _NothingHandler, directory=str(folder))
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


def program() -> str:
    """Find the browser: Chromium by any of its names."""
    named = os.environ.get("SITEGEN_TEST_BROWSER")
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise FileNotFoundError("no Chromium: `make test` installs what the tests use")
    return found


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes on to the next page hangs up; anything else is a defect."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(SimpleHTTPRequestHandler):
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
