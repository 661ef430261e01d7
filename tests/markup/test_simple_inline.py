"""Simple text is read to what markdown-it-py's own rules make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.markup.cjk_friendly import cjk_friendly_plugin
from sitegen.markup.simple_inline import simple_tokens

PIECES = [
    *"*_[]()!^&~`\\<{ \n\t글字a.」“：\x7f\u3000",
    *("**", "** ", "](", "](x)", "](a*b)", "[글](/a)", "**字**", "*a*", "&amp;", "  \n", "~~"),
]
text = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@pytest.fixture(scope="module")
def rules() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable("strikethrough")
    cjk_friendly_plugin(md)
    md.validateLink = lambda _url: True  # type: ignore[assignment, method-assign]
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return md


@pytest.mark.parametrize(
    "simple",
    [
        "",
        "글",
        "가 **나** *다* [라](/마) 바! 3~5 A & B ^ !",
        "시장은 **“안전”**이라고 [**말**했다](https://a.example/?b=1).",
        "한 줄\n두 줄  \n  세 줄 \n",
    ],
)
def test_what_most_paragraphs_hold_is_simple(simple: str) -> None:
    assert simple_tokens(simple) is not None


@pytest.mark.parametrize(
    "other",
    [
        *("**가", "가 * 나 * 다", "*a **b***", "_a_", "~~가~~", "`a`", "\\*", "&amp;", "<b>"),
        *("[a]", "[a](b c)", "[a](b){.c}", "![a](b)", "{漢|한}", "[^1]", "^[가]"),
    ],
)
def test_what_needs_other_rules_is_not_simple(other: str) -> None:
    assert simple_tokens(other) is None


@given(text)
def test_simple_text_becomes_the_tokens_of_the_rules(rules: MarkdownIt, text: str) -> None:
    tokens = simple_tokens(text)
    if tokens is not None:
        expected = rules.inline.parse(text, rules, {}, [])
        # The rules leave an empty text where a mark of two characters stood.
        assert tokens == [token for token in expected if token.type != "text" or token.content]
