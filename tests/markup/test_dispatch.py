import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from sitegen.markup.dispatch import dispatch_plugin

from .bodies import DATA

LINE = st.lists(
    st.sampled_from(
        [*"-+*_=#>`~:|[]<^.)!0 1\tab글", "  ", "    ", "- ", "1. ", "> ", "[a]: /", "|-|"]
    )
).map("".join)
BLOCKS = st.lists(LINE, max_size=12).map("\n".join)


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    footnote_plugin(md)
    deflist_plugin(md)
    return md


@pytest.fixture(scope="module")
def plain() -> MarkdownIt:
    return _parser()


@pytest.fixture(scope="module")
def dispatching() -> MarkdownIt:
    md = _parser()
    dispatch_plugin(md)
    return md


@given(BLOCKS)
def test_blocks_are_those_that_asking_every_rule_finds(
    plain: MarkdownIt, dispatching: MarkdownIt, text: str
) -> None:
    assert dispatching.parse(text) == plain.parse(text)


def test_all_of_commonmark_is_parsed_as_before(plain: MarkdownIt, dispatching: MarkdownIt) -> None:
    text = (DATA / "commonmark-0.31.2.json").read_text(encoding="utf-8")
    for example in json.loads(text):
        assert dispatching.parse(example["markdown"]) == plain.parse(example["markdown"])
