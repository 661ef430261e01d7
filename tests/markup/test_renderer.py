from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.markup.renderer import Renderer

PIECES = [
    *("\n", "\n\n", "- ", "1. ", "> ", "# ", "    ", "---", "|a|b|\n|-|:-|\n|c|", "<b>", "<p>"),
    *("**", "*", "`", "[a](b 'c')", "![a](b)", '"&<', "  \n", "글"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_html_is_what_the_parser_s_own_renderer_writes(text: str) -> None:
    ours = MarkdownIt("commonmark", {"xhtmlOut": False}, renderer_cls=Renderer).enable("table")
    theirs = MarkdownIt("commonmark", {"xhtmlOut": False}).enable("table")
    assert ours.render(text) == theirs.render(text)
