import pytest

from .bodies import html, rendered


@pytest.mark.parametrize(
    ("lang", "text", "joined"),
    [
        ("ja", "港は\n広い", "港は広い"),
        ("ja", "広い。\n「港」だ", "広い。「港」だ"),
        ("zh-Hant", "港口\n很大", "港口很大"),
        ("zh", "他说“好。”\n“不。”", "他说“好。”“不。”"),
        ("ja", "港[^1]\n広い\n\n[^1]: 注", None),
        ("ja", "**港**\n*広い*", "<strong>港</strong><em>広い</em>"),
        ("ja", "{港|みなと}\n広い", None),
        ("ja", "port\narea", "port\narea"),
        ("ja", "港\nport", "港\nport"),
        ("zh", "said “hi”\n“there”", "said “hi”\n“there”"),
        ("ja", "港  \n広い", "港<br>\n広い"),
        ("ja", "항구\n넓다", "항구\n넓다"),
        ("ja", "港\n항구", "港\n항구"),
        ("ko", "漢字\n漢字", "漢字\n漢字"),
        ("vi", "漢\n字", "漢\n字"),
        ("ja", "港\n`code`", "港\n<code>code</code>"),
    ],
)
def test_lines_join_between_ideographs_of_spaceless_languages(
    lang: str, text: str, joined: str | None
) -> None:
    markup = html(text, lang=lang)
    if joined is None:
        assert "\n" not in markup.partition("</p>")[0]
    else:
        assert markup == f"<p>{joined}</p>\n"


def test_lines_behind_a_joined_line_are_still_counted() -> None:
    _, problems = rendered("港は\n広い\n[x](no.pdf)", lang="ja")
    assert problems[0].line == 3


def test_joined_lines_have_no_space_in_the_summary() -> None:
    assert rendered("港は\n広い。", lang="ja")[0].summary == "港は広い。"
