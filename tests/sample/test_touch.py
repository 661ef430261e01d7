"""Fingers on an enlarged photo, as touch points of the browsers themselves."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.kinds import one_of_each
from tests.validators.browser import ENGINES, serve
from tests.validators.fingers import Phone, Point, phone, wait

_VIEWER = "document.querySelector('#viewer')"
_MATRIX = f"new DOMMatrix({_VIEWER}.querySelector('img').style.transform)"
_PLACE = f"{_VIEWER}.querySelector('.place').textContent"


@pytest.fixture(scope="module", params=ENGINES)
def page(request: pytest.FixtureRequest, sample: Path) -> Iterator[Phone]:
    """The article of the sample with most photos; an engine for all tests."""
    article = one_of_each(sample, "ko")["article"]
    with serve(sample) as origin, phone(request.param, origin, article) as opened:
        yield opened


@pytest.fixture
def enlarged(page: Phone) -> Iterator[Phone]:
    """A page whose first photo was enlarged by a tap."""
    page.say("void document.querySelector('a.zoom').scrollIntoView({block: 'center'}) ?? 0")
    middle = "(({x, y, width, height}) => [x + width / 2, y + height / 2].map(Math.round))"
    box = "document.querySelector('a.zoom img').getBoundingClientRect()"
    left, top = page.say(f"{middle}({box})")
    # Chromium lets the first tap stop what a quick finger has thrown before.
    for _ in range(10):
        page.touch([(left, top)])
        if wait(page, f"{_VIEWER}.open", patience=1):
            break
    assert wait(page, f"{_VIEWER}.querySelector('img').naturalWidth")
    yield page
    page.say(f"{_VIEWER}.open && {_VIEWER}.querySelector('.leave').click() || 0")
    assert wait(page, f"!{_VIEWER}.open && !history.state?.viewer")


def _path(start: Point, end: Point, steps: int = 8) -> Sequence[Point]:
    (x, y), (right, down) = start, (end[0] - start[0], end[1] - start[1])
    return [(x + right * step // steps, y + down * step // steps) for step in range(steps + 1)]


def _becomes(page: Phone, condition: str, patience: float = 30) -> bool:
    """Whether the photo comes to a scale and a place."""
    return wait(page, f"(({{a: scale, e: x}}) => {condition})({_MATRIX})", patience)


def _tap_twice(page: Phone, point: Point, condition: str) -> None:
    """Tap twice until it does something: two taps of a busy machine can be too far apart."""
    for _ in range(10):
        page.tap_twice(point)
        if _becomes(page, condition, patience=1):
            return
    pytest.fail(f"never {condition}")


def test_two_fingers_enlarge_the_photo_and_not_the_page(enlarged: Phone) -> None:
    enlarged.touch(_path((170, 350), (70, 350)), _path((220, 350), (320, 350)))
    assert _becomes(enlarged, "scale > 2.5")
    assert enlarged.say("visualViewport.scale") == 1
    enlarged.touch(_path((70, 350), (185, 350)), _path((320, 350), (205, 350)))
    assert _becomes(enlarged, "scale === 1")
    assert enlarged.say(f"{_VIEWER}.open")


def test_a_double_tap_enlarges_where_the_finger_is_and_back(enlarged: Phone) -> None:
    _tap_twice(enlarged, (300, 350), "scale === 2.5 && x < -50")
    _tap_twice(enlarged, (300, 350), "scale === 1 && x === 0")


def test_a_finger_moves_an_enlarged_photo_to_its_edge(enlarged: Phone) -> None:
    place = enlarged.say(_PLACE)
    _tap_twice(enlarged, (195, 350), "scale === 2.5")
    enlarged.touch(_path((195, 350), (120, 350)))
    assert _becomes(enlarged, "x < -60 && x > -90")
    for _ in range(4):
        enlarged.touch(_path((350, 350), (20, 350)))
    assert _becomes(enlarged, "x === -390 * 1.5 / 2")
    assert enlarged.say(_PLACE) == place


def test_a_swipe_leads_to_the_next_photo_and_to_the_one_before(enlarged: Phone) -> None:
    enlarged.touch(_path((300, 350), (100, 360)))
    assert wait(enlarged, f"{_PLACE}.startsWith('2 / ')")
    enlarged.touch(_path((100, 350), (300, 360)))
    assert wait(enlarged, f"{_PLACE}.startsWith('1 / ')")
    enlarged.touch(_path((200, 350), (185, 350)))
    assert _becomes(enlarged, "x === 0")
    assert enlarged.say(_PLACE).startswith("1 / ")


def test_a_swipe_follows_the_reading_from_the_right(enlarged: Phone) -> None:
    enlarged.say("void (document.documentElement.dir = 'rtl') ?? 0")
    enlarged.touch(_path((100, 350), (300, 360)))
    assert wait(enlarged, f"{_PLACE}.startsWith('2 / ')")
    enlarged.touch(_path((300, 350), (100, 360)))
    assert wait(enlarged, f"{_PLACE}.startsWith('1 / ')")
    enlarged.say("void (document.documentElement.dir = 'ltr') ?? 0")


def test_the_page_behind_stays_where_it_is(enlarged: Phone) -> None:
    before = enlarged.say("scrollY")
    enlarged.touch(_path((200, 700), (200, 100)))
    enlarged.touch(_path((200, 100), (200, 700)))
    assert enlarged.say("scrollY") == before
