"""Pages on a phone, touched by real fingers: in Chromium by CDP, in Firefox by WebDriver BiDi.

Playwright taps with one finger in Chromium alone; what it cannot do is asked of the browsers.
"""

import itertools
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import websocket

from .browser import Engine, firefox, start_browser
from .reader import PATIENCE, watched_pages

Point = tuple[int, int]
_WIDTH, _HEIGHT = 390, 844
_STEP = 20  # milliseconds from one place of a finger to the next


class Phone(Protocol):
    """A page on a small screen."""

    def say(self, expression: str) -> Any:
        """Evaluate JavaScript in the page; gives what JSON can hold."""

    def touch(self, *paths: Sequence[Point]) -> None:
        """Put fingers down, lead each along its path, and lift them; paths are equally long."""

    def tap_twice(self, point: Point) -> None:
        """Tap, and once more at once."""


def wait(phone: Phone, expression: str, patience: float = PATIENCE) -> bool:
    """Wait until an expression is true; tells whether it became so."""
    deadline = time.monotonic() + patience
    while not phone.say(f"Boolean({expression})"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def phone(engine: Engine, origin: str, path: str) -> Iterator[Phone]:
    """Open a page; raises AssertionError when the browser complained about it."""
    if engine == "firefox":
        with _firefox(origin + quote(path)) as page:
            yield page
        return
    with start_browser() as browser, watched_pages(browser, origin) as opener:
        size = {"width": _WIDTH, "height": _HEIGHT}
        yield _Chromium(opener(path, viewport=size, has_touch=True, is_mobile=True))


class _Chromium:
    """The clock of the fingers is their own: no busy machine makes them slow."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self._clock = time.time()

    def say(self, expression: str) -> Any:
        return self._page.evaluate(expression)

    def touch(self, *paths: Sequence[Point]) -> None:
        self._clock += 1
        self._lead(*paths)

    def tap_twice(self, point: Point) -> None:
        self.touch((point,))
        self._clock += 0.05
        self._lead((point,))

    def _lead(self, *paths: Sequence[Point]) -> None:
        for number, points in enumerate(zip(*paths, strict=True)):
            self._send("touchMove" if number else "touchStart", points)
        self._send("touchEnd", ())

    def _send(self, kind: str, points: Sequence[Point]) -> None:
        self._clock += _STEP / 1000
        touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        event = {"type": kind, "touchPoints": touches, "timestamp": self._clock}
        self._session.send("Input.dispatchTouchEvent", event)


# A Firefox that knows fingers and asks nobody but the loopback for anything.
_PREFERENCES = """
user_pref("dom.w3c_touch_events.enabled", 1);
user_pref("ui.prefersReducedMotion", 1);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
"""


@contextmanager
def _firefox(url: str) -> Iterator["_Firefox"]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(_PREFERENCES)
        with (
            (Path(profile) / "said").open("w") as said,
            subprocess.Popen(
                [firefox(), "--headless", "--profile", profile, "--remote-debugging-port", "0"],
                stdout=said,
                stderr=said,
            ) as process,
        ):
            try:
                address = _address(Path(profile) / "said")
                with closing(
                    websocket.create_connection(
                        f"{address}/session", suppress_origin=True, timeout=PATIENCE
                    )
                ) as connection:
                    page = _Firefox(connection)
                    page.open(url)
                    yield page
            finally:
                process.terminate()


def _address(said: Path) -> str:
    """The address at which a browser that is starting can be driven."""
    deadline = time.monotonic() + PATIENCE
    while not (found := re.search(r"ws://[\w.:]+", said.read_text(encoding="utf-8"))):
        assert time.monotonic() < deadline, "Firefox did not start"
        time.sleep(0.02)
    return found[0]


class _Firefox:
    """The first tab, by https://www.w3.org/TR/webdriver-bidi/."""

    def __init__(self, connection: websocket.WebSocket) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self._call("session.new", capabilities={})
        self._tab = self._call("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": _WIDTH, "height": _HEIGHT}
        self._call("browsingContext.setViewport", context=self._tab, viewport=size)

    def open(self, url: str) -> None:
        self._call("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def say(self, expression: str) -> Any:
        told = self._call(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self._tab},
            awaitPromise=False,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])

    def touch(self, *paths: Sequence[Point]) -> None:
        self._act([_strokes(path) for path in paths])

    def tap_twice(self, point: Point) -> None:
        pause = {"type": "pause", "duration": 50}
        self._act([[*_strokes((point,)), pause, *_strokes((point,))]])

    def _act(self, fingers: Sequence[Sequence[Mapping[str, object]]]) -> None:
        actions = [
            {
                "type": "pointer",
                "id": f"finger {number}",
                "parameters": {"pointerType": "touch"},
                "actions": strokes,
            }
            for number, strokes in enumerate(fingers)
        ]
        self._call("input.performActions", context=self._tab, actions=actions)

    def _call(self, method: str, **params: object) -> Any:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._connection.recv())
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]


def _strokes(path: Sequence[Point]) -> Sequence[Mapping[str, object]]:
    """A finger that comes down, goes from place to place and leaves."""
    (left, top), *rest = path
    return [
        {"type": "pointerMove", "x": left, "y": top, "duration": 0},
        {"type": "pointerDown", "button": 0},
        *({"type": "pointerMove", "x": x, "y": y, "duration": _STEP} for x, y in rest),
        {"type": "pointerUp", "button": 0},
    ]
