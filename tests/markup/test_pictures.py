import pytest

from sitegen.errors import Severity
from sitegen.markup.pictures import SIZES

from .bodies import elements, html, rendered

IMAGE = (
    '<picture><source type="image/avif" srcset="/media/480.avif 480w, /media/960.avif 960w" '
    f'sizes="{SIZES}"><source type="image/webp" srcset="/media/960%2C.webp 960w" sizes="{SIZES}">'
    '<img class="tone r1 g2 b3" src="/media/960.jpg" width="1600" height="900" alt="부두" '
    'loading="lazy" decoding="async"></picture>'
)
# Alone it is no higher than most of the window: 16:9 is 17 tenths.
ALONE = IMAGE.replace("92vw)", "92vw, 144.5vh)")


def test_a_picture_alone_becomes_a_figure() -> None:
    assert html('![부두](photo.jpg "새 부두"){credit="홍 & 길동" .wide #pier lang=ko}') == (
        '<figure class="wide s17" id="pier" lang="ko"><a class="zoom" href="/media/photo.jpg">'
        f'{ALONE}</a><figcaption><span class="caption">새 부두</span> '
        '<span class="credit">홍 &amp; 길동</span></figcaption></figure>\n'
    )


def test_a_figure_without_words_has_no_caption() -> None:
    assert "figcaption" not in html("![부두](photo.jpg)")
    assert '<figcaption><span class="credit">가</span></figcaption>' in html(
        '![부두](photo.jpg){credit="가"}'
    )


def test_a_picture_in_text_stays_in_text() -> None:
    assert html("글 ![부두](photo.jpg)") == f"<p>글 {IMAGE}</p>\n"
    assert 'title="t"' in html('글 ![부두](photo.jpg "t")')


def test_a_figure_in_a_list_takes_the_place_of_its_paragraph() -> None:
    assert html("- ![부두](photo.jpg)").startswith('<ul>\n<li><figure class="s17">')


def test_pictures_without_smaller_copies_have_no_srcset() -> None:
    assert html("![a](small.png)") == (
        '<figure class="s15"><a class="zoom" href="/media/small.png"><img src="/media/small.png" '
        'width="300" height="200" alt="a" loading="lazy" decoding="async"></a></figure>\n'
    )


def test_raw_pictures_are_like_those_of_markdown() -> None:
    markup = html('글 <img src="photo.jpg" alt="부두" class="x" width="9" sizes="9px">')
    (_, *found) = elements(markup)
    (*offers, (name, own)) = elements(IMAGE)
    assert found == [*offers, (name, {**own, "class": f"x {own['class']}"})]


def test_no_other_candidates_than_ours_come_through_raw_html() -> None:
    text = '<picture><source srcset="//evil.example/x.avif"><img src="photo.jpg" alt="a"></picture>'
    body, problems = rendered(f"글\n\n<div>{text}</div>\n\n![부두](photo.jpg)")
    assert "evil" not in body.html
    assert [item.message for item in problems] == [
        "<picture> is not allowed and was left out",
        "<source> is not allowed and was left out",
    ]
    assert body.html.count("<source ") == 4


def test_missing_alternative_text_is_a_warning_and_the_picture_no_nameless_link() -> None:
    body, problems = rendered("![](small.png)")
    assert [(item.message, item.severity) for item in problems] == [
        ("the picture has no alternative text", Severity.WARNING)
    ]
    assert "<a" not in body.html
    (raw,) = rendered('x <img src="small.png">')[1]
    assert (raw.message, raw.column) == (problems[0].message, 13)
    assert rendered('x <img src="small.png" alt="">')[1] == []


def test_a_missing_picture_is_an_error_with_its_place() -> None:
    body, problems = rendered("글\n\n![부두](phato.jpg)\n")
    (problem,) = problems
    assert (problem.line, problem.column, problem.severity) == (3, 7, Severity.ERROR)
    assert problem.hint == "Did you mean “photo.jpg”?"
    assert "<img" not in body.html


def test_a_file_that_is_no_picture_is_an_error() -> None:
    assert rendered("![계획](plan.pdf)")[1][0].hint == "Link to it: [text](plan.pdf)."


def test_pictures_of_other_hosts_become_links() -> None:
    link = '<a href="https://example.org/a.png">부두</a>'
    for text in (
        "![부두](https://example.org/a.png)",
        '<img src="https://example.org/a.png" alt=부두>',
    ):
        body, problems = rendered(text)
        assert link in body.html
        assert [item.severity for item in problems] == [Severity.WARNING]
    assert (
        rendered("[![부두](//example.org/a.png)](#x)")[0].html == '<p><a href="#x">부두</a></p>\n'
    )


@pytest.mark.parametrize("kind", ["image/png;base64", "IMAGE/GIF", "image/svg+xml", ""])
def test_a_picture_in_its_own_address_is_not_shown_but_its_words_are(kind: str) -> None:
    address = f"data:{kind},iVBORw0KGgo="
    for picture in (f"![점 하나]({address})", f'<img src="{address}" alt="점 하나">'):
        for text in (f"글\n\n{picture}", f"글\n글 {picture} [글](#x)", f"글\n\n[{picture}](#x)"):
            body, problems = rendered(text, first_line=5)
            assert "점 하나" in body.html
            assert {name for name, _ in elements(body.html)} <= {"p", "a"}
            assert "data:" not in body.html
            (problem,) = problems
            assert problem.severity is Severity.WARNING
            assert problem.line == 5 + text[: text.index(picture)].count("\n")
            assert problem.message == (
                "a picture written into the text itself (“data:”) is not shown"
            )
            assert problem.hint == (
                "Save it as a file beside the article: ![description](picture.png)."
            )


def test_a_credit_that_cannot_be_shown_is_a_warning() -> None:
    _, problems = rendered("글 ![부두](photo.jpg){credit=a}")
    assert [item.message for item in problems] == ["the picture's credit is not shown"]
