import pytest

from sitegen.types import ArticleLink

from .bodies import html, rendered


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("../x/index.ko.md", "article:2023/04/x/index.ko.md"),
        ("/2024/새 소식.md#둘째 절", "article:2024/%EC%83%88%20%EC%86%8C%EC%8B%9D.md#둘째%20절"),
        ("../%EC%83%88.md", "article:2023/04/%EC%83%88.md"),
        ("plan.pdf#page=2", "/media/plan.pdf#page=2"),
        ("./plan.pdf", "/media/plan.pdf"),
        ("/2023/04/port/plan.pdf", "/media/plan.pdf"),
        ("../../../항만.jpg", "/media/항만.jpg"),
        ("/ko/tags/x/", "/ko/tags/x/"),
        ("#항만", "#항만"),
        (
            "https://ko.wikipedia.org/wiki/항만?a=1&b",
            "https://ko.wikipedia.org/wiki/항만?a=1&amp;b",
        ),
        ("https://example.org/50%", "https://example.org/50%25"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("tel:+82-2-123", "tel:+82-2-123"),
    ],
)
def test_links_resolve(written: str, address: str) -> None:
    assert html(f"[글](<{written}>)") == f'<p><a href="{address}">글</a></p>\n'
    assert (
        html(f'<a href="{written}">글</a>'.join("xx")) == f'<p>x<a href="{address}">글</a>x</p>\n'
    )


def test_decomposed_names_find_their_files() -> None:
    assert 'href="/media/항만.jpg"' in html("[글](/항만.jpg)")


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("plam.pdf", "there is no file “plam.pdf”", "Did you mean “plan.pdf”?"),
        (
            "../../../항민.jpg",
            "there is no file “../../../항민.jpg”",
            "Did you mean “../../../항만.jpg”?",
        ),
        ("../other/", "there is no file “../other/”", "Put the file beside the article."),
        (
            "../../../../secret.md",
            "the link “../../../../secret.md” leaves content/",
            "A path that begins with / starts at content/.",
        ),
        (
            "ftp://example.org/",
            "links with “ftp:” are not allowed",
            "Allowed: http, https, mailto, tel, and paths of files.",
        ),
        ("", "the link has no address", ""),
    ],
)
def test_links_that_lead_nowhere_are_errors(written: str, message: str, hint: str) -> None:
    body, problems = rendered(f"[글](<{written}>)")
    assert body.html == "<p><span>글</span></p>\n"
    assert [(problem.message, problem.hint) for problem in problems] == [(message, hint)]


def test_raw_html_cannot_forge_a_link_to_an_article() -> None:
    body, problems = rendered('x<a href="article:none.md">글</a>')
    assert body.html == "<p>x<a>글</a></p>\n"
    assert [problem.message for problem in problems] == ["links with “article:” are not allowed"]
    assert body.links == ()


def test_raw_links_to_articles_are_recorded_with_their_line() -> None:
    body, _ = rendered('글\n\n<div>\n\n<a\nhref="../x/a.md">가</a>\n</div>\n')
    assert body.links == (ArticleLink(path="2023/04/x/a.md", line=5),)
    assert '<a href="article:2023/04/x/a.md">' in body.html


def test_automatic_links_are_judged_too() -> None:
    body, problems = rendered("<https://example.org/> <javascript:alert(1)>")
    assert '<a href="https://example.org/">https://example.org/</a>' in body.html
    assert [problem.message for problem in problems] == ["links with “javascript:” are not allowed"]
