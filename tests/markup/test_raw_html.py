import pytest

from sitegen.markup import raw_html
from sitegen.markup.context import Context

from .bodies import DATA, dangers, html, rendered

ATTEMPTS = (DATA / "xss.txt").read_text(encoding="utf-8").splitlines()
AROUND = (
    "{}",
    "글 {} 글",
    "- {}\n\n글",
    "> {}",
    "# {}",
    "|a|\n|-|\n|{}|",
    "<i>{}</i>",
    "{}\n\n<b>",
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("around", AROUND)
def test_no_attempt_gets_through(attempt: str, around: str) -> None:
    body, _ = rendered(around.replace("{}", attempt))
    assert list(dangers(body.html)) == []


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_markdown_alone_writes_is_what_the_sanitiser_leaves(attempt: str) -> None:
    """The sanitiser is skipped without raw HTML, so it must have nothing to do there."""
    body, _ = rendered(attempt)
    context = Context("", path="a.md", lang="ko", media={}, first_line=1)
    context.addresses.update(body.html.split('"'))
    again = raw_html.sanitise(body.html, context)
    assert list(dangers(again)) == list(dangers(body.html)) == []


def test_allowed_html_stays() -> None:
    assert html('<details class="a" open><summary>더</summary>글</details>') == (
        '<details class="a" open=""><summary>더</summary>글</details>'
    )
    assert html('가<sub title="x">나</sub>') == '<p>가<sub title="x">나</sub></p>\n'


def test_every_removal_is_told_with_its_line() -> None:
    text = (
        "글 <blink>가</blink>\n<font color=red>나</font>\n\n<div style='x'\n  onclick=y>\n"
        "<script>\nz</script>\n<?php x ?>\n<p\n"
    )
    _, problems = rendered(text, first_line=5)
    assert [(problem.line, problem.message) for problem in problems] == [
        (5, "<blink> is not allowed and was left out"),
        (6, "<font> is not allowed and was left out"),
        (8, "the attribute “style” of <div> is not allowed and was left out"),
        (8, "the attribute “onclick” of <div> is not allowed and was left out"),
        (10, "<script> is not allowed and was left out"),
        (12, "declarations and instructions in HTML are left out"),
        (13, "the tag <p has no end and was left out"),
    ]


def test_a_script_goes_with_its_text_and_takes_nothing_else() -> None:
    body, _ = rendered("가 <script>*x*</script> 나 <script> 다 <!-- x --> 라\n\n마")
    assert body.html == "<p>가  나  다  라</p>\n<p>마</p>\n"


def test_comments_go_silently() -> None:
    assert html("가<!-- 주석 -->나\n\n<!-- 더 -->\n\n다") == "<p>가나</p>\n\n<p>다</p>\n"


def test_a_headline_of_the_first_level_becomes_a_second() -> None:
    assert html("<h1>가</h1>") == "<h2>가</h2>"


def test_open_elements_end_with_the_body() -> None:
    assert html("<div>\n\n글\n") == "<div>\n<p>글</p>\n</div>"
    assert html("글</div></article> 끝") == "<p>글 끝</p>\n"


def test_ids_that_are_taken_are_left_out() -> None:
    body, problems = rendered('# 가\n\n<p id="가">x</p><p id="b">y</p><p id="b">z</p>')
    assert body.html.endswith('<p>x</p><p id="b">y</p><p>z</p>')
    assert len(problems) == 2


def test_loose_words_in_blocks_cannot_run_together() -> None:
    assert html("<div><b>가</b> <i>나</i></div>") == "<div><p><b>가</b> <i>나</i></p></div>"
    assert html("<section>가<p>나</p><b>다</b> 라</section>") == (
        "<section><p>가</p><p>나</p><p><b>다</b> 라</p></section>"
    )
    assert html('<div><a href="#x"><p>가</p></a> <hr></div>') == (
        '<div><a href="#x"><p>가</p></a> <hr></div>'
    )
    assert html("<del>\n가 <b>나</b>\n</del>") == "<del>\n가 <b>나</b>\n</del>"


def test_markdown_keeps_its_form_beside_raw_html() -> None:
    text = (
        "## 제목\n\n글[^1] **가** [나](https://example.org/?a=1&b=2) ![부두](photo.jpg)\n\n"
        '![부두](photo.jpg "가")\n\n|가|\n|-:|\n|1|\n\n```python\nx < 1\n```\n\n1. 하나\n2. 둘\n\n'
        "[^1]: 주석\n"
    )
    plain = html(text)
    assert html(text + "\n<hr>\n").split() == (
        plain.replace('<div class="footnotes"', '<hr>\n<div class="footnotes"').split()
    )
