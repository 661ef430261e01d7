"""Built pages in WebKit: Debian's WebKitGTK through its WebDriver, on a screen in memory."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import quote

from selenium.webdriver import Remote
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

_PATIENCE = 30  # seconds

# What goes wrong from here on; what went wrong while the page was loading shows in what it loaded.
_LISTEN = """
globalThis.complaints = [];
addEventListener('securitypolicyviolation', event => complaints.push(
  `${event.effectiveDirective} forbids ${event.blockedURI}`));
addEventListener('error', event => complaints.push(`script: ${event.message}`));
addEventListener('unhandledrejection', event => complaints.push(`script: ${event.reason}`));
"""
_COMPLAINTS = """
return [...complaints, ...performance.getEntriesByType('resource')
  .filter(({ name, responseStatus }) => !name.startsWith(location.origin) || responseStatus >= 400)
  .map(({ name, responseStatus }) => `${name}: ${responseStatus}`)];
"""


class Reader:
    """Somebody who reads in WebKit at `origin`."""

    def __init__(self, driver: Remote, origin: str) -> None:
        self.driver, self.origin = driver, origin

    def open(self, path: str) -> None:
        """Open a page and listen to its complaints."""
        self.driver.get(self.origin + quote(path, safe="/?&="))
        self.driver.execute_script(_LISTEN)

    def find(self, selector: str) -> WebElement:
        """Give the first element that a selector finds."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector: str) -> Sequence[WebElement]:
        """Give all elements that a selector finds."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def say(self, expression: str) -> object:
        """Evaluate JavaScript in the page."""
        return self.driver.execute_script(f"return {expression}")

    def wait(self, expression: str) -> None:
        """Wait until an expression of JavaScript is true."""
        waiting = WebDriverWait(self.driver, _PATIENCE, poll_frequency=0.05)
        waiting.until(lambda _: self.say(expression), f"never true: {expression}")

    def complaints(self) -> tuple[str, ...]:
        """Tell what went wrong since the page was opened."""
        return tuple(self.driver.execute_script(_COMPLAINTS))


@contextmanager
def start_webkit() -> Iterator[Remote]:
    """Start a browser with a screen of its own."""
    with _screen() as display:
        service = Service(
            executable_path=_program("SITEGEN_TEST_WEBKIT", "WebKitWebDriver"),
            env={
                **os.environ,
                "DISPLAY": display,
                # It opens nothing but our own pages, and its sandbox refuses to start for root.
                "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
            },
        )
        service.start()
        try:
            # Selenium's class for this driver connects in a way that Selenium itself deprecates.
            address = ClientConfig(remote_server_addr=service.service_url)
            with Remote(RemoteConnection(client_config=address), options=Options()) as driver:
                yield driver
        finally:
            service.stop()


@contextmanager
def _screen() -> Iterator[str]:
    """An X server on the first display that is free, without a screen that anyone sees."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [_program("SITEGEN_TEST_XVFB", "Xvfb"), "-displayfd", str(writing), "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _program(variable: str, name: str) -> str:
    found = os.environ.get(variable) or shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"no {name}: `make test` installs what the tests use")
    return found
