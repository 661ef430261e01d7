import re
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markup.measure import length, summarise

EN = "Dr. Kim said hello. He paid 3.5 dollars at the U.S. embassy. Then he went home, tired."
KO = "그는 “가겠다.”라고 말했다. 그리고 떠났다. 2023. 4. 5. 오후에 왔다. 다시 가지 않았다."
JA = "市長は「安全が第一だ。」と述べた。「急がない。」とも。次の会議は来月だ。"
ZH = "市长说：“安全第一。不着急。”他随后离开。会议在下月。"
VI = "TP. Hồ Chí Minh hôm nay mưa. GS. Nguyễn nói trời sẽ nắng. Ngày mai đẹp."


@pytest.mark.parametrize(
    ("text", "lang", "count"),
    [
        ("It’s a well-known 3.5% rule.", "en", 5),
        ("새 부두가 3월 5일 문을 연다.", "ko", 6),
        ("港は広い。", "ja", 4),
        ("コーヒー", "ja", 4),
        ("会议在3月5日。", "zh", 7),
        ("Cảng mới mở cửa", "vi", 4),
        ("港 port 항구", "ja", 3),
        ("", "en", 0),
    ],
)
def test_words_are_counted_by_the_rule_of_each_script(text: str, lang: str, count: int) -> None:
    del lang  # says what the text is
    assert length(text).words == count


@pytest.mark.parametrize(
    ("text", "lang", "minutes"),
    [
        ("", "ko", 1),
        ("word " * 476, "en", 2),
        ("가나다 " * 373, "ko", 2),
        ("港" * 714, "ja", 2),
        ("港" * 765, "zh-Hans", 3),
        ("港" * 255 + " word" * 238, "zh", 2),
    ],
)
def test_reading_time_follows_the_scripts(text: str, lang: str, minutes: int) -> None:
    assert length(text).minutes(lang) == minutes


@pytest.mark.parametrize(
    ("text", "lang", "limit", "summary"),
    [
        (EN, "en", 30, "Dr. Kim said hello."),
        (EN, "en", 59, "Dr. Kim said hello. He paid 3.5 dollars at the U.S.…"),
        (EN, "en", 62, "Dr. Kim said hello. He paid 3.5 dollars at the U.S. embassy."),
        (EN, "en", 15, "Dr. Kim said…"),
        (KO, "ko", 20, "그는 “가겠다.”라고…"),
        (KO, "ko", 30, "그는 “가겠다.”라고 말했다."),
        (KO, "ko", 60, "그는 “가겠다.”라고 말했다. 그리고 떠났다."),
        (JA, "ja", 40, "市長は「安全が第一だ。」と述べた。"),
        (JA, "ja", 60, "市長は「安全が第一だ。」と述べた。「急がない。」とも。"),
        (JA, "ja", 13, "市長は「安全…"),
        (ZH, "zh", 30, "市长说：“安全第一。不着急。”"),
        (ZH, "zh", 44, "市长说：“安全第一。不着急。”他随后离开。"),
        (VI, "vi", 40, "TP. Hồ Chí Minh hôm nay mưa."),
        (VI, "vi", 70, "TP. Hồ Chí Minh hôm nay mưa. GS. Nguyễn nói trời sẽ nắng."),
        ("Short.", "en", 240, "Short."),
        (
            "“Yes!” she said. “No.” He left at once, without a word.",
            "en",
            40,
            "“Yes!” she said. “No.”",
        ),
        ("부산시청앞광장에서열린행사에는시민이많이모였다", "ko", 21, "부산시청앞광장에서열…"),
    ],
)
def test_summaries_end_with_a_sentence_or_a_word(
    text: str, lang: str, limit: int, summary: str
) -> None:
    assert summarise(text, lang, limit) == summary


@given(st.text(), st.sampled_from(["ko", "en", "ja", "zh", "vi"]), st.integers(10, 300))
def test_summaries_are_beginnings_that_fit(text: str, lang: str, limit: int) -> None:
    flat = " ".join(text.split())
    summary = summarise(text, lang, limit)
    assert len(summary) <= limit
    assert summary == flat or flat.startswith(summary.removesuffix("…"))
    assert length(text).minutes(lang) >= 1
    assert length(text).words <= len(text)


IDEOGRAPHS = (
    ("\u3005", "\u3007"),
    ("\u3040", "\u30ff"),
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"),
    ("\U00020000", "\U0003ffff"),
)
HANGUL = (
    ("\u1100", "\u11ff"),
    ("\u3131", "\u318e"),
    ("\ua960", "\ua97f"),
    ("\uac00", "\ud7ff"),
)
EDGES = "".join(first + last for first, last in IDEOGRAPHS + HANGUL)
MARKS = "'’.,:/-_“”—()「」。 \n\t\u3000\u2028\x1c"
mixed = st.text(st.one_of(st.sampled_from("a1éẠỹ×" + EDGES + MARKS), st.characters()))


def _is_within(char: str, ranges: tuple[tuple[str, str], ...]) -> bool:
    return any(first <= char <= last for first, last in ranges)


def _spaced(text: str) -> int:
    """Words one after the other: from a letter on, as far as letters and what joins them go."""
    runs = re.split(r"[^\w'’.,:/-]", text)
    return sum(any(char.isalnum() or char == "_" for char in run) for run in runs)


@given(mixed)
def test_lengths_are_what_counting_one_character_after_the_other_gives(text: str) -> None:
    without = "".join(" " if _is_within(char, IDEOGRAPHS) else char for char in text)
    others = "".join(" " if _is_within(char, HANGUL) else char for char in without)
    assert length(text) == (
        sum(_is_within(char, IDEOGRAPHS) for char in text),
        sum(_is_within(char, HANGUL) for char in text),
        _spaced(without),
        _spaced(others),
    )


@given(mixed, st.integers(1, 20))
def test_summaries_are_as_long_as_their_columns_allow(text: str, limit: int) -> None:
    columns = sum(2 if east_asian_width(char) in "WF" else 1 for char in " ".join(text.split()))
    whole = columns <= limit
    assert (summarise(text, "en", limit) == " ".join(text.split())) == whole
