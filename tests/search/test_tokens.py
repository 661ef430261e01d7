"""What is a term, and what is the same word."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.search.tokens import fold, plain, read, spell, stem

TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "가각힣한국은는 東京都のデ・ー「」、。đĐỗơéÉĳﬁ①㈜½…’“”\u0301\u3099ᄒ𝐀𠀀İıßςＡｱ#@"
            "'‘ﾊﾞㅎㅏ\u00ad\u200b\u2060"
        ),
        st.characters(exclude_categories=["Cs"]),
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hà Nội, Đà Nẵng", "ha noi, da nang"),
        ("ＡＢＣ ①", "abc 1"),
        ("ﾊﾝｶｸ ガ", "ハンカク ガ"),
        (unicodedata.normalize("NFD", "한국어"), "한국어"),
        ("Café ÉCOLE", "cafe ecole"),
    ],
)
def test_folding_leaves_out_what_readers_leave_out(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
def test_folding_is_what_the_script_does_step_by_step(text: str) -> None:
    apart = unicodedata.normalize("NFKD", re.sub("[…'‘’]", " ", text)).lower()
    without = re.sub("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]", "", apart)
    assert fold(text) == unicodedata.normalize("NFC", without.replace("đ", "d"))


@given(TEXTS)
def test_every_character_that_is_shown_folds_to_as_many_units(text: str) -> None:
    shown = read(text.split()).text
    assert fold(shown) == "".join(map(fold, shown))
    assert all(_units(fold(char)) == _units(char) for char in shown)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le"))


@given(TEXTS)
def test_what_is_shown_is_what_was_written_but_for_signs_written_out(text: str) -> None:
    shown = read(text.split()).text
    assert fold(shown).split() == fold(text).split()


@given(TEXTS)
def test_terms_are_those_of_the_folded_text(text: str) -> None:
    folded = fold(text)
    wide = "".join(char if ord(char) > 0x2E7F and _is_written(char) else " " for char in folded)
    runs, words = (
        wide.split(),
        "".join(
            char if ord(char) <= 0x2E7F and _is_written(char) else " " for char in folded
        ).split(),
    )
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    assert _terms(text) == {*map(stem, words), *"".join(runs), *pairs}


def _is_written(char: str) -> bool:
    return char.isalnum()


def _terms(text: str) -> set[str]:
    return {found for term in read(text.split()).terms if " " not in (found := spell(term))}


def test_every_character_and_every_pair_is_a_term() -> None:
    found = _terms("재외동포 협회와 東京タワー")
    assert {"재외", "외동", "동포", "협회", "東京", "京タ", "타", "포"} - found == {"타"}
    assert "포협" not in found


@given(TEXTS, st.integers(0, 30), st.integers(1, 6))
def test_a_word_cut_out_anywhere_has_no_terms_that_its_text_lacks(
    text: str, start: int, length: int
) -> None:
    folded = fold(text)
    inside = "".join(folded[start : start + length].split())
    if inside and inside in folded and all("가" <= char <= "힣" for char in inside):
        assert _terms(inside) <= _terms(folded)


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "plans", "planned", "planning"),
        ("city", "cities"),
        ("carry", "carries", "carried"),
        ("building", "buildings"),
        ("make", "makes", "making"),
        ("box", "boxes"),
        ("harbour", "harbours"),
        ("process", "processes", "processed"),
    ],
)
def test_forms_of_an_english_word_have_one_stem(words: tuple[str, ...]) -> None:
    assert len(set(map(stem, words))) == 1


def test_words_of_other_scripts_and_short_ones_stay() -> None:
    assert [stem(word) for word in ("bus", "is", "đường", "2026")] == ["bus", "is", "đường", "2026"]


def test_the_words_of_a_body_are_without_markup_readings_and_marks_of_notes() -> None:
    html = (
        '<p>가<strong>“나”</strong>라고<sup class="footnote-ref"><a href="#fn_1">1</a></sup>.</p>'
        "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字 &amp; <code>x</code></p>"
        '<img alt="a > b" src="/x.png"><table><tr><td>1</td><td>2</td></tr></table>'
    )
    assert plain(html) == ["가“나”라고.", "漢字", "&", "x", "1", "2"]
