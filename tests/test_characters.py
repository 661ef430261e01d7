"""What nobody sees is found and left out, and nothing else is."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sitegen.characters import all_visible, invisible_in, told, visible


@given(st.text())
def test_what_is_left_is_visible_and_all_else_stands(text: str) -> None:
    left = visible(text)
    assert not told(left)
    assert bool(told(text)) == (left != text)
    gone = set(text) - set(left)
    assert all(unicodedata.category(character) in ("Cc", "Cn") for character in gone)
    assert not gone & set("\t\n\r")


def test_words_do_not_run_together_where_a_line_or_a_page_ended() -> None:
    assert visible("one\x0btwo\x0cthree\x85four\x1ffive") == "one two three fourfive"


def test_marks_that_join_and_direct_letters_stay() -> None:
    assert (
        visible("\ufffe\uffff\ufdd0\ufffd\U0001f600\u200d\ufeff") == "\ufffd\U0001f600\u200d\ufeff"
    )


def test_every_text_in_plain_data_is_looked_at() -> None:
    data = {"a": "x\x01", "b": [{"c": "\x02\x01\x02"}, 5, None, True], "d": "y"}
    assert all_visible(data) == {"a": "x", "b": [{"c": ""}, 5, None, True], "d": "y"}
    assert list(invisible_in(data)) == [
        (("a",), "invisible control characters are left out (U+0001)"),
        (("b", 0, "c"), "invisible control characters are left out (U+0002, U+0001)"),
    ]
