import json
import re
from unicodedata import east_asian_width, name

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from sitegen.markup.cjk_friendly import cjk_friendly_plugin, is_cjk, scan_run

from .bodies import DATA

SPECIFICATION = json.loads((DATA / "commonmark-0.31.2.json").read_text(encoding="utf-8"))
CASES = json.loads((DATA / "cjk-emphasis.json").read_text(encoding="utf-8"))

# The characters of the amendments' table: space, punctuation and letter outside CJK, punctuation
# and letter of CJK; and for each pair of neighbours whether the mark between may close and open.
SPACE, MARK, LETTER, WIDE_MARK, WIDE = " ", '"', "a", "～", "字"
NEIGHBOURS = [
    ((SPACE, "*", SPACE), (False, False)),
    ((SPACE, "*", MARK), (False, True)),
    ((SPACE, "*", LETTER), (False, True)),
    ((SPACE, "*", WIDE_MARK), (False, True)),
    ((SPACE, "*", WIDE), (False, True)),
    ((SPACE, "_", SPACE), (False, False)),
    ((SPACE, "_", MARK), (False, True)),
    ((SPACE, "_", WIDE_MARK), (False, True)),
    ((MARK, "*", MARK), (True, True)),
    ((MARK, "*", LETTER), (False, True)),
    ((MARK, "*", WIDE), (True, True)),
    ((WIDE_MARK, "*", LETTER), (True, True)),
    ((WIDE, "*", MARK), (True, True)),
    ((LETTER, "*", WIDE_MARK), (True, True)),
    ((LETTER, "*", LETTER), (True, True)),
    ((LETTER, "*", MARK), (True, False)),
    ((WIDE, "~", MARK), (True, True)),
    ((MARK, "_", MARK), (True, True)),
]


@pytest.fixture(scope="module")
def parser() -> MarkdownIt:
    md = MarkdownIt("commonmark")
    cjk_friendly_plugin(md)
    return md


def _loose(markup: str) -> str:
    """HTML without the line breaks between tags, in which parsers differ."""
    return re.sub(r">\n+<", "><", markup)


def test_specification_is_complete() -> None:
    assert len(SPECIFICATION) == 652


@pytest.mark.parametrize("example", SPECIFICATION, ids=lambda example: str(example["example"]))
def test_every_example_of_commonmark_keeps_its_output(
    parser: MarkdownIt, example: dict[str, str]
) -> None:
    assert _loose(parser.render(example["markdown"])) == _loose(example["html"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["markdown"])
def test_emphasis_beside_cjk_punctuation_works(case: dict[str, str]) -> None:
    md = MarkdownIt("commonmark").enable("strikethrough")
    cjk_friendly_plugin(md)
    assert md.render(case["markdown"]) == case["html"]


@pytest.mark.parametrize(("written", "closes_opens"), NEIGHBOURS)
def test_marks_close_and_open_by_their_neighbours(
    parser: MarkdownIt, written: tuple[str, str, str], closes_opens: tuple[bool, bool]
) -> None:
    run = scan_run(StateInline("".join(written), parser, {}, []), 1)
    assert (run.can_close, run.can_open) == closes_opens


def test_single_tildes_strike_through_where_the_parser_allows_them() -> None:
    md = MarkdownIt("commonmark", {"strikethrough_single_tilde": True}).enable("strikethrough")
    cjk_friendly_plugin(md)
    assert md.renderInline("가~(나)~다 ~~~라~~~") == "가<s>(나)</s>다 ~~~라~~~"


def test_three_tildes_leave_one() -> None:
    md = MarkdownIt("commonmark").enable("strikethrough")
    cjk_friendly_plugin(md)
    assert md.renderInline("가~~~나~~다 ~") == "가~<s>나</s>다 ~"


# Widths of letters and punctuation are settled; those of symbols change from one Unicode to the
# next, and Python brings its own.
@given(st.characters(codec="utf-8", categories=["Lo", "Lm", "Ps", "Pe", "Po"]))
def test_letters_and_punctuation_are_cjk_by_their_width(char: str) -> None:
    hangul = name(char, "").startswith("HANGUL ")
    assert is_cjk(char) == (hangul or east_asian_width(char) in "WFH")


@given(st.text(alphabet='ab *_"().,!-\n', max_size=40))
def test_text_without_cjk_is_parsed_as_before(text: str) -> None:
    md = MarkdownIt("commonmark")
    cjk_friendly_plugin(md)
    assert md.render(text) == MarkdownIt("commonmark").render(text)
