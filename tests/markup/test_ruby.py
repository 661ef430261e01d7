import pytest

from .bodies import html


def _ruby(*pairs: tuple[str, str]) -> str:
    inner = "".join(f"{base}<rp>(</rp><rt>{text}</rt><rp>)</rp>" for base, text in pairs)
    return f"<ruby>{inner}</ruby>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{漢字|かんじ}", _ruby(("漢字", "かんじ"))),
        ("{漢字|かん|じ}", _ruby(("漢", "かん"), ("字", "じ"))),
        ("{北京|běi|jīng}", _ruby(("北", "běi"), ("京", "jīng"))),
        ("{東京都|とう|きょう}", _ruby(("東京都", "とうきょう"))),
        ("{北京市|běi|jīng}", _ruby(("北京市", "běi jīng"))),
        ("{葛\U000e0100城|かつら|ぎ}", _ruby(("葛\U000e0100", "かつら"), ("城", "ぎ"))),
        ("**{漢字|かんじ}**", f"<strong>{_ruby(('漢字', 'かんじ'))}</strong>"),
        ("{漢字|한자&}", _ruby(("漢字", "한자&amp;"))),
        ("`{漢字|かんじ}`", "<code>{漢字|かんじ}</code>"),
        ("{yes|no} {漢字} {漢字|} {|か}", "{yes|no} {漢字} {漢字|} {|か}"),
        ("`x`{.漢字}", '<code class="漢字">x</code>'),
    ],
)
def test_readings_stand_over_their_base(text: str, expected: str) -> None:
    assert html(text, lang="ja") == f"<p>{expected}</p>\n"


def test_ruby_in_a_table_needs_an_escaped_bar() -> None:
    assert _ruby(("漢字", "かんじ")) in html("|a|\n|-|\n|{漢字\\|かんじ}|")
