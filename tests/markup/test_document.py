from sitegen.errors import Severity
from sitegen.markup import render
from sitegen.types import ArticleLink

from .bodies import MEDIA, STORY, elements, html, rendered


def test_body_holds_html_summary_measures_links_and_media() -> None:
    text = "첫 문장이다. [계획](plan.pdf)과 [기사](../x/index.ko.md)를 보라.\n\n```sh\nx=1\n```\n"
    body, problems = rendered(text)
    assert problems == []
    assert body.html.startswith('<p>첫 문장이다. <a href="/media/plan.pdf">계획</a>과 ')
    assert body.summary == "첫 문장이다. 계획과 기사를 보라."
    assert (body.words, body.minutes) == (5, 1)
    assert body.links == (ArticleLink(path="2023/04/x/index.ko.md", line=1),)
    assert body.media == (f"{STORY}/plan.pdf",)
    assert body.highlighted


def test_empty_text_is_an_empty_body() -> None:
    body, problems = rendered("")
    assert (body.html, body.summary, body.words, body.minutes, problems) == ("", "", 0, 1, [])


def test_summary_comes_from_the_first_paragraphs_alone() -> None:
    text = (
        '# 제목\n\n> 인용이다.\n\n![사진](photo.jpg "설명")\n\n{漢字|한자}를 *쓴다*.[^1]\n\n'
        "- 목록이다.\n\n둘째 문단이다.\n\n[^1]: 주석이다.\n"
    )
    assert rendered(text)[0].summary == "漢字를 쓴다. 둘째 문단이다."


def test_summary_falls_back_to_any_words() -> None:
    assert rendered("> 인용이다.")[0].summary == "인용이다."
    assert rendered("<div>\n<p>가 &amp; 나</p>\n</div>")[0].summary == "가 & 나"


def test_words_count_no_code_blocks() -> None:
    assert rendered("one two\n\n    three four\n\n<p>\nfive</p>", lang="en")[0].words == 3


def test_lines_of_problems_are_lines_of_the_file() -> None:
    text = "하나\n\n두 줄\n[없음](no.pdf)\n\n> - [없음](no.pdf)\n\n<u onclick=x>밑줄</u>\n"
    _, problems = rendered(text, first_line=11)
    assert [(item.place, item.severity) for item in problems] == [
        (f"content/{STORY}/index.ko.md:14:6", Severity.ERROR),
        (f"content/{STORY}/index.ko.md:16:10", Severity.ERROR),
        (f"content/{STORY}/index.ko.md:18", Severity.WARNING),
    ]


def test_links_behind_a_code_span_of_two_lines_have_their_own_line() -> None:
    body, _ = rendered("`a\nb` 뒤의 [기사](../x/a.md)\n")
    assert body.links[0].line == 2


def test_links_in_footnotes_have_a_line() -> None:
    body, _ = rendered("본문[^1]\n\n글^[[둘](../x/b.md)]\n\n[^1]: [하나](../x/a.md)\n")
    assert {link.path: link.line for link in body.links} == {
        "2023/04/x/a.md": 5,
        "2023/04/x/b.md": 3,
    }


def test_nothing_leaks_from_one_article_to_the_next() -> None:
    text = "# 제목\n\n글[^1] [참조]\n\n[^1]: 주석\n\n[참조]: plan.pdf\n\n<p id=a>x</p>\n"
    first = render(text, path="a.md", lang="ko", media=MEDIA)
    assert render(text, path="a.md", lang="ko", media=MEDIA) == first
    assert rendered("[^1] [참조]")[0].html == "<p>[^1] [참조]</p>\n"


def test_headings_begin_at_the_second_level_and_skip_none() -> None:
    text = "# 하나\n\n### 둘\n\n###### 셋\n\n### 넷\n\n## 다섯\n\n# 여섯\n"
    assert [name for name, _ in elements(html(text))] == ["h2", "h3", "h4", "h3", "h3", "h2"]


def test_headings_have_unicode_slugs_that_are_unique() -> None:
    text = (
        "## 새 *부두*\n\n## 새 부두\n\n## 새 부두 2\n\n## !?\n\n## {漢字|かんじ}[^1]\n\n[^1]: x\n"
    )
    headings = [attributes["id"] for name, attributes in elements(html(text)) if name == "h2"]
    assert headings == ["새-부두", "새-부두-2", "새-부두-2-2", "section", "漢字"]


def test_tables_scroll_are_named_and_have_scopes_and_no_inline_style() -> None:
    text = "## 값\n\n| 이름 | | 값 |\n|---|---|--:|\n| 가 | 나 | 1 |\n"
    assert html(text).partition("</h2>\n")[2] == (
        '<div class="table" tabindex="0" role="group" aria-labelledby="값"><table>\n<thead>\n<tr>\n'
        '<th scope="col">이름</th>\n<td></td>\n<th class="align-right" scope="col">값</th>\n</tr>\n'
        '</thead>\n<tbody>\n<tr>\n<td>가</td>\n<td>나</td>\n<td class="align-right">1</td>\n</tr>\n'
        "</tbody>\n</table></div>\n"
    )
    assert html("|a|\n|-|\n|1|").startswith('<div class="table" tabindex="0"><table>')


def test_definition_lists_and_strikethrough_and_spans_work() -> None:
    assert html("용어\n: 뜻\n") == "<dl>\n<dt>용어</dt>\n<dd>뜻</dd>\n</dl>\n"
    assert html("~~옛것~~") == "<p><s>옛것</s></p>\n"
    assert html("[東京]{lang=ja .place}") == '<p><span lang="ja" class="place">東京</span></p>\n'


def test_quotes_stay_as_written() -> None:
    assert html("\"a\" 'b' -- ... “c”") == "<p>&quot;a&quot; 'b' -- ... “c”</p>\n"


def test_attributes_that_are_not_allowed_are_left_out_with_a_warning() -> None:
    body, problems = rendered("`x`{onclick=a title=b .c lang=1 credit=d id=fn_1}")
    assert body.html == '<p><code class="c">x</code></p>\n'
    assert sorted(problem.message for problem in problems) == [
        "only a picture has a credit",
        "the attribute “onclick” is not allowed and was left out",
        "the attribute “title” is not allowed and was left out",
        "the id “fn_1” is taken or not well formed, and was left out",
        "“1” is no language code",
    ]
