"""Where Korean lines must not break, and what is left as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from sitegen.render.hangul import headline, held_together
from tests.validators.browser import open_browser


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("“속도보다 신뢰”라고", "“속도보다 신뢰”\u2060라고"),
        ("<strong>“신뢰”</strong>라고", "<strong>“신뢰”</strong>\u2060라고"),
        ("해담항(신항)은 40%가량", "해담항(신항)\u2060은 40%\u2060가량"),
        ("도요·물떼새 16·9", "도요\u2060·물떼새 16\u2060·9"),
    ],
)
def test_particles_and_middle_dots_are_held(text: str, held: str) -> None:
    assert held_together(text) == held


@pytest.mark.parametrize(
    "text",
    [
        "“신뢰” 라고",
        "<p>“신뢰”</p><p>라고</p>",
        '<img alt="“신뢰”라고" src="/가)나.jpg">',
        "시청 · 의회",
        "“trust”, he said (again)",
    ],
)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert held_together(text) == text


def test_a_place_in_a_headline_keeps_its_ending() -> None:
    assert (
        headline("Gomso-ri, Jung-gu: co-operation") == "Gomso-\u2060ri, Jung-\u2060gu: co-operation"
    )
    assert held_together("Gomso-ri") == "Gomso-ri"


@given(st.text("가나 ”)·<>ab/=\"'", max_size=60))
def test_nothing_but_joiners_is_added(text: str) -> None:
    assert held_together(text).replace("\u2060", "") == text


# The characters that begin lines, at every width there is room for a word.
_LINE_STARTS = """(text) => {
  document.body.innerHTML = '<p lang=ko style="word-break: keep-all"></p>';
  const line = document.querySelector('p');
  line.textContent = text;
  const range = document.createRange(), found = new Set();
  for (let width = 60; width < 400; width += 4) {
    line.style.width = `${width}px`;
    let bottom = 0;
    for (let place = 0; place < text.length; place += 1) {
      range.setStart(line.firstChild, place);
      range.setEnd(line.firstChild, place + 1);
      const box = range.getBoundingClientRect();
      if (box.width && box.top > bottom) found.add(text[place]);
      if (box.width) bottom = Math.max(bottom, box.top + box.height / 2);
    }
  }
  return [...found];
}"""


def _line_starts(page: Page, text: str) -> set[str]:
    return set(page.evaluate(_LINE_STARTS, text))


def test_a_browser_begins_no_line_with_a_particle() -> None:
    text = "그는 “숫자가 아니다”라고 말했다 해담항(신항)은 곰소리 도요·물떼새"
    with open_browser() as page:
        assert {"라", "은", "·"} & _line_starts(page, text), "browsers have learnt it"
        assert not {"라", "은", "·"} & _line_starts(page, held_together(text))
        assert "r" not in _line_starts(page, headline("At Haedam Gomso-ri doubles the count"))
