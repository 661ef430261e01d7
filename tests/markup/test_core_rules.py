import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.markup.core_rules import core_rules_plugin


@pytest.mark.parametrize("text", ["가\r\n나\r다\n\r라\0", "a\\*b&amp;c", "&lt;\\&", "![a\\*b](c)"])
def test_line_ends_and_pieces_of_text_become_what_they_were(text: str) -> None:
    _compare(text)


@given(st.text(alphabet="a\r\n\0\\*&lt;[]()!_"))
def test_any_text_becomes_the_same_tokens(text: str) -> None:
    _compare(text)


def _compare(text: str) -> None:
    md = MarkdownIt("commonmark")
    core_rules_plugin(md)
    assert md.parse(text) == MarkdownIt("commonmark").parse(text)
