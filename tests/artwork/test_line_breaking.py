"""Lines as each script wants them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.artwork.line_breaking import broken, pieces


def ems(text: str) -> float:
    """A width: one for what is wide, a half for all else."""
    return sum(1.0 if ord(char) > 0x1100 else 0.5 for char in text)


def lines(text: str, lang: str, width: float) -> list[str]:
    return list(broken(pieces(text, lang), ems, width).lines)


def test_korean_words_stay_whole() -> None:
    found = lines("해담신항 자동화안 시의회 통과", "ko", 10)
    assert found == ["해담신항 자동화안", "시의회 통과"]


def test_korean_breaks_behind_an_ellipsis_without_a_space() -> None:
    assert lines("최고…해 지자 정전", "ko", 6) == ["최고…", "해 지자 정전"]


def test_japanese_breaks_between_phrases_rather_than_within_words() -> None:
    found = lines("川幅を38メートルから62メートルへ", "ja", 12)
    assert found == ["川幅を38メートルから", "62メートルへ"]


def test_an_ideographic_space_is_where_a_japanese_headline_breaks() -> None:
    assert lines("24年ぶりの灯　ヘダム灯台復元", "ja", 9) == ["24年ぶりの灯", "ヘダム灯台復元"]


@pytest.mark.parametrize("lang", ["ja", "zh"])
def test_kinsoku(lang: str) -> None:
    text = "「母には、事務所勤めだと」（旧港三十八年）の記録。「公開」ー？！"
    for width in range(7, 20):
        found = lines(text, lang, width)
        assert "".join(found) == text
        assert not [line for line in found[1:] if line[0] in "、。」）ー？！"]
        assert not [line for line in found[:-1] if line[-1] in "「（"]


def test_chinese_breaks_behind_punctuation_and_not_within_numbers() -> None:
    found = lines("韩国海潭新港扩建：12年投入1.86万亿韩元，末期引入无人装卸", "zh", 13)
    assert found == ["韩国海潭新港扩建：", "12年投入1.86万亿韩元，", "末期引入无人装卸"]


def test_latin_words_stay_whole_and_lines_are_of_nearly_one_length() -> None:
    found = lines("An old projector turns again as the festival opens", "en", 17)
    assert found == ["An old projector turns", "again as the festival opens"]


def test_vietnamese_syllables_keep_their_marks() -> None:
    decomposed = "Tuyê\u0301n tram sô\u0301 1 cu\u0309a Haedam"
    assert lines(decomposed, "vi", 8) == ["Tuyê\u0301n tram sô\u0301", "1 cu\u0309a Haedam"]


def test_english_breaks_behind_hyphens_and_dashes() -> None:
    assert lines("twenty-seven years—at last", "en", 7) == ["twenty-seven", "years—at last"]


def test_a_word_that_is_longer_than_a_line_is_broken() -> None:
    found = lines("a Donaudampfschifffahrtsgesellschaft", "de", 9)
    assert "".join(found).replace(" ", "") == "aDonaudampfschifffahrtsgesellschaft"
    assert all(ems(line) <= 9 for line in found)


words = st.text(
    st.sampled_from("ab1가나한漢字かなカナー、。「」…-’ 　é\u0301"), min_size=1, max_size=40
)


@given(words, st.sampled_from(["ko", "ja", "zh", "vi", "en"]), st.integers(2, 30))
def test_no_character_is_lost_and_no_line_too_wide(text: str, lang: str, width: int) -> None:
    found = lines(text, lang, width)
    assert "".join("".join(found).split()) == "".join(text.split())
    # A character and the marks on it may be all that a line has room for.
    assert all(ems(line) <= width for line in found if len(line) > 2 and "\u0301" not in line)
