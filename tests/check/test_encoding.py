"""Text that went through the wrong encoding, and stray characters, as they are told."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.check.encoding import problems_of
from tests.check.told import told
from tests.command import words
from tests.sites import SiteFolder

SAMPLES = {
    "ko": "해담항 자동화, 속도보다 신뢰가 먼저다.",
    "ja": "港町ヘダムの自動化は、速さより信頼。",
    "zh": "海潭港自动化表决，信任重于速度。",
    "vi": "Cảng Haedam bỏ phiếu về tự động hóa: “niềm tin” trước tốc độ.",
    "en": "The port’s vote — “trust before speed”, said the café’s owner.",
}


def as_windows(data: bytes) -> str:
    """Bytes as a program shows them that takes everything for Windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in data)


def test_text_in_the_wrong_encoding(site: SiteFolder) -> None:
    wrong = as_windows("서울".encode())
    site.write("content/a.ko.md", f"---\ntitle: T\ndate: 2023-01-01\n---\n좋다.\n\n{wrong} 역\n")
    assert told(site, "encoding") == words("""
        content/a.ko.md
          warning: text in the wrong encoding: “ì„œìš¸” was probably “서울”
            at content/a.ko.md:7
            Write the line anew, or convert the file again from its old encoding to UTF-8.
        """)


def test_characters_that_are_lost_or_stray(site: SiteFolder) -> None:
    lines = (
        "---",
        "title: T",
        "date: 2023-01-01",
        "summary: 요약\u200b문",
        "---",
        "해담\ufffd에서 만난다.",
        "\ufeff둘째 줄.",
        "ﾃﾞｰﾀと気候",
        "왼\u200f쪽",
        "u\u031b\u0301ng cử",
    )
    site.write("content/a.ko.md", "\n".join(lines))
    assert told(site, "encoding") == words("""
        content/a.ko.md
          warning: there is an invisible character of no width (U+200B)
            at content/a.ko.md:4
            Delete it: searches and links fail where it stands.
          warning: a character was lost: “해담\ufffd에서 만난다.”
            at content/a.ko.md:6
            Put in what stood in place of “\ufffd”.
          warning: there is a stray byte order mark (U+FEFF)
            at content/a.ko.md:7
            Delete it.
          warning: half-width kana “ﾃﾞｰﾀ”: “データ”
            at content/a.ko.md:8
            Write them full-width.
          warning: there is an invisible mark of writing direction (U+200F)
            at content/a.ko.md:9
            Delete it.

        content/a.ko.md
          notice: letters are written in parts (not in Unicode NFC): “ứ”
            at content/a.ko.md:10
            Write the words anew; text copied from macOS file names is like that.
        """)


def test_control_characters_are_told_by_the_build(site: SiteFolder) -> None:
    site.article("a", "One\x07 two")
    assert told(site, "build") == words("""
        content/a/index.ko.md
          warning: invisible control characters are left out (U+0007)
            at content/a/index.ko.md:5
            Delete them, or write the line anew.
        """)


def test_many_lines_with_one_trouble_are_counted(site: SiteFolder) -> None:
    site.write("content/a.ko.md", "---\ntitle: T\ndate: 2023-01-01\n---\n" + "ｶﾅ\n" * 9)
    lines = told(site, "encoding").splitlines()
    assert lines[-3:] == [
        "  warning: half-width kana “ｶﾅ”: “カナ” (and in 6 more lines)",
        "    at content/a.ko.md:7",
        "    Write them full-width.",
    ]


@pytest.mark.parametrize("lang", SAMPLES)
def test_utf8_that_was_taken_for_an_old_encoding_of_the_west(lang: str) -> None:
    data = SAMPLES[lang].encode()
    for wrong in (data.decode("latin-1"), as_windows(data)):
        found = next(iter(problems_of("a.md", wrong, lang)))
        assert found.message.startswith("text in the wrong encoding")
        meant = found.message.rpartition("was probably “")[2].rstrip("”").removesuffix("…")
        assert meant[:3] in SAMPLES[lang] or meant in "’“—”"


@pytest.mark.parametrize(
    ("lang", "encoding", "reader"),
    [
        ("ko", "cp949", "latin-1"),
        ("ja", "euc_jp", "latin-1"),
        ("ja", "cp932", "cp1252"),
        ("zh", "gb18030", "latin-1"),
    ],
)
def test_old_encodings_that_were_taken_for_those_of_the_west(
    lang: str, encoding: str, reader: str
) -> None:
    wrong = SAMPLES[lang].encode(encoding, "ignore").decode(reader, "ignore")
    messages = [problem.message for problem in problems_of("a.md", wrong, lang)]
    assert any(message.startswith("text in the wrong encoding") for message in messages)


@pytest.mark.parametrize("reader", ["cp949", "cp932"])
@pytest.mark.parametrize("lang", ["ko", "ja", "zh"])
def test_utf8_that_was_taken_for_an_old_encoding_of_the_east(lang: str, reader: str) -> None:
    wrong = SAMPLES[lang].encode().decode(reader, "replace")
    assert list(problems_of("a.md", wrong, lang))


@pytest.mark.parametrize("word", ["한글", "cử tri", "データが", "パン"])
def test_words_in_parts_are_told_whole(word: str) -> None:
    (problem,) = problems_of("a.md", unicodedata.normalize("NFD", word), "ko")
    assert problem.message.startswith("letters are written in parts (not in Unicode NFC): “")
    assert problem.message.rpartition("“")[2].rstrip("”") in word


@pytest.mark.parametrize(
    "text",
    [
        *SAMPLES.values(),
        "« café » et « thé », l’été déjà…",
        "“ĐÃ” nói “VÔ”… LIBERTÉ—ÉGALITÉ",
        "ÀÉÎÕÜ ÄÖÜß ñ ¿qué? ½ ¼ ±10 °C £5 ©2024",
        "👩‍👩‍👧 👩🏽‍🚒 ❤️‍🔥 ✈️",
        "大韓民國 憲法 第一條: 國民과 主權",
        "万立方米 森佳步 繰り返し 縺れた糸",
        "ｗｉｄｅ　ＡＢＣ １２３",
        "Nguyễn Lan ở Thừa Thiên–Huế",
    ],
)
def test_good_text_is_let_be(text: str) -> None:
    for lang in SAMPLES:
        assert not list(problems_of("a.md", text, lang))


@given(st.text(max_size=60), st.sampled_from(list(SAMPLES)))
def test_no_text_stops_the_search(text: str, lang: str) -> None:
    for problem in problems_of("a.md", text, lang):
        assert 1 <= problem.line <= text.count("\n") + 1
